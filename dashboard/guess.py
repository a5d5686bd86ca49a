"""A guess: which road a visitor thinks was taken, and how likely an attack in the north was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kantokuen.model.errors import cut, input_error

ROADS: Final = ("north", "south", "settle", "wait")
"""What they might have done, as the opening scene asks it."""

_ALLOWED: Final = f"{', '.join(ROADS)}, a full stop, and a whole number from 0 to 100, as in south.20"


@dataclass(frozen=True, slots=True)
class Guess:
    """What a visitor guessed before seeing anything.

    Attributes:
        road: of `ROADS`.
        likely: in how many of 100 worlds the north is attacked.
    """

    road: str
    likely: int

    @property
    def written(self) -> str:
        """The guess as it stands in a link."""
        return f"{self.road}.{self.likely}"


def read_guess(text: str) -> Guess:
    """Return the guess that a link holds.

    Raises:
        InputError: it is none.
    """
    road, _, number = text.partition(".")
    likely = chance_of_100(number)
    if road not in ROADS or likely is None:
        raise input_error("link", f"guess = '{cut(text)}' is not allowed", _ALLOWED)
    return Guess(road, likely)


def chance_of_100(text: str) -> int | None:
    """Return a whole number from 0 to 100, None where a text is none."""
    is_short = text.isascii() and text.isdigit() and len(text) <= len("100")
    return int(text) if is_short and int(text) <= 100 else None
