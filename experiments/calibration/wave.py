"""Waves: points that are played in parts, each a Parquet file that is named by what is in it.

A part's file bears the start of the SHA-256 of its bytes in its name and holds the settings of its points,
so that one which is damaged, or of other points, is played anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from kantokuen.agents.view import Array
from kantokuen.experiments.files import UNFINISHED, write_whole
from kantokuen.experiments.runner import Progress
from kantokuen.experiments.sweeps.attempt import reason_in_words
from kantokuen.experiments.sweeps.crews import Crew
from kantokuen.experiments.sweeps.folder import open_ordinary
from kantokuen.experiments.sweeps.identity import made_with
from kantokuen.experiments.sweeps.part import Part
from kantokuen.experiments.sweeps.work import Runner
from kantokuen.experiments.validation.points import SHARES, Points, play
from kantokuen.experiments.validation.strengths import SIGNALS
from kantokuen.experiments.validation.targets import figures, targets
from kantokuen.model.errors import ends, input_error

POINTS_OF_A_PART: Final = 50
_NAME: Final = re.compile(r"part-([0-9]{4})-([0-9a-f]{16})\.parquet")


def names() -> tuple[str, ...]:
    """Return what is read of a point, targets first."""
    return (*(each.id for each in targets()), *SHARES)


def play_part(points: Points, number: int, first: int) -> Part:
    """Play points as a part of a wave; see `kantokuen.experiments.sweeps.part.Part`.

    Args:
        points: those of the part.
        number: which part.
        first: the number of its first point in the wave.
    """
    read = play(points, figures, SIGNALS)
    heads = pl.Series("point", np.arange(first, first + len(points)))
    set_to = [pl.Series(key, points.values[:, place]) for place, key in enumerate(points.keys)]
    found = [pl.Series(name, read[:, place]) for place, name in enumerate(names())]
    buffer = BytesIO()
    pl.DataFrame([heads, *set_to, *found]).write_parquet(buffer, compression="zstd", compression_level=3)
    content = buffer.getvalue()
    return Part(number, len(points), content, sha256(content).hexdigest(), made_with())


class Wave:
    """The points of a wave, those that were played and those that are left; the work of a `Runner`.

    Attributes:
        path: the folder of its files; it is made if need be.
        points: what is to be played.
        read: what was read of the points that stand, shape ``(points, names())``; NaN where none stands.
    """

    def __init__(self, path: Path, points: Points, told: Callable[[int], tuple[int, int]]) -> None:
        self.path, self.points = path, points
        self.read = np.full((len(points), len(names())), np.nan)
        self._files: dict[int, str] = {}
        self._failures: dict[int, str] = {}
        self._told = told
        path.mkdir(exist_ok=True)
        for file in sorted(path.iterdir()):
            named = _NAME.fullmatch(file.name)
            if named is not None and self._takes(file, int(named[1]), named[2]):
                continue
            if (named is not None or UNFINISHED.fullmatch(file.name)) and file.is_file():
                file.unlink()

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return -(-len(self.points) // POINTS_OF_A_PART)

    @property
    def standing(self) -> Collection[int]:
        """The parts that stand."""
        return self._files.keys()

    @property
    def done(self) -> tuple[int, int]:
        """How many worlds stand, and of how many, as the whole calibration counts them."""
        rows = sum(self._size(number) for number in self._files)
        return self._told(rows * self.points.worlds)

    def play(self, crew: Crew, progress: Progress | None) -> None:
        """Play what does not stand yet.

        Raises:
            InputError: a part could not be played; what was played stands.
        """
        Runner(self, crew, progress).run()
        if self._failures:
            number, reason = min(self._failures.items())
            fault = f"part {number} of {ends(self.path)} failed: {reason}"
            raise input_error("calibrate", fault, "the same call again; it goes on from what stands")

    def task(self, number: int) -> tuple[Callable[..., Part], tuple[object, ...]]:
        """Return what plays a part, and with what arguments."""
        first = number * POINTS_OF_A_PART
        return play_part, (self.points.stretch(first, POINTS_OF_A_PART), number, first)

    def keep(self, part: Part) -> None:
        """Write a part, so that it stands whole or not at all.

        Raises:
            OSError: the disk is full, or the folder cannot be written to.
        """
        file = self.path / f"part-{part.number:04d}-{part.digest[:16]}.parquet"
        write_whole(file, part.content)
        self._read(part.number, part.content)
        self._files[part.number] = file.name

    def fail(self, number: int, reason: str) -> None:
        """Take note that a part failed, and why."""
        self._failures[number] = reason_in_words(reason)

    def _size(self, number: int) -> int:
        return min(POINTS_OF_A_PART, len(self.points) - number * POINTS_OF_A_PART)

    def _takes(self, file: Path, number: int, digest: str) -> bool:
        """Take a file that stands, if it is whole and of these points."""
        if number >= self.parts or number in self._files:
            return False
        try:
            with open_ordinary(file) as opened:
                content = opened.read()
        except OSError:
            return False
        if sha256(content).hexdigest()[:16] != digest or not self._read(number, content):
            return False
        self._files[number] = file.name
        return True

    def _read(self, number: int, content: bytes) -> bool:
        """Read what a part holds, and tell whether it is of these points."""
        first = number * POINTS_OF_A_PART
        points = self.points.stretch(first, POINTS_OF_A_PART)
        try:
            frame = pl.read_parquet(BytesIO(content))
        except pl.exceptions.PolarsError:
            return False
        if frame.columns != ["point", *points.keys, *names()] or len(frame) != len(points):
            return False
        if not np.array_equal(_numbers(frame, points.keys), points.values):
            return False
        self.read[first : first + len(points)] = _numbers(frame, names())
        return True


def _numbers(frame: pl.DataFrame, wanted: tuple[str, ...]) -> Array:
    return frame.select(wanted).to_numpy().astype(np.float64)
