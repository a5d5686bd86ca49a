"""Files: each is written whole or not at all, by every command in the same way."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kantokuen.model.errors import InputError, ends, input_error

if TYPE_CHECKING:
    import polars as pl

FRAME_SUFFIXES: Final = (".parquet", ".csv", ".arrow")
"""The kinds of file that a frame can be written as."""

UNFINISHED: Final = re.compile(r"\.kantokuen-[0-9a-f]{16}\.tmp")
"""Names of files that are being written; a leading dot hides them from readers of a whole folder."""

_NO_FAULT_OF_THE_NAME: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
_SYSTEM_SAID: Final = re.compile(r"\(os error (\d+)\)")


def save_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame as Parquet, CSV or Arrow, as the name of the file says.

    Raises:
        InputError: another kind of file is asked for, or the file cannot be written.
        OSError: the disk is full.
    """
    suffix = checked_suffix(path, FRAME_SUFFIXES)
    with whole(path) as beside:
        match suffix:
            case ".parquet":
                frame.write_parquet(beside)
            case ".csv":
                frame.write_csv(beside)
            case _:
                # pandas, R and DuckDB do not all know the newest kinds of columns
                frame.write_ipc(beside, compat_level=_oldest())


def save_text(text: str, path: Path) -> None:
    """Write a text in UTF-8, with the same ends of lines on every system.

    Raises:
        InputError: the file cannot be written.
        OSError: the disk is full.
    """
    with whole(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")


def checked_suffix(path: Path, suffixes: tuple[str, ...]) -> str:
    """Return the suffix of a file in small letters.

    Raises:
        InputError: it is not one of `suffixes`.
    """
    suffix = path.suffix.lower()
    if suffix not in suffixes:
        allowed = _any_of([f"FILE{each}" for each in suffixes])
        raise input_error(named(path), f"does not end in {_any_of(suffixes)}", allowed)
    return suffix


def check_place(path: Path) -> None:
    """Refuse a place where no file can be put, before any work is done in vain.

    Raises:
        InputError: it is a folder, a pipe or a device, or in a folder that does not exist or may not
            be written to.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise input_error(
                named(path), "is in a folder that does not exist", "an existing folder"
            ) from None
        mode = stat.S_IFREG
    except ValueError:  # it has a NUL
        raise input_error(named(path), "is no name that a file can have", "the name of a file") from None
    except OSError as error:  # a name too long, or a link that leads to itself
        raise _refused(path, error) from error
    if stat.S_ISDIR(mode):
        raise input_error(named(path), "is a folder", "the name of a file")
    if not stat.S_ISREG(mode):
        raise input_error(named(path), "is a pipe or a device", "the name of a file")
    if not os.access(Path(os.path.realpath(path)).parent, os.W_OK):
        raise _refused(path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a file to write beside `path`, and move it there in one stroke when it is done.

    A reader sees the old file or the new one, never half of it.  Of a link, the file that it leads to
    is replaced.

    Raises:
        InputError: the file cannot be written there (a folder, a device, no permission, ...).
        OSError: the disk is full, or could not be told that the new file is there.
    """
    check_place(path)
    try:
        with replacing(Path(os.path.realpath(path))) as beside:
            yield beside
    except Exception as error:
        number = _number_of(error)
        if number is None:
            raise
        if number in _NO_FAULT_OF_THE_NAME:
            raise OSError(f"{os.strerror(number)}; {named(path)} was not written") from error
        raise _refused(path, OSError(number, os.strerror(number))) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a new file beside `path`, bring it to the disk, and let it take the place of `path`.

    A file that was there hands on its mode, so that one that was private stays so.

    Raises:
        OSError: the system refuses; `path` is as it was, unless the message says that it is written.
    """
    mode = _mode_of(path)
    # in the same folder, because a file can be moved in one stroke only within its file system
    beside = path.with_name(f".kantokuen-{secrets.token_hex(8)}.tmp")
    # a name that someone else laid there is not written through
    beside.touch(0o666 if mode is None else 0o600, exist_ok=False)
    try:
        yield beside
        with beside.open("r+b") as file:
            os.fsync(file.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    try:
        _sync_folder(path.parent)
    except OSError as error:
        # without its number: the file stands, and is not to be taken for one that was refused
        fault = f"{error.strerror or error}; {named(path)} is written, but may not outlast a loss of power"
        raise OSError(fault) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one stroke: a reader sees the old one or the new one, after a crash too, never half.

    Raises:
        OSError: as `replacing` has it.
    """
    with replacing(path) as beside:
        beside.write_bytes(content)


def named(path: Path) -> str:
    """Return the name of a file as it stands in a message."""
    return f"'{ends(path)}'"


def _mode_of(path: Path) -> int | None:
    """Return the rights that are set for a file, None if there is no ordinary one."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    return mode & 0o777 if stat.S_ISREG(mode) else None


def _sync_folder(folder: Path) -> None:
    """Bring a new name in a folder to the disk, on systems that can."""
    if os.name == "posix":
        try:
            handle = os.open(folder, os.O_RDONLY)
        except PermissionError:  # who may write there need not be allowed to look
            return
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems cannot
                raise
        finally:
            os.close(handle)


def _number_of(error: Exception) -> int | None:
    """Return the number by which the system refused; Polars has it in its words alone."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    said = _SYSTEM_SAID.search(str(error))
    return int(said[1]) if said else None


def _refused(path: Path, error: OSError) -> InputError:
    return input_error(named(path), f"cannot be written: {error.strerror or error}", "a file that can")


def _any_of(words: tuple[str, ...] | list[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _oldest() -> pl.CompatLevel:
    from polars import CompatLevel  # noqa: PLC0415  (a command that writes no frame need not load it)

    return CompatLevel.oldest()
