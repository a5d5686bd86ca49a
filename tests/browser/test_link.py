"""What is taken along and brought: the link, the files, and what may be wrong with either."""

from __future__ import annotations

import struct
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import polars as pl
from playwright.sync_api import expect
from typer.testing import CliRunner

from kantokuen import __version__
from kantokuen.cli.app import app
from kantokuen.dashboard.link import LONGEST_LINK
from tests.browser.conftest import Visit
from tests.support.visitor import Visitor, words

EN, JA = words(), words("ja")
CHOSEN = {
    "scenario": "mild-winter",
    "germany.pace": "1.4",
    "seed": "7",
    "world": "12",
    "lens": "rational",
    "cadence": "ten-day",
    "moment": "1941-09-10",
    "office": "WAR",
    "worlds": "2000",
    "language": "ja",
    "theme": "dark",
}
LONGEST_SERVED = 60_000
"""Characters of a title, near the most that a request may have."""

SVG = "{http://www.w3.org/2000/svg}svg"
SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def test_the_link_opens_the_same_page_again(visit: Visit) -> None:
    first, second = visit(), visit()
    first.open(urlencode(CHOSEN))
    first.await_rest(2000)
    for name in ("scenario", "lens", "cadence", "language", "theme", "office"):
        expect(first.page.locator(f"select[data-change='{name}']")).to_have_value(CHOSEN[name])
    for name in ("seed", "world"):
        expect(first.page.locator(f"input[data-change='{name}']")).to_have_value(CHOSEN[name])
    expect(first.lever("germany.pace")).to_have_value("1.4")
    expect(first.page.locator("html")).to_have_attribute("lang", "ja")
    expect(first.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(first.page.locator("#why")).to_contain_text(JA("persons.Tojo Hideki"))

    first.look_at("theatre")
    first.page.get_by_role("button", name=JA("timeline.forward")).click()
    first.move("germany.pace", "ArrowRight")
    first.await_link(moment="1941-09-20", view="theatre", germany__pace="1.42")
    expect(first.page.locator(".refining")).to_have_count(0)
    first.await_rest(2000)
    second.page.goto(first.page.url)
    second.await_ready()
    second.await_rest(2000)
    assert second.link == first.link == {**CHOSEN, **first.link, "view": "theatre"}
    for seen in (
        "#verdict .sentence",
        "#verdict .ending",
        ".timeline .current",
        ".panels h2",
        ".about-scenario",
    ):
        assert second.page.locator(seen).inner_text() == first.page.locator(seen).inner_text()


def test_what_is_set_is_taken_along_as_files(visit: Visit, tmp_path: Path) -> None:
    visitor = visit(accept_downloads=True)
    visitor.open("scenario=mild-winter&germany.pace=1.4&worlds=2000&view=theatre")
    menu = visitor.page.locator("details.menu", has=visitor.page.locator("[data-pick='do:toml']"))

    def taken(name: str) -> Path:
        if menu.get_attribute("open") is None:
            menu.locator("summary").click()
        return visitor.take(f"do:{name}", tmp_path)

    scenario = taken("toml")
    assert scenario.suffix == ".toml"
    checked = CliRunner().invoke(app, ["check", str(scenario)])
    assert checked.exit_code == 0, checked.output
    assert pl.read_csv(taken("csv_months")).height == 15
    assert pl.read_parquet(taken("parquet_months")).height == 15
    assert pl.read_csv(taken("csv_worlds")).height == 2000
    assert pl.read_parquet(taken("parquet_worlds")).height == 2000
    if menu.get_attribute("open") is not None:
        menu.locator("summary").click()

    assert ET.parse(visitor.take("save:theatre.svg", tmp_path)).getroot().tag == SVG  # noqa: S314  (our own)
    check_png(visitor.take("save:theatre.png", tmp_path))
    visitor.look_at("worlds")
    chart = visitor.page.locator(".kan-chart").first
    expect(chart.locator(".kan-chart-box svg")).to_be_visible()
    svg, png = chart.locator(".kan-chart-save button").all()
    assert ET.parse(visitor.saved(svg, tmp_path)).getroot().tag == SVG  # noqa: S314  (our own)
    check_png(visitor.saved(png, tmp_path))

    bring_back(visitor, scenario)


def bring_back(visitor: Visitor, scenario: Path) -> None:
    """Open the scenario that was taken along: everything is as it was."""
    link, at_rest = visitor.link, visitor.probability.inner_text()
    visitor.pick("do:defaults")
    expect(visitor.probability).not_to_have_text(at_rest)
    visitor.bring(scenario.name, scenario.read_bytes())
    visitor.await_link(scenario=link["scenario"], germany__pace=link["germany.pace"])


def check_png(path: Path) -> None:
    """Fail if a file is no PNG of some size."""
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    assert width > 400
    assert height > 200


def test_a_bad_file_is_told_and_nothing_is_lost(visit: Visit) -> None:
    visitor = visit()
    visitor.open("germany.pace=1.4")
    visitor.await_rest()
    sentence = visitor.page.locator("#verdict .sentence").inner_text()
    bad = {
        "broken.toml": b"name = [",
        "lever.toml": b"name = 'x'\n[germany]\nspeed = 3\n",
        "range.toml": b"name = 'x'\n[germany]\npace = 99\n",
        f"{SCRIPT}.toml": f"name = '{SCRIPT}'\n['{SCRIPT}']\na = 1\n".encode(),
        "bytes.toml": b"\xff\xfe\x00\x01",
        "large.toml": b"#" * 300_000,
    }
    faults = visitor.page.locator(".faults")
    for name, content in bad.items():
        visitor.bring(name, content)
        expect(faults).to_contain_text(name[:20])
        expect(faults.locator("li").first).not_to_be_empty()
        visitor.pick("do:understood")
        expect(faults).to_have_count(0)
    expect(visitor.page.locator("#verdict .sentence")).to_have_text(sentence)
    expect(visitor.lever("germany.pace")).to_have_value("1.4")


def test_a_link_of_another_version_holds_and_says_so_until_it_is_understood(visit: Visit) -> None:
    visitor = visit()
    visitor.page.goto(f"{visitor.server.address}?germany.pace=1.4&version=0.0.1")
    visitor.await_ready()
    older = visitor.page.locator(".faults[role=status]")
    expect(older).to_contain_text(__version__)
    expect(visitor.lever("germany.pace")).to_have_value("1.4")
    visitor.pick("do:understood")
    expect(older).to_have_count(0)


def test_a_link_that_was_tampered_with_is_told_and_the_rest_holds(visit: Visit) -> None:
    visitor = visit()
    wrong = {
        "germany.speed": "1",
        "germany.pace": "99",
        "germany.barbarossa": "1941-13-45",
        "scenario": "../../etc/passwd",
        "title": SCRIPT,
        "world": "1e99",
        "moment": "2041-01-01",
        "lens": SCRIPT,
        SCRIPT: SCRIPT,
        "worlds": "99999999",
        "fork.germany.pace": "1",
    }
    visitor.open(urlencode({**wrong, "germany.pressure": "2.5", "office": "WAR"}))
    faults = visitor.page.locator(".faults[role=alert]")
    told = faults.locator("li").all_inner_texts()
    assert len(told) == len(wrong) - 1  # ten, as many as are told; a title may be any text
    for name in ("germany.speed", "germany.pace", "1941-13-45", "passwd", "2041-01-01", "99999999", "fork"):
        assert any(name in each for each in told), name
    expect(visitor.page.locator(".about-scenario")).to_contain_text(SCRIPT)
    expect(visitor.lever("germany.pressure")).to_have_value("2.5")
    expect(visitor.page.locator("#why")).to_be_visible()
    assert "Traceback" not in visitor.page.locator("body").inner_text()
    assert visitor.page.locator("img[src=x]").count() == 0
    visitor.pick("do:understood")
    expect(faults).to_have_count(0)

    for much in (LONGEST_LINK, LONGEST_SERVED):
        visitor.open("title=" + "a" * much)
        expect(faults.locator("li")).to_have_count(1)
        expect(faults).to_contain_text(f"{LONGEST_LINK:,}")
