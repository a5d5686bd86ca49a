"""Clusters: a real Dask cluster on this machine writes the same bytes, whatever happens to its workers."""

import logging
import os
import pickle
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import dask
import distributed
import psutil
import pytest
from distributed.cfexecutor import ClientExecutor

from kantokuen.experiments.sweeps import cluster
from kantokuen.experiments.sweeps.crews import crew_of
from kantokuen.experiments.sweeps.store import open_store
from kantokuen.experiments.sweeps.sweep import sweep
from kantokuen.model.errors import InputError
from tests.support.small import PART_ROWS, PARTS, content, small_plan, small_text

posix = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a signal of POSIX systems")

NO_KANTOKUEN = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "kantokuen":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
"""
OTHER_VERSION = """
from kantokuen.experiments.sweeps import part

known = part.made_with() | {"polars": "0.1"}
part.made_with = lambda: known
"""
DEADLY = """
import os
from kantokuen.experiments.sweeps import part

if part.play_rows.__name__ != "deadly":  # Dask runs this twice
    play_rows = part.play_rows

    def deadly(plan, first, rows):
        return os._exit(9) if first == 3 * rows else play_rows(plan, first, rows)

    part.play_rows = deadly
"""


@contextmanager
def scheduler() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run the scheduler of a cluster elsewhere, as a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    words += ["--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--dashboard-address", ":0"]
    running = subprocess.Popen(words, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        until(lambda: is_listening(port))
        yield f"127.0.0.1:{port}", running
    finally:
        running.kill()
        running.wait()


@contextmanager
def workers(address: str, count: int) -> Iterator[None]:
    """Run workers of a cluster elsewhere, until the block ends."""
    words = [sys.executable, "-m", "distributed.cli.dask_worker", f"tcp://{address}"]
    words += ["--nworkers", str(count), "--nthreads", "1", "--no-dashboard"]
    running = psutil.Popen(words, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        for each in [*running.children(recursive=True), running]:
            each.kill()
        running.wait()


def is_listening(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def until(is_so: Callable[[], bool], seconds: float = 180.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def play_with(code: str, folder: Path) -> dict[int, str]:
    """Sweep on a cluster whose workers run some code at their start; return what failed."""
    code_file = folder / "at_start.py"
    code_file.write_text(code)
    with dask.config.set({"distributed.worker.preload": [str(code_file)]}):
        store = sweep(small_plan(), folder / "store", executor="dask", workers=2, part_rows=PART_ROWS)
    return store.failures


# ---- addresses


@pytest.mark.parametrize(
    ("executor", "address"),
    [
        ("dask://login1:8786", "tcp://login1:8786"),
        ("dask://10.0.0.1:1", "tcp://10.0.0.1:1"),
        ("dask://[::1]:8786", "tcp://[::1]:8786"),
    ],
)
def test_an_address_is_a_host_and_a_port(executor: str, address: str) -> None:
    assert cluster.address_of(executor) == address


@pytest.mark.parametrize(
    "executor", ["dask://", "dask://login1", "dask://:8786", "dask://a:0", "dask://a:65536"]
)
def test_what_is_no_address_is_told(executor: str) -> None:
    with pytest.raises(InputError, match=r"is no address; allowed: dask://HOST:PORT"):
        crew_of(executor, None)


# ---- nobody there


def test_a_port_that_refuses_is_told_at_once(tmp_path: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"no Dask scheduler answers at dask://127.0.0.1:1 \(.*refused"):
        sweep(small_plan(), tmp_path / "store", executor="dask://127.0.0.1:1")
    assert time.monotonic() - begun < 0.9 * cluster._SECONDS_TO_GREET


def test_something_else_that_listens_is_not_taken_for_a_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_GREET", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(InputError, match="no greeting in time"), cluster.connected(address):
            pass


@pytest.mark.parametrize("greeting", [b"", b"220 mail\r\n"])
def test_something_else_that_talks_is_not_taken_for_a_scheduler(
    greeting: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_GREET", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as other:
        threading.Thread(target=greet, args=(other, greeting), daemon=True).start()
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(InputError, match="something else listens there"), cluster.connected(address):
            pass


def greet(server: socket.socket, greeting: bytes) -> None:
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line:
            line.sendall(greeting)


def test_a_missing_dask_is_told_with_the_extra_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r'Dask is not installed.*pip install "\.\[cluster\]" in a checkout'):
        sweep(small_plan(), tmp_path / "store", executor="dask")


# ---- what comes back


class Silent:
    """A client whose futures the test resolves by hand."""

    def __init__(self) -> None:
        self.status = "running"
        self.futures: list[Future[Any]] = []
        self.threads = {"a": 1}

    def get_executor(self, *, pure: bool) -> "Silent":
        assert not pure
        return self

    def nthreads(self) -> dict[str, int]:
        return self.threads

    def submit(self, *_: object) -> Future[Any]:
        self.futures.append(Future())
        return self.futures[-1]


def failed_with(error: BaseException) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_exception(error)
    return future


def test_an_error_of_the_model_comes_back_as_it_is() -> None:
    error = ValueError("no such luck")
    assert cluster.error_of(failed_with(error)) is error


def test_a_call_is_made_where_it_is_unpickled() -> None:
    assert pickle.loads(pickle.dumps(cluster._Call(partial(max, 1, 2)))) == 2  # noqa: S301  (our own)


def test_a_missing_kantokuen_is_told_as_that() -> None:
    error = cluster.error_of(failed_with(ModuleNotFoundError("No module named 'kantokuen'")))
    assert str(error).startswith("the worker has no kantokuen like the one here")


def test_what_the_scheduler_forgets_is_a_broken_executor() -> None:
    client = Silent()
    dask_executor = cluster.Dask(client)
    future = dask_executor.submit(print)
    client.futures[0].cancel()
    assert isinstance(cluster.error_of(future), cluster.ClusterLostError)
    client.status = "closed"
    with pytest.raises(cluster.ClusterLostError, match="connection to its scheduler is lost"):
        dask_executor.submit(print)


def test_giving_up_a_part_gives_it_up_on_the_cluster() -> None:
    client = Silent()
    cluster.Dask(client).submit(print).cancel()
    assert client.futures[0].cancelled()


def test_a_cluster_that_grows_is_handed_more_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Silent()
    dask_executor = cluster.Dask(client)
    assert dask_executor.in_hand == 64
    client.threads = {"a": 100, "b": 28}
    assert dask_executor.in_hand == 64  # not asked again so soon
    monkeypatch.setattr(cluster, "_SECONDS_BETWEEN_COUNTS", 0.0)
    assert dask_executor.in_hand == 256
    client.status = "closed"
    client.threads = {}
    assert dask_executor.in_hand == 256


# ---- a real cluster


@pytest.mark.slow
@posix
def test_a_cluster_writes_the_same_bytes_though_a_worker_is_killed_while_it_plays(
    tmp_path: Path, undisturbed: dict[str, bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    before = set(psutil.Process().children(recursive=True))
    level = logging.getLogger("distributed").level
    killed: list[int] = []

    def kill_once(done: int, _: int) -> None:
        if done and not killed:
            nannied = [each for each in psutil.Process().children(recursive=True) if each not in before]
            worker = next(each for each in nannied if "spawn_main" in " ".join(each.cmdline()))
            worker.kill()
            killed.append(worker.pid)

    store = sweep(
        small_plan(), tmp_path / "store", executor="dask", workers=2, part_rows=PART_ROWS, progress=kill_once
    )
    assert killed
    assert store.complete
    assert content(tmp_path / "store") == undisturbed
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("distributed").level == level


@pytest.mark.slow
def test_an_executor_of_a_client_of_ones_own_writes_the_same_bytes(
    tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as own,
        distributed.Client(own) as client,
    ):
        executor = client.get_executor(pure=False)
        assert isinstance(executor, ClientExecutor)
        assert crew_of(executor, None).in_hand == 64
        sweep(small_plan(), tmp_path / "store", executor=executor, part_rows=PART_ROWS)
        assert client.status == "running"
    assert content(tmp_path / "store") == undisturbed


@pytest.mark.slow
def test_workers_without_kantokuen_fail_their_parts_with_the_reason(tmp_path: Path) -> None:
    failures = play_with(NO_KANTOKUEN, tmp_path)
    assert len(failures) == PARTS
    assert "the worker has no kantokuen like the one here" in failures[0]


@pytest.mark.slow
def test_workers_of_another_version_fail_their_parts_with_the_reason(tmp_path: Path) -> None:
    failures = play_with(OTHER_VERSION, tmp_path)
    assert len(failures) == PARTS
    assert "the worker has another version of polars: 0.1" in failures[0]


@pytest.mark.slow
def test_a_part_that_kills_every_worker_is_given_up_and_the_others_stand(
    tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    failures = play_with(DEADLY, tmp_path)
    assert failures == {3: "WorkerDiedError: each of the 4 workers that played it died"}
    assert sweep(small_plan(), tmp_path / "store", workers=1).complete
    assert content(tmp_path / "store") == undisturbed


@posix
@pytest.mark.slow
def test_a_worker_that_dask_gives_up_is_replaced() -> None:
    with cluster.local(1) as dask_:
        assert dask_.submit(int, "1").result(60) == 1
        (nanny,) = dask_._client.cluster.workers.values()
        cluster._kill(nanny)
        assert dask_.submit(int, "7").result(90) == 7


@posix
@pytest.mark.slow
def test_a_scheduler_elsewhere_may_die_and_nothing_is_lost(
    tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    out = tmp_path / "store"
    with scheduler() as (address, process), workers(address, 1):

        def kill(done: int, _: int) -> None:
            if done:
                process.kill()

        with pytest.raises(InputError, match=r"the executor (is broken|broke)"):
            sweep(small_plan(), out, executor=f"dask://{address}", part_rows=PART_ROWS, progress=kill)
    assert 0 < len(open_store(out).entries) < PARTS
    with scheduler() as (address, _), workers(address, 2):
        assert sweep(small_plan(), out, executor=f"dask://{address}").complete
    assert content(out) == undisturbed


@posix
@pytest.mark.slow
def test_ctrl_c_ends_a_cluster_of_this_machine_cleanly(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(small_text().replace("samples = 32", "samples = 65536"))
    words = [sys.executable, "-m", "kantokuen", "sweep", str(tmp_path / "plan.toml")]
    words += ["--out", str(tmp_path / "store"), "--executor", "dask", "--workers", "2"]
    running = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True)
    until(lambda: any((tmp_path / "store").glob("part-*.parquet")))
    children = psutil.Process(running.pid).children(recursive=True)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to the workers as well
    _, said = running.communicate(timeout=180)
    assert running.returncode == 130
    first, *rest = said.splitlines()
    assert first.startswith("small: ")
    paces = re.compile(r"[\d,]+ of [\d,]+ rows, .* left")  # a slow machine has told of its progress by then
    assert [each.partition(":")[0] for each in rest if not paces.fullmatch(each)] == ["stopped"]
    _, alive = psutil.wait_procs(children, timeout=60)
    assert not alive
