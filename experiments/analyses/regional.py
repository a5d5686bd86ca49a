"""Regional sensitivity: how the parameters of worlds with a result differ from those of worlds without it.

After Hornberger and Spear [HornbergerSpear1981]: for a parameter of numbers or dates the distance is the
largest gap between the two cumulative distributions (Kolmogorov-Smirnov), for a switch or keyword it is
Cramer's V; both run from 0, alike, to 1, apart. It takes points of any sampler, and speaks of one parameter
at a time: a parameter that acts only together with another may show nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

from kantokuen.agents.view import Array
from kantokuen.experiments.analyses.measures import Measure, measure, world_sums
from kantokuen.experiments.analyses.ranking import ranking
from kantokuen.experiments.analyses.scales import categories, codes, is_ordered
from kantokuen.experiments.analyses.study import Study, StudyLike, study_given
from kantokuen.model.display import Facts, Shown, counted
from kantokuen.model.errors import input_error, whole
from kantokuen.model.frames import to_pandas

FEWEST: Final = 10
"""Worlds with the result, and without it, below which no distance is told."""

RESAMPLES: Final = 100
_LEVEL: Final = 0.05
_BLOCKS: Final = 50  # of worlds that are drawn together, so that memory stays flat
_DEVIATIONS: Final = 2.0  # standard deviations either side of a distance
_STEPS: Final = 2_000  # values of a parameter at which a resample is looked at
Places = NDArray[np.integer[Any]]
Counts = tuple[Array, Array]
"""Worlds with the result and without it, at each point."""

Distance = Callable[[Array, Array], float]
"""A distance from the counts, 0..1."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Regional(Shown):
    """How far apart the parameters stand in worlds with a result and in worlds without it.

    Attributes:
        measure: the result.
        frame: a row per parameter, the farthest apart first: ``lever``, ``statistic`` (``KS`` or
            ``Cramer V``), ``distance``, ``low``, ``high``, ``p_value`` and ``chance``. The bounds are two
            standard deviations of the bootstrap either side, within 0..1: they tell how steady the distance
            is, and not whether the parameter matters, for a distance is never below 0 and errs upwards near
            it; they are null where one world stands behind all points. ``chance`` is what the distance would
            pass in one case of twenty if the parameter did nothing. It and the p value hold for independent
            worlds, so both are null unless each point has one world and its own chance; for a parameter of
            few values they are careful: the p value is rather too high.
        points: the parameters of each point, with ``hits`` and ``misses``: worlds with the result or not.
        hits: worlds with the result.
        worlds: all worlds.
        is_judged: whether there are p values.
    """

    measure: Measure
    frame: pl.DataFrame
    points: pl.DataFrame
    hits: int
    worlds: int
    is_judged: bool

    def _shown(self) -> tuple[str, Facts]:
        made = {"made of": f"{counted(self.worlds, 'world')}, {self.hits:,} with the result"}
        return f"levers by {self.measure.name}", made | ranking(self.frame, "farthest", "distance")

    def to_pandas(self) -> Any:
        """Return the frame as a `pandas.DataFrame`."""
        return to_pandas(self.frame)


def regional(study: StudyLike, wanted: Measure | str, *, resamples: int = RESAMPLES) -> Regional:
    """Compare the parameters of worlds with a result with those of worlds without it.

    Args:
        study: a sweep, its store or its folder, by any sampler.
        wanted: the result, a measure that is a share of worlds, or its name.
        resamples: bootstrap resamples behind the bounds, 2 or more.

    Raises:
        InputError: the measure is no share, or fewer than 10 worlds have the result, or do not have it.
    """
    study, wanted = study_given(study), measure(wanted)
    whole("resamples", resamples, least=2)
    check_share(wanted)
    means = study.means(wanted, study.keys)
    total = pl.col("total").round().cast(pl.Int64)
    points = means.select("point", *study.keys, hits=total, misses=pl.col("worlds") - total)
    n_hits, n_misses = int(points["hits"].sum()), int(points["misses"].sum())
    check_enough(study, wanted, n_hits, n_misses)
    keys = [key for key in study.keys if points[key].min() != points[key].max()]
    if not keys:
        raise input_error(study.name, "no lever takes more than one value", "a sweep that varies a lever")
    hits, misses = _counts(points)
    found, quick = [], []
    for key in keys:
        statistic, places = _statistic(points[key])
        found.append(statistic(places)(hits, misses))
        quick.append(statistic(coarse(places)))
    again = np.array(
        [[each(*drawn) for each in quick] for drawn in _resampled(points, study, wanted, resamples)]
    )
    halves = _DEVIATIONS * again.std(axis=0, ddof=1)
    rows = [
        _row(points[key], (n_hits, n_misses), *each)
        for key, *each in zip(keys, found, halves.tolist(), strict=True)
    ]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    is_judged = study.group == study.worlds == 1
    if not is_judged:
        frame = frame.with_columns(pl.lit(None, pl.Float64).alias(name) for name in ("p_value", "chance"))
    if study.group >= points.height and study.worlds == 1:
        frame = frame.with_columns(pl.lit(None, pl.Float64).alias(name) for name in ("low", "high"))
    frame = frame.sort(["distance", "lever"], descending=[True, False])
    return Regional(wanted, frame, points, n_hits, n_hits + n_misses, is_judged)


def check_share(wanted: Measure) -> None:
    """Refuse a measure that is no result which a world has or has not.

    Raises:
        InputError: it is a quantity.
    """
    if not wanted.is_share:
        fault = f"{wanted.name} is counted in {wanted.unit}"
        raise input_error("measure", fault, "a result that a world has or has not, such as attack_1941")


def check_enough(study: Study, wanted: Measure, hits: int, misses: int) -> None:
    """Refuse to explain a result that hardly a world has, or hardly a world lacks.

    Raises:
        InputError: fewer than 10 worlds are on one side.
    """
    fewer = min(hits, misses)
    if fewer < FEWEST:
        side = "with" if hits <= misses else "without"
        fault = f"{fewer} of {hits + misses:,} worlds are {side} {wanted.name}"
        raise input_error(
            study.name, fault, f"{FEWEST} or more on either side; raise the samples or the worlds"
        )


def _resampled(points: pl.DataFrame, study: Study, wanted: Measure, resamples: int) -> Iterator[Counts]:
    """Draw the hits and misses of each point anew.

    Groups of points that share their chance are drawn with replacement. Where all share it, as on a grid, the
    points stay and their worlds are drawn, each for all points at once, in 50 blocks if there are more.
    """
    rng = np.random.default_rng(study.run.seed)
    hits, misses = _counts(points)
    _, cluster = np.unique(points["point"].to_numpy() // study.group, return_inverse=True)
    n_groups = int(cluster.max()) + 1
    if n_groups == 1:
        hits, misses = _by_block(points, study, wanted)
        n_blocks = hits.shape[1]
        for _ in range(resamples):
            taken = np.bincount(rng.integers(n_blocks, size=n_blocks), minlength=n_blocks)
            yield hits @ taken, misses @ taken
        return
    for _ in range(resamples):
        taken = np.bincount(rng.integers(n_groups, size=n_groups), minlength=n_groups)[cluster]
        yield hits * taken, misses * taken


def _by_block(points: pl.DataFrame, study: Study, wanted: Measure) -> Counts:
    """Count hits and misses by point and block of worlds, two arrays of shape ``(points, blocks)``."""
    n_blocks = min(study.worlds, _BLOCKS)
    cells = points.select("point", cell=pl.int_range(pl.len()))
    blocks = study.rows.with_columns(pl.col("world") % n_blocks)
    sums = world_sums(blocks, cells, wanted)
    counts = np.zeros((2, points.height, n_blocks))
    total, worlds = sums["total"].to_numpy(), sums["worlds"].to_numpy()
    counts[:, sums["cell"].to_numpy(), sums["world"].to_numpy()] = total, worlds - total
    return counts[0], counts[1]


def _counts(points: pl.DataFrame) -> Counts:
    return points["hits"].cast(pl.Float64).to_numpy(), points["misses"].cast(pl.Float64).to_numpy()


def _statistic(values: pl.Series) -> tuple[Callable[[Places], Distance], Places]:
    """Choose the distance for a parameter; also return the place of each point in the order of its values."""
    if is_ordered(values):
        return ks_distance, values.rank("dense").cast(pl.Int64).to_numpy() - 1
    return cramer_v, codes(values, categories(values))


def coarse(places: Places) -> Places:
    """Keep at most 2,000 places, evenly: quicker to resample, and a distance loses 1 / 2,000 at most."""
    n_places = int(places.max()) + 1
    return (places * _STEPS // n_places if n_places > _STEPS else places).astype(np.int16)


def _row(values: pl.Series, counted: tuple[int, int], distance: float, half: float) -> dict[str, object]:
    ordered = is_ordered(values)
    p_value, chance = (
        _ks_chance(distance, *counted) if ordered else _cramer_chance(distance, *counted, values.n_unique())
    )
    return {
        "lever": values.name,
        "statistic": "KS" if ordered else "Cramer V",
        "distance": distance,
        "low": max(distance - half, 0.0),
        "high": min(distance + half, 1.0),
        "p_value": p_value,
        "chance": chance,
    }


def ks_distance(places: Places) -> Distance:
    """Return the Kolmogorov-Smirnov distance over points in these places, as a function of two counts.

    D = max over x of |F(x) - G(x)|, F and G the shares of hits and of misses at points up to x.

    Args:
        places: the rank of each point by the value of a parameter, equal values alike, whole numbers from 0,
            shape ``(points,)``.
    """

    def distance(hits: Array, misses: Array) -> float:
        first, second = (np.cumsum(np.bincount(places, each)) for each in (hits, misses))
        if not (first[-1] and second[-1]):
            return 0.0
        return float(np.max(np.abs(first / first[-1] - second / second[-1])))

    return distance


def cramer_v(places: Places) -> Distance:
    """Return Cramer's V between a category and the result, as a function of two counts for each point.

    Args:
        places: the category of each point, whole numbers from 0, shape ``(points,)``.
    """

    def distance(hits: Array, misses: Array) -> float:
        table = np.stack([np.bincount(places, weights=each) for each in (hits, misses)])
        table = table[:, table.sum(axis=0) > 0]
        if table.shape[1] < 2 or not table.sum(axis=1).all():
            return 0.0
        return float(stats.contingency.association(table.astype(np.int64), method="cramer"))

    return distance


def _ks_chance(distance: float, hits: int, misses: int) -> tuple[float, float]:
    """Return the p value as `scipy.stats.ks_2samp` does, and the distance at the level of 5 %."""
    effective = max(round(hits * misses / (hits + misses)), 1)
    return float(stats.kstwo.sf(distance, effective)), float(stats.kstwo.isf(_LEVEL, effective))


def _cramer_chance(distance: float, hits: int, misses: int, n_categories: int) -> tuple[float, float]:
    """Return the p value of Cramer's V in a table of two rows, and V at the level of 5 %: chi2 = n V^2."""
    worlds, freedom = hits + misses, n_categories - 1
    at_level = stats.chi2.isf(_LEVEL, freedom)
    return float(stats.chi2.sf(worlds * distance * distance, freedom)), float(np.sqrt(at_level / worlds))
