"""The gate of a room: how often a phone may ask or try a secret, and what a form may hold."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kantokuen.dashboard.addresses import Names
from kantokuen.dashboard.limits import household

LARGEST_FORM: Final = 8_000
"""Bytes of a form; a teacher's with all that there is to set is far smaller."""

_MOST_FIELDS: Final = 60
_LONGEST_NAME: Final = 40
_LONGEST_VALUE: Final = 200
_MOST_KNOWN: Final = 4_000
"""Addresses that are remembered, the latest."""

MOST_AT_ONCE: Final = 240.0
"""Requests that an address may make at once: a whole school may sit behind one."""

A_SECOND: Final = 60.0
"""Requests a second that it gets back."""

MOST_AT_ONCE_OF_PHONE: Final = 30.0
A_SECOND_OF_PHONE: Final = 5.0
"""The same of one phone that is known by its chair."""

MOST_TRIES: Final = 40
"""Wrong codes, keys and recovery codes of an address in `TRIES_SECONDS`; a class mistypes some."""

MOST_TRIES_IN_ALL: Final = 1_000
TRIES_SECONDS: Final = 600.0

_BOUNDARY: Final = re.compile(r"boundary=(?:\"(?P<quoted>[!-~ ]{1,70})\"|(?P<bare>[!-~]{1,70}))", re.ASCII)
"""What parts a form with a file; whatever a browser writes there is read in one pass."""

Clock = Callable[[], float]


class Unfit(Exception):  # noqa: N818  (what a form is, not an error of ours)
    """A form that is not taken; its words are `roompages.unfit.KEY`.

    Attributes:
        key: why.
        status: of the answer.
    """

    def __init__(self, key: str, status: int) -> None:
        super().__init__(key)
        self.key = key
        self.status = status


class Pace:
    """Lets each visitor make so many requests at once, and so many a second.

    Args:
        at_once: requests that one may make after a rest.
        a_second: how many come back in a second.
        clock: tells seconds.
    """

    def __init__(self, at_once: float, a_second: float, clock: Clock = monotonic) -> None:
        self._at_once = at_once
        self._a_second = a_second
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admits(self, visitor: str) -> bool:
        """Tell whether a visitor may ask once more, and count it."""
        now = self._clock()
        left, since = self._left.pop(visitor, (self._at_once, now))
        left = min(self._at_once, left + (now - since) * self._a_second)
        may = left >= 1.0
        self._left[visitor] = (left - 1.0 if may else left, now)
        if len(self._left) > _MOST_KNOWN:
            self._left.popitem(last=False)
        return may


class Tries:
    """Counts wrong codes and keys, of each address and of all; beyond them none is tried for a while.

    Args:
        clock: tells seconds.
    """

    def __init__(self, clock: Clock = monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._wrong: dict[str, int] = {}
        self._in_all = 0

    def may_try(self, address: str) -> bool:
        """Tell whether somebody at an address may try a code or key."""
        self._forget()
        return self._wrong.get(household(address), 0) < MOST_TRIES and self._in_all < MOST_TRIES_IN_ALL

    def was_wrong(self, address: str) -> None:
        """Take note that one was wrong."""
        self._forget()
        home = household(address)
        self._wrong[home] = self._wrong.get(home, 0) + 1
        self._in_all += 1

    def _forget(self) -> None:
        if self._clock() - self._began >= TRIES_SECONDS:
            self._began = self._clock()
            self._wrong.clear()
            self._in_all = 0


async def read_form(request: Request, names: Names) -> dict[str, str]:
    """Return the fields of a form that a page of ours has sent.

    Args:
        request: to which the form belongs.
        names: to which the page answers.

    Raises:
        Unfit: it comes from another site, or it is not a form, or too large.
    """
    body = await read_body(request, names, "application/x-www-form-urlencoded", LARGEST_FORM)
    try:
        fields = parse_qsl(
            body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
        )
    except ValueError as fault:
        raise Unfit("form", 400) from fault
    if any(len(name) > _LONGEST_NAME or len(value) > _LONGEST_VALUE for name, value in fields):
        raise Unfit("large", 413)
    return dict(fields)


async def read_body(request: Request, names: Names, kind: str, most: int) -> bytes:
    """Return what a page of ours has sent.

    Args:
        request: to which it belongs.
        names: to which the page answers.
        kind: its media type.
        most: bytes that it may have.

    Raises:
        Unfit: it comes from another site, is of another kind, or too large.
    """
    if not _is_own(request, names):
        raise Unfit("stranger", 403)
    if request.headers.get("content-type", "").partition(";")[0].strip() != kind:
        raise Unfit("form", 415)
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > most:
                raise Unfit("large", 413)
    except ClientDisconnect as gone:
        raise Unfit("form", 400) from gone
    return body


def file_in(kind: str, body: bytes) -> bytes:
    """Return the file of a form, empty where none was chosen.

    Args:
        kind: media type of the form, with what parts it.
        body: of the form.

    Raises:
        Unfit: it is no such form.
    """
    named = _BOUNDARY.search(kind[:_LONGEST_VALUE])
    if named is None:
        raise Unfit("form", 400)
    for part in body.split(b"--" + (named["quoted"] or named["bare"]).encode()):
        head, found, content = part.partition(b"\r\n\r\n")
        if found and b"filename=" in head:
            return content.removesuffix(b"\r\n")
    return b""


def _is_own(request: Request, names: Names) -> bool:
    """Tell whether a form comes from a page of ours; a browser that says no origin says the fetch's site."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") == "same-origin"
    return names.admits(origin, request.headers.get("host"))
