"""The tutorial runs from top to bottom and prints what stands in it."""

import nbformat
import pytest

from tests.support.paths import DOCS
from tools.manual.notebook import played, texts

TUTORIAL = DOCS / "tutorial.ipynb"


@pytest.mark.slow
def test_the_tutorial_prints_what_stands_in_it() -> None:
    fresh = played(TUTORIAL)
    assert texts(fresh) == texts(nbformat.read(TUTORIAL, as_version=4))


def test_the_tutorial_draws_a_phase_map() -> None:
    cells = nbformat.read(TUTORIAL, as_version=4).cells
    drawn = [
        cell for cell in cells for each in cell.get("outputs", []) if "image/png" in each.get("data", {})
    ]
    assert len(drawn) == 1
    assert "draw_phase" in drawn[0].source
