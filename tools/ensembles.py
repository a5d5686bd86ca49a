"""Set the spreads of the German war to the chances that are judged for it, and show how near they come.

The front moves by itself: nothing that Tokyo does enters it.  So the spreads are set on the German war
alone, before any outcome of the decision is looked at, to the chances (EXP001 to EXP032) that Moscow and
the regime have fallen by four dates, as historians have them and as each school of June 1941 had them.

    python -m tools.ensembles         the chances by the declared spreads, beside those that are judged
    python -m tools.ensembles --fit   a search for better numbers, which somebody then rounds and declares
"""

from __future__ import annotations

import argparse
from typing import Final

import numpy as np
from scipy.optimize import minimize

from kantokuen.agents.profile import SCHOOLS
from kantokuen.agents.view import Array
from kantokuen.experiments.sweeps.axes import bounds_of
from kantokuen.model.calendar import periods
from kantokuen.model.expectations import EVENTS, HISTORIANS, points, pooled, shares_of_schools
from kantokuen.model.german_war import GermanWar
from kantokuen.model.limits import DEFAULT_SEED, ENSEMBLES
from kantokuen.model.parameters import PARAMETERS, Parameter
from kantokuen.model.scenario import Scenario
from kantokuen.model.streams import Streams
from kantokuen.model.values import Values, default_values, realise

WORLDS: Final = 20_000
_TRIED: Final = 4_000
_KEYS: Final = ("germany.pace", "germany.halt", "soviet.resilience")
_FORCE: Final = "germany.moscow_needs"


def chances(values: Values, worlds: int) -> Array:
    """Play the German war and return the shares of worlds by the four dates, shape ``(events, dates)``."""
    war = GermanWar.at_outset(worlds, resilience=values["soviet.resilience"])
    for period in periods("month"):
        for step in period.steps:
            war.advance(step, values)
    days = {"moscow": war.moscow_day, "regime": war.collapse_day}
    return np.array(
        [[np.mean(days[event] < day + 1.0) for day in points(event, HISTORIANS)[0]] for event in EVENTS]
    )


def of_ensemble(ensemble: str, worlds: int = WORLDS) -> Array:
    """Return those chances in an ensemble, by the declared spreads."""
    drawn = realise(Scenario.load("historical"), Streams(DEFAULT_SEED, worlds), None, ensemble)
    return chances(drawn, worlds)


def judged(ensemble: str) -> Array:
    """Return what they are judged to be."""
    return np.array([points(e, HISTORIANS)[1] if ensemble == HISTORIANS else pooled(e) for e in EVENTS])


def _misses(numbers: Array) -> float:
    """Return the squared misses of all views, those of historians and of June 1941 as a whole five times."""
    scales, shifts = numbers[:3], [*numbers[4:].reshape(-1, 3), np.zeros(3)]
    streams = Streams(DEFAULT_SEED, _TRIED)
    found = []
    for shift in shifts:
        away = {
            key: centre + scale * streams.normal("lever", key)
            for key, centre, scale in zip(_KEYS, shift, scales, strict=True)
        }
        values = {key: _moved(PARAMETERS[key], by) for key, by in away.items()}
        found.append(chances(default_values() | values | {_FORCE: numbers[3]}, _TRIED))
    wanted = [np.array([points(event, view)[1] for event in EVENTS]) for view in (*SCHOOLS, HISTORIANS)]
    miss = np.array(found) - np.array(wanted)
    whole = np.tensordot(shares_of_schools(), miss[:3], 1)
    return float((miss**2).sum() + 5.0 * ((whole**2).sum() + (miss[3] ** 2).sum()))


def _moved(lever: Parameter, by: Array) -> Array:
    """Return the default of a parameter moved in the units of its spread, and held to its bounds."""
    middle, (low, high) = float(lever.default), bounds_of(lever)  # type: ignore[arg-type]
    is_factor = lever.spread is not None and lever.spread.law == "lognormal"
    return np.asarray((middle * np.exp(by) if is_factor else middle + by).clip(low, high))


def fit() -> None:
    """Search from the declared numbers for better ones, and print them."""
    spreads = [spread for key in _KEYS if (spread := PARAMETERS[key].spread)]
    shifts = np.array([spread.schools for spread in spreads]).T
    force = float(default_values()[_FORCE])
    begin = np.array([*(each.scale for each in spreads), force, *shifts.flat])
    steps = np.diag(0.2 * np.abs(begin) + 0.001)
    steps[3, 3] = 0.02
    options = {"maxiter": 1_500, "initial_simplex": np.vstack([begin, begin + steps])}
    found = minimize(_misses, begin, method="Nelder-Mead", options=options)
    print("scales", found.x[:3].round(3), _FORCE, found.x[3].round(3), "misses", round(found.fun, 4))
    for school, shift in zip(SCHOOLS, found.x[4:].reshape(-1, 3), strict=True):
        print(f"{school:10}", dict(zip(_KEYS, shift.round(3).tolist(), strict=True)))


def main() -> None:
    """Print the sixteen chances, or search."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fit", action="store_true", help="search for better numbers")
    if parser.parse_args().fit:
        fit()
        return
    for ensemble in ENSEMBLES:
        for event, found, wanted in zip(EVENTS, of_ensemble(ensemble), judged(ensemble), strict=True):
            print(f"{ensemble:12}{event:8}", found.round(3), "judged", np.round(wanted, 3))


if __name__ == "__main__":
    main()
