"""The benchmark: it measures what it says, and says what it missed and what it could not measure."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from io import StringIO
from math import isnan
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from kantokuen.cli.app import app
from kantokuen.cli.sheets import show_sheets
from kantokuen.experiments.bench import engine, kernel, measuring, report, study, sweeps, watching
from kantokuen.experiments.bench.measuring import Pace, best, by_turns, middle, ratio, readable, timed
from kantokuen.experiments.bench.watching import Peak, processor_seconds, sample, watched
from kantokuen.experiments.sheets import Sheet, shown
from kantokuen.experiments.sweeps.crews import Here
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.part import play_rows
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.model.errors import InputError
from kantokuen.model.model import KantokuenModel
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import Words
from kantokuen.model.values import varying

MEGABYTE = 1_000_000
JAPANESE = Words.of("ja")

NAMES = {"Python", "NumPy", "Mesa", "mesa.batch_run", "EMA workbench", "kantokuen sweep", "kantokuen --help"}
NAMES |= {"Parquet", "pip install psutil", "psutil", "MB", "Numba", "pip install numba", "PSS", "USS"}
"""What is called alike in every language, or is typed."""


# ---- measuring


def test_a_pace_tells_waiting_from_working() -> None:
    slept = timed(10, lambda: time.sleep(0.2))
    assert slept.seconds >= 0.2
    assert slept.processor < 0.1
    assert slept.rate == pytest.approx(10 / slept.seconds)


def test_the_best_of_several_tries_is_the_quickest() -> None:
    waits = iter((0.05, 0.0, 0.05))
    assert best(1, lambda: time.sleep(next(waits))).seconds < 0.05


def test_works_are_done_by_turns_and_each_round_is_told() -> None:
    done: list[str] = []
    works = {name: lambda name=name: done.append(name) for name in "ab"}
    paces = by_turns(5, works, 2, tell=lambda number: done.append(str(number)))
    assert done == ["1", "a", "b", "2", "a", "b"]
    assert [len(each) for each in paces.values()] == [2, 2]


def test_a_ratio_compares_figures_of_the_same_round() -> None:
    # the machine was ten times slower in the second round, which changes nothing
    assert ratio([2.0, 20.0, 3.0], [1.0, 10.0, 1.0]) == 2.0


def test_a_large_figure_is_shown_without_an_exponent() -> None:
    assert [shown(readable(each)) for each in (27123.4, 1.236)] == ["27123", "1.24"]


@pytest.mark.parametrize(("seconds", "expected"), [((3.0, 1.0, 2.0), 2.0), ((2.0, 1.0), 1.0)])
def test_the_middle_pace_is_one_that_was_measured(seconds: tuple[float, ...], expected: float) -> None:
    assert middle([Pace(1, each) for each in seconds]).seconds == expected


def test_a_system_that_does_not_tell_its_load_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "getloadavg", raising=False)
    assert "is not known" in measuring.load()


# ---- memory

HOLDS = "import subprocess, sys, time; held = bytearray({size}); {then}; time.sleep(30)"


def test_the_memory_of_a_process_counts_with_that_of_its_children() -> None:
    pytest.importorskip("psutil")
    inner = HOLDS.format(size=50 * MEGABYTE, then="held[::4096] = b'x' * len(held[::4096])")
    then = f"held[::4096] = b'x' * len(held[::4096]); subprocess.Popen([sys.executable, '-c', {inner!r}])"
    outer = HOLDS.format(size=80 * MEGABYTE, then=then)
    with subprocess.Popen([sys.executable, "-c", outer]) as process, watched(process.pid) as peak:
        until = time.monotonic() + 20.0
        while peak.whole < 130 * MEGABYTE and time.monotonic() < until:
            time.sleep(0.1)
        for child in __import__("psutil").Process(process.pid).children():
            child.kill()
        process.kill()
    assert 130 * MEGABYTE <= peak.whole < 230 * MEGABYTE
    assert 80 * MEGABYTE <= peak.first < 130 * MEGABYTE
    assert peak.processes == 2
    assert peak.samples >= 1


def test_a_process_that_has_ended_holds_nothing() -> None:
    psutil = pytest.importorskip("psutil")
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    assert sample(psutil, process.pid) == []


def test_what_may_not_be_read_counts_as_nothing() -> None:
    psutil = pytest.importorskip("psutil")

    class Closed:
        def memory_full_info(self) -> None:
            raise psutil.AccessDenied

    assert watching._held(psutil, Closed()) == 0


def test_without_psutil_nothing_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psutil", None)
    with watched(os.getpid()) as peak:
        time.sleep(watching.INTERVAL * 1.5)
    assert peak == Peak()
    assert isnan(processor_seconds())


def test_processor_time_counts_the_work_of_other_processes() -> None:
    pytest.importorskip("psutil")
    begun = processor_seconds()
    busy = "import time\nwhile time.process_time() < 0.3: pass\nprint(flush=True)\ntime.sleep(30)"
    with subprocess.Popen([sys.executable, "-c", busy], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        used = processor_seconds() - begun
        process.kill()
    assert used >= 0.25


def test_a_process_that_has_ended_has_used_nothing_more() -> None:
    psutil = pytest.importorskip("psutil")
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        seen = psutil.Process(process.pid)
        process.wait()
    assert watching._used(psutil, seen) == 0.0


# ---- the study


@pytest.mark.parametrize("rows", [1, 100, 10_000, 1_000_000])
def test_the_base_points_are_the_power_of_two_that_comes_near_to_the_rows(rows: int) -> None:
    samples = study.base_points(rows)
    assert samples & (samples - 1) == 0
    have = Design(study.plan_of(samples)).rows
    assert have <= max(rows * 1.5, 2 * (len(varying()) + 2))
    assert have >= rows / 1.5


def test_the_default_study_has_a_million_worlds_or_more() -> None:
    assert Design(study.plan_of(study.base_points(10_000 * sweeps._STUDY_TIMES))).rows >= sweeps._MILLION


def test_other_tools_play_the_worlds_that_the_sweep_stores() -> None:
    plan = study.plan_of(4)
    stored = play_rows(plan, 0, 20)["outcome"].to_list()
    played = []
    for members in study.members(plan, 20, 1):
        model = KantokuenModel(plan.scenario, 1, plan.seed, members=members)
        model.run()
        played.append(OUTCOMES[int(model.world.outcome_codes[0])])
        model.release()
    assert played == stored


def test_bare_simulation_plays_every_row_of_the_design() -> None:
    plan = study.plan_of(1024)
    blocks = study.bare_blocks(plan)
    assert sum(each.count for each in blocks) == Design(plan).rows
    key = plan.keys[0]
    joined = np.concatenate([each.levers[key] for each in blocks])
    assert np.array_equal(joined, Design(plan).values(0, Design(plan).rows)[key])


def test_a_sweep_that_fails_is_told_with_its_reason() -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('the disk is on fire')"]
    with pytest.raises(ChildProcessError, match="ended with 1: the disk is on fire"):
        study._run(command)


# ---- what the tables say


def _measured(
    *, one: float = 1.1, two: float = 0.6, peak: int = 500, samples: int = 9, rows: int = 1_179_648
) -> sweeps.Measured:
    """Return made-up measurements, of which bare simulation took a second for each 1000 rows."""
    turns = {
        name: [Pace(1000, seconds, seconds)] * 3
        for name, seconds in (("bare", 1.0), ("one", one), ("two", two))
    }
    swept = study.Swept(Pace(rows, rows / 2000), 10**7, Peak(peak * MEGABYTE, 200 * MEGABYTE, 4, samples))
    return sweeps.Measured(turns, swept, Pace(40, 0.4), "not installed")


def _reached(found: sweeps.Measured) -> dict[str, Any]:
    return {str(row[0])[:10].strip(): row[-1] for row in sweeps._aims(found).rows}


def _titles(tables: list[Sheet]) -> list[str]:
    return [table.title for table in tables]


def test_aims_that_are_reached_are_shown_as_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "cores", lambda: 2)
    reached = _reached(_measured())
    assert reached == {
        "(e) over (": True,
        "the same i": None,
        "(f) over (": True,
        "(g) over (": None,
        "memory of": True,
    }


def test_aims_that_are_missed_are_shown_as_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "cores", lambda: 2)
    reached = _reached(_measured(one=1.2, two=0.8, peak=601))
    assert [each for each in reached.values() if each is not None] == [False, False, False]


def test_what_was_not_measured_is_neither_reached_nor_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "cores", lambda: 1)
    found = _measured(samples=0)
    rows = {str(row[0]): row[2:] for row in sweeps._aims(found).rows}
    assert rows["(f) over (e): this machine has one core"] == (None, None)
    assert rows["memory of (g), MB"] == (None, None)
    assert "pip install psutil" in sweeps._memory(found.study).note


def test_the_time_of_other_tools_is_that_of_a_million_worlds_shared_by_all_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sweeps, "cores", lambda: 2)
    table = sweeps._tools(_measured())
    ours, mesa, workbench = table.rows
    assert ours[3] == pytest.approx(500.0)
    assert mesa[3:] == pytest.approx((5000.0, 10.0))  # 100 worlds a second, on two cores
    assert workbench == ("EMA workbench, its sequential evaluator: not measured, not installed", *[None] * 4)
    assert "extrapolated" in table.note
    assert "Ours is extrapolated" not in table.note


def test_the_share_of_the_cores_that_the_study_had_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "cores", lambda: 2)
    found = _measured()
    assert "of the time of all cores" not in sweeps._speed(found, "").note
    half = replace(found, study=replace(found.study, pace=Pace(1000, 10.0, 10.0)))
    assert "It had 50% of the time of all cores" in sweeps._speed(half, "").note


def test_a_study_below_a_million_says_that_it_is_extrapolated() -> None:
    found = _measured(rows=9216)
    assert "Ours is extrapolated as well, from 9,216 worlds" in sweeps._tools(found).note
    assert "this was 9,216" in sweeps._aims(found).note


def test_a_missing_workbench_is_told_instead_of_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise InputError("the EMA workbench cannot be loaded; install it")

    monkeypatch.setattr(study, "ema_model", missing)
    assert sweeps._by_workbench(study.plan_of(2)) == "the EMA workbench cannot be loaded; install it"


@pytest.mark.slow
def test_the_workbench_plays_points_of_the_design() -> None:
    pytest.importorskip("ema_workbench")
    pace = study.by_workbench(study.plan_of(2), 3)
    assert pace.worlds == 3
    assert pace.seconds > 0.0


# ---- the kernel


def test_a_kernel_that_is_not_compiled_agrees_with_the_engine() -> None:
    sitting = kernel.Sitting.of(5)
    assert kernel.disagreement(sitting, kernel.sit) <= kernel.AGREEMENT


def test_a_compiled_kernel_agrees_with_the_engine() -> None:
    _numba()
    assert kernel.disagreement(kernel.Sitting.of(300), kernel.compiled()) <= kernel.AGREEMENT


def test_a_sitting_is_set_beside_its_kernel() -> None:
    _numba()
    assert kernel.times_the_kernel(64) > 0.0


def test_a_kernel_that_differs_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "compiled", lambda: kernel.sit)
    monkeypatch.setattr(kernel, "_chance", lambda _: 0.5)
    with pytest.raises(ArithmeticError, match="differs from the engine"):
        kernel.times_the_kernel(2)


def test_without_numba_the_kernel_is_told_as_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    what, _, measured = engine._kernel(Words.of("en"))
    assert measured is None
    assert "pip install numba" in what


@pytest.mark.parametrize(
    ("most", "measured", "row"),
    [
        (0.45, 0.45, ("", "at most .45", 0.45, True)),
        (3.0, 3.5, ("", "at most 3", 3.5, False)),
        (3.0, None, ("", "at most 3", None, None)),
    ],
)
def test_an_aim_is_reached_missed_or_not_measured(
    most: float, measured: float | None, row: tuple[object, ...]
) -> None:
    assert engine._at_most(Words.of("en"), "", most, measured) == row


def _numba() -> None:
    """Skip where Numba is not installed; in CI it is."""
    if os.environ.get("CI") != "true":
        pytest.importorskip("numba", reason="install the extra `bench`")


# ---- in Japanese


def english_in(tables: list[Sheet], told: list[str]) -> set[str]:
    """Latin words of two letters or more that are no name."""
    cells = [str(cell) for table in tables for row in table.rows for cell in row if isinstance(cell, str)]
    said = " ".join(
        [*told, *cells, *(f"{each.title} {each.note} {' '.join(each.columns)}" for each in tables)]
    )
    for name in sorted(NAMES, key=len, reverse=True):
        said = said.replace(name, "")
    return set(re.findall(r"[A-Za-z]{2,}", said))


@pytest.fixture
def nameless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine of two cores without a name."""
    for module in (engine, measuring, sweeps):
        monkeypatch.setattr(module, "cores", lambda: 2)
    monkeypatch.setattr(measuring.platform, "system", str)
    monkeypatch.setattr(measuring.platform, "machine", str)


@pytest.mark.usefixtures("nameless")
def test_the_engine_is_measured_in_japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "best", lambda worlds, *_, **__: Pace(worlds, 0.5))
    monkeypatch.setattr(engine, "_peak", lambda *_: 1.0)
    monkeypatch.setattr(engine, "times_the_kernel", lambda _: 2.0)
    told: list[str] = []
    tables = engine.measure_engine(100, told.append, JAPANESE)
    assert english_in(tables, told) == set()
    assert [len(each.rows) for each in tables] == [7, 7, 2]
    assert len(told) == 4


@pytest.mark.usefixtures("nameless")
@pytest.mark.parametrize(("samples", "cores"), [(9, 2), (0, 1)])
def test_sweeps_are_measured_in_japanese(samples: int, cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = replace(_measured(samples=samples, rows=9216), workbench="無")
    found = replace(found, study=replace(found.study, pace=Pace(9216, 10.0, 10.0)))

    def turns(*_: object, tell: Callable[[int], None], **__: object) -> dict[str, list[Pace]]:
        tell(1)
        return found.turns

    monkeypatch.setattr(sweeps, "cores", lambda: cores)
    monkeypatch.setattr(sweeps, "by_turns", turns)
    monkeypatch.setattr(study, "two_workers", _here)
    monkeypatch.setattr(study, "sweep_apart", lambda _: found.study)
    monkeypatch.setattr(study, "by_mesa", lambda *_: found.mesa)
    monkeypatch.setattr(sweeps, "_by_workbench", lambda _: found.workbench)
    told: list[str] = []
    tables = sweeps.measure_sweeps(100, told.append, before=measuring.load(JAPANESE), words=JAPANESE)
    assert english_in(tables, told) == set()
    assert [len(each.rows) for each in tables] == [4, 3, 6, 3 if samples else 0]
    assert len(told) == 4


@pytest.mark.parametrize("width", range(80, 90))
def test_a_table_is_shown_whole_however_narrow_the_screen(width: int) -> None:
    console = Console(width=width, file=StringIO())
    table = sweeps._speed(_measured(), "", JAPANESE)
    show_sheets(console, [replace(table, note="")], JAPANESE)
    assert isinstance(console.file, StringIO)
    assert table.columns[-1] in console.file.getvalue()


def test_an_unknown_load_is_said_in_japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "getloadavg", raising=False)
    assert measuring.load(JAPANESE).endswith("不明")


# ---- the command


def _here(_: Plan) -> AbstractContextManager[Here]:
    return nullcontext(Here())


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["here", "two"])
def test_the_benchmark_of_sweeps_measures_all_that_it_promises(
    workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if workers == "here":
        monkeypatch.setattr(study, "two_workers", _here)  # to start two takes seconds
    result = CliRunner().invoke(app, ["bench", "--only", "sweeps", "--worlds", "100", "--json"])
    assert result.exit_code == 0, result.output
    tables = {each["title"]: each for each in json.loads(result.stdout)["tables"]}
    assert list(tables) == ["Sweeps", "A study of a million worlds", "Aims of sweeps", "Memory of a sweep"]
    rows = tables["Sweeps"]["rows"]
    assert [row[""] for row in rows] == ["d", "e", "f", "g"]
    assert rows[-1]["rows"] == Design(study.plan_of(study.base_points(10_000))).rows
    assert all(row["rows a second"] > 0 for row in rows)
    study_rows = tables["A study of a million worlds"]["rows"]
    assert study_rows[1]["times ours"] > 1.0
    assert "sweeps: round 5 of 5" in result.stderr


@pytest.mark.slow
def test_the_benchmark_of_the_engine_is_quiet_when_asked() -> None:
    result = CliRunner().invoke(app, ["bench", "--only", "engine", "--worlds", "100", "--quiet"])
    assert result.exit_code == 0, result.output
    assert "mesa.batch_run" in result.stdout
    assert "Aims of sweeps" not in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("options", "variable", "language"),
    [
        ([], "", "en"),
        ([], "ja", "ja"),
        (["--language", "ja"], "", "ja"),
        (["--language", "en"], "ja", "en"),
        (["--language", "ja", "--json"], "ja", "en"),
    ],
)
def test_the_benchmark_is_printed_in_the_language_that_is_asked_for(
    options: list[str], variable: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def measured(_: int, tell: Any, words: Words) -> list[Sheet]:
        asked.append(words.language)
        tell(words("bench.next.memory"))
        return [Sheet(words("bench.engine.title"), "", ("a",), ((True,),))]

    monkeypatch.setattr(sys.modules["kantokuen.experiments.bench"], "measure_engine", measured)
    monkeypatch.setenv("KANTOKUEN_LANGUAGE", variable)
    result = CliRunner().invoke(app, ["bench", "--only", "engine", *options])
    assert result.exit_code == 0, result.output
    assert asked == [language]
    words = Words.of(language)
    assert words("bench.engine.title") in result.stdout
    assert result.stderr == f"{words('bench.next.memory')}\n"
    assert words("choices.yes") in result.stdout or "--json" in options


def test_the_benchmark_has_two_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = sys.modules["kantokuen.experiments.bench"]
    table = Sheet("one", "", (), ())
    monkeypatch.setattr(bench, "measure_engine", lambda *_: [table])
    monkeypatch.setattr(bench, "measure_sweeps", lambda *_, **__: [Sheet("two", "", (), ())])
    assert _titles(report(100)) == ["one", "two"]
    assert _titles(report(100, "engine")) == ["one"]
    assert _titles(report(100, "sweeps")) == ["two"]
