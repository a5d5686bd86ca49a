"""The notebook of the manual: run from top to bottom, and kept with what it printed and drew."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from kantokuen.experiments.files import save_text

_SECONDS: Final = 600
"""The longest that a cell may take."""


def played(notebook: Path) -> Any:
    """Return a notebook with the outputs of a fresh run, without what differs from run to run.

    Needs nbclient and ipykernel.

    Args:
        notebook: its file; the cells are run in a folder of their own.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed.
    """
    from nbclient import NotebookClient  # noqa: PLC0415  (an optional extra)
    from nbformat import NO_CONVERT, reads  # noqa: PLC0415  (likewise)

    node = reads(notebook.read_text(encoding="utf-8"), as_version=NO_CONVERT)
    NotebookClient(node, timeout=_SECONDS, kernel_name="python3").execute()
    for cell in node.cells:
        cell.metadata = {}
        for output in cell.get("outputs", []):
            # the text and the picture are enough for a reader, and the styles of a table change
            output.get("data", {}).pop("text/html", None)
            output.get("metadata", {}).clear()
    node.metadata.pop("language_info", None)
    return node


def texts(node: Any) -> list[str]:
    """Return what the cells of a notebook printed, one after the other, pictures left out."""
    outputs = [output for cell in node.cells for output in cell.get("outputs", [])]
    kept = [output for output in outputs if "image/png" not in output.get("data", {})]
    return [output.get("text") or output.get("data", {}).get("text/plain", "") for output in kept]


def save(notebook: Path) -> None:
    """Run a notebook and keep it with what came of it."""
    from nbformat import writes  # noqa: PLC0415  (an optional extra)

    save_text(f"{writes(played(notebook))}\n", notebook)
