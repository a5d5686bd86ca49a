"""The scripts and styles of others that a browser loads for the page: those that we ship, and no other."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

import solara.settings
from solara.server import cdn_helper, settings

SCRIPTS: Final = Path(str(files("kantokuen.dashboard") / "vendor"))
"""The folder with each file at the path that Solara asks for."""


def keep_to_shipped() -> None:
    """Let Solara take scripts from our folder alone, in whatever way the page is served.

    Left to itself it fetches from the internet what a visitor names and it has not, and removes a folder
    that a visitor names; and where it may write nothing, it sends every browser there.
    """
    solara.settings.assets.proxy = True
    settings.assets.proxy_cache_dir = SCRIPTS
    settings.assets.fontawesome_enabled = False
    cdn_helper.path_is_child_of = _is_shipped  # type: ignore[assignment]


def _is_shipped(path: Path, folder: Path) -> bool:
    """Tell whether a path is that of a file below a folder; Solara asks whether it could be."""
    try:
        found = path.resolve(strict=True)
    except (OSError, ValueError):  # there is none, or no file can have such a name
        return False
    return found.is_file() and found.is_relative_to(folder.resolve())
