"""Telling: the debrief of a class in words, and as plain data."""

from __future__ import annotations

from statistics import median
from typing import Any

from kantokuen.dashboard.rooms.debrief import ClassDebrief
from kantokuen.experiments.game import telling
from kantokuen.experiments.game.debrief import Changed
from kantokuen.experiments.game.record import done_between
from kantokuen.model.calendar import to_date
from kantokuen.model.evidence import ChronologyEntry
from kantokuen.model.text.words import Words


def how_it_ended(debrief: ClassDebrief, words: Words) -> list[str]:
    """Say how the summer ended, and how it would have without the class."""
    found = debrief.found
    verdict, other = found.ending.in_words(words), found.without.in_words(words)
    parts = words("rooms.class.never_parts")
    if found.parts_on is not None:
        parts = words("rooms.class.parts", day=words.day(to_date(found.parts_on)))
    return [
        verdict,
        words("rooms.class.came" if found.is_attack else "rooms.class.came_not"),
        words("rooms.class.same") if other == verdict else words("rooms.class.without", verdict=other),
        parts,
    ]


def changed(each: Changed, words: Words) -> str:
    """Say what the class changed in the worlds of an ensemble."""
    return words(
        "rooms.class.changed",
        drawn=words(f"ensembles.{each.ensemble}.drawn"),
        worlds=words.number(each.worlds),
        others=words.of_100(each.others["share"]),
        low=words.number(100.0 * each.others["low"], 1),
        high=words.number(100.0 * each.others["high"], 1),
        moved=words.of_100(each.moved["share"]),
        with_=words.number(each.divisions_with, 1),
        without=words.number(each.divisions_without, 1),
    )


def predicted(debrief: ClassDebrief, number: int, words: Words) -> str:
    """Say what the class predicted at a sitting, counted from 0."""
    each = debrief.predicted[number]
    if not each.values:
        return words("rooms.class.nobody_predicted")
    return words(
        "rooms.class.predicted",
        count=words.number(len(each.values)),
        middle=words.number(100.0 * median(each.values)),
        low=words.number(100.0 * each.values[0]),
        high=words.number(100.0 * each.values[-1]),
        model=words.percent(each.model, 1),
    )


def said(debrief: ClassDebrief, number: int, words: Words) -> list[str]:
    """Say what the chairs said at a sitting, counted from 0, and what their offices would have said."""
    held = debrief.found.held[number]
    lines = []
    for seat, answers in debrief.said[number].items():
        own = {question.key: office for question, office in held.by_seat[seat].questions}
        for key, option in answers.items():
            options = f"game.questions.{key}.options"
            lines.append(
                words(
                    "rooms.class.said",
                    office=words(f"offices.{seat}.name"),
                    ask=words(f"game.questions.{key}.ask"),
                    said=words(f"{options}.{option}"),
                    own=words(f"{options}.{own[key]}"),
                )
            )
    return lines or [words("rooms.class.nothing_said")]


def recorded(debrief: ClassDebrief, number: int) -> tuple[ChronologyEntry, ...]:
    """Return what the open offices are known to have done from the sitting before until this one, by date."""
    held = debrief.found.held
    since = held[number - 1].day if number else 0.0
    found = {
        each.id: each for seat in held[number].by_seat for each in done_between(seat, since, held[number].day)
    }
    return tuple(sorted(found.values(), key=lambda each: each.date))


def scored(debrief: ClassDebrief, words: Words) -> list[str]:
    """Say how the predictions of the class scored, and how they spread."""
    if debrief.brier is None or debrief.model_brier is None or debrief.base_brier is None:
        return [words("rooms.class.no_brier")]
    came = words(f"game.debrief.calibration_{'came' if debrief.found.is_attack else 'not'}")
    return [
        words(
            "rooms.class.brier",
            person=words.number(debrief.brier, 4),
            model=words.number(debrief.model_brier, 4),
            base=words.number(debrief.base_brier, 4),
            base_share=words.percent(debrief.found.base, 1),
        ),
        *(
            words(
                "rooms.class.bin",
                count=words.number(each.count),
                low=words.number(100.0 * each.low),
                high=words.number(100.0 * each.high),
                mean=words.number(100.0 * each.mean),
            )
            for each in debrief.bins
        ),
        words("rooms.class.calibration", came=came),
    ]


def replay(debrief: ClassDebrief, words: Words) -> str:
    """Say which summer it was."""
    return words("rooms.class.replay", seed=debrief.found.table.request.seed)


def as_data(debrief: ClassDebrief) -> dict[str, Any]:
    """Return the debrief as plain data: the object that ``kantokuen class --json`` prints."""
    found, asked = debrief.found, debrief.found.table.request
    return {
        "scenario": asked.scenario.name,
        "lens": asked.lens,
        "ensemble": asked.ensemble,
        "seed": asked.seed,
        "outcome": found.ending.outcome,
        "outcome_without": found.without.outcome,
        "is_attack": found.is_attack,
        "parts_on": None if found.parts_on is None else to_date(found.parts_on).isoformat(),
        "base_share": found.base,
        "brier": {"class": debrief.brier, "model": debrief.model_brier, "base": debrief.base_brier},
        "calibration": [
            {"low": b.low, "high": b.high, "count": b.count, "mean": b.mean, "came": b.came}
            for b in debrief.bins
        ],
        "sittings": [
            {
                "date": to_date(each.day).isoformat(),
                "predicted": list(each.values),
                "model": each.model,
                "said": {seat: dict(answers) for seat, answers in debrief.said[number].items()},
                "record": [entry.id for entry in recorded(debrief, number)],
            }
            for number, each in enumerate(debrief.predicted)
        ],
        "participants": [
            {"id": p.id, "name": p.name, "seat": p.seat, "sent": p.sent, "brier": p.brier}
            for p in debrief.participants
        ],
        "changed": [telling.changed_data(each) for each in found.changed],
        "lenses": found.lenses,
    }
