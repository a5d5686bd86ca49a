"""A finished sweep as an analysis sees it: its design, its rows, and the means of a measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kantokuen.agents.view import Array
from kantokuen.experiments.analyses.measures import Measure, point_means
from kantokuen.experiments.sweeps.store import Store, open_store
from kantokuen.model.display import Facts, Shown, counted, listed, share
from kantokuen.model.errors import InputError, ends, input_error, known_name, shown
from kantokuen.model.request import Request
from kantokuen.model.text.words import ENGLISH, Words


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Study(Shown):
    """What the analyses need of a sweep.

    Attributes:
        name: name of the plan.
        question: what the plan asks.
        run: the scenario that the parameters are varied in, and how its worlds are played.
        sampler: how the points were chosen.
        keys: the varied parameters.
        points: how many points the design has.
        worlds: worlds at each point.
        group: points that share their chance.
        levels: levels of a Morris design.
        done: share of the rows that are there, 1 in a finished sweep.
        unit: ``unit(first, count)`` gives the points of the design in 0..1, shape ``(count, parameters)``.
        rows: a row per world, ordered.
    """

    name: str
    question: str
    run: Request
    sampler: str
    keys: tuple[str, ...]
    points: int
    worlds: int
    group: int
    levels: int
    unit: Callable[[int, int], Array] = field(repr=False)
    rows: pl.LazyFrame = field(repr=False)
    done: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a sweep that varies nothing."""
        if not self.keys:
            raise input_error(self.name, "no lever is varied", "a sweep that varies at least one lever")

    def means(self, wanted: Measure, keys: Sequence[str]) -> pl.DataFrame:
        """Return the mean of a measure at each point that is there: see `point_means`."""
        return point_means(self.rows, keys, wanted)

    def whole_groups(self, wanted: Measure) -> pl.DataFrame:
        """Return the means, without parameters, of the groups whose points are all there with all worlds.

        Raises:
            InputError: there is no such group.
        """
        means = self.means(wanted, ()).filter(pl.col("worlds") == self.worlds)
        n_in_group = pl.len().over(pl.col("point") // self.group)
        found = means.filter(n_in_group == self.group)
        if found.is_empty():
            raise input_error(self.name, f"no group of {self.group} points is finished", "a finished sweep")
        return found

    def check_sampler(self, allowed: tuple[str, ...], instead: str) -> None:
        """Refuse a design that an analysis cannot use.

        Raises:
            InputError: the sampler is not among `allowed`; `instead` says what else would do.
        """
        if self.sampler not in allowed:
            fault = f"its points come from the sampler '{self.sampler}'"
            raise input_error(self.name, fault, f"{' or '.join(allowed)}; {instead}")

    def check_key(self, key: str) -> str:
        """Return the key of a parameter that the sweep varies.

        Raises:
            InputError: it varies no such parameter.
        """
        return known_name("lever of this sweep", key, self.keys)

    def made_of(self, n_worlds: int, words: Words = ENGLISH) -> str:
        """Say what a figure is made of, as its caption does."""
        return words(
            "analyses.made_of",
            worlds=f"{n_worlds:,}",
            points=f"{-(-n_worlds // self.worlds):,}",
            sampler=self.sampler,
            name=self.name,
            done=words("analyses.done", share=f"{self.done:.0%}") if self.done < 1.0 else "",
            scenario=words.scenario(self.run.scenario.name),
            lens=words.lens(self.run.lens),
            period=words(f"run.periods.{self.run.cadence}"),
        )

    def _shown(self) -> tuple[str, Facts]:
        facts = {
            "question": self.question or None,
            "design": f"{counted(self.points, 'point')} ({self.sampler}) of {counted(self.worlds, 'world')}",
            "varies": listed(self.keys),
            "done": share(self.done),
        }
        return f"{self.name}: {self.run.scenario.name}, lens {self.run.lens}", facts


StudyLike = Study | Store | str | Path
"""What an analysis takes: a study, the store of a finished sweep, or its folder."""


def open_study(path: Path, *, partial: bool = False, check: bool = True) -> Study:
    """Open the folder of a sweep for analysis: see `study_of`.

    Raises:
        InputError: it holds no sweep, a damaged one, or an unfinished one.
    """
    return study_of(open_store(path), partial=partial, check=check)


def study_of(store: Store, *, partial: bool = False, check: bool = True) -> Study:
    """Return a sweep as the analyses see it.

    Args:
        store: the sweep.
        partial: take an unfinished one for what it is; a part that is missing can bias what is found.
        check: compare files with their checksums before they are read: see `Store.rows`.

    Raises:
        InputError: the sweep is unfinished, or holds no rows.
        StoreError: a file of it is missing or damaged.
    """
    plan, design = store.plan, store.design
    done = store.rows_done / design.rows
    if not store.complete and not partial:
        fault = f"is unfinished: {store.rows_done:,} of {design.rows:,} rows are there"
        allowed = "a finished sweep; `kantokuen sweep` goes on with it, `--partial` takes it as it is"
        raise input_error(ends(store.path), fault, allowed)
    return Study(
        name=plan.name,
        question=plan.question,
        run=plan.run,
        sampler=plan.sampler,
        keys=plan.keys,
        points=design.points,
        worlds=plan.worlds,
        group=design.group,
        levels=design.levels,
        unit=design.unit,
        rows=store.rows(check=check),
        done=done,
    )


def study_given(study: StudyLike) -> Study:
    """Return the study that was given as such, as a store, or by the folder of its sweep.

    Raises:
        InputError: it is none of these, or the sweep cannot be analysed.
    """
    if isinstance(study, (str, Path)):
        return open_study(Path(study))
    if isinstance(study, Store):
        return study_of(study)
    if not isinstance(study, Study):
        raise input_error("study", f"{shown(study)} is none", "a Study, or a finished sweep or its folder")
    return study


def no_result(study: Study, wanted: Measure, value: float) -> InputError:
    """Build the error for a measure that is alike everywhere, of which nothing can be explained."""
    alike = f"{value:.0%} of worlds" if wanted.is_share else f"{value:g} {wanted.unit}"
    fault = f"{wanted.name} is the same at every point: {alike}"
    return input_error(study.name, fault, "a measure that differs within the sweep")
