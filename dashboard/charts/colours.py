"""Colours of charts: text upon a colour, and the fill of each outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kantokuen.dashboard.palette import Palette, channels, mix

_LIGHT_ENOUGH: Final = 0.18
"""Relative luminance from which black text has more contrast than white."""


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, 0..1, as the contrast rules of the web define it."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (each / 255.0 for each in channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ink_on(fill: str) -> str:
    """Return the colour of text upon a colour, whichever of black and white has more contrast."""
    return "#14171a" if luminance(fill) > _LIGHT_ENOUGH else "#ffffff"


def outcome_styles(palette: Palette) -> Mapping[str, dict[str, Any]]:
    """Return the fill of each outcome; those that are alike in colour differ in pattern."""
    stripes = {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": 0.785}
    dots = {"symbol": "circle", "dashArrayX": [[6, 6], [0, 6, 6, 0]], "dashArrayY": [6, 0], "symbolSize": 0.7}
    drawn = mix(palette.ink, palette.card, 0.25)
    border = {"borderColor": palette.card, "borderWidth": 1}
    incident = mix(palette.card, palette.belief, 0.7)
    return {
        "attack_1941": {"color": palette.north, "decal": {"symbol": "none"}, **border},
        "attack_1942": {
            "color": mix(palette.card, palette.north, 0.45),
            "decal": {"color": palette.north, **stripes},
            **border,
        },
        "field_incident": {"color": incident, "decal": {"color": drawn, **dots}, **border},
        "stand_guard": {
            "color": mix(palette.card, palette.baseline, 0.75), "decal": {"symbol": "none"}, **border
        },
        "no_mobilisation": {
            "color": palette.raised, "decal": {"symbol": "none"},
            "borderColor": palette.baseline, "borderWidth": 1,
        },
    }  # fmt: skip
