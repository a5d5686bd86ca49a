"""No hindsight: what comes later changes nothing that came before, and no rule knows what Japan did."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.view import Array
from kantokuen.model.evidence import ChronologyEntry, Fact, entry, fact
from tests.support.later_evidence import AS_IT_IS
from tests.support.paths import ROOT
from tests.support.scenes import differing, ran, recorded, short_law

WORLDS = 12
UNTIL = "1941-12"
summer = st.dates(date(1941, 6, 23), date(1941, 12, 31))


# a path of the world that changes on a day


@cache
def history(lever: str | None = None, value: date | str = "", cadence: str = "ten-day") -> dict[
    tuple[date, str], Array
]:  # fmt: skip
    """Return all that is recorded of a run with one lever changed."""
    levers = {} if lever is None else {lever: value}
    return recorded(ran(WORLDS, levers, cadence=cadence, until=UNTIL, detail="worlds"))


def parted_before(day: date, lever: str, one: date | str, other: date | str) -> list[tuple[date, str]]:
    """Return what differs in the periods before a day between two values of a lever."""
    return [key for key in differing(history(lever, one), history(lever, other)) if key[0] < day]


@pytest.mark.parametrize(
    ("lever", "never"),
    [
        ("soviet.collapse", "never"),
        ("sanctions.freeze", "never"),
        ("sanctions.oil_embargo", "never"),
        ("china.war_over", "never"),
        ("south.indochina", "never"),
    ],
)
def test_what_happens_on_a_day_changes_nothing_before_that_day(lever: str, never: str) -> None:
    @short_law
    @given(day=summer)
    def holds(day: date) -> None:
        assert parted_before(day, lever, day, never) == []

    holds()


@pytest.mark.parametrize(
    ("lever", "never"),
    [
        ("soviet.collapse", "never"),
        ("sanctions.freeze", "never"),
        ("sanctions.oil_embargo", "never"),
        ("china.war_over", "never"),
        ("south.indochina", "never"),
    ],
)
def test_what_happens_on_a_day_does_change_what_comes_after(lever: str, never: str) -> None:
    early = date(1941, 7, 5)
    assert differing(history(lever, early), history(lever, never)) != []


@short_law
@given(day=st.dates(date(1941, 8, 25), date(1942, 6, 30)), later=st.integers(0, 90))
def test_the_fall_of_moscow_shows_at_most_two_months_before_its_day(day: date, later: int) -> None:
    """The last advance on a fixed day is spread over sixty days; before them nothing can tell."""
    other = min(day + timedelta(days=later), date(1942, 12, 31))
    assert parted_before(day - timedelta(days=60), "germany.moscow_falls", day, other) == []


@short_law
@given(day=st.dates(date(1941, 5, 1), date(1941, 12, 1)))
def test_before_a_german_attack_nothing_tells_its_day(day: date) -> None:
    assert parted_before(day, "germany.barbarossa", day, date(1942, 6, 30)) == []


# a run cut short


@pytest.mark.parametrize("cadence", ["month", "ten-day"])
@pytest.mark.parametrize("until", ["1941-06", "1941-07", "1941-08", "1941-09", "1941-11"])
def test_a_run_cut_short_is_the_beginning_of_the_longer_run(cadence: str, until: str) -> None:
    longer = history(cadence=cadence)
    shorter = recorded(ran(WORLDS, cadence=cadence, until=until, detail="worlds"))
    assert differing(shorter, {key: longer[key] for key in shorter}) == []


# evidence of a later date


@pytest.fixture(scope="module")
def digests() -> dict[str, dict[str, str]]:
    days = ["1941-06-28", "1941-07-19", "1941-09-30", "1941-11-30"]
    script = ROOT / "tests" / "support" / "later_evidence.py"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script), *days], capture_output=True, text=True, check=True, env=environment
    )
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("day", ["1941-06-28", "1941-07-19", "1941-09-30", "1941-11-30"])
def test_evidence_dated_later_changes_nothing_earlier(digests: dict[str, dict[str, str]], day: str) -> None:
    changed, kept = digests[day], digests[AS_IT_IS]
    assert [when for when in kept if when <= day and kept[when] != changed[when]] == []
    assert [when for when in kept if when > day and kept[when] != changed[when]] != []


# what the rules are made of

RULES = sorted([*(ROOT / "agents").rglob("*.py"), *(ROOT / "model").rglob("*.py")])
"""Every source file that could hold a rule."""

DATES = {
    ("model/calendar.py", "1941-04-01"): "the day from which days are counted",
    ("model/far_east.py", "1941-08-05"): "the day named in soviet.transfer_share",
    ("model/frames.py", "1970-01-01"): "day 0 of a Polars date",
    ("model/outcome.py", "1941-10-15"): "end of the campaigning season, by which an attack counts as of 1941",
    ("model/schedule.py", "1941-06-30"): "the jun in which Muto was ill, war_ministry.muto_ill",
    ("model/schedule.py", "1941-07-10"): "the jun in which Muto was ill, war_ministry.muto_ill",
    ("model/reference.py", "1941-06-22"): "the German attack, whose table of stances is an input",
    ("model/levers/form.py", "1940-01-01"): "bound of a lever",
    ("model/levers/form.py", "1945-08-31"): "bound of a lever",
    ("model/levers/germany.py", "1941-05-01"): "bound of a lever",
    ("model/levers/germany.py", "1941-06-22"): "the German attack, default of germany.barbarossa",
    ("model/levers/germany.py", "1942-06-30"): "bound of a lever",
    ("model/levers/soviet.py", "1941-04-01"): "bound of a lever",
}
"""Every date that is written into the source of a rule, and why it may stand there."""

FOREIGN = frozenset({"USSR", "Germany", "United States", "Netherlands Indies", "State Defence Committee"})
"""Sides whose recorded deeds are paths of the world; those of Japan must arise."""

STOCKS = {
    "JPN017": "divisions in the north on the day of the German attack",
    "JPN058": "order of battle",
    "JPN059": "order of battle",
    "JPN060": "order of battle",
    "JPN061": "order of battle",
    "JPN062": "order of battle",
    "JPN080": "need of the largest plan",
    "JPN081": "pace of the railway",
    "JPN091": "need of sixteen divisions",
    "JPN120": "ammunition made in a year",
    "JPN121": "ammunition in stock",
    "JPN122": "ammunition spent in a year",
    "JPN125": "need of a division",
    "JPN131": "merchant fleet",
    "OIL027": "imports of a year before the embargo",
    "OIL028": "imports of a year before the embargo",
    "OIL057": "home wells",
}
"""What a rule may read of Japan's own figures: stocks, rates and needs, no decision."""


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of a function of that name, with the file it stands in."""
    for path in RULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                found = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
                if found == name:
                    yield path.relative_to(ROOT).as_posix(), node


def test_every_date_written_into_a_rule_is_accounted_for() -> None:
    written = set()
    for file, call in calls("date"):
        parts = [each.value for each in call.args if isinstance(each, ast.Constant)]
        if len(parts) == 3 and len(call.args) == 3:
            written.add((file, date(*parts).isoformat()))
    assert sorted(written - DATES.keys()) == []
    assert sorted(DATES.keys() - written) == []


def test_the_day_in_every_year_on_which_the_season_turns_is_the_only_date_without_a_year() -> None:
    yearless = set()
    for file, call in calls("date"):
        if len(call.args) == 3 and isinstance(call.args[0], ast.Name):
            month, day = call.args[1:]
            if isinstance(month, ast.Constant) and isinstance(day, ast.Constant):
                yearless.add((file, month.value, day.value))
    assert yearless <= {
        ("model/calendar.py", 5, 1),
        ("model/calendar.py", 10, 15),
        ("model/calendar.py", 1, 1),
    }


def test_no_rule_parses_a_date_out_of_a_text() -> None:
    files = {file for file, _ in calls("fromisoformat")}
    assert files <= {"model/evidence.py", "model/checking.py"}


def test_no_rule_reads_the_positions_that_are_there_to_compare_with() -> None:
    readers = []
    for path in RULES:
        if path.name == "evidence.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [node.id] if isinstance(node, ast.Name) else []
            names += [node.attr] if isinstance(node, ast.Attribute) else []
            names += [each.name for each in node.names] if isinstance(node, ast.ImportFrom) else []
            names += [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
            if any(each in {"positions", "positions.csv", "patterns", "counterfactuals"} for each in names):
                readers.append(path.name)
    assert readers == []


def cited() -> list[str]:
    """Return the ids of all facts and events that the rules read."""
    found = set()
    for reader in ("value", "fact", "event", "day_of"):
        for _, call in calls(reader):
            found |= {each.value for each in call.args if isinstance(each, ast.Constant)}
    return sorted(each for each in found if isinstance(each, str))


def looked_up(each: str) -> Fact | ChronologyEntry:
    return entry(each) if each.startswith("CHR") else fact(each)


def test_no_rule_reads_a_recorded_decision_of_japan() -> None:
    ids = cited()
    assert len(ids) > 20
    of_japan = []
    for each in ids:
        found = looked_up(each)
        side = found.actor if isinstance(found, ChronologyEntry) else found.side
        if side not in FOREIGN and each not in STOCKS:
            of_japan.append((each, side))
    assert of_japan == []


def test_no_rule_reads_a_recorded_sanction() -> None:
    sanctions = [each for each in cited() if not each.startswith("CHR") and fact(each).topic == "sanctions"]
    # the talks at Batavia failed on 17 June, before the German attack and before any choice of this summer
    assert sanctions == ["OIL100"]
