"""What is measured of the page, and its pictures: what the tables say, and that nothing is asked in vain."""

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from io import BytesIO
from math import inf
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

from kantokuen.cli.app import app
from kantokuen.dashboard.link import read_link
from kantokuen.dashboard.measuring import browser, classes, latency, memory, report
from kantokuen.dashboard.measuring.classes import Served
from kantokuen.dashboard.measuring.latency import Latency, Times, _slider
from kantokuen.dashboard.measuring.memory import Held
from kantokuen.dashboard.measuring.phones import Lesson, Taught
from kantokuen.dashboard.state import VIEWS
from kantokuen.experiments.sheets import Sheet
from kantokuen.model.errors import InputError
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.text.words import Words
from kantokuen.model.values import varying
from tests.support.paths import ROOT
from tools import screenshots
from tools.screenshots import SHOTS, smaller

DOCS = ROOT / "docs"
MANUAL = (ROOT / "README.md", DOCS / "dashboard.md")
MEGABYTE = 10**6

QUICK = Latency(
    Times((0.3, 0.2, 0.4)),
    Times((1.2, 1.0, 2.0)),
    {view: Times((0.1, 0.12, 0.3)) for view in ("table", "months")},
    {view: Times((0.03, 0.04, 0.05)) for view in VIEWS},
)


# ---- times


def test_times_are_seconds_and_no_answer_takes_for_ever() -> None:
    assert Times.of([100.0, None, 300.0]).seconds == (0.1, inf, 0.3)


def test_the_late_one_of_few_is_the_longest_and_of_many_the_one_that_95_of_100_do_not_pass() -> None:
    assert Times((0.1, 0.3, 0.2)).late == 0.3
    assert Times(tuple(range(1, 101))).late == 96
    assert Times((0.1, 0.3, 0.2)).middle == 0.2


def test_one_move_without_an_answer_misses_the_aim() -> None:
    slow = replace(QUICK, levers={"table": Times((0.1,) * 9 + (inf,))})
    assert _reached(slow)["lever, view table, 95 of 100, s"] is False


def test_every_lever_that_is_moved_is_a_slider() -> None:
    assert {PARAMETERS[key].type for key in varying()} <= {"float", "int"}
    assert _slider("season.winter_shift") == "lever-season-winter_shift"


# ---- tables


def _reached(found: Latency) -> dict[str, Any]:
    return {str(row[0]): row[-1] for row in report._aims(found).rows}


def test_aims_that_are_reached_are_shown_as_reached() -> None:
    assert set(_reached(QUICK).values()) == {True}
    assert len(_reached(QUICK)) == 2 + 4 + len(VIEWS) + 1


def test_aims_that_are_missed_are_shown_as_missed() -> None:
    slow = Latency(
        Times((0.1, 2.5)),
        Times((1.0, 4.5)),
        {view: Times((0.25, 0.25, 0.5)) for view in QUICK.levers},
        {view: Times((0.1, 0.15, 0.2)) for view in VIEWS},
    )
    assert set(_reached(slow).values()) == {False}


def test_the_table_of_the_page_has_a_row_for_everything_that_was_measured() -> None:
    table = report._speed(QUICK, 2.0, "A machine.")
    assert len(table.rows) == 3 + 2 + len(VIEWS)
    assert "A machine." in table.note


def test_the_memory_of_the_server_is_told_in_megabytes_or_why_not() -> None:
    held = [Held("before", 0, 200 * MEGABYTE), Held("while", 30, 320 * MEGABYTE)]
    assert report._memory(held).rows == (("before", 0, 200.0), ("while", 30, 320.0))
    unknown = report._memory([Held("before", 0, None)])
    assert unknown.rows == ()
    assert "pip install psutil" in unknown.note


def test_what_is_measured_of_the_page_is_told_in_japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def stub(*_: object) -> Iterator[Any]:
        yield SimpleNamespace(version="1.0", address="", process=1, seconds=1.0)

    monkeypatch.setattr(report, "opened", stub)
    monkeypatch.setattr(report, "served", stub)
    monkeypatch.setattr(report, "machine", lambda _: "")
    monkeypatch.setattr(latency, "_open", lambda *_: [100.0, 200.0])
    monkeypatch.setattr(latency, "_move_levers", lambda *_: Times((0.1,)))
    monkeypatch.setattr(latency, "_step_months", lambda *_, **__: Times((0.1,)))
    monkeypatch.setattr(memory, "looking", lambda *_: nullcontext(_Page()))
    monkeypatch.setattr(memory, "slide", lambda *_: 1.0)
    monkeypatch.setattr(memory, "_held", lambda _: 7)
    monkeypatch.setattr(memory, "sleep", lambda _: None)
    told: list[str] = []
    words = Words.of("ja")
    tables = report.measure_page(told.append, words)
    assert len(told) == 2 + len(QUICK.levers) + len(VIEWS) + 3
    cells = [str(cell) for table in tables for row in table.rows for cell in row if isinstance(cell, str)]
    notes = [part for table in tables for part in (table.title, table.note, *table.columns)]
    assert set(re.findall(r"[A-Za-z]{2,}", " ".join((*told, *cells, *notes)))) == {"Chromium", "MB"}
    assert [len(table.rows) for table in tables] == [5 + len(VIEWS), 7 + len(VIEWS), 4]


# ---- the visitors


class _Page:
    def wait_for_selector(self, _: str, *, timeout: float) -> None:
        assert timeout > 0


def test_visitors_come_in_two_waves_and_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    there: list[str] = []
    seen: list[int] = []

    @contextmanager
    def looking(_: object, address: str) -> Iterator[_Page]:
        there.append(address)
        yield _Page()
        there.remove(address)

    def held(_: int) -> int:
        seen.append(len(there))
        return 7

    monkeypatch.setattr(memory, "looking", looking)
    monkeypatch.setattr(memory, "slide", lambda *_: 1.0)
    monkeypatch.setattr(memory, "_held", held)
    monkeypatch.setattr(memory, "sleep", lambda _: None)
    told: list[str] = []
    browser_: Any = None
    found = memory.measure_memory(browser_, "http://here/", 1, told.append, visitors=(2, 5))
    assert seen == [0, 2, 5, 0]
    assert [each.visitors for each in found] == seen
    assert told == ["page: 2 visitors", "page: 5 visitors", "page: visitors leave"]


def test_the_memory_of_this_process_is_read_where_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psutil")
    assert (memory._held(os.getpid()) or 0) > MEGABYTE
    monkeypatch.setitem(sys.modules, "psutil", None)
    assert memory._held(os.getpid()) is None


# ---- without a browser


class _Driver:
    class chromium:  # noqa: N801  (as Playwright calls it)
        executable_path = "/nowhere/chrome"


def test_without_playwright_the_page_is_left_out_and_the_report_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    (table,) = report.measure_page(lambda _: None)
    assert table.rows == ()
    assert table.note == "Left out: Playwright cannot be loaded; to have it: pip install playwright."


def test_without_a_chromium_it_is_said_how_to_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(browser.PLACE, raising=False)
    monkeypatch.setattr(browser.shutil, "which", lambda _: None)
    driver: Any = _Driver()
    with pytest.raises(InputError, match=r"no Chromium is found.*apt-get install chromium.*CHROMIUM"):
        browser._chromium(driver)


def test_a_browser_that_is_named_is_taken_and_a_wrong_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    driver: Any = _Driver()
    monkeypatch.setenv(browser.PLACE, sys.executable)
    assert browser._chromium(driver) == sys.executable
    monkeypatch.setenv(browser.PLACE, "/nowhere/chromium")
    with pytest.raises(InputError, match="CHROMIUM: '/nowhere/chromium' is no program"):
        browser._chromium(driver)


def test_a_server_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser.sys, "executable", "/bin/true")
    with pytest.raises(ChildProcessError, match="did not start"), browser.served():
        pass


# ---- the command


def test_the_benchmark_of_the_page_alone_plays_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        report, "measure_page", lambda tell, _: [tell("page: x"), Sheet("p", "", ("a",), ())][1:]
    )
    result = CliRunner().invoke(app, ["bench", "--only", "dashboard", "--json"])
    assert result.exit_code == 0, result.output
    assert [each["title"] for each in json.loads(result.stdout)["tables"]] == ["p"]
    assert "page: x" in result.stderr


def test_the_benchmark_of_rooms_alone_plays_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classes, "measure_class", lambda *_: [Sheet("c", "", ("a",), ())])
    result = CliRunner().invoke(app, ["bench", "--only", "rooms", "--json"])
    assert result.exit_code == 0, result.output
    assert [each["title"] for each in json.loads(result.stdout)["tables"]] == ["c"]


def test_the_whole_benchmark_ends_with_the_page_and_a_class(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = sys.modules["kantokuen.experiments.bench"]
    monkeypatch.setattr(bench, "report", lambda *_, **__: [Sheet("engine", "", (), ())])
    monkeypatch.setattr(report, "measure_page", lambda *_: [Sheet("page", "", (), ())])
    monkeypatch.setattr(classes, "measure_class", lambda *_: [Sheet("class", "", (), ())])
    result = CliRunner().invoke(app, ["bench", "--json", "--quiet"])
    assert [each["title"] for each in json.loads(result.stdout)["tables"]] == ["engine", "page", "class"]
    assert result.stderr == ""


# ---- a class


@pytest.mark.parametrize(
    ("taught", "memory", "reached"),
    [
        (Taught((0.1,) * 4, (0.2, 0.2), ()), 4 * MEGABYTE - 1, [True, True, True, True]),
        (Taught((0.1, 0.1, 0.4), (0.2,), ("/room/x: 503",)), 4 * MEGABYTE, [False, False, False, False]),
        (Taught((), (), ("no room was opened",)), None, [False, None, None, False]),
    ],
)
def test_what_a_class_met_stands_beside_what_was_aimed_at(
    taught: Taught, memory: int | None, reached: list[bool | None]
) -> None:
    aims = classes._aims(Served(taught, memory), Lesson(students=2, games=1, sittings=2), Words.of("en"))
    assert [row[3] for row in aims.rows] == reached
    assert all(each in aims.note for each in taught.wrong)


def test_a_class_is_held_over_the_wire_without_a_fault() -> None:
    lesson = Lesson(students=3, games=1, sittings=2, seconds=0.2)
    speed, aims = classes.measure_class(lambda _: None, lesson=lesson)
    assert [row[1] for row in speed.rows] == [6, 2]
    assert (aims.rows[0][3], aims.rows[3][3]) == (True, True), aims.note


# ---- pictures


def test_the_link_of_every_picture_can_be_used() -> None:
    assert [fault for shot in SHOTS for fault in read_link(shot.link)[1]] == []


def test_every_picture_of_the_page_is_there_is_shown_and_is_small() -> None:
    shown = {
        Path(each).name
        for page in MANUAL
        for each in re.findall(r"\]\((\S+\.png)\)", page.read_text("utf-8"))
    }
    assert {shot.name for shot in SHOTS} == shown
    assert {path.name for path in DOCS.glob("*.png")} == shown
    assert [path.name for path in DOCS.glob("*.png") if path.stat().st_size > 300_000] == []


def test_a_picture_is_made_smaller_and_keeps_its_size_in_pixels() -> None:
    into = BytesIO()
    Image.effect_noise((60, 40), 50).convert("RGB").save(into, "PNG")
    few = smaller(into.getvalue())
    assert len(few) < len(into.getvalue())
    with Image.open(BytesIO(few)) as picture:
        assert (picture.size, picture.mode) == ((60, 40), "P")


def test_pictures_without_a_browser_end_with_a_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert screenshots.main([]) == 2
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    assert screenshots.main([str(tmp_path)]) == 1
    assert "pip install playwright" in capsys.readouterr().err


# ---- with a browser


@pytest.fixture(scope="module")
def needs_browser() -> None:
    try:
        with browser.opened():
            pass
    except InputError as missing:
        pytest.skip(str(missing))


@pytest.mark.slow
@pytest.mark.usefixtures("needs_browser")
def test_the_benchmark_measures_all_that_it_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.measure_memory, "__kwdefaults__", {"visitors": (1, 2)})
    tables = report.measure_page(lambda _: None, opens=1, moves=2, steps=6)
    assert [table.title for table in tables] == ["The page", "Aims of the page", "Memory of the server"]
    speed, _, held = tables
    assert [row[0] for row in speed.rows if inf in row] == []
    assert [row[1] for row in held.rows] == [0, 1, 2, 0]


@pytest.mark.slow
@pytest.mark.usefixtures("needs_browser")
def test_a_picture_of_the_page_is_taken(tmp_path: Path) -> None:
    assert screenshots.main([str(tmp_path), "dashboard-theatre.png"]) == 0
    with Image.open(tmp_path / "dashboard-theatre.png") as picture:
        assert picture.width > 800
        assert picture.height > 800
    assert [path.name for path in tmp_path.iterdir()] == ["dashboard-theatre.png"]
