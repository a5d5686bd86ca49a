"""The page of a teacher: who is here, what comes next, and all that a teacher may do with a room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kantokuen.dashboard.connection import address_of
from kantokuen.dashboard.light.room_debrief import class_parts, shown_strip
from kantokuen.dashboard.light.room_desk import (
    KEY,
    Desk,
    leaves_at_once,
    page,
    root_of,
    site_of,
    status_of,
    words_of,
)
from kantokuen.dashboard.light.room_files import FILES
from kantokuen.dashboard.light.room_gate import Unfit, read_form
from kantokuen.dashboard.light.room_opening import set_key
from kantokuen.dashboard.light.room_wall import day_of, happened
from kantokuen.dashboard.markup import Markup
from kantokuen.dashboard.rooms.refused import Refused
from kantokuen.dashboard.rooms.service import Room
from kantokuen.dashboard.share import handout, qr_code

_LONGEST_KEY: Final = 80

_PLAYS: Final = frozenset({"start", "next", "undo", "end"})
"""What may let the model play."""


class Teacher:
    """The pages of teachers.

    Args:
        desk: of the rooms.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, request: Request) -> Response:
        """Return what a teacher sees of a room, after what was asked for; to others the question for the key.

        Raises:
            Refused: there is no such room.
            Unfit: the form is none, or keys were tried too often.
        """
        room = await self._desk.room(request)
        form = await read_form(request, self._desk.names) if request.method == "POST" else {}
        given = request.query_params.get("key", "") or form.get("key", "")
        if given:
            return self._let_in(request, room, given[:_LONGEST_KEY])
        if not self._desk.is_teacher(request, room):
            words = words_of(request, room.state.setup.language)
            return page(
                request, "room_key.html", words, 403 if form else 200, said="", code=room.code, is_in=False
            )
        if not form:
            return await self._seen(request, room)
        if form.get("do") == "delete":
            return await self._delete(request, room, form)
        words = words_of(request, room.state.setup.language)
        try:
            await self._does(room, form)
        except Refused as refused:
            return await self._seen(request, room, refused.told(words), status_of(refused))
        return leaves_at_once(RedirectResponse(request.url.path, 303))

    def _let_in(self, request: Request, room: Room, key: str) -> Response:
        """Let the browser keep a key that is right; the page then leads on to its address without the key."""
        words = words_of(request, room.state.setup.language)
        if not self._desk.tries.may_try(address_of(request)):
            raise Unfit("tries", 429)
        if not room.is_teacher(key):
            self._desk.wrong_key(request)
            said = words("roompages.key.wrong")
            return page(request, "room_key.html", words, 403, said=said, code=room.code, is_in=False)
        answer = page(request, "room_key.html", words, said="", code=room.code, is_in=True)
        set_key(answer, request, f"{root_of(request)}/room/{room.code}/teach", key)
        return answer

    async def _delete(self, request: Request, room: Room, form: Mapping[str, str]) -> Response:
        words = words_of(request, room.state.setup.language)
        if form.get("sure") != "yes":
            return await self._seen(request, room, words("roompages.teach.delete_unsure"), 409)
        await self._desk.call(room.delete)
        answer = page(request, "room_message.html", words, told=words("roompages.teach.deleted"))
        answer.delete_cookie(KEY, path=f"{root_of(request)}/room/{room.code}/teach")
        return answer

    async def _does(self, room: Room, form: Mapping[str, str]) -> None:
        wish = form.get("do", "")
        if wish in {"next", "undo"} and form.get("number") != str(len(room.state.played)):
            raise Refused("gone_by")
        does = _wishes(room, form).get(wish)
        if does is None:
            raise Unfit("form", 400)
        await (self._desk.turn if wish in _PLAYS else self._desk.call)(does)

    async def _seen(self, request: Request, room: Room, said: str = "", status: int = 200) -> Response:
        words = words_of(request, room.state.setup.language)
        view = await self._desk.call(room.teacher)
        found = await self._desk.call(room.debrief) if view.debrief_done is not None else None
        wall = await self._desk.call(room.wall)
        at = f"{site_of(request)}/room/{room.code}"
        link = handout(at, "")
        key = quote(request.cookies.get(KEY, ""), safe="")
        return page(
            request, "room_teacher.html", words, status,
            said=said, view=view, code=room.code, link=link.link, reach=link.reach,
            qr=Markup(qr_code(link.link)), own_link=f"{at}/teach?key={key}", day=day_of(view.date, words),
            lines=happened(wall, words), files=FILES, played=len(room.state.played),
            strip=shown_strip(view.shown, words) if view.shown is not None else None,
            parts=class_parts(found, words) if found is not None else [],
            done=words.percent(view.debrief_done or 0.0),
        )  # fmt: skip


def _wishes(room: Room, form: Mapping[str, str]) -> dict[str, Callable[[], None]]:
    """Return by name what a teacher may ask for, ready to be done."""
    person, seat = form.get("person", ""), form.get("seat", "")
    return {
        "start": room.start,
        "next": room.next_sitting,
        "undo": room.undo,
        "reveal": room.reveal,
        "pause": lambda: room.pause(on=True),
        "resume": lambda: room.pause(on=False),
        "lock": lambda: room.lock(on=True),
        "unlock": lambda: room.lock(on=False),
        "move": lambda: room.move(person, seat),
        "remove": lambda: room.remove(person),
        "give_back": lambda: room.give_back(seat),
        "end": room.end,
    }
