"""What a calibration found, as tables: misses first, then the baseline, what moved and what did not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.calibration.calibrate import Calibration
from kantokuen.experiments.calibration.check import LEVELS, Check, as_far
from kantokuen.experiments.priors import digest
from kantokuen.experiments.sheets import Cell, Sheet, as_markdown
from kantokuen.experiments.validation.posterior import FAR, baseline, heads, middle
from kantokuen.experiments.validation.posterior import sheets as posterior_sheets
from kantokuen.experiments.validation.targets import misses, targets
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.text.words import ENGLISH, Words


def sheets(found: Calibration, words: Words = ENGLISH) -> list[Sheet]:
    """Return the tables: what is not met together, the baseline, judgements, pairs, targets, waves."""
    return [
        _missed(found, words),
        baseline(_shares(found), words, found.plan.worlds),
        *posterior_sheets(found.judged, words),
        _targets(found, words),
        _waves(found, words),
    ]


def document(
    found: Calibration, tables: Sequence[Sheet], words: Words = ENGLISH, *, is_checked: bool = False
) -> str:
    """Write tables as a page that says from which calibration they are."""
    command = f"{found.plan.command}{' --check' if is_checked else ''} --page FILE.md"
    head = words("calibration.page.head", command=command, worlds=f"{found.worlds:,}")
    return f"# {words('calibration.page.title')}\n\n{head}\n\n{as_markdown(tables, words)}"


def checked(check: Check, found: Calibration, words: Words = ENGLISH) -> list[Sheet]:
    """Return the tables of a check: coverage by level, and where the record lies before and after the fit."""
    return [_covered(check, found.plan.keys, words), _lies(check, found, words)]


def _covered(check: Check, keys: tuple[str, ...], words: Words) -> Sheet:
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
    )
    columns = heads(words, "level", "covered", "covered_moved")
    return Sheet(words("calibration.check.title"), note, columns, tuple(rows))


def _lies(check: Check, found: Calibration, words: Words) -> Sheet:
    """Return where the record lies in what the prior foretells, and in what the posterior does."""
    off = _foretold(found)
    kinds = np.array([each.kind for each in targets()])
    rows: list[tuple[Cell, ...]] = [
        (words("calibration.lies.prior"), check.farther),
        (words("calibration.lies.posterior"), as_far(off)),
        *(
            (words(f"calibration.lies.{kind}"), as_far(off[:, kinds == kind]))
            for kind in dict.fromkeys(kinds.tolist())
        ),
    ]
    columns = heads(words, "against", "as_far")
    return Sheet(words("calibration.lies.title"), words("calibration.lies.note"), columns, tuple(rows))


def _foretold(found: Calibration) -> Array:
    """Return the misses of the posterior in the ensemble of historians, shape ``(points, targets)``."""
    return misses(found.foretold[ENSEMBLES[0]][:, : len(targets())])


def _shares(found: Calibration) -> dict[str, Array]:
    """Return by ensemble `SHARES` of the settings that were played again, shape ``(settings, SHARES)``."""
    return {each: read[:, len(targets()) :] for each, read in found.foretold.items()}


def _missed(found: Calibration, words: Words) -> Sheet:
    before, after = found.waves[0].misses, _foretold(found)
    rows: list[tuple[Cell, ...]] = []
    for place, target in enumerate(targets()):
        off = after[:, place]
        if abs(np.median(off)) > FAR:
            nearest = float(np.min(np.abs(before[:, place])))
            rows.append(
                (
                    target.called(words),
                    target.recorded,
                    middle(_figures(found, place)),
                    float(np.median(off)),
                    nearest,
                )
            )
    rows.sort(key=lambda row: -abs(float(row[-2])))  # type: ignore[arg-type]
    columns = heads(words, "target", "recorded", "found", "off_by", "nearest")
    note = words("calibration.missed.note" if rows else "calibration.missed.none", far=f"{FAR:g}")
    return Sheet(words("calibration.missed.title"), note, columns, tuple(rows))


def _targets(found: Calibration, words: Words) -> Sheet:
    before, after = found.waves[0].misses, _foretold(found)
    told = found.emulators[-1].told
    rows: list[tuple[Cell, ...]] = [
        (
            target.called(words),
            target.recorded,
            middle(_figures(found, place)),
            float(np.median(before[:, place])),
            float(np.median(after[:, place])),
            float(told[place]),
        )
        for place, target in enumerate(targets())
    ]
    rows.sort(key=lambda row: -abs(float(row[-2])))  # type: ignore[arg-type]
    columns = heads(words, "target", "recorded", "found", "off_before", "off_by", "emulated")
    return Sheet(words("calibration.targets.title"), words("calibration.targets.note"), columns, tuple(rows))


def _waves(found: Calibration, words: Words) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        (number, len(wave.read), len(wave.read) * found.plan.worlds, wave.share,
         float(np.sqrt(np.mean(wave.misses**2))))
        for number, wave in enumerate(found.waves, start=1)
    ]  # fmt: skip
    note = words(
        "calibration.waves.note",
        worlds=f"{found.worlds:,}",
        seed=found.plan.seed,
        digest=digest()[:12],
        left=f"{found.plausible:,}",
    )
    columns = heads(words, "wave", "settings", "worlds", "plausible", "rms")
    return Sheet(words("calibration.waves.title"), note, columns, tuple(rows))


def _figures(found: Calibration, place: int) -> Array:
    return found.foretold[ENSEMBLES[0]][:, place]
