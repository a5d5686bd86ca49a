"""What the entries of a plan ask of one another, once each of them is right by itself."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Final

from kantokuen.experiments.sweeps.axes import MOST_LEVELS, Axis
from kantokuen.model.errors import InputError, fault_in

MOST_POINTS: Final = 2**40
MOST_ROWS: Final = 2**53
"""Rows are numbered by whole numbers that also a float holds."""

MOST_IN_MEMORY: Final = 8_000_000
"""Points times parameters of a Latin hypercube or a Morris design, which exist only as a whole."""

_LONGEST_SEQUENCE: Final = 2**30


def disagreements(
    sampler: str, samples: int | None, levels: int | None, worlds: int, axes: tuple[Axis, ...]
) -> Iterator[InputError]:
    """Yield what does not go together in a plan; its arguments are right by themselves."""
    if levels is not None and sampler != "morris":
        yield fault_in(f"levels does not go with a {sampler} design", "levels for sampler 'morris' alone")
    if sampler == "grid":
        yield from _of_grid(samples, axes)
    elif samples is None:
        yield fault_in(f"samples is missing, which a {sampler} design needs", "a whole number, 1 or more")
    elif sampler in {"sobol", "saltelli"}:
        yield from _of_sequence(samples)
    else:
        yield from _of_whole(sampler, samples, len(axes))
    if levels is not None and levels % 2:
        yield fault_in(f"levels = {levels} is odd", "an even number of levels")
    points = points_of(sampler, samples or 0, axes)
    if points <= MOST_POINTS and points * worlds > MOST_ROWS:
        yield fault_in(f"worlds = {worlds:,} makes {points * worlds:,} rows", f"at most {MOST_ROWS:,}")


def _of_grid(samples: int | None, axes: tuple[Axis, ...]) -> Iterator[InputError]:
    if samples is not None:
        yield fault_in("samples does not go with a grid", "no samples; the levels make the points")
    for axis in axes:
        if axis.law is not None:
            allowed = f"a list, or {{ from, to, steps }} with up to {MOST_LEVELS:,} steps"
            yield fault_in(f"vary: {axis.key} has no levels, which a grid needs", allowed)
    points = points_of("grid", 0, axes)
    if points > MOST_POINTS:
        yield fault_in(f"the grid has {points:,} points", f"at most {MOST_POINTS:,}")


def _of_sequence(samples: int) -> Iterator[InputError]:
    """A Sobol' sequence is balanced only over a power of two of its points."""
    if samples > _LONGEST_SEQUENCE:
        yield fault_in(
            f"samples = {samples:,} is more than the sequence has", f"at most {_LONGEST_SEQUENCE:,}"
        )
    elif samples & (samples - 1):
        below = 1 << (samples.bit_length() - 1)
        yield fault_in(f"samples = {samples:,} is no power of two", f"such as {below:,} or {2 * below:,}")


def _of_whole(sampler: str, samples: int, levers: int) -> Iterator[InputError]:
    if samples * levers * (levers + 1 if sampler == "morris" else 1) > MOST_IN_MEMORY:
        yield fault_in(
            f"samples = {samples:,} is too many for a {sampler} design, which exists only as a whole",
            f"points times levers up to {MOST_IN_MEMORY:,}; more worlds at a point, or sampler 'sobol'",
        )


def points_of(sampler: str, samples: int, axes: tuple[Axis, ...]) -> int:
    """Return how many points a design has."""
    if sampler == "grid":
        return prod(max(len(axis.levels), 1) for axis in axes)
    return samples * group_of(sampler, samples, axes)


def group_of(sampler: str, samples: int, axes: tuple[Axis, ...]) -> int:
    """Return how many points see the chance of the same worlds: all of a grid, or those of one sample."""
    if sampler == "grid":
        return points_of(sampler, samples, axes)
    return {"saltelli": len(axes) + 2, "morris": len(axes) + 1}.get(sampler, 1)
