"""How soon the page answers: on opening, after a lever is moved, after a step to another month.

The clock runs in the browser, from the event of the control until the answer stands in the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from kantokuen.dashboard.measuring.browser import PATIENCE_MS, settle
from kantokuen.dashboard.state import VIEWS, State
from kantokuen.experiments.bench.measuring import Tell
from kantokuen.model.text.words import ENGLISH, Words
from kantokuen.model.values import varying

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZE: Final = (1440, 900)
"""Width and height of the page, in pixels."""

_LEVER_VIEWS: Final = ("table", "months")
_FORWARD: Final = ".timeline .buttons button:nth-child(4)"
_BACK: Final = ".timeline .buttons button:nth-child(2)"
_STRETCH: Final = 4
"""Months that are stepped in one direction before it turns: from July to November every chart changes."""

_PAUSE_MS: Final = 250.0
_OURS: Final = "window.kantokuen_measuring"
_GOLDEN: Final = 0.618
"""Positions of a lever are this share of its range apart, so that none comes twice."""

_SETUP: Final = """
(() => {
  const after = (act, answered) => new Promise((resolve) => {
    const begun = performance.now();
    const stop = (took) => { observer.disconnect(); clearTimeout(timer); resolve(took); };
    const observer = new MutationObserver(() => { if (answered()) stop(performance.now() - begun); });
    const timer = setTimeout(() => stop(null), 10000);
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    act();
  });
  const odds = () => {
    const number = document.querySelector("#probability");
    return number && number.textContent + number.dataset.worlds;
  };
  const move = (id, share) => {
    const slider = document.getElementById(id);
    const steps = Math.round((slider.max - slider.min) / slider.step);
    slider.value = +slider.min + Math.round(share * steps) * slider.step;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  };
  /* What a month changes; all of it is changed in place. */
  const pictures = () => [
    document.querySelector(".persimmon svg"),
    document.querySelector(".events"),
    ...document.querySelectorAll(".panels .picture svg"),
  ].map((each) => each && each.outerHTML);
  const is_in_sight = (box) => {
    const { top, bottom } = box.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  };
  const charts = () => [...document.querySelectorAll(".panels .kan-chart-box")]
    .filter(is_in_sight).map((box) => [box, box.innerHTML]);
  window.kantokuen_measuring = {
    slide: (id, share) => {
      const before = odds();
      return after(() => move(id, share), () => odds() !== before);
    },
    step: (button, has_charts) => {
      const before = pictures(), drawn = has_charts ? charts() : [];
      const answered = () => {
        if (!pictures().every((each, k) => each !== before[k])) return false;
        while (drawn.length && drawn[0][0].innerHTML !== drawn[0][1]) drawn.shift();
        return !drawn.length;
      };
      return after(() => document.querySelector(button).click(), answered);
    },
    opening: async (id) => {
      const lever = () => document.getElementById(id), is_there = () => odds() && lever();
      if (!is_there()) await after(() => {}, is_there);
      const before = odds(), is_changed = () => lever().closest(".lever").classList.contains("changed");
      const took = await after(() => move(id, 0.9), () => odds() !== before && is_changed());
      const read = performance.getEntriesByName("first-contentful-paint")[0];
      return [read ? read.startTime : null, took === null ? null : performance.now()];
    },
  };
})();
"""


@dataclass(frozen=True, slots=True)
class Times:
    """How long the same thing took, several times, in seconds; infinite where no answer came."""

    seconds: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.seconds)

    @property
    def late(self) -> float:
        """What 95 of 100 stay within; of few, the longest."""
        return float(np.quantile(self.seconds, 0.95, method="higher"))

    @classmethod
    def of(cls, milliseconds: Sequence[float | None]) -> Times:
        """Return what the browser has measured; None stands for no answer."""
        return cls(tuple(float("inf") if each is None else each / 1000.0 for each in milliseconds))


@dataclass(frozen=True, slots=True)
class Latency:
    """What was measured of one page.

    Attributes:
        reading: from the opening until there is something to read.
        using: from the opening until a lever that was moved at once has changed the probability.
        levers: from the move of a lever to the new probability, by view.
        steps: from the press of a button until another month stands wherever it is shown in sight, by view.
    """

    reading: Times
    using: Times
    levers: dict[str, Times]
    steps: dict[str, Times]


def view_name(view: str, words: Words) -> str:
    """Return what a view is called in a line: by its name in links, or as its tab on the page."""
    return words.called(f"tabs.{view}", view)


def measure_latency(
    browser: Browser,
    address: str,
    tell: Tell,
    words: Words = ENGLISH,
    *,
    opens: int = 5,
    moves: int = 24,
    steps: int = 16,
) -> Latency:
    """Open the page, move its levers and step through its months.

    Args:
        browser: to look with.
        address: of the page.
        tell: told what is measured next.
        words: the language of what is told.
        opens: how often the page is opened, by a browser that has not seen it before.
        moves: of a lever, in each of two views.
        steps: of a month, in each view.
    """
    tell(words("bench.next.opening"))
    opened = [_open(browser, address) for _ in range(opens)]
    levers = {}
    for turn, view in enumerate(_LEVER_VIEWS):
        tell(words("bench.next.levers", view=view_name(view, words)))
        numbers = range(turn * moves, (turn + 1) * moves)
        levers[view] = _move_levers(browser, f"{address}?view={view}", numbers)
    stepped = {}
    for view in VIEWS:
        tell(words("bench.next.months", view=view_name(view, words)))
        stepped[view] = _step_months(browser, f"{address}?view={view}", steps, has_charts=view == "months")
    return Latency(
        Times.of([read for read, _ in opened]), Times.of([used for _, used in opened]), levers, stepped
    )


@contextmanager
def looking(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page as one who has not seen it before, ready to be measured.

    Args:
        browser: to look with.
        address: of the page.
    """
    width, height = SIZE
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(_SETUP)
    page.goto(f"{address}?opening=off", wait_until="commit")
    try:
        yield page
    finally:
        page.close()


def _open(browser: Browser, address: str) -> list[float | None]:
    with looking(browser, address) as page:
        times: list[float | None] = page.evaluate(f"id => {_OURS}.opening(id)", _slider(varying()[0]))
        return times


def _move_levers(browser: Browser, address: str, numbers: range) -> Times:
    """Move one lever after the other to where it never was, each time when the page has come to rest."""
    found = []
    with looking(browser, address) as page:
        for number in numbers:
            settle(page, State().worlds)
            found.append(slide(page, number))
    return Times.of(found)


def slide(page: Page, number: int) -> float | None:
    """Move a lever and return how long the probability took to follow, in milliseconds; None if it did not.

    Args:
        page: a page that `looking` has opened.
        number: which move it is; each goes to a lever and a place of its own.
    """
    levers = varying()
    given = [_slider(levers[number % len(levers)]), _GOLDEN * (number + 1) % 1.0]
    took: float | None = page.evaluate(f"([id, share]) => {_OURS}.slide(id, share)", given)
    return took


def _step_months(browser: Browser, address: str, steps: int, *, has_charts: bool) -> Times:
    """Step some months forward and back again, with the open part of the page in sight."""
    found = []
    with looking(browser, address) as page:
        settle(page, State().worlds)
        page.evaluate("document.querySelector('.panels').scrollIntoView()")
        for k in range(steps):
            page.wait_for_timeout(_PAUSE_MS)
            button = _FORWARD if k % (2 * _STRETCH) < _STRETCH else _BACK
            found.append(page.evaluate(f"([at, charts]) => {_OURS}.step(at, charts)", [button, has_charts]))
    return Times.of(found)


def _slider(key: str) -> str:
    return "lever-" + "".join(each if each.isalnum() or each == "_" else "-" for each in key)
