"""Thirty visitors at once: none has a fault, none sees another's state, and what they took is given back."""

from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from kantokuen.dashboard.state import State
from kantokuen.model.limits import DEFAULT_SEED
from kantokuen.model.scenario import Scenario
from tests.support.served import Served, serving
from tests.support.visitor import Visitor, words

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

VISITORS = 30
GONE_SECONDS = 60
MEGABYTE = 1_000_000
MOST_EACH = 12 * MEGABYTE
"""What an open page may take."""

MOST_KEPT = 60 * MEGABYTE
"""By how much a second round may leave the server larger than the first."""

PATIENCE_MS = 600_000
STEPS = 2
EN = words()
DEFAULTS = {"historical", str(DEFAULT_SEED), "1941-07-31"}
"""What a link leaves out."""

HOLDS = "pace => new URLSearchParams(location.search).get('germany.pace') === pace"


def kernels(server: Served) -> int:
    """Return how many pages the server holds."""
    with urlopen(f"{server.address}resourcez", timeout=30) as answer:  # noqa: S310  (our own server)
        return int(json.load(answer)["kernels"]["total"])


def memory(server: Served) -> int:
    """Return the memory of the server, in bytes."""
    return int(psutil.Process(server.process).memory_info().rss)


def round_of(server: Served, chromium: Browser) -> int:
    """Let thirty visitors come, act all at once, and go; return the memory while all were there, in bytes."""
    names = Scenario.names()
    contexts: list[BrowserContext] = [
        chromium.new_context(viewport={"width": 1200, "height": 800}, reduced_motion="reduce")
        for _ in range(VISITORS)
    ]
    visitors = [Visitor(context, server) for context in contexts]
    for number, visitor in enumerate(visitors):
        visitor.page.set_default_timeout(PATIENCE_MS)
        visitor.page.goto(
            f"{server.address}?scenario={names[number % len(names)]}&seed={number}&worlds=2000",
            wait_until="commit",
        )
    for visitor in visitors:
        visitor.page.locator("html[data-ready]").wait_for(state="attached")
        visitor.lever("germany.pace")
    for step in range(STEPS):
        for number, visitor in enumerate(visitors):
            visitor.page.locator("#lever-germany-pace").fill(f"{_pace(number, step):.2f}")
            visitor.page.get_by_role("slider", name=EN("timeline.label"), exact=True).fill(
                str(_month(number, step))
            )
    days = State().days
    for number, visitor in enumerate(visitors):
        held = {
            "scenario": names[number % len(names)],
            "seed": str(number),
            "germany.pace": repr(_pace(number, STEPS - 1)),
            "moment": days[_month(number, STEPS - 1)].isoformat(),
            "worlds": "2000",
        }
        expect(visitor.probability).to_have_attribute("data-worlds", "2000", timeout=PATIENCE_MS)
        expect(visitor.page.locator(".refining")).to_have_count(0, timeout=PATIENCE_MS)
        visitor.page.wait_for_function(HOLDS, arg=held["germany.pace"], timeout=PATIENCE_MS)
        assert visitor.link == {key: value for key, value in held.items() if value not in DEFAULTS}
        assert visitor.page.locator(".faults[role=alert]").count() == 0
    open_now, taken = kernels(server), memory(server)
    for context in contexts:
        context.close()
    assert [each for visitor in visitors for each in visitor.wrong] == []
    assert open_now == VISITORS
    until = time.monotonic() + GONE_SECONDS
    while kernels(server) and time.monotonic() < until:
        time.sleep(0.5)
    assert kernels(server) == 0
    server.check()
    return taken


def _pace(number: int, step: int) -> float:
    return round(0.4 + 0.04 * number + 0.02 * step, 2)


def _month(number: int, step: int) -> int:
    return (number + step) % 15


def test_thirty_visitors_at_once_are_served_and_forgotten(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path, forgets="20s") as server:
        before = memory(server)
        taken = round_of(server, chromium)
        after_one = memory(server)
        round_of(server, chromium)
        after_two = memory(server)
    assert (taken - before) / VISITORS < MOST_EACH
    assert after_two - after_one < MOST_KEPT
