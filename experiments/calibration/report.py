"""What a calibration found, as tables: misses first, then the baseline, what moved and what did not."""

from __future__ import annotations

from typing import Final

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.calibration.calibrate import Calibration
from kantokuen.experiments.calibration.check import LEVELS, Check
from kantokuen.experiments.calibration.wave import names
from kantokuen.experiments.priors import digest, priors
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.points import SHARES
from kantokuen.experiments.validation.targets import Target, misses, targets
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import ENGLISH, Words

FAR: Final = 2.0
"""Tolerances beyond which a target counts as missed."""

_MIDDLE: Final = (0.05, 0.5, 0.95)
_NARROWED: Final = 0.1
"""By how much of its variance a judgement is narrowed at least, to be said to have been told."""

_TOGETHER: Final = 0.25
"""Correlation from which two judgements are said to trade off."""

_PAIRS: Final = 12


def sheets(found: Calibration, words: Words = ENGLISH) -> list[Sheet]:
    """Return the tables: what no setting meets, the baseline, the targets, the judgements, pairs, waves."""
    return [
        _missed(found, words),
        _baseline(found, words),
        _moved(found, words),
        _unmoved(found, words),
        _pairs(found, words),
        _targets(found, words),
        _waves(found, words),
    ]


def checked(check: Check, keys: tuple[str, ...], words: Words = ENGLISH) -> list[Sheet]:
    """Return the tables of a check: coverage by level, and the judgements that leave the band."""
    rows: list[tuple[Cell, ...]] = [
        (level, check.covered(level), check.covered(level, moved_only=True)) for level in LEVELS
    ]
    outside = [keys[place] for place in np.flatnonzero(~check.inside)]
    note = words(
        "calibration.check.note",
        records=f"{len(check.below):,}",
        moved=len(check.moved),
        inside=int(check.inside.sum()),
        all=len(keys),
        outside=words("numbers.comma").join(outside) or words("calibration.check.none"),
        farther=f"{check.farther:.2f}",
    )
    columns = _heads(words, "level", "covered", "covered_moved")
    return [Sheet(words("calibration.check.title"), note, columns, tuple(rows))]


def _heads(words: Words, *columns: str) -> tuple[str, ...]:
    return tuple(words(f"calibration.columns.{each}") for each in columns)


def _foretold(found: Calibration) -> Array:
    """Return the misses of the posterior in the ensemble of historians, shape ``(points, targets)``."""
    return misses(found.foretold[ENSEMBLES[0]][:, : len(targets())])


def _missed(found: Calibration, words: Words) -> Sheet:
    before, after = found.waves[0].misses, _foretold(found)
    rows: list[tuple[Cell, ...]] = []
    for place, target in enumerate(targets()):
        off = after[:, place]
        if abs(np.median(off)) > FAR:
            nearest = float(np.min(np.abs(before[:, place])))
            rows.append(
                (
                    target.id,
                    *_recorded(target),
                    _middle(_figures(found, place)),
                    float(np.median(off)),
                    nearest,
                )
            )
    rows.sort(key=lambda row: -abs(float(row[-2])))  # type: ignore[arg-type]
    columns = _heads(words, "target", "recorded", "found", "off_by", "nearest")
    note = words("calibration.missed.note" if rows else "calibration.missed.none", far=f"{FAR:g}")
    return Sheet(words("calibration.missed.title"), note, columns, tuple(rows))


def _baseline(found: Calibration, words: Words) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for name in SHARES:
        told = words(f"outcomes.{name}.name" if name in OUTCOMES else f"calibration.read.{name}")
        for each in ENSEMBLES:
            values = found.foretold[each][:, names().index(name)]
            known = values[np.isfinite(values)]
            mean = float(np.mean(known)) if len(known) else None
            rows.append((told, words(f"ensembles.{each}.name"), mean, _ends(known)))
    worlds = f"{found.plan.worlds:,}"
    note = words("calibration.baseline.note", settings=f"{found.plan.foretold:,}", worlds=worlds)
    columns = _heads(words, "read", "ensemble", "mean", "middle")
    return Sheet(words("calibration.baseline.title"), note, columns, tuple(rows))


def _narrowed(found: Calibration) -> Array:
    """Return by judgement the share of the prior's variance that the record took away, shape ``(keys,)``."""
    return np.asarray(1.0 - found.scores.var(axis=0))


def _moved(found: Calibration, words: Words) -> Sheet:
    narrowed = _narrowed(found)
    values = found.settings
    rows: list[tuple[Cell, ...]] = []
    for place in np.argsort(-narrowed, kind="stable"):
        key = found.plan.keys[place]
        if narrowed[place] < _NARROWED:
            break
        law = priors()[key].spread
        before = float(law.ppf(np.array([0.5]))[0])
        low, after, high = (float(each) for each in np.quantile(values[:, place], _MIDDLE))
        rows.append((key, before, after, (low, high), float(narrowed[place])))
    columns = _heads(words, "judgement", "before", "after", "after_range", "narrowed")
    note = words("calibration.moved.note", least=f"{_NARROWED:.0%}", settings=f"{found.plausible:,}")
    return Sheet(words("calibration.moved.title"), note, columns, tuple(rows))


def _unmoved(found: Calibration, words: Words) -> Sheet:
    by, narrowed = found.scores.mean(axis=0), _narrowed(found)
    rows: list[tuple[Cell, ...]] = [
        (key, float(by[place]), float(narrowed[place]))
        for place, key in enumerate(found.plan.keys)
        if narrowed[place] < _NARROWED
    ]
    note = words("calibration.unmoved.note", n=len(rows), all=len(found.plan.keys))
    return Sheet(
        words("calibration.unmoved.title"), note, _heads(words, "judgement", "shift", "narrowed"), tuple(rows)
    )


def _pairs(found: Calibration, words: Words) -> Sheet:
    together = np.atleast_2d(np.corrcoef(found.scores, rowvar=False))
    one, other = np.triu_indices(len(together), 1)
    strength: Array = together[one, other]
    order = np.argsort(-np.abs(strength), kind="stable")[:_PAIRS]
    rows: list[tuple[Cell, ...]] = [
        (found.plan.keys[one[each]], found.plan.keys[other[each]], float(strength[each]))
        for each in order
        if abs(strength[each]) >= _TOGETHER
    ]
    note = words("calibration.pairs.note", least=f"{_TOGETHER:g}")
    return Sheet(
        words("calibration.pairs.title"),
        note,
        _heads(words, "judgement", "another", "correlation"),
        tuple(rows),
    )


def _targets(found: Calibration, words: Words) -> Sheet:
    before, after = found.waves[0].misses, _foretold(found)
    told = found.emulators[-1].told
    rows: list[tuple[Cell, ...]] = [
        (
            target.id,
            *_recorded(target),
            _middle(_figures(found, place)),
            float(np.median(before[:, place])),
            float(np.median(after[:, place])),
            float(told[place]),
        )
        for place, target in enumerate(targets())
    ]
    rows.sort(key=lambda row: -abs(float(row[-2])))  # type: ignore[arg-type]
    columns = _heads(words, "target", "recorded", "found", "off_before", "off_by", "emulated")
    return Sheet(words("calibration.targets.title"), words("calibration.targets.note"), columns, tuple(rows))


def _waves(found: Calibration, words: Words) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        (number, len(wave.read), len(wave.read) * found.plan.worlds, wave.share,
         float(np.sqrt(np.mean(wave.misses**2))))
        for number, wave in enumerate(found.waves, start=1)
    ]  # fmt: skip
    note = words(
        "calibration.waves.note", worlds=f"{found.worlds:,}", seed=found.plan.seed, digest=digest()[:12]
    )
    columns = _heads(words, "wave", "settings", "worlds", "plausible", "rms")
    return Sheet(words("calibration.waves.title"), note, columns, tuple(rows))


def _figures(found: Calibration, place: int) -> Array:
    return found.foretold[ENSEMBLES[0]][:, place]


def _recorded(target: Target) -> tuple[Cell, ...]:
    return (target.low if target.low == target.high else (target.low, target.high),)


def _middle(values: Array) -> Cell:
    known = values[np.isfinite(values)]
    return _ends(known)


def _ends(known: Array) -> Cell:
    if not len(known):
        return None
    low, _, high = (float(each) for each in np.quantile(known, _MIDDLE))
    return low, high
