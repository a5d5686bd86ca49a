"""The debrief of a class as its pages show it: parts with sentences, strips of predictions, and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kantokuen.dashboard.rooms import telling
from kantokuen.dashboard.rooms.debrief import ClassDebrief
from kantokuen.dashboard.rooms.state import Choice, Person, State
from kantokuen.experiments.game.debrief import Changed, Held, TableDebrief
from kantokuen.experiments.game.questions import OWN
from kantokuen.experiments.game.telling import luck, record_lines
from kantokuen.model.calendar import to_date
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import Words

_STEP: Final = 5
"""Predictions within so many of 100 stand in one column of a strip."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Predictions of one sitting, drawn as dots above a line from 0 to 100.

    Attributes:
        name: of the sitting.
        told: the predictions in words.
        dots: of each its place, 0..100, and how high it stands in its column, from 0.
        mark: chance of the model, 0..100; None where it is not told.
    """

    name: str
    told: str
    dots: tuple[tuple[int, int], ...]
    mark: float | None

    @property
    def height(self) -> int:
        """Dots in the highest column, at least one."""
        return max((high for _, high in self.dots), default=0) + 1


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: what stands at the head of each column, the rows, and what it is, if that must be said."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a debrief.

    Attributes:
        key: its name.
        title: its heading.
        lines: sentences.
        strips: of predictions.
        picture: an SVG, if any.
        tables: of numbers.
        folded: what is shown when asked for: headings, each with its sentences.
    """

    key: str
    title: str
    lines: tuple[str, ...] = ()
    strips: tuple[Strip, ...] = ()
    picture: str = ""
    tables: tuple[Rows, ...] = ()
    folded: tuple[tuple[str, tuple[str, ...]], ...] = ()


def strip(name: str, told: str, values: Sequence[float], mark: float | None = None) -> Strip:
    """Return predictions, 0..1, as a strip.

    Args:
        name: of their sitting.
        told: the same in words.
        values: the predictions.
        mark: chance of the model, 0..1.
    """
    heights: dict[int, int] = {}
    dots = []
    for value in sorted(values):
        place = round(100.0 * value / _STEP) * _STEP
        dots.append((place, heights.get(place, 0)))
        heights[place] = heights.get(place, 0) + 1
    return Strip(name, told, tuple(dots), None if mark is None else 100.0 * mark)


def shown_strip(values: Sequence[float], words: Words) -> Strip:
    """Return the predictions that a teacher has revealed."""
    listed = words.listing([words.number(100.0 * each) for each in sorted(values)])
    told = (
        words("roompages.revealed_told", values=listed) if values else words("rooms.class.nobody_predicted")
    )
    return strip(words("roompages.revealed"), told, values)


def class_parts(found: ClassDebrief, words: Words) -> list[Part]:
    """Return what a class is told after its game, on the wall, on phones and to the teacher."""
    ended = (*telling.how_it_ended(found, words), telling.replay(found, words))
    meaning = words(f"game.meaning.{found.found.ending.outcome}")
    return [
        Part("ended", words("rooms.class.title"), ended),
        _scored(found, words),
        _changed(found, words),
        _sittings(found, words),
        Part("meaning", words("game.debrief.meaning"), (meaning,)),
    ]


def _scored(found: ClassDebrief, words: Words) -> Part:
    strips = tuple(
        strip(_named(found, n, words), telling.predicted(found, n, words), each.values, each.model)
        for n, each in enumerate(found.predicted)
    )
    lines = (*telling.scored(found, words), words("roompages.strips"))
    return Part("scored", words("rooms.class.head_scores"), lines, strips)


def _changed(found: ClassDebrief, words: Words) -> Part:
    told = [telling.changed(each, words) for each in found.found.changed]
    heads = ("rooms.class.with_class", "rooms.class.without_class")
    return changed_part(found.found, words("rooms.class.head_changed"), told, heads, words)


def changed_part(
    found: TableDebrief, title: str, told: Sequence[str], heads: tuple[str, str], words: Words
) -> Part:
    """Return what chairs changed: a sentence an ensemble, what was luck, and a table of the outcomes.

    Args:
        found: the look back.
        title: heading of the part.
        told: the sentences.
        heads: keys of what the columns with people and without are called.
        words: of the page.
    """
    lines = (*(f"{each[:1].upper()}{each[1:]}" for each in told), luck(found, words))
    tables = tuple(_shares(each, heads, words) for each in found.changed)
    return Part("changed", title, lines, tables=tables)


def _shares(each: Changed, heads: tuple[str, str], words: Words) -> Rows:
    """Return how the worlds of an ensemble end with people and without, with 95 % intervals."""
    rows = tuple(
        (
            words(f"outcomes.{outcome}.name"),
            *(_interval(shares[outcome], words) for shares in (each.with_person, each.without)),
        )
        for outcome in OUTCOMES
    )
    name = words("roompages.drawn", drawn=words(f"ensembles.{each.ensemble}.drawn"))
    return Rows((words("game.debrief.outcomes"), *(words(head) for head in heads)), rows, name)


def _interval(share: dict[str, float], words: Words) -> str:
    return words(
        "roompages.interval",
        share=words.percent(share["share"], 1),
        low=words.number(100.0 * share["low"], 1),
        high=words.number(100.0 * share["high"], 1),
    )


def _sittings(found: ClassDebrief, words: Words) -> Part:
    """Return sitting by sitting what the chairs said, and what is on record for the time before it."""
    folded = tuple(
        (
            _named(found, n, words),
            (
                *telling.said(found, n, words),
                words("roompages.on_record"),
                *record_lines(telling.recorded(found, n), words),
            ),
        )
        for n in range(len(found.predicted))
    )
    return Part("sittings", words("rooms.class.head_sittings"), folded=folded)


def own_part(found: ClassDebrief, state: State, person: Person, words: Words) -> Part:
    """Return the part of the debrief that one person alone is told: what they said, and how it scored."""
    mine = next((each for each in found.participants if each.id == person.id), None)
    score = mine.brier if mine is not None else None
    said = words("game.debrief.no_brier")
    if score is not None:
        said = words("roompages.own.brier", score=words.number(score, 4))
    takes = [take for take in state.played if take.answers is not None]
    rows, folded = [], []
    for n, (take, held) in enumerate(zip(takes, found.found.held, strict=True)):
        choice, name = take.choices.get(person.id), _named(found, n, words)
        if choice is not None:
            rows.append((name, words.percent(choice.predicted), words.percent(held.chance, 1)))
            folded.append((name, tuple(_looked(choice, held, words))))
    heads = (
        words("roompages.own.sitting"),
        words("game.debrief.predicted"),
        words("game.debrief.model"),
    )
    tables = (Rows(heads, tuple(rows)),) if rows else ()
    return Part("own", words("roompages.own.title"), (said,), tables=tables, folded=tuple(folded))


def _looked(choice: Choice, held: Held, words: Words) -> Iterator[str]:
    """Yield what a person chose beside what the office would have, and its belief beside what was so."""
    sitting = held.by_seat[choice.seat]
    for question, own in sitting.questions:
        key = f"game.questions.{question.key}"
        chosen = choice.answers.get(question.key, OWN)
        mine = words("game.debrief.left_to_office") if chosen == OWN else words(f"{key}.options.{chosen}")
        yield words(
            "roompages.own.said", ask=words(f"{key}.ask"), said=mine, own=words(f"{key}.options.{own}")
        )
    yield words(
        "roompages.own.believed",
        divisions=words.number(sitting.known.soviet_divisions, 1),
        true_divisions=words.number(held.soviet_divisions, 1),
        german=words.percent(sitting.known.german_war),
        true_german=words.percent(held.german_war),
    )


def _named(found: ClassDebrief, number: int, words: Words) -> str:
    """Return what a sitting is called, counted from 0."""
    day = words.day(to_date(found.predicted[number].day))
    return words("rooms.class.sitting", n=words.number(number + 1), day=day)
