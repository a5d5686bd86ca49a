"""What a caller hands over: scenarios, seeds and the like, checked once for every public function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from secrets import randbelow
from typing import Final

import numpy as np

from kantokuen.model.errors import InputError, input_error, is_plain, shown, whole
from kantokuen.model.limits import LARGEST_SEED, MOST_WORKERS, MOST_WORLDS
from kantokuen.model.scenario import Scenario

_DRAWN_SEEDS: Final = 2**53
"""Seeds that chance may draw: whole numbers that no table, sheet or script rounds."""


def scenario_given(scenario: object) -> Scenario:
    """Return the scenario that was given as such, or by its name or path.

    Raises:
        InputError: it is none, or there is none of that name.
    """
    if isinstance(scenario, Scenario):
        return scenario
    if isinstance(scenario, (str, Path)):
        return Scenario.load(scenario)
    allowed = "a Scenario, or the name or path of one"
    if isinstance(scenario, Mapping):
        allowed += "; levers are changed by Scenario.load('historical').replace({...})"
    raise InputError(f"scenario {shown(scenario)} is none; allowed: {allowed}")


def without_arrays(scenario: object) -> Scenario:
    """Return a scenario that was given, if each of its parameters has one value for all worlds.

    Raises:
        InputError: it is none, or a parameter is an array over worlds.
    """
    chosen = scenario_given(scenario)
    for key, value in chosen.levers.items():
        if isinstance(value, np.ndarray):
            raise input_error(f"scenario {chosen.name}", f"{key} is an array", "one value for all worlds")
    return chosen


def seed_given(seed: object) -> int:
    """Return a seed that was given.

    Raises:
        InputError: it is no whole number of 0 or more, or too large.
    """
    return whole("seed", seed, least=0, most=LARGEST_SEED)


def seed_or_chance(seed: object = None, rng: object = None) -> int:
    """Return the seed that was given under one of its two names, or one drawn by chance where none was.

    Raises:
        InputError: both names are used, or the seed is not an allowed one.
    """
    if seed is not None and rng is not None:
        given = f"seed {shown(seed)} and rng {shown(rng)}"
        raise InputError(f"{given} are both given; allowed: one of them, they mean the same thing")
    if seed is None and rng is None:
        return randbelow(_DRAWN_SEEDS)
    return seed_given(rng if seed is None else seed)


def worlds_given(worlds: object) -> int:
    """Return how many worlds were asked for.

    Raises:
        InputError: it is no whole number of 1 or more, or so many that they are the work of a sweep.
    """
    return whole("worlds", worlds, least=1, most=MOST_WORLDS)


def workers_given(workers: object) -> int:
    """Return how many processes were asked for.

    Raises:
        InputError: it is no whole number of 1 or more, or too large.
    """
    return whole("workers", workers, least=1, most=MOST_WORKERS)


def flag_given(name: str, flag: object) -> bool:
    """Return the switch of that name.

    Raises:
        InputError: it is neither True nor False.
    """
    if not isinstance(flag, (bool, np.bool_)):
        raise InputError(f"{name} {shown(flag)}; allowed: True or False")
    return bool(flag)


def branch_given(branch: object) -> str:
    """Return the name of a branch of chance.

    Raises:
        InputError: it is no text that can be printed.
    """
    if not isinstance(branch, str) or not is_plain(branch, has_lines=False):
        raise InputError(f"branch {shown(branch)}; allowed: a text that can be printed, empty for none")
    return branch


def progress_given(progress: object) -> Callable[[int, int], None] | None:
    """Return what is to be called while work goes on.

    Raises:
        InputError: it is neither None nor something that can be called.
    """
    if progress is not None and not callable(progress):
        raise InputError(f"progress {shown(progress)}; allowed: a function of two whole numbers, or None")
    return progress
