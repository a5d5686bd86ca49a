"""Global sensitivity: which parameters the result hangs on, by variance (Sobol) or by steps (Morris).

The estimators are SALib's. A point is the mean of a measure over the worlds of the point; all points of a
group see the same worlds, different groups different ones. So the indices are averages over chance:

    S_i  = E_z[ Var_i( E[f | x_i, z] ) ] / Var(f)        first order
    S_Ti = E_z[ E( Var[f | x_~i, z] ) ] / Var(f)         total order

with z the chance of a group. What the first orders lack to 1 is interaction of parameters and chance; more
worlds at each point make the part of chance smaller.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol

from kantokuen.agents.view import Array
from kantokuen.experiments.analyses.measures import Measure, measure
from kantokuen.experiments.analyses.ranking import ranking
from kantokuen.experiments.analyses.study import Study, StudyLike, no_result, study_given
from kantokuen.experiments.intervals import CONFIDENCE_Z
from kantokuen.model.display import Facts, Shown, counted
from kantokuen.model.errors import input_error, whole
from kantokuen.model.frames import to_pandas

RESAMPLES: Final = 200
_AT_ONCE: Final = 1_000_000  # numbers of one resampled array, so that the bootstrap keeps within memory
_OTHERWISE: Final = "`kantokuen regional` takes points of any sampler"


@dataclass(frozen=True, slots=True, repr=False)
class Sensitivity(Shown):
    """How far a measure hangs on each parameter.

    Attributes:
        method: ``sobol`` or ``morris``.
        measure: what was measured.
        frame: a row per parameter, the strongest first; intervals are of 95 %, by bootstrap over groups.
            Sobol: ``lever``, ``first``, ``first_low``, ``first_high``, ``total``, ``total_low``,
            ``total_high``, all shares of the variance. Morris: ``lever``, ``mu_star``, ``mu_star_low``,
            ``mu_star_high``, ``mu``, ``sigma``, in the unit of the measure for a move over the range of the
            parameter, between its outermost levels.
        worlds: how many worlds went in.
        groups: base samples of a Sobol design, trajectories of a Morris one.
        variance: variance of the measure over the points, in its unit squared.
        first_sum: Sobol only: sum of the first orders; the rest is interaction and chance.
    """

    method: str
    measure: Measure
    frame: pl.DataFrame
    worlds: int
    groups: int
    variance: float
    first_sum: float | None = None

    def _shown(self) -> tuple[str, Facts]:
        value = "total" if self.method == "sobol" else "mu_star"
        made = {"made of": f"{counted(self.worlds, 'world')} in {counted(self.groups, 'group')}"}
        return f"{self.method} of {self.measure.name}", made | ranking(self.frame, "strongest", value)

    def to_pandas(self) -> Any:
        """Return the frame as a `pandas.DataFrame`."""
        return to_pandas(self.frame)


def sensitivity(study: StudyLike, wanted: Measure | str, *, resamples: int = RESAMPLES) -> Sensitivity:
    """Return the sensitivity of a measure to the parameters of a sweep, by the method of its design.

    Args:
        study: a sweep, its store or its folder; its sampler is ``saltelli`` (Sobol indices) or
            ``morris`` (elementary effects).
        wanted: the measure, or its name.
        resamples: bootstrap resamples behind the intervals, 2 or more.

    Raises:
        InputError: the sweep has another design, the measure is the same at every point, or it is not kept.
    """
    study, wanted = study_given(study), measure(wanted)
    study.check_sampler(("saltelli", "morris"), _OTHERWISE)
    whole("resamples", resamples, least=2)
    means = study.whole_groups(wanted)
    values = means["mean"].to_numpy()
    if np.ptp(values) == 0.0:
        raise no_result(study, wanted, float(values[0]))
    groups = len(values) // study.group
    if groups < 2:
        raise input_error(study.name, "one group of points is finished", "two or more, for an interval")
    indices = _sobol if study.sampler == "saltelli" else _morris
    with _unwarned():
        frame = indices(study, means, resamples)
    return Sensitivity(
        "sobol" if study.sampler == "saltelli" else "morris",
        wanted,
        frame,
        int(means["worlds"].sum()),
        groups,
        float(np.var(values)),
        float(frame["first"].sum()) if "first" in frame.columns else None,
    )


@contextmanager
def _unwarned() -> Iterator[None]:
    """Keep in what SALib says of resamples that happen to be constant: their index is 0."""
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore")
        yield


def sobol_indices(names: tuple[str, ...], values: Array, *, resamples: int, seed: int) -> pl.DataFrame:
    """Return Sobol indices of first and total order [Saltelli2010], with bootstrap intervals.

    Args:
        names: the parameters, D of them.
        values: the result at each point of a Saltelli design without second order, in SALib's order
            (A, AB_1 .. AB_D, B for each base sample), shape ``(samples * (D + 2),)``; not constant.
        resamples: bootstrap resamples, 2 or more.
        seed: of the resampling.

    Returns:
        A row per parameter, the highest total order first: see `Sensitivity`.
    """
    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    samples = len(values) // (len(names) + 2)
    parts = [
        salib_sobol.analyze(
            problem,
            values,
            calc_second_order=False,
            num_resamples=count,
            keep_resamples=True,
            seed=part,
        )
        for count, part in zip(_parts(resamples, samples), _seeds(seed), strict=False)
    ]
    columns: dict[str, Any] = {"lever": names}
    for name, key in (("first", "S1"), ("total", "ST")):
        again = np.concatenate([each[f"{key}_conf_all"] for each in parts])
        columns |= _bounded(name, np.asarray(parts[0][key]), CONFIDENCE_Z * again.std(axis=0, ddof=1))
    return pl.DataFrame(columns).sort(["total", "lever"], descending=[True, False])


def _parts(resamples: int, samples: int) -> list[int]:
    """Cut the resamples into parts that fit into memory, of two or more each."""
    size = max(2, _AT_ONCE // samples)
    n_parts = max(1, resamples // size)
    return [len(each) for each in np.array_split(np.arange(resamples), n_parts)]


def _seeds(seed: int) -> Iterator[int]:
    """Give one seed after the other; never 0, at which SALib would draw from a global generator."""
    rng = np.random.default_rng(seed)
    while True:
        yield int(rng.integers(1, 2**31))


def morris_effects(
    names: tuple[str, ...], unit: Array, values: Array, *, levels: int, resamples: int, seed: int
) -> pl.DataFrame:
    """Return the means and spread of elementary effects [Morris1991] [Campolongo2007].

    Args:
        names: the parameters, D of them.
        unit: the points in 0..1, shape ``(trajectories * (D + 1), D)``.
        values: the result at each, shape ``(trajectories * (D + 1),)``.
        levels: levels of the design, an even number.
        resamples: bootstrap resamples behind the interval of mu star.
        seed: of the resampling.

    Returns:
        A row per parameter, the highest mu star first: see `Sensitivity`.
    """
    problem = {
        "num_vars": len(names),
        "names": list(names),
        "bounds": [[0.0, 1.0]] * len(names),
        "groups": None,
    }
    found = salib_morris.analyze(
        problem, unit, values, num_resamples=resamples, num_levels=levels, seed=next(_seeds(seed))
    )
    star = np.asarray(found["mu_star"], dtype=np.float64)
    columns: dict[str, Any] = {"lever": names}
    columns |= _bounded("mu_star", star, np.asarray(found["mu_star_conf"], dtype=np.float64))
    columns |= {name: np.asarray(found[name], dtype=np.float64) for name in ("mu", "sigma")}
    return pl.DataFrame(columns).sort(["mu_star", "lever"], descending=[True, False])


def _bounded(name: str, values: Array, half: Array) -> dict[str, Array]:
    """Return values with their intervals; only a first order can be estimated below 0."""
    low = values - half
    return {
        name: values,
        f"{name}_low": low if name == "first" else np.maximum(low, 0.0),
        f"{name}_high": values + half,
    }


def _sobol(study: Study, means: pl.DataFrame, resamples: int) -> pl.DataFrame:
    return sobol_indices(study.keys, means["mean"].to_numpy(), resamples=resamples, seed=study.run.seed)


def _morris(study: Study, means: pl.DataFrame, resamples: int) -> pl.DataFrame:
    points = means["point"].to_numpy()
    return morris_effects(
        study.keys,
        np.asarray(study.unit(0, study.points), dtype=np.float64)[points],
        means["mean"].to_numpy(),
        levels=study.levels,
        resamples=resamples,
        seed=study.run.seed,
    )
