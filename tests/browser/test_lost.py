"""A connection that is lost while the page loads: the page is loaded again, and not for ever."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import Visit

SOCKETS = "**/channels*"


def losing(first: int) -> Callable[[WebSocketRoute], None]:
    """Return what closes so many connections once the page has asked to be run."""
    came: list[WebSocketRoute] = []

    def handle(route: WebSocketRoute) -> None:
        came.append(route)
        if len(came) > first:
            route.connect_to_server()
            return
        server = route.connect_to_server()

        def told(message: str | bytes) -> None:
            if '"method":"run"' in str(message):
                server.close()
                route.close()
            else:
                server.send(message)

        route.on_message(told)

    return handle


def test_a_page_whose_first_connection_is_lost_is_loaded_again(visit: Visit) -> None:
    visitor = visit()
    visitor.page.route_web_socket(SOCKETS, losing(2))
    visitor.open("germany.pace=1.2")
    expect(visitor.lever("germany.pace")).to_have_value("1.2")
    assert visitor.page.evaluate("sessionStorage.length") == 0


@pytest.mark.timeout(300)
def test_a_page_that_never_gets_through_gives_up(visit: Visit) -> None:
    visitor = visit()
    visitor.page.route_web_socket(SOCKETS, losing(1_000))
    visitor.page.goto(visitor.server.address)
    expect(visitor.page.locator(".cover")).to_be_visible()
    visitor.page.wait_for_function("sessionStorage.getItem('kantokuen-loaded-again') === '5'", timeout=60_000)
    visitor.page.wait_for_timeout(8_000)
    loaded = [each for each in visitor.asked if each == visitor.server.address]
    assert len(loaded) == 6  # once, and five times again
