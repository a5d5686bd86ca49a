"""Handing out: the link with a QR code, at an address that others can open where there is one."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import segno

from kantokuen.dashboard.addresses import as_address, bracketed, checked_origin, is_local
from kantokuen.model.errors import InputError

LONGEST_FOR_QR: Final = 900
"""Characters of a link beyond which a phone no longer reads its code from a wall; judgement."""

_PATH: Final = re.compile(r"/[A-Za-z0-9/._~-]{0,200}")
_EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104  (compared, not bound)
_NOWHERE: Final = ("192.0.2.1", 9)
"""An address for documentation: a datagram socket that is set on it sends nothing, and has an own address."""


@dataclass(slots=True)
class House:
    """Where the page is served.

    Attributes:
        host: the address that the server listens on.
        root_path: the path below which it serves, without a slash at its end.
        rooms: the file in which rooms live; none before the page is served.
    """

    host: str = "127.0.0.1"
    root_path: str = ""
    rooms: Path | None = None

    @property
    def is_open(self) -> bool:
        """Whether others than this machine can reach the page."""
        return not is_local(self.host)


HOUSE: Final = House()
"""Where this process serves the page."""


@dataclass(frozen=True, slots=True)
class Handout:
    """A link as it is handed out.

    Attributes:
        link: the whole address.
        reach: who can open it: ``others``, ``network`` (the address of this machine in its network stands
            in the place of the one that only it can open), or ``alone``.
    """

    link: str
    reach: str

    @property
    def code(self) -> str:
        """The QR code, see `qr_code`; empty for an address that no phone could open."""
        return "" if self.reach == "alone" else qr_code(self.link)


def handout(visited: str, query: str) -> Handout:
    """Return the link to hand out.

    Args:
        visited: where the visitor's browser found the page, see `page_address`; empty if it is not known.
        query: of the link.
    """
    tail = f"?{query}" if query else ""
    site = urlsplit(visited or "http://127.0.0.1/")
    if visited and not is_local(site.hostname or ""):
        return Handout(visited + tail, "others")
    own = own_address() if HOUSE.is_open else None
    if own is None:
        return Handout((visited or "http://127.0.0.1/") + tail, "alone")
    port = f":{site.port}" if site.port else ""
    return Handout(f"{site.scheme}://{bracketed(own)}{port}{site.path}{tail}", "network")


def page_address(text: str) -> str:
    """Return the address of the page as a browser says it, empty where it is none."""
    origin, slash, path = text.partition("/") if "://" not in text else _split(text)
    try:
        origin = checked_origin(origin)
    except InputError:
        return ""
    return f"{origin}{slash}{path}" if _PATH.fullmatch(slash + path) else ""


def _split(text: str) -> tuple[str, str, str]:
    scheme, _, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host}", slash or "/", path


def own_address() -> str | None:
    """Return the address of this machine in its network, None where it has none; nothing is sent."""
    if HOUSE.host not in _EVERYWHERE:
        return HOUSE.host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOWHERE)
        except OSError:
            return None
        found = as_address(probe.getsockname()[0])
    return str(found) if found is not None and not _is_useless(found) else None


def _is_useless(address: IPv4Address | IPv6Address) -> bool:
    return address.is_loopback or address.is_unspecified


def qr_code(link: str) -> str:
    """Return the QR code of a link as an SVG, dark on light; empty for a link that is too long."""
    if len(link) > LONGEST_FOR_QR:
        return ""
    code = segno.make(link, error="l", micro=False)
    drawn: str = code.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True)
    return drawn
