"""The model as a model of the EMA workbench, which is an optional extra."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from scipy import stats

from kantokuen.experiments.bridges.asking import chosen_keys, known_measures
from kantokuen.experiments.bridges.bounds import Bounds, by_key, laws_of
from kantokuen.experiments.bridges.points import play_points
from kantokuen.experiments.ema import load_ema
from kantokuen.experiments.runner import Run
from kantokuen.model.arguments import without_arrays, worlds_given
from kantokuen.model.checking import check
from kantokuen.model.display import Facts, Shown, listed
from kantokuen.model.errors import input_error, shown, unknown_name
from kantokuen.model.model import DEFAULT_SEED
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.parameters import PARAMETERS, Parameter, Value
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario

Settings = dict[str, Value]


@dataclass(frozen=True, slots=True, repr=False)
class Experiment(Shown):
    """The function behind `ema_model`: parameters in, measures out. It can be pickled.

    Attributes:
        run: scenario, seed, lens and cadence.
        exact: keys of the numbers that all worlds of an experiment share; any other parameter that is
            given counts as one of the scenario, around which worlds may differ.
        measures: names of `MEASURES`.
        worlds: worlds of each experiment, the same ones in all.
    """

    run: Run
    exact: frozenset[str]
    measures: tuple[str, ...]
    worlds: int

    def __call__(self, **settings: Any) -> dict[str, float]:
        """Return the mean of each measure over the worlds.

        Args:
            settings: parameters by their key with ``_`` for the dot, as in ``germany_pace=1.2``.

        Raises:
            InputError: a parameter is unknown, or does not take the value.
        """
        return self.side_by_side([settings])[0]

    def side_by_side(self, experiments: Sequence[Mapping[str, Any]]) -> list[dict[str, float]]:
        """Return the means of many experiments, played at once as far as they share all but numbers.

        Args:
            experiments: the settings of each, as for a call.

        Raises:
            InputError: a parameter is unknown, or does not take the value.
        """
        alike: dict[tuple[object, ...], list[int]] = {}
        given = [self._checked(settings) for settings in experiments]
        for place, (numbers, rest) in enumerate(given):
            alike.setdefault((tuple(numbers), *rest.items()), []).append(place)
        found: list[dict[str, float]] = [{} for _ in experiments]
        for places in alike.values():
            numbers, rest = given[places[0]]
            levers = {key: np.array([given[place][0][key] for place in places]) for key in numbers}
            run = replace(self.run, scenario=self.run.scenario.replace(rest))
            means = play_points(run, levers, len(places), self.measures, self.worlds)
            for row, place in enumerate(places):
                found[place] = {name: float(each[row]) for name, each in means.items()}
        return found

    def _checked(self, settings: Mapping[str, Any]) -> tuple[Settings, Settings]:
        """Return the exact numbers of an experiment, and its other values, in the order of the registry."""
        given = {_key(name): value for name, value in settings.items()}
        values = {key: _one(key, given[key]) for key in PARAMETERS if key in given}
        exact: Settings = {}
        rest: Settings = {}
        for key, value in values.items():
            is_exact = key in self.exact and not isinstance(value, str)
            (exact if is_exact else rest)[key] = value
        return exact, rest

    def _shown(self) -> tuple[str, Facts]:
        facts = {"run": self.run.in_words, "levers": listed(sorted(self.exact)), "worlds": self.worlds}
        return f"{listed(self.measures)} of {self.run.scenario.name}", facts


def ema_model(
    scenario: Scenario | str = "historical",
    keys: Iterable[str] | None = None,
    *,
    measures: Iterable[str] = (*OUTCOMES, "divisions_peak"),
    worlds: int = 1,
    bounds: Bounds = None,
    seed: int = DEFAULT_SEED,
    lens: str = "politics",
    cadence: str = "month",
    ensemble: str | None = None,
) -> Any:
    """Return the model as an `ema_workbench.Model`, which can be pickled.

    Its uncertainties are the parameters, its constants what the scenario sets otherwise, its outcomes
    scalars. The workbench wants names that are identifiers: ``germany.pace`` is ``germany_pace``.
    Every experiment sees the same worlds.

    Args:
        scenario: a scenario, or the name or path of one.
        keys: the parameters that are uncertain; None for all numbers that differ between worlds.
        measures: names of `MEASURES`; each becomes a mean over the worlds of an experiment.
        worlds: worlds of each experiment.
        bounds: see `Bounds`. A date has no bounds of its own: without values given here, only its
            keywords are tried.
        seed: the seed.
        lens: how a decision comes about.
        cadence: ``month`` or ``ten-day``.
        ensemble: ``historians`` or ``june-1941``; None for that of the scenario.

    Raises:
        InputError: an argument is not an allowed one, or the EMA workbench is not installed.
    """
    ema = load_ema()
    chosen, wanted = chosen_keys(keys), known_measures(measures)
    run = Run(without_arrays(scenario), seed, lens, cadence, ensemble=ensemble or "", stances=False)
    exact = frozenset(key for key in chosen if PARAMETERS[key].is_number)
    function = Experiment(run, exact, wanted, worlds_given(worlds))
    letters = "".join(filter(str.isalnum, run.scenario.name))
    model = ema.Model(letters or "kantokuen", function=function)
    model.uncertainties = _uncertainties(ema, chosen, bounds, run)
    fixed = {key: value for key, value in run.scenario.changed.items() if key not in chosen}
    model.constants = [ema.Constant(_name(key), value) for key, value in fixed.items()]
    model.outcomes = [ema.ScalarOutcome(name) for name in wanted]
    return model


def _uncertainties(ema: Any, keys: tuple[str, ...], bounds: Bounds, asked: Request) -> list[Any]:
    """Return what the workbench calls a parameter for each of ours."""
    laws = laws_of(tuple(key for key in keys if PARAMETERS[key].is_number), _of_numbers(bounds), asked)
    values = {} if isinstance(bounds, str) else by_key(bounds, keys)
    return [
        _numeric(ema, PARAMETERS[key], *laws[key]) if key in laws else _listed(ema, key, values.get(key))
        for key in keys
    ]


def _of_numbers(bounds: Bounds) -> Bounds:
    """Return the bounds without those of keywords, dates and switches."""
    if not isinstance(bounds, Mapping):
        return bounds
    return {key: each for key, each in bounds.items() if key not in PARAMETERS or PARAMETERS[key].is_number}


def _numeric(ema: Any, lever: Parameter, dist: str, terms: tuple[float, ...]) -> Any:
    name = _name(lever.key)
    if dist == "unif":
        kind = ema.IntegerParameter if lever.type == "int" else ema.RealParameter
        return kind(name, *terms)
    if dist == "lognorm":
        return ema.RealParameter.from_dist(name, stats.lognorm(terms[1], scale=np.exp(terms[0])))
    low, high, mean, scale = terms
    cut = stats.truncnorm((low - mean) / scale, (high - mean) / scale, mean, scale)
    return ema.RealParameter.from_dist(name, cut)


def _listed(ema: Any, key: str, values: Sequence[Value] | None) -> Any:
    """Return a parameter that takes one of several values."""
    lever = PARAMETERS[key]
    if lever.type == "bool" and values is None:
        return ema.BooleanParameter(_name(key))
    tried = [check(key, each, "bounds") for each in (lever.choices if values is None else values)]
    if len(set(map(str, tried))) < 2:
        raise input_error("bounds", f"{key} = {shown(tried)}", f"two values or more, each {lever.allowed}")
    return ema.CategoricalParameter(_name(key), tried)


def _one(key: str, value: object) -> Value:
    """Return the value of a parameter in an experiment, checked."""
    checked = check(key, value, "experiment")
    if isinstance(checked, np.ndarray):
        raise input_error("experiment", f"{key} is an array", "one value for all worlds of an experiment")
    return checked


def _name(key: str) -> str:
    """Return the name of a parameter in the workbench, which wants identifiers."""
    return key.replace(".", "_")


_KEYS: Final = {_name(key): key for key in PARAMETERS}


def _key(name: str) -> str:
    """Return the parameter behind a name of the workbench."""
    if name not in _KEYS:
        raise unknown_name("lever", name, _KEYS)
    return _KEYS[name]
