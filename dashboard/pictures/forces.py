"""How a month's totals of divisions are spread over the formations that the theatre shows.

The totals are the record's; the spread is a matter of drawing, and its shares stand in
`data/theatre/formations.csv` with their source or as judgement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from kantokuen.dashboard.pictures.projection import Feature, features
from kantokuen.dashboard.playback import Month

Side = Literal["soviet", "japanese"]

_SIZES: Final = (14.0, 16.0, 24.0, 30.0)
"""Japanese totals whose spread is known or planned; between them it is interpolated."""


@dataclass(frozen=True, slots=True)
class Force:
    """A formation in one month.

    Attributes:
        id: its key in the words.
        side: soviet or japanese.
        divisions: marks to draw in full.
        others: marks to draw hollow: Soviet divisions gone since the spring of 1941, Japanese ones
            sanctioned and not yet there.
        row: where and how it is drawn.
    """

    id: str
    side: Side
    divisions: int
    others: int
    row: Feature


def standing_in_spring() -> int:
    """Return how many Soviet divisions stood in the Far East before any went west."""
    return sum(int(row["spring"]) for row in _rows("soviet"))


def whole(month: Month, signal: str) -> int:
    """Return a number of divisions as whole ones; halves are counted up."""
    return int(month.signals[signal] + 0.5)


def forces(month: Month) -> tuple[Force, ...]:
    """Return the formations of both sides in the order of the table, those without a division left out."""
    return soviet_forces(month) + japanese_forces(month)


def soviet_forces(month: Month) -> tuple[Force, ...]:
    """Return the Soviet formations: the total in the proportions of the spring of 1941."""
    rows = _rows("soviet")
    spring = [int(row["spring"]) for row in rows]
    now = share_out(whole(month, "soviet_divisions"), spring)
    return tuple(
        Force(row["id"], "soviet", here, max(was - here, 0), row)
        for row, was, here in zip(rows, spring, now, strict=True)
    )


def japanese_forces(month: Month) -> tuple[Force, ...]:
    """Return the Japanese formations: those there, and those sanctioned beyond them."""
    rows = _rows("japanese")
    present, sanctioned = (whole(month, each) for each in ("divisions_present", "divisions_sanctioned"))
    there = share_out(present, _planned(present))
    allowed = share_out(max(present, sanctioned), _planned(max(present, sanctioned)))
    return tuple(
        Force(row["id"], "japanese", here, max(may - here, 0), row)
        for row, here, may in zip(rows, there, allowed, strict=True)
        if here or may
    )


def share_out(total: int, weights: Sequence[float]) -> tuple[int, ...]:
    """Return whole parts of a total in proportion to weights, the largest remainders rounded up.

    Args:
        total: what is shared out.
        weights: none negative and not all zero; of equal remainders the first is rounded up.
    """
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(each) for each in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: parts[index] - exact[index])
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return tuple(parts)


@cache
def _rows(side: Side) -> tuple[Feature, ...]:
    return tuple(row for row in features("formations") if row["side"] == side)


def _planned(total: int) -> list[float]:
    """Return the weights of the Japanese formations at a total, those of the ends beyond them."""
    low = max((size for size in _SIZES[:-1] if size <= total), default=_SIZES[0])
    high = _SIZES[_SIZES.index(low) + 1]
    share = min(max((total - low) / (high - low), 0.0), 1.0)
    return [_at(row, low) * (1.0 - share) + _at(row, high) * share for row in _rows("japanese")]


def _at(row: Mapping[str, str], size: float) -> float:
    return float(row[f"at_{size:.0f}"])
