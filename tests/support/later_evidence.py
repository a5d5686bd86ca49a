"""Run a few worlds on evidence changed after a day, and print what the periods up to it looked like.

    python later_evidence.py 1941-07-19 1941-09-30

For each day the project is imported afresh, since its figures are read on import. Printed is JSON: for
each day, and for the evidence as it is (``as it is``), a digest of every recorded array by date.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import blake2b

STANDING = frozenset(
    {
        "JPN058", "JPN059", "JPN060", "JPN061", "JPN062",  # the army of 1941, counted in December
        "JPN131",  # the merchant fleet, counted in December
        "JPN091", "JPN125",  # what a division needs, written down on 5 July
        "JPN121",  # the ammunition of the year, counted on 30 June
        "OIL057",  # crude from the home wells, a rate, dated at the end of its year
        "SOV052", "SOV056",  # points on the way to which men are called up, the second the end of all flows
        "SOV059",  # the end of the flow of aircraft
        "SOV121",  # the part of SOV105 that left last
    }
)  # fmt: skip
"""Rows dated later than the thing they measure: a stock, a rate, the end of a flow begun before."""

WORLDS = 8
ON_ITS_DAYS = {"germany.pace": [1.0] * WORLDS, "germany.halt": [73.0] * WORLDS}
"""The German war on its recorded days.  A world whose halt is shorter, or whose advance is faster, takes the
pace recorded in October before October: there the later rows are a rate, and not what is to come."""

AS_IT_IS = "as it is"


def changed(row: dict[str, str], after: str) -> dict[str, str]:
    """Return a row as it would be if it were dated after a day and said something else."""
    column = "date_start" if "date_start" in row else "date"
    if row["id"] in STANDING or row.get(column, "") <= after:
        return row
    other = dict(row)
    other[column] = (date.fromisoformat(row[column]) + timedelta(days=2)).isoformat()
    if row.get("value"):
        other["value"] = str(0.8 * float(row["value"]))
    return other


def digests(after: str) -> dict[str, str]:
    """Return a digest of each period of a run on evidence changed after a day."""
    for name in [each for each in sys.modules if each.startswith("kantokuen")]:
        del sys.modules[name]
    from kantokuen.model import evidence

    read = evidence._rows

    def rows(table: str) -> Iterator[dict[str, str]]:
        is_dated = table in (*evidence.TOPICS, "chronology")
        yield from (changed(row, after) if is_dated else row for row in read(table))

    if after != AS_IT_IS:
        evidence._rows = rows
    from kantokuen.model.model import DEFAULT_SEED, KantokuenModel
    from kantokuen.model.scenario import Scenario

    scenario = Scenario.load("historical").replace(ON_ITS_DAYS)
    model = KantokuenModel(
        scenario, WORLDS, DEFAULT_SEED, cadence="ten-day", until="1941-12", detail="worlds"
    )
    model.run()
    found = {}
    for period in model.record.periods:
        hashed = blake2b(digest_size=12)
        for values in period.signals.values():
            hashed.update(values.tobytes())
        for parts in period.stances.values():
            for values in parts.values():
                hashed.update(values.tobytes())
        found[period.date.isoformat()] = hashed.hexdigest()
    return found


if __name__ == "__main__":
    json.dump({day: digests(day) for day in (AS_IT_IS, *sys.argv[1:])}, sys.stdout)
