"""What tests of components share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from solara.server import app as solara_app

from kantokuen.dashboard import parts, results, turning_panel, worlds_panel
from tests.support.shown import Shown

Show = Callable[[Any], Shown]


@pytest.fixture
def show() -> Iterator[Show]:
    """Render components, and take them away after the test, with whatever goes on beside them."""
    open_now: list[Shown] = []

    def render(element: Any) -> Shown:
        open_now.append(Shown(element))
        return open_now[-1]

    yield render
    for each in open_now:
        each.close()


@pytest.fixture
def few_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few worlds behind each answer, at once."""
    monkeypatch.setattr(results, "FIRST_WORLDS", 20)
    monkeypatch.setattr(results, "_PIECE", 1000)
    monkeypatch.setattr(results, "_FUTURES", (10, 20))
    monkeypatch.setattr(results, "_CACHE", results._Cache(100))
    monkeypatch.setattr(parts, "AT_REST_SECONDS", 0.0)
    monkeypatch.setattr(turning_panel, "_FUTURES", 5)
    monkeypatch.setattr(worlds_panel, "CELL_WORLDS", 2)


@pytest.fixture(scope="module")
def page() -> Iterator[None]:
    """The page, as the server has it once it has started."""
    script = solara_app.AppScript("kantokuen.dashboard.app")
    solara_app.apps["__default__"] = script
    yield
    del solara_app.apps["__default__"]
    script.close()
