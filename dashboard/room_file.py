"""The file in which rooms live: where it lies by default, and where it cannot lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from kantokuen.experiments.files import check_place, named
from kantokuen.model.errors import input_error

_FOLDER: Final = "kantokuen"
_NAME: Final = "rooms.sqlite"


def usual_place() -> Path:
    """Return the file of rooms in the user's folder for data of programs, as the system has it."""
    home = Path.home()
    match sys.platform:
        case "win32":
            folder = os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"
        case "darwin":
            folder = home / "Library" / "Application Support"
        case _:
            folder = os.environ.get("XDG_DATA_HOME") or home / ".local" / "share"
    return Path(folder) / _FOLDER / _NAME


def check_room_file(path: Path) -> None:
    """Refuse a file in which no rooms can live, before anybody has opened one.

    Raises:
        InputError: it is a folder, a pipe or a device, may not be read and written, or is in a folder
            that does not exist or may not be written to.
    """
    check_place(path)
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        raise input_error(named(path), "may not be read and written", "a file that may")
