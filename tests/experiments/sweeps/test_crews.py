"""Crews: who plays, how many parts they have in hand, and what is left when one of them dies."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from textwrap import dedent
from typing import Any

import psutil
import pytest

from kantokuen.experiments.sweeps.crews import Here, crew_of
from kantokuen.experiments.sweeps.store import open_store
from kantokuen.experiments.sweeps.sweep import sweep
from kantokuen.model.errors import InputError
from tests.support.paths import ROOT
from tests.support.small import PART_ROWS, PARTS, content, small_plan

posix = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a signal of POSIX systems")


class Breaking(Executor):
    """Plays three parts here and then breaks, as a pool does whose process died."""

    def __init__(self) -> None:
        self.played = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.played += 1
        if self.played > 3:
            raise BrokenExecutor("a process died")
        return Here().submit(fn, *args, **kwargs)


def test_an_executor_that_is_not_known_is_told_with_the_known_ones() -> None:
    with pytest.raises(
        InputError, match=r"'proceses' is not known; nearest known name: 'processes'.*dask://HOST:PORT"
    ):
        crew_of("proceses", None)


def test_each_worker_has_a_part_that_it_plays_and_one_that_waits() -> None:
    with ThreadPoolExecutor(3) as executor:
        assert crew_of(executor, None).in_hand == 6
        assert crew_of(executor, 5).in_hand == 10
    assert [crew_of("processes", workers).in_hand for workers in (1, 4)] == [1, 8]
    assert crew_of("dask", 2).in_hand == 4


def test_nothing_is_handed_to_a_cluster_that_has_not_been_reached() -> None:
    assert crew_of("dask://localhost:8786", None).in_hand == 1


def test_only_processes_of_our_own_are_started_again() -> None:
    assert crew_of(None, 2).can_reopen
    assert not crew_of("dask", 2).can_reopen
    assert not crew_of(Here(), 2).can_reopen


def test_a_broken_executor_is_told_and_the_next_call_goes_on(
    tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    out = tmp_path / "store"
    with pytest.raises(InputError, match=r"the executor (is broken|broke)"):
        sweep(small_plan(), out, executor=Breaking(), workers=1, part_rows=PART_ROWS)
    assert not open_store(out).complete
    assert sweep(small_plan(), out, workers=1).complete
    assert content(out) == undisturbed


def test_an_executor_that_has_been_shut_down_is_told(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as executor:
        pass
    with pytest.raises(InputError, match=r"executor takes no work \(cannot schedule new futures"):
        sweep(small_plan(), tmp_path / "store", executor=executor)


@posix
def test_a_pool_that_forks_is_refused_in_words_and_does_not_hang(tmp_path: Path) -> None:
    """In a process of its own, which is killed when the time is up: what it guards against waits for ever."""
    code = f"""
        import multiprocessing
        import sys
        from concurrent.futures import ProcessPoolExecutor
        sys.path.insert(0, {str(ROOT)!r})
        import polars
        from tests.support.small import PART_ROWS, small_plan
        from kantokuen.experiments.sweeps.sweep import sweep
        polars.DataFrame({{"a": range(100_000)}}).lazy().sort("a").collect()
        with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
            sweep(small_plan(), {str(tmp_path / "store")!r}, executor=pool, part_rows=PART_ROWS)
    """
    words = [sys.executable, "-c", dedent(code)]
    ran = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert "InputError: sweep: executor forks its processes" in ran.stderr
    assert "ProcessPoolExecutor(mp_context=multiprocessing.get_context(" in ran.stderr
    assert not (tmp_path / "store").exists()


@posix
def test_how_a_pool_starts_its_processes_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for method in ("spawn", "forkserver"):
        assert crew_of(ProcessPoolExecutor(2, mp_context=get_context(method)), None).in_hand == 4
    # a pool that is told nothing does as the interpreter does: on Linux it forks, up to Python 3.13
    pool = ProcessPoolExecutor(2)
    monkeypatch.setattr(pool, "_mp_context", get_context("fork"))
    with pytest.raises(InputError, match="executor forks its processes"):
        crew_of(pool, None)


@posix
@pytest.mark.slow
def test_a_killed_process_is_replaced(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    killed: list[int] = []

    def kill_once(done: int, _: int) -> None:
        if done and not killed:
            (worker, *_others) = processes()
            worker.kill()
            killed.append(worker.pid)

    store = sweep(small_plan(), tmp_path / "store", workers=2, part_rows=PART_ROWS, progress=kill_once)
    assert killed
    assert store.complete
    assert content(tmp_path / "store") == undisturbed


@pytest.mark.slow
def test_a_pool_of_processes_of_ones_own_writes_the_same_bytes(
    tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        sweep(small_plan(), tmp_path / "store", executor=executor, part_rows=PART_ROWS)
    assert content(tmp_path / "store") == undisturbed


@posix
@pytest.mark.slow
def test_a_part_that_kills_its_process_is_given_up_and_takes_no_other_with_it(
    tmp_path: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    deaths = tmp_path / "deaths"
    (tmp_path / "sitecustomize.py").write_text(poison(deaths, number=3))
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
        store = sweep(small_plan(), tmp_path / "store", workers=2, part_rows=PART_ROWS)
    assert list(store.failures) == [3]
    assert "the process that played it died" in store.failures[3]
    assert len(store.entries) == PARTS - 1
    assert deaths.read_text() == "xxx"
    assert sweep(small_plan(), tmp_path / "store", workers=1).complete
    assert content(tmp_path / "store") == undisturbed


def processes() -> list[psutil.Process]:
    """Return the processes that play for this one."""
    children = psutil.Process().children()
    return [each for each in children if "spawn_main" in " ".join(each.cmdline())]


def poison(deaths: Path, number: int) -> str:
    """Return the start of a Python in which one part kills its process, and notes it in a file."""
    return dedent(f"""
        import os, signal
        from kantokuen.experiments.sweeps import part

        play = part.play_part

        def play_part(plan, number, size):
            if number == {number}:
                with open({str(deaths)!r}, "a") as deaths:
                    deaths.write("x")
                os.kill(os.getpid(), {int(getattr(signal, "SIGKILL", 9))})
            return play(plan, number, size)

        part.play_part = play_part
    """)
