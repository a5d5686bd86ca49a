"""The service: rooms that live in one file, and what their people and their teacher may do.

Each wish is checked against the state and becomes an event; the state is the replay of the events.  What the
model has to play is played outside a room's lock, so that a choice never waits for it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import randbelow
from typing import Any, Final

from kantokuen.dashboard.rooms.debrief import ClassDebrief, class_debrief, table_of
from kantokuen.dashboard.rooms.log import Log
from kantokuen.dashboard.rooms.refused import Refused
from kantokuen.dashboard.rooms.secrets import (
    as_code,
    clean_name,
    digest,
    drawn_code,
    drawn_key,
    drawn_recovery,
    is_same,
)
from kantokuen.dashboard.rooms.state import Person, Setup, State, after, replayed
from kantokuen.dashboard.rooms.turns import TURNS, Rank
from kantokuen.dashboard.rooms.views import Phase, Present, StudentView, TeacherView, WallView
from kantokuen.experiments.game.table import Sittings, checked_answers
from kantokuen.model.calendar import to_date
from kantokuen.model.events import Event as Happening

MOST_ROOMS: Final = 40
MOST_PEOPLE: Final = 60
MOST_IN_A_CHAIR: Final = 8
DAY_SECONDS: Final = 86_400.0
"""A room ends by itself after a day."""

HERE_SECONDS: Final = 40.0
"""How long after its last sign of life a phone counts as here."""

MOST_TRIES: Final = 8
_TRIES_SECONDS: Final = 600.0
_DRAWN_SEEDS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Opened:
    """A room that was opened.

    Attributes:
        code: by which people come in.
        key: the teacher's own.
    """

    code: str
    key: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who came in.

    Attributes:
        token: secret of the phone.
        recovery: by which the chair is taken up again on another phone.
    """

    token: str
    recovery: str


class Rooms:
    """The rooms of one file.

    Args:
        path: the file.
        clock: seconds since 1970.

    Raises:
        InputError: the file cannot be used.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._log = Log(path)
        self._clock = clock
        self._turn = threading.Lock()
        self._rooms: dict[str, Room] = {}

    def open(self, setup: Setup) -> Opened:
        """Open a room.

        Raises:
            Refused: there are too many.
        """
        with self._turn:
            now = self._clock()
            young = [at for at in self._log.rooms().values() if now - at < DAY_SECONDS]
            if len(young) >= MOST_ROOMS:
                raise Refused("rooms_full", most=MOST_ROOMS)
            code, key = drawn_code(), drawn_key()
            self._log.create(code, now)
            self._log.append(code, "opened", now, {"setup": asdict(setup), "key": digest(code, key)})
        return Opened(code, key)

    def room(self, code: str) -> Room:
        """Return a room.

        Raises:
            Refused: there is none.
        """
        known = as_code(code)
        with self._turn:
            if known not in self._rooms:
                events = self._log.events(known)
                if not events:
                    raise Refused("no_room")
                self._rooms[known] = Room(known, replayed(events), self._log, self._clock, self._forget)
            return self._rooms[known]

    def _forget(self, code: str) -> None:
        with self._turn:
            self._rooms.pop(code, None)

    def close(self) -> None:
        """Let go of the file."""
        self._log.close()


class Room:
    """A room.

    Args:
        code: of the room.
        state: after its events so far.
        log: where its events go.
        clock: seconds since 1970.
        forget: called with the code when the room is deleted.
    """

    def __init__(
        self, code: str, state: State, log: Log, clock: Callable[[], float], forget: Callable[[str], None]
    ) -> None:
        self.code = code
        self._state = state
        self._log = log
        self._clock = clock
        self._forget = forget
        self._changed = threading.Condition(threading.RLock())
        self._preparing = threading.Lock()
        self._is_deleted = False
        self._is_turning = False
        self._is_looking_back = False
        self._ticks = 0
        self._sittings: tuple[tuple[int, int, float], Sittings] | None = None
        self._seen: dict[str, float] = {}
        self._tries: dict[str, list[float]] = {}
        self._debrief: tuple[int, ClassDebrief] | None = None
        self._debriefing: tuple[int, float] | None = None

    @property
    def state(self) -> State:
        """The room after all its events so far."""
        return self._state

    @property
    def version(self) -> int:
        """Another one after everything that happens in the room."""
        return self._state.version + self._ticks

    @property
    def scene(self) -> int:
        """Another one after everything that is news to all people of the room."""
        return self._state.scene + self._ticks

    def wait(self, version: int, timeout: float) -> int:
        """Wait until something has happened since a version, at most so many seconds; return the version.

        Raises:
            Refused: the room was deleted.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._is_deleted or self.version != version, timeout)
            if self._is_deleted:
                raise Refused("no_room")
            return self.version

    # ---- people

    def join(self, name: str, seat: str | None = None) -> Joined:
        """Come in, and take a chair: the one asked for, or of those with the fewest people the first.

        Raises:
            Refused: the name is taken or none, the chair is full or not open, or the room takes nobody.
        """
        clean = clean_name(name)
        with self._changed:
            state = self._awake()
            if state.named(clean) is not None:
                raise Refused("name_taken", name=clean)
            if state.is_locked:
                raise Refused("locked")
            if len(state.people) >= MOST_PEOPLE:
                raise Refused("room_full", most=MOST_PEOPLE)
            token, recovery = drawn_key(), drawn_recovery()
            data = {
                "person": str(state.came + 1),
                "name": clean,
                "seat": self._free_seat(seat),
                "token": digest(self.code, token),
                "recovery": digest(self.code, recovery),
            }
            self._add("joined", **data)
            self._seen[data["person"]] = self._clock()
        return Joined(token, recovery)

    def rejoin(self, name: str, recovery: str) -> Joined:
        """Take up a chair again, on this phone or another.

        Raises:
            Refused: nobody goes by that name, the code is another, or it was tried too often.
        """
        with self._changed:
            person = self._state.named(clean_name(name))
            if person is None:
                raise Refused("nobody", name=clean_name(name))
            now = self._clock()
            tries = [at for at in self._tries.get(person.id, ()) if now - at < _TRIES_SECONDS]
            if len(tries) >= MOST_TRIES:
                raise Refused("tries", minutes=round(_TRIES_SECONDS / 60.0))
            code = as_code(recovery)
            if not is_same(digest(self.code, code), person.recovery):
                self._tries[person.id] = [*tries, now]
                raise Refused("recovery", name=person.name)
            self._tries.pop(person.id, None)
            token = drawn_key()
            self._add("came_back", person=person.id, token=digest(self.code, token))
            self._seen[person.id] = now
            return Joined(token, code)

    def sit(self, token: str, seat: str) -> None:
        """Change to another chair.

        Raises:
            Refused: the phone is unknown, the room is locked or over, the chair is full or not open.
        """
        with self._changed:
            state, person = self._awake(), self._person(token)
            if state.is_locked:
                raise Refused("locked")
            if seat != person.seat:
                self._add("moved", person=person.id, seat=self._free_seat(seat))

    def choose(self, token: str, number: int, predicted: float, answers: Mapping[str, str]) -> None:
        """Send a prediction and the answers for a sitting; what was sent last before the next counts.

        Raises:
            Refused: the phone is unknown or has no chair, the sitting has gone by, or no choices are taken.
            InputError: there is no such question or answer at this sitting, or the chance is none.
        """
        self.prepare()
        with self._changed:
            state, person, take = self._awake(), self._person(token), self._state.open_take
            if not person.seat:
                raise Refused("no_seat")
            if state.is_over:
                raise Refused("over")
            if take is None or take.number != number:
                raise Refused("gone_by")
            if state.is_paused:
                raise Refused("paused")
            if not 0.0 <= predicted <= 1.0:
                raise Refused("chance")
            sittings = self._known_sittings()
            if sittings is None:
                raise Refused("turning")
            chosen = checked_answers(sittings.by_seat[person.seat], answers)
            before = take.choices.get(person.id)
            is_same_again = before is not None and (before.seat, before.predicted, before.answers) == (
                person.seat, predicted, chosen,
            )  # fmt: skip
            self._seen[person.id] = self._clock()
            if not is_same_again:
                self._add("chose", person=person.id, seat=person.seat, predicted=predicted, answers=chosen)

    def student(self, token: str) -> StudentView:
        """Return what one person sees.

        Raises:
            Refused: the phone is unknown.
        """
        self.prepare()
        with self._changed:
            state, person = self._state, self._person(token)
            self._seen[person.id] = self._clock()
            take, sittings = state.open_take, self._known_sittings()
            is_asked = take is not None and sittings is not None and bool(person.seat)
            return StudentView(
                version=self.scene,
                setup=state.setup,
                phase=self._phase(),
                game=state.game,
                number=take.number if take is not None else len(state.rounds),
                name=person.name,
                seat=person.seat,
                free={
                    seat: n for seat in state.setup.seats if (n := self._sitting_in(seat)) < MOST_IN_A_CHAIR
                },
                mates=tuple(
                    each.name
                    for each in state.people.values()
                    if person.seat and each.seat == person.seat and each.id != person.id
                ),
                sitting=sittings.by_seat.get(person.seat) if is_asked and sittings is not None else None,
                choice=take.choices.get(person.id) if take is not None else None,
                sent=self._sent(),
                shown=self._shown(),
                is_locked=state.is_locked,
            )

    def person(self, token: str) -> Person:
        """Return who a phone belongs to.

        Raises:
            Refused: nobody.
        """
        with self._changed:
            return self._person(token)

    # ---- the teacher

    def is_teacher(self, key: str) -> bool:
        """Return whether a key is the teacher's."""
        return is_same(digest(self.code, key), self._state.key)

    def start(self) -> None:
        """Begin a game: draw its summer, and hold the first sitting.

        Raises:
            Refused: a game is being played, or the room is over.
        """
        with self._changed:
            state = self._awake()
            if state.game and not state.is_over:
                raise Refused("being_played")
            self._add("began", seed=randbelow(_DRAWN_SEEDS))
        self._turn_on()

    new_game = start

    def next_sitting(self, number: int | None = None) -> None:
        """End the sitting: chairs say what their people chose, the world moves, and the next one is held.

        Args:
            number: of the sitting that is to end, so that two presses do not end two; any when not given.

        Raises:
            Refused: no game is being played, the room is over, or that sitting has gone by.
        """
        with self._changed:
            state = self._awake()
            self._check_played(state)
            if number is not None and number != len(state.played):
                raise Refused("gone_by")
            if state.open_take is not None:
                self._add("held")
        self._turn_on()

    def undo(self) -> None:
        """Take back the last sitting that was held: from there another history forks.

        Raises:
            Refused: there is none, or no game is being played.
        """
        with self._changed:
            self._check_played(self._awake())
            if not self._state.rounds:
                raise Refused("nothing_to_undo")
            self._add("undone")
        self.prepare()

    def pause(self, *, on: bool) -> None:
        """Let choices wait, or go on."""
        with self._changed:
            self._check_played(self._awake())
            self._add("paused", on=on)

    def lock(self, *, on: bool) -> None:
        """Let nobody new come in and nobody change chairs, or let them again."""
        with self._changed:
            self._awake()
            self._add("locked", on=on)

    def reveal(self) -> None:
        """Show the predictions of the sitting that is being held, or of the last one."""
        with self._changed:
            played = self._awake().played
            if not played:
                raise Refused("not_begun")
            self._add("revealed", number=played[-1].number)

    def move(self, person: str, seat: str) -> None:
        """Put somebody into another chair, or with an empty one into none."""
        with self._changed:
            self._awake()
            self._check_person(person)
            self._add("moved", person=person, seat=self._free_seat(seat) if seat else "")

    def remove(self, person: str) -> None:
        """Send somebody out."""
        with self._changed:
            self._awake()
            self._check_person(person)
            self._add("removed", person=person)

    def give_back(self, seat: str) -> None:
        """Let the model play a chair, and its people look on."""
        with self._changed:
            state = self._awake()
            if seat not in state.setup.seats:
                raise Refused("no_chair")
            self._add("given_back", seat=seat)

    def end(self) -> None:
        """End the game; what is left of its summer, the model plays.

        Raises:
            Refused: no game is being played.
        """
        with self._changed:
            self._check_played(self._awake())
            self._finish()
        self.debrief()

    def delete(self) -> None:
        """Remove the room and everything in it."""
        with self._changed:
            self._log.delete(self.code)
            self._is_deleted = True
            self._changed.notify_all()
        self._forget(self.code)

    def teacher(self) -> TeacherView:
        """Return what the teacher sees."""
        self.prepare()
        with self._changed:
            state = self._state
            people = tuple(self._present(each) for each in state.people.values())
            return TeacherView(
                version=self.version,
                setup=state.setup,
                phase=self._phase(),
                game=state.game,
                number=len(state.played),
                date=self._date(),
                people=people,
                chairs={seat: tuple(p for p in people if p.seat == seat) for seat in state.setup.seats},
                sent=self._sent(),
                shown=self._shown(),
                happened=self._happened(),
                can_undo=bool(state.rounds) and not state.is_over,
                is_locked=state.is_locked,
                is_paused=state.is_paused,
                debrief_done=self._debrief_done(),
            )

    def wall(self) -> WallView:
        """Return what stands on the wall."""
        seen = self.teacher()
        return WallView(
            version=seen.version,
            setup=seen.setup,
            phase=seen.phase,
            game=seen.game,
            number=seen.number,
            date=seen.date,
            sent=seen.sent,
            shown=seen.shown,
            happened=seen.happened,
            chairs={seat: len(people) for seat, people in seen.chairs.items()},
            people=len(seen.people),
            debrief_done=seen.debrief_done,
        )

    # ---- what the model plays

    def prepare(self) -> None:
        """Work out the sitting that is being held, where it is not known yet, as after a restart.

        Where none is held in a game, as when the server ended while the world moved, the world moves on.
        """
        with self._changed:
            state, take = self._state, self._state.open_take
            is_played = bool(state.game) and not (state.is_over or self._is_closed() or self._is_deleted)
            if take is not None and self._known_sittings() is not None:
                return
            seats, key = state.setup.seats, self._key()
        if take is None:
            if is_played:
                self._turn_on()
            return
        table = table_of(state)
        with self._preparing:
            if self._known_sittings() is not None:  # by another who waited for the same
                return
            with TURNS.taken(Rank.SITTING):
                found = table.sittings(seats, day=take.day)
            with self._changed:
                if found is not None and key == self._key():
                    self._sittings = (key, found)

    def debrief(self) -> ClassDebrief | None:
        """Return the look back upon the game, or None while it is being worked out or the game is played."""
        with self._changed:
            state = self._state
            if self._phase() not in {"ended", "closed"} or not state.game:
                return None
            if self._debrief is not None and self._debrief[0] == state.game:
                return self._debrief[1]
            if not self._is_debriefing(state.game):
                self._debriefing = (state.game, 0.0)
                if not self._is_looking_back:
                    self._is_looking_back = True
                    threading.Thread(target=self._look_back, daemon=True).start()
        return None

    def wait_for_debrief(self, timeout: float) -> ClassDebrief | None:
        """Return the look back as `debrief`, waiting for it at most so many seconds."""
        self.debrief()
        with self._changed:
            self._changed.wait_for(lambda: self._debrief_done() in {None, 1.0}, timeout)
        return self.debrief()

    def _look_back(self) -> None:
        """Look back upon the last game that ended, and upon the next one if another has ended meanwhile."""
        is_asked = True
        while is_asked:
            try:
                with TURNS.taken(Rank.CLASS):
                    self._look_back_once()
            except Exception:  # whoever loads the page again asks again, and it is tried again
                logging.getLogger(__name__).exception("A debrief failed")
                with self._changed:
                    self._debriefing = None
            with self._changed:
                is_asked = self._debriefing is not None and not self._is_deleted
                self._is_looking_back = is_asked

    def _look_back_once(self) -> None:
        def tell(done: int, of: int) -> None:
            with self._changed:
                if self._is_debriefing(state.game):
                    self._debriefing = (state.game, min(done / of, 0.99))
            TURNS.give_way(Rank.CLASS)

        with self._changed:
            state = self._state
            if not self._is_debriefing(state.game):
                self._debriefing = None  # another game has begun, and nobody asks for this one any more
                return
        found = class_debrief(state, progress=tell)
        with self._changed:
            self._debrief = (state.game, found)
            if self._is_debriefing(state.game):
                self._debriefing = None
            self._ticks += 1
            self._changed.notify_all()

    def _turn_on(self) -> None:
        """Let the world move to the next sitting; where it moved for a history that was left, once more."""
        while self._turned_on():
            pass

    def _turned_on(self) -> bool:
        """Let the world move; return whether meanwhile another history has begun, that waits for its own."""
        with self._changed:
            state = self._state
            if self._is_turning or state.is_over or state.open_take is not None:
                return False
            self._is_turning = True
            table = table_of(state)
            among = state.occupied or state.setup.seats
        try:
            with TURNS.taken(Rank.SITTING):
                found = table.sittings(state.setup.seats, among=among)
            with self._changed:
                now = self._state
                if (now.rounds, now.game, now.is_over) != (state.rounds, state.game, False):
                    return True
                if now.open_take is not None:
                    return False
                if found is None:
                    self._finish()
                else:
                    self._add("sat", number=found.number, day=found.day)
                    self._sittings = (self._key(), found)
        finally:
            with self._changed:
                self._is_turning = False
                self._changed.notify_all()
        if found is None:
            self.debrief()
        return False

    # ---- helpers; the lock is held

    def _add(self, kind: str, **data: Any) -> None:
        if self._is_deleted:
            raise Refused("no_room")
        self._state = after(self._state, self._log.append(self.code, kind, self._clock(), data))
        self._changed.notify_all()

    def _finish(self) -> None:
        """End the game; a sitting that is being held counts as far as choices came in."""
        if self._state.open_take is not None and self._state.open_take.choices:
            self._add("held")
        self._add("ended")

    def _awake(self) -> State:
        """Return the state of a room that is not over."""
        if self._is_deleted:
            raise Refused("no_room")
        if self._is_closed():
            raise Refused("closed")
        return self._state

    def _is_closed(self) -> bool:
        return self._clock() - self._state.opened >= DAY_SECONDS

    def _check_played(self, state: State) -> None:
        if not state.game:
            raise Refused("not_begun")
        if state.is_over:
            raise Refused("over")

    def _check_person(self, person: str) -> None:
        if person not in self._state.people:
            raise Refused("no_person")

    def _person(self, token: str) -> Person:
        given = digest(self.code, token)
        for person in self._state.people.values():
            if any(is_same(given, each) for each in person.tokens):
                return person
        raise Refused("unknown_phone")

    def _sitting_in(self, seat: str) -> int:
        return sum(each.seat == seat for each in self._state.people.values())

    def _free_seat(self, seat: str | None) -> str:
        seats = self._state.setup.seats
        if seat is None:
            seat = min(seats, key=self._sitting_in)
        if seat not in seats:
            raise Refused("no_chair")
        if self._sitting_in(seat) >= MOST_IN_A_CHAIR:
            raise Refused("chair_full", most=MOST_IN_A_CHAIR)
        return seat

    def _key(self) -> tuple[int, int, float]:
        """Return what tells one open sitting from another: its game, how many came before, its day."""
        take = self._state.open_take
        return self._state.game, len(self._state.takes), take.day if take is not None else -1.0

    def _known_sittings(self) -> Sittings | None:
        return self._sittings[1] if self._sittings is not None and self._sittings[0] == self._key() else None

    def _phase(self) -> Phase:
        state = self._state
        if self._is_closed():
            return "closed"
        if not state.game:
            return "waiting"
        if state.is_over:
            return "ended"
        if state.open_take is None or self._known_sittings() is None:
            return "turning"
        return "paused" if state.is_paused else "sitting"

    def _present(self, person: Person) -> Present:
        take = self._state.open_take
        is_here = self._clock() - self._seen.get(person.id, -1e9) < HERE_SECONDS
        has_chosen = take is not None and person.id in take.choices
        return Present(person.id, person.name, person.seat, is_here, has_chosen)

    def _sent(self) -> tuple[int, int]:
        take = self._state.open_take
        seated = sum(bool(each.seat) for each in self._state.people.values())
        return (len(take.choices) if take is not None else 0), seated

    def _shown(self) -> tuple[float, ...] | None:
        played = self._state.played
        if not played or played[-1].number not in self._state.revealed:
            return None
        return tuple(sorted(each.predicted for each in played[-1].choices.values()))

    def _date(self) -> str:
        played = self._state.played
        return to_date(played[-1].day).isoformat() if played else ""

    def _happened(self) -> tuple[Happening, ...]:
        found = self._known_sittings()
        return next(iter(found.by_seat.values())).happened if found is not None else ()

    def _is_debriefing(self, game: int) -> bool:
        return self._debriefing is not None and self._debriefing[0] == game

    def _debrief_done(self) -> float | None:
        state = self._state
        if not state.game or not (state.is_over or self._is_closed()):
            return None
        if self._debrief is not None and self._debrief[0] == state.game:
            return 1.0
        return self._debriefing[1] if self._debriefing is not None else 0.0
