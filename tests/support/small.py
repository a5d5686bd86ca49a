"""A small sweep for the tests: eight parts of a hundred rows, and the bytes of a folder."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from kantokuen.experiments.sweeps.folder import LOCK, MANIFEST, OLD_MANIFEST
from kantokuen.experiments.sweeps.plan import Plan, canonical, read_plan

PART_ROWS = 32
SMALL: dict[str, Any] = {
    "name": "small",
    "sampler": "saltelli",
    "samples": 32,
    "worlds": 2,
    "vary": {"germany.pace": "prior", "soviet.refill": {"from": 0.2, "to": 1.0}},
}
PARTS = 8
PLAYED_BY = "kantokuen.experiments.sweeps.store.play_part"
"""Where the function stands that plays a part, for tests that put another in its place."""


def small_plan(**changes: Any) -> Plan:
    """Return the small plan, with some entries changed."""
    return read_plan(SMALL | changes, "small.toml")


def small_text() -> str:
    """Return the small plan as a TOML file."""
    return (
        'name = "small"\nsampler = "saltelli"\nsamples = 32\nworlds = 2\n'
        '[vary]\ngermany.pace = "prior"\nsoviet.refill = { from = 0.2, to = 1.0 }\n'
    )


def content(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a store; the lock is there only to be held."""
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir()) if each.name != LOCK}


def said(folder: Path) -> dict[str, Any]:
    """Return what the manifest of a store says."""
    text, _, _ = (folder / MANIFEST).read_bytes().removeprefix(b"PAR1\n").partition(b"\n\n")
    manifest = json.loads(text)
    assert isinstance(manifest, dict)
    return manifest


def forge(folder: Path, manifest: dict[str, Any]) -> None:
    """Write a manifest as someone would who means harm: everything in it may be wrong but its checksum."""
    path = folder / MANIFEST
    _, _, footer = path.read_bytes().partition(b"\n\n")
    path.write_bytes(b"PAR1\n" + _sealed(manifest) + b"\n" + footer)


def address_of(manifest: dict[str, Any]) -> str:
    """Return the address that a manifest must have."""
    makers = [manifest[name] for name in ("plan", "made_with", "part_rows")]
    return sha256(canonical(makers).encode()).hexdigest()


def make_old(folder: Path, **changes: Any) -> None:
    """Turn a store into one as the first version wrote it: the manifest is JSON, under another name."""
    manifest = said(folder) | {"format": 1}
    manifest["made_with"]["kantokuen"] = "0.1.0"
    manifest["address"] = address_of(manifest)
    del manifest["footer"]
    (folder / MANIFEST).unlink()
    (folder / OLD_MANIFEST).write_bytes(_sealed(manifest | changes))


def _sealed(manifest: dict[str, Any]) -> bytes:
    bare = {name: value for name, value in manifest.items() if name != "checksum"}
    whole = bare | {"checksum": sha256(canonical(bare).encode()).hexdigest()}
    return (json.dumps(whole, indent=1) + "\n").encode()
