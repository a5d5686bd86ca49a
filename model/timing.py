"""Timing: what a scenario says of an event that may come or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kantokuen.model.calendar import to_day


@dataclass(frozen=True, slots=True)
class Timing:
    """What a scenario says of an event: on a day, never, or left to the model (both None and False).

    Attributes:
        day: day on which it comes, None where no day is given.
        is_barred: it never comes.
    """

    day: float | None = None
    is_barred: bool = False

    @classmethod
    def of(cls, value: date | str) -> Timing:
        """Return what a parameter's value stands for: a date, ``never``, or a word."""
        if isinstance(value, date):
            return cls(day=to_day(value))
        return cls(is_barred=value == "never")
