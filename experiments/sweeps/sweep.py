"""The runner of sweeps: plays what is missing in a store, with any crew, and can be stopped at any moment."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from kantokuen.experiments.processes import unheard
from kantokuen.experiments.runner import Progress
from kantokuen.experiments.sweeps.attempt import Failure, attempt_part, reason_of
from kantokuen.experiments.sweeps.cluster import error_of
from kantokuen.experiments.sweeps.crews import Crew, crew_of
from kantokuen.experiments.sweeps.folder import folder_of
from kantokuen.experiments.sweeps.identity import made_with
from kantokuen.experiments.sweeps.part import Part
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.experiments.sweeps.store import Store, begin
from kantokuen.model.arguments import progress_given, workers_given
from kantokuen.model.errors import ends, input_error, whole
from kantokuen.model.limits import MOST_PART_ROWS

_TRIES: Final = 3
"""How often the process that plays a part may die, the last time with that part alone."""


def sweep(
    plan: Plan | str | Path,
    out: str | Path,
    *,
    workers: int | None = None,
    executor: Executor | str | None = None,
    part_rows: int | None = None,
    progress: Progress | None = None,
) -> Store:
    """Play a plan into a folder, or go on where an earlier call was stopped.

    The rows, their order and the bytes of every file are the same whatever the workers, the
    executor, and the number of attempts.  A part that fails is entered in the store with its reason,
    the others go on, and the next call tries it again.

    Each process begins by running the script that calls this, up to its end.  So in a script the call,
    unless with ``workers=1``, stands below ``if __name__ == "__main__":``; in a notebook it needs nothing.

    Args:
        plan: a plan, or the name or path of one.
        out: the folder.
        workers: how many parts are played at a time; all cores when not given.
        executor: any `concurrent.futures.Executor`; or ``processes`` (the default), ``dask``,
            ``dask://HOST:PORT``.
        part_rows: rows of a file; follows from the size of the design when not given.
        progress: called with the rows that stand and all rows.

    Returns:
        The store; look at its ``complete`` and ``failures``.

    Raises:
        InputError: the plan is wrong, the folder cannot be used (see `begin`), or no process could start:
            the call does not stand below ``if __name__ == "__main__":``, most often.
        OSError: the disk is full; what stood before stands.
        KeyboardInterrupt: stopped by the user; what stood before stands.
    """
    chosen = plan if isinstance(plan, Plan) else Plan.load(plan)
    folder = folder_of(out, "out")
    workers = None if workers is None else workers_given(workers)
    if part_rows is not None:
        part_rows = whole("part_rows", part_rows, least=1, most=MOST_PART_ROWS)
    progress = progress_given(progress)
    crew = crew_of(executor, workers)
    with begin(chosen, folder, part_rows) as store:
        if not store.complete:
            _Runner(store, crew, progress).run()
            if len(store.entries) == store.parts:
                store.finish()
        elif progress is not None:
            progress(store.rows_done, store.design.rows)
    return store


class _Runner:
    """Hands out the missing parts of a store and keeps what comes back."""

    def __init__(self, store: Store, crew: Crew, progress: Progress | None) -> None:
        self.store, self.crew, self.progress = store, crew, progress
        self.left = deque(number for number in range(store.parts) if number not in store.entries)
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
                future = executor.submit(attempt_part, self.store.plan, queue[0], self.store.part_rows)
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
                self.store.fail(number, reason_of(error))
                continue
            played = future.result()
            if isinstance(played, Failure):
                self.store.fail(number, played.reason)
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
            self.store.fail(part.number, f"the worker has another version of {name}: {there}, here {here}")
        else:
            self.store.keep(part)

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
            where = ends(self.store.path)
            allowed = "the same call again; it goes on from what stands"
            raise input_error(where, f"the executor is broken ({reason_of(error)})", allowed) from error
        self.deaths.update(lost)
        if len(lost) == 1 and self.deaths[lost[0]] >= _TRIES:
            self.store.fail(lost[0], f"the process that played it died ({reason_of(error)})")
        else:
            self.suspects.extendleft(reversed(lost))

    def _tell(self) -> None:
        if self.progress is not None:
            self.progress(self.store.rows_done, self.store.design.rows)


def _has_answered(future: Future[Part | Failure]) -> bool:
    return future.done() and not isinstance(error_of(future), BrokenExecutor)
