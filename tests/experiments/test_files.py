"""Files: whole or not at all, never over another one unasked, and never through what is no ordinary file."""

import errno
import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.feather
import pytest
from typer.testing import CliRunner

from kantokuen.cli.app import app
from kantokuen.experiments.files import replacing, save_frame, save_text, whole
from kantokuen.model.errors import InputError

FRAME = pl.DataFrame(
    {"outcome": ["stand_guard", None], "day": [date(1941, 7, 4), None], "peak": [16.0, 51.0]}
)
COMMANDS = {
    "run": ["run", "--out", "x.parquet"],
    "run to csv": ["run", "--out", "x.csv"],
    "run to arrow": ["run", "--trace", "--out", "x.arrow"],
    "compare": ["compare", "historical", "no-embargo", "--out", "x.svg"],
    "compare, the frame": ["compare", "historical", "no-embargo", "--data", "x.arrow"],
    "sensitivity": ["sensitivity", "nowhere", "--out", "x.png"],
    "regional": ["regional", "nowhere", "--data", "x.csv"],
    "phase": ["phase", "nowhere", "--data", "x.parquet"],
    "discover": ["discover", "nowhere", "--out", "x.svg"],
    "validate": ["validate", "--out", "x.md"],
}
"""Every command that writes a file; the names of stores are of none, so that only the file is judged."""


def told(words: list[str]) -> str:
    result = CliRunner().invoke(app, words)
    assert isinstance(result.exception, InputError), result.output
    return str(result.exception)


def written(words: list[str], limit: int | None = None) -> "subprocess.CompletedProcess[str]":
    """Run the command line, if asked for where no file may be longer than a limit."""
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); " if limit else ""
    )
    code += "import sys; sys.argv = ['kantokuen', *sys.argv[1:]]; from kantokuen.cli.app import main; main()"
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_that_is_there_is_not_overwritten_unasked(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    *_, option, file = COMMANDS[name]
    Path(file).write_text("years of work")
    fault = f"{option}: '{file}': is there already; allowed: another name, or --force to overwrite it"
    assert told(COMMANDS[name]) == fault
    assert Path(file).read_text() == "years of work"
    if "nowhere" in COMMANDS[name]:  # with --force it is the store that is at fault
        assert "nowhere: does not exist" in told([*COMMANDS[name], "--force"])


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_no_ordinary_file_is_refused_before_any_work_is_done(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path(COMMANDS[name][-1])
    os.mkfifo(file)
    assert f"'{file}': is a pipe or a device; allowed: the name of a file" in told(COMMANDS[name])
    file.unlink()
    file.mkdir()
    assert f"'{file}': is a folder" in told(COMMANDS[name])
    file.rmdir()
    file.symlink_to("/dev/full")
    assert "is a pipe or a device" in told([*COMMANDS[name], "--force"])
    for device in ("/dev/null", "/dev/stdout"):
        assert device in told([*COMMANDS[name][:-1], device])


@pytest.mark.parametrize("manifest", ["_manifest.parquet", "manifest.json"])
@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_is_written_into_the_folder_of_a_sweep(
    name: str, manifest: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / manifest).write_text("")
    (tmp_path / ".lock").write_text("")
    assert "is in the folder of a sweep" in told(COMMANDS[name])


def test_a_run_overwrites_when_it_is_told_to(tmp_path: Path) -> None:
    target = tmp_path / "worlds.csv"
    target.write_text("old")
    assert CliRunner().invoke(app, ["run", "--worlds", "3", "--out", str(target), "--force"]).exit_code == 0
    assert pl.read_csv(target).height == 3
    assert [each.name for each in tmp_path.iterdir()] == ["worlds.csv"]


@pytest.mark.parametrize(
    ("words", "suffix"),
    [
        (["run", "--worlds", "2000"], ".parquet"),
        pytest.param(["run", "--worlds", "2000"], ".csv", marks=pytest.mark.slow),
        pytest.param(["run", "--worlds", "40", "--trace"], ".arrow", marks=pytest.mark.slow),
    ],
)
def test_a_full_disk_is_said_to_be_full(words: list[str], suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"worlds{suffix}"
    target.write_text("old")
    ran = written([*words, "--out", str(target), "--force"], limit=8192)
    assert ran.returncode == 1
    assert f"kantokuen: the system refused: File too large; '{target}' was not written\n" in ran.stderr
    assert "fault of the program" not in ran.stderr
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".arrow"])
def test_a_run_is_written_in_each_form_with_the_same_rows(suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"worlds{suffix}"
    for words in ([], ["--trace"]):
        command = ["run", "--worlds", "20", "--out", str(target), "--force", *words]
        ran = CliRunner().invoke(app, command)
        assert (ran.exit_code, f"{target}: " in ran.stderr) == (0, True)
        read = {".parquet": pl.read_parquet, ".csv": pl.read_csv, ".arrow": pl.read_ipc}[suffix]
        assert read(target).height == (20 * 15 if words else 20)


def test_others_read_arrow_and_csv(tmp_path: Path) -> None:
    for name in ("x.arrow", "x.csv", "x.parquet"):
        save_frame(FRAME, tmp_path / name)
    frame = pd.read_feather(tmp_path / "x.arrow")
    assert frame["day"][0] == date(1941, 7, 4)
    assert pyarrow.feather.read_table(tmp_path / "x.arrow").num_rows == 2
    assert pd.read_csv(tmp_path / "x.csv", parse_dates=["day"])["day"][0] == pd.Timestamp(1941, 7, 4)
    query = f"select day from '{tmp_path / 'x.csv'}'"  # noqa: S608  (a file of the test)
    assert duckdb.connect().execute(query).fetchall() == [(date(1941, 7, 4),), (None,)]


def test_of_a_link_the_file_that_it_leads_to_is_written(tmp_path: Path) -> None:
    goal, link = tmp_path / "far" / "goal.md", tmp_path / "link.md"
    goal.parent.mkdir()
    link.symlink_to(goal)
    for text in ("first", "second"):  # to begin with it leads to nothing
        save_text(text, link)
        assert (goal.read_text(), link.is_symlink()) == (text, True)
    assert list(goal.parent.iterdir()) == [goal]


def test_a_link_that_leads_to_itself_is_said_to_be_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "b.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    with pytest.raises(InputError, match=r"'.*a\.md': cannot be written: Too many levels of symbolic links"):
        save_text("text", tmp_path / "a.md")


@pytest.mark.parametrize("name", ["a\0b.md", "a" * 300 + ".md"])
def test_what_can_be_no_name_is_said_to_be_none(name: str, tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"is no name that a file can have|cannot be written: File name too long"
    ):
        save_text("text", tmp_path / name)


def test_a_name_as_long_as_names_may_be_is_written(tmp_path: Path) -> None:
    target = tmp_path / ("a" * 252 + ".md")
    save_text("text", target)
    assert target.read_text() == "text"


def test_a_name_that_someone_laid_there_is_not_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda _: "0" * 16)
    (tmp_path / "mine").write_text("years of work")
    (tmp_path / f".kantokuen-{'0' * 16}.tmp").symlink_to(tmp_path / "mine")
    with pytest.raises(FileExistsError), replacing(tmp_path / "x.md") as beside:
        beside.write_text("text")
    assert (tmp_path / "mine").read_text() == "years of work"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444])
def test_a_file_that_is_overwritten_keeps_its_mode(mode: int, tmp_path: Path) -> None:
    target, link = tmp_path / "x.md", tmp_path / "link.md"
    target.write_text("old")
    target.chmod(mode)
    link.symlink_to(target)
    for name in (target, link):
        save_text("new", name)
        assert stat.S_IMODE(target.stat().st_mode) == mode


def test_a_new_file_has_the_mode_that_new_files_have(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    save_text("new", tmp_path / "x.md")
    assert (tmp_path / "x.md").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_file_that_stands_is_not_said_to_be_unwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.fsync

    def refuse_folders(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        really(handle)

    monkeypatch.setattr(os, "fsync", refuse_folders)
    with pytest.raises(OSError, match=r"Input/output error; '.*x\.md' is written, but may not outlast"):
        save_text("new", tmp_path / "x.md")
    assert (tmp_path / "x.md").read_text() == "new"


def test_a_folder_that_may_be_written_to_but_not_listed_takes_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.open

    def refuse(path: object, *rest: Any, **named: Any) -> int:
        if path == tmp_path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return really(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    save_text("new", tmp_path / "x.md")
    assert (tmp_path / "x.md").read_text() == "new"


def test_a_fault_of_our_own_is_not_taken_for_one_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), whole(tmp_path / "x.md"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
