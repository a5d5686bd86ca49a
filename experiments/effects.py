"""How far each lever and uncertainty moves the way worlds end: what the page shows first.

Each is set to other values by itself, and the same worlds are played again.  Its effect is the largest change
of the endings from the baseline in total variation, half the sum of the differences of their shares: the
share of worlds that end otherwise on balance.  An ending is an outcome and what became of the south.

    effect = max over values of 1/2 sum_e |share_e(value) - share_e(baseline)|

Tried are every keyword and the other side of a switch; of a number, the points of 5 and 95 % of how it is
held to be spread, or of its declared range where nothing is said of that; of a day, a few of `DAYS`.  So a
range that was declared wide counts for much.

Left out are judgements and ``office.ID.lean``: they are views that a reader may hold on how people weighed,
and not things that could have been otherwise in 1941.  So are switches of the model's own rules
(`kantokuen.experiments.analyses.flips.realm`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.analyses.flips import realm
from kantokuen.experiments.results import Columns
from kantokuen.experiments.runner import Progress, Run, run_block
from kantokuen.experiments.sweeps.axes import prior
from kantokuen.model.display import plain
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.parameters import PARAMETERS, Parameter, Value
from kantokuen.model.streams import DrawCache
from kantokuen.version import __version__

WORLDS: Final = 4_000
"""Worlds behind each share of the effects that ship: an effect of one in a hundred is told from none."""

DAYS: Final = (date(1941, 5, 1), date(1941, 6, 15), date(1941, 8, 1), date(1941, 9, 15), date(1941, 11, 1))
"""The days on which an event is tried, where its parameter allows them."""

_ENDS: Final = (0.05, 0.95)
_OUTBREAK: Final = "germany.barbarossa"
_WAITS_FOR_IT: Final = frozenset({"germany.moscow_falls", "soviet.collapse"})
"""Events that do not come before the German attack."""

_SOUTHS: Final = 3


def keys() -> tuple[str, ...]:
    """Return the parameters whose effects are compared, in their order."""
    return tuple(
        key
        for key, each in PARAMETERS.items()
        if each.kind != "judgement" and each.group != "office" and realm(key) == "history"
    )


def values_tried(key: str, run: Run) -> tuple[Value, ...]:
    """Return the values that a parameter is tried at, without the one that it has.

    Args:
        key: the parameter.
        run: the baseline.
    """
    lever, has = PARAMETERS[key], run.scenario.levers[key]
    found: list[Value] = [not has] if lever.type == "bool" else [*lever.choices]
    if lever.is_number:
        ends = prior(lever, run).ppf(np.array(_ENDS))
        found += [round(end) if lever.type == "int" else float(f"{end:.3g}") for end in ends.tolist()]
    elif lever.type == "date":
        found += [day for day in DAYS if _is_possible(lever, day, run)]
    return tuple(each for each in found if each != has)


def _is_possible(lever: Parameter, day: date, run: Run) -> bool:
    began = run.scenario.levers[_OUTBREAK]
    if lever.key in _WAITS_FOR_IT and isinstance(began, date) and day <= began:
        return False
    return lever.low <= day <= lever.high  # type: ignore[operator]


def endings(columns: Columns) -> Array:
    """Return the share of each ending, shape ``(outcomes * 3,)``: southern war, settlement or neither.

    Args:
        columns: of the outcomes, see `kantokuen.model.frames.columns`.
    """
    is_war, is_settled = (np.isfinite(columns[name]) for name in ("southern_war_date", "settlement_date"))
    south = np.where(is_war, 0, np.where(is_settled, 1, 2))
    codes = columns["outcome"].astype(np.int64) * _SOUTHS + south
    return np.bincount(codes, minlength=len(OUTCOMES) * _SOUTHS) / len(codes)


def variation(here: Array, there: Array) -> float:
    """Return the total variation between two rows of shares, 0..1."""
    return float(0.5 * np.sum(np.abs(here - there)))


def effects(
    worlds: int = WORLDS,
    run: Run | None = None,
    wanted: tuple[str, ...] | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Play the effects, and return them as the plain data that ships.

    Args:
        worlds: how many, the same for each value.
        run: the baseline; the historical one when not given.
        wanted: the parameters; all of `keys` when not given.
        progress: called with parameters done and all of them.

    Returns:
        ``version``, ``scenario``, ``ensemble``, ``seed``, ``worlds``, and ``ranking``: the parameters, the
        largest effect first, each with ``key``, ``effect``, the ``value`` that has it, and all values that
        were ``tried``, each with its effect.
    """
    run = (run or Run()).bare
    tried = {key: values_tried(key, run) for key in wanted or keys()}
    draws: DrawCache = {}
    before = endings(run_block(run, 0, worlds, draws).columns)
    ranking = []
    for done, (key, values) in enumerate(tried.items()):
        found = [
            {"value": plain(value), "effect": round(variation(shares, before), 4)}
            for value, shares in zip(values, _played(run, key, values, worlds, draws), strict=True)
        ]
        largest = max(found, key=lambda each: each["effect"])
        ranking.append({"key": key, **largest, "tried": found})
        if progress is not None:
            progress(done + 1, len(tried))
    ranking.sort(key=lambda each: (-each["effect"], each["key"]))
    return {
        "version": __version__,
        "scenario": run.scenario.name,
        "ensemble": run.ensemble,
        "seed": run.seed,
        "worlds": worlds,
        "ranking": ranking,
    }


def _played(run: Run, key: str, values: tuple[Value, ...], worlds: int, draws: DrawCache) -> Iterator[Array]:
    for value in values:
        scenario = run.scenario.replace({key: value})
        yield endings(run_block(replace(run, scenario=scenario), 0, worlds, draws).columns)


@cache
def shipped() -> Mapping[str, Any]:
    """Return the effects that ship."""
    file = files("kantokuen.experiments") / "data" / "effects.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found
