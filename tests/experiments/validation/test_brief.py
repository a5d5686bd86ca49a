"""The validation in short says what its tables say, and is the one that ships."""

import json

import pytest

from kantokuen.experiments import validation
from kantokuen.experiments.validated import SHARES_TOLD, shipped
from kantokuen.experiments.validation.foretold import record
from kantokuen.experiments.validation.readings import READINGS
from kantokuen.experiments.validation.shown import SHOWN
from kantokuen.model.limits import DEFAULT_SEED, ENSEMBLES
from kantokuen.version import __version__

WORLDS = 60


@pytest.fixture(scope="module")
def material() -> validation.Material:
    return validation.play(WORLDS, 7)


def test_it_says_what_the_tables_say(material: validation.Material) -> None:
    short = validation.in_brief(material, WORLDS, 7)
    tables = {each.title: each for each in validation.tables(material, WORLDS)}
    missed = {"C": "What is not met together: the part that was fitted (C)",
              "T": "What was kept for testing, and is not met (T)"}  # fmt: skip
    for part, title in missed.items():
        told = {str(row[0]): row[3] for row in tables[title].rows}
        names = {each.id: each.called() for each in record()}
        missed_there = {names[key]: off for key, off in short["record"][part]["missed"].items()}
        assert missed_there == pytest.approx(told, abs=1e-4)
    assert sum(each["n"] for each in short["record"].values()) == len(record())
    of = {"C": "Patterns in view (C)", "T": "Patterns shown (T)"}
    for part, title in of.items():
        place = tables[title].columns.index("holds")
        holds = [each["holds"] for each in short["patterns"] if each["part"] == part]
        assert holds == [row[place] for row in tables[title].rows]
    assert json.loads(json.dumps(short, allow_nan=False)) == short


def test_what_ships_is_of_this_version_and_of_the_worlds_of_the_manual() -> None:
    short = shipped()
    assert (short["version"], short["seed"]) == (__version__, DEFAULT_SEED)
    assert short["worlds"] == validation.BASELINE_WORLDS
    assert [each["id"] for each in short["patterns"]] == [*READINGS, *SHOWN]
    assert set(short["shares"]) == set(ENSEMBLES)
    for shares in short["shares"].values():
        assert tuple(shares) == SHARES_TOLD
        assert all(low <= mean <= high for mean, low, high in shares.values())
