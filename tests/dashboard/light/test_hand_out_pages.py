"""Pages from which lessons and reports are taken along."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette

from kantokuen.dashboard.addresses import Names
from kantokuen.dashboard.lessons.packs import LESSONS
from kantokuen.dashboard.light import hand_out_pages
from kantokuen.dashboard.light.room_desk import Desk, Kept
from kantokuen.dashboard.light.room_routes import room_routes
from kantokuen.dashboard.report.grid import axis, play_grid
from kantokuen.experiments.runner import Run
from kantokuen.model.text.words import Words
from tests.support.phone import Got, Phone

EN, JA = Words.of("en"), Words.of("ja")
PATIENCE_SECONDS = 120.0


@pytest.fixture
def phone(tmp_path: Path) -> Phone:
    desk = Desk(Kept(place=tmp_path / "rooms.sqlite"), Names.of("127.0.0.1"))
    return Phone(Starlette(routes=room_routes(desk)))


def awaited(phone: Phone, path: str) -> Got:
    """What a page becomes once its work is done."""
    until = time.monotonic() + PATIENCE_SECONDS
    while EN("hand_out.working") in (got := phone.get(path)).text or JA("hand_out.working") in got.text:
        assert 'http-equiv="refresh"' in got.text
        assert time.monotonic() < until
        time.sleep(0.2)
    return got


def test_all_lessons_are_listed_in_both_languages(phone: Phone) -> None:
    for words in (EN, JA):
        got = phone.get(f"/lessons?language={words.language}")
        assert got.status == 200
        for name in LESSONS:
            assert words(f"lessons.packs.{name}.title") in got.text
            assert f'href="/lessons/{name}"' in got.text


def test_a_lesson_is_made_and_given_without_a_script(phone: Phone) -> None:
    got = awaited(phone, "/lessons/reveal?language=ja")
    assert got.status == 200
    assert JA("lessons.packs.reveal.title") in got.text
    assert "script-src" not in got.header("content-security-policy")
    assert "<script" not in got.text


def test_a_lesson_that_is_none_is_told(phone: Phone) -> None:
    got = phone.get("/lessons/nowhere")
    assert got.status == 404
    assert EN("roompages.unfit.file_name") in got.text


def test_a_report_is_made_of_what_the_link_names(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(axis("emperor.sanction", Run()), stops=("weigh", "refuse"))
    monkeypatch.setattr(hand_out_pages, "axes_of", lambda _: (small,))
    monkeypatch.setattr(
        hand_out_pages, "play_grid", lambda run, axes, **given: play_grid(run, axes, worlds=20, **given)
    )
    got = awaited(phone, "/report?scenario=no-oil-embargo&world=2&language=en")
    assert got.status == 200
    assert "-report-no-oil-embargo.html" in got.header("content-disposition")
    assert EN("scenarios.no-oil-embargo.title") in got.text
    assert "world=2" in got.text
