"""The view model: a state, played, in the words and colours of its page; all panels and pictures read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.playback import Month, Playback
from kantokuen.dashboard.results import playback_of
from kantokuen.dashboard.state import State
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import Words

_WINTER = frozenset({11, 12, 1, 2, 3})

_TRAIL = 4
"""Sittings whose places are still to be seen while the story is told."""


@dataclass(frozen=True, slots=True)
class ViewModel:
    """What the page shows.

    Attributes:
        state: what the visitor has chosen.
        playback: the world that is told.
        baseline: the world that stands grey behind it, None where it is the same.
        index: number of the period that is looked at.
        words: of the page.
        palette: of the page.
        is_telling: whether the story is being told: of both worlds nothing is known then that comes after
            the last period told.
    """

    state: State
    playback: Playback
    baseline: Playback | None
    index: int
    words: Words
    palette: Palette
    is_telling: bool = False

    @classmethod
    def of(cls, state: State, palette: Palette, told: str = "") -> ViewModel:
        """Play what was chosen.

        Args:
            state: what was chosen.
            palette: of the page.
            told: while the story is told, the ISO date up to which it has been; empty otherwise.

        Raises:
            InputError: it cannot be played.
        """
        playback, behind = playback_of(state.question), playback_of(state.compared)
        baseline = None if behind is playback else behind
        known = max(told, state.moment)
        is_telling = bool(told) and known < state.days[-1].isoformat()
        if is_telling:
            playback = playback.until(known)
            baseline = None if baseline is None else baseline.until(known)
        return cls(state, playback, baseline, state.index, Words.of(state.language), palette, is_telling)

    @property
    def months(self) -> tuple[Month, ...]:
        """The periods, as far as they are known."""
        return self.playback.months

    @property
    def known(self) -> int:
        """Number of the last period that is known."""
        return len(self.months) - 1

    @property
    def span(self) -> tuple[date, date]:
        """First and last day of the summer that is played, known or not."""
        return self.state.days[0].replace(day=1), self.state.days[-1]

    @property
    def trail(self) -> Sequence[Month]:
        """While the story is told, the last periods before the one that is looked at, the oldest first."""
        return self.months[max(self.index - _TRAIL, 0) : self.index] if self.is_telling else ()

    @property
    def now(self) -> Month:
        """The period that is looked at."""
        return self.months[self.index]

    @property
    def before(self) -> Month | None:
        """The same period of the baseline, None where there is none."""
        return self.same_period(self.now)

    @property
    def looks(self) -> dict[str, bool]:
        """How the persimmon looks beside its ripeness: whether it has been picked, and whether it is winter.

        It is picked where the Army has attacked by then on orders; a war without orders picks no fruit.
        """
        ending = self.playback.ending
        war = ending.days["war"]
        has_fallen = ending.outcome in OUTCOMES[:2] and war is not None and war <= self.now.date
        return {"has_fallen": has_fallen, "is_winter": self.now.date.month in _WINTER}

    def same_period(self, month: Month) -> Month | None:
        """Return the period of the baseline that ends on the same day, None where there is none."""
        months = () if self.baseline is None else self.baseline.months
        return next((each for each in months if each.date == month.date), None)

    def name(self, day: date) -> str:
        """Name the period that ends on a day: its month, or the day itself where a month has several."""
        days = self.state.days if self.is_telling else [each.date for each in self.months]
        is_monthly = len({(each.year, each.month) for each in days}) == len(days)
        return self.words.month(day) if is_monthly else self.words.day(day)
