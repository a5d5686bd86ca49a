"""The commands `plans`, `sweep`, `verify` and `check` of a plan: what they print and how they end."""

import json
import signal
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from kantokuen.cli import progress
from kantokuen.cli import sweep as sweep_cli
from kantokuen.cli.app import app
from kantokuen.experiments.calibration.plan import CalibrationPlan
from kantokuen.experiments.sweeps.part import play_part
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.experiments.sweeps.store import open_store
from kantokuen.model.errors import InputError
from kantokuen.model.text.words import ENGLISH
from tests.support.small import PART_ROWS, PARTS, PLAYED_BY, small_text


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.toml"
    file.write_text(small_text(), encoding="utf-8")
    return file


def swept(plan: Path, *words: str) -> Result:
    out = ["--out", str(plan.parent / "store"), "--part-rows", str(PART_ROWS), "--workers", "1"]
    return typed("sweep", str(plan), *out, *words)


def test_the_list_of_plans_gives_each_with_its_question_and_size() -> None:
    printed = typed("plans").output
    for name in Plan.names():
        assert name in printed
    assert "embargo" in printed
    assert "130,000" in printed


def test_the_list_of_plans_as_json_can_be_read() -> None:
    listed = json.loads(typed("plans", "--json").output)
    assert [each["name"] for each in listed] == Plan.names()
    assert all(each["rows"] == each["points"] * each["worlds"] for each in listed)


def test_a_plan_of_a_calibration_is_checked_as_one(tmp_path: Path) -> None:
    shipped = CalibrationPlan.load()
    text = (files("kantokuen.experiments") / "data/calibrations/standard.toml").read_text(encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    fits = f"It fits {len(shipped.keys)} judgements over {shipped.all_worlds:,} worlds"
    assert f"a good plan of a calibration, 'standard'. {fits}" in typed("check", str(file)).output
    file.write_text(text.replace("draws = 1_000", "draws = 0"), encoding="utf-8")
    assert "draws = 0 is not usable" in str(typed("check", str(file)).exception)


def test_a_shown_plan_is_a_good_plan(tmp_path: Path) -> None:
    file = tmp_path / "copy.toml"
    file.write_text(typed("plans", "show", "pace-and-winter").output, encoding="utf-8")
    checked = typed("check", str(file))
    assert checked.exit_code == 0
    assert (
        "a good plan, 'pace-and-winter'. It varies germany.pace, season.winter_shift; grid" in checked.output
    )


def test_a_wrong_plan_is_told_line_by_line(plan: Path) -> None:
    plan.write_text('name = "x"\nsampler = "sobl"\n[vary]\ngermany.pase = [1.0]\n', encoding="utf-8")
    ran = typed("check", str(plan))
    assert isinstance(ran.exception, InputError)
    said = str(ran.exception).splitlines()
    assert len(said) == 2
    assert "unknown sampler 'sobl'; nearest known name: 'sobol'; allowed: grid" in said[0]
    assert "germany.pase is not a known lever; nearest known name: 'germany.pace'" in said[1]


def test_a_sweep_ends_with_the_line_that_reads_it(plan: Path) -> None:
    ran = swept(plan)
    assert ran.exit_code == 0
    assert "256 rows in 8 files" in ran.output
    line = ran.output.splitlines()[-1]
    assert line == f"polars.scan_parquet({str(plan.parent / 'store')!r})"
    assert pl.scan_parquet(plan.parent / "store").collect().height == 256
    again = swept(plan, "--json", "--quiet")
    told = json.loads(again.output)
    assert told | {"store": "", "address": ""} == {
        "store": "",
        "address": "",
        "complete": True,
        "rows": 256,
        "rows_planned": 256,
        "files": PARTS,
        "failures": {},
    }


def test_a_quiet_sweep_prints_nothing(plan: Path) -> None:
    assert swept(plan, "--quiet").output == ""


def test_a_sweep_with_failed_parts_ends_with_status_1_and_the_reasons(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("no such luck")

    monkeypatch.setattr(PLAYED_BY, fails)
    ran = swept(plan)
    assert ran.exit_code == 1
    assert "part 0 failed: ValueError: no such luck" in ran.output
    assert "8 of 8 parts failed, the others stand; the same command tries them again" in ran.output


def test_a_stopped_sweep_says_how_to_go_on(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(PLAYED_BY, stopped)
        ran = swept(plan)
    assert ran.exit_code == sweep_cli.STOPPED
    assert "stopped: 0 of 256 rows stand in" in ran.output
    assert swept(plan).exit_code == 0


def test_a_sweep_stopped_before_its_first_line_says_so(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kantokuen.experiments.sweeps.sweep.begin", stopped)
    ran = swept(plan)
    assert ran.exit_code == sweep_cli.STOPPED
    assert "stopped, before anything was written" in ran.output


def test_sigterm_stops_as_ctrl_c_does(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(PLAYED_BY, ended)
    before = signal.getsignal(signal.SIGTERM)
    ran = swept(plan)
    assert ran.exit_code == sweep_cli.STOPPED
    assert "the same command goes on from there" in ran.output
    assert signal.getsignal(signal.SIGTERM) is before


def test_an_analysis_does_not_write_into_the_store(plan: Path) -> None:
    swept(plan)
    store = plan.parent / "store"
    ran = typed("sensitivity", str(store), "--data", str(store / "x.parquet"))
    assert isinstance(ran.exception, InputError)
    assert "is in the folder of a sweep" in str(ran.exception)
    assert typed("verify", str(store), "--sample", "0").exit_code == 0


def test_an_unknown_executor_is_refused_before_anything_is_written(plan: Path) -> None:
    ran = swept(plan, "--executor", "proceses")
    assert isinstance(ran.exception, InputError)
    assert "nearest known name: 'processes'" in str(ran.exception)
    assert not (plan.parent / "store").exists()


def test_verify_says_what_it_checked(plan: Path) -> None:
    swept(plan)
    store = str(plan.parent / "store")
    ran = typed("verify", store, "--sample", "2")
    assert ran.exit_code == 0
    assert "complete, 256 rows. 8 files have their checksum, 2 of them played again" in ran.output
    told = json.loads(typed("verify", store, "--sample", "0", "--json").output)
    assert told == {
        "store": store,
        "complete": True,
        "rows": 256,
        "files": PARTS,
        "played_again": [],
        "failures": {},
    }


@pytest.mark.slow
def test_verify_of_a_damaged_store_ends_with_status_2(plan: Path) -> None:
    swept(plan)
    file = plan.parent / "store" / "part-000002.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    words = [sys.executable, "-m", "kantokuen", "verify", str(plan.parent / "store")]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "part-000002.parquet differs from what was written" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_unfinished_store_is_called_so(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = play_part

    def some(chosen: Plan, number: int, size: int) -> object:
        if number:
            raise ValueError("later")
        return keep(chosen, number, size)

    with monkeypatch.context() as patch:
        patch.setattr(PLAYED_BY, some)
        swept(plan)
    assert "unfinished, 32 rows" in typed("verify", str(plan.parent / "store")).output
    assert not open_store(plan.parent / "store").complete


def test_the_names_of_plans_are_offered_to_the_shell() -> None:
    assert sweep_cli.complete_plan("pace") == ["pace-and-winter"]


def test_a_log_gets_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: clock[0])
    with progress.row_progress(ENGLISH, is_wanted=True) as tell:
        assert tell is not None
        for clock[0], done in ((0.0, 0), (20.0, 200_000), (40.0, 400_000), (50.0, 500_000)):
            tell(done, 7_000_000)
    assert capsys.readouterr().err == "400,000 of 7,000,000 rows, 10,000/s, 11 min 0 s left\n"


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(force_terminal=True, width=100, record=True)
    monkeypatch.setattr("kantokuen.cli.console.open_console", lambda **_: console)
    with progress.row_progress(ENGLISH, is_wanted=True, what="parts") as tell:
        assert tell is not None
        tell(0, 10)
        tell(4, 10)


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5 s left"), (65, "1 min 5 s left"), (7300, "2 h 1 min left")]
)
def test_time_left_is_told_in_words(monkeypatch: pytest.MonkeyPatch, seconds: int, words: str) -> None:
    now = iter([0.0, 1.0])
    monkeypatch.setattr(progress, "monotonic", lambda: next(now))
    pace = progress.Pace(ENGLISH)
    assert pace.in_words(0, seconds + 1) == ""
    assert pace.in_words(1, seconds + 1) == f"1/s, {words}"
