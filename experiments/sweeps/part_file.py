"""The file of a part as it lies in a store: is it what was written, and are its rows those of the plan?"""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path

import polars as pl

from kantokuen.experiments.sweeps.folder import open_ordinary, strangeness
from kantokuen.experiments.sweeps.manifest_form import Entry


def fault_outside(file: Path, entry: Entry) -> str | None:
    """Say what is wrong with a file that is not opened; a look that costs next to nothing."""
    try:
        strange = strangeness(file)
        if strange is not None:
            return f"{entry.file} {strange}"
        size = file.stat().st_size
    except OSError as error:
        return _unreadable(entry, error)
    return (
        None if size == entry.bytes else f"{entry.file} differs from what was written (its size is another)"
    )


def fault_in(file: Path, entry: Entry, columns: pl.Schema) -> str | None:
    """Say what is wrong with a file, None if it is to the bit what was written and fits its plan.

    The checksum comes first: a reader of Parquet may end the process over a damaged file.

    Args:
        file: the file.
        entry: what the manifest or the journal says of it.
        columns: the columns that the plan gives it.
    """
    fault = fault_outside(file, entry)
    if fault is not None:
        return fault
    try:
        with open_ordinary(file) as content:
            found = file_digest(content, "sha256").hexdigest()
    except OSError as error:
        return _unreadable(entry, error)
    if found != entry.sha256:
        return f"{entry.file} differs from what was written (its checksum is another)"
    return _misfit(file, entry, columns)


def _misfit(file: Path, entry: Entry, columns: pl.Schema) -> str | None:
    """Return in what the rows of a file are not those of the plan: their columns, or their number."""
    try:
        rows = pl.scan_parquet(file, glob=False)
        found, count = rows.collect_schema(), rows.select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return f"{entry.file} is no Parquet file"
    if found.names() != columns.names():
        return f"{entry.file} has other columns than its plan"
    other = [name for name in columns if _kind(found[name]) != _kind(columns[name])]
    if other:
        return f"{entry.file} has another kind of values in the column {other[0]}"
    return None if count == entry.rows else f"{entry.file} has {count:,} rows, not {entry.rows:,}"


def _unreadable(entry: Entry, error: OSError) -> str:
    return f"{entry.file} cannot be read ({error.strerror or error})"


def _kind(dtype: pl.DataType) -> str:
    """Return the kind of a column; versions of Polars read the names of outcomes in several ways."""
    name = str(dtype.base_type())
    return "String" if name in {"Enum", "Categorical"} else name
