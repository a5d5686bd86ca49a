"""The command line speaks every language: what it prints in Japanese is Japanese, and JSON is as ever."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kantokuen.agents.roster import OFFICES
from kantokuen.cli import app
from kantokuen.experiments.analyses.measures import MEASURES
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.model import evidence
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.parameters import KINDS, PARAMETERS
from kantokuen.model.scenario import Scenario

Play = Callable[..., tuple[int, str, str]]

PLAN = """
name = "tiny"
question = "?"
sampler = "{sampler}"
samples = {samples}
worlds = 4
[vary]
germany.pace = {{ from = 0.7, to = 1.8 }}
soviet.transfer_share = {{ from = 0.0, to = 0.8 }}
"""

TYPED = {"json", "set", "kind", "topic", "find", "all", "conflicts", "corrections", "TEXT", "ID", "Ctrl"} | {
    "ensemble"
}
"""Words that a person types."""

SIGNS = {"km", "KS", "PRIM", "Kantokuen", "kantokuen", "sources", "saltelli", "morris", "sobol", "grid"}
SIGNS |= {"polars", "scan", "parquet", "tiny", "true", "false", "toml"}
NAMES = {
    *OFFICES,
    *(part for key in PARAMETERS for part in key.split(".")),
    *(choice for each in PARAMETERS.values() for choice in each.choices),
    *KINDS,
    *Scenario.names(),
    *Plan.names(),
    *MEASURES,
    *ENSEMBLES,
}


def english_in(printed: str) -> set[str]:
    """Latin words that are no name, no key and nothing to be typed."""
    without_names = re.sub(
        "|".join(re.escape(name) for name in sorted(NAMES, key=len, reverse=True)), "", printed
    )
    return set(re.findall(r"[A-Za-z]{2,}", without_names)) - TYPED - SIGNS


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Play:
    """Type a line: get the exit status, the standard output and the standard error."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("KANTOKUEN_LANGUAGE", raising=False)

    def play_line(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kantokuen", *words])
        with pytest.raises(SystemExit) as end:
            app.main()
        out, err = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return end.value.code, out, err

    return play_line


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sweep of each kind that an analysis asks for."""
    from kantokuen.experiments.sweeps.sweep import sweep

    where: Path = tmp_path_factory.mktemp("swept")
    for sampler, samples in (("saltelli", 16), ("morris", 4), ("sobol", 128)):
        plan = where / f"{sampler}.toml"
        plan.write_text(PLAN.format(sampler=sampler, samples=samples), encoding="utf-8")
        sweep(Plan.load(plan), where / sampler, workers=1)
    return where


@pytest.mark.parametrize(
    "line",
    [
        "run",
        "run soviet-collapse --cadence ten-day --until 1941-12",
        "run --quiet",
        "run --worlds 20 --set germany.pace=1.2",
        "scenarios",
        "plans",
        "sources",
        "check sobol.toml",
        "compare historical soviet-collapse --worlds 20",
        "compare historical mild-winter --worlds 20 --lens-b rational --cadence ten-day --quiet",
        "compare historical historical --worlds 2",
        pytest.param("causes soviet-collapse --until 1941-10", marks=pytest.mark.slow),
        "verify sobol",
        "sensitivity saltelli",
        "sensitivity morris",
        "regional sobol",
        "phase sobol",
        "sweep sobol.toml --out sobol",
    ],
)
def test_what_is_printed_in_japanese_holds_no_english(
    play: Play, folder: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    status, out, err = play(*line.split(), "--language", "ja")
    assert status == 0, err
    assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", out)
    assert english_in(out + err) == set()
    assert "…" not in out


@pytest.mark.parametrize("prefix", ["germany", "soviet", "sanctions", "navy"])
def test_levers_are_japanese_up_to_their_sources(play: Play, prefix: str) -> None:
    _, out, _ = play("levers", prefix, "--kind", "lever", "--language", "ja")
    told = re.sub(r"出典：.*?（確度：", "", "".join(out.split()))
    assert english_in(told) == set()
    assert "とりうる値" in told


@pytest.mark.slow
def test_what_validation_reports_is_japanese_up_to_the_statements_of_the_evidence(
    play: Play,
) -> None:
    status, out, err = play("validate", "--worlds", "50", "--markdown", "--quiet", "--language", "ja")
    assert (status, err) == (0, "")
    changed = evidence.counterfactuals()
    for statement in (*evidence.patterns()["statement"], *changed["statement"], *changed["reason"]):
        assert statement in out
        out = out.replace(statement, "")
    commands, ids = r"`kantokuen (validate|calibrate).*?`", r"\b(PAT|CTF|DEC|EXP|SOV|JPN|OIL)\d+[A-Z]?"
    without_ids = re.sub(f"{commands}|{ids}", "", out, flags=re.ASCII)
    assert english_in(without_ids) == set()


def test_boxes_are_found_in_japanese(play: Play, folder: Path) -> None:
    pytest.importorskip("ema_workbench")
    status, out, err = play("discover", str(folder / "sobol"), "--language", "ja")
    assert status == 0, err
    assert english_in(out) == set()


def test_the_environment_sets_the_language_and_the_option_wins(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = play("run", "--quiet")[1]
    japanese = play("run", "--quiet", "--language", "ja")[1]
    assert english.startswith("Kantokuen")
    assert japanese.startswith("関特演")
    monkeypatch.setenv("KANTOKUEN_LANGUAGE", "ja")
    assert play("run", "--quiet")[1] == japanese
    assert play("run", "--quiet", "--language", "en")[1] == english
    monkeypatch.setenv("KANTOKUEN_LANGUAGE", "")
    assert play("run", "--quiet")[1] == english


@pytest.mark.parametrize("name", ["jp", "", "EN"])
def test_a_language_that_there_is_not_is_refused(
    play: Play, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, err = play("run", "--language", name)
    assert (status, out) == (2, "")
    assert re.fullmatch(rf"kantokuen: --language: unknown language '{name}'.*; allowed: en, ja\n", err)
    monkeypatch.setenv("KANTOKUEN_LANGUAGE", "deutsch")
    status, out, err = play("scenarios")
    assert (status, out) == (2, "")
    assert err == "kantokuen: KANTOKUEN_LANGUAGE: unknown language 'deutsch'; allowed: en, ja\n"
    assert play("bench", "--worlds", "100") == (2, "", err)


@pytest.mark.parametrize(
    "line",
    [
        "run --worlds 3",
        "levers soviet",
        "scenarios",
        "compare historical mild-winter",
        pytest.param("validate --worlds 50 --quiet", marks=pytest.mark.slow),
    ],
)
def test_json_is_alike_in_every_language(play: Play, line: str) -> None:
    words = [*line.split(), "--json", *(["--worlds", "3"] if line.startswith("compare") else [])]
    assert play(*words) == play(*words, "--language", "ja")
