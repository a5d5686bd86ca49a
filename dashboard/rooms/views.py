"""Views: what each of a room's readers may see, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kantokuen.dashboard.rooms.state import Choice, Setup
from kantokuen.experiments.game.table import Sitting
from kantokuen.model.events import Event

Phase = Literal["waiting", "turning", "sitting", "paused", "ended", "closed"]
"""``waiting`` for the teacher to begin, ``turning`` while the world moves, ``closed`` after a day."""


@dataclass(frozen=True, slots=True)
class StudentView:
    """What one person sees.

    Attributes:
        version: another one after everything that is news to all people of the room.
        setup: of the room.
        phase: of the game.
        game: number of the game, 0 before the first.
        number: of the sitting, 0 before the first.
        name: of the person.
        seat: the chair, empty for none.
        free: chairs that may be taken, with how many sit there.
        mates: names of the others in the chair.
        sitting: what the chair knows and is asked; None between sittings and without a chair.
        choice: what the person sent for this sitting, None for nothing yet.
        sent: how many have sent theirs, and how many people sit in chairs.
        shown: predictions of this sitting once the teacher has revealed them, sorted; None before.
        is_locked: whether nobody may change chairs.
    """

    version: int
    setup: Setup
    phase: Phase
    game: int
    number: int
    name: str
    seat: str
    free: Mapping[str, int]
    mates: tuple[str, ...]
    sitting: Sitting | None
    choice: Choice | None
    sent: tuple[int, int]
    shown: tuple[float, ...] | None
    is_locked: bool


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody in the room, as the teacher sees it.

    Attributes:
        id, name, seat: of the person; no chair is empty.
        is_here: whether the phone was heard of lately.
        has_chosen: whether something was sent for this sitting.
    """

    id: str
    name: str
    seat: str
    is_here: bool
    has_chosen: bool


@dataclass(frozen=True, slots=True)
class TeacherView:
    """What the teacher sees.

    Attributes:
        version: another one after everything that happens in the room.
        setup, phase, game, number: as in `StudentView`.
        date: of the sitting as ISO, empty before the first.
        people: in the order in which they came.
        chairs: by open chair, who sits there.
        sent: how many have sent theirs, and how many people sit in chairs.
        shown: predictions of this sitting once revealed, sorted; None before.
        happened: what was agreed, ordered and befell since the sitting before.
        can_undo: whether a sitting can be taken back.
        is_locked, is_paused: of the room.
        debrief_done: share of the debrief that is worked out, 0..1; None before the game has ended.
    """

    version: int
    setup: Setup
    phase: Phase
    game: int
    number: int
    date: str
    people: tuple[Present, ...]
    chairs: Mapping[str, tuple[Present, ...]]
    sent: tuple[int, int]
    shown: tuple[float, ...] | None
    happened: tuple[Event, ...]
    can_undo: bool
    is_locked: bool
    is_paused: bool
    debrief_done: float | None


@dataclass(frozen=True, slots=True)
class WallView:
    """What stands on the wall for everyone.

    Attributes:
        version, setup, phase, game, number, date, sent, shown, happened: as in `TeacherView`.
        chairs: by open chair, how many sit there.
        people: how many are in the room.
        debrief_done: share of the debrief that is worked out, 0..1; None before the game has ended.
    """

    version: int
    setup: Setup
    phase: Phase
    game: int
    number: int
    date: str
    sent: tuple[int, int]
    shown: tuple[float, ...] | None
    happened: tuple[Event, ...]
    chairs: Mapping[str, int]
    people: int
    debrief_done: float | None
