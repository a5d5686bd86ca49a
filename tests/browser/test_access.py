"""The server of the page: it answers to its own names, to its own pages, and to this machine only."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.support import watched
from tests.support.paths import ROOT
from tests.support.served import Served


def status(server: Served, host: str) -> int:
    """Return the status with which the server answers to a name."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/", headers={"Host": host})
    answer = connection.getresponse().status
    connection.close()
    return answer


def test_the_server_answers_to_the_names_of_this_machine_only(server: Served) -> None:
    for own in ("127.0.0.1", "localhost", f"localhost:{server.port}"):
        assert status(server, own) == 200
    for strange in ("rebound.example", "127.0.0.1.rebound.example", ""):
        assert status(server, strange) == 400


def test_a_page_of_another_site_is_not_connected(server: Served) -> None:
    place = f"ws://127.0.0.1:{server.port}/jupyter/api/kernels/{uuid4()}/channels?session_id={uuid4()}"
    for strange in ("http://rebound.example", f"http://localhost:{server.port}", "null"):
        with pytest.raises(InvalidStatus) as refused, connect(place, origin=strange):  # type: ignore[arg-type]
            pass
        assert refused.value.response.status_code == 403
    with connect(place, origin=server.address.rstrip("/")) as own:  # type: ignore[arg-type]
        assert own.response is not None
        assert own.response.status_code == 101


def test_the_server_listens_to_this_machine_only(server: Served) -> None:
    listening = {
        each.laddr.ip
        for each in psutil.Process(server.process).net_connections("inet")
        if each.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}
    others = [
        each.address
        for addresses in psutil.net_if_addrs().values()
        for each in addresses
        if each.family == socket.AF_INET and not each.address.startswith("127.")
    ]
    for other in others:
        with pytest.raises(ConnectionRefusedError), socket.create_connection((other, server.port), timeout=5):
            pass


@pytest.mark.parametrize("where", ["192.0.2.1", "example.org", b"example.org", ("2001:db8::1", 443, 0, 0)])
def test_the_watch_knows_another_machine(where: object) -> None:
    assert watched.is_elsewhere(where)


@pytest.mark.parametrize("where", ["127.0.0.1", ("127.8.8.8", 80), "::1", "localhost", None, "/run/a.socket"])
def test_the_watch_knows_this_machine(where: object) -> None:
    assert not watched.is_elsewhere(where)


def test_the_watch_writes_down_what_leaves(tmp_path: Path) -> None:
    code = (
        "import socket, sys; from pathlib import Path\n"
        "from tests.support.watched import watch; watch(Path(sys.argv[1]))\n"
        "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('127.0.0.1', 9))\n"
        "try: s.connect(('192.0.2.1', 9))\n"
        "except OSError: pass"
    )
    log = tmp_path / "log.txt"
    subprocess.run([sys.executable, "-c", code, str(log)], check=True, cwd=ROOT)
    assert log.read_text().splitlines() == ["socket.connect ('192.0.2.1', 9)"]
