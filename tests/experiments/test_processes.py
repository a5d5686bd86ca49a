"""Worker processes: what happens to them, and to us, when work is stopped."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kantokuen.experiments.processes import ends_in_order, unheard
from tests.support.paths import ROOT

PATIENCE_SECONDS = 180

PLAN = """
name = "small"
sampler = "saltelli"
samples = 4
[vary]
"germany.pace" = "prior"
"""
UNGUARDED = {
    "sweep": 'print(k.sweep("small.toml", "out", workers=2, part_rows=4))',
    "run_worlds": 'print(k.run_worlds("historical", 20_000, workers=2))',
}

STOPPED = """
import time
from kantokuen.experiments.processes import process_pool

def played(number):
    return bytes(20_000_000)

if __name__ == "__main__":
    for seconds in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3):
        try:
            with process_pool(2) as pool:
                pool.submit(played, 0).result()
                for number in range(40):
                    pool.submit(played, number)
                time.sleep(seconds)
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            print("stopped")
"""


@pytest.mark.slow
def test_work_that_is_stopped_ends_though_workers_die_half_way_through_a_result(tmp_path: Path) -> None:
    script = tmp_path / "stopped.py"
    script.write_text(STOPPED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=True,
    )
    assert done.stdout.split() == ["stopped"] * 6


@pytest.mark.parametrize("name", [pytest.param("sweep", marks=pytest.mark.slow), "run_worlds"])
def test_a_script_without_a_guard_is_told_of_it_once(name: str, tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(PLAN, encoding="utf-8")
    script = tmp_path / "unguarded.py"
    script.write_text(f"import kantokuen as k\n{UNGUARDED[name]}\n", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.count("Traceback") == 1
    assert "InputError: workers: the processes could not start" in ran.stderr.splitlines()[-1]
    assert 'the call below `if __name__ == "__main__":`, or workers=1' in ran.stderr
    assert not list(tmp_path.glob("out/part-*"))
    assert not (tmp_path / "out" / ".journal.jsonl").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_that_would_end_the_process_raises_what_was_asked_for(name: str) -> None:
    number = getattr(signal, name)
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), ends_in_order(KeyboardInterrupt()):
        signal.raise_signal(number)
    assert signal.getsignal(number) is before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signal")
def test_a_hang_up_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with ends_in_order(KeyboardInterrupt()):
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.fixture
def other_thread() -> Iterator[None]:
    """A thread like those of Polars, to which the system hands a signal that the main thread holds back."""
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    yield
    ended.set()
    thread.join()


@pytest.mark.usefixtures("other_thread")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signal to a process")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_ctrl_c_and_its_likes_are_heard_only_after_the_block_whoever_they_are_handed_to(name: str) -> None:
    number = getattr(signal, name)
    before = [signal.getsignal(number), signal.pthread_sigmask(signal.SIG_BLOCK, ())]
    done: list[str] = []

    def stopped() -> None:
        with unheard():
            os.kill(os.getpid(), number)
            time.sleep(0.1)
            done.append("block")
        done.append("more")

    with ends_in_order(KeyboardInterrupt()), pytest.raises(KeyboardInterrupt):
        stopped()
    assert done == ["block"]
    assert [signal.getsignal(number), signal.pthread_sigmask(signal.SIG_BLOCK, ())] == before


def test_outside_the_main_thread_a_block_is_run_all_the_same() -> None:
    done: list[str] = []

    def block() -> None:
        with unheard():
            done.append("block")

    thread = threading.Thread(target=block)
    thread.start()
    thread.join()
    assert done == ["block"]
