"""Addresses and names: what may be said of this machine and its visitors, and by which names it answers."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from kantokuen.model.errors import InputError, input_error, shown
from kantokuen.model.limits import LARGEST_PORT

_LONGEST_NAME: Final = 253
_LABEL: Final = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME: Final = re.compile(rf"(?:{_LABEL}\.)*(?!\d+$|0x[0-9a-f]*$){_LABEL}")
"""A name whose last part is no number: '0' and '127.1' are addresses to the system, and to nobody else."""

_HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?P<port>\d{1,5}))?")
_USUAL_PORTS: Final = {"http": 80, "https": 443}
_LOOKUP_SECONDS: Final = 2.0

_HOSTS: Final = (
    "a name or an address of this machine, without scheme or port (0.0.0.0 is every address of it)"
)
_ORIGINS: Final = (
    "http:// or https://, a name or an address, and its port, such as https://school.example:8443"
)
_PROXIES: Final = "the address of one machine, such as 192.168.1.2"
_ROOT_PATHS: Final = (
    "a path such as /kantokuen: letters, digits, hyphens, dots and underscores between slashes"
)
_LONGEST_ROOT_PATH: Final = 100
_ROOT_PATH: Final = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._-]+)*")
"""Parts that no browser and no proxy writes in another way, and none that leads upwards."""


def is_local(host: str) -> bool:
    """Tell whether a host name can be reached from this machine only."""
    address = as_address(host.strip("[]"))
    return host == "localhost" or (address is not None and address.is_loopback)


def checked_host(text: str) -> str:
    """Return where to listen, as the system and a browser write it.

    Raises:
        InputError: it is neither a name nor an address that a browser could open.
    """
    host = _known(text[1:-1] if text.startswith("[") and text.endswith("]") and ":" in text else text)
    if host is None:
        raise _unknown(text)
    return host


def bindings(host: str, port: int) -> list[tuple[int, Any]]:
    """Return the family and address of each socket that listening on a host takes.

    Raises:
        InputError: the system knows no such host.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise _unknown(host) from error
    return [(family, where) for family, _, _, _, where in found]


def _unknown(host: str) -> InputError:
    return input_error("--host", f"{shown(host)} is not known", _HOSTS)


def checked_origin(text: str) -> str:
    """Return an origin as browsers send it.

    Raises:
        InputError: it is more or less than scheme, host and port.
    """
    site = _site(text)
    if site is None:
        raise input_error("--origin", f"{shown(text)} is not an origin", _ORIGINS)
    scheme, host, port = site
    return f"{scheme}://{host}" if port == _USUAL_PORTS[scheme] else f"{scheme}://{host}:{port}"


def _site(text: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an origin, or nothing if it is none."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = _known(parts.hostname or "")
    is_bare = parts.path in {"", "/"} and not any(each in text for each in "@?#\\") and text.isprintable()
    if parts.scheme not in _USUAL_PORTS or host is None or not is_bare or port == 0 or " " in text:
        return None
    return parts.scheme, bracketed(host), _USUAL_PORTS[parts.scheme] if port is None else port


def checked_proxy(text: str) -> str:
    """Return the address of the proxy that may name visitors.

    Raises:
        InputError: it is not the address of one machine.
    """
    address = as_address(text)
    if address is None or address.is_unspecified or address.is_multicast:
        raise input_error("--trusted-proxy", f"{shown(text)} is not an address", _PROXIES)
    return str(address)


def checked_root_path(text: str) -> str:
    """Return the path below which the page is served, without a slash at its end; empty for none.

    Raises:
        InputError: it is no such path.
    """
    path = text.removesuffix("/")
    if not text.startswith("/") or len(path) > _LONGEST_ROOT_PATH or not _ROOT_PATH.fullmatch(path):
        raise input_error("--root-path", f"{shown(text)} is not a path", _ROOT_PATHS)
    return path


def as_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return a text as an address, an IPv4 address inside IPv6 as itself; nothing for names and zones."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return None if address.scope_id else address.ipv4_mapped or address
    return address


def bracketed(host: str) -> str:
    """Write a host as it stands before a port."""
    return f"[{host}]" if ":" in host else host


def _known(text: str) -> str | None:
    """Return a name or an address as browsers write it, or nothing if it is neither."""
    address = as_address(text)
    if address is not None:
        return None if address.is_multicast else str(address)
    try:
        name = text.lower() if text.isascii() else text.encode("idna").decode().lower()
    except UnicodeError:
        return None
    return name if len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) else None


@dataclass(frozen=True, slots=True)
class Names:
    """The names to which the page answers, and the pages that may open a connection to it.

    An address is always answered to. A name could be given by anyone to any address, this machine's
    included; so only those are answered to that are this machine's own, or that were given.

    Attributes:
        names: that may stand in the Host of a request, in small letters.
        origins: that may open a connection though they differ from the Host, as behind a proxy.
    """

    names: frozenset[str]
    origins: frozenset[str] = frozenset()

    @classmethod
    def of(cls, bound: str, origins: Iterable[str] = ()) -> Names:
        """Return the names of a server that is bound to a host, which may be known by further origins.

        A server for this machine only has no names of the network: those are told by the network.
        """
        given = frozenset(origins)
        names = {"localhost", bound.lower(), *(urlsplit(each).hostname or "" for each in given)}
        return cls(frozenset(names if is_local(bound) else names | _own_names()), given)

    def has(self, host: str | None) -> bool:
        """Tell whether the page answers to the Host of a request."""
        found = _HOST.fullmatch((host or "").lower())
        if found is None or not 0 < int(found["port"] or 1) <= LARGEST_PORT:
            return False
        return found["name"] in self.names or _is_address(found["name"])

    def admits(self, origin: str | None, host: str | None, *, is_encrypted: bool = False) -> bool:
        """Tell whether a page of an origin may open a connection by a Host.

        Args:
            origin: as the browser says it.
            host: by which the connection is asked for.
            is_encrypted: whether it is known to come by way of TLS; otherwise a proxy may stand between.
        """
        if origin is None or host is None or not self.has(host):
            return False
        schemes = ("https",) if is_encrypted else tuple(_USUAL_PORTS)
        own = {f"{scheme}://{host}".lower() for scheme in schemes}
        return origin.lower() in self.origins | own


def _is_address(name: str) -> bool:
    return as_address(name.strip("[]")) is not None


def _own_names() -> frozenset[str]:
    """Return the names of this machine in its network."""
    own = socket.gethostname().lower()
    short = own.partition(".")[0]
    found = [own, short, f"{short}.local"]
    # some systems ask the network for the full name, and wait long where nobody answers
    asking = threading.Thread(target=lambda: found.append(socket.getfqdn().lower()), daemon=True)
    asking.start()
    asking.join(_LOOKUP_SECONDS)
    return frozenset(found)
