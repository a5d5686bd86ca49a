"""What the server holds while visitors are there, and after they have left."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from time import sleep
from typing import TYPE_CHECKING, Final

from kantokuen.dashboard.measuring.browser import PATIENCE_MS
from kantokuen.dashboard.measuring.latency import looking, slide
from kantokuen.experiments.bench.measuring import Tell
from kantokuen.experiments.bench.watching import INTERVAL, watched
from kantokuen.model.text.words import ENGLISH, Words

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LEFT_SECONDS: Final = 3
"""How long the measured server keeps the page of a visitor who has left; otherwise it is minutes."""

SETTINGS: Final = {"SOLARA_KERNEL_CULL_TIMEOUT": f"{LEFT_SECONDS}s"}
_SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Held:
    """What the server held.

    Attributes:
        when: in words.
        visitors: how many pages were open.
        memory: in bytes, None where it cannot be read.
    """

    when: str
    visitors: int
    memory: int | None


def measure_memory(
    browser: Browser,
    address: str,
    process: int,
    tell: Tell,
    words: Words = ENGLISH,
    *,
    visitors: tuple[int, ...] = (10, 30),
) -> list[Held]:
    """Let visitors come, each with a world and a lever of one's own, and let them go.

    Args:
        browser: to look with.
        address: of the page, from a server with `SETTINGS`.
        process: number of the server's process.
        tell: told what is measured next.
        words: the language of what is told and found.
        visitors: how many are to be there at once, in rising order.
    """
    found = [Held(words("bench.page.memory.before"), 0, _held(process))]
    with ExitStack() as pages:
        there = 0
        for wanted in visitors:
            tell(words("bench.next.visitors", n=wanted))
            for each in range(there, wanted):
                page = pages.enter_context(looking(browser, f"{address}?world={each}"))
                page.wait_for_selector("#probability", timeout=PATIENCE_MS)
                slide(page, each)
            there = wanted
            found.append(Held(words("bench.page.memory.during"), there, _held(process)))
    tell(words("bench.next.leaving"))
    sleep(2 * LEFT_SECONDS + 1)
    found.append(Held(words("bench.page.memory.after"), 0, _held(process)))
    return found


def _held(process: int) -> int | None:
    with watched(process) as peak:
        sleep((_SAMPLES + 0.5) * INTERVAL)
    return peak.whole if peak.samples else None
