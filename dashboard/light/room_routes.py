"""Routes of rooms: which address is which page."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from kantokuen.dashboard.connection import address_of
from kantokuen.dashboard.light.hand_out_pages import HandOuts
from kantokuen.dashboard.light.room_desk import Desk, leaves_at_once, root_of
from kantokuen.dashboard.light.room_files import Files
from kantokuen.dashboard.light.room_gate import Unfit
from kantokuen.dashboard.light.room_opening import Opening
from kantokuen.dashboard.light.room_student import Student
from kantokuen.dashboard.light.room_teacher import Teacher
from kantokuen.dashboard.light.room_wall import Wall
from kantokuen.dashboard.light.seat_pages import Seats
from kantokuen.dashboard.palette import css_variables
from kantokuen.dashboard.protocol import ENDS_WITH_SERVER

_KEPT: Final = "max-age=86400"


class Still:
    """Answers with a file of this package, read once.

    Args:
        name: of the file.
        kind: its media type.
        before: what stands before it.
    """

    def __init__(self, name: str, kind: str, before: str = "") -> None:
        text = files("kantokuen.dashboard.light").joinpath(name).read_text(encoding="utf-8")
        self._body = (before + text).encode()
        self._kind = kind

    async def answer(self, _request: Request) -> Response:
        """Return the file."""
        return Response(self._body, media_type=self._kind, headers={"Cache-Control": _KEPT})


class Events:
    """Tells a page that something has changed in its room.

    Args:
        desk: of the rooms.
        to_scenes: whether only what is news to all people is told, and not each choice.
    """

    def __init__(self, desk: Desk, *, to_scenes: bool = False) -> None:
        self._desk = desk
        self._to_scenes = to_scenes

    async def answer(self, request: Request) -> Response:
        """Return a stream that goes on until the page leaves."""
        room, address = await self._desk.room(request), address_of(request)
        if not self._desk.bell.has_room(room.code, address):
            raise Unfit("listeners", 503)
        setattr(request.state, ENDS_WITH_SERVER, True)
        stream = self._desk.bell.listen(room.code, room, address, to_scenes=self._to_scenes)
        answer = StreamingResponse(stream, media_type="text/event-stream")
        answer.headers["X-Accel-Buffering"] = "no"
        return leaves_at_once(answer)


async def _enter(request: Request) -> Response:
    """Go to the room whose code was typed."""
    typed = "".join(each for each in request.query_params.get("code", "")[:40] if each.isalnum())
    where = f"/room/{typed.upper()}" if typed.isascii() and typed else "/class"
    return leaves_at_once(RedirectResponse(f"{root_of(request)}{where}", 303))


def room_routes(desk: Desk) -> list[Route]:
    """Return the routes of the light pages: rooms, games of one person, and what is taken along.

    Args:
        desk: what they share.
    """
    both = ["GET", "POST"]
    return [
        Route("/class", desk.guarded(Opening(desk).answer), methods=both),
        Route("/class/room.css", Still("room.css", "text/css", css_variables()).answer),
        Route("/class/room.js", Still("room.js", "text/javascript").answer),
        Route("/seat/seat.js", Still("seat.js", "text/javascript").answer),
        *Seats(desk).routes(),
        *HandOuts(desk).routes(),
        Route("/room", desk.guarded(_enter)),
        Route("/room/{code}", desk.guarded(Student(desk).answer), methods=both),
        Route("/room/{code}/teach", desk.guarded(Teacher(desk).answer), methods=both),
        Route("/room/{code}/teach/{name}", desk.guarded(Files(desk).answer)),
        Route("/room/{code}/wall", desk.guarded(Wall(desk).answer)),
        Route("/room/{code}/events", desk.guarded(Events(desk).answer)),
        Route("/room/{code}/scenes", desk.guarded(Events(desk, to_scenes=True).answer)),
    ]
