"""The folder of a sweep: the names in it, who may write to it, and what in it is no ordinary file.

A folder may come from someone else.  What lies there is opened only under the names below, and only if
it is an ordinary file: nothing outside the folder is read or written, whatever links lie in it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Final

from kantokuen.experiments.files import UNFINISHED
from kantokuen.model.errors import InputError, ends, input_error, printable, shown

MANIFEST: Final = "_manifest.parquet"
OLD_MANIFEST: Final = "manifest.json"
"""The name that the first version gave to the manifest, which then was JSON and nothing else."""

JOURNAL: Final = ".journal.jsonl"
LOCK: Final = ".lock"
_PART: Final = re.compile(r"part-[0-9]{6}\.parquet")
_LONGEST: Final = 2**28
"""Bytes of a manifest or a journal that are read."""

AN_OUT: Final = "a new folder, an empty one, or one that this plan has begun"
_KINDS: Final = ((stat.S_ISLNK, "is a link"), (stat.S_ISDIR, "is a folder"))


class StoreError(InputError):
    """A store is damaged, or is not what it is taken for."""


def store_error(path: Path, fault: str, allowed: str) -> StoreError:
    """Build the error for a folder, or a file in one, in the form that all errors have."""
    return StoreError(str(input_error(ends(path), fault, allowed)))


def part_name(number: int) -> str:
    """Return the name of the file of a part."""
    return f"part-{number:06d}.parquet"


def folder_of(path: object, what: str) -> Path:
    """Return the folder that a caller names.

    Raises:
        InputError: it is no path.
    """
    if not isinstance(path, (str, os.PathLike)) or "\0" in str(path) or not str(path).strip():
        raise InputError(f"{what} {shown(path)} is no path; allowed: the name of a folder")
    return Path(path)


def check_is_folder(folder: Path) -> None:
    """Refuse the name of a sweep under which there is no folder.

    Raises:
        StoreError: there is nothing, or something else, or it cannot be looked at.
    """
    try:
        fault = None if stat.S_ISDIR(folder.stat().st_mode) else "is no folder"
    except FileNotFoundError:
        fault = "is a link to nothing" if folder.is_symlink() else "does not exist"
    except OSError as error:  # a name too long, say
        fault = f"cannot be read: {error.strerror or error}"
    if fault is not None:
        raise store_error(folder, fault, "the folder of a sweep")


def is_sweep(folder: Path) -> bool:
    """Return whether a folder has the manifest of a sweep; it is not looked into."""
    if os.path.lexists(folder / MANIFEST):
        return True
    # others, too, call files by the name of old
    beside = (LOCK, JOURNAL, part_name(0))
    return os.path.lexists(folder / OLD_MANIFEST) and any(os.path.lexists(folder / each) for each in beside)


def folder_in_the_way(folder: Path) -> str | None:
    """Return the name of a folder that stands where the file of a part is to be, None if there is none."""
    with os.scandir(folder) as found:
        names = [
            each.name for each in found if _PART.fullmatch(each.name) and each.is_dir(follow_symlinks=False)
        ]
    return min(names, default=None)


def strangeness(path: Path) -> str | None:
    """Say what is the matter with a file, or None if it is an ordinary one; a link is not followed.

    Raises:
        FileNotFoundError: there is none.
        OSError: it cannot be looked at.
    """
    return _strangeness(path.lstat().st_mode)


def check_ordinary(path: Path) -> bool:
    """Return whether a file is there.

    Raises:
        StoreError: something is there that is no ordinary file, or it cannot be looked at.
    """
    try:
        fault = strangeness(path)
    except FileNotFoundError:
        return False
    except OSError as error:
        fault = f"cannot be read: {error.strerror or error}"
    if fault is not None:
        raise store_error(path, fault, "an ordinary file, as `kantokuen sweep` wrote it")
    return True


def read_ordinary(path: Path) -> bytes | None:
    """Return what a manifest or a journal holds, None if there is none.

    Raises:
        StoreError: it is no ordinary file, cannot be read, or is too long to be one of ours.
    """
    if not check_ordinary(path):
        return None
    try:
        with open_ordinary(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > _LONGEST:
                raise store_error(path, "is too large", f"at most {_LONGEST:,} bytes")
            return file.read(size)
    except OSError as error:
        raise store_error(path, f"cannot be read: {error.strerror or error}", "a file that can be") from error


def open_ordinary(path: Path) -> BufferedReader:
    """Open a file to be read; what has taken its place since it was looked at is refused.

    Raises:
        OSError: it cannot be opened, is a link, or is no ordinary file.
    """
    file = open(path, "rb", opener=_unfollowed)  # noqa: SIM115  (paths take no opener; the caller closes)
    fault = _strangeness(os.fstat(file.fileno()).st_mode)
    if fault is not None:
        file.close()
        raise OSError(f"it {fault}")
    return file


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file and bring it to the disk; a link is not followed.

    Raises:
        OSError: the disk is full, the file cannot be written to, or is a link.
    """
    with open(path, "ab", opener=_unfollowed) as file:
        # a line that a crash cut short is closed off, so that it spoils no other
        lead = b"\n" if os.fstat(file.fileno()).st_size else b""
        file.write(lead + line)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder for writing; it is made if need be.

    Raises:
        InputError: another process holds it, something else lies there, or it cannot be written to.
        StoreError: what should be a file of the sweep is a link, or no ordinary file.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (only writing needs it)

    where = ends(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_ours(folder)
        lock = FileLock(folder / LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        fault = "is being written by another process"
        raise input_error(where, fault, "another folder, or waiting until it has ended") from None
    except OSError as error:
        fault = f"cannot be written: {error.strerror or error}"
        raise input_error(where, fault, "a folder that can") from error
    try:
        yield
    finally:
        lock.release()


def clear_away(folder: Path) -> None:
    """Remove the files that were being written when an earlier process was killed."""
    for stray in folder.iterdir():
        if UNFINISHED.fullmatch(stray.name) and not stat.S_ISDIR(stray.lstat().st_mode):
            stray.unlink()


def _check_ours(folder: Path) -> None:
    """Refuse a folder in which something else lies, or a link in the place of a file of ours."""
    for name in (MANIFEST, OLD_MANIFEST, JOURNAL, LOCK):
        check_ordinary(folder / name)
    if is_sweep(folder):
        blocking = folder_in_the_way(folder)
        if blocking is not None:
            fault = "is a folder, where a file of rows is to be"
            raise store_error(folder / blocking, fault, "the same call again once it is moved away")
        return
    names = (each.name for each in folder.iterdir())
    others = sorted(name for name in names if name not in {LOCK, JOURNAL} and not UNFINISHED.fullmatch(name))
    if others:
        fault = f"holds no sweep but other files ('{printable(others[0])}')"
        raise input_error(ends(folder), fault, AN_OUT)


def _strangeness(mode: int) -> str | None:
    if stat.S_ISREG(mode):
        return None
    return next((words for is_one, words in _KINDS if is_one(mode)), "is a pipe or a device")


def _unfollowed(path: str, flags: int) -> int:
    """Open a path without following a link or waiting for a pipe, on systems that can."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0), 0o666)
