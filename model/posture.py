"""The posture of a month: how far the Army has gone in the north, and what is held against Japan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ORDERED: Final = 3.0
"""The northern step from which on the season is not given up: the attack is ordered."""


def is_given_up(signals: Mapping[str, float]) -> bool:
    """Tell whether the attack of this season has been given up, and not ordered since.

    Args:
        signals: of a month in one world, see `kantokuen.model.record`.
    """
    return bool(signals["has_given_up"]) and signals["northern_step"] < _ORDERED


def northern_posture(signals: Mapping[str, float]) -> str:
    """Return the Army's posture in the north: the number of a step, or ``given_up``."""
    return "given_up" if is_given_up(signals) else str(int(signals["northern_step"]))


def severest_sanction(signals: Mapping[str, float]) -> str:
    """Return the severest sanction in force: ``none``, ``freeze`` or ``embargo``."""
    return next((each for each in ("embargo", "freeze") if signals[each]), "none")
