"""Work beside the pages: for whom it is done, and for whom it is not."""

import threading
from collections.abc import Callable

import pytest
from starlette.applications import Starlette

from kantokuen.dashboard.addresses import Names
from kantokuen.dashboard.light import hand_out_pages
from kantokuen.dashboard.light.beside import PATIENCE_SECONDS, Beside
from kantokuen.dashboard.light.hand_out_pages import HandOuts
from kantokuen.dashboard.light.room_desk import Desk, Kept
from kantokuen.dashboard.report.grid import _draws
from kantokuen.experiments.runner import Progress, Run
from tests.support.phone import Phone

_PATIENCE = 60.0


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(1_200):
        if is_so():
            return
        threading.Event().wait(0.05)
    raise TimeoutError


def test_a_work_that_waits_and_is_not_asked_for_any_more_is_dropped() -> None:
    now, ends, done = [0.0], threading.Event(), list[str]()
    beside: Beside[str] = Beside(8, at_once=1, clock=lambda: now[0])

    def first(_tell: Progress) -> str:
        ends.wait(_PATIENCE)
        return "first"

    def work(name: str) -> Callable[[Progress], str]:
        def does(_tell: Progress) -> str:
            done.append(name)
            return name

        return does

    try:
        beside.get("first", first, "a")
        until(lambda: beside._turns._value == 0)  # type: ignore[attr-defined]
        beside.get("left", work("left"), "b")
        beside.get("asked", work("asked"), "c")
        now[0] = PATIENCE_SECONDS
        beside.get("asked", work("asked"), "c")
    finally:
        ends.set()
    until(lambda: beside.get("asked", work("asked"), "c", begins=False) is not None)
    until(lambda: not beside._waiting)
    assert done == ["asked"]


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[Run]:
    """What reports have played; each is a word."""
    found: list[Run] = []

    def grid(run: Run, *_given: object, **_named: object) -> Run:
        found.append(run)
        return run

    monkeypatch.setattr(hand_out_pages, "axes_of", lambda _run: ())
    monkeypatch.setattr(hand_out_pages, "play_grid", grid)
    monkeypatch.setattr(
        hand_out_pages, "report", lambda run, _grid, **named: f"{run.seed} {named['language']}"
    )
    return found


@pytest.fixture
def phone() -> Phone:
    return Phone(Starlette(routes=HandOuts(Desk(Kept(), Names.of("127.0.0.1"))).routes()))


def test_reports_of_settings_that_look_alike_are_not_each_others(phone: Phone, played: list[Run]) -> None:
    alike = [f"/report?germany.pace=1.000000{n}" for n in (1, 2)]
    for path in alike:
        until(lambda path=path: bool(phone.get(path).header("content-disposition")))  # type: ignore[misc]
    assert [each.scenario.levers["germany.pace"] for each in played] == [1.0000001, 1.0000002]


def test_a_report_in_another_language_is_not_played_again(phone: Phone, played: list[Run]) -> None:
    for language in ("en", "ja"):
        until(lambda to=language: phone.get(f"/report?language={to}").text.endswith(to))  # type: ignore[misc]
    assert len(played) == 1


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site", "sec-fetch-dest": "image"}, {"sec-purpose": "prefetch"}]
)
def test_nobody_has_a_visitors_browser_begin_a_report_unseen(
    phone: Phone, played: list[Run], headers: dict[str, str]
) -> None:
    phone.get("/report", **headers)
    phone.head("/report")
    threading.Event().wait(0.2)
    assert played == []


def test_a_link_from_another_site_leads_to_a_report(phone: Phone, played: list[Run]) -> None:
    there = {"sec-fetch-site": "cross-site", "sec-fetch-dest": "document"}
    until(lambda: bool(phone.get("/report", **there).header("content-disposition")))
    assert len(played) == 1


def test_what_is_drawn_for_a_report_is_not_kept_for_ever() -> None:
    for seed in range(3):
        _draws(seed, 10)
    assert _draws.cache_info().currsize == 1
