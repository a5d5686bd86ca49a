"""Golden playthroughs: the story of one world of each scenario, and the outcomes of many, do not drift.

Where a rule is changed on purpose, write them anew, read the difference, and take it in with the change:

    python -m tools.playthrough --write tests/golden
"""

import json
from itertools import zip_longest
from pathlib import Path

import pytest

from kantokuen.experiments.runner import Run
from kantokuen.model.scenario import Scenario
from tools.playthrough import CODED_WORLDS, main, outcome_codes, playthrough

pytestmark = pytest.mark.golden

HERE = Path(__file__).parent
REWRITE = "to write it anew: python -m tools.playthrough --write tests/golden"


def first_difference(kept: list[str], found: list[str]) -> str | None:
    """Say where two texts part, or None where they are the same."""
    for number, (before, now) in enumerate(zip_longest(kept, found), start=1):
        if before != now:
            return f"line {number}\n  was: {before}\n  is:  {now}\n{REWRITE}"
    return None


@pytest.mark.parametrize("scenario", Scenario.names())
def test_a_scenario_plays_as_it_is_written_down(scenario: str) -> None:
    file = HERE / f"{scenario}.txt"
    assert file.is_file(), f"{scenario} has no playthrough; {REWRITE}"
    kept = file.read_text(encoding="utf-8").splitlines()
    assert first_difference(kept, playthrough(Run(Scenario.load(scenario))).splitlines()) is None


def test_every_playthrough_that_is_kept_belongs_to_a_scenario() -> None:
    assert sorted(file.stem for file in HERE.glob("*.txt")) == sorted(Scenario.names())


def test_the_outcomes_of_many_worlds_are_those_that_are_written_down() -> None:
    """Kept as digits, so that a difference shows how many worlds have changed, and which."""
    kept = json.loads((HERE / "outcomes.json").read_text(encoding="utf-8"))
    found = outcome_codes()
    assert kept.keys() == found.keys()
    for name, codes in kept.items():
        assert len(codes) == CODED_WORLDS
        parted = [world for world in range(CODED_WORLDS) if codes[world] != found[name][world]]
        assert parted == [], f"{name}: {len(parted)} worlds differ; {REWRITE}"


def test_a_playthrough_names_what_differs_from_the_defaults_and_ends_with_the_verdict() -> None:
    told = playthrough(Run(Scenario.load("soviet-collapse"), until="1941-09"))
    assert "    soviet.collapse = 1941-08-10" in told.splitlines()
    assert told.count("front     ") == 6
    assert "Kantokuen" in told.split("\n\n")[-1]


def test_the_command_prints_one_playthrough_or_writes_all(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    main(["no-indochina", "--cadence", "month"])
    assert capsys.readouterr().out == playthrough(Run(Scenario.load("no-indochina")))
    monkeypatch.setattr("tools.playthrough.outcome_codes", dict)
    main(["--write", str(tmp_path)])
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == len(Scenario.names()) + 1
    assert all(Path(file).is_file() for file in listed)
