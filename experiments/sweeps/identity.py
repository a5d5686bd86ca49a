"""Identity: which model, in which versions, made a store."""

from __future__ import annotations

import subprocess
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from operator import itemgetter
from pathlib import Path
from typing import Final

from kantokuen.version import __version__

_ROOMS: Final = ("kantokuen.agents", "kantokuen.model")
_DESIGNERS: Final = ("axes.py", "design.py", "laws.py", "part.py")
"""The modules of this package on which the bytes of a store depend; its plan stands in its manifest."""

_SUFFIXES: Final = (".py", ".csv", ".toml")
_LIBRARIES: Final = ("numpy", "polars", "SALib", "scipy")
"""The libraries on which the bytes of a store depend."""
MAKERS: Final = frozenset({"kantokuen", "model", *_LIBRARIES})
"""What every store says that it was made with; all versions so far have named the same."""


@cache
def made_with() -> dict[str, str]:
    """Return what decides the bytes of a store besides its plan.

    Returns:
        ``kantokuen`` (the version), ``model`` (the SHA-256 of every rule and datum), and the version
        of each library on which bytes depend.
    """
    found = {"kantokuen": __version__, "model": _source_digest()}
    return found | {name: version(name) for name in _LIBRARIES}


@cache
def commit() -> str | None:
    """Return the commit of the checkout that is running, None outside of one.

    A checkout that differs from its commit is marked by a plus sign.
    """
    root = Path(str(files("kantokuen.model"))).resolve().parent
    if not (root / ".git").exists():
        return None
    try:
        head = _git(root, "rev-parse", "HEAD")
        changed = _git(root, "status", "--porcelain", "--", "agents", "model", "experiments")
    except (OSError, subprocess.SubprocessError):
        return None
    return f"{head}+" if changed else head


def _git(root: Path, *words: str) -> str:
    ran = subprocess.run(  # noqa: S603  (fixed words)
        ["git", "-C", str(root), *words],  # noqa: S607  (wherever the user has it)
        check=True,
        capture_output=True,
        text=True,
        timeout=10,
    )
    return ran.stdout.strip()


def _source_digest() -> str:
    here = files("kantokuen.experiments.sweeps")
    sources = [(name, here / name) for name in _DESIGNERS]
    for room in _ROOMS:
        sources += _walk(files(room), room)
    digest = sha256()
    for name, file in sorted(sources, key=itemgetter(0)):
        digest.update(f"{name}\0".encode())
        # a checkout on Windows may end its lines otherwise
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _walk(folder: Traversable, name: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for each in folder.iterdir():
        inner = f"{name}/{each.name}"
        if each.is_dir() and each.name != "__pycache__":
            found += _walk(each, inner)
        elif each.name.endswith(_SUFFIXES):
            found.append((inner, each))
    return found
