"""One hundred dots: how the worlds end, each dot a real world, the baseline as ghosts behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.dashboard.endings import (
    DOTS,
    ENDINGS,
    MARKS,
    NORTH,
    Codes,
    apportioned,
    ending_codes,
    ending_counts,
)
from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.pictures.svg import element, path, picture, rect
from kantokuen.dashboard.results import Odds
from kantokuen.model.calendar import to_date
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import Words

WIDE: Final = 20
NARROW: Final = 10
"""Columns of dots, on a wall and on a phone."""

_CELL: Final = 22.0
_MARK: Final = 6.0
_GHOST: Final = 9.2
_EDGE: Final = 2.0

_DAYS: Final = {
    "mobilised": "mobilisation_date",
    "given_up": "reversal_date",
    "south": "southern_war_date",
    "terms": "settlement_date",
}
"""What is told of a world with its day, in the order in which it is told; the columns of a run."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One dot.

    Attributes:
        world: number of the world, or of the future of a forked one.
        ending: how it ends.
        before: how the same world ends in the baseline; the same where there is no baseline.
    """

    world: int
    ending: str
    before: str

    @property
    def is_other(self) -> bool:
        """Whether it ends otherwise than in the baseline."""
        return self.before != self.ending


@dataclass(frozen=True, slots=True)
class Row:
    """What is said of one ending.

    Attributes:
        ending: which.
        dots: how many of the hundred it has.
        worlds: how many of the worlds played.
        before: dots that it has in the baseline, None without one.
        worlds_before: worlds that it has in the baseline.
        first: the world that is shown to whoever asks for one, None where none ends so.
    """

    ending: str
    dots: int
    worlds: int
    before: int | None
    worlds_before: int
    first: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """A hundred dots, and what is said of them.

    Attributes:
        worlds: how many were played.
        dots: sorted by ending, in each those that end so in the baseline first.
        rows: by ending, in the order of `ENDINGS`.
        has_attack: whether the Soviet Union is attacked on orders in any of the worlds.
        attack: the next such world after the one that is told; None where there is no other.
    """

    worlds: int
    dots: tuple[Dot, ...]
    rows: tuple[Row, ...]
    has_attack: bool
    attack: int | None


def field_of(now: Odds, then: Odds | None, told: int | None) -> Field:
    """Return a hundred of the worlds that stand for all: as many of each ending as the shares have it.

    Args:
        now: the worlds; the first ones of each kind are drawn.
        then: the same worlds in the baseline, as many; None for none.
        told: the world that the page marks, drawn in any case if its ending has a dot; None for none.
    """
    codes = ending_codes(now.columns)
    before = codes if then is None else ending_codes(then.columns)
    counts, counts_before = ending_counts(codes), ending_counts(before)
    dots, dots_before = apportioned(counts), apportioned(counts_before)
    drawn = tuple(
        dot for number, key in enumerate(ENDINGS) for dot in _drawn(number, dots[key], codes, before, told)
    )
    rows = tuple(
        Row(
            key,
            dots[key],
            counts[key],
            None if then is None else dots_before[key],
            counts_before[key],
            _next(np.flatnonzero(codes == number), told),
        )
        for number, key in enumerate(ENDINGS)
    )
    attacks = np.flatnonzero(codes < len(NORTH))
    following = _next(attacks, told)
    return Field(now.worlds, drawn, rows, len(attacks) > 0, None if following == told else following)


def _drawn(number: int, dots: int, codes: Codes, before: Codes, told: int | None) -> list[Dot]:
    """Return the dots of one ending: of each ending in the baseline its share, the same one first."""
    if dots == 0:
        return []
    ending = ENDINGS[number]
    of_before = ending_counts(before[codes == number])
    shares = apportioned(of_before, dots)
    found = []
    for key in sorted(ENDINGS, key=lambda key: key != ending):
        kind = np.flatnonzero((codes == number) & (before == ENDINGS.index(key)))
        if shares[key]:
            found += [Dot(int(world), ending, key) for world in kind[: shares[key]]]
    if told is None or told >= len(codes) or codes[told] != number:
        return found
    if all(dot.world != told for dot in found):
        own = Dot(told, ending, ENDINGS[before[told]])
        places = [place for place, dot in enumerate(found) if dot.before == own.before] or [len(found) - 1]
        found[places[-1]] = own
    return found


def _next(worlds: NDArray[np.intp], told: int | None) -> int | None:
    """Return the first world after the one that is told, the first of all where there is none."""
    if len(worlds) == 0:
        return None
    later = worlds if told is None else worlds[worlds > told]
    return int(later[0]) if len(later) else int(worlds[0])


def dot_text(
    dot: Dot, columns: Mapping[str, NDArray[Any]], words: Words, *, are_futures: bool = False
) -> str:
    """Tell a world in a few sentences, from the columns of the run alone.

    Args:
        dot: which.
        columns: of the run, days infinite for never.
        words: of the page.
        are_futures: whether the dots are futures of one world.
    """
    said = [words(f"endings.{dot.ending}.text")]
    if dot.ending == "north_fallen":
        said.append(words(f"dots.season.{OUTCOMES[int(columns['outcome'][dot.world])]}"))
    for what, column in _DAYS.items():
        day = float(columns[column][dot.world])
        if np.isfinite(day):
            said.append(words(f"dots.days.{what}", day=words.day(to_date(day))))
    if dot.is_other:
        said.append(words("dots.otherwise", ending=words(f"endings.{dot.before}.name")))
    name = words("dots.future" if are_futures else "dots.world", n=words.number(dot.world))
    return words("dots.told", name=name, text=words("numbers.space").join(said))


def dots(
    field: Field,
    now: Odds,
    words: Words,
    palette: Palette,
    *,
    told: int | None,
    are_futures: bool = False,
    columns: int = WIDE,
) -> str:
    """Return the field as a picture in which each dot can be reached, is told, and opens its world.

    The dots fill a column downward before the next, so that each ending is an upright band.

    Args:
        field: the dots.
        now: the worlds that they were taken from.
        words: of the page.
        palette: of the page.
        told: the world that is marked because the page tells it, None for none.
        are_futures: whether the dots are futures of one world, which cannot be opened.
        columns: of dots, of which the hundred are a whole number.
    """
    rows = DOTS // columns
    own = "title_futures" if are_futures else "title"
    entry = next((place for place, dot in enumerate(field.dots) if dot.world == told), 0)
    marks = "".join(
        _dot(
            dot,
            divmod(place, rows),
            dot_text(dot, now.columns, words, are_futures=are_futures),
            palette,
            is_told=dot.world == told,
            is_entry=place == entry,
            can_open=not are_futures,
        )
        for place, dot in enumerate(field.dots)
    )
    return picture(
        element(
            "g",
            marks,
            role="listbox",
            aria_label=words("dots.label_futures" if are_futures else "dots.label"),
            data_rove=str(rows),
        ),
        width=columns * _CELL + 2.0 * _EDGE,
        height=rows * _CELL + 2.0 * _EDGE,
        title=words(f"dots.{own}"),
        desc=field_text(field, words),
        role="group",
        class_="dots",
        ground=palette.card,
    )


def field_text(field: Field, words: Words) -> str:
    """Say how many of a hundred worlds end in which way, those of none left out."""
    told = [
        words(
            "dots.row", ending=words(f"endings.{row.ending}.name"), n=count_text(row.dots, row.worlds, words)
        )
        for row in field.rows
        if row.worlds
    ]
    return words("dots.desc", rows=words("numbers.semicolon").join(told), worlds=words.number(field.worlds))


def count_text(dots: int, worlds: int, words: Words) -> str:
    """Say how many dots an ending has; what is too rare for one is not said to be nought."""
    return words("numbers.fewer_than_1") if worlds and not dots else words.number(dots)


def count_signs(dots: int, worlds: int, words: Words) -> tuple[str, str]:
    """Return the same as a sign for a narrow column, and in words."""
    said = count_text(dots, worlds, words)
    return (words("dots.under_1") if worlds and not dots else said), said


def mark(ending: str, palette: Palette, *, size: float = _MARK) -> str:
    """Return the mark of an ending about the origin; `size` is half its width."""
    return _mark(ending, MARKS[ending].ink(palette), size, is_hollow=MARKS[ending].is_hollow)


def _mark(ending: str, ink: str, size: float, *, is_hollow: bool, width: float = 2.0) -> str:
    scale = f"scale({size:g})"
    if not is_hollow:
        return path(MARKS[ending].shape, fill=ink, transform=scale)
    inner = size - 0.5 * width
    return path(
        MARKS[ending].shape,
        fill="none",
        stroke=ink,
        stroke_width=width / inner,
        transform=f"scale({inner:g})",
    )


def _dot(
    dot: Dot,
    place: tuple[int, int],
    said: str,
    palette: Palette,
    *,
    is_told: bool,
    is_entry: bool,
    can_open: bool,
) -> str:
    column, row = place
    x, y = _EDGE + (column + 0.5) * _CELL, _EDGE + (row + 0.5) * _CELL
    half = 0.5 * _CELL
    frame = {"fill": "transparent"}
    if is_told:
        frame |= {"stroke": palette.accent, "stroke_width": "2.5", "class_": "told-frame"}
    inside = [rect(-half + 1, -half + 1, _CELL - 2, _CELL - 2, rx=5, **frame)]
    if dot.is_other:
        inside.append(_mark(dot.before, palette.baseline, _GHOST, is_hollow=True, width=1.2))
    inside.append(mark(dot.ending, palette))
    return element(
        "g",
        *inside,
        transform=f"translate({x:g} {y:g})",
        role="option",
        tabindex="0" if is_entry else "-1",
        aria_selected="true" if is_told else "false",
        aria_label=said,
        data_tell="",
        data_ending=dot.ending,
        data_pick=f"world:{dot.world}" if can_open else None,
        class_="dot other" if dot.is_other else "dot",
    )
