"""The story of one world: its periods in words and numbers, and a verdict in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np

from kantokuen.agents.terms import REFUSERS
from kantokuen.agents.view import Array
from kantokuen.model.calendar import NEVER, to_date, to_day
from kantokuen.model.campaign import RESULTS
from kantokuen.model.display import share
from kantokuen.model.events import Event, by_period, events
from kantokuen.model.outcome import OUTCOMES, SEASON_ENDS
from kantokuen.model.record import PeriodRecord
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from kantokuen.model.world import World

_SIGNALS: Final = (
    "german_km_to_moscow", "soviet_divisions", "soviet_men", "soviet_tanks", "soviet_aircraft",
    "oil_months", "days_left", "divisions_present", "divisions_sanctioned",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ending:
    """How one world has ended, or stands: what a verdict is made of.

    Attributes:
        outcome: its outcome, see `kantokuen.model.outcome`.
        result: what the northern campaign came to, ``none`` without one.
        divisions: divisions sanctioned for Manchuria and Korea.
        days: by name, dated turns of the world: ``mobilise``, ``reversal``, ``southern_war``, ``war`` in the
            north, ``freeze``, ``embargo``, ``settlement`` or truce with Washington, ``truce_over``, and the
            last table at which a text with Washington was ``refused``; None where it has not come to that.
        today: the last day played.
        is_settled: whether what was signed with Washington is a settlement, not a truce.
        refused_by: by text with Washington, who refused it when last it was tabled, see `REFUSERS`.
    """

    outcome: str
    result: str
    divisions: float
    days: Mapping[str, date | None]
    today: date
    is_settled: bool = False
    refused_by: Mapping[str, str] = field(default_factory=dict)

    def in_words(self, words: Words) -> str:
        """Say what became of Kantokuen and of the talks with Washington, in a few sentences."""
        talked = self._talked(words)
        said = self._in_words(words)
        said = words("numbers.space").join((said, talked)) if talked else said
        if to_day(self.today) >= SEASON_ENDS:
            return said
        return words("verdict.so_far", day=words.day(self.today), said=said)

    def _talked(self, words: Words) -> str:
        """Say what came of the talks with Washington; empty where nothing was ever tabled."""
        signed, over, refused = (self.days.get(name) for name in ("settlement", "truce_over", "refused"))
        if signed is not None:
            day = words.day(signed)
            if over is not None:
                return words("verdict.truce_over", day=day, over=words.day(over))
            return words("verdict.settlement" if self.is_settled else "verdict.truce", day=day)
        if refused is None:
            return ""
        day, by = (
            words.day(refused),
            {name: words(f"refusers.{each}") for name, each in self.refused_by.items()},
        )
        if by["settlement"] == by["truce"]:
            return words("verdict.nothing_by_one", day=day, by=by["truce"])
        return words("verdict.nothing_signed", day=day, **by)

    def _in_words(self, words: Words) -> str:
        divisions = words.number(self.divisions)
        days = {name: words.day(day) for name, day in self.days.items() if day is not None}
        south = words("verdict.south", day=days["southern_war"]) if "southern_war" in days else ""
        if self.outcome.startswith("attack"):
            end = words(f"verdict.ends.{self.result}")
            return words("verdict.attack", day=days["war"], divisions=divisions, end=end, south=south)
        if self.outcome == "field_incident":
            return words("verdict.incident", day=days["war"], south=south)
        if self.outcome == "no_mobilisation":
            return words("verdict.on_paper", south=south)
        given_up = words("verdict.given_up", day=days["reversal"]) if "reversal" in days else ""
        day = days["mobilise"]
        return words("verdict.guard", day=day, divisions=divisions, given_up=given_up, south=south)


@dataclass(frozen=True, slots=True)
class Story:
    """One world as it is told in any language: what was seen of each period, what came of it, how it ended.

    Attributes:
        periods: by period, its ``date``, ``signals`` and ``actors``.
        events: by period, what was agreed, ordered and befell.
        ending: how it ended.
    """

    periods: tuple[dict[str, Any], ...]
    events: tuple[tuple[Event, ...], ...]
    ending: Ending

    def tell(self, language: str = LANGUAGES[0]) -> list[dict[str, Any]]:
        """Return the periods with their ``texts``, ``orders`` and ``events`` in the words of a language.

        Raises:
            InputError: there is no such language.
        """
        words = Words.of(language)
        return [
            {
                **period,
                "texts": [_sentence(each, words) for each in found if each.kind == "text"],
                "orders": [_dated(each, words) for each in found if each.kind == "order"],
                "events": [_dated(each, words) for each in found if each.kind == "event"],
            }
            for period, found in zip(self.periods, self.events, strict=True)
        ]

    def verdict(self, language: str = LANGUAGES[0]) -> str:
        """Return what became of Kantokuen, in a sentence or two.

        Raises:
            InputError: there is no such language.
        """
        return self.ending.in_words(Words.of(language))


def story(world: World, periods: Sequence[PeriodRecord], sittings: Sequence[float], number: int = 0) -> Story:
    """Return the story of one world.

    Args:
        world: the worlds, played to the last of the periods.
        periods: their record, which keeps every world.
        sittings: day of every sitting played; of a fork the record holds only the last of them.
        number: which of the worlds, counted from 0.
    """
    happened = by_period(events(world, number), sittings)[len(sittings) - len(periods) :]
    told = [
        {"date": each.date, "signals": _signals(each, number), "actors": _actors(each, number)}
        for each in periods
    ]
    return Story(tuple(told), tuple(happened), ending(world, number))


def ending(world: World, number: int = 0) -> Ending:
    """Return how one of the worlds has ended, or stands."""
    council, war, talks = world.council, world.hostilities, world.talks
    days = {
        "mobilise": council.mobilise_day,
        "reversal": council.reversal_day,
        "southern_war": council.southern_war_day,
        "war": war.war_day,
        "freeze": world.sanctions.freeze_day,
        "embargo": world.sanctions.embargo_day,
        "settlement": talks.settled_day,
        "truce_over": np.where(talks.settled_day < NEVER, talks.until, NEVER),
        "refused": talks.refused_day,
    }
    refused = {"settlement": talks.settlement_refused_by, "truce": talks.truce_refused_by}
    return Ending(
        OUTCOMES[int(world.outcome_codes[number])],
        RESULTS[int(war.result[number])],
        float(council.sanctioned[number]),
        {name: _date(world.by_today(each)[number]) for name, each in days.items()},
        to_date(world.today),
        bool(np.isinf(talks.until[number])),
        {name: REFUSERS[int(codes[number])] for name, codes in refused.items() if codes[number] >= 0},
    )


def _date(day: float) -> date | None:
    return to_date(float(day)) if np.isfinite(day) else None


def _signals(period: PeriodRecord, world: int) -> dict[str, Any]:
    staff = period.stances["AGS"]
    signals: dict[str, Any] = {name: float(period.signals[name][world]) for name in _SIGNALS}
    signals["soviet_divisions_believed"] = float(staff["soviet_divisions"][world])
    signals["ripeness"] = float(staff["ripeness"][world])
    signals["freeze"] = bool(period.signals["freeze"][world])
    signals["embargo"] = bool(period.signals["embargo"][world])
    return signals


def _actors(period: PeriodRecord, world: int) -> dict[str, dict[str, float]]:
    return {
        office: {name: float(values[world]) for name, values in parts.items()}
        for office, parts in period.stances.items()
    }


def _sentence(event: Event, words: Words) -> str:
    return words("events.sentence", said=words.event(event))


def _dated(event: Event, words: Words) -> str:
    return words("events.dated", day=words.day(event.day), said=words.event(event))


def shares_in_words(codes: Array) -> str:
    """Name the outcomes of worlds with their shares, the commonest first.

    Args:
        codes: outcome of each world, index into `OUTCOMES`.
    """
    counts = np.bincount(codes.astype(np.int64), minlength=len(OUTCOMES))
    order = np.argsort(-counts, kind="stable")
    return ", ".join(
        f"{OUTCOMES[place]} {share(counts[place] / len(codes))}" for place in order if counts[place]
    )
