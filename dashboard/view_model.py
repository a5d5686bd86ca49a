"""The view model: a state, played, in the words and colours of its page; all panels and pictures read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.playback import Month, Playback
from kantokuen.dashboard.results import playback_of
from kantokuen.dashboard.state import State
from kantokuen.model.text.words import Words


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
    """

    state: State
    playback: Playback
    baseline: Playback | None
    index: int
    words: Words
    palette: Palette

    @classmethod
    def of(cls, state: State, palette: Palette) -> ViewModel:
        """Play what was chosen.

        Raises:
            InputError: it cannot be played.
        """
        told, behind = playback_of(state.question), playback_of(state.compared)
        baseline = None if behind is told else behind
        return cls(state, told, baseline, state.index, Words.of(state.language), palette)

    @property
    def months(self) -> tuple[Month, ...]:
        """The periods."""
        return self.playback.months

    @property
    def now(self) -> Month:
        """The period that is looked at."""
        return self.months[self.index]

    @property
    def before(self) -> Month | None:
        """The same period of the baseline, None where there is none."""
        return self.same_period(self.now)

    def same_period(self, month: Month) -> Month | None:
        """Return the period of the baseline that ends on the same day, None where there is none."""
        months = () if self.baseline is None else self.baseline.months
        return next((each for each in months if each.date == month.date), None)

    def name(self, day: date) -> str:
        """Name the period that ends on a day: its month, or the day itself where a month has several."""
        is_monthly = len({each.label for each in self.months}) == len(self.months)
        return self.words.month(day) if is_monthly else self.words.day(day)
