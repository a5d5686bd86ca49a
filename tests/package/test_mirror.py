"""A test stands where its code stands, so that either is found from the other."""

from pathlib import Path
from typing import Final

from tests.conftest import CONTRACT
from tests.support.paths import ROOT

ROOMS: Final = {
    "agents": "agents",
    "cli": "kantokuen/cli",
    "dashboard": "dashboard",
    "experiments": "experiments",
    "model": "model",
    "tools": "tools",
}
"""The folders of tests that mirror a folder of the code."""

OF_NO_MODULE: Final = {
    "agents/test_chairs_of_june": "where all offices stand on 22 June, and on what",
    "agents/test_consent": "what all holders of a veto sign, held by three houses",
    "agents/test_offices": "what offices of all houses hear, feel and ask for",
    "cli/test_language": "what every command prints in each language",
    "dashboard/lessons/test_lessons": "the lessons that ship, from their data to what is printed",
    "dashboard/test_page": "the parts of the page together",
    "dashboard/test_telling": "the story as it is told, held by the view model, charts and the timeline",
    "model/test_chairs": "that every chair moves worlds, whoever sits in it",
    "model/test_ensembles": "what the two ensembles draw and what they have in common",
    "model/test_hindsight": "that no process of the world and no actor knows the future",
    "model/test_japanese": "words that were mended and do not come back, in any file",
    "model/test_laws": "what holds of all worlds under a change, whichever rule makes it so",
    "model/test_refusals": "refusals and resistances of several offices, under every lens",
    "model/test_words_of_people": "recorded words of the evidence, beside whoever is on record there",
}
"""Tests of what no single module holds, each with the reason."""

TESTS: Final = sorted(
    path.relative_to(ROOT / "tests").with_suffix("").as_posix()
    for room in ROOMS
    for path in (ROOT / "tests" / room).rglob("test_*.py")
)


def mirrored(test: str) -> set[str]:
    """The modules and packages of the folder that a test mirrors."""
    room, _, rest = test.partition("/")
    folder = ROOT / ROOMS[room] / Path(rest).parent
    return {
        path.stem for path in folder.glob("*") if path.suffix == ".py" or (path / "__init__.py").is_file()
    }


def has_module(test: str) -> bool:
    """Whether `test_X` or `test_X_and_more` has a module or package `X` in the folder that it mirrors."""
    name = Path(test).name.removeprefix("test_")
    return any(name == module or name.startswith(f"{module}_") for module in mirrored(test))


def test_a_test_is_named_for_a_module_or_says_why_not() -> None:
    assert [test for test in TESTS if not has_module(test) and test not in OF_NO_MODULE] == []


def test_no_test_is_excused_in_vain() -> None:
    assert [test for test in OF_NO_MODULE if test not in TESTS or has_module(test)] == []


def test_tests_stand_in_a_mirrored_room_or_concern_the_whole() -> None:
    places = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")}
    assert places == {*ROOMS, "browser", "golden", "package"}


def test_every_file_of_the_contract_is_there() -> None:
    assert [name for name in CONTRACT if not (ROOT / "tests" / name).is_file()] == []
