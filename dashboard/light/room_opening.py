"""The page on which a teacher opens a room."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kantokuen.dashboard.connection import address_of
from kantokuen.dashboard.light.room_desk import (
    DAY_SECONDS,
    KEY,
    Desk,
    is_encrypted,
    leaves_at_once,
    page,
    root_of,
    words_of,
)
from kantokuen.dashboard.light.room_gate import Unfit, read_form
from kantokuen.dashboard.limits import household
from kantokuen.dashboard.rooms.state import LONGEST_TITLE, Setup
from kantokuen.experiments.game.questions import SEATS
from kantokuen.experiments.game.table import MOST_TURNS, USUAL_TURNS
from kantokuen.model.errors import InputError
from kantokuen.model.limits import DEFAULT_SCENARIO
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGE_NAMES, LANGUAGES


class Opening:
    """Opens rooms.

    Args:
        desk: of the rooms.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, request: Request) -> Response:
        """Return the page, or open a room and lead its teacher there.

        Raises:
            Unfit: too many rooms were opened from the address, or the form is none.
            Refused: there are too many rooms.
        """
        if request.method != "POST":
            return self._page(request, "")
        form = await read_form(request, self._desk.names)
        try:
            setup = _setup(form)
        except (InputError, ValueError):
            return self._page(
                request, words_of(request)("roompages.open.wrong", most=LONGEST_TITLE, turns=MOST_TURNS), 422
            )
        if not self._desk.opened.admits(household(address_of(request))):
            raise Unfit("opened", 429)
        opened = await self._desk.call(lambda: self._desk.kept.get().open(setup))
        where = f"{root_of(request)}/room/{opened.code}/teach"
        answer = RedirectResponse(where, 303)
        set_key(answer, request, where, opened.key)
        return leaves_at_once(answer)

    def _page(self, request: Request, told: str, status: int = 200) -> Response:
        words = words_of(request)
        return page(
            request, "room_opening.html", words, status,
            told=told, scenarios=Scenario.names(), usual=DEFAULT_SCENARIO, seats=SEATS, longest=LONGEST_TITLE,
            turns=USUAL_TURNS, most=MOST_TURNS, languages=LANGUAGE_NAMES,
        )  # fmt: skip


def set_key(answer: Response, request: Request, where: str, key: str) -> None:
    """Let the teacher's browser keep the key, for the teacher's page alone."""
    answer.set_cookie(
        KEY, key, path=where, max_age=DAY_SECONDS, httponly=True, samesite="strict",
        secure=is_encrypted(request),
    )  # fmt: skip


def _setup(form: dict[str, str]) -> Setup:
    seats = tuple(seat for seat in SEATS if form.get(f"seat-{seat}"))
    return Setup(
        title=" ".join(form.get("title", "").split()),
        scenario=form.get("scenario", DEFAULT_SCENARIO),
        seats=seats,
        length=int(form.get("turns", USUAL_TURNS)),
        language=form.get("language", LANGUAGES[0]),
    )
