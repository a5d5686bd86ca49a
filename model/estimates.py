"""The General Staff's estimates: what it believes to stand in the Soviet Far East."""

from __future__ import annotations

from typing import Final

from kantokuen.model.evidence import value

_TANKS: Final = value("SOV026")
_AIRCRAFT: Final = value("SOV027")


def believed_materiel(gone: float) -> dict[str, float]:
    """Return the tanks and aircraft that it believes in: its estimate of June 1941, less what it holds gone.

    Args:
        gone: share of materiel that it believes gone west, 0..1, one share for both.
    """
    remains = 1.0 - gone
    return {"soviet_tanks": remains * _TANKS, "soviet_aircraft": remains * _AIRCRAFT}
