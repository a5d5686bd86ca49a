"""The manifest of a store: plan, versions and checksums, in a file that readers of Parquet take for a part.

Whoever opens a folder as a Parquet data set meets every file in it.  pandas, Arrow and Spark pass over a
name that begins with ``_``, Polars passes over nothing.  So the manifest is a Parquet file, with the
columns of a part and no rows.  Between the signature at its start and the footer at its end such a file
may hold anything, and there the manifest stands, as JSON that a person can read.

A manifest is read without a reader of Parquet, and is believed only as far as it has been checked here:
it may come from someone else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from kantokuen.experiments.files import write_whole
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.folder import (
    MANIFEST,
    OLD_MANIFEST,
    StoreError,
    is_sweep,
    part_name,
    read_ordinary,
    store_error,
)
from kantokuen.experiments.sweeps.identity import commit, made_with
from kantokuen.experiments.sweeps.manifest_form import Entry, Form, in_words
from kantokuen.experiments.sweeps.part import no_rows, rows_per_part
from kantokuen.experiments.sweeps.plan import Plan, canonical, read_plan
from kantokuen.model.errors import InputError, cut, ends, input_error, shown

_MOST_PARTS: Final = 1_000_000
_FEW_ENOUGH: Final = f"at most {_MOST_PARTS:,} files"
_WHAT: Final = "kantokuen sweep"
_FORMAT: Final = 2
_FORMAT_OF_OLD: Final = 1
_SIGNATURE: Final = b"PAR1\n"
_BLANK_LINE: Final = b"\n\n"
"""What ends the text; in JSON as it is written here there is none."""

_LOOKED_UP: Final = ("scenario", "priors")
"""Entries of a plan that stand for something elsewhere; a manifest has it written out."""

_MOST_ENTRIES: Final = 2_000
_ALLOWED: Final = "what `kantokuen sweep` wrote"


def new_manifest(plan: Plan, part_rows: int | None) -> dict[str, Any]:
    """Return the manifest of a sweep that begins now.

    Raises:
        InputError: it would have too many files.
    """
    design, document, makers = Design(plan), plan.document(), made_with()
    size = part_rows or rows_per_part(design.rows)
    excess = _excess(design.rows, size)
    if excess is not None:
        raise input_error(f"plan {plan.name}", excess, _FEW_ENOUGH)
    return {
        "what": _WHAT,
        "format": _FORMAT,
        "address": _digest([document, makers, size]),
        "plan": document,
        "scenario": plan.run.scenario.name,
        "made_with": makers,
        "commit": commit(),
        "points": design.points,
        "rows": design.rows,
        "part_rows": size,
        "complete": False,
        "parts": [],
    }


def parts_of(rows: int, size: int) -> int:
    """Return how many files of so many rows there are; the last has what is left."""
    return -(-rows // size)


def write_manifest(folder: Path, manifest: Mapping[str, Any], plan: Plan) -> None:
    """Write the manifest of a store."""
    footer = _footer(plan)
    whole = dict(manifest) | {"format": _FORMAT, "footer": sha256(footer).hexdigest()}
    text = _as_text(whole | {"checksum": _digest(whole)})
    write_whole(folder / MANIFEST, _SIGNATURE + text + b"\n" + footer)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read a manifest, check that it is to the bit what was written, and that all in it is of its kind.

    Raises:
        StoreError: there is none, or it is not what `kantokuen sweep` writes.
    """
    if not is_sweep(folder):
        fault = f"has no {MANIFEST}"
        raise store_error(folder, fault, "the folder that `kantokuen sweep --out` wrote")
    path = _place(folder)
    content, footer = read_ordinary(path) or b"", None
    if path.name == MANIFEST and content.startswith(_SIGNATURE):
        content, _, footer = content.removeprefix(_SIGNATURE).partition(_BLANK_LINE)
        content += b"\n"
    return _checked(_parsed(content, footer, path), path)


def plan_of(manifest: Mapping[str, Any], folder: Path) -> Plan:
    """Return the plan in a manifest; nothing that it might name elsewhere is looked up.

    Raises:
        StoreError: it is no plan, or one that only another version can read.
    """
    path = _place(folder)
    document = manifest["plan"]
    for name in _LOOKED_UP:
        if name in document:
            raise store_error(path, f"plan: has the entry '{name}'", "a plan with nothing left to look up")
    if any(len(table) > _MOST_ENTRIES for table in (document, *document.values()) if isinstance(table, dict)):
        raise store_error(path, "plan: has more entries than there are levers", _ALLOWED)
    try:
        plan = read_plan(document, ends(path))
        scenario = replace(plan.run.scenario, name=manifest["scenario"])
        return replace(plan, run=replace(plan.run, scenario=scenario))
    except InputError as error:
        differing = version_in_words(manifest)
        if differing is None:
            raise StoreError(str(error)) from None
        fault = f"was made with another version: {differing}"
        raise store_error(path, fault, "the version that made it") from error


def entries_of(manifest: Mapping[str, Any], design: Design, folder: Path) -> dict[int, Entry]:
    """Return the parts of a manifest by number, each with the name and the rows that the design gives it.

    Raises:
        StoreError: there are too many, counts differ from those of the design, or one is not what it must be.
    """
    path, size = _place(folder), manifest["part_rows"]
    excess = _excess(design.rows, size)
    if excess is not None:
        raise store_error(path, excess, _FEW_ENOUGH)
    planned = parts_of(design.rows, size) if manifest["complete"] else 0
    counts = {"points": design.points, "rows": design.rows, "parts": planned}
    for name, wanted in counts.items():
        found = len(manifest[name]) if name == "parts" else manifest[name]
        if found != wanted:
            raise store_error(path, f"says {found:,} {name}", f"{wanted:,}, as its plan has it")
    entries = {}
    for number, said in enumerate(manifest["parts"]):
        try:
            entries[number] = Entry.model_validate(said)
        except ValidationError as error:
            raise store_error(path, f"parts.{number}: {in_words(error)}", _ALLOWED) from None
        fault = misfit(entries[number], number, design, size)
        if fault is not None:
            raise store_error(path, f"parts.{number}: {fault}", "the parts of its plan, each once")
    return entries


def check_address(manifest: Mapping[str, Any], folder: Path) -> None:
    """Refuse a manifest whose address does not follow from the rest of it.

    Raises:
        StoreError: it does not.
    """
    if manifest["address"] != _digest([manifest[name] for name in ("plan", "made_with", "part_rows")]):
        fault = f"address = '{manifest['address']}' is not that of its plan, versions and size of files"
        raise store_error(_place(folder), fault, _ALLOWED)


def misfit(entry: Entry, number: int, design: Design, size: int) -> str | None:
    """Say in what an entry is not that of the part of this number; None if it is."""
    if entry.file != part_name(number):
        return f"file = '{cut(entry.file)}' is not {part_name(number)}"
    planned = min(size, design.rows - number * size)
    return None if entry.rows == planned else f"rows = {entry.rows:,} are not {planned:,}"


def _excess(rows: int, size: int) -> str | None:
    """Say that so many rows make too many files of a size; None if they do not."""
    files = parts_of(rows, size)
    return f"{rows:,} rows make {files:,} files of {size:,}" if files > _MOST_PARTS else None


def version_in_words(manifest: Mapping[str, Any]) -> str | None:
    """Say which version made a store and is another here; None if all are alike."""
    here = made_with()
    for name, was in manifest["made_with"].items():
        if here.get(name) != was:
            what = "the source of the model" if name == "model" else name
            return f"{what} was {was[:12]} and is {str(here.get(name))[:12]} here"
    return None


def _parsed(content: bytes, footer: bytes | None, path: Path) -> dict[str, Any]:
    """Return the data of a manifest whose checksums are right."""
    damaged = store_error(path, "is damaged", "the file as `kantokuen sweep` wrote it")
    try:
        manifest = json.loads(content)
        if not isinstance(manifest, dict) or manifest.get("what") != _WHAT:
            raise store_error(path, "is not the manifest of a sweep", "a folder of one")
        form = _FORMAT_OF_OLD if footer is None else _FORMAT
        if manifest.get("format") != form or isinstance(manifest["format"], bool):
            raise store_error(path, f"has the format {shown(manifest.get('format'))}", f"the format {form}")
        is_as_written = content == _as_text(manifest)
        checksum = manifest.pop("checksum", None)
        is_right = checksum == _digest(manifest)
    except (ValueError, RecursionError) as error:
        if isinstance(error, StoreError):
            raise
        raise damaged from None
    seal = manifest.pop("footer", None)
    if not (is_as_written and is_right) or (footer is not None and seal != sha256(footer).hexdigest()):
        raise damaged
    return manifest


def _checked(manifest: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return a manifest of which every entry is of its kind."""
    try:
        Form.model_validate(manifest)
    except ValidationError as error:
        raise store_error(path, in_words(error), _ALLOWED) from None
    return manifest


def _footer(plan: Plan) -> bytes:
    """Return the end of a Parquet file with the columns of a plan and no rows: footer, length, signature."""
    buffer = BytesIO()
    no_rows(plan).write_parquet(buffer)
    content = buffer.getvalue()
    length = int.from_bytes(content[-8:-4], "little")
    return content[-8 - length :]


def _place(folder: Path) -> Path:
    """Return where the manifest of a folder stands."""
    new = folder / MANIFEST
    return new if os.path.lexists(new) else folder / OLD_MANIFEST


def _digest(data: Any) -> str:
    return sha256(canonical(data).encode()).hexdigest()


def _as_text(manifest: Mapping[str, Any]) -> bytes:
    return (json.dumps(manifest, indent=1, allow_nan=False) + "\n").encode()
