"""Limits: how many pages may be open at once, of one browser, of one address and in all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_network
from typing import Final

from kantokuen.dashboard.addresses import as_address

MOST_OF_BROWSER: Final = 40
"""Pages of one browser."""

MOST_OF_ADDRESS: Final = 120
"""Pages of one address, behind which a whole school may sit."""

MOST_PAGES: Final = 240
"""Pages in all; each takes a few megabytes."""

MOST_CONNECTIONS: Final = 2
"""Connections of one page: a browser that reconnects may be there before its old connection is given up."""

MOST_SOCKETS: Final = MOST_PAGES * MOST_CONNECTIONS

KEPT_FREE: Final = 40
"""The last places, which nobody gets whose address has `FEW` pages already: one crowd shuts out no other."""

FEW: Final = 4

_HOME_BITS: Final = 64
"""Of an address of version 6, what names the network of one home; it may choose the rest at will."""


@dataclass(slots=True)
class _Page:
    browser: str
    address: str
    connections: int = 0

    @property
    def owner(self) -> tuple[str, str]:
        """Whose it is: that of a browser, or of all at an address that keep no cookie."""
        return self.browser, "" if self.browser else self.address


class Places:
    """The pages that are open, each with whom it belongs to.

    A page has its place from its first connection on until it is gone: also while it has lost its
    connection and may come back, and while what it took is being given back.  A request for a file or
    for the page itself takes no place.

    Args:
        is_open: tells by the name of a page whether the server still holds something of it.
    """

    def __init__(self, is_open: Callable[[str], bool]) -> None:
        self._is_open = is_open
        self._pages: dict[str, _Page] = {}

    def has_room_at(self, address: str) -> bool:
        """Tell whether another page may be opened from an address."""
        self._forget()
        address = household(address)
        free = MOST_PAGES - len(self._pages)
        most = MOST_OF_ADDRESS if free > KEPT_FREE else FEW
        return free > 0 and sum(page.address == address for page in self._pages.values()) < most

    def has_room(self, browser: str, address: str) -> bool:
        """Tell whether a visitor may open another page.

        Args:
            browser: what his browser is known by; nothing if it keeps no cookie, and then it counts as
                one with all of its address that keep none.
            address: from where he comes.
        """
        if not self.has_room_at(address):
            return False
        owner = (browser, "" if browser else household(address))
        return sum(page.owner == owner for page in self._pages.values()) < MOST_OF_BROWSER

    def has_page(self, browser: str) -> bool:
        """Tell whether a browser has a page open."""
        self._forget()
        return bool(browser) and any(page.browser == browser for page in self._pages.values())

    def enter(self, page: str, browser: str, address: str) -> bool:
        """Let a page connect, if there is room for it or it has its place already; tell whether it may."""
        room = self.has_room(browser, address)
        known = self._pages.get(page)
        if known is None:
            if not room:
                return False
            known = self._pages[page] = _Page(browser, household(address))
        elif not browser or known.browser != browser or known.connections >= MOST_CONNECTIONS:
            return False  # one without a cookie does not come back: nothing tells whose the page is
        known.connections += 1
        return True

    def leave(self, page: str) -> None:
        """Take note that a connection of a page has ended; the page may come back."""
        self._pages[page].connections -= 1

    def _forget(self) -> None:
        gone = [
            name for name, page in self._pages.items() if page.connections == 0 and not self._is_open(name)
        ]
        for name in gone:
            del self._pages[name]


def household(address: str) -> str:
    """Return what stands for all addresses that one visitor can take."""
    known = as_address(address)
    if isinstance(known, IPv6Address) and not (known.is_link_local or known.is_loopback):
        return str(ip_network((known, _HOME_BITS), strict=False))
    return address
