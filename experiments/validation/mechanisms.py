"""What each mechanism, each lens and each cadence does to the outcomes."""

from __future__ import annotations

from typing import Final

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.runner import Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.paired import difference
from kantokuen.experiments.validation.patterns import baseline, findings
from kantokuen.experiments.validation.plays import Found, Play, Played
from kantokuen.model.lenses import LENSES
from kantokuen.model.limits import CADENCES
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario

SWITCHES: Final = tuple(key for key in PARAMETERS if key.startswith("mechanism."))
_CEILING: Final = 16.0
_WORTH_TELLING: Final = 0.01
"""Least change of a share that the sentence mentions, if its interval leaves out zero."""

_WORDS: Final = {
    "attack_1941": "attacks in 1941",
    "attack_1942": "attacks in 1942",
    "field_incident": "wars without orders",
    "stand_guard": "worlds that stand guard",
    "no_mobilisation": "worlds without mobilisation",
}


def off(worlds: int, switch: str) -> Play:
    """Return the play with one mechanism switched off."""
    scenario = Scenario.load("historical").replace({switch: False})
    return Play(worlds, Run(scenario, cadence="ten-day", trace=True))


def plays(worlds: int, baseline_worlds: int) -> list[Play]:
    """Return the plays that the tables need."""
    lenses = [Play(worlds, Run(lens=lens)) for lens in LENSES]
    cadences = [Play(baseline_worlds), baseline(baseline_worlds)]
    return [baseline(worlds), *(off(worlds, each) for each in SWITCHES), *lenses, *cadences]


def switches(found: Found, worlds: int) -> Sheet:
    """Return the shares of the outcomes without each mechanism."""
    rows = [_switched("all on", found[baseline(worlds)])]
    rows += [_switched(each, found[off(worlds, each)]) for each in SWITCHES]
    note = (
        f"Ten-day cadence, {worlds:,} worlds each, the same worlds in each row. *Beyond 16* is the "
        "share of worlds in which more than 16 divisions are sanctioned, *southern war* that of "
        "worlds with one before the run ends."
    )
    columns = ("switched off", *OUTCOMES, "beyond 16", "southern war")
    return Sheet("Mechanisms switched off", note, columns, tuple(rows))


def broken(found: Found, worlds: int) -> Sheet:
    """Return in words what changes without each mechanism."""
    base = found[baseline(worlds)]
    rows = [(_name(each), breaks(found[off(worlds, each)], base)) for each in SWITCHES]
    note = (
        "Written from the measured differences, world by world: shares that change by .01 or more "
        "with a 95 % interval that leaves out zero, and patterns that cease or begin to hold."
    )
    return Sheet("What breaks without each mechanism", note, ("switched off", "what changes"), tuple(rows))


def lenses(found: Found, worlds: int) -> Sheet:
    """Return the shares of the outcomes under each lens."""
    base = found[Play(worlds)]
    rows: list[tuple[Cell, ...]] = []
    for lens in LENSES:
        played = found[Play(worlds, Run(lens=lens))]
        moved = difference(played.hits("attack_1941"), base.hits("attack_1941"))
        tail = (moved.mean, (moved.low, moved.high)) if played is not base else (None, None)
        rows.append((lens, *(played.share(each) for each in OUTCOMES), *tail))
    note = (
        f"Month cadence, {worlds:,} worlds each: the same offices, beliefs and means under several "
        "theories of how a decision comes about. The last columns are the paired difference of "
        "`attack_1941` against `politics`."
    )
    return Sheet("Lenses", note, ("lens", *OUTCOMES, "difference 1941", "95 % interval"), tuple(rows))


def cadences(found: Found, worlds: int) -> Sheet:
    """Return the shares of the outcomes under each cadence, and how far they lie apart."""
    played = {"month": found[Play(worlds)], "ten-day": found[baseline(worlds)]}
    shares = [[played[cadence].share(each) for each in OUTCOMES] for cadence in CADENCES]
    apart = [abs(one - other) for one, other in zip(*shares, strict=True)]
    rows: list[tuple[Cell, ...]] = [
        (cadence, *row, None) for cadence, row in zip(CADENCES, shares, strict=True)
    ]
    rows.append(("apart", *apart, max(apart)))
    note = (
        f"{worlds:,} worlds each, the same worlds under both. The council sits once a period, the "
        "world moves in the same fine steps. The largest difference should stay below .05."
    )
    return Sheet("Cadences", note, ("cadence", *OUTCOMES, "largest"), tuple(rows))


def breaks(played: Played, base: Played) -> str:
    """Write what differs from the baseline: shares that move, patterns that cease or begin to hold."""
    moved: list[tuple[str, Array, Array]] = [
        *((_WORDS[each], played.hits(each), base.hits(each)) for each in OUTCOMES),
        ("forces beyond 16", _is_large(played), _is_large(base)),
        ("southern wars", _has_southern_war(played), _has_southern_war(base)),
    ]
    parts = [
        f"{words} {float(np.mean(before)):.3f} to {float(np.mean(after)):.3f}"
        for words, after, before in moved
        if (change := difference(after, before)).sign != "no difference"
        and abs(change.mean) >= _WORTH_TELLING
    ]
    then, now = ({each.id for each in findings(one) if each.holds} for one in (base, played))
    order = [each.id for each in findings(base)]
    for words, changed in (("cease to hold", then - now), ("begin to hold", now - then)):
        if changed:
            parts.append(f"{words}: {', '.join(each for each in order if each in changed)}")
    return "; ".join(parts) or "no share moves by .01, and the same patterns hold"


def _switched(switch: str, played: Played) -> tuple[Cell, ...]:
    shares = (played.share(each) for each in OUTCOMES)
    beyond, south = float(np.mean(_is_large(played))), float(np.mean(_has_southern_war(played)))
    return (_name(switch), *shares, beyond, south)


def _name(switch: str) -> str:
    return switch.removeprefix("mechanism.")


def _is_large(played: Played) -> Array:
    """Return 1.0 in the worlds in which more than 16 divisions are sanctioned, shape ``(worlds,)``."""
    return np.asarray(np.max(played.seen.divisions_sanctioned, axis=0) > _CEILING, dtype=np.float64)


def _has_southern_war(played: Played) -> Array:
    """Return 1.0 in the worlds with a southern war before the run ends, shape ``(worlds,)``."""
    return np.asarray(np.isfinite(played.columns["southern_war_date"]), dtype=np.float64)
