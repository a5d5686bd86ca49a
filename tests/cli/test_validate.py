"""`kantokuen validate --charts`: where the picture goes, and how the page shows it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from kantokuen.cli.app import app
from kantokuen.experiments import validation
from kantokuen.experiments.sheets import Sheet
from kantokuen.experiments.validation import Material, strengths
from kantokuen.experiments.validation.foretold import Foretold
from kantokuen.experiments.validation.plays import play_all
from kantokuen.experiments.validation.tornado import Tornado
from kantokuen.model.text.words import ENGLISH, Words

WORLDS = 50
OTHERS = validation.other_worlds(WORLDS)
NO_SWINGS = Tornado((), np.empty((0, 2)), {})


@pytest.fixture(scope="module")
def found() -> Material:
    return Material(play_all([strengths.watched(OTHERS)], seed=7), Foretold(np.empty((0, 0)), {}), NO_SWINGS)


@pytest.fixture
def asked(found: Material, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[int]:
    """Stand in a folder, with a report of the strengths and one more table; count what is played."""
    worlds_played: list[int] = []

    def play(worlds: int, _seed: int, _progress: object) -> Material:
        worlds_played.append(worlds)
        return found

    def tables(found: Material, _worlds: int, words: Words = ENGLISH) -> list[Sheet]:
        return [strengths.sheet(found.plays, OTHERS, words), Sheet("Last", "A note.", ("a",), (("b",),))]

    monkeypatch.setattr(validation, "play", play)
    monkeypatch.setattr(validation, "tables", tables)
    monkeypatch.chdir(tmp_path)
    return worlds_played


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, ["validate", "--worlds", str(WORLDS), "--seed", "7", *words])


@pytest.mark.usefixtures("asked")
def test_the_page_shows_the_charts_below_the_table_of_strengths_and_says_how_they_are_drawn() -> None:
    assert ask("--out", "page.md", "--charts", "the charts.svg").exit_code == 0
    assert Path("the charts.svg").read_text(encoding="utf-8").startswith("<?xml")
    page = Path("page.md").read_text(encoding="utf-8")
    shown = r"## Strengths and stocks\n.*\|\n\n!\[Charts of .*\]\(the%20charts\.svg\)\n\n## Last\n"
    assert re.search(shown, page, re.DOTALL)
    assert "--out docs/validation.md --charts docs/validation.svg --force`" in page


@pytest.mark.usefixtures("asked")
def test_a_page_without_charts_shows_no_picture_and_its_command_draws_none() -> None:
    assert ask("--out", "page.md").exit_code == 0
    page = Path("page.md").read_text(encoding="utf-8")
    assert "![" not in page
    assert "--charts" not in page


@pytest.mark.usefixtures("asked")
def test_charts_alone_are_drawn_beside_the_tables_on_the_terminal() -> None:
    result = ask("--charts", "charts.svg", "--quiet")
    assert result.exit_code == 0
    assert "Strengths and stocks" in result.stdout
    assert [path.name for path in Path().iterdir()] == ["charts.svg"]


@pytest.mark.usefixtures("asked")
def test_a_page_in_japanese_tells_the_charts_in_japanese() -> None:
    assert ask("--out", "page.md", "--charts", "charts.svg", "--language", "ja").exit_code == 0
    page = Path("page.md").read_text(encoding="utf-8")
    assert "--language ja --out FILE.md --charts FILE.svg --force`" in page
    assert re.search(r"!\[極東ソ連軍.*\]\(charts\.svg\)", page)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--charts", "charts.png"], "--charts: 'charts.png': does not end in .svg; allowed: FILE.svg"),
        (["--charts", "old.svg"], "--charts: 'old.svg': is there already"),
        (["--charts", "nowhere/charts.svg"], "is in a folder that does not exist"),
        (["--charts", "in/charts.svg", "--out", "page.md"], "'in/charts.svg' is not beside the page"),
        (["--brief", "brief.txt"], "--brief: 'brief.txt': does not end in .json; allowed: FILE.json"),
        (["--brief", "old.svg"], "does not end in .json"),
    ],
)
def test_charts_that_cannot_be_meant_are_refused_before_any_world_is_played(
    asked: list[int], words: list[str], message: str
) -> None:
    Path("old.svg").write_text("old", encoding="utf-8")
    Path("in").mkdir()
    result = ask(*words)
    assert message in str(result.exception)
    assert asked == []
    assert Path("old.svg").read_text(encoding="utf-8") == "old"


@pytest.mark.usefixtures("asked")
def test_force_overwrites_the_charts_that_are_there() -> None:
    Path("old.svg").write_text("old", encoding="utf-8")
    assert ask("--charts", "old.svg", "--force", "--quiet").exit_code == 0
    assert Path("old.svg").read_text(encoding="utf-8") != "old"


def test_the_whole_in_short_is_written_as_json(asked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "in_brief", lambda _, worlds, seed: {"worlds": worlds, "seed": seed})
    assert ask("--brief", "brief.json", "--quiet").exit_code == 0
    assert asked == [WORLDS]
    assert json.loads(Path("brief.json").read_text(encoding="utf-8")) == {"worlds": WORLDS, "seed": 7}
    assert "brief.json" in str(ask("--brief", "brief.json", "--quiet").exception)
