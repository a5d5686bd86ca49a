"""Telling: a seat, a sitting and a debrief in words, and a debrief as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from kantokuen.experiments.game.debrief import Changed, Debrief, Looked, TableDebrief
from kantokuen.experiments.game.keeping import as_data as game_as_data
from kantokuen.experiments.game.record import done_between
from kantokuen.experiments.game.table import Objection, Sitting
from kantokuen.model.calendar import to_date
from kantokuen.model.display import plain
from kantokuen.model.evidence import ChronologyEntry
from kantokuen.model.outcome import OUTCOMES, SEASON_ENDS
from kantokuen.model.text.words import Words

_SHEET: Final = ("who", "wants", "can", "may_know", "carry")
"""The parts of a role sheet, in their order."""

Told = tuple[str, list[str]]
"""A heading, and the lines below it."""


def sheet(seat: str, words: Words) -> list[tuple[str, str]]:
    """Return the role sheet of a seat: headings and texts."""
    return [(words(f"game.sheet.{part}"), words(f"game.roles.{seat}.{part}")) for part in _SHEET]


def told(sitting: Sitting, words: Words) -> Iterator[Told]:
    """Yield what a person is told at a sitting before anything is asked."""
    if sitting.number > 1:
        lines = [
            words("events.dated", day=words.day(each.day), said=words.event(each))
            for each in sitting.happened
        ]
        yield words("game.happened"), lines or [words("game.nothing")]
    if sitting.objections:
        yield words("game.objected"), [_objection(each, words) for each in sitting.objections]
    yield words("game.you_know"), list(_known(sitting, words))


def _objection(each: Objection, words: Words) -> str:
    offices = words.listing([words(f"offices.{office}.name") for office in each.offices])
    if each.divisions is None:
        return words("game.objections.text", offices=offices, text=words(f"game.texts.{each.text}"))
    key = "divisions" if each.divisions else "none"
    return words(f"game.objections.{key}", offices=offices, n=words.number(each.divisions))


def _known(sitting: Sitting, words: Words) -> Iterator[str]:
    known = sitting.known
    yield words(
        "game.known.soviet",
        n=words.number(known.soviet_divisions, 1),
        men=words.number(round(known.soviet_men, -3)),
        gone=words.percent(known.materiel_gone),
    )
    yield words("game.known.german", n=words.percent(known.german_war))
    yield words("game.known.oil", n=words.percent(known.oil_loss))
    yield words(
        "game.known.ripe",
        n=words.percent(known.ripeness),
        at=words.percent(known.picks_at),
        hope=words.percent(known.hope),
    )
    yield words(
        "game.known.need",
        need=words.number(known.need),
        sanctioned=words.number(known.sanctioned),
        fit=words.number(known.fit),
    )
    if known.asked is not None:
        yield words("game.known.asked", n=words.number(known.asked))
    yield words("game.known.days", n=words.number(known.days_left))


# ---- the debrief ---------------------------------------------------------------------------------------


def how_it_ended(found: TableDebrief, words: Words) -> list[str]:
    """Say how the world ended, and how it would have without the person."""
    verdict = found.ending.in_words(words)
    other = found.without.in_words(words)
    parts = words("game.debrief.never_parts")
    if found.parts_on is not None:
        parts = words("game.debrief.parts", day=words.day(to_date(found.parts_on)))
    return [
        verdict,
        words("game.debrief.came" if found.is_attack else "game.debrief.came_not"),
        words("game.debrief.same") if other == verdict else words("game.debrief.without", verdict=other),
        parts,
    ]


def chosen(turn: Looked, words: Words) -> list[str]:
    """Say what was chosen at a turn, beside what the office would have said."""
    lines = []
    for key, own in turn.own.items():
        options = f"game.questions.{key}.options"
        office = f"{words('game.debrief.office_would')}: {words(f'{options}.{own}')}"
        mine = turn.answers.get(key)
        said = words(f"{options}.{mine}") if mine else words("game.debrief.left_to_office")
        lines.append(f"{words(f'game.questions.{key}.ask')} {said} ({office})")
    return lines


def recorded(found: Debrief, number: int) -> tuple[ChronologyEntry, ...]:
    """Return what the office is known to have done from the turn before a turn on until its sitting."""
    days = [turn.day for turn in found.turns]
    since = days[number - 1] if number else 0.0
    return done_between(found.game.seat, since, days[number])


def record_lines(entries: Sequence[ChronologyEntry], words: Words) -> list[str]:
    """Say what is on record, each with its source and in what that was seen."""
    return [
        words(
            "game.debrief.seen",
            day=words.day(each.date),
            event=each.event,
            source=each.source,
            seen=words(f"seen.{each.seen}"),
        )
        for each in entries
    ] or [words("game.debrief.no_record")]


def scored(found: Debrief, words: Words) -> list[str]:
    """Say how the predictions scored, and what of them cannot be seen in one summer."""
    score = found.score
    if score.person is None or score.model is None or score.base is None:
        return [words("game.debrief.no_brier")]
    mean = sum(turn.predicted for turn in found.turns) / len(found.turns)
    came = words(f"game.debrief.calibration_{'came' if found.is_attack else 'not'}")
    return [
        words(
            "game.debrief.brier",
            person=words.number(score.person, 4),
            model=words.number(score.model, 4),
            base=words.number(score.base, 4),
            base_share=words.percent(found.base, 1),
        ),
        words("game.debrief.calibration", mean=words.number(100.0 * mean), came=came),
    ]


def changed(each: Changed, words: Words) -> str:
    """Say what the chair changed in the worlds of an ensemble."""
    return words(
        "game.debrief.chair_told",
        drawn=words(f"ensembles.{each.ensemble}.drawn"),
        worlds=words.number(each.worlds),
        others=words.of_100(each.others["share"]),
        low=words.number(100.0 * each.others["low"], 1),
        high=words.number(100.0 * each.others["high"], 1),
        moved=words.of_100(each.moved["share"]),
        with_=words.number(each.divisions_with, 1),
        without=words.number(each.divisions_without, 1),
    )


def lenses(found: TableDebrief, words: Words) -> str:
    """Say which lens lets pass what the person's table let pass."""
    best = max(found.lenses, key=lambda lens: found.lenses[lens])
    if not found.lenses[best]:
        return words("game.debrief.lens_none")
    others = [
        f"{words(f'lenses.{lens}.name')} {words.of_100(share)}"
        for lens, share in found.lenses.items()
        if lens != best
    ]
    return words(
        "game.debrief.lens_told",
        best=words.of_100(found.lenses[best]),
        lens=words(f"lenses.{best}.name"),
        others=words("numbers.comma").join(others),
    )


def luck(found: TableDebrief, words: Words) -> str:
    """Say what of the end was not the person's to decide."""
    fell = {each.ensemble: each.regime_fell for each in found.changed}
    return words(
        "game.debrief.luck", here=words.of_100(fell["historians"]), there=words.of_100(fell["june-1941"])
    )


def as_data(found: Debrief) -> dict[str, Any]:
    """Return a debrief as plain data: the object that ``kantokuen play --json`` prints."""
    ending = found.ending
    return {
        **game_as_data(found.game),
        "outcome": ending.outcome,
        "outcome_without": found.without.outcome,
        "is_attack": found.is_attack,
        "parts_on": None if found.parts_on is None else to_date(found.parts_on).isoformat(),
        "brier": {"person": found.score.person, "model": found.score.model, "base": found.score.base},
        "base_share": found.base,
        "looked": [_looked(found, number) for number in range(len(found.turns))],
        "changed": [changed_data(each) for each in found.changed],
        "lenses": found.lenses,
        "deadline": to_date(SEASON_ENDS - 1.0).isoformat(),
    }


def _looked(found: Debrief, number: int) -> dict[str, Any]:
    turn = found.turns[number]
    return {
        "date": to_date(turn.day).isoformat(),
        "predicted": turn.predicted,
        "model": turn.model,
        "answers": dict(turn.answers),
        "office_would": dict(turn.own),
        "believed": {
            "soviet_divisions": turn.known.soviet_divisions,
            "soviet_men": turn.known.soviet_men,
            "german_war": turn.known.german_war,
        },
        "true": {
            "soviet_divisions": turn.soviet_divisions,
            "soviet_men": turn.soviet_men,
            "german_war": turn.german_war,
        },
        "record": [each.id for each in recorded(found, number)],
    }


def changed_data(each: Changed) -> dict[str, Any]:
    """Return what chairs changed in the worlds of an ensemble as plain data."""
    return {
        "ensemble": each.ensemble,
        "worlds": each.worlds,
        "with": {name: plain(each.with_person[name]) for name in OUTCOMES},
        "without": {name: plain(each.without[name]) for name in OUTCOMES},
        "others": each.others,
        "moved": each.moved,
        "divisions_with": each.divisions_with,
        "divisions_without": each.divisions_without,
        "regime_fell": each.regime_fell,
    }
