"""The pictures of the page in the README and in the manual, taken anew by one command.

``python -m tools.screenshots docs`` writes them into a folder.  A picture is a
link, a size and what it is cut to; the world, the month and the levers stand in the link, so that it
comes out alike.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from PIL import Image

from kantokuen.dashboard.link import read_link, write_link
from kantokuen.dashboard.measuring.browser import PATIENCE_MS, opened, served, settle
from kantokuen.experiments.files import write_whole
from kantokuen.model.errors import InputError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_COLOURS: Final = 256
_DRAWN_MS: Final = 1_000.0
"""How long charts have to be drawn once the numbers stand, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture.

    Attributes:
        name: of the file.
        link: query of the page that is looked at.
        scheme: what the visitor's system prefers.
        size: width and height of the page, in pixels.
        part: selector of what is shown; empty for the first screen.
    """

    name: str
    link: str
    scheme: Literal["light", "dark"] = "light"
    size: tuple[int, int] = (1440, 1160)
    part: str = ""


_TALL: Final = (1440, 2400)
"""So high that nothing is scrolled, for pictures of a part."""

SHOTS: Final = (
    Shot("dashboard.png", "moment=1941-08-31&germany.pace=1.2"),
    Shot("dashboard-dark-ja.png", "moment=1941-07-31&language=ja&office=OPS", "dark"),
    Shot("dashboard-why.png", "moment=1941-07-31&office=OPS", size=_TALL, part=".panels"),
    Shot("dashboard-theatre.png", "view=theatre&moment=1941-08-31", size=_TALL, part=".panels"),
    Shot("dashboard-months.png", "view=months&moment=1941-08-31&germany.pace=1.2", size=(1440, 1400)),
)


def take(browser: Browser, address: str, shot: Shot) -> bytes:
    """Return a picture of the page as a PNG of few colours.

    Args:
        browser: to look with.
        address: of the page.
        shot: what to show.
    """
    width, height = shot.size
    state, faults = read_link(shot.link)
    if faults:
        raise InputError("\n".join(faults))
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=shot.scheme, reduced_motion="reduce"
    )
    try:
        page.goto(f"{address}?{write_link(state)}", timeout=PATIENCE_MS)
        settle(page, state.worlds)
        page.wait_for_timeout(_DRAWN_MS)
        taken = page.locator(shot.part).first.screenshot() if shot.part else page.screenshot()
    finally:
        page.close()
    return smaller(taken)


def smaller(png: bytes) -> bytes:
    """Return a PNG with at most 256 colours, which a page of text and flat colours can do with."""
    into = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(into, "PNG", optimize=True)
    return into.getvalue()


def main(arguments: Sequence[str]) -> int:
    """Write every picture, or those that are named, into the folder that is given first."""
    if not arguments:
        sys.stderr.write("usage: python -m tools.screenshots FOLDER [FILE ...]\n")
        return 2
    folder, *names = arguments
    try:
        with opened() as browser, served() as server:
            for shot in SHOTS:
                if not names or shot.name in names:
                    write_whole(Path(folder) / shot.name, take(browser, server.address, shot))
                    sys.stdout.write(f"{shot.name}\n")
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
