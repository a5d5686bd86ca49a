"""Files that a teacher takes along from a room: one row a participant, or one a decision."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kantokuen.dashboard.export import file_name
from kantokuen.dashboard.light.room_desk import Desk, leaves_at_once
from kantokuen.dashboard.light.room_gate import Unfit
from kantokuen.dashboard.rooms.export import FORMS, SHAPES, exported

FILES: Final = MappingProxyType({f"{shape}.{form}": (shape, form) for shape in SHAPES for form in FORMS})
"""By name, the shape and the form of a file."""


class Files:
    """The files of rooms.

    Args:
        desk: of the rooms.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, request: Request) -> Response:
        """Return a file to the teacher of a room.

        Raises:
            Refused: there is no such room.
            Unfit: there is no such file, or it is not the teacher who asks.
        """
        room = await self._desk.room(request)
        if not self._desk.is_teacher(request, room):
            raise Unfit("key", 403)
        found = FILES.get(request.path_params["name"])
        if found is None:
            raise Unfit("file_name", 404)
        shape, form = found
        content = await self._desk.turn(lambda: exported(room.code, room.state, shape, form))
        name = file_name(f"room-{room.code}-{shape}", form)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return leaves_at_once(Response(content, media_type=FORMS[form], headers=headers))
