"""The endings of worlds, as the page shows them: nine, of which each world has exactly one.

They split the five outcomes of the model by what a visitor asks next: whether the Soviet regime still stood
when Japan attacked, and what came of the south where it did not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.playback import Playback
from kantokuen.model.calendar import NEVER, to_day
from kantokuen.model.outcome import OUTCOMES

DOTS: Final = 100
"""Of how many worlds it is told how many end in which way."""

Codes = NDArray[np.int8]
"""Indices into `ENDINGS`, shape ``(worlds,)``."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How an ending is drawn, so that colour is never all that tells it.

    Attributes:
        colour: of the palette, by name.
        shape: its outline about the origin, within -1..1 each way, as the steps of an SVG path.
        is_hollow: whether only its outline is drawn.
    """

    colour: str
    shape: str
    is_hollow: bool = False

    def ink(self, palette: Palette) -> str:
        """Return the colour."""
        return palette.as_dict()[self.colour]


_DISC: Final = "M0 -.9A.9 .9 0 1 1 0 .9A.9 .9 0 1 1 0 -.9Z"
_SQUARE: Final = "M-.8 -.8H.8V.8H-.8Z"
_TRIANGLE: Final = "M0 -1L.98 .8H-.98Z"
_DIAMOND: Final = "M0 -1.05L.9 0L0 1.05L-.9 0Z"
_CROSS: Final = "M-.9 -.5L-.5 -.9L0 -.4L.5 -.9L.9 -.5L.4 0L.9 .5L.5 .9L0 .4L-.5 .9L-.9 .5L-.4 0Z"
_BAR: Final = "M-.95 -.38H.95V.38H-.95Z"

MARKS: Final[Mapping[str, Mark]] = MappingProxyType(
    {
        "north_1941": Mark("north", _TRIANGLE),
        "north_later": Mark("north", _TRIANGLE, is_hollow=True),
        "north_fallen": Mark("ripe", _DIAMOND),
        "field_incident": Mark("belief", _CROSS),
        "guard_south": Mark("south", _DISC),
        "guard_terms": Mark("leaf", _SQUARE),
        "guard": Mark("quiet", _BAR),
        "never_south": Mark("south", _DISC, is_hollow=True),
        "never": Mark("quiet", _SQUARE, is_hollow=True),
    }
)
"""The mark of each ending, in the order in which they are shown.

north_1941      attack on orders by 15 October 1941, the Soviet regime stands
north_later     attack on orders later, the regime stands
north_fallen    attack on orders, in either year, after the regime's fall
field_incident  war in the north without orders
guard_south     mobilised, no war in the north, war in the south
guard_terms     mobilised, no war, something signed with Washington
guard           mobilised, none of these
never_south     never mobilised, war in the south
never           never mobilised, no war in the south
"""

ENDINGS: Final = tuple(MARKS)
"""The endings by key; what they are called stands in the texts of the page, under ``endings``."""

OUTCOMES_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "north_1941": OUTCOMES[:1],
        "north_later": OUTCOMES[1:2],
        "north_fallen": OUTCOMES[:2],
        "field_incident": OUTCOMES[2:3],
        **dict.fromkeys(("guard_south", "guard_terms", "guard"), OUTCOMES[3:4]),
        **dict.fromkeys(("never_south", "never"), OUTCOMES[4:]),
    }
)
"""The outcomes of the model that an ending can have."""

NORTH: Final = ENDINGS[:3]
"""The endings with an attack on the Soviet Union on orders."""


def ending_codes(columns: Mapping[str, NDArray[Any]]) -> Codes:
    """Return the ending of each world as an index into `ENDINGS`, shape ``(worlds,)``.

    Args:
        columns: ``outcome`` (index into `OUTCOMES`), ``regime_stands`` (1 or 0, on the day on which war in
            the north begins), and ``southern_war_date`` and ``settlement_date`` (days, infinite for never);
            shape ``(worlds,)`` each, see `kantokuen.model.frames.columns`.
    """
    outcome = columns["outcome"]
    stands = columns["regime_stands"] != 0
    has_south = np.isfinite(columns["southern_war_date"])
    has_terms = np.isfinite(columns["settlement_date"])
    attack_1941, attack_1942, incident, guard = (outcome == code for code in range(4))
    conditions = {
        "north_1941": attack_1941 & stands,
        "north_later": attack_1942 & stands,
        "north_fallen": attack_1941 | attack_1942,
        "field_incident": incident,
        "guard_south": guard & has_south,
        "guard_terms": guard & has_terms,
        "guard": guard,
        "never_south": has_south,
    }
    codes = np.select(list(conditions.values()), [ENDINGS.index(key) for key in conditions], len(ENDINGS) - 1)
    return codes.astype(np.int8)


def ending_of(told: Playback) -> str:
    """Return the ending of a world that is told, by key."""
    end = told.ending
    fallen = [each.day for month in told.months for each in month.events if each.key == "regime"]
    war = end.days["war"]
    has_fallen = any(war is None or day <= war for day in fallen)
    columns = {
        "outcome": [OUTCOMES.index(end.outcome)],
        "regime_stands": [not has_fallen],
        "southern_war_date": [_day(end.days["southern_war"])],
        "settlement_date": [_day(end.days["settlement"])],
    }
    codes = ending_codes({name: np.array(each, np.float64) for name, each in columns.items()})
    return ENDINGS[int(codes[0])]


def _day(when: date | None) -> float:
    return NEVER if when is None else to_day(when)


def ending_counts(codes: Codes) -> dict[str, int]:
    """Return how many worlds have each ending, all nine always."""
    counts = np.bincount(codes, minlength=len(ENDINGS))
    return {key: int(count) for key, count in zip(ENDINGS, counts, strict=True)}


def ending_shares(codes: Codes) -> dict[str, float]:
    """Return the share of worlds with each ending, 0..1, all nine always; `codes` has one world or more."""
    return {key: count / len(codes) for key, count in ending_counts(codes).items()}


def apportioned(counts: Mapping[str, int], places: int = DOTS) -> dict[str, int]:
    """Return whole places in proportion to counts, by largest remainder; a tie goes to the first.

    Args:
        counts: 0 or more each, at least one of them above 0.
        places: how many are given out.
    """
    total = sum(counts.values())
    whole = {key: places * count // total for key, count in counts.items()}
    left = places - sum(whole.values())
    by_rest = sorted(counts, key=lambda key: -(places * counts[key] % total))
    return {key: whole[key] + (key in by_rest[:left]) for key in counts}
