"""`kantokuen report`: a file to hand out, and what is refused before any world is played."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kantokuen.cli.app import app
from kantokuen.dashboard.report import grid as grid_module
from kantokuen.dashboard.report.grid import Axis, Grid
from kantokuen.experiments.runner import Run
from kantokuen.model.errors import InputError


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a grid have one lever of two stops and few worlds, played in this process."""
    monkeypatch.setattr(grid_module, "first_levers", lambda: ("emperor.sanction",))
    whole = grid_module.play_grid

    def few(run: Run, axes: tuple[Axis, ...], **given: Any) -> Grid:
        axes = tuple(replace(each, stops=each.stops[:2]) for each in axes)
        return whole(run, axes, **{**given, "worlds": 20, "workers": 1})

    monkeypatch.setattr(grid_module, "play_grid", few)


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, ["report", *words])


def test_a_report_is_written_and_told(tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    ran = typed("no-oil-embargo", "--out", str(out), "--seed", "7", "--world", "2")
    assert ran.exit_code == 0, ran.output
    assert "2 settings of 1 levers, 20 worlds each" in ran.stdout
    page = out.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "scenario=no-oil-embargo" in page


def test_the_same_as_data_and_in_japanese(tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    ran = typed("--out", str(out), "--json", "--language", "ja")
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert told["bytes"] == out.stat().st_size
    assert (told["cells"], told["slack"]) == (2, 0.05)
    assert (told["checked"], told["largest_error"]) == (0, 0.0)
    assert ran.stderr == ""  # nothing lies between two keywords, so that nothing can be off
    assert told["levers"] == [{"key": "emperor.sanction", "stops": ["weigh", "refuse"]}]
    assert '<html lang="ja">' in out.read_text(encoding="utf-8")


def test_how_far_it_is_off_between_stops_is_told_beside_the_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid_module, "first_levers", lambda: ("china.tied_divisions",))
    out = tmp_path / "r.html"
    asked = ("--out", str(out), "--set", "china.tied_divisions=2")  # the first of its stops
    ran = typed(*asked, "--json")
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    largest = f"up to {100.0 * told['largest_error']:.1f} of 100 at {told['checked']} settings"
    assert told["checked"] > 0
    assert told["largest_error"] >= told["median_error"]
    assert largest in ran.stderr
    assert f"up to {100.0 * told['largest_error']:.1f} of 100" in out.read_text(encoding="utf-8")
    assert typed(*asked, "--force", "--quiet").stderr == ""


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((), "no file is given"),
        (("--out", "r.txt"), "r.txt"),
        (("nowhere", "--out", "r.html"), "nowhere"),
        (("--out", "r.html", "--set", "china.tied_divisions=99"), "china.tied_divisions"),
        (("--force",), "--force"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_played(
    words: tuple[str, ...], fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = typed(*words)
    assert isinstance(ran.exception, InputError)
    assert fault in str(ran.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    out.write_text("mine")
    ran = typed("--out", str(out))
    assert isinstance(ran.exception, InputError)
    assert out.read_text() == "mine"
    assert typed("--out", str(out), "--force").exit_code == 0
    assert out.read_text(encoding="utf-8") != "mine"
