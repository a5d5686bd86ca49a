"""Behind a proxy with TLS and below a path the whole page works, and asks for nothing elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.support.proxied import Proxy, proxied
from tests.support.served import Served, serving
from tests.support.visitor import Visitor, words

ROOT_PATH = "/models/kantokuen"
EN = words()


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Proxy]]:
    """The page as visitors find it, and the proxy through which they do."""
    folder = tmp_path_factory.mktemp("below")
    options = ("--root-path", ROOT_PATH, "--trusted-proxy", "127.0.0.1", "--rooms", str(folder / "rooms"))
    with serving(folder, *options) as server:
        assert urlsplit(server.address).path == f"{ROOT_PATH}/"
        with proxied(folder, urlsplit(server.address).port or 0, ROOT_PATH) as (address, proxy):
            yield replace(server, address=address), proxy
        server.check()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that takes the certificate of the proxy."""
    opened = chromium.new_context(viewport={"width": 1440, "height": 900}, ignore_https_errors=True)
    yield opened
    opened.close()


def test_a_visitor_moves_a_lever_goes_back_and_shares_a_link_that_opens_below_the_path(
    below: tuple[Served, Proxy], context: BrowserContext, tmp_path: Path
) -> None:
    server, proxy = below
    visitor = Visitor(context, server)
    visitor.page.goto(server.address.removesuffix("/"))
    expect(visitor.page.locator("#opening-title")).to_be_visible()
    assert visitor.page.url == server.address
    (cookie,) = context.cookies()
    assert (cookie["secure"], cookie["path"]) == (True, f"{ROOT_PATH}/")

    visitor.open()
    visitor.move("germany.pace")
    visitor.await_link(germany__pace="3.0")
    visitor.look_at("months")
    visitor.await_link(view="months")
    visitor.page.go_back()
    expect(visitor.page.locator("#table-title")).to_be_visible()
    visitor.page.go_forward()
    expect(visitor.page.locator(".kan-chart").first).to_be_visible()
    visitor.look_at("table")
    visitor.await_link(germany__pace="3.0")
    assert urlsplit(visitor.page.url).path == f"{ROOT_PATH}/"
    loaded = "document.fonts.ready.then(fonts => [...fonts].filter(each => each.status === 'error').length)"
    assert visitor.page.evaluate(loaded) == 0

    picture = visitor.take("save:table.svg", tmp_path).read_text(encoding="utf-8")
    visitor.pick("do:share")
    link = visitor.dialog.locator("#share-link").input_value()
    assert link.startswith(f"{server.address}?")
    assert server.address in picture.replace("\n", "")

    other = Visitor(context, server)
    other.page.goto(link)
    other.await_ready()
    assert other.link["germany.pace"] == "3.0"

    asked = [urlsplit(each) for each in visitor.asked + other.asked if "://" in each]
    assert {each.scheme for each in asked} == {"https", "wss"}
    assert [each.path for each in asked if not f"{each.path}/".startswith(f"{ROOT_PATH}/")] == []
    assert (proxy.outside, visitor.wrong, other.wrong) == ([], [], [])
    assert proxy.passed > len({each.path for each in asked}) > 10


def test_a_room_is_opened_and_entered_below_the_path_and_its_events_come_through(
    below: tuple[Served, Proxy], chromium: Browser, context: BrowserContext
) -> None:
    server, proxy = below
    teacher = Visitor(context, server)
    teacher.page.goto(f"{server.address}class")
    teacher.page.get_by_role("button", name=EN("roompages.open.do"), exact=True).click()
    teacher.page.wait_for_url(f"{server.address}room/*/teach")
    room = teacher.page.url.removesuffix("/teach")
    expect(teacher.page.locator("[data-part=way] .link").first).to_have_text(room)
    expect(teacher.page.locator("[data-part=way] .qr svg").first).to_be_visible()
    assert all(each["secure"] for each in context.cookies())

    phone = chromium.new_context(ignore_https_errors=True)
    student = Visitor(phone, server)
    student.page.goto(room)
    student.page.locator("#name").fill("Aiko")
    student.page.get_by_role("button", name=EN("roompages.join.do"), exact=True).click()
    expect(student.page.locator("[data-part=state]")).to_be_visible()
    expect(teacher.page.locator(".who")).to_have_text("Aiko")  # told by the room's events
    teacher.page.locator("button[value=start]").click()
    expect(student.page.locator("input[name=predicted]")).to_be_visible()

    asked = [urlsplit(each).path for each in teacher.asked + student.asked if "://" in each]
    assert [each for each in asked if not each.startswith(f"{ROOT_PATH}/")] == []
    assert {f"{urlsplit(room).path}/events", f"{ROOT_PATH}/class/room.css"} <= set(asked)
    assert (proxy.outside, teacher.wrong, student.wrong) == ([], [], [])
    phone.close()
