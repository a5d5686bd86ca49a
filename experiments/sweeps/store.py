"""The store: a folder of Parquet files that a sweep fills part by part, and a manifest of what is in it.

A file of rows appears whole or not at all, and is entered in a journal once it stands.  When all
parts stand the journal gives way to the manifest, which holds the checksum of every file, and of
itself.  But for the commit of the checkout that made it, nothing in a finished store depends on when,
where or in how many attempts that was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from kantokuen.experiments.files import write_whole
from kantokuen.experiments.sweeps.attempt import reason_in_words
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.folder import (
    JOURNAL,
    StoreError,
    append_line,
    check_is_folder,
    clear_away,
    folder_of,
    held,
    is_sweep,
    part_name,
    read_ordinary,
    store_error,
)
from kantokuen.experiments.sweeps.manifest import (
    check_address,
    entries_of,
    misfit,
    new_manifest,
    parts_of,
    plan_of,
    read_manifest,
    write_manifest,
)
from kantokuen.experiments.sweeps.manifest_form import Entry
from kantokuen.experiments.sweeps.part import Part, no_rows, play_part
from kantokuen.experiments.sweeps.part_file import fault_in, fault_outside
from kantokuen.experiments.sweeps.plan import Plan, canonical
from kantokuen.experiments.sweeps.resuming import check_makers, check_same, how_to_mend
from kantokuen.model.display import Facts, Shown, listed
from kantokuen.model.errors import ends, input_error

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Store", "StoreError", "begin", "open_store"]


class Store(Shown):
    """A folder that holds a sweep, finished or not.

    Attributes:
        path: the folder.
        manifest: what was written at its beginning: plan, versions, number of rows.
        plan: the plan.
        design: its design.
        entries: the parts that stand, by number.
        failures: the parts that failed when they were last tried, with the reason.
        complete: whether every part stands and the manifest says so.
    """

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        self.path = path
        self.manifest = manifest
        self.plan = plan_of(manifest, path)
        self.design = Design(self.plan)
        self.part_rows: int = manifest["part_rows"]
        self.complete: bool = manifest["complete"]
        self.entries = entries_of(manifest, self.design, path)
        check_address(manifest, path)
        self.failures: dict[int, str] = {}
        if not self.complete:
            self._read_journal()

    @property
    def parts(self) -> int:
        """How many parts the sweep has."""
        return parts_of(self.design.rows, self.part_rows)

    @property
    def rows_done(self) -> int:
        """How many rows stand."""
        return sum(entry.rows for entry in self.entries.values())

    @property
    def done(self) -> tuple[int, int]:
        """How many rows stand, and of how many."""
        return self.rows_done, self.design.rows

    @property
    def standing(self) -> Collection[int]:
        """The parts that stand."""
        return self.entries.keys()

    @property
    def address(self) -> str:
        """The SHA-256 of plan, makers and size of files: what the content of the store follows from."""
        return str(self.manifest["address"])

    @cached_property
    def _columns(self) -> pl.Schema:
        """The columns that each part has."""
        return no_rows(self.plan).schema

    def rows(self, *, check: bool = True) -> pl.LazyFrame:
        """Return the rows in their order, those that stand if the sweep is unfinished.

        Args:
            check: compare every file with its checksum, its columns and its rows with the plan, before
                any is read: a damaged one may give other values without a word, or end the process.
                Otherwise only sizes are compared.

        Raises:
            InputError: no part stands yet.
            StoreError: the file of a part is missing, damaged, or of another size than it was.
        """
        import polars as pl  # noqa: PLC0415  (writing a store does not need it here)

        faults = (self._fault(entry, check=check) for entry in self.entries.values())
        fault = next(filter(None, faults), None)
        if fault is not None:
            mending = how_to_mend(self.manifest, self.path)
            allowed = f"a whole store; `kantokuen verify` finds what is wrong, {mending}"
            raise store_error(self.path, fault, allowed)
        paths = [self.path / self.entries[number].file for number in sorted(self.entries)]
        if not paths:
            raise input_error(ends(self.path), "holds no rows yet", "a sweep that has run")
        return pl.scan_parquet(paths, glob=False)

    def faults(self) -> list[str]:
        """Say what is wrong with each file of rows that is not what was written, or not of the plan."""
        return list(filter(None, (self._fault(entry, check=True) for entry in self.entries.values())))

    def task(self, number: int) -> tuple[Callable[..., Part], tuple[object, ...]]:
        """Return what plays a part, and with what arguments."""
        return play_part, (self.plan, number, self.part_rows)

    def keep(self, part: Part) -> None:
        """Write a part, so that it stands whole or not at all, and enter it in the journal.

        Raises:
            OSError: the disk is full, or the folder cannot be written to.
        """
        entry = Entry(
            file=part_name(part.number), rows=part.rows, bytes=len(part.content), sha256=part.digest
        )
        write_whole(self.path / entry.file, part.content)
        self._enter({"part": part.number, **entry.model_dump()})
        self.entries[part.number] = entry
        self.failures.pop(part.number, None)

    def fail(self, number: int, reason: str) -> None:
        """Enter in the journal that a part failed, and why."""
        self._enter({"part": number, "failed": reason})
        self.failures[number] = reason_in_words(reason)

    def finish(self) -> None:
        """Write the manifest of a complete store and drop the journal."""
        parts = [self.entries[number].model_dump() for number in range(self.parts)]
        self.manifest = self.manifest | {"complete": True, "parts": parts}
        write_manifest(self.path, self.manifest, self.plan)
        self.complete = True
        (self.path / JOURNAL).unlink(missing_ok=True)

    def drop_damaged(self) -> None:
        """Let go of parts whose files are not what was written, so that they are played again.

        A finished store in which one is damaged becomes an unfinished one.
        """
        damaged = [n for n, entry in self.entries.items() if self._fault(entry, check=True) is not None]
        for number in damaged:
            del self.entries[number]
        if damaged:
            lines = [canonical({"part": n, **entry.model_dump()}) for n, entry in self.entries.items()]
            write_whole(self.path / JOURNAL, "\n".join(lines).encode())
            self.manifest = self.manifest | {"complete": False, "parts": []}
            write_manifest(self.path, self.manifest, self.plan)
            self.complete = False
        elif self.complete:
            (self.path / JOURNAL).unlink(missing_ok=True)

    def _fault(self, entry: Entry, *, check: bool) -> str | None:
        """Return what is wrong with the file of a part, None if it is what was written."""
        file = self.path / entry.file
        return fault_in(file, entry, self._columns) if check else fault_outside(file, entry)

    def _enter(self, line: dict[str, Any]) -> None:
        append_line(self.path / JOURNAL, canonical(line).encode())

    def _read_journal(self) -> None:
        """Take the parts that stand; a line that was cut short, or whose file is gone, counts for nothing."""
        for line in (read_ordinary(self.path / JOURNAL) or b"").split(b"\n"):
            try:
                said = json.loads(line)
            except (ValueError, RecursionError):
                continue
            number = said.pop("part", None) if isinstance(said, dict) else None
            if type(number) is not int or not 0 <= number < self.parts:
                continue
            if "failed" in said:
                self.failures[number] = reason_in_words(said["failed"])
            elif (entry := self._standing(number, said)) is not None:
                self.entries[number] = entry
                self.failures.pop(number, None)

    def _standing(self, number: int, said: dict[str, Any]) -> Entry | None:
        """Return the entry of a line of the journal, None if there is no such file."""
        try:
            entry = Entry.model_validate(said)
        except ValidationError:
            return None
        is_ours = misfit(entry, number, self.design, self.part_rows) is None
        return entry if is_ours and self._fault(entry, check=False) is None else None

    def to_pandas(self) -> Any:
        """Return the rows as a `pandas.DataFrame`; all of them are read."""
        from kantokuen.model.frames import to_pandas  # noqa: PLC0415  (it loads Polars)

        return to_pandas(self.rows())

    def _shown(self) -> tuple[str, Facts]:
        whole = "complete" if self.complete else "unfinished"
        facts = {
            "folder": self.path,
            "rows": f"{self.rows_done:,} of {self.design.rows:,}, {whole}",
            "varies": listed(self.plan.keys),
            "read by": "rows(), to_pandas()",
        }
        return f"{self.plan.name}: {self.plan.run.scenario.name}", facts


def open_store(path: str | Path) -> Store:
    """Open a folder that holds a sweep.

    Raises:
        StoreError: it holds none, or what it holds is damaged.
    """
    folder = folder_of(path, "the folder of a sweep")
    check_is_folder(folder)
    return Store(folder, read_manifest(folder))


@contextmanager
def begin(plan: Plan, path: str | Path, part_rows: int | None = None) -> Iterator[Store]:
    """Hold the folder of a sweep for writing: a new one, or the one that the same plan has begun.

    Args:
        plan: the plan.
        path: the folder; it is made if need be.
        part_rows: rows of a part; the store's own when it was begun, else `rows_per_part`.

    Raises:
        InputError: another process holds it, it holds something else, it was begun by another plan
            or with another version of the model, or it cannot be written to.
    """
    folder = folder_of(path, "out")
    manifest = new_manifest(plan, part_rows)
    with held(folder):
        if is_sweep(folder):
            manifest = read_manifest(folder)
            check_makers(manifest, folder)
            store = Store(folder, manifest)
            check_same(store.manifest, plan, part_rows, folder)
        else:
            store = Store(folder, manifest)
            write_manifest(folder, store.manifest, store.plan)
        clear_away(folder)
        store.drop_damaged()
        yield store
