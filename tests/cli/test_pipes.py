"""The command line and what it is connected to: closed, full, narrow, or left early."""

from __future__ import annotations

import builtins
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from kantokuen import __main__ as entry
from kantokuen.cli.app import app
from tests.support.paths import ROOT

posix = pytest.mark.skipif(os.name != "posix", reason="needs a shell that closes streams")
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")

COMMANDS = {
    "help": "--help",
    "line": "--version",
    "file": "scenarios show historical",
    "json": "sources SOV024 --json",
    "tables": "run --until 1941-04",
}
"""A command for each way in which something is written."""

QUICK = {"tables"}

every_command = pytest.mark.parametrize(
    "line",
    [
        pytest.param(line, id=name, marks=[] if name in QUICK else pytest.mark.slow)
        for name, line in COMMANDS.items()
    ],
)


def shell(line: str, streams: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Type a line with its streams redirected."""
    command = f"{shlex.quote(sys.executable)} -m kantokuen {line} {streams}"
    return subprocess.run(
        ["/bin/bash", "-c", command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


# ---- closed ------------------------------------------------------------------------------------------


@posix
@every_command
def test_a_closed_standard_output_is_one_to_which_nobody_listens(line: str) -> None:
    done = shell(line, ">&-")
    assert (done.returncode, done.stderr) == (0, "")


@posix
def test_with_every_stream_closed_a_result_is_whole_and_alone_in_its_file(tmp_path: Path) -> None:
    target = tmp_path / "worlds.parquet"
    done = shell(f"run --worlds 10 --until 1941-05 --out {target}", "<&- >&- 2>&-")
    assert done.returncode == 0
    assert pl.read_parquet(target).height == 10


@posix
@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_wrong_input_keeps_its_status_whatever_is_closed(streams: str) -> None:
    done = shell("run no-such-history", streams)
    assert done.returncode == 2
    assert done.stderr == "" if "2>" in streams else "no-such-history" in done.stderr


# ---- full --------------------------------------------------------------------------------------------


@full
@every_command
def test_a_full_standard_output_is_told_in_words(line: str) -> None:
    done = shell(line, "> /dev/full")
    told = "kantokuen: standard output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, told)


@full
def test_a_full_standard_error_changes_no_status() -> None:
    assert shell("run no-such-history", "2> /dev/full").returncode == 2


@full
def test_without_buffers_it_is_the_same() -> None:
    done = shell("--version", "> /dev/full", PYTHONUNBUFFERED="1")
    assert done.returncode == 1
    assert "No space left" in done.stderr


# ---- left early --------------------------------------------------------------------------------------


@posix
@every_command
def test_a_reader_that_leaves_at_once_is_no_fault(line: str) -> None:
    done = shell(line, "| true; exit ${PIPESTATUS[0]}")
    assert (done.returncode, done.stderr) == (0, "")


def test_stopped_while_it_is_loaded_it_ends_with_status_130_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def stopped(name: str, *rest: Any) -> Any:
        if name == "kantokuen.cli.app":
            raise KeyboardInterrupt
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", stopped)
    with pytest.raises(SystemExit) as end:
        entry.main()
    assert end.value.code == 130


# ---- width -------------------------------------------------------------------------------------------


def printed(line: str, columns: int) -> str:
    """Return what a line prints in a terminal of so many columns."""
    done = CliRunner().invoke(app, line.split(), env={"COLUMNS": str(columns)})
    assert done.exit_code == 0
    return done.output


@pytest.mark.parametrize("columns", [40, 60, 76, 200])
@pytest.mark.parametrize("line", ["levers", "scenarios", "plans", "sources SOV024"])
def test_lists_and_records_are_as_wide_as_columns_says_from_40_to_120(line: str, columns: int) -> None:
    widest = max(len(each) for each in printed(line, columns).splitlines())
    assert min(columns, 120) - 15 < widest <= min(columns, 120)


@pytest.mark.parametrize("line", ["run --until 1941-04", "run --worlds 10 --until 1941-05"])
def test_tables_are_no_narrower_than_80_columns_and_no_wider_than_120(line: str) -> None:
    told = {each: printed(line, each) for each in (40, 60, 76, 80, 120, 200)}
    assert told[40] == told[60] == told[76] == told[80]
    assert "…" not in told[40]
    assert told[200] == told[120]
