"""The command line with its network watched: whatever it looks up or connects to elsewhere is written down.

Run as ``python watched.py LOG dashboard ...``; each line of LOG is an event and where it went.
"""

from __future__ import annotations

import sys
from ipaddress import ip_address
from pathlib import Path

_EVENTS = {
    "socket.connect": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.sendmsg": 1,
    "socket.sendto": 1,
}
"""Events of the interpreter that reach for another machine, and which argument says where."""

_NOWHERE = {None, "", "localhost", "0.0.0.0", "::"}  # noqa: S104  (compared, not bound)


def is_elsewhere(where: object) -> bool:
    """Tell whether a host name, or the address of a socket, is that of another machine."""
    if isinstance(where, tuple):
        where = where[0]
    if isinstance(where, bytes):
        where = where.decode(errors="replace")
    if where in _NOWHERE or not isinstance(where, str) or where.startswith("/"):
        return False  # the last is a socket in the file system
    try:
        return not ip_address(where.partition("%")[0]).is_loopback
    except ValueError:
        return True


def watch(log: Path) -> None:
    """Write down from now on whatever this process looks up or connects to on another machine."""
    log.touch()

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in _EVENTS and is_elsewhere(arguments[_EVENTS[event]]):
            with log.open("a") as file:
                file.write(f"{event} {arguments[_EVENTS[event]]}\n")

    sys.addaudithook(hook)


if __name__ == "__main__":
    watch(Path(sys.argv.pop(1)))
    from kantokuen.cli.app import main

    main()
