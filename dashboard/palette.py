"""The colours of the page and of its pictures, once, for light and for dark.

South is blue and north vermilion throughout; the two differ in lightness as well as in hue, so that
colour-blind people tell them apart, and no meaning rests on colour alone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final, Literal

Theme = Literal["light", "dark"]

SANS: Final = (
    "'Source Sans 3 Variable', 'Noto Sans JP Subset', 'Hiragino Sans', 'Yu Gothic', 'IPAGothic', sans-serif"
)
SERIF: Final = "'Source Serif 4 Variable', 'Noto Serif JP Subset', 'Hiragino Mincho ProN', 'Yu Mincho', serif"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by purpose, each a CSS colour.

    Attributes:
        paper: the ground of the page.
        card: the ground of a panel.
        raised: the ground of a control.
        ink: text.
        quiet: text that stands back; at least 4.5:1 on `paper` and `card`.
        line: rules and frames.
        grid: lines of a chart.
        accent: what can be acted upon.
        accent_ink: text on `accent`.
        north: for the north.
        south: for the south.
        truth: what was so.
        belief: what was believed.
        baseline: the history that is compared with.
        warning: what has gone wrong.
        green: an unripe fruit.
        ripe: a ripe fruit.
        leaf: leaves.
        land: Japanese-held land on the map.
        soviet_land: Soviet and Mongolian land.
        other_land: land of others.
        sea: the sea.
    """

    paper: str
    card: str
    raised: str
    ink: str
    quiet: str
    line: str
    grid: str
    accent: str
    accent_ink: str
    north: str
    south: str
    truth: str
    belief: str
    baseline: str
    warning: str
    green: str
    ripe: str
    leaf: str
    land: str
    soviet_land: str
    other_land: str
    sea: str

    def as_dict(self) -> dict[str, str]:
        """Return the colours by name."""
        return asdict(self)


PALETTES: Final[dict[Theme, Palette]] = {
    "light": Palette(
        paper="#f6f2ea",
        card="#fffdf8",
        raised="#f1ebdf",
        ink="#22262b",
        quiet="#5c6169",
        line="#d9d1c1",
        grid="#e8e1d3",
        accent="#1f4e79",
        accent_ink="#ffffff",
        north="#b5411f",
        south="#1f5f99",
        truth="#22262b",
        belief="#8a5a00",
        baseline="#7f848b",
        warning="#9c2a1a",
        green="#8aa04a",
        ripe="#d2641b",
        leaf="#5d7a3a",
        land="#e9d9bd",
        soviet_land="#dfe3e0",
        other_land="#eeeae0",
        sea="#d5e3ec",
    ),
    "dark": Palette(
        paper="#15181c",
        card="#1d2126",
        raised="#272c33",
        ink="#ece7dc",
        quiet="#a9adb3",
        line="#3a4048",
        grid="#2c3138",
        accent="#8fbce6",
        accent_ink="#10202f",
        north="#f0875f",
        south="#74aee0",
        truth="#ece7dc",
        belief="#e0b04f",
        baseline="#8b9099",
        warning="#ff9d87",
        green="#9db35c",
        ripe="#e8832f",
        leaf="#7f9c57",
        land="#4a412f",
        soviet_land="#2f3836",
        other_land="#2a2c2e",
        sea="#1b2a35",
    ),
}


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of ``#rrggbb``, 0..255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """Return the colour that lies a share of the way, 0..1, from one ``#rrggbb`` to another."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(first + share * (second - first)):02x}" for first, second in pairs)


def css_variables() -> str:
    """Return colours and fonts as CSS variables: light, dark, as the system has it, and light on paper."""
    light, dark = (
        "".join(f"--{name}:{colour};" for name, colour in PALETTES[theme].as_dict().items())
        for theme in ("light", "dark")
    )
    dark += "color-scheme:dark"
    fonts = f"--sans:{SANS};--serif:{SERIF};"
    return (
        f":root{{{light}{fonts}color-scheme:light}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
        f"@media screen{{:root[data-theme=dark]{{{dark}}}}}"
    )
