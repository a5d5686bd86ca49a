"""Attempts: a part that fails comes back as words, which every executor can send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kantokuen.experiments.sweeps.part import Part
from kantokuen.model.errors import printable

_LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """That a part failed, and why."""

    number: int
    reason: str


def attempt(number: int, play: Callable[..., Part], *arguments: object) -> Part | Failure:
    """Play a part. An error becomes a `Failure`: not every error can be sent on."""
    try:
        return play(*arguments)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is told and the other parts go on)
        return Failure(number, reason_of(error))


def reason_of(error: BaseException) -> str:
    """Return one line that says what went wrong, and that a terminal can show."""
    return reason_in_words(f"{type(error).__name__}: {error}")


def reason_in_words(said: object) -> str:
    """Return why a part failed as one short line that a terminal can show, whatever a journal says of it."""
    line = " ".join(str(said).split())
    # cut before, so that little is escaped, and after, because that makes it longer
    return printable(line[:_LONGEST_REASON])[:_LONGEST_REASON]
