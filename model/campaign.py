"""The campaign: what comes of a war in the north, on true strengths instead of believed ones."""

from __future__ import annotations

import numpy as np

from kantokuen.agents import staff
from kantokuen.agents.view import Array, Rules
from kantokuen.model.evidence import value

RESULTS = ("none", "victory", "unfinished", "defeat", "occupation")
"""What a war in the north may come to; an occupation meets no organised resistance."""

_MEN_WEIGHT = 0.25
"""How much doubled manpower adds to a defender's strength; judgement."""

_MEN_IN_JUNE = value("SOV040")
"""Men in the Soviet Far East at the German attack."""

_MATERIEL_WEIGHT = 0.35
"""How much of a defender's strength goes with all tanks and aircraft; judgement."""


def result(
    *, force: Array, divisions: Array, materiel_gone: Array, men: Array, nearness: Array, days: Array,
    rules: Rules, draw: Array,
) -> Array:  # fmt: skip
    """Return the result of a first phase begun with a force against the true Soviet strength.

    Strength counts what the staff's arithmetic left out: more men, less materiel.

        S = divisions (1 + .25 (men / men in June - 1)) (1 - .35 materiel gone) (1 - .55 nearness)

    One draw settles it: victory below p(force) p(in time), unfinished below p(force), else defeat.

    Args:
        force: Japanese divisions engaged.
        divisions: Soviet divisions that are truly there.
        materiel_gone: share of Soviet tanks and aircraft that has truly gone.
        men: Soviet men that are truly there.
        nearness: nearness of a German victory.
        days: days left before winter.
        rules: what the offices reason with: ``staff.win_odds``, and the bounds of a campaign's length.
        draw: one uniform draw a world.

    Returns:
        Index into `RESULTS`, shape ``(worlds,)``.
    """
    quality = 1.0 - _MATERIEL_WEIGHT * materiel_gone
    quantity = 1.0 + _MEN_WEIGHT * (men / _MEN_IN_JUNE - 1.0)
    strength = divisions * quantity * quality * (1.0 - 0.55 * nearness)
    need = staff.needed(strength, force_ratio=2.0, division_value=0.75)
    beats = staff.p_force(need, force, win_odds=rules.staff.win_odds)
    length = staff.campaign_days(need, force, rules, plan=np.full_like(force, 35.0))
    in_time = np.minimum(np.maximum(0.5 + (days - length) / 28.0, 0.0), 1.0)
    return np.where(draw < beats * in_time, 1.0, np.where(draw < beats, 2.0, 3.0))
