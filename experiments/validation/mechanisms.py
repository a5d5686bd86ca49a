"""What each mechanism, each lens and each cadence does to the outcomes."""

from __future__ import annotations

from typing import Final

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.runner import Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.paired import difference
from kantokuen.experiments.validation.patterns import baseline, called, findings
from kantokuen.experiments.validation.phrases import heads, outcomes
from kantokuen.experiments.validation.plays import Found, Play, Played
from kantokuen.model.lenses import LENSES
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.words import ENGLISH, Words
from kantokuen.model.values import varying

SWITCHES: Final = tuple(key for key in PARAMETERS if key.startswith("mechanism."))
_CEILING: Final = 16.0
_WORTH_TELLING: Final = 0.01
"""Least change of a share that the sentence mentions, if its interval leaves out zero."""


def off(worlds: int, switch: str) -> Play:
    """Return the play with one mechanism switched off."""
    scenario = Scenario.load("historical").replace({switch: False})
    return Play(worlds, Run(scenario, cadence="ten-day", trace=True))


def plays(worlds: int, baseline_worlds: int) -> list[Play]:
    """Return the plays that the tables need."""
    lenses = [Play(worlds, Run(lens=lens)) for lens in LENSES]
    cadences = [Play(baseline_worlds), baseline(baseline_worlds)]
    return [baseline(worlds), *(off(worlds, each) for each in SWITCHES), *lenses, *cadences]


def switches(found: Found, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return the shares of the outcomes without each mechanism."""
    rows = [_switched(words("validation.mechanisms.all_on"), found[baseline(worlds)])]
    rows += [_switched(_name(each, words), found[off(worlds, each)]) for each in SWITCHES]
    note = words("validation.mechanisms.note", worlds=f"{worlds:,}")
    switch, *more = heads(words, "switched_off", "fell_before_attack", "beyond_16", "southern_war")
    columns = (switch, *outcomes(words), *more)
    return Sheet(words("validation.mechanisms.title"), note, columns, tuple(rows))


def broken(found: Found, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return in words what changes without each mechanism."""
    base = found[baseline(worlds)]
    rows = [(_name(each, words), breaks(found[off(worlds, each)], base, words)) for each in SWITCHES]
    note = words("validation.mechanisms.broken_note")
    columns = heads(words, "switched_off", "what_changes")
    return Sheet(words("validation.mechanisms.broken"), note, columns, tuple(rows))


def lenses(found: Found, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return the shares of the outcomes under each lens."""
    base = found[Play(worlds)]
    rows: list[tuple[Cell, ...]] = []
    for lens in LENSES:
        played = found[Play(worlds, Run(lens=lens))]
        moved = difference(played.hits("attack_1941"), base.hits("attack_1941"))
        tail = (moved.mean, (moved.low, moved.high)) if played is not base else (None, None)
        told = (*(played.share(each) for each in OUTCOMES), played.regime["fell_before_attack"])
        rows.append((words.lens(lens), *told, *tail))
    against = {"outcome": words.outcome("attack_1941"), "lens": words.lens("politics")}
    note = words("validation.lenses.note", worlds=f"{worlds:,}", **against)
    lens_head, *moves = heads(words, "lens", "fell_before_attack", "difference_1941", "interval")
    columns = (lens_head, *outcomes(words), *moves)
    return Sheet(words("validation.lenses.title"), note, columns, tuple(rows))


def cadences(found: Found, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return for each column of the outcomes how many worlds it tells apart by month and by ten days."""
    month, ten_day = found[Play(worlds)].columns, found[baseline(worlds)].columns
    rows: list[tuple[Cell, ...]] = [
        (words.called(f"validation.told.{name}", name), int(np.sum(month[name] != ten_day[name])))
        for name in month
        if name not in varying()
    ]
    drawn = sum(int(np.sum(month[name] != ten_day[name])) for name in varying())
    rows.append((words("validation.cadences.drawn", n=len(varying())), drawn))
    note = words("validation.cadences.note", worlds=f"{worlds:,}")
    columns = heads(words, "column", "differing")
    return Sheet(words("validation.cadences.title"), note, columns, tuple(rows))


def breaks(played: Played, base: Played, words: Words = ENGLISH) -> str:
    """Write what differs from the baseline: shares that move, patterns that cease or begin to hold."""
    moved: list[tuple[str, Array, Array]] = [
        *((each, played.hits(each), base.hits(each)) for each in OUTCOMES),
        ("beyond_16", _is_large(played), _is_large(base)),
        ("southern_war", _has_southern_war(played), _has_southern_war(base)),
    ]
    parts = [
        words(
            "validation.mechanisms.change",
            what=words(f"validation.moved.{what}"),
            before=f"{float(np.mean(before)):.3f}",
            after=f"{float(np.mean(after)):.3f}",
        )
        for what, after, before in moved
        if (change := difference(after, before)).sign != "no difference"
        and abs(change.mean) >= _WORTH_TELLING
    ]
    then, now = ({each.id for each in findings(one) if each.holds} for one in (base, played))
    order = [each.id for each in findings(base)]
    for what, changed in (("cease", then - now), ("begin", now - then)):
        if changed:
            names = words("numbers.comma").join(called(each, words) for each in order if each in changed)
            parts.append(words(f"validation.mechanisms.{what}", names=names))
    return words("numbers.semicolon").join(parts) or words("validation.mechanisms.nothing")


def _switched(name: str, played: Played) -> tuple[Cell, ...]:
    shares = (played.share(each) for each in OUTCOMES)
    beyond, south = float(np.mean(_is_large(played))), float(np.mean(_has_southern_war(played)))
    return (name, *shares, played.regime["fell_before_attack"], beyond, south)


def _name(switch: str, words: Words) -> str:
    return words.called(f"levers.{switch}.name", switch.removeprefix("mechanism."))


def _is_large(played: Played) -> Array:
    """Return 1.0 in the worlds in which more than 16 divisions are sanctioned, shape ``(worlds,)``."""
    return np.asarray(np.max(played.seen.divisions_sanctioned, axis=0) > _CEILING, dtype=np.float64)


def _has_southern_war(played: Played) -> Array:
    """Return 1.0 in the worlds with a southern war before the run ends, shape ``(worlds,)``."""
    return np.asarray(np.isfinite(played.columns["southern_war_date"]), dtype=np.float64)
