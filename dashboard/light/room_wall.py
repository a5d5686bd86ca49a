"""The wall: what the whole class may see, for a projector."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kantokuen.dashboard.light.room_debrief import class_parts, shown_strip
from kantokuen.dashboard.light.room_desk import Desk, page, site_of, words_of
from kantokuen.dashboard.markup import Markup
from kantokuen.dashboard.rooms.views import WallView
from kantokuen.dashboard.share import handout, qr_code
from kantokuen.model.text.words import Words


class Wall:
    """The walls of rooms.

    Args:
        desk: of the rooms.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, request: Request) -> Response:
        """Return what stands on the wall of a room now.

        Raises:
            Refused: there is no such room.
        """
        room = await self._desk.room(request)
        words = words_of(request, room.state.setup.language)
        view = await self._desk.call(room.wall)
        found = await self._desk.call(room.debrief) if view.debrief_done is not None else None
        link = handout(f"{site_of(request)}/room/{room.code}", "")
        return page(
            request, "room_wall.html", words,
            view=view, code=room.code, link=link.link, qr=Markup(qr_code(link.link)),
            day=day_of(view.date, words), lines=happened(view, words),
            strip=shown_strip(view.shown, words) if view.shown is not None else None,
            parts=class_parts(found, words) if found is not None else [],
            done=words.percent(view.debrief_done or 0.0),
        )  # fmt: skip


def day_of(iso: str, words: Words) -> str:
    """Return a date in words, empty for none."""
    return words.day(date.fromisoformat(iso)) if iso else ""


def happened(view: WallView, words: Words) -> list[str]:
    """Return in words what was agreed, ordered and befell since the sitting before."""
    return [words("events.dated", day=words.day(each.day), said=words.event(each)) for each in view.happened]
