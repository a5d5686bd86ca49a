"""The command line: what it prints, what it writes, and the status with which it ends.

The engine is stood in for by a small one with known answers, so that these tests are about the command
line only; the last two tests play the real one.
"""

import io
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest
from rich.console import Console

from kantokuen.agents.roster import OFFICES
from kantokuen.cli import app, one_world, options
from kantokuen.cli.console import ASCII, gauge, interval_bar
from kantokuen.experiments.runner import Run, run_worlds
from kantokuen.experiments.summary import summarise
from kantokuen.model.outcome import DATES
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.words import ENGLISH
from kantokuen.model.values import varying
from kantokuen.version import __version__
from tests.support.paths import ROOT

HEAVY = ("mesa", "numpy", "polars", "pydantic", "scipy")
VERDICT = "Sixteen divisions were mobilised, and then stood guard."

Play = Callable[..., tuple[int, str, str]]


class Told:
    """A story of three periods, alike in every language."""

    def tell(self, _: str) -> list[dict[str, Any]]:
        return [
            period(date(1941, 6, 30), 0.0),
            period(date(1941, 7, 31), -0.7, texts=["Prepare."]),
            period(date(1941, 8, 31), -0.7, embargo=True),
        ]

    def verdict(self, _: str) -> str:
        return VERDICT


@dataclass
class StandIn:
    """An engine that answers at once, and remembers what it was asked."""

    asked: dict[str, Any] = field(default_factory=dict)
    error: BaseException | None = None
    run: Run = field(default_factory=Run)
    worlds: int = 1
    drawn: dict[str, float] = field(default_factory=lambda: {"germany.pace": 0.9})
    outcomes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame({"world": [0], "outcome": ["x"]}))
    trace: pl.DataFrame | None = None
    told: "Told | None" = None
    posterior: bool = False

    def play(self, run: Run, worlds: int = 1, **asked: Any) -> "StandIn":
        self.run, self.worlds, self.asked = run, worlds, asked
        if asked["progress"] is not None:
            asked["progress"](worlds, worlds)
        if self.error is not None:
            raise self.error
        if run.trace:
            self.trace = pl.DataFrame({"world": [0, 0], "period": [0, 1]})
        self.told = Told() if worlds == 1 else None
        return self

    def summarise(self, results: "StandIn") -> dict[str, Any]:
        measure = {"p05": "1941-07-02", "median": "1941-07-05", "p95": None, "share": 0.5}
        names = ("attack_1941", "attack_1942", "field_incident", "stand_guard", "no_mobilisation")
        return {
            "worlds": results.worlds,
            **results.run.facts,
            "regime": {"fell_before_attack": 0.5, "fell_by_end": 0.1},
            "outcomes": {name: {"share": 0.2, "low": 0.1, "high": 0.3} for name in names},
            "divisions_peak": {"p05": 14.0, "median": 20.5, "p95": 24.0, "share": 1.0},
            **dict.fromkeys(
                (
                    "embargo_date",
                    "mobilisation_date",
                    "reversal_date",
                    "southern_war_date",
                    "settlement_date",
                ),
                measure,
            ),
        }


def period(day: date, net: float, *, texts: list[str] | None = None, embargo: bool = False) -> dict[str, Any]:
    """One period of a story in which all offices share one stance."""
    signals = {
        "german_km_to_moscow": 320.4,
        "soviet_divisions": 30.0,
        "soviet_divisions_believed": 26.5,
        "soviet_men": 703_714.0,
        "soviet_tanks": 3188.0,
        "soviet_aircraft": 4140.0,
        "oil_months": 20.8,
        "freeze": True,
        "embargo": embargo,
        "days_left": -3.0,
        "divisions_present": 14.0,
        "divisions_sanctioned": 16.0,
        "ripeness": 0.4,
    }
    stance = {
        "north": 0.0,
        "south": 0.0,
        "net": net,
        "ripeness": 0.4,
        "picks_at": 0.7,
        "soviet_divisions": 26.5,
    }
    actors = {office: dict(stance) for office in OFFICES}
    return {
        "date": day,
        "signals": signals,
        "actors": actors,
        "texts": texts or [],
        "orders": [],
        "events": [],
    }


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    stand_in = StandIn()
    for name, functions in (("runner", (Run, stand_in.play)), ("summary", (stand_in.summarise,))):
        module = ModuleType(f"kantokuen.experiments.{name}")
        for function in functions:
            setattr(module, function.__name__, function)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return stand_in


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Play:
    """Type a line: get the exit status, the standard output and the standard error."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv(app.DEBUG_VARIABLE, raising=False)

    def play_line(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kantokuen", *words])
        with pytest.raises(SystemExit) as end:
            app.main()
        out, err = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return end.value.code, out, err

    return play_line


def process(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Type a line in a process of its own."""
    import os

    return subprocess.run(
        [sys.executable, "-m", "kantokuen", *words],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['kantokuen', '--help']\n"
        "from kantokuen.cli.app import main\n"
        "try: main()\n"
        "finally: print('loaded:', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.rpartition("loaded:")[2].split()
    assert [name for name in HEAVY if name in loaded] == []


def test_version_is_printed(play: Play) -> None:
    assert play("--version") == (0, f"kantokuen {__version__}\n", "")


def test_help_names_every_command(play: Play) -> None:
    _, out, _ = play("--help")
    for name in ("run", "scenarios", "levers", "sources", "check"):
        assert f" {name} " in out


def test_one_world_shows_signals_stances_texts_and_verdict(play: Play, engine: StandIn) -> None:
    status, out, _ = play("run")
    assert (status, engine.worlds) == (0, 1)
    for words in ("Jul 1941", "320", "freeze", "14.0 / 16", "south ", " north", "Prepare.", VERDICT):
        assert words in out


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("worlds", ["1", "1000"])
def test_no_line_is_wider_than_the_terminal_or_cut(
    play: Play, engine: StandIn, monkeypatch: pytest.MonkeyPatch, width: int, worlds: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    _, out, _ = play("run", "--worlds", worlds)
    assert engine.worlds == int(worlds)
    assert max(len(line) for line in out.splitlines()) <= width
    assert "…" not in out


def test_many_worlds_show_shares_with_intervals(play: Play, engine: StandIn) -> None:
    status, out, err = play("run", "--worlds", "1000")
    assert (status, err, engine.worlds) == (0, "", 1000)
    for words in ("1,000 worlds", "20.0%", "10.0% to 30.0%", "1941-07-05", "20.5"):
        assert words in out


def test_the_levers_moved_are_named_above_the_run(play: Play, engine: StandIn) -> None:
    _, out, _ = play("run", "--set", "germany.pace=1.5", "--set", "navy.backs_north=true")
    assert engine.run.scenario.changed == {"germany.pace": 1.5, "navy.backs_north": True}
    assert "germany.pace=1.5, navy.backs_north=true" in out


def test_every_option_of_a_run_reaches_the_engine(play: Play, engine: StandIn) -> None:
    play(
        "run", "--seed", "7", "--lens", "nash", "--cadence", "ten-day", "--until", "1941-12", "--workers", "2"
    )
    assert engine.run == Run(
        Scenario.load("historical"), 7, "nash", "ten-day", "1941-12", trace=False, stances=False
    )
    assert engine.asked == {"workers": 2, "progress": None}


@pytest.mark.usefixtures("engine")
def test_quiet_leaves_the_verdict_only_before_and_after_the_command(play: Play) -> None:
    assert play("run", "--quiet") == play("--quiet", "run") == (0, f"{VERDICT}\n", "")


def test_json_is_one_object(play: Play, engine: StandIn) -> None:
    status, out, _ = play("run", "--json", "--worlds", "10")
    assert (status, json.loads(out)) == (0, engine.summarise(engine))


def test_out_writes_a_row_per_world(play: Play, engine: StandIn, tmp_path: Path) -> None:
    target = tmp_path / "worlds.parquet"
    status, _, err = play("run", "--out", str(target))
    assert status == 0
    assert "1 rows, 2 columns" in err
    assert pl.read_parquet(target).equals(engine.outcomes)
    assert [path.name for path in tmp_path.iterdir()] == ["worlds.parquet"]


def test_trace_writes_a_row_per_world_and_period(play: Play, engine: StandIn, tmp_path: Path) -> None:
    target = tmp_path / "periods.parquet"
    play("run", "--trace", "--out", str(target))
    assert engine.trace is not None
    assert pl.read_parquet(target).equals(engine.trace)


def test_a_failed_write_leaves_the_old_file_as_it_was(
    play: Play, engine: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "worlds.parquet"
    target.write_text("old")

    def fail(_frame: pl.DataFrame, path: Path) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", fail)
    status, _, err = play("run", "--out", str(target), "--force")
    assert (status, engine.worlds) == (1, 1)
    assert f"the system refused: No space left on device; '{target}' was not written" in err
    assert [path.name for path in tmp_path.iterdir()] == ["worlds.parquet"]
    assert target.read_text() == "old"


def test_a_folder_that_may_not_be_written_to_is_refused_before_any_world_is_played(
    play: Play, engine: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: not (path == tmp_path and mode == os.W_OK))
    status, _, err = play("run", "--out", str(tmp_path / "worlds.csv"))
    assert (status, engine.asked) == (2, {})
    assert f"'{tmp_path}/worlds.csv': cannot be written: Permission denied; allowed: a file that can" in err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["run", "historcal"], "'historical'"),
        (["run", "--lens", "politic"], "'politics'"),
        (["run", "--cadence", "monthly"], "'month'"),
        (["run", "--ensemble", "june"], "'june-1941'"),
        (["run", "--until", "1941-13"], "1941-04 to 1945-08"),
        (["run", "--until", "1941-03"], "1941-04 to 1945-08"),
        (["run", "--until", "1945-09"], "1941-04 to 1945-08"),
        (["run", "--until", "١٩٤١-٠٦"], "1941-04 to 1945-08"),
        (["run", "--worlds", "0"], "from 1 to"),
        (["run", "--worlds", "10000001"], "'10000001'"),
        (["run", "--worlds", "many"], "'many'"),
        (["run", "--seed", "-1"], "from 0 to"),
        (["run", "--seed", str(2**63)], "from 0 to"),
        (["run", "--workers", "0"], "from 1 to"),
        (["run", "--out", "worlds.xlsx"], "FILE.parquet, FILE.csv or FILE.arrow"),
        (["run", "--out", "no/such/folder/worlds.parquet"], "folder that does not exist"),
        (["run", "--trace"], "--out"),
        (["run", "--force"], "--force: there is no file to write to; allowed: --force with --out"),
        (
            ["validate", "--force"],
            "--force: there is no file to write to; allowed: --force with --out, --charts or --brief",
        ),
        (
            ["compare", "historical", "weather", "--force"],
            "--force: there is no file to write to; allowed: --force with --out or --data",
        ),
        (["phase", "x", "--force"], "--force: there is no file to write to; allowed: --force with --out"),
        (["discover", "x", "--density", "2"], "'2'; allowed: a number from 0 to 1"),
        (["discover", "x", "--density", "nan"], "'nan'; allowed: a number from 0 to 1"),
        (["discover", "x", "--density", "0.5", "--box", "1"], "--density with --box; allowed: one of them"),
        (
            ["bench", "--only", "engin"],
            "'engin'; allowed: engine, sweeps",
        ),
        (["sweep", "embargo", "--out", ""], "''; allowed: the name of a folder"),
        (["verify", ""], "''; allowed: the name of a folder"),
        (["phase", " "], "' '; allowed: the name of a folder"),
        (["verify", "no-such-folder"], "no-such-folder: does not exist; allowed: the folder of a sweep"),
        (["phase", "no-such-folder"], "no-such-folder: does not exist; allowed: the folder of a sweep"),
        (["verify", "x" * 300], "cannot be read: File name too long; allowed: the folder of a sweep"),
        (["phase", "x" * 300], "cannot be read: File name too long; allowed: the folder of a sweep"),
        (["run", "--set", "germany.pace"], "KEY=VALUE"),
        (["run", "--set", "germany.peace=1"], "germany.pace"),
        (["check", "no-such-file.toml"], "no-such-file.toml"),
        (["levers", "sovet"], "'soviet'"),
        (["sources", "--find", "x", "--conflicts"], "one of"),
        (["scenarios", "show", "historcal"], "'historical'"),
        (["rnu"], "'run'"),
        (["run", "--wrlds", "3"], "--worlds"),
    ],
)
def test_wrong_input_ends_with_status_2_and_says_what_is_allowed(
    play: Play, words: list[str], expected: str
) -> None:
    status, out, err = play(*words)
    assert (status, out) == (2, "")
    assert expected in err
    assert "Traceback" not in err


def test_an_out_that_is_a_folder_is_refused(play: Play, tmp_path: Path) -> None:
    folder = tmp_path / "worlds.parquet"
    folder.mkdir()
    status, _, err = play("run", "--out", str(folder))
    assert status == 2
    assert "is a folder" in err


def test_a_fault_of_the_program_ends_with_status_1_and_asks_for_a_report(play: Play, engine: StandIn) -> None:
    engine.error = ZeroDivisionError("division by zero")
    status, _, err = play("run")
    assert status == 1
    for words in ("ZeroDivisionError: division by zero", "report", app.DEBUG_VARIABLE):
        assert words in err
    assert "Traceback" not in err


def test_with_the_debug_variable_a_fault_shows_where_it_happened(
    engine: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.error = ZeroDivisionError("division by zero")
    monkeypatch.setenv(app.DEBUG_VARIABLE, "1")
    monkeypatch.setattr(sys, "argv", ["kantokuen", "run"])
    with pytest.raises(ZeroDivisionError):
        app.main()


def test_stopping_a_run_ends_with_status_130(play: Play, engine: StandIn) -> None:
    engine.error = KeyboardInterrupt()
    assert play("run")[0] == 130


def test_the_historical_scenario_is_listed_first(play: Play) -> None:
    _, out, _ = play("scenarios")
    assert out.splitlines()[0].strip() == "historical"
    rows = json.loads(play("scenarios", "--json")[1])
    assert [row["name"] for row in rows] == Scenario.names()


def test_a_shown_scenario_is_a_file_to_copy_from(play: Play, tmp_path: Path) -> None:
    _, out, _ = play("scenarios", "show", "soviet-collapse")
    copy = tmp_path / "mine.toml"
    copy.write_text(out, encoding="utf-8")
    assert tomllib.loads(out)["name"] == "soviet-collapse"
    status, said, _ = play("check", str(copy))
    assert status == 0
    assert "soviet.collapse=1941-08-10" in said
    assert play("check", str(copy), "--quiet") == (0, "", "")


def test_levers_are_listed_with_default_bounds_and_source(play: Play) -> None:
    _, out, _ = play("levers", "army.force_ratio")
    for words in ("army.force_ratio = 2", "from 0.5 to 5", "Source:", "confidence:"):
        assert words in out


def test_levers_as_json_have_the_fields_of_the_contract(play: Play) -> None:
    rows = json.loads(play("levers", "--json")[1])
    fields = [
        *("key", "kind", "type", "unit", "default", "low", "high", "choices"),
        *("source", "confidence", "help"),
    ]
    assert all(list(row) == fields for row in rows)
    assert {row["kind"] for row in rows} == {"lever", "uncertainty", "judgement"}


def test_the_three_kinds_are_told_apart_and_one_can_be_asked_for(play: Play) -> None:
    listed = play("levers")[1]
    places = [listed.index(f"\n{kind}: ") for kind in ("uncertainty", "judgement")]
    assert listed.startswith("lever: ")
    assert places == sorted(places)
    rows = json.loads(play("levers", "--kind", "uncertainty", "--json")[1])
    assert [row["key"] for row in rows] == list(varying())
    status, _, said = play("levers", "--kind", "jugement")
    assert status == 2
    assert "nearest known name: 'judgement'" in said


def test_an_amount_with_an_open_end_is_told_in_a_list_of_records(play: Play) -> None:
    assert "up to 6 weeks" in play("sources", "--find", "six weeks")[1]


def test_sources_give_an_overview_when_nothing_is_asked(play: Play) -> None:
    status, out, _ = play("sources")
    assert status == 0
    for topic in ("soviet_far_east", "oil", "chronology"):
        assert topic in out


def test_a_record_is_shown_in_full_with_its_conflicts_whatever_the_case_of_its_id(play: Play) -> None:
    _, out, _ = play("sources", "sov024")
    for words in (
        "SOV024",
        "1941-06-22",
        "japanese_estimate",
        "[Kawada2015]",
        "confidence",
        "checked in",
        "CON01",
    ):
        assert words in out
    record = json.loads(play("sources", "SOV024", "--json")[1])[0]
    assert (record["value"], record["unit"], record["contradicted_in"]) == (30.0, "divisions", "CON01")


def test_a_record_names_the_levers_that_cite_it(play: Play) -> None:
    record = json.loads(play("sources", "JPN060", "--json")[1])[0]
    assert "china.tied_divisions" in record["cited_by_levers"]


def test_a_record_names_its_documents_in_full_with_how_far_they_were_read(play: Play) -> None:
    record = json.loads(play("sources", "CHR007", "--json")[1])[0]
    assert any(each.startswith("[Coox1985] Alvin D. Coox, Nomonhan") for each in record["documents"])
    assert all(each.endswith(")") for each in record["documents"])
    assert "(through others)" in play("sources", "SOV024")[1]


def test_a_record_within_a_cited_series_names_the_lever_too(play: Play) -> None:
    record = json.loads(play("sources", "EAS005", "--json")[1])[0]
    assert record["cited_by_levers"] == "germany.pace"


def test_filters_narrow_the_evidence_together(play: Play) -> None:
    rows = json.loads(play("sources", "--topic", "oil", "--kind", "plan", "--json")[1])
    assert rows
    assert {(row["topic"], row["kind"]) for row in rows} == {("oil", "plan")}


def test_all_records_are_listed_with_source_and_confidence(play: Play) -> None:
    n_records = len(json.loads(play("sources", "--json")[1]))
    _, out, _ = play("sources", "--all")
    assert f"{n_records} records" in out
    assert "checked in: summary" in " ".join(out.split())
    assert "[Kawada2015]" in out


def test_evidence_is_found_by_its_words(play: Play) -> None:
    _, out, _ = play("sources", "--find", "toyoda")
    assert "CHR049" in out


def test_conflicts_name_what_the_baseline_uses_and_why(play: Play) -> None:
    _, out, _ = play("sources", "--conflicts")
    for words in ("baseline", "why", "SOV024"):
        assert words in out


def test_corrections_say_what_the_article_has_wrong(play: Play) -> None:
    rows = json.loads(play("sources", "--corrections", "--json")[1])
    assert any("Tono" in row["article_says"] for row in rows)


@pytest.mark.parametrize(
    ("words", "nearest"),
    [(["SOV999"], "SOV"), (["--topic", "oill"], "'oil'"), (["--kind", "plans"], "'plan'")],
)
def test_an_unknown_record_topic_or_kind_gets_the_nearest(play: Play, words: list[str], nearest: str) -> None:
    status, _, err = play("sources", *words)
    assert status == 2
    assert f"nearest known name: {nearest}" in err.replace("'SOV", "SOV")


def test_a_person_watching_many_worlds_sees_progress_unless_quiet(
    play: Play, engine: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    play("run", "--worlds", "10")
    assert engine.asked["progress"] is not None
    play("run", "--worlds", "10", "--quiet")
    assert engine.asked["progress"] is None


def test_the_lenses_and_cadences_are_offered_to_the_shell() -> None:
    assert options.complete_lens("po") == ["politics"]
    assert options.complete_cadence("") == ["month", "ten-day"]
    assert options.complete_ensemble("j") == ["june-1941"]
    assert options.complete_scenario("hist") == ["historical"]


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_help_and_tables_survive_every_encoding(encoding: str) -> None:
    for words in (["--help"], ["scenarios"], ["levers"], ["nonsense"]):
        done = process(*words, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
        assert "Traceback" not in done.stderr
        assert done.returncode == (2 if words == ["nonsense"] else 0)


def test_a_story_in_ascii_draws_with_ascii_signs_only(engine: StandIn) -> None:
    results = engine.play(engine.run, progress=None)
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    one_world.show_story(Console(file=file, width=80), results, ENGLISH)  # type: ignore[arg-type]
    file.seek(0)
    assert ASCII.filled in file.read()


@pytest.mark.skipif(sys.platform == "win32", reason="asks bash for the status of both ends of a pipe")
def test_a_reader_that_leaves_early_is_no_fault() -> None:
    command = f"{sys.executable} -m kantokuen levers | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["/bin/bash", "-c", command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_ten_day_story_dates_its_periods() -> None:
    assert one_world._label(date(1941, 7, 11), ENGLISH, by_month=False) == "11 Jul 1941"


def test_offices_are_sorted_into_zones_from_south_to_north() -> None:
    nets = {"NGS": -0.9, "NAV": -0.6, "PM": 0.0, "WAR": 0.3, "OPS": 1.0, "KAS": 0.7}
    zones = one_world._zones({office: {"net": net} for office, net in nets.items()})
    assert zones == [["NGS"], ["NAV"], ["PM"], ["WAR"], ["OPS", "KAS"]]


@pytest.mark.usefixtures("engine")
def test_a_period_in_which_nothing_changed_has_a_row_but_no_paragraph(play: Play) -> None:
    _, out, _ = play("run")
    assert [out.count(f"{month} 1941") for month in ("Jun", "Jul", "Aug")] == [3, 3, 2]
    assert "no oil" in out


def test_a_gauge_is_as_full_as_its_share() -> None:
    assert gauge(0.4, 5, ASCII) == "##..."
    assert gauge(1.7, 5, ASCII) == "#####"


def test_a_gauge_carries_marks_that_are_covered_when_they_are_reached() -> None:
    # of ten signs .30 is the third and .65, at half, the even sixth
    assert gauge(0.2, 10, ASCII, [0.3, 0.65]) == "##|..|...."
    assert gauge(0.3, 10, ASCII, [0.3, 0.65]) == "###..|...."


def picking(**changed: dict[str, float]) -> dict[str, dict[str, float]]:
    """All offices, who see a ripeness of .5 and pick at .7, but for those that are named."""
    return {office: {"ripeness": 0.5, "picks_at": 0.7} | changed.get(office, {}) for office in OFFICES}


def test_those_would_pick_in_whose_own_eyes_the_fruit_has_reached_their_picking_point() -> None:
    actors = picking(OPS={"picks_at": 0.5}, FOR={"picks_at": 0.3}, INT={"ripeness": 0.69})
    assert one_world._who_would_pick(actors, ENGLISH) == "OPS FOR"
    assert one_world._who_would_pick(picking(), ENGLISH) == "nobody"
    fallen = {office: {"ripeness": 1.0, "picks_at": 0.99} for office in OFFICES}
    assert one_world._who_would_pick(fallen, ENGLISH) == "all"


def test_picking_points_are_listed_the_greenest_first_and_again_with_a_new_person() -> None:
    story = [{"actors": picking(FOR={"picks_at": 0.3})}, {"actors": picking(FOR={"picks_at": 0.8})}]
    said = one_world._picking_points(["Jun 1941", "Jul 1941"], story, ENGLISH)
    assert said.index("30% FOR; 70% OPS AGS") < said.index("; from Jul 1941 80% FOR.")


def test_an_interval_bar_shows_low_share_and_high() -> None:
    assert interval_bar(0.1, 0.3, 0.6, 10, ASCII) == "#==---"
    assert interval_bar(0.0, 0.001, 0.002, 10, ASCII) == "-"
    assert interval_bar(0.0, 0.0, 0.0003, 10, ASCII) == ""


def test_the_real_engine_tells_one_world_and_ends_with_a_verdict() -> None:
    done = process("run", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("Apr 1941", "Jun 1942", "south ", "Verdict"):
        assert words in done.stdout


def test_the_real_engine_counts_many_worlds_as_json() -> None:
    done = process("run", "--worlds", "50", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    summary = json.loads(done.stdout)
    outcomes = ["attack_1941", "attack_1942", "field_incident", "stand_guard", "no_mobilisation"]
    assert list(summary["outcomes"]) == outcomes
    assert sum(each["share"] for each in summary["outcomes"].values()) == pytest.approx(1.0)
    assert list(summary["levers"]) == list(Scenario.load("historical").levers)


SUMMARY = (
    "scenario", "worlds", "seed", "lens", "cadence", "ensemble", "levers", "outcomes", "p_attack_1941",
    "regime", "divisions_peak", "embargo_date", "mobilisation_date", "reversal_date", "southern_war_date",
    "settlement_date", "periods",
)  # fmt: skip
ACTOR = (
    "person", "north", "south", "net", "ripeness", "hope", "picks_at", "soviet_divisions", "soviet_men",
    "parts",
)  # fmt: skip


@pytest.mark.parametrize("worlds", [1, 30])
def test_the_json_of_a_run_has_the_names_of_the_contract(worlds: int) -> None:
    summary = json.loads(json.dumps(summarise(run_worlds(worlds=worlds, until="1941-08")), allow_nan=False))
    assert tuple(summary) == SUMMARY
    assert all(list(each) == ["share", "low", "high"] for each in summary["outcomes"].values())
    assert list(summary["regime"]) == ["fell_before_attack", "fell_by_end"]
    for name in SUMMARY[10:16]:
        assert list(summary[name]) == ["p05", "median", "p95", "share"]
    texts = ["texts"] if worlds == 1 else []
    for period in summary["periods"]:
        assert list(period) == ["date", "actors", "asked", "outside", *texts]
        assert tuple(period["actors"]) == OFFICES
        assert list(period["outside"]) == ["US", "USSR", "GER"]
        for actor in period["actors"].values():
            assert tuple(actor) == ACTOR
            assert all(isinstance(part, float) for part in actor["parts"].values())


def test_the_rows_of_a_run_have_the_dates_peaks_and_uncertainties_of_each_world() -> None:
    rows = run_worlds(worlds=3, until="1941-08").outcomes
    told = ["world", "outcome", "regime_stands", "regime_fell", "divisions_peak", *DATES]
    assert rows.columns == [*told, *varying()]


def test_the_parts_of_a_net_stance_add_up_to_it_inside_the_scale() -> None:
    periods = summarise(run_worlds(until="1941-06"))["periods"]
    for actor in periods[-1]["actors"].values():
        inside = 0.0 < actor["north"] < 1.0 and 0.0 < actor["south"] < 1.0
        assert not inside or sum(actor["parts"].values()) == pytest.approx(actor["net"])
