"""What outsiders believe of Japan: how likely a northern attack within the season is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from kantokuen.agents.foreign import Abroad, Watcher
from kantokuen.agents.view import Array


@dataclass(slots=True, eq=False)
class Outsiders:
    """Believed chance that Japan attacks the Soviet Union within the season, 0..1, shape ``(worlds,)``.

    Attributes:
        US: in Washington.
        USSR: in Moscow, which hears from Tokyo as well.
        GER: in Berlin, which hopes for it.
    """

    US: Array
    USSR: Array
    GER: Array

    @classmethod
    def at_outset(cls, worlds: int) -> Outsiders:
        """Return what was believed before there was a reason to."""
        return cls(np.zeros(worlds), np.zeros(worlds), np.zeros(worlds))

    def watch(self, abroad: Abroad, *, us: Watcher, ussr: Watcher, germany: Watcher) -> None:
        """Let each power take in what it sees in a step."""
        self.US = us.believes(self.US, abroad)
        self.USSR = ussr.believes(self.USSR, abroad)
        self.GER = germany.believes(self.GER, abroad)


OUTSIDERS: Final = tuple(each.name for each in fields(Outsiders))
"""Who believes something of Japan, by name."""
