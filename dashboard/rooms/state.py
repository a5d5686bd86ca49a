"""The state of a room: what its events add up to, and nothing besides.

A room is a permanent place; games come and go in it.  A game is a `Table` with the chairs that the teacher
opened.  People predict and choose; what a chair says is what most of its people chose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kantokuen.dashboard.rooms.log import Event
from kantokuen.dashboard.rooms.secrets import folded
from kantokuen.experiments.game.questions import OWN, QUESTIONS, SEATS
from kantokuen.experiments.game.table import MOST_TURNS, USUAL_TURNS, Round
from kantokuen.model.errors import InputError, known_name, shown
from kantokuen.model.limits import DEFAULT_SCENARIO, ENSEMBLES, LENS_NAMES
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGES

TOKENS_KEPT: Final = 4
"""Phones on which one person may be at once."""

LONGEST_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class Setup:
    """What a teacher chose when opening a room.

    Attributes:
        title: of the class, to be read by everyone.
        scenario: name of a shipped scenario.
        seats: the chairs that are open, of `SEATS`.
        length: how many sittings a game has at most.
        lens: by which the table decides.
        ensemble: whose view of the German war the summers are drawn from, empty for the scenario's own.
        language: in which the room is first shown.

    Raises:
        InputError: there is no such name, or a number is out of bounds.
    """

    title: str = ""
    scenario: str = DEFAULT_SCENARIO
    seats: tuple[str, ...] = SEATS
    length: int = USUAL_TURNS
    lens: str = "politics"
    ensemble: str = ""
    language: str = LANGUAGES[0]

    def __post_init__(self) -> None:
        """Check what was given."""
        known_name("scenario", self.scenario, Scenario.names())
        known_name("lens", self.lens, LENS_NAMES)
        known_name("language", self.language, LANGUAGES)
        if self.ensemble:
            known_name("ensemble", self.ensemble, ENSEMBLES)
        if not self.seats:
            raise InputError(f"seats: none is open; allowed: {', '.join(SEATS)}")
        wanted = {known_name("seat", seat, SEATS) for seat in self.seats}
        object.__setattr__(self, "seats", tuple(seat for seat in SEATS if seat in wanted))
        if not 1 <= self.length <= MOST_TURNS:
            raise InputError(f"turns {shown(self.length)}; allowed: 1 to {MOST_TURNS}")
        if len(self.title) > LONGEST_TITLE or not self.title.isprintable():
            raise InputError(f"title: at most {LONGEST_TITLE} characters on one line")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a room.

    Attributes:
        id: number in the room, as text.
        name: that was chosen.
        seat: the chair, empty for none.
        recovery: digest of the code by which the chair is taken up again.
        tokens: digests of the tokens of the person's phones, the newest last.
        joined: seconds since 1970.
    """

    id: str
    name: str
    seat: str
    recovery: str
    tokens: tuple[str, ...]
    joined: float


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person sent for a sitting.

    Attributes:
        person: who.
        seat: the chair in which that was.
        predicted: chance that Japan attacks the Soviet Union by mid-October, 0..1.
        answers: by question, what was chosen.
        at: seconds since 1970.
    """

    person: str
    seat: str
    predicted: float
    answers: Mapping[str, str]
    at: float


@dataclass(frozen=True, slots=True)
class Take:
    """A sitting as it was held, or is being held; one that was taken back stays as a branch that was left.

    Attributes:
        game: number of the game, from 1.
        number: of the sitting in its game, from 1.
        day: of the sitting.
        choices: by person, what was sent last.
        answers: by chair, what it said; None while the sitting is open.
        is_forked: whether it was taken back.
    """

    game: int
    number: int
    day: float
    choices: Mapping[str, Choice] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] | None = None
    is_forked: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A room after so many events.

    Attributes:
        setup: what the teacher chose.
        key: digest of the teacher's key.
        opened: seconds since 1970.
        people: by id, in the order in which they came.
        came: how many ever came.
        game: number of the game, 0 before the first.
        seed: of the game.
        takes: the sittings of all games, in order.
        is_paused, is_locked, is_over: whether choices wait, nobody new comes in, the game has ended.
        revealed: numbers of the sittings of this game whose predictions are shown.
        version: number of the last event.
        scene: number of the last event that changes what all people see, and not one of them alone.
    """

    setup: Setup
    key: str
    opened: float
    people: Mapping[str, Person] = field(default_factory=dict)
    came: int = 0
    game: int = 0
    seed: int = 0
    takes: tuple[Take, ...] = ()
    is_paused: bool = False
    is_locked: bool = False
    is_over: bool = False
    revealed: frozenset[int] = frozenset()
    version: int = 0
    scene: int = 0

    @property
    def played(self) -> tuple[Take, ...]:
        """The sittings of this game that stand, the open one included."""
        return tuple(each for each in self.takes if each.game == self.game and not each.is_forked)

    @property
    def open_take(self) -> Take | None:
        """The sitting that is being held, if any."""
        played = self.played
        return played[-1] if played and played[-1].answers is None and not self.is_over else None

    @property
    def rounds(self) -> tuple[Round, ...]:
        """What was chosen at the sittings of this game that have been held."""
        return tuple(Round(each.day, each.answers) for each in self.played if each.answers is not None)

    @property
    def occupied(self) -> tuple[str, ...]:
        """The chairs in which somebody sits."""
        taken = {each.seat for each in self.people.values()}
        return tuple(seat for seat in self.setup.seats if seat in taken)

    def named(self, name: str) -> Person | None:
        """Return who goes by a name, however it is written."""
        return next((each for each in self.people.values() if folded(each.name) == folded(name)), None)


def spoken(take: Take) -> dict[str, dict[str, str]]:
    """Return what each chair says: what most of its people chose; a tie is left to the office."""
    by_seat: dict[str, list[Mapping[str, str]]] = {}
    for choice in take.choices.values():
        by_seat.setdefault(choice.seat, []).append(choice.answers)
    return {seat: said for seat, given in by_seat.items() if (said := _most(seat, given))}


def _most(seat: str, given: list[Mapping[str, str]]) -> dict[str, str]:
    said = {}
    for question in QUESTIONS[seat]:
        votes = Counter(answers.get(question.key, OWN) for answers in given)
        (option, most), *others = votes.most_common(2)
        is_tied = bool(others) and others[0][1] == most
        if option != OWN and not is_tied:
            said[question.key] = option
    return said


def replayed(events: Iterable[Event]) -> State:
    """Return the room after its events, of which the first opened it."""
    found = iter(events)
    first = next(found)
    setup = dict(first.data["setup"])
    setup["seats"] = tuple(setup["seats"])
    state = State(Setup(**setup), first.data["key"], first.at, version=first.number)
    for each in found:
        state = after(state, each)
    return state


def after(state: State, event: Event) -> State:
    """Return a room after one more event."""
    scene = state.scene if event.kind in _OF_ONE else event.number
    return replace(_CHANGES[event.kind](state, event, event.data), version=event.number, scene=scene)


def _joined(state: State, event: Event, data: Mapping[str, Any]) -> State:
    person = Person(data["person"], data["name"], data["seat"], data["recovery"], (data["token"],), event.at)
    return replace(state, people={**state.people, person.id: person}, came=state.came + 1)


def _changed(state: State, person: str, **changes: Any) -> State:
    return replace(state, people={**state.people, person: replace(state.people[person], **changes)})


def _came_back(state: State, _event: Event, data: Mapping[str, Any]) -> State:
    tokens = (*state.people[data["person"]].tokens, data["token"])[-TOKENS_KEPT:]
    return _changed(state, data["person"], tokens=tokens)


def _moved(state: State, _event: Event, data: Mapping[str, Any]) -> State:
    return _without_choices(_changed(state, data["person"], seat=data["seat"]), {data["person"]})


def _removed(state: State, _event: Event, data: Mapping[str, Any]) -> State:
    people = {name: each for name, each in state.people.items() if name != data["person"]}
    return _without_choices(replace(state, people=people), {data["person"]})


def _given_back(state: State, _event: Event, data: Mapping[str, Any]) -> State:
    gone = {each.id for each in state.people.values() if each.seat == data["seat"]}
    people = {name: replace(each, seat="") if name in gone else each for name, each in state.people.items()}
    return _without_choices(replace(state, people=people), gone)


def _without_choices(state: State, gone: set[str]) -> State:
    """Take back what people who left a chair sent for the sitting that is being held."""
    take = state.open_take
    if take is None:
        return state
    kept = {person: each for person, each in take.choices.items() if person not in gone}
    return _with_last(state, replace(take, choices=kept))


def _with_last(state: State, take: Take) -> State:
    """Put a sitting in the place of the last one that stands."""
    last = max(n for n, each in enumerate(state.takes) if each.game == state.game and not each.is_forked)
    return replace(state, takes=(*state.takes[:last], take, *state.takes[last + 1 :]))


def _began(state: State, _event: Event, data: Mapping[str, Any]) -> State:
    return replace(
        state, game=state.game + 1, seed=data["seed"], is_over=False, is_paused=False, revealed=frozenset()
    )


def _sat(state: State, _event: Event, data: Mapping[str, Any]) -> State:
    return replace(state, takes=(*state.takes, Take(state.game, data["number"], data["day"])))


def _chose(state: State, event: Event, data: Mapping[str, Any]) -> State:
    take = state.open_take
    if take is None:
        raise ValueError(f"event {event.number} is of no sitting")
    choice = Choice(data["person"], data["seat"], data["predicted"], data["answers"], event.at)
    return _with_last(state, replace(take, choices={**take.choices, choice.person: choice}))


def _held(state: State, event: Event, _data: Mapping[str, Any]) -> State:
    take = state.open_take
    if take is None:
        raise ValueError(f"event {event.number} is of no sitting")
    return _with_last(state, replace(take, answers=spoken(take)))


def _undone(state: State, _event: Event, _data: Mapping[str, Any]) -> State:
    """Take back the sitting that is being held and the one before; that one is held anew."""
    held = [each for each in state.played if each.answers is not None]
    gone = held[-1].number
    takes = tuple(
        replace(each, is_forked=True) if each.game == state.game and each.number >= gone else each
        for each in state.takes
    )
    again = Take(state.game, gone, held[-1].day)
    shown_before = frozenset(number for number in state.revealed if number < gone)
    return replace(state, takes=(*takes, again), revealed=shown_before)


def _revealed(state: State, _event: Event, data: Mapping[str, Any]) -> State:
    return replace(state, revealed=state.revealed | {data["number"]})


def _ended(state: State, _event: Event, _data: Mapping[str, Any]) -> State:
    return replace(state, is_over=True, is_paused=False)


_OF_ONE: Final = frozenset({"joined", "came_back", "chose"})
"""What happens often in a class, and is no news to the phones of others but for a count."""

_CHANGES: Final[Mapping[str, Callable[[State, Event, Mapping[str, Any]], State]]] = {
    "joined": _joined,
    "came_back": _came_back,
    "moved": _moved,
    "removed": _removed,
    "given_back": _given_back,
    "locked": lambda state, _event, data: replace(state, is_locked=data["on"]),
    "paused": lambda state, _event, data: replace(state, is_paused=data["on"]),
    "began": _began,
    "sat": _sat,
    "chose": _chose,
    "held": _held,
    "undone": _undone,
    "revealed": _revealed,
    "ended": _ended,
}
"""What each kind of event does."""
