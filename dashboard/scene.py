"""What a panel shows: the choice, the world that is told, and the one that stands grey behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kantokuen.dashboard.answers import asked, compared, summer_of
from kantokuen.dashboard.choice import Choice, moment_index
from kantokuen.dashboard.records import Month, Summer
from kantokuen.dashboard.words import Words
from kantokuen.model.limits import CADENCES


@dataclass(frozen=True, slots=True)
class Scene:
    """One choice, played.

    Attributes:
        choice: what the visitor has chosen.
        summer: the world that is told.
        baseline: the world that it is compared with, the same object where nothing differs.
    """

    choice: Choice
    summer: Summer
    baseline: Summer

    @classmethod
    def of(cls, choice: Choice) -> Scene:
        """Play what was chosen.

        Raises:
            InputError: it cannot be played.
        """
        return cls(choice, summer_of(asked(choice)), summer_of(compared(choice)))

    @property
    def index(self) -> int:
        """Number of the period that is looked at."""
        return moment_index(self.choice)

    @property
    def month(self) -> Month:
        """The period that is looked at."""
        return self.summer.months[self.index]

    @property
    def grey(self) -> Summer | None:
        """The world behind this one, None where it is the same."""
        return None if self.baseline is self.summer else self.baseline

    @property
    def grey_month(self) -> Month | None:
        """The same period of the world behind this one, None where it is the same world."""
        return None if self.grey is None else self.grey.months[self.index]

    def name(self, month: Month, words: Words) -> str:
        """Name a period, see `name_of`."""
        return name_of(month.date, self.choice, words)


def name_of(day: date, choice: Choice, words: Words) -> str:
    """Name a period: its month, or the day of its sitting where the council sits more often."""
    return words.month(day) if choice.cadence == CADENCES[0] else words.day(day)
