"""The store: a folder of Parquet files that a sweep fills part by part, and a manifest of what is in it.

A file of rows appears whole or not at all, and is entered in a journal once it stands.  When all
parts stand the journal gives way to the manifest, which holds the checksum of every file, and of
itself.  But for the commit of the checkout that made it, nothing in a finished store depends on when,
where or in how many attempts that was.
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from filelock import FileLock, Timeout

from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.identity import commit, made_with
from kantokuen.experiments.sweeps.part import Part, rows_per_part
from kantokuen.experiments.sweeps.plan import Plan, canonical, read_plan
from kantokuen.model.display import Facts, Shown, listed
from kantokuen.model.errors import InputError, input_error, printable

if TYPE_CHECKING:
    import polars as pl

MANIFEST: Final = "manifest.json"
JOURNAL: Final = ".journal.jsonl"
LOCK: Final = ".lock"
_FORMAT: Final = 1
_WHAT: Final = "kantokuen sweep"
_UNFINISHED: Final = ".tmp"
_OUR_UNFINISHED: Final = re.compile(r"(manifest\.json|\.journal\.jsonl|part-\d{6,}\.parquet)\.\d+\.tmp")
_AN_OUT: Final = "a new folder, an empty one, or one that this plan has begun"


class StoreError(InputError):
    """A store is damaged, or is not what it is taken for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of a part."""

    file: str
    rows: int
    bytes: int
    sha256: str

    def may_stand_in(self, folder: Path) -> bool:
        """Return whether the file is there and has its size; a look that costs next to nothing."""
        file = folder / self.file
        return file.is_file() and file.stat().st_size == self.bytes

    def fault_in(self, folder: Path) -> str | None:
        """Return what is wrong with the file, or None if it is to the bit what was written."""
        try:
            with (folder / self.file).open("rb") as content:
                found = file_digest(content, "sha256").hexdigest()
        except OSError as error:
            return f"{self.file} cannot be read ({error.strerror or error})"
        if found != self.sha256:
            return f"{self.file} differs from what was written (its checksum is another)"
        return None


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
        self.plan = _plan_of(manifest, path)
        self.design = Design(self.plan)
        self.part_rows = int(manifest["part_rows"])
        self.complete = bool(manifest["complete"])
        self.entries: dict[int, Entry] = {}
        self.failures: dict[int, str] = {}
        if self.complete:
            self.entries = {number: Entry(**each) for number, each in enumerate(manifest["parts"])}
        else:
            self._read_journal()

    @property
    def parts(self) -> int:
        """How many parts the sweep has."""
        return -(-self.design.rows // self.part_rows)

    @property
    def rows_done(self) -> int:
        """How many rows stand."""
        return sum(entry.rows for entry in self.entries.values())

    @property
    def address(self) -> str:
        """The SHA-256 of plan, makers and size of files: what the content of the store follows from."""
        return str(self.manifest["address"])

    def rows(self) -> pl.LazyFrame:
        """Return the rows in their order, those that stand if the sweep is unfinished.

        Raises:
            InputError: no part stands yet.
            StoreError: the file of a part is missing, or of another size than it was.
        """
        import polars as pl  # noqa: PLC0415  (writing a store does not need it here)

        wrong = [entry.file for entry in self.entries.values() if not entry.may_stand_in(self.path)]
        if wrong:
            fault = f"{wrong[0]} is missing or damaged"
            allowed = "a whole store; `kantokuen verify` finds what is wrong, `kantokuen sweep` mends it"
            raise StoreError(str(input_error(printable(str(self.path)), fault, allowed)))
        paths = [self.path / self.entries[number].file for number in sorted(self.entries)]
        if not paths:
            raise input_error(printable(str(self.path)), "holds no rows yet", "a sweep that has run")
        return pl.scan_parquet(paths, glob=False)

    def keep(self, part: Part) -> None:
        """Write a part, so that it stands whole or not at all, and enter it in the journal.

        Raises:
            OSError: the disk is full, or the folder cannot be written to.
        """
        entry = Entry(_file_of(part.number), part.rows, len(part.content), part.digest)
        write_whole(self.path / entry.file, part.content)
        self._enter({"part": part.number, **_as_data(entry)})
        self.entries[part.number] = entry
        self.failures.pop(part.number, None)

    def fail(self, number: int, reason: str) -> None:
        """Enter in the journal that a part failed, and why."""
        self._enter({"part": number, "failed": reason})
        self.failures[number] = reason

    def finish(self) -> None:
        """Write the manifest of a complete store and drop the journal."""
        parts = [_as_data(self.entries[number]) for number in range(self.parts)]
        self.manifest = self.manifest | {"complete": True, "parts": parts}
        _write_manifest(self.path, self.manifest)
        self.complete = True
        (self.path / JOURNAL).unlink(missing_ok=True)

    def drop_damaged(self) -> None:
        """Let go of parts whose files are not what was written, so that they are played again.

        A finished store in which one is damaged becomes an unfinished one.
        """
        damaged = [n for n, entry in self.entries.items() if entry.fault_in(self.path) is not None]
        for number in damaged:
            del self.entries[number]
        if damaged:
            lines = [canonical({"part": n, **_as_data(entry)}) for n, entry in self.entries.items()]
            write_whole(self.path / JOURNAL, "\n".join(lines).encode())
            self.manifest = self.manifest | {"complete": False, "parts": []}
            _write_manifest(self.path, self.manifest)
            self.complete = False
        elif self.complete:
            (self.path / JOURNAL).unlink(missing_ok=True)

    def _enter(self, line: dict[str, Any]) -> None:
        with (self.path / JOURNAL).open("ab") as journal:
            # a line that a crash cut short is closed off, so that it spoils no other
            lead = b"\n" if journal.tell() else b""
            journal.write(lead + canonical(line).encode())
            journal.flush()
            os.fsync(journal.fileno())

    def _read_journal(self) -> None:
        """Take the parts that stand; a line that was cut short, or whose file is gone, counts for nothing."""
        journal = self.path / JOURNAL
        lines = journal.read_bytes().split(b"\n") if journal.exists() else []
        for line in lines:
            try:
                said = json.loads(line)
                number = int(said.pop("part"))
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
            if "failed" in said:
                self.failures[number] = str(said["failed"])
            elif self._stands(number, said):
                self.entries[number] = Entry(**said)
                self.failures.pop(number, None)

    def _stands(self, number: int, said: dict[str, Any]) -> bool:
        is_whole = set(Entry.__dataclass_fields__) == set(said) and said["file"] == _file_of(number)
        return is_whole and Entry(**said).may_stand_in(self.path)

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
        return f"{self.plan.name}: {self.plan.scenario.name}", facts


def open_store(path: str | Path) -> Store:
    """Open a folder that holds a sweep.

    Raises:
        StoreError: it holds none, or its manifest is damaged.
    """
    folder = Path(path)
    where = printable(str(path))
    if not folder.is_dir():
        raise StoreError(str(input_error(where, "is no folder", "the folder of a sweep")))
    if not (folder / MANIFEST).is_file():
        fault = f"has no {MANIFEST}"
        raise StoreError(str(input_error(where, fault, "the folder that `kantokuen sweep --out` wrote")))
    return Store(folder, _read_manifest(folder))


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
    folder = Path(path)
    with _held(folder):
        if (folder / MANIFEST).exists():
            manifest = _read_manifest(folder)
            _check_makers(manifest, folder)
            store = Store(folder, manifest)
            _check_same(store, plan, part_rows)
        else:
            store = _new(plan, folder, part_rows)
        for stray in folder.iterdir():
            if _OUR_UNFINISHED.fullmatch(stray.name):
                stray.unlink()
        store.drop_damaged()
        yield store


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one stroke: a reader sees the old one or the new one, after a crash too, never half."""
    beside = path.with_name(f"{path.name}.{os.getpid()}{_UNFINISHED}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Bring a new name in a folder to the disk, on systems that can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems cannot
                raise
        finally:
            os.close(handle)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    where = printable(str(folder))
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


def _check_ours(folder: Path) -> None:
    """Refuse a folder in which something else lies."""
    if (folder / MANIFEST).exists():
        return
    others = sorted(each.name for each in folder.iterdir() if not _is_ours(each.name))
    if others:
        fault = f"holds no sweep but other files ('{printable(others[0])}')"
        raise input_error(printable(str(folder)), fault, _AN_OUT)


def _is_ours(name: str) -> bool:
    return name in {LOCK, JOURNAL} or _OUR_UNFINISHED.fullmatch(name) is not None


def _new(plan: Plan, folder: Path, part_rows: int | None) -> Store:
    design = Design(plan)
    document = plan.document()
    makers = made_with()
    size = part_rows or rows_per_part(design.rows)
    manifest = {
        "what": _WHAT,
        "format": _FORMAT,
        "address": sha256(canonical([document, makers, size]).encode()).hexdigest(),
        "plan": document,
        "scenario": plan.scenario.name,
        "made_with": makers,
        "commit": commit(),
        "points": design.points,
        "rows": design.rows,
        "part_rows": size,
        "complete": False,
        "parts": [],
    }
    _write_manifest(folder, manifest)
    return Store(folder, manifest)


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    whole = manifest | {"checksum": _checksum(manifest)}
    write_whole(folder / MANIFEST, _as_text(whole).encode())


def _read_manifest(folder: Path) -> dict[str, Any]:
    """Read a manifest and check that it is, to the bit, what was written."""
    path = folder / MANIFEST
    where = printable(str(path))
    damaged = StoreError(str(input_error(where, "is damaged", "the file as `kantokuen sweep` wrote it")))
    try:
        content = path.read_bytes()
        manifest = json.loads(content)
    except ValueError:
        raise damaged from None
    if not isinstance(manifest, dict) or manifest.get("what") != _WHAT:
        raise StoreError(str(input_error(where, "is not the manifest of a sweep", "a folder of one")))
    if manifest.get("format") != _FORMAT:
        fault = f"has the format {manifest.get('format')}"
        raise StoreError(str(input_error(where, fault, f"the format {_FORMAT}")))
    checksum = manifest.pop("checksum", None)
    if checksum != _checksum(manifest) or content != _as_text(manifest | {"checksum": checksum}).encode():
        raise damaged
    return manifest


def _checksum(manifest: dict[str, Any]) -> str:
    return sha256(canonical(manifest).encode()).hexdigest()


def _as_text(manifest: dict[str, Any]) -> str:
    return json.dumps(manifest, indent=1, allow_nan=False) + "\n"


def _plan_of(manifest: dict[str, Any], path: Path) -> Plan:
    where = printable(str(path / MANIFEST))
    try:
        plan = read_plan(manifest["plan"], where)
    except InputError as error:
        differing = version_in_words(manifest)
        if differing is None:
            raise
        fault = f"was made with another version: {differing}"
        raise StoreError(str(input_error(where, fault, "the version that made it"))) from error
    return replace(plan, scenario=replace(plan.scenario, name=manifest["scenario"]))


def _check_makers(manifest: dict[str, Any], folder: Path) -> None:
    """Refuse to go on with a store that another version began."""
    differing = version_in_words(manifest)
    if differing is not None:
        fault = f"was begun with another version: {differing}"
        allowed = "the version it was begun with, or a new folder"
        raise input_error(printable(str(folder)), fault, allowed)


def _check_same(store: Store, plan: Plan, part_rows: int | None) -> None:
    """Refuse to go on with a store that another plan began."""
    where = printable(str(store.path))
    begun, now = _flat(store.manifest["plan"]), _flat(plan.document())
    for key in dict.fromkeys((*begun, *now)):
        if begun.get(key) != now.get(key):
            fault = f"was begun by another plan: {key} was {_said(begun, key)} and is {_said(now, key)}"
            raise input_error(where, fault, f"the plan it was begun by, or {_AN_OUT}")
    if part_rows is not None and part_rows != store.part_rows:
        fault = f"was begun with {store.part_rows:,} rows in a file, not {part_rows:,}"
        raise input_error(where, fault, f"{store.part_rows:,}, or a new folder")


def version_in_words(manifest: dict[str, Any]) -> str | None:
    """Say which version made a store and is another here; None if all are alike."""
    here = made_with()
    for name, was in manifest["made_with"].items():
        if here.get(name) != was:
            what = "the source of the model" if name == "model" else name
            return f"{what} was {str(was)[:12]} and is {str(here.get(name))[:12]} here"
    return None


def _flat(document: dict[str, Any]) -> dict[str, Any]:
    tables = ("set", "vary")
    heads = {key: value for key, value in document.items() if key not in tables}
    return heads | {f"[{table}] {key}": each for table in tables for key, each in document[table].items()}


def _said(document: dict[str, Any], key: str) -> str:
    return _short(canonical(document[key])) if key in document else "not there"


def _short(text: object) -> str:
    longest = 60
    said = printable(str(text))
    return said if len(said) <= longest else f"{said[:longest]}..."


def _file_of(number: int) -> str:
    return f"part-{number:06d}.parquet"


def _as_data(entry: Entry) -> dict[str, Any]:
    return {"file": entry.file, "rows": entry.rows, "bytes": entry.bytes, "sha256": entry.sha256}
