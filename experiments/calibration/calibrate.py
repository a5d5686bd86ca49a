"""The calibration as a whole: waves, posterior, and what the posterior foretells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from time import monotonic
from typing import Final

import numpy as np
import polars as pl

from kantokuen.agents.view import Array
from kantokuen.experiments.calibration.check import Check, check
from kantokuen.experiments.calibration.history import Emulator, draw, plausible
from kantokuen.experiments.calibration.plan import CalibrationPlan
from kantokuen.experiments.calibration.posterior import Weighed, posterior
from kantokuen.experiments.calibration.wave import Wave
from kantokuen.experiments.files import write_whole
from kantokuen.experiments.priors import digest, settings
from kantokuen.experiments.runner import Progress, Run
from kantokuen.experiments.sweeps.crews import Crew, crew_of
from kantokuen.experiments.sweeps.folder import folder_of
from kantokuen.experiments.sweeps.identity import made_with
from kantokuen.experiments.validation.points import Points
from kantokuen.experiments.validation.posterior import MIDDLE, Judged
from kantokuen.experiments.validation.targets import misses, targets
from kantokuen.model.errors import InputError, ends, input_error
from kantokuen.model.limits import ENSEMBLES

_ROOMS: Final = ("kantokuen.experiments.calibration", "kantokuen.experiments.validation")

PLAN: Final = "calibration.json"
POSTERIOR: Final = "posterior.parquet"
_LOCK: Final = ".lock"
_AT_LEAST: Final = 400
"""Fewer plausible settings than this tell nothing of 160 judgements."""


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """A wave that was played.

    Attributes:
        scores: settings on the normal scale of the priors, shape ``(points, keys)``.
        read: what was read of each, shape ``(points, points.names())``.
        share: of the prior that was plausible before it.
    """

    scores: Array
    read: Array
    share: float

    @property
    def misses(self) -> Array:
        """How far each lies from the record, shape ``(points, targets)``."""
        return misses(self.read[:, : len(targets())])


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What a calibration found.

    Attributes:
        plan: how it was done.
        waves: what was played, wave by wave.
        emulators: fitted after each wave.
        judged: what the posterior says of each judgement.
        foretold: by ensemble, what the worlds of some of these give, shape ``(foretold, names())``.
        plausible: how many settings the posterior rests on.
        seconds: what each stage took.
    """

    plan: CalibrationPlan
    waves: tuple[Played, ...]
    emulators: tuple[Emulator, ...]
    judged: Judged
    foretold: Mapping[str, Array]
    plausible: int
    seconds: dict[str, float]

    def checked(self) -> Check:
        """Check the procedure on the points of the first wave; nothing is played.

        Raises:
            InputError: arviz-stats is not installed.
        """
        began = monotonic()
        found = check(self.waves[0].scores, self.waves[0].misses, self.plan.seed)
        self.seconds["check"] = monotonic() - began
        return found

    @property
    def worlds(self) -> int:
        """How many worlds were played in all."""
        points = [len(each.read) for each in self.waves] + [len(each) for each in self.foretold.values()]
        return sum(points) * self.plan.worlds


def calibrate(
    plan: CalibrationPlan,
    out: str | Path,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Calibration:
    """Fit the judgements to the record, in a folder, or go on where an earlier call was stopped.

    The posterior and the files of all waves are the same on one machine whatever the workers and the number
    of attempts.

    Args:
        plan: how.
        out: the folder.
        workers: how many parts are played at a time; all cores when not given.
        progress: called with the worlds that stand and all worlds.

    Raises:
        InputError: the folder cannot be used, scikit-learn is not installed, a part failed, or the record
            rules out nearly everything.
        OSError: the disk is full; what stood before stands.
        KeyboardInterrupt: stopped by the user; what stood before stands.
    """
    check_installed()
    folder = folder_of(out, "out")
    crew = crew_of(None, workers)
    with _held(folder, plan):
        return _Calibrating(plan, folder, crew, progress).run()


def check_installed() -> None:
    """Raise `InputError` where the regressions are not installed."""
    try:
        import sklearn  # noqa: F401, PLC0415  (an extra)
    except ImportError:
        allowed = 'pip install "kantokuen[calibration]"'
        raise input_error("calibrate", "scikit-learn is not installed", allowed) from None


@cache
def makers() -> dict[str, str]:
    """Return what decides the bytes of a calibration besides its plan and the priors.

    What decides those of a store, see `kantokuen.experiments.sweeps.identity.made_with`, with how the record
    is read and fitted, and the library that fits.
    """
    found = sha256()
    for room in _ROOMS:
        for file in sorted(files(room).iterdir(), key=lambda each: each.name):
            if file.name.endswith(".py"):
                found.update(file.name.encode() + b"\0" + file.read_bytes())
    return made_with() | {"fit": found.hexdigest(), "scikit-learn": version("scikit-learn")}


class _Calibrating:
    def __init__(self, plan: CalibrationPlan, folder: Path, crew: Crew, progress: Progress | None) -> None:
        self.plan, self.folder, self.crew, self.progress = plan, folder, crew, progress
        self.points_before = 0
        self.seconds: dict[str, float] = {}

    def run(self) -> Calibration:
        plan, keys = self.plan, self.plan.keys
        waves: list[Played] = []
        emulators: list[Emulator] = []
        for number in range(1, plan.waves + 1):
            with self._timed(f"wave {number}"):
                count = plan.points if number == 1 else plan.later
                drawn = draw(count, keys, emulators, (plan.seed, number))
                if len(drawn.scores) < min(count, _AT_LEAST):
                    raise _ruled_out(len(drawn.scores), round(len(drawn.scores) / drawn.share))
                read = self._played(f"wave-{number}", plan.run, settings(drawn.scores, keys))
                waves.append(Played(drawn.scores, read, drawn.share))
            with self._timed(f"emulators {number}"):
                scores = np.concatenate([each.scores for each in waves])
                off = np.concatenate([each.misses for each in waves])
                emulators.append(Emulator.of(scores, off))
        with self._timed("posterior"):
            chosen = plausible(scores, emulators)
            if chosen.sum() < _AT_LEAST:
                raise _ruled_out(int(chosen.sum()), len(chosen))
            generator = np.random.default_rng([plan.seed, 0])
            weighed = posterior(scores[chosen], off[chosen], generator)
            drawn_scores = weighed.sample(plan.draws, generator)
            judged = _judged(keys, weighed, drawn_scores)
            self._write(settings(drawn_scores, keys), judged)
        with self._timed("foretold"):
            again = settings(drawn_scores[: plan.foretold], keys)
            foretold: dict[str, Array] = {
                each: self._played(
                    f"posterior-{each}", Run(plan.run.scenario, plan.seed, ensemble=each), again
                )
                for each in ENSEMBLES
            }
        many = int(chosen.sum())
        return Calibration(plan, tuple(waves), tuple(emulators), judged, foretold, many, self.seconds)

    def _played(self, name: str, run: Run, values: Array) -> Array:
        """Play points, or read those that stand, and return what was read of them."""
        worlds, before = self.plan.worlds, self.points_before
        points = Points(run, self.plan.keys, values, worlds, before * worlds)

        def told(done: int) -> tuple[int, int]:
            return before * worlds + done, self.plan.all_worlds

        wave = Wave(self.folder / name, points, told)
        wave.play(self.crew, self.progress)
        self.points_before += len(values)
        return wave.read

    def _write(self, values: Array, judged: Judged) -> None:
        columns = {key: values[:, place].astype(np.float32) for place, key in enumerate(self.plan.keys)}
        plan = self.plan
        about = {
            "plan": plan.facts,
            "priors": digest(),
            "command": plan.command,
            "made_with": makers(),
            "judged": judged.facts,
        }
        buffer = BytesIO()
        metadata = {"kantokuen": json.dumps(about, sort_keys=True)}
        pl.DataFrame(columns).write_parquet(buffer, compression="zstd", metadata=metadata)
        write_whole(self.folder / POSTERIOR, buffer.getvalue())

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        began = monotonic()
        yield
        self.seconds[stage] = monotonic() - began


def _judged(keys: Sequence[str], weighed: Weighed, drawn: Array) -> Judged:
    """Return what a posterior says of each judgement; correlations are those of its draws."""
    ends = settings(weighed.quantiles(MIDDLE), keys)
    return Judged(
        tuple(keys), ends, weighed.shift, weighed.told, weighed.error, np.atleast_2d(np.corrcoef(drawn.T))
    )


def _ruled_out(left: int, tried: int) -> InputError:
    fault = (
        f"the record leaves {left:,} of {tried:,} settings, and a posterior rests on {_AT_LEAST:,} or more"
    )
    return input_error("calibrate", fault, "more settings in the plan, or wider priors")


@contextmanager
def _held(folder: Path, plan: CalibrationPlan) -> Iterator[None]:
    """Hold a folder for writing: a new one, or one that the same plan has begun with the same makers."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  (only writing needs it)

    identity = {"plan": plan.facts, "priors": digest(), "made_with": makers()}
    written = json.dumps(identity, indent=1, sort_keys=True)
    allowed = "a new folder, an empty one, or one that this plan has begun"
    where = ends(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / _LOCK, timeout=0):
            _check_begun(folder, written, where, allowed)
            yield
    except Timeout:
        fault = "is being written by another process"
        raise input_error(where, fault, "another folder, or waiting until it has ended") from None
    except (FileExistsError, NotADirectoryError, PermissionError) as error:
        raise input_error(where, f"cannot be written: {error.strerror or error}", allowed) from error


def _check_begun(folder: Path, written: str, where: str, allowed: str) -> None:
    begun = folder / PLAN
    if begun.is_file():
        if begun.read_text(encoding="utf-8") != written:
            fault = "was begun by another plan, with other priors or with another version of the model"
            raise input_error(where, fault, allowed)
        return
    if any(each.name != _LOCK for each in folder.iterdir()):
        raise input_error(where, "holds something else", allowed)
    write_whole(begun, written.encode())
