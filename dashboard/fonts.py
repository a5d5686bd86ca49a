"""The fonts of the page, served by the page itself; licences stand beside the files in `public/fonts`."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

PREFIX: Final = "/static/assets/fonts"
"""Where the server offers the files."""

_LATIN: Final = (
    "U+0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+304,U+308,U+329,U+2000-206F,U+20AC,U+2122,U+2191,"
    "U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
_FURTHER_LATIN: Final = (
    "U+100-2BA,U+2BD-2C5,U+2C7-2CC,U+2CE-2D7,U+2DD-2FF,U+304,U+308,U+329,U+1D00-1DBF,U+1E00-1E9F,"
    "U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C4,U+2113,U+2C60-2C7F,U+A720-A7FF"
)
_JAPANESE: Final = "U+2010-206F,U+2190-27BF,U+3000-30FF,U+3400-9FFF,U+FF00-FFEF"


@dataclass(frozen=True, slots=True)
class Face:
    """One font file.

    Attributes:
        family: name under which styles ask for it.
        file: name of the file.
        weight: a weight, or two with a blank between for a range.
        style: ``normal`` or ``italic``.
        characters: the code points it is loaded for, as CSS writes them.
    """

    family: str
    file: str
    weight: str
    style: str
    characters: str

    def covers(self, character: str) -> bool:
        """Return whether the face is loaded for a character."""
        for each in self.characters.split(","):
            first, _, last = each.removeprefix("U+").partition("-")
            if int(first, 16) <= ord(character) <= int(last or first, 16):
                return True
        return False

    def content(self) -> bytes:
        """Return the file, WOFF2."""
        return (files("kantokuen.dashboard") / "public" / "fonts" / self.file).read_bytes()

    def rule(self, address: str) -> str:
        """Return the ``@font-face`` rule with the file at an address."""
        return (
            f"@font-face{{font-family:'{self.family}';font-style:{self.style};font-weight:{self.weight};"
            f"font-display:swap;src:url({address}) format('woff2');unicode-range:{self.characters}}}"
        )


def _latin(family: str, name: str, *, italic: bool) -> tuple[Face, ...]:
    upright = (
        Face(family, f"{name}-latin-ext-wght-normal.woff2", "200 900", "normal", _FURTHER_LATIN),
        Face(family, f"{name}-latin-wght-normal.woff2", "200 900", "normal", _LATIN),
    )
    if not italic:
        return upright
    return (*upright, Face(family, f"{name}-latin-wght-italic.woff2", "200 900", "italic", _LATIN))


def _japanese(family: str, name: str) -> tuple[Face, ...]:
    return tuple(
        Face(family, f"{name}-{weight}.woff2", weight, "normal", _JAPANESE) for weight in ("400", "700")
    )


FACES: Final = (
    *_latin("Source Sans 3 Variable", "source-sans-3", italic=True),
    *_latin("Source Serif 4 Variable", "source-serif-4", italic=False),
    *_japanese("Noto Sans JP Subset", "noto-sans-jp-subset"),
    *_japanese("Noto Serif JP Subset", "noto-serif-jp-subset"),
)
"""Every file that the page may load; a browser takes only those whose characters it meets."""


def font_faces(prefix: str = PREFIX) -> str:
    """Return the style sheet of the fonts.

    Args:
        prefix: the address of the folder of the files, without the last slash.
    """
    return _sheet(FACES, lambda face: f"{prefix}/{face.file}")


def embedded_faces(picture: str) -> str:
    """Return a style sheet with the files inside, for a picture that leaves the page.

    Args:
        picture: an SVG; only the families that it names are put in, for characters that it has.
    """
    needed = tuple(face for face in FACES if _is_needed(face, picture))
    return _sheet(needed, lambda face: f"data:font/woff2;base64,{b64encode(face.content()).decode()}")


def _is_needed(face: Face, picture: str) -> bool:
    is_named = face.family in picture and (face.style == "normal" or face.style in picture)
    return is_named and any(map(face.covers, set(picture)))


def _sheet(faces: tuple[Face, ...], address: Callable[[Face], str]) -> str:
    return "\n".join(face.rule(address(face)) for face in faces)
