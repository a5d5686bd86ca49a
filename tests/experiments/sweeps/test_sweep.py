"""The runner: the same bytes whatever the workers, the executor and the accidents on the way."""

import errno
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kantokuen.experiments.sweeps import work
from kantokuen.experiments.sweeps.attempt import attempt
from kantokuen.experiments.sweeps.part import Part, play_part
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.experiments.sweeps.store import Store, open_store
from kantokuen.experiments.sweeps.sweep import sweep
from kantokuen.model.errors import InputError
from tests.support.small import PART_ROWS, PARTS, PLAYED_BY, content, small_plan, small_text

KILLS = 25
PATIENCE_SECONDS = 180
"""How long what takes a moment may take on a busy machine."""


def command(tmp_path: Path, *words: str) -> list[str]:
    (tmp_path / "plan.toml").write_text(small_text())
    out = ["--out", str(tmp_path / "store"), "--part-rows", str(PART_ROWS)]
    return [sys.executable, "-m", "kantokuen", "sweep", str(tmp_path / "plan.toml"), *out, *words]


def failing(number: int, error: Exception) -> Callable[[Plan, int, int], Part]:
    def play(plan: Plan, wanted: int, size: int) -> Part:
        if wanted == number:
            raise error
        return play_part(plan, wanted, size)

    return play


@pytest.mark.slow
def test_two_processes_write_the_bytes_of_one(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    store = sweep(small_plan(), tmp_path / "store", workers=2, part_rows=PART_ROWS)
    assert store.complete
    assert content(tmp_path / "store") == undisturbed


def test_threads_of_ones_own_write_the_same_bytes(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    with ThreadPoolExecutor(3) as executor:
        sweep(small_plan(), tmp_path / "store", executor=executor, part_rows=PART_ROWS)
    assert content(tmp_path / "store") == undisturbed


def test_the_rows_are_the_same_in_files_of_another_size(tmp_path: Path) -> None:
    small = sweep(small_plan(), tmp_path / "small", workers=1, part_rows=PART_ROWS)
    large = sweep(small_plan(), tmp_path / "large", workers=1)
    assert (small.parts, large.parts) == (PARTS, 1)
    assert small.rows().collect().equals(large.rows().collect())


def test_progress_is_told_from_the_first_row_to_the_last(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    for _ in range(2):
        sweep(
            small_plan(),
            tmp_path / "store",
            workers=1,
            part_rows=PART_ROWS,
            progress=lambda done, whole: told.append((done, whole)),
        )
    assert told == [*((PART_ROWS * done, 256) for done in range(PARTS + 1)), (256, 256)]


def test_a_failed_part_is_recorded_and_tried_again(
    tmp_path: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(PLAYED_BY, failing(3, ValueError("no\nsuch luck")))
        store = sweep(small_plan(), tmp_path / "store", workers=1, part_rows=PART_ROWS)
    assert not store.complete
    assert len(store.entries) == PARTS - 1
    assert open_store(tmp_path / "store").failures == {3: "ValueError: no such luck"}
    again = sweep(small_plan(), tmp_path / "store", workers=1)
    assert again.complete
    assert again.failures == {}
    assert content(tmp_path / "store") == undisturbed


def test_a_worker_with_another_model_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = work.made_with()
    monkeypatch.setattr(work, "made_with", lambda: here | {"numpy": "1.0"})
    store = sweep(small_plan(), tmp_path / "store", workers=1, part_rows=128)
    assert store.entries == {}
    assert "the worker has another version of numpy" in store.failures[0]


class UnsendableError(Exception):
    """An error that cannot be made again from its words, and so breaks a pool that sends it."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other}")


def test_an_error_that_cannot_be_sent_is_recorded_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PLAYED_BY, failing(3, UnsendableError("this", "that")))
    failure = attempt(3, failing(3, UnsendableError("this", "that")), small_plan(), 3, PART_ROWS)
    assert pickle.loads(pickle.dumps(failure)) == failure  # noqa: S301  (our own)
    store = sweep(small_plan(), tmp_path / "store", workers=1, part_rows=PART_ROWS)
    assert store.failures == {3: "UnsendableError: this and that"}


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"workers": 0}, "workers 0; allowed"),
        ({"workers": -1}, "workers -1; allowed"),
        ({"part_rows": 32.5}, r"part_rows 32.5; allowed: a whole number from 1 to 1,048,576"),
        ({"part_rows": -5}, "part_rows -5; allowed"),
        ({"part_rows": 10**12}, r"part_rows 1000000000000; allowed: a whole number from 1 to 1,048,576"),
        ({"workers": "all"}, "workers 'all'; allowed: a whole number from 1 to 1,024"),
        ({"workers": 1.5}, r"workers 1\.5; allowed"),
        ({"workers": True}, "workers true; allowed"),
        ({"workers": 10**9}, "workers 1000000000; allowed: a whole number from 1 to 1,024"),
        ({"executor": 5}, "executor 5 is none"),
        ({"executor": {}}, r"executor \(a table\) is none"),
        ({"executor": ThreadPoolExecutor}, "executor <class .* is none"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_written(
    tmp_path: Path, arguments: dict[str, Any], fault: str
) -> None:
    with pytest.raises(InputError, match=fault):
        sweep(small_plan(), tmp_path / "store", **arguments)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        ({"name": "x"}, r"a table of entries is no plan yet; allowed: Plan\.make\(\*\*entries\)"),
        ("no-such-plan", "unknown plan 'no-such-plan'"),
        ("where-it-goes", "nearest known name: 'where-it-goes-forward'"),
        (None, "None is no plan; allowed: a plan, or the name or the path of one"),
        (5, "5 is no plan"),
        (b"pace-and-winter", "b'pace-and-winter' is no plan"),
        (["pace-and-winter"], "is no plan"),
    ],
)
def test_what_is_no_plan_is_refused_before_anything_is_written(tmp_path: Path, plan: Any, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        sweep(plan, tmp_path / "store")
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("out", [None, 5, "", " ", "a\0b", b"store", ["store"]])
def test_what_is_no_folder_is_refused(out: Any) -> None:
    with pytest.raises(InputError, match=r"out .* is no path; allowed: the name of a folder"):
        sweep(small_plan(), out)


def test_a_full_disk_stops_the_sweep_and_loses_nothing(
    tmp_path: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Store.keep

    def fills(store: Store, part: Part) -> None:
        if part.number == 4:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        keep(store, part)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "keep", fills)
        with pytest.raises(OSError, match="No space left on device"):
            sweep(small_plan(), tmp_path / "store", workers=1, part_rows=PART_ROWS)
    assert sorted(open_store(tmp_path / "store").entries) == [0, 1, 2, 3]
    assert sweep(small_plan(), tmp_path / "store", workers=1).complete
    assert content(tmp_path / "store") == undisturbed


@pytest.mark.slow
def test_a_file_size_that_the_system_refuses_is_told_in_one_line(
    tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    # room for every part, and one byte too little for the list of them all
    most = len(undisturbed["_manifest.parquet"]) - 1
    limited = f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most})); "
    limited += "sys.argv = ['kantokuen', *sys.argv[1:]]; from kantokuen.cli.app import main; main()"
    words = command(tmp_path, "--workers", "1")
    ran = subprocess.run(
        [words[0], "-c", limited, *words[3:], "--quiet"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "stopped, since the system refused (File too large): 256 of 256 rows stand in" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert subprocess.run(words, capture_output=True, check=False).returncode == 0
    assert content(tmp_path / "store") == undisturbed


@pytest.mark.slow
def test_ctrl_c_stops_at_once_and_says_how_to_go_on(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    words = command(tmp_path, "--workers", "2")
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True) as running:
        try:
            wait_for(tmp_path / "store", 1)
            os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to the workers as well
            _, said = running.communicate(timeout=PATIENCE_SECONDS)
        finally:
            running.kill()  # one that is left behind would be warned of in some other test
    if running.returncode != 0:  # on a quick machine the last part may have stood already
        assert running.returncode == 130
        assert "the same command goes on from there" in said
    assert "Traceback" not in said
    subprocess.run(words, check=True, capture_output=True)
    assert content(tmp_path / "store") == undisturbed


@pytest.mark.slow
def test_no_worker_outlives_a_killed_runner(tmp_path: Path) -> None:
    import psutil

    running = psutil.Popen(command(tmp_path, "--workers", "2"), stderr=subprocess.DEVNULL)
    wait_for(tmp_path / "store", 1)
    workers = running.children(recursive=True)
    running.kill()
    running.wait()
    assert workers
    _, alive = psutil.wait_procs(workers, timeout=60)
    assert not alive


@pytest.mark.slow
def test_a_runner_killed_at_random_moments_leaves_the_bytes_of_an_undisturbed_one(
    tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    """25 kills with SIGKILL, each at some moment from the start of the process on."""
    dice = Random(1941)  # noqa: S311  (moments, not secrets)
    words = command(tmp_path, "--workers", "2")
    kills = 0
    while kills < KILLS:
        running = subprocess.Popen(words, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            running.wait(timeout=dice.uniform(0.3, 6.0))
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            kills += 1
        else:
            # it came to its end: the store is whole, and is begun anew, so that all kills count
            assert running.returncode == 0
            assert content(tmp_path / "store") == undisturbed
            for file in (tmp_path / "store").iterdir():
                file.unlink()
    subprocess.run(words, check=True, capture_output=True)
    assert content(tmp_path / "store") == undisturbed


def wait_for(folder: Path, parts: int) -> None:
    """Wait until some parts stand."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if len(list(folder.glob("part-*.parquet"))) >= parts:
            return
        time.sleep(0.05)
    raise AssertionError(f"no {parts} parts in {PATIENCE_SECONDS} seconds")
