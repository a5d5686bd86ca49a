"""Where the file of rooms lies by default, and where it may not lie."""

import os
import sys
from pathlib import Path

import pytest

from kantokuen.dashboard.room_file import check_room_file, usual_place
from kantokuen.model.errors import InputError


@pytest.mark.parametrize(
    ("system", "variable", "found"),
    [
        ("linux", None, "home/.local/share"),
        ("linux", "XDG_DATA_HOME", "given"),
        ("darwin", "XDG_DATA_HOME", "home/Library/Application Support"),
        ("win32", None, "home/AppData/Local"),
        ("win32", "LOCALAPPDATA", "given"),
    ],
)
def test_by_default_it_lies_where_the_system_keeps_data_of_programs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: str, variable: str | None, found: str
) -> None:
    for each in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(each, raising=False)
    if variable:
        monkeypatch.setenv(variable, str(tmp_path / "given"))
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    assert usual_place() == tmp_path / found / "kantokuen" / "rooms.sqlite"


def test_a_file_that_is_there_or_can_be_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "rooms.sqlite"
    check_room_file(file)
    assert not file.exists()
    file.touch()
    check_room_file(file)


def test_a_pipe_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is a pipe or a device; allowed: the name of a file"):
        check_room_file(tmp_path / "pipe")


def test_nor_is_a_file_that_may_only_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "rooms.sqlite"
    file.touch()
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) == tmp_path or mode == os.R_OK)
    with pytest.raises(InputError, match="may not be read and written; allowed: a file that may"):
        check_room_file(file)
