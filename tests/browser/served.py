"""A server of the page, watched, as a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_WATCHED = Path(__file__).with_name("watched.py")


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
def serving(folder: Path, *, forgets: str = "3s") -> Iterator[Served]:
    """Run ``kantokuen dashboard`` on a free port.

    Args:
        folder: for what is written down of it.
        forgets: how long after a page has lost its connection it is forgotten.
    """
    network, said = folder / "network.txt", folder / "said.txt"
    command = [sys.executable, str(_WATCHED), str(network), "dashboard", "--no-browser", "--port"]
    with said.open("a") as errors:
        process = subprocess.Popen(
            [*command, str(_free_port())],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "SOLARA_KERNEL_CULL_TIMEOUT": forgets, "PYTHONUTF8": "1", "PYTHONPATH": "."},
        )
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address, said.read_text()
            yield Served(address, process.pid, network, said)
        finally:
            process.terminate()
            process.communicate(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
