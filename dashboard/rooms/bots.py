"""Scripted people, by whom a lesson can be tried without a class.

Each has a habit and a stream of chance of its own, so that the same seed gives the same class.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from kantokuen.dashboard.rooms.service import Joined, Room
from kantokuen.dashboard.rooms.views import StudentView
from kantokuen.experiments.game.table import Sitting

HABITS: Final = ("office", "bold", "wary", "drifting", "silent")
"""What a scripted person does: leave all to the office, say the first option of each question, or the last,
or any of them, or now and then nothing at all."""

_SILENCE: Final = 0.5


@dataclass(slots=True)
class Bot:
    """A scripted person.

    Attributes:
        habit: of `HABITS`.
        joined: as what it came into its room.
        chance: its own stream of chance.
        believes: its prediction, 0..1, which it revises at each sitting.
    """

    habit: str
    joined: Joined
    chance: np.random.Generator
    believes: float = field(default=0.3)

    def play(self, room: Room) -> bool:
        """Look at the page and send a choice, or be silent; return whether anything was sent."""
        seen = room.student(self.joined.token)
        if not is_asked(seen) or seen.sitting is None:
            return False
        if self.habit == "silent" and self.chance.random() < _SILENCE:
            return False
        self.believes = round(float(np.clip(self.believes + self.chance.normal(0.0, 0.1), 0.0, 1.0)), 2)
        room.choose(self.joined.token, seen.number, self.believes, self.answers(seen.sitting))
        return True

    def answers(self, sitting: Sitting) -> dict[str, str]:
        """Return what it says at a sitting; what is not there is left to the office."""
        said = {}
        for question, _ in sitting.questions:
            options = tuple(question.options)
            match self.habit:
                case "bold":
                    said[question.key] = options[0]
                case "wary":
                    said[question.key] = options[-1]
                case "drifting":
                    said[question.key] = options[int(self.chance.integers(len(options)))]
        return said


def is_asked(seen: StudentView) -> bool:
    """Return whether a person can send something."""
    return seen.phase == "sitting" and bool(seen.seat)


def seated(room: Room, people: int, seed: int) -> list[Bot]:
    """Let scripted people come into a room, and return them."""
    bots = []
    for number in range(people):
        habit = HABITS[number % len(HABITS)]
        chance = np.random.default_rng([seed, number])
        bots.append(Bot(habit, room.join(f"{habit} {number + 1}"), chance, round(float(chance.random()), 2)))
    return bots
