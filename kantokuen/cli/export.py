"""Writing results to a file: whole or not at all."""

import os
from pathlib import Path

import polars as pl

from kantokuen.model.errors import input_error, printable


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """Write the frame to `path` in one stroke: a reader sees the old file or the new one, never half.

    Raises:
        InputError: the file cannot be written there (no permission, disk full, ...).
    """
    # Beside the target, because a file can be moved in one stroke only within its file system.
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        frame.write_parquet(beside)
        beside.replace(path)
    except OSError as error:
        raise input_error(
            "--out",
            f"'{printable(str(path))}' cannot be written: {error.strerror or error}",
            "a file that can",
        ) from error
    finally:
        beside.unlink(missing_ok=True)
