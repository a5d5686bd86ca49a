"""Going on with a store: only by the plan and with the versions that began it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kantokuen.experiments.sweeps.folder import AN_OUT, folder_in_the_way
from kantokuen.experiments.sweeps.manifest import version_in_words
from kantokuen.experiments.sweeps.plan import Plan, canonical
from kantokuen.model.errors import cut, ends, input_error

HERE_IT_CAN_BE_READ: Final = (
    "a store of another version, older ones too, can be read here: "
    "`rows()`, the analyses and `kantokuen verify --sample 0` take it"
)


def check_makers(manifest: Mapping[str, Any], folder: Path) -> None:
    """Refuse to go on with a store that another version began.

    Raises:
        InputError: it was.
    """
    differing = version_in_words(manifest)
    if differing is not None:
        fault = f"was begun with another version: {differing}"
        allowed = f"a new folder, or going on under the version that made it; {HERE_IT_CAN_BE_READ}"
        raise input_error(ends(folder), fault, allowed)


def how_to_mend(manifest: Mapping[str, Any], folder: Path) -> str:
    """Say what plays the damaged files of a store again."""
    blocking = folder_in_the_way(folder)
    first = "" if blocking is None else f"once {blocking} is moved away, "
    if version_in_words(manifest) is None:
        return f"{first}`kantokuen sweep` into the folder plays damaged ones again"
    return (
        f"{first}the version that made them plays damaged ones again (`kantokuen sweep`), this one does not"
    )


def check_same(manifest: Mapping[str, Any], plan: Plan, part_rows: int | None, folder: Path) -> None:
    """Refuse to go on with a store that another plan began, or with files of another size.

    Raises:
        InputError: it was.
    """
    where, size = ends(folder), manifest["part_rows"]
    begun, now = _flat(manifest["plan"]), _flat(plan.document())
    for key in dict.fromkeys((*begun, *now)):
        if begun.get(key) != now.get(key):
            fault = f"was begun by another plan: {key} was {_said(begun, key)} and is {_said(now, key)}"
            raise input_error(where, fault, f"the plan it was begun by, or {AN_OUT}")
    if part_rows is not None and part_rows != size:
        fault = f"was begun with {size:,} rows in a file, not {part_rows:,}"
        raise input_error(where, fault, f"{size:,}, or a new folder")


def _flat(document: dict[str, Any]) -> dict[str, Any]:
    tables = ("set", "vary")
    heads = {key: value for key, value in document.items() if key not in tables}
    return heads | {
        f"[{table}] {key}": each for table in tables for key, each in document.get(table, {}).items()
    }


def _said(document: dict[str, Any], key: str) -> str:
    return cut(canonical(document[key])) if key in document else "not there"
