"""`kantokuen calibrate`: what it prints, in both languages and as data, and how it ends."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kantokuen.cli.app import app
from kantokuen.experiments.calibration import calibrate as calibrate_module
from kantokuen.experiments.calibration import wave as wave_module
from kantokuen.experiments.calibration.plan import CalibrationPlan
from kantokuen.experiments.priors import digest, fitted
from kantokuen.model.errors import InputError

FEW = replace(CalibrationPlan.load(), points=60, worlds=10, waves=2, later=60, draws=20, foretold=5)


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, ["calibrate", *words])


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the standard plan be one of few worlds."""
    monkeypatch.setattr(CalibrationPlan, "load", lambda *_: FEW)
    monkeypatch.setattr(calibrate_module, "_AT_LEAST", 10)


@pytest.mark.usefixtures("few")
def test_the_command_says_what_it_does_and_what_it_found(tmp_path: Path) -> None:
    ran = typed("--out", str(tmp_path / "out"), "--workers", "1")
    assert ran.exit_code == 0, ran.output
    assert "standard: 60 settings of" in ran.stderr
    assert "1,300 worlds in" in ran.stderr
    for title in (
        "What is not met together",
        "The baseline over the posterior",
        "What the record did not tell",
    ):
        assert title in ran.stdout
    assert ran.stdout.index("What is not met together") < ran.stdout.index("The baseline over the posterior")
    assert max(map(len, ran.stdout.splitlines())) <= 80


@pytest.mark.usefixtures("few")
def test_as_data_it_gives_counts_times_intervals_and_what_was_fitted(tmp_path: Path) -> None:
    ran = typed(
        "--out", str(tmp_path / "out"), "--workers", "1", "--json", "--quiet", "--fix", "staff.doubt=0.1"
    )
    assert (ran.exit_code, ran.stderr) == (0, "")
    told = json.loads(ran.stdout)
    assert told["fix"] == {"staff.doubt": 0.1}
    assert (told["worlds"], told["priors"], told["seed"]) == (1_300, digest(), FEW.seed)
    assert {"wave 1", "posterior", "foretold"} <= set(told["seconds"])
    judged = {row["judgement"] for table in told["tables"] for row in table["rows"] if "told" in row}
    assert judged == set(fitted()) - {"staff.doubt"}


@pytest.mark.usefixtures("few")
def test_in_japanese_it_says_the_same(tmp_path: Path) -> None:
    ran = typed("--out", str(tmp_path / "out"), "--workers", "1", "--language", "ja", "--quiet")
    assert ran.exit_code == 0, ran.output
    assert "同時には満たせないもの" in ran.stdout


@pytest.mark.usefixtures("few")
def test_a_page_holds_the_tables_and_says_how_it_is_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    words = ("--out", str(tmp_path / "out"), "--workers", "1", "--page", str(page))
    assert typed(*words, "--json", "--quiet").exit_code == 0
    written = page.read_text(encoding="utf-8")
    assert "`kantokuen calibrate standard --out DIR --page FILE.md`" in written
    told = json.loads(typed(*words, "--json", "--quiet", "--force").stdout)
    assert [f"## {each['title']}" for each in told["tables"]] == re.findall("^## .*", written, re.MULTILINE)


def test_a_page_that_is_there_is_not_overwritten_unasked(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("mine")
    ran = typed("--out", str(tmp_path / "out"), "--page", str(tmp_path / "page.md"))
    assert isinstance(ran.exception, InputError)
    assert "page.md" in str(ran.exception)
    assert (tmp_path / "page.md").read_text() == "mine"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("standrad",), "standard"),
        (("--page", "page.txt"), ".md"),
        (("--force",), "--page"),
        (("nothing.toml",), "no such file"),
        (("--fix", "staff.douby=0.1"), "staff.doubt"),
        (("--fix", "germany.pace=1"), "germany.pace is no judgement"),
        (("--fix", "staff.doubt=9"), "staff.doubt = 9"),
        (("--fix", "staff.doubt"), "staff.doubt"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_played(
    tmp_path: Path, words: tuple[str, ...], fault: str
) -> None:
    ran = typed(*words, "--out", str(tmp_path / "out"))
    assert isinstance(ran.exception, (InputError, SystemExit))
    told = f"{ran.exception} {ran.output}"
    assert fault in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("missing", "option"), [("sklearn", ()), ("arviz_stats", ("--check",))])
def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str, option: tuple[str, ...]
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    ran = typed("--out", str(tmp_path / "out"), *option)
    assert isinstance(ran.exception, InputError)
    assert 'pip install "kantokuen[calibration]"' in str(ran.exception)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("few")
def test_a_command_that_is_stopped_says_so_and_ends_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(wave_module, "play_part", stopped)
    ran = typed("--out", str(tmp_path / "out"), "--workers", "1")
    assert ran.exit_code == 130
    assert "stopped" in ran.stderr


@pytest.mark.usefixtures("few")
def test_a_full_disk_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(wave_module, "write_whole", full)
    ran = typed("--out", str(tmp_path / "out"), "--workers", "1")
    assert ran.exit_code == 1
    assert "No space left on device" in ran.stderr
