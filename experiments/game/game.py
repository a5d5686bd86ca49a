"""A game: one chair, one summer, and what its person has predicted and chosen so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kantokuen.experiments.game.chair import Answers
from kantokuen.experiments.game.questions import SEATS
from kantokuen.experiments.game.table import USUAL_TURNS, Round, Sitting, Table, checked_answers
from kantokuen.model.errors import InputError, input_error, known_name, shown
from kantokuen.model.request import Request


@dataclass(frozen=True, slots=True)
class Turn:
    """What a person chose at one sitting.

    Attributes:
        day: of the sitting.
        predicted: chance that Japan attacks the Soviet Union by mid-October, as the person saw it, 0..1.
        answers: by question, what was chosen; a question that is not there was left to the office.
    """

    day: float
    predicted: float
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Game:
    """A game as far as it is played.

    Attributes:
        seat: the chair, of `SEATS`.
        request: scenario, seed, lens and ensemble; its cadence is that of the sittings.
        world: which world of the seed, counted from 0.
        length: how many turns there are at most.
        turns: what was chosen so far.

    Raises:
        InputError: there is no such seat, or a number is out of bounds.
    """

    seat: str
    request: Request
    world: int = 0
    length: int = USUAL_TURNS
    turns: tuple[Turn, ...] = ()

    def __post_init__(self) -> None:
        """Check what was given."""
        known_name("seat", self.seat, SEATS)
        object.__setattr__(self, "request", self.table.request)

    @property
    def table(self) -> Table:
        """The table of this one chair."""
        rounds = tuple(Round(turn.day, {self.seat: turn.answers}) for turn in self.turns)
        return Table(self.request, self.world, self.length, rounds)

    def sitting(self) -> Sitting | None:
        """Return the next sitting at which the person is asked; None where the game is over."""
        found = self.table.sittings((self.seat,))
        return None if found is None else found.by_seat[self.seat]

    def decided(self, predicted: float, answers: Answers) -> Game:
        """Return the game after another turn.

        Args:
            predicted: chance that Japan attacks the Soviet Union by mid-October, 0..1.
            answers: by question, the option that was chosen.

        Raises:
            InputError: the game is over, a question is not put at this sitting, or takes no such answer.
        """
        sitting = self.sitting()
        if sitting is None:
            raise InputError("the game is over; take a turn back to choose anew")
        if not 0.0 <= predicted <= 1.0:
            raise input_error("prediction", shown(predicted), "a chance from 0 to 1")
        turn = Turn(sitting.day, predicted, checked_answers(sitting, answers))
        return replace(self, turns=(*self.turns, turn))

    def taken_back(self) -> Game:
        """Return the game without its last turn: from there on another history forks.

        Raises:
            InputError: there is no turn.
        """
        if not self.turns:
            raise InputError("there is no turn to take back yet")
        return replace(self, turns=self.turns[:-1])
