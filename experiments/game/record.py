"""The record: what an office is known to have done, from the evidence, to be laid beside a person's choices.

It is read in the debrief only; no rule and no question looks at it.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from kantokuen.model.calendar import to_day
from kantokuen.model.evidence import ChronologyEntry, entry


@cache
def done_by(seat: str) -> tuple[ChronologyEntry, ...]:
    """Return the events of the chronology in which an office had a part, by date.

    ``record.csv`` says which offices had a part in which, our reading of the event.
    """
    text = (files("kantokuen.experiments") / "data" / "record.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    found = [entry(row["evidence"]) for row in rows if seat in row["seats"].split()]
    return tuple(sorted(found, key=_day))


def done_between(seat: str, since: float, before: float) -> tuple[ChronologyEntry, ...]:
    """Return what an office is known to have done from a day on and before another."""
    return tuple(each for each in done_by(seat) if since <= _day(each) < before)


def _day(each: ChronologyEntry) -> float:
    return to_day(each.date)
