"""Colours of pictures in a file that has two themes: a picture is drawn once in each, and laid together.

Where both have the same colour it stays; where they differ a CSS variable stands in its place, so that the
theme of the reader decides.  Fonts are those of the file: what the page names stands there once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape as xml
from typing import Final

from kantokuen.dashboard.palette import PALETTES, SANS, SERIF, Palette

SHARED: Final = "shared-"
"""Begins the names of parts that several pictures of a file use."""

_FONTS: Final = {xml(SANS): "sans", xml(SERIF): "serif"}
_COLOUR: Final = re.compile(r"(?<=[:\"'(, ])#[0-9a-fA-F]{6}\b")
_ID: Final = re.compile(r"""(\bid="|url\(#|href="#|aria-labelledby=")([\w.-]+)((?: [\w.-]+)*)""")
"""Where a picture names one of its parts, or several."""


class Colours:
    """The pairs of colours of a file, each by the name of its variable."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}
        self._pictures = 0

    def drawn(self, draw: Callable[[Palette], str]) -> str:
        """Return a picture whose colours follow the theme.

        Args:
            draw: returns the picture in the colours of a palette.

        Raises:
            ValueError: the two drawings differ in more than their colours.
        """
        light, dark = (self._own(draw(PALETTES[theme])) for theme in ("light", "dark"))
        pale, deep = _COLOUR.findall(light), _COLOUR.findall(dark)
        if _COLOUR.sub("#", light) != _COLOUR.sub("#", dark):
            raise ValueError("a picture is drawn otherwise in another theme")
        self._pictures += 1
        pairs = iter(zip(pale, deep, strict=True))
        return _COLOUR.sub(lambda _: self._named(*next(pairs)), light)

    def _own(self, picture: str) -> str:
        """Return a picture whose parts have names of their own in the file, the same in both themes."""
        known: dict[str, str] = {}

        def named(part: str) -> str:
            if part.startswith(SHARED):
                return part
            return known.setdefault(part, f"p{self._pictures}-{len(known)}")

        def told(found: re.Match[str]) -> str:
            return found[1] + " ".join(named(part) for part in (found[2] + found[3]).split())

        for stack, name in _FONTS.items():
            picture = picture.replace(f'font-family="{stack}"', f'font-family="var(--{name})"')
        return _ID.sub(told, picture)

    def _named(self, pale: str, deep: str) -> str:
        if pale == deep:
            return pale
        name = self._names.setdefault((pale, deep), f"--c{len(self._names)}")
        return f"var({name})"

    def style(self) -> str:
        """Return the variables, light, dark, and as the system has it."""
        light = "".join(f"{name}:{pale};" for (pale, _), name in self._names.items())
        dark = "".join(f"{name}:{deep};" for (_, deep), name in self._names.items())
        return (
            f":root{{{light}}}"
            f"@media(prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
            f":root[data-theme=dark]{{{dark}}}"
        )
