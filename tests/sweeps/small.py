"""A small sweep for the tests: eight parts of a hundred rows, and the bytes of a folder."""

from pathlib import Path
from typing import Any

from kantokuen.experiments.sweeps.plan import Plan, read_plan
from kantokuen.experiments.sweeps.store import LOCK

PART_ROWS = 32
SMALL: dict[str, Any] = {
    "name": "small",
    "sampler": "saltelli",
    "samples": 32,
    "worlds": 2,
    "vary": {"germany.pace": "prior", "soviet.refill": {"from": 0.2, "to": 1.0}},
}
PARTS = 8


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
