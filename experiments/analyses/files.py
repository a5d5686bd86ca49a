"""Files of an analysis: whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import polars as pl

from kantokuen.model.errors import InputError, input_error, printable

FRAME_SUFFIXES: Final = (".parquet", ".csv")


def save_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame as Parquet or CSV, as the name of the file says.

    Raises:
        InputError: another kind of file is asked for, or the file cannot be written.
    """
    suffix = checked_suffix(path, FRAME_SUFFIXES)
    with whole(path) as beside:
        if suffix == ".parquet":
            frame.write_parquet(beside)
        else:
            frame.write_csv(beside)


def checked_suffix(path: Path, suffixes: tuple[str, ...]) -> str:
    """Return the suffix of a file in small letters.

    Raises:
        InputError: it is not one of `suffixes`.
    """
    suffix = path.suffix.lower()
    if suffix not in suffixes:
        allowed = " or ".join(f"FILE{each}" for each in suffixes)
        raise input_error(_named(path), f"does not end in {' or '.join(suffixes)}", allowed)
    return suffix


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a file to write beside `path`, and move it there in one stroke when it is done.

    A reader sees the old file or the new one, never half of it.

    Raises:
        InputError: the file cannot be written there (no such folder, no permission, disk full, ...).
    """
    # Beside the target, because a file can be moved in one stroke only within its file system.
    beside = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        yield beside
        beside.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _refused(path: Path, error: OSError) -> InputError:
    fault = f"cannot be written: {error.strerror or error}"
    return input_error(_named(path), fault, "a file that can")


def _named(path: Path) -> str:
    return f"'{printable(str(path))}'"
