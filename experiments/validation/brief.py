"""The validation in short, free of any language: what the page tells of it, as a file that ships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.validated import SHARES_TOLD
from kantokuen.experiments.validation.foretold import Foretold, record
from kantokuen.experiments.validation.patterns import Finding
from kantokuen.experiments.validation.points import SHARES
from kantokuen.experiments.validation.posterior import FAR, Judged, mean, middle
from kantokuen.experiments.validation.targets import misses, targets
from kantokuen.experiments.validation.tornado import Tornado, farthest
from kantokuen.model.display import plain
from kantokuen.model.limits import ENSEMBLES
from kantokuen.version import __version__

_MOVES: Final = 5
_DIGITS: Final = 4


def brief(
    foretold: Foretold,
    swings: Tornado,
    patterns: Mapping[str, Sequence[Finding]],
    judged: Judged,
    by_reason: Mapping[str, int],
    *,
    worlds: int,
    seed: int,
) -> dict[str, Any]:
    """Return the validation in short, as JSON has it.

    Args:
        foretold: what settings of the posterior give.
        swings: the headline at the ends of each prior.
        patterns: by part of the record, C or T, its patterns as found at the medians.
        judged: what the posterior says of each judgement.
        by_reason: by part, how many things recorded were met before the fit.
        worlds: of the baseline.
        seed: of all plays.

    Returns:
        ``version``, ``worlds``, ``seed``; ``record``: by part how many things are recorded, how many were met
        before the fit, and which are missed by more than two tolerances, with by how many; ``patterns``: id,
        part, bounds, what was found, whether it holds; ``shares``: by ensemble and share its mean and middle
        90 % over the posterior; ``settings``: how many settings that is; ``told``, ``untold``: how many
        judgements the record told and how many not; ``moves``: the judgements that move the headline farthest
        in June 1941, what is added at the low and at the high end of the prior, None where nothing sure is.
    """
    count = len(targets())
    off = np.median(misses(foretold.record, record()), axis=0)
    parts = {"C": range(count), "T": range(count, len(record()))}
    told = judged.is_told
    found = {
        "version": __version__,
        "worlds": worlds,
        "seed": seed,
        "record": {
            part: {
                "n": len(places),
                "by_reason": by_reason[part],
                "missed": {record()[each].id: off[each] for each in places if abs(off[each]) > FAR},
            }
            for part, places in parts.items()
        },
        "patterns": [
            {"id": each.id, "part": part, "low": each.low, "high": each.high, "found": each.value,
             "holds": each.holds}
            for part, own in patterns.items()
            for each in own
        ],
        "settings": len(foretold.record),
        "shares": {
            name: {share: _spread(each, share) for share in SHARES_TOLD}
            for name, each in foretold.shares.items()
        },
        "told": int(told.sum()),
        "untold": int((~told).sum()),
        "moves": _farthest(swings),
    }  # fmt: skip
    short: dict[str, Any] = _rounded(plain(found))
    return short


def _spread(read: Array, share: str) -> list[float | None]:
    known = middle(read[:, SHARES.index(share)])
    return [None, None, None] if known is None else [mean(read, share), *known]


def _farthest(swings: Tornado) -> list[dict[str, Any]]:
    moves = swings.moves(ENSEMBLES[1])
    return [
        {"key": swings.keys[place], "low": moves[place, 0], "high": moves[place, 1]}
        for place in farthest(moves)[:_MOVES]
    ]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list) else value
