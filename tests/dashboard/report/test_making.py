"""The file of a report: whole, in both languages, small, and without anything from elsewhere."""

import base64
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from kantokuen.dashboard.report.grid import Grid, axis, play_grid
from kantokuen.dashboard.report.making import report
from kantokuen.experiments.runner import Run
from kantokuen.model.errors import InputError
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

RUN = Run()


@pytest.fixture(scope="module")
def grid() -> Grid:
    return play_grid(RUN, (axis("china.tied_divisions", RUN),), worlds=30, checked=2)


@pytest.fixture(scope="module")
def page(grid: Grid) -> str:
    return report(RUN, grid, world=3)


def test_a_report_is_smaller_than_five_megabytes(page: str) -> None:
    assert 1_000_000 < len(page.encode()) < 4_700_000


def test_it_asks_nobody_for_anything(page: str) -> None:
    class Reader(HTMLParser):
        asked: list[str] = []  # noqa: RUF012  (of the test alone)

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.asked += [
                v or "" for name, v in attrs if name in {"src", "href", "action", "data", "srcset"}
            ]
            assert tag not in {"link", "img", "iframe", "object", "base"}

    Reader().feed(page)
    assert all(each.startswith("#") for each in Reader.asked)
    assert not re.search(r"@import|url\((?!#|data:)", page)


def test_it_has_every_part_in_both_languages(page: str) -> None:
    for language in LANGUAGES:
        words = Words.of(language)
        main = re.search(rf'<main lang="{language}".*?</main>', page, re.DOTALL)
        assert main is not None
        for key in ("opening.question", "opening.tests_title", "report.levers_title", "report.months_title",
                    "report.why", "report.sources_title", "poster.limits"):  # fmt: skip
            assert str(words(key)).replace("'", "&#39;") in main[0]
        assert (
            main[0].count('class="month"')
            == main[0].count('class="theatre"')
            == main[0].count('class="council"')
        )
        assert main[0].count('<article class="record">') > 100


def test_every_part_that_a_picture_names_is_there_once(page: str) -> None:
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))
    drawn = page.partition("<script")[0]
    used = set(re.findall(r'(?:url\(#|href="#)([\w.-]+)', drawn))
    assert used <= set(names)
    assert used


def test_the_counts_are_those_of_the_grid(page: str, grid: Grid) -> None:
    found = re.search(r'<script type="application/json" id="grid">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found[1].replace("\\u003c", "<"))
    counts = np.frombuffer(base64.b64decode(data["counts"]), "<u2").reshape(grid.counts.shape)
    assert np.array_equal(counts, grid.counts)
    assert data["worlds"] == 30
    assert data["slack"] == grid.slack


def test_what_a_file_calls_itself_is_escaped(grid: Grid) -> None:
    page = report(RUN, grid, title="<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_world_that_is_none_is_told(grid: Grid) -> None:
    with pytest.raises(InputError):
        report(Run(Scenario.load("historical")), grid, world=-1)
