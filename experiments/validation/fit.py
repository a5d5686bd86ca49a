"""Calibration and testing apart: how far from the record the worlds are before and after the fit."""

from __future__ import annotations

from typing import Final

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.priors import fitted
from kantokuen.experiments.runner import Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.foretold import SIGNALS, Foretold, figures_of_record, record
from kantokuen.experiments.validation.phrases import heads
from kantokuen.experiments.validation.plays import Found, Play
from kantokuen.experiments.validation.posterior import FAR, middle
from kantokuen.experiments.validation.targets import misses, targets
from kantokuen.model.lenses import LENSES
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.words import ENGLISH, Words

_KINDS: Final = ("pattern", "stance", "strength")


def plays(worlds: int) -> list[Play]:
    """Return the plays that the tables need."""
    return [_reasoned(worlds), *(_lens(worlds, each) for each in LENSES)]


def sheet(found: Found, foretold: Foretold, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return how far each part of the record is missed: by reason, at the medians, over the posterior."""
    before = _misses(found, _reasoned(worlds))
    after = _misses(found, _lens(worlds, next(iter(LENSES))))
    spread = misses(foretold.record, record())
    rows: list[tuple[Cell, ...]] = []
    for name, those in _parts():
        over = np.sqrt(np.mean(spread[:, those] ** 2, axis=1))
        rows.append(
            (
                words(f"validation.fit.{name}"),
                len(those),
                *(_far(each[those]) for each in (before, after)),
                *(_rms(each[those]) for each in (before, after)),
                middle(over),
            )
        )
    kept = len(targets())
    note = words(
        "validation.fit.note",
        worlds=f"{worlds:,}",
        far=f"{FAR:g}",
        before=f"{_rms(before[kept:]):.2f}",
        after=f"{_rms(after[kept:]):.2f}",
    )
    columns = heads(words, "part", "recorded_things", "far_before", "far_after", "off_before", "off_after",
                    "off_over")  # fmt: skip
    return Sheet(words("validation.fit.title"), note, columns, tuple(rows))


def met_by_reason(found: Found, worlds: int) -> dict[str, int]:
    """Return by part, C or T, how many things recorded were met within `FAR` before any fit."""
    off, count = np.abs(_misses(found, _reasoned(worlds))), len(targets())
    return {"C": int(np.sum(off[:count] <= FAR)), "T": int(np.sum(off[count:] <= FAR))}


def lenses(found: Found, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return each lens with its likelihood over what was fitted to (C), and over what was kept (T)."""
    count = len(targets())
    told = [(each, _misses(found, _lens(worlds, each))) for each in LENSES]
    scores = [[_log_likelihood(part) for part in (off[:count], off[count:])] for _, off in told]
    best = np.max(scores, axis=0)
    rows: list[tuple[Cell, ...]] = [
        (
            words.lens(name),
            *(_rms(part) for part in (off[:count], off[count:])),
            *(float(each) for each in np.array(score) - best),
        )
        for (name, off), score in zip(told, scores, strict=True)
    ]
    note = words("validation.likelihoods.note", worlds=f"{worlds:,}", c=count, t=len(record()) - count)
    columns = heads(words, "lens", "off_c", "off_t", "likelihood_c", "likelihood_t")
    return Sheet(words("validation.likelihoods.title"), note, columns, tuple(rows))


def _parts() -> list[tuple[str, list[int]]]:
    """Return the parts of the record by name, each with the places of what is in it."""
    count = len(targets())
    found = []
    for letter, places in (("c", range(count)), ("t", range(count, len(record())))):
        for kind in _KINDS:
            those = [place for place in places if record()[place].kind == kind]
            if those:
                found.append((f"{letter}_{kind}", those))
    return found


def _lens(worlds: int, lens: str) -> Play:
    return Play(worlds, Run(lens=lens, cadence="ten-day", trace=True), SIGNALS)


def _reasoned(worlds: int) -> Play:
    """Return the play in which every judgement stands where reason alone put it."""
    set_back = {key: PARAMETERS[key].reasoned for key in fitted()}
    scenario = Scenario.load("historical").replace(set_back)
    return Play(worlds, Run(scenario, cadence="ten-day", trace=True), SIGNALS)


def _misses(found: Found, play: Play) -> Array:
    return np.asarray(misses(figures_of_record(found[play])[None], record())[0])


def _rms(off: Array) -> float:
    return float(np.sqrt(np.mean(off**2)))


def _far(off: Array) -> int:
    return int(np.sum(np.abs(off) > FAR))


def _log_likelihood(off: Array) -> float:
    """Return the logarithm of a normal likelihood of misses, a tolerance its deviation, up to a constant."""
    return -0.5 * float(np.sum(off**2))
