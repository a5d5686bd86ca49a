"""Playthroughs: one world as plain text, for people to read and for tests to compare line by line.

    python -m tools.playthrough --write DIR

writes one for every shipped scenario into a directory, and beside them ``outcomes.json``, the
outcomes of many worlds of the historical one.  Numbers are rounded to what a reader can use, so that
a difference in a playthrough is a difference in the history told.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from kantokuen.experiments.files import save_text
from kantokuen.experiments.runner import Run, play
from kantokuen.model.lenses import LENSES
from kantokuen.model.limits import CADENCES, DEFAULT_SEED
from kantokuen.model.scenario import Scenario

_WIDTH: Final = 100
_OFFICES_IN_A_LINE: Final = 6

CODED_WORLDS: Final = 256
"""How many worlds `outcome_codes` runs."""


def playthrough(run: Run) -> str:
    """Return the story of the first world of a run as plain text, ending in a line break."""
    results, case = play(run), run.scenario
    lines = [f"{case.name}: world 0 of seed {run.seed}, lens {run.lens}, by {run.cadence}", ""]
    lines += wrap(case.description, _WIDTH)
    lines += [f"    {key} = {value}" for key, value in case.changed.items()]
    for period in results.story:
        lines += ["", *_period(period)]
    return "\n".join([*lines, "", *wrap(results.verdict, _WIDTH)]) + "\n"


def outcome_codes() -> dict[str, str]:
    """Return the outcomes of the first worlds of the historical scenario, by lens and cadence.

    Each is a text of digits, one for a world: the place of its outcome among `outcome.OUTCOMES`.
    """
    codes = {}
    for lens in LENSES:
        for cadence in CADENCES:
            results = play(Run(lens=lens, cadence=cadence), CODED_WORLDS)
            codes[f"{lens}, {cadence}"] = "".join(str(int(each)) for each in results.columns["outcome"])
    return codes


def write_all(directory: Path) -> list[Path]:
    """Write the playthrough of every shipped scenario as ``NAME.txt``, and the codes; return the files."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name in Scenario.names():
        file = directory / f"{name}.txt"
        save_text(playthrough(Run(Scenario.load(name))), file)
        written.append(file)
    codes = directory / "outcomes.json"
    save_text(json.dumps(outcome_codes(), indent=1) + "\n", codes)
    return [*written, codes]


def _period(period: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of one period: what could be seen, who stood where, what was agreed and done."""
    seen = period["signals"]
    yield f"{period['date']}"
    front = f"{seen['german_km_to_moscow']:.0f} km to Moscow"
    yield f"  front     {front}; {seen['days_left']:.0f} days left to order an attack"
    yield (
        f"  far east  {seen['soviet_divisions']:.1f} divisions, "
        f"believed {seen['soviet_divisions_believed']:.1f}; "
        f"{seen['soviet_men'] / 1000:.0f} thousand men, {seen['soviet_tanks']:.0f} tanks, "
        f"{seen['soviet_aircraft']:.0f} aircraft"
    )
    yield (
        f"  japan     {seen['divisions_present']:.1f} divisions in the north of "
        f"{seen['divisions_sanctioned']:.0f} sanctioned; oil for {seen['oil_months']:.1f} months"
        f"{_sanction(seen)}; ripeness {seen['ripeness']:.2f}"
    )
    yield from _stances(period["actors"])
    for heading in ("events", "texts", "orders"):
        for line in period[heading]:
            yield from wrap(line, _WIDTH, initial_indent=f"  {heading[:-1]:<8}  ", subsequent_indent=" " * 12)


def _sanction(seen: dict[str, Any]) -> str:
    if seen["embargo"]:
        return ", embargoed"
    return ", frozen" if seen["freeze"] else ""


def _stances(actors: dict[str, dict[str, float]]) -> Iterator[str]:
    """Yield the net stance of each office, -1 south to +1 north, some in a line."""
    # a stance that rounds to nought has no minus
    told = [f"{office:<3} {round(stance['net'], 2) + 0.0:+.2f}" for office, stance in actors.items()]
    for first in range(0, len(told), _OFFICES_IN_A_LINE):
        heading = "stances" if first == 0 else ""
        yield f"  {heading:<8}  {'   '.join(told[first : first + _OFFICES_IN_A_LINE])}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the playthrough of a scenario, or write those of all shipped ones."""
    parser = argparse.ArgumentParser(prog="python -m tools.playthrough")
    parser.add_argument("scenario", nargs="?", default="historical", help="name or path of a scenario")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--cadence", default="month", help="month or ten-day")
    parser.add_argument("--lens", default="politics")
    parser.add_argument("--write", type=Path, metavar="DIR", help="write all shipped scenarios there")
    given = parser.parse_args(arguments)
    if given.write is None:
        told = playthrough(Run(given.scenario, given.seed, given.lens, given.cadence))
    else:
        told = "".join(f"{file}\n" for file in write_all(given.write))
    sys.stdout.write(told)


if __name__ == "__main__":
    main()
