"""A table: one summer, the chairs that people sit in, and what they have chosen so far.

A table is a value.  Whatever is told of it is played anew from its beginning, so that it can be saved, taken
back by a sitting, and played again with the same result.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import floor
from typing import Final

import numpy as np

from kantokuen.agents.army import KwantungHeadquarters
from kantokuen.agents.faction import Faction
from kantokuen.agents.profile import persons_of
from kantokuen.agents.roster import ROSTER
from kantokuen.agents.seated import Person, Seated
from kantokuen.agents.view import Array, Consent, Mask, View
from kantokuen.experiments.game.chair import Answers, Chosen, Minuted, Minutes
from kantokuen.experiments.game.questions import OWN, QUESTIONS, SEATS, Asked, Question
from kantokuen.model.calendar import Period, to_date, to_day
from kantokuen.model.errors import InputError, known_name, shown
from kantokuen.model.events import Event, events
from kantokuen.model.model import KantokuenModel
from kantokuen.model.outcome import SEASON_ENDS
from kantokuen.model.request import Request

FIRST_DAY: Final = to_day(date(1941, 6, 22))
"""No sitting of a game lies before the German attack."""

USUAL_TURNS: Final = 8
MOST_TURNS: Final = 11
"""The council sits eleven times between 22 June and mid-October."""

HOLDERS: Final = tuple(office for office, kind in ROSTER.items() if kind.has_veto)
"""The offices that hold a veto."""

SIGNED: Final = ("prepare", "divisions", "cross", "indochina", "southern_preparation", "southern_war")
"""The texts that holders of a veto sign or refuse, in the order of `Consent`."""


Asks = tuple[tuple[Question, str], ...]
"""What an office is asked at a sitting, each with what it would say itself."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an office may know at a sitting, and nothing else: its own mind, and what lies on the table.

    Attributes:
        person: who holds it, romanised.
        soviet_divisions, soviet_men: what it believes to stand in the Soviet Far East.
        materiel_gone: share of Soviet tanks and aircraft that it believes gone west, 0..1.
        german_war: nearness of a German victory as it sees it, 0..1.
        oil_loss: share of oil imports lost, as felt, 0..1.
        ripeness, picks_at, hope: of the persimmon as it sees it, its picking point, and the chance that it
            gets there in time, 0..1.
        need: Japanese divisions that it would want for an attack today.
        asked: divisions that Operations asks for, None where no paper asks for any.
        sanctioned, fit: divisions sanctioned in Manchuria and Korea, and those of them fit to attack.
        days_left: days from the sitting to mid-October.
    """

    person: str
    soviet_divisions: float
    soviet_men: float
    materiel_gone: float
    german_war: float
    oil_loss: float
    ripeness: float
    picks_at: float
    hope: float
    need: float
    asked: float | None
    sanctioned: float
    fit: float
    days_left: float


@dataclass(frozen=True, slots=True)
class Objection:
    """Who would not sign a text as it was asked for.

    Attributes:
        text: of `SIGNED`.
        offices: who refused it; of a force, who would sign for the least.
        divisions: the most divisions that they would sign for, None for another text.
    """

    text: str
    offices: tuple[str, ...]
    divisions: float | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting at which the person is asked.

    Attributes:
        number: of the turn, from 1.
        day: of the sitting.
        known: what the office knows.
        questions: what it is asked, with what the office would say itself.
        happened: what was agreed, ordered and befell since the turn before.
        objections: who objected to what at the turn before.
    """

    number: int
    day: float
    known: Known
    questions: Asks
    happened: tuple[Event, ...]
    objections: tuple[Objection, ...]

    @property
    def date(self) -> date:
        """Date of the sitting."""
        return to_date(self.day)


@dataclass(frozen=True, slots=True)
class Sittings:
    """A sitting at which somebody is asked.

    Attributes:
        number: of the turn, from 1.
        day: of the sitting.
        by_seat: what each chair knows and is asked; some may be asked nothing.
    """

    number: int
    day: float
    by_seat: Mapping[str, Sitting]

    @property
    def date(self) -> date:
        """Date of the sitting."""
        return to_date(self.day)


@dataclass(frozen=True, slots=True)
class Round:
    """What was chosen at one sitting.

    Attributes:
        day: of the sitting.
        answers: by chair and by question, what was chosen; what is not there was left to the office.
    """

    day: float
    answers: Mapping[str, Answers]


@dataclass(frozen=True, slots=True)
class Table:
    """A game of several chairs as far as it is played.

    Attributes:
        request: scenario, seed, lens and ensemble; its cadence is that of the sittings.
        world: which world of the seed, counted from 0.
        length: how many turns there are at most.
        rounds: what was chosen so far.

    Raises:
        InputError: the length is out of bounds.
    """

    request: Request
    world: int = 0
    length: int = USUAL_TURNS
    rounds: tuple[Round, ...] = ()

    def __post_init__(self) -> None:
        """Check what was given."""
        if not 1 <= self.length <= MOST_TURNS:
            raise InputError(f"turns {shown(self.length)}; allowed: 1 to {MOST_TURNS}")
        object.__setattr__(self, "request", replace(self.request, cadence="ten-day"))

    @property
    def persons(self) -> dict[str, Chosen]:
        """Who sits in the chairs in which anything was chosen."""
        seats = dict.fromkeys(seat for each in self.rounds for seat in each.answers)
        return {
            seat: Chosen(seat, {each.day: each.answers.get(seat, {}) for each in self.rounds})
            for seat in seats
        }

    def model(self, worlds: int = 1, persons: Mapping[str, Person] | None = None) -> KantokuenModel:
        """Return the model of the table's world, or of the first worlds of its seed.

        Args:
            worlds: how many; 1 is the table's own.
            persons: who sits in which chair, nobody when not given.
        """
        asked = self.request
        return KantokuenModel(
            asked.scenario,
            worlds=worlds,
            seed=asked.seed,
            lens=asked.lens,
            cadence=asked.cadence,
            until=asked.until,
            ensemble=asked.ensemble,
            first_world=self.world if worlds == 1 else 0,
            detail="contributions" if worlds == 1 else "outcomes",
            persons=persons,
        )

    def sittings(
        self, seats: Collection[str], *, among: Collection[str] | None = None, day: float | None = None
    ) -> Sittings | None:
        """Return the next sitting at which somebody is asked; None where the game is over.

        Args:
            seats: the chairs that are told about.
            among: the chairs of which one must be asked something, all of them when not given.
            day: of the sitting, where it is known: then nobody need be asked.

        Raises:
            InputError: there is no such seat.
        """
        chairs = [known_name("seat", seat, SEATS) for seat in seats]
        if len(self.rounds) >= self.length:
            return None
        last = self.rounds[-1].day if self.rounds else FIRST_DAY - 1.0
        heard = self._minuted(chairs)
        model = self.model(persons=heard)
        try:
            for period in until_mid_october(model):
                model.step()
                if period.end <= last:
                    continue
                asked = {seat: _asked(seat, model, heard, period.end) for seat in chairs}
                is_wanted = (
                    any(asked[seat][1] for seat in among or chairs) if day is None else period.end == day
                )
                if is_wanted:
                    return self._told(model, heard, asked, last)
        finally:
            model.release()
        return None

    def _told(
        self,
        model: KantokuenModel,
        heard: Mapping[str, Minuted],
        asked: Mapping[str, tuple[Minutes, Asks]],
        last: float,
    ) -> Sittings:
        """Return what the chairs are told at the sitting that a model has just held."""
        number, day = len(self.rounds) + 1, model.world.today
        told = happened(model, last, day)
        return Sittings(
            number=number,
            day=day,
            by_seat={
                seat: Sitting(
                    number=number,
                    day=day,
                    known=_known(model.offices[seat], minutes),
                    questions=questions,
                    happened=told,
                    objections=_objections(heard, seat, last),
                )
                for seat, (minutes, questions) in asked.items()
            },
        )

    def decided(self, sittings: Sittings, answers: Mapping[str, Answers]) -> Table:
        """Return the table after another sitting.

        Args:
            sittings: that was held, as `sittings` gave it.
            answers: by chair and by question, the option that was chosen.

        Raises:
            InputError: a chair or a question is not asked at this sitting, or takes no such answer.
        """
        chosen = {}
        for seat, given in answers.items():
            known_name("seat of this sitting", seat, sittings.by_seat)
            chosen[seat] = checked_answers(sittings.by_seat[seat], given)
        return replace(self, rounds=(*self.rounds, Round(sittings.day, chosen)))

    def taken_back(self) -> Table:
        """Return the table without its last sitting: from there on another history forks.

        Raises:
            InputError: there is none.
        """
        if not self.rounds:
            raise InputError("there is no turn to take back yet")
        return replace(self, rounds=self.rounds[:-1])

    def _minuted(self, seats: Collection[str]) -> dict[str, Minuted]:
        """Return who writes down what is said in the chairs and by the holders of a veto."""
        persons = self.persons
        return {
            office: Minuted(persons.get(office)) for office in dict.fromkeys((*seats, *persons, *HOLDERS))
        }


def checked_answers(sitting: Sitting, answers: Answers) -> dict[str, str]:
    """Return the answers that were chosen, without those that are left to the office.

    Raises:
        InputError: a question is not put at this sitting, or takes no such answer.
    """
    put = {question.key: question for question, _ in sitting.questions}
    for key, option in answers.items():
        known_name("question of this sitting", key, put)
        known_name(f"answer to {key}", option, (OWN, *put[key].options))
    return {key: option for key, option in answers.items() if option != OWN}


def _objections(heard: Mapping[str, Minuted], seat: str, day: float) -> tuple[Objection, ...]:
    """Return who but a chair would not sign what was asked for at a sitting."""
    others = {office: heard[office].by_day.get(day) for office in HOLDERS if office != seat}
    spoke = {office: each for office, each in others.items() if each is not None and "consent" in each.said}
    if not spoke:
        return ()
    consents: dict[str, Consent] = {office: each.said["consent"] for office, each in spoke.items()}
    return tuple(_objected(Asked(next(iter(spoke.values())).view, frozenset()), consents))


def _objected(asked: Asked, consents: Mapping[str, Consent]) -> Iterator[Objection]:
    is_put = {
        "prepare": asked.is_at_war and asked.north < 1,
        "divisions": asked.is_more_asked,
        "cross": asked.is_order_laid,
        "indochina": asked.south < 1,
        "southern_preparation": asked.south == 1,
        "southern_war": asked.south == 2,
    }
    for text in SIGNED:
        said = {office: float(getattr(each, text)[0]) for office, each in consents.items()}
        if not is_put[text]:
            continue
        if text != "divisions":
            refused = tuple(office for office, signs in said.items() if not signs)
            if refused:
                yield Objection(text, refused)
            continue
        least = min(said.values())
        if asked.view.paper is not None and least < asked.view.paper.asked[0]:
            yield Objection(text, tuple(o for o, most in said.items() if most == least), floor(least))


def happened(model: KantokuenModel, since: float, before: float) -> tuple[Event, ...]:
    """Return what was agreed, ordered and befell in a model of one world from a day on and before another."""
    return tuple(each for day, each in events(model.world) if since <= day < before)


def is_attack(war_day: Array) -> Mask:
    """Return where fighting in the north begins by mid-October, on orders or without; what is predicted."""
    attacks: Mask = war_day < SEASON_ENDS
    return attacks


def until_mid_october(model: KantokuenModel) -> Iterator[Period]:
    """Return the sittings at which a game may ask somebody."""
    return (period for period in model.periods if period.end < SEASON_ENDS)


def _asked(
    seat: str, model: KantokuenModel, heard: Mapping[str, Minuted], day: float
) -> tuple[Minutes, Asks]:
    """Return what was said in a chair at the sitting that has just been held, and what it is asked there."""
    office = model.offices[seat]
    if isinstance(office, KwantungHeadquarters):
        office.holds_back()  # it is asked only when the world moves on
    minutes = heard[seat].by_day.get(day) or Minutes(_view_of(office))
    minister = heard["FOR"].by_day.get(day) if seat != "FOR" else None
    is_tabled = minister is not None and bool(np.any(minister.said.get("tables_talks", False)))
    asked = Asked(minutes.view, frozenset(minutes.own), is_tabled)
    return minutes, tuple(
        (question, question.own(minutes.own[question.act]))
        for question in QUESTIONS[seat]
        if question.act in asked.acts and question.is_put(asked)
    )


def _view_of(office: Faction) -> View:
    if not isinstance(office, Seated) or office.view is None:
        raise TypeError(f"nobody sits in the chair of {office!r}, or the council has not met")
    return office.view


def _known(office: Faction, minutes: Minutes) -> Known:
    mind, view = office.mind, minutes.view
    holder = int(office.table.holder[office.row][0])
    return Known(
        person=persons_of(office.profile.id)[holder].person,
        soviet_divisions=float(mind.soviet_divisions[0]),
        soviet_men=float(mind.soviet_men[0]),
        materiel_gone=float(mind.materiel_gone[0]),
        german_war=float(office.german_war[0]),
        oil_loss=float(mind.oil_loss[0]),
        ripeness=float(office.ripeness[0]),
        picks_at=float(office.picks_at[0]),
        hope=float(office.hope[0]),
        need=float(office.need[0]),
        asked=None if view.paper is None else float(view.paper.asked[0]),
        sanctioned=float(view.divisions_sanctioned[0]),
        fit=float(view.force[0]),
        days_left=SEASON_ENDS - 1.0 - view.day,
    )
