"""Attempts: a part that fails comes back as words, which every executor can send."""

from __future__ import annotations

from dataclasses import dataclass

from kantokuen.experiments.sweeps.part import Part, play_part
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.model.errors import printable

_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """That a part failed, and why."""

    number: int
    reason: str


def attempt_part(plan: Plan, number: int, size: int) -> Part | Failure:
    """Play a part; see `play_part`. An error becomes a `Failure`: not every error can be sent on."""
    try:
        return play_part(plan, number, size)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is told and the other parts go on)
        return Failure(number, reason_of(error))


def reason_of(error: BaseException) -> str:
    """Return one line that says what went wrong, and that a terminal can show."""
    return printable(" ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_REASON])
