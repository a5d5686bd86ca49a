"""What the browser tests share: one server, a browser for each file, and a visitor for each test.

At the end of every test neither the page nor the server may have asked anything of another machine, and
neither may have had a fault.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from kantokuen.dashboard.measuring.browser import opened
from kantokuen.model.errors import InputError
from tests.support.served import Served, serving
from tests.support.visitor import Visitor

Visit = Callable[..., Visitor]

WIDTHS = (1440, 800)
QUICK = ("test_nine.py", "test_access.py", "test_views.py", "test_wire.py")
"""The files that belong to the quick suite, at the first width; what else is driven here is slow."""

LONG = ("smallest_change", "cell_of_the_map", "six_lenses", "leads_to_its_source")
"""Of these files, what takes long."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the slow suite have what the quick one has no time for."""
    for item in items:
        if item.path.parent == Path(__file__).parent and _is_long(item):
            item.add_marker(pytest.mark.slow)


def _is_long(item: pytest.Item) -> bool:
    is_quick = item.path.name in QUICK and "[narrow]" not in item.name
    return not is_quick or any(each in item.name for each in LONG)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page, served to all tests of the folder: they run in one process, by their mark."""
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser, closed after each file: while it lives, nothing else can use asyncio in this thread.

    Where there is none the tests are skipped with the name of the package; in CI they fail.
    """
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(opened())
        except InputError as missing:
            if os.environ.get("CI"):
                raise
            pytest.skip(str(missing))
        yield browser


@pytest.fixture
def visit(server: Served, chromium: Browser) -> Iterator[Visit]:
    """Let visitors come, each in a browser of its own; what went wrong for any is told at the end."""
    came: list[tuple[BrowserContext, Visitor]] = []

    def come(width: int = 1440, height: int = 900, **settings: Any) -> Visitor:
        context = chromium.new_context(viewport={"width": width, "height": height}, **settings)
        came.append((context, Visitor(context, server)))
        return came[-1][1]

    yield come
    for context, _ in came:
        context.close()
    assert [each for _, visitor in came for each in visitor.wrong] == []
    server.check()


@pytest.fixture(scope="module")
def residents(server: Served, chromium: Browser) -> Iterator[dict[int, Visitor]]:
    """A visitor for each width, who stays on the page from test to test: opening it takes long."""
    contexts = {width: chromium.new_context(viewport={"width": width, "height": 900}) for width in WIDTHS}
    yield {width: Visitor(context, server) for width, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture(params=WIDTHS, ids=["wide", "narrow"])
def visitor(request: pytest.FixtureRequest, residents: dict[int, Visitor]) -> Iterator[Visitor]:
    """A visitor who has everything at its default; neither the page nor the server may have a fault."""
    resident = residents[request.param]
    resident.start_over()
    resident.wrong.clear()
    yield resident
    assert resident.wrong == []
    resident.server.check()
