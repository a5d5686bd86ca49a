"""A server of the page, watched, as a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

_WATCHED = Path(__file__).with_name("watched.py")
_TRIES = 600


@dataclass(frozen=True)
class Served:
    """Where the page is served, by which process, and what is known of it.

    Attributes:
        address: of the page, with a slash at its end.
        process: number of the process.
        network: what it reached for on other machines, a line each.
        said: what it said on its error stream.
    """

    address: str
    process: int
    network: Path
    said: Path

    @property
    def port(self) -> int:
        """The port of the page."""
        return int(self.address.rstrip("/").rpartition(":")[2])

    def check(self) -> None:
        """Fail if the server, since the last time, has reached for another machine or had a fault."""
        reached, said = self.network.read_text(), self.said.read_text()
        self.network.write_text("")
        self.said.write_text("")
        assert reached == ""
        assert "Traceback" not in said, said


@contextmanager
def serving(folder: Path, *options: str, forgets: str = "3s") -> Iterator[Served]:
    """Run ``kantokuen dashboard`` on a free port.

    Args:
        folder: for what is written down of it.
        options: of the command line.
        forgets: how long after a page has lost its connection it is forgotten.
    """
    network, said = folder / "network.txt", folder / "said.txt"
    command = [sys.executable, str(_WATCHED), str(network), "dashboard", "--no-browser", *options]
    with started([*command, "--port", str(_free_port())], said, forgets) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, said.read_text()
        yield Served(address, process.pid, network, said)


@contextmanager
def solara_serving(folder: Path, page: str) -> Iterator[Served]:
    """Run ``solara run`` on a free port.

    Args:
        folder: for what it says.
        page: the file or module of the page.
    """
    said, port = folder / "said.txt", _free_port()
    command = [sys.executable, "-m", "solara", "run", page, "--host", "127.0.0.1", "--port", str(port)]
    with started([*command, "--no-open", "--production", "--no-check-version"], said, "3s"):
        address = f"http://127.0.0.1:{port}/"
        for _ in range(_TRIES):
            with suppress(OSError), urlopen(f"{address}readyz", timeout=1.0):  # noqa: S310
                break
            time.sleep(0.1)
        yield Served(address, 0, folder / "network.txt", said)


@contextmanager
def started(command: list[str], said: Path, forgets: str) -> Iterator[subprocess.Popen[str]]:
    """Start a server, and end it."""
    settings = {"SOLARA_KERNEL_CULL_TIMEOUT": forgets, "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false"}
    with said.open("a") as errors:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, **settings, "PYTHONUTF8": "1", "PYTHONPATH": "."},
        )
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
