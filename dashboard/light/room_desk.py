"""The desk of the rooms: what all their pages need to answer a request, and how an answer leaves."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar, cast
from urllib.parse import quote, urlencode

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kantokuen.dashboard.addresses import Names
from kantokuen.dashboard.connection import address_of
from kantokuen.dashboard.light.room_bell import Bell
from kantokuen.dashboard.light.room_gate import (
    A_SECOND,
    A_SECOND_OF_PHONE,
    MOST_AT_ONCE,
    MOST_AT_ONCE_OF_PHONE,
    Pace,
    Tries,
    Unfit,
)
from kantokuen.dashboard.limits import household
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.room_file import usual_place
from kantokuen.dashboard.rooms.refused import Refused
from kantokuen.dashboard.rooms.secrets import as_code
from kantokuen.dashboard.rooms.service import Room, Rooms
from kantokuen.dashboard.share import HOUSE
from kantokuen.model.errors import InputError
from kantokuen.model.text.languages import LANGUAGE_NAMES, LANGUAGES
from kantokuen.model.text.words import Words

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing but the page's own script, style and form."""

CHAIR: Final = "kantokuen-chair"
KEY: Final = "kantokuen-key"
TONGUE: Final = "kantokuen-language"
DAY_SECONDS: Final = 86_400
_LONGEST_KEPT: Final = 4_000
"""Characters of a query that the links to other languages keep."""

_OPENED_AT_ONCE: Final = 8.0
_OPENED_A_SECOND: Final = 8.0 / 3_600.0
"""Rooms that an address may open in an hour."""

_LONGEST_TOKEN: Final = 80
_CALLS: Final = 12
_TURNS: Final = 6
_ALONE: Final = 2
"""Threads that wait: for people, for what the model has to play in rooms, and for those who play alone."""

_MOST_ALONE: Final = 60
"""Requests of those who play alone that may wait: the game of a link is played from its beginning."""

_STATUS: Final = {
    "no_room": 404,
    "closed": 410,
    "unknown_phone": 403,
    "tries": 429,
    "recovery": 403,
    "nobody": 403,
    "rooms_full": 503,
}
"""Status of an answer to what was refused; of all else 409."""

_LOG: Final = logging.getLogger(__name__)
_Found = TypeVar("_Found")
Answers = Callable[[Request], Awaitable[Response]]


class Kept:
    """The rooms of this server, opened when somebody first asks for one.

    Args:
        rooms: where they are open already.
        place: the file in which they live; the usual one of the user when not given.
    """

    def __init__(self, rooms: Rooms | None = None, place: Path | None = None) -> None:
        self._rooms = rooms
        self._place = place
        self._turn = Lock()

    def get(self) -> Rooms:
        """Return the rooms.

        Raises:
            InputError: the file cannot be used.
        """
        with self._turn:
            if self._rooms is None:
                place = self._place or HOUSE.rooms or usual_place()
                if place == usual_place():
                    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._rooms = Rooms(place)
            return self._rooms

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            if self._rooms is not None:
                self._rooms.close()
                self._rooms = None


@dataclass(slots=True)
class Desk:
    """What the pages of rooms share.

    Attributes:
        kept: the rooms.
        names: to which the server answers.
    """

    kept: Kept
    names: Names
    bell: Bell = field(default_factory=Bell)
    tries: Tries = field(default_factory=Tries)
    pace: Pace = field(default_factory=lambda: Pace(MOST_AT_ONCE, A_SECOND))
    phones: Pace = field(default_factory=lambda: Pace(MOST_AT_ONCE_OF_PHONE, A_SECOND_OF_PHONE))
    opened: Pace = field(default_factory=lambda: Pace(_OPENED_AT_ONCE, _OPENED_A_SECOND))
    calls: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_CALLS))
    turns: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_TURNS))
    lone: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_ALONE))

    async def call(self, what: Callable[[], _Found]) -> _Found:
        """Return what the service says, asked in a thread."""
        return await to_thread.run_sync(what, limiter=self.calls)

    async def turn(self, what: Callable[[], _Found]) -> _Found:
        """Return the same of what the model may have to play first."""
        return await to_thread.run_sync(what, limiter=self.turns)

    async def alone(self, what: Callable[[], _Found]) -> _Found:
        """Return what the model plays for somebody who plays alone: no class waits for it.

        Raises:
            Unfit: too many wait already.
        """
        if self.lone.statistics().tasks_waiting >= _MOST_ALONE:
            raise Unfit("pace", 429)
        return await to_thread.run_sync(what, limiter=self.lone)

    async def room(self, request: Request) -> Room:
        """Return the room that a request names.

        Raises:
            Refused: there is none.
            Unfit: codes were tried too often, and the phone has no place in the room.
        """
        address, code = address_of(request), request.path_params["code"]
        may_try = self.tries.may_try(address)
        try:
            found = await self.call(lambda: self.kept.get().room(code))
        except Refused:
            if not may_try:
                raise Unfit("tries", 429) from None
            self.tries.was_wrong(address)
            raise
        if not may_try and not await self.call(lambda: _is_known(found, request)):
            raise Unfit("tries", 429)
        return found

    def _check_pace(self, request: Request) -> None:
        """Hold a phone, and all at an address together, to their share.

        Raises:
            Unfit: there were too many requests.
        """
        address, phone = address_of(request), request.cookies.get(CHAIR, "")[:_LONGEST_TOKEN]
        is_quick = bool(phone) and not self.phones.admits(f"{address} {phone}")
        if is_quick or not self.pace.admits(household(address)):
            raise Unfit("pace", 429)

    def is_teacher(self, request: Request, room: Room) -> bool:
        """Tell whether a request brings the key of a room; a wrong one counts as a try.

        Raises:
            Unfit: keys were tried too often.
        """
        key = request.cookies.get(KEY, "")
        if not key:
            return False
        if room.is_teacher(key):
            return True
        self.wrong_key(request)
        return False

    def wrong_key(self, request: Request) -> None:
        """Take note of a key that was wrong.

        Raises:
            Unfit: keys were tried too often.
        """
        address = address_of(request)
        if not self.tries.may_try(address):
            raise Unfit("tries", 429)
        self.tries.was_wrong(address)

    def guarded(self, answers: Answers) -> Answers:
        """Return an endpoint that takes no more than its share, and says in a sentence what is refused."""

        async def answer(request: Request) -> Response:
            try:
                _check_asked_for(request)
                self._check_pace(request)
                code = request.path_params.get("code", "")
                if code != as_code(code) and request.method == "GET":
                    return leaves_at_once(RedirectResponse(_with_code(request, code), 303))
                return await answers(request)
            except Unfit as unfit:
                words = words_of(request)
                return message(request, words, words(f"roompages.unfit.{unfit.key}"), unfit.status)
            except Refused as refused:
                words = words_of(request)
                return message(request, words, refused.told(words), status_of(refused))
            except (InputError, sqlite3.Error) as fault:
                _LOG.warning("Rooms cannot be used: %s", fault)
                words = words_of(request)
                return message(request, words, words("roompages.unfit.file"), 503)

        return answer


def _check_asked_for(request: Request) -> None:
    """Refuse what a page of another site has a visitor's browser load unseen.

    Browsers say so to servers that they reach encrypted or on their own machine.

    Raises:
        Unfit: it is such a request.
    """
    said = request.headers
    is_foreign = said.get("sec-fetch-site") in {"cross-site", "same-site"}
    if is_foreign and said.get("sec-fetch-dest") != "document":
        raise Unfit("stranger", 403)


def begins(request: Request) -> bool:
    """Tell whether a request may begin work of minutes: none that only looks, or fetches in advance."""
    purposes = request.headers.get("sec-purpose", ""), request.headers.get("purpose", "")
    return request.method != "HEAD" and not any("prefetch" in each for each in purposes)


def _with_code(request: Request, code: str) -> str:
    """Return where a request would have gone with its code as codes are written; cookies hold there alone."""
    whole = f"{root_of(request)}/room/{quote(code)}"
    rest = request.url.path.removeprefix(whole)
    query = f"?{request.url.query}" if request.url.query else ""
    known = quote(as_code(code)) or "0"
    return f"{root_of(request)}/room/{known}{rest if rest != request.url.path else ''}{query}"


def status_of(refused: Refused) -> int:
    """Return the status of an answer to what was refused."""
    return _STATUS.get(refused.key, 409)


def _is_known(room: Room, request: Request) -> bool:
    """Tell whether a phone has a place in a room already."""
    if room.is_teacher(request.cookies.get(KEY, "")):
        return True
    try:
        room.person(request.cookies.get(CHAIR, ""))
    except Refused:
        return False
    return True


def words_of(request: Request, usual: str = LANGUAGES[0]) -> Words:
    """Return the words of the language that a visitor asked for, now or before, or of the usual one."""
    asked = (request.query_params.get("language"), request.cookies.get(TONGUE), usual)
    return Words.of(next(each for each in asked if each in LANGUAGES))


def root_of(request: Request) -> str:
    """Return below which path everything is served, without a slash at its end."""
    return cast("str", request.scope.get("root_path", ""))


def site_of(request: Request) -> str:
    """Return where the visitor's browser found the server, with its path and no slash at the end."""
    return f"{request.url.scheme}://{request.headers.get('host', '')}{root_of(request)}"


def is_encrypted(request: Request) -> bool:
    """Tell whether a cookie can be kept to encrypted connections."""
    return request.url.scheme == "https"


def page(request: Request, template: str, words: Words, status: int = 200, **fields: object) -> HTMLResponse:
    """Return a page of a template, which no cache keeps; in another language it stays what it is."""
    here = request.url.path
    kept = [each for each in request.query_params.multi_items() if each[0] not in {"language", "key"}]
    kept = kept if len(request.url.query) <= _LONGEST_KEPT else []
    tongues = [
        (each, name, "?" + urlencode([*kept, ("language", each)], safe=",:"))
        for each, name in LANGUAGE_NAMES.items()
    ]
    shown = render(template, words=words, root=root_of(request), here=here, tongues=tongues, **fields)
    answer = HTMLResponse(shown, status)
    leaves_at_once(answer)
    chosen = request.query_params.get("language")
    if chosen in LANGUAGES:
        answer.set_cookie(
            TONGUE, chosen, path=f"{root_of(request)}/", samesite="strict", httponly=True,
            max_age=DAY_SECONDS, secure=is_encrypted(request),
        )  # fmt: skip
    return answer


def leaves_at_once(answer: Response) -> Response:
    """Mark an answer as one that nobody keeps, with the strict policy of these pages."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = POLICY
    if answer.status_code == 429:
        answer.headers["Retry-After"] = "10"
    return answer


def message(request: Request, words: Words, told: str, status: int) -> Response:
    """Return a page with one sentence, and the way on."""
    return page(request, "room_message.html", words, status, told=told)
