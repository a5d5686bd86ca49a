"""What tables of the validation say alike: heads of columns, names of outcomes, days without a year."""

from __future__ import annotations

from datetime import date

from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import Words


def heads(words: Words, *names: str) -> tuple[str, ...]:
    """Return heads of columns by the names that they have among the texts."""
    return tuple(words(f"validation.columns.{name}") for name in names)


def outcomes(words: Words) -> tuple[str, ...]:
    """Return what the outcomes are called, each the head of a column of shares."""
    return tuple(words.outcome(each) for each in OUTCOMES)


def day_and_month(when: date, words: Words) -> str:
    """Write a day of a year that is known: 31 August."""
    return words("story.day", day=when.day, month=words(f"calendar.months.{when.month}"))
