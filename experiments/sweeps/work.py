"""Work in parts: hands out the parts that are missing and keeps what comes back, whatever dies meanwhile."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from queue import SimpleQueue
from typing import Final, Protocol

from kantokuen.experiments.processes import unheard
from kantokuen.experiments.runner import Progress
from kantokuen.experiments.sweeps.attempt import Failure, attempt, reason_of
from kantokuen.experiments.sweeps.cluster import error_of
from kantokuen.experiments.sweeps.crews import Crew
from kantokuen.experiments.sweeps.identity import made_with
from kantokuen.experiments.sweeps.part import Part
from kantokuen.model.errors import ends, input_error

_TRIES: Final = 3
"""How often the process that plays a part may die, the last time with that part alone."""


class Work(Protocol):
    """What is played in parts: it knows which stand, and keeps those that come."""

    @property
    def path(self) -> Path:
        """The folder of it, for messages."""

    @property
    def parts(self) -> int:
        """How many parts there are."""

    @property
    def standing(self) -> Collection[int]:
        """The parts that stand."""

    @property
    def done(self) -> tuple[int, int]:
        """How many rows stand, and of how many."""

    def task(self, number: int) -> tuple[Callable[..., Part], tuple[object, ...]]:
        """Return what plays a part, and with what arguments; both are sent to another process."""

    def keep(self, part: Part) -> None:
        """Keep a part that was played."""

    def fail(self, number: int, reason: str) -> None:
        """Take note that a part failed, and why."""


class Runner:
    """Hands out the missing parts of some work and keeps what comes back."""

    def __init__(self, work: Work, crew: Crew, progress: Progress | None) -> None:
        self.work, self.crew, self.progress = work, crew, progress
        self.left = deque(number for number in range(work.parts) if number not in work.standing)
        self.suspects: deque[int] = deque()
        self.deaths: Counter[int] = Counter()
        self.out: dict[Future[Part | Failure], int] = {}
        self.answered: SimpleQueue[Future[Part | Failure]] = SimpleQueue()

    def run(self) -> None:
        """Play until nothing is left, with a new executor whenever one breaks."""
        self._tell()
        while self.left or self.suspects:
            try:
                with self.crew.open() as executor:
                    self._play(executor)
            except BrokenExecutor as error:
                self._bury(error)

    def _play(self, executor: Executor) -> None:
        try:
            while self.left or self.suspects or self.out:
                self._hand_out(executor)
                self._take_back(self._wait())
        except BaseException:
            for future in self.out:
                future.cancel()
            raise

    def _hand_out(self, executor: Executor) -> None:
        """Hand out what may be played now: a suspect by itself, so that no other part dies with it."""
        queue = self.suspects or self.left
        most = 1 if self.suspects else self.crew.in_hand
        while queue and len(self.out) < most:
            try:
                play, arguments = self.work.task(queue[0])
                future = executor.submit(attempt, queue[0], play, *arguments)
            except BrokenExecutor:
                raise
            except RuntimeError as error:  # it has been shut down
                fault = f"executor takes no work ({error})"
                raise input_error("sweep", fault, "an executor that is open") from error
            self.out[future] = queue.popleft()
            with unheard():  # it takes the lock of the future
                future.add_done_callback(self.answered.put)

    def _wait(self) -> list[Future[Part | Failure]]:
        """Return what has been answered, at least one; stopped while it waits, it leaves no lock taken.

        `concurrent.futures.wait` may: it takes the lock of every future, for which their executor waits.
        """
        answered = [self.answered.get()]
        while not self.answered.empty():
            answered.append(self.answered.get())
        return answered

    def _take_back(self, done: Iterable[Future[Part | Failure]]) -> None:
        """Keep what was played; that the executor broke is told only after that."""
        broken: BrokenExecutor | None = None
        for future in done:
            error = error_of(future)
            if isinstance(error, BrokenExecutor):
                broken = error
                continue
            number = self.out.pop(future)
            if error is not None:
                self.work.fail(number, reason_of(error))
                continue
            played = future.result()
            if isinstance(played, Failure):
                self.work.fail(number, played.reason)
            else:
                self._keep(played)
        self._tell()
        if broken is not None:
            raise broken

    def _keep(self, part: Part) -> None:
        differing = [name for name, value in made_with().items() if part.made_with.get(name) != value]
        if differing:
            name = differing[0]
            there, here = part.made_with.get(name), made_with()[name]
            self.work.fail(part.number, f"the worker has another version of {name}: {there}, here {here}")
        else:
            self.work.keep(part)

    def _bury(self, error: BrokenExecutor) -> None:
        """Keep what was played before the executor broke, and find out which part breaks it.

        Of several parts that were out, each becomes a suspect and is played by itself; one that breaks
        the executor so, again and again, is given up.
        """
        played = [future for future in self.out if _has_answered(future)]
        self._take_back(played)
        lost = sorted(self.out.values())
        self.out.clear()
        self.answered = SimpleQueue()
        if not self.crew.can_reopen:
            where = ends(self.work.path)
            allowed = "the same call again; it goes on from what stands"
            raise input_error(where, f"the executor is broken ({reason_of(error)})", allowed) from error
        self.deaths.update(lost)
        if len(lost) == 1 and self.deaths[lost[0]] >= _TRIES:
            self.work.fail(lost[0], f"the process that played it died ({reason_of(error)})")
        else:
            self.suspects.extendleft(reversed(lost))

    def _tell(self) -> None:
        if self.progress is not None:
            self.progress(*self.work.done)


def _has_answered(future: Future[Part | Failure]) -> bool:
    return future.done() and not isinstance(error_of(future), BrokenExecutor)
