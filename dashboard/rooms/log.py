"""The log: everything that happened in the rooms of a server, in one SQLite file that is only ever added to.

What has been acknowledged is on the disk: each event is a transaction of its own, written ahead and synced.
The state of a room is the replay of its events (`kantokuen.dashboard.rooms.state`).
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from kantokuen.model.errors import ends, input_error

_KIND: Final = 0x4B414E52
"""``application_id`` of a file of rooms."""

_FORM: Final = 1
"""``user_version``: how the file is laid out."""

_TABLES: Final = """
CREATE TABLE rooms (code TEXT PRIMARY KEY, opened REAL NOT NULL) STRICT;
CREATE TABLE events (
  number INTEGER PRIMARY KEY, room TEXT NOT NULL REFERENCES rooms(code) ON DELETE CASCADE,
  at REAL NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE INDEX of_room ON events(room, number);
"""
_WANTED: Final = "a file of rooms, or a new one in a folder that can be written"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a room.

    Attributes:
        number: of the event, over all rooms of the file.
        at: seconds since 1970.
        kind: what happened.
        data: the particulars, plain values.
    """

    number: int
    at: float
    kind: str
    data: Mapping[str, Any]


class Log:
    """The events of all rooms of one file, held by this process alone.

    Args:
        path: the file; it is made where there is none.

    Raises:
        InputError: another server holds it, it is no file of rooms, or it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._where = ends(path)
        if not path.parent.is_dir():
            raise input_error(self._where, "cannot be written: there is no such folder", _WANTED)
        self._turn = threading.Lock()
        self._lock = FileLock(path.with_name(f"{path.name}.lock"))
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise input_error(
                self._where, "is held by another server", "another file, or ending that server"
            ) from None
        except OSError as error:
            raise input_error(self._where, f"cannot be written: {error.strerror}", _WANTED) from error
        try:
            self._file = self._opened(path)
        except BaseException:
            self._lock.release()
            raise

    def _opened(self, path: Path) -> sqlite3.Connection:
        self._make(path)
        try:
            file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            try:
                self._prepare(file)
            except BaseException:
                file.close()
                raise
        except sqlite3.Error as error:
            raise input_error(self._where, f"cannot be used: {error}", _WANTED) from error
        return file

    def _make(self, path: Path) -> None:
        """Make a new file for its owner alone: names stand in it, and codes that can be tried through."""
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            return
        except OSError as error:
            raise input_error(self._where, f"cannot be written: {error.strerror}", _WANTED) from error

    def _prepare(self, file: sqlite3.Connection) -> None:
        (kind,), (form,) = (
            file.execute(f"PRAGMA {each}").fetchone() for each in ("application_id", "user_version")
        )
        (tables,) = file.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and kind != _KIND:
            raise input_error(self._where, "is not a file of rooms", _WANTED)
        if tables and form != _FORM:
            fault = f"is of layout {form}, and this version reads layout {_FORM}"
            raise input_error(self._where, fault, "the version that wrote it, or another file")
        for each in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            file.execute(f"PRAGMA {each}")
        if not tables:
            file.execute("BEGIN IMMEDIATE")
            for each in _TABLES.strip().split(";")[:-1]:
                file.execute(each)
            file.execute(f"PRAGMA application_id = {_KIND}")
            file.execute(f"PRAGMA user_version = {_FORM}")
            file.execute("COMMIT")

    def rooms(self) -> dict[str, float]:
        """Return when each room was opened, by its code, the oldest first."""
        with self._turn:
            return dict(self._file.execute("SELECT code, opened FROM rooms ORDER BY opened, code").fetchall())

    def create(self, code: str, at: float) -> None:
        """Add a room without events."""
        with self._turn:
            self._file.execute("INSERT INTO rooms VALUES (?, ?)", (code, at))

    def append(self, code: str, kind: str, at: float, data: Mapping[str, Any]) -> Event:
        """Add an event to a room; once this returns it outlives the process."""
        text = json.dumps(dict(data), ensure_ascii=False)
        with self._turn:
            row = (code, at, kind, text)
            number = self._file.execute(
                "INSERT INTO events (room, at, kind, data) VALUES (?, ?, ?, ?)", row
            ).lastrowid
        return Event(number or 0, at, kind, data)

    def events(self, code: str) -> list[Event]:
        """Return what happened in a room, in order."""
        asked = "SELECT number, at, kind, data FROM events WHERE room = ? ORDER BY number"
        with self._turn:
            rows = self._file.execute(asked, (code,)).fetchall()
        return [Event(number, at, kind, json.loads(data)) for number, at, kind, data in rows]

    def delete(self, code: str) -> None:
        """Remove a room with everything in it, and overwrite where it lay."""
        with self._turn:
            self._file.execute("DELETE FROM rooms WHERE code = ?", (code,))
            self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            self._file.close()
            self._lock.release()
