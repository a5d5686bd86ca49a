"""The page of a student: come in, take a chair, predict and choose, and see what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kantokuen.dashboard.connection import address_of
from kantokuen.dashboard.light.room_debrief import Part, class_parts, own_part, shown_strip
from kantokuen.dashboard.light.room_desk import (
    CHAIR,
    DAY_SECONDS,
    Desk,
    is_encrypted,
    leaves_at_once,
    page,
    root_of,
    status_of,
    words_of,
)
from kantokuen.dashboard.light.room_gate import Unfit, read_form
from kantokuen.dashboard.rooms.refused import Refused
from kantokuen.dashboard.rooms.service import Joined, Room
from kantokuen.dashboard.rooms.views import StudentView
from kantokuen.experiments.game.questions import OWN
from kantokuen.experiments.game.table import Sitting
from kantokuen.experiments.game.telling import sheet, told
from kantokuen.model.errors import InputError
from kantokuen.model.text.words import Words

_ANSWER: Final = "answer-"
_GUESSED: Final = frozenset({"recovery", "nobody", "tries"})
RECOVERY: Final = "kantokuen-recovery"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a page puts it.

    Attributes:
        key, ask: name and words.
        options: by name, the words; the first leaves it to the office.
        means: by name, what each means; the first says nothing more.
        chosen: name of the one that is marked.
    """

    key: str
    ask: str
    options: Mapping[str, str]
    means: Mapping[str, str]
    chosen: str


class Student:
    """The pages of students.

    Args:
        desk: of the rooms.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, request: Request) -> Response:
        """Return what a phone sees of a room, after what it asked for.

        Raises:
            Refused: there is no such room.
            Unfit: the form is none, or codes were tried too often.
        """
        room = await self._desk.room(request)
        if request.method != "POST":
            return await self._seen(request, room)
        form = await read_form(request, self._desk.names)
        words = words_of(request, room.state.setup.language)
        try:
            if form.get("do") in {"join", "rejoin"}:
                return await self._come_in(request, room, form)
            await self._does(request, room, form)
        except Refused as refused:
            return await self._seen(request, room, refused.told(words), status_of(refused), form)
        except Unfit as unfit:
            told_of = words(f"roompages.unfit.{unfit.key}")
            return await self._seen(request, room, told_of, unfit.status, form)
        except (InputError, ValueError):
            return await self._seen(request, room, words("roompages.wrong_answer"), 422, form)
        return leaves_at_once(RedirectResponse(request.url.path, 303))

    async def _come_in(self, request: Request, room: Room, form: Mapping[str, str]) -> Response:
        name, recovery = form.get("name", ""), form.get("recovery", "")
        if form["do"] == "join":
            joined = await self._desk.call(lambda: room.join(name, form.get("seat") or None))
        else:
            joined = await self._back(request, room, name, recovery)
        answer = RedirectResponse(request.url.path, 303)
        for cookie, value in ((CHAIR, joined.token), (RECOVERY, joined.recovery)):
            answer.set_cookie(
                cookie, value, path=f"{root_of(request)}/room/{room.code}", max_age=DAY_SECONDS,
                httponly=True, samesite="strict", secure=is_encrypted(request),
            )  # fmt: skip
        return leaves_at_once(answer)

    async def _back(self, request: Request, room: Room, name: str, recovery: str) -> Joined:
        address = address_of(request)
        if not self._desk.tries.may_try(address):
            raise Unfit("tries", 429)
        try:
            return await self._desk.call(lambda: room.rejoin(name, recovery))
        except Refused as refused:
            if refused.key in _GUESSED:
                self._desk.tries.was_wrong(address)
            raise

    async def _does(self, request: Request, room: Room, form: Mapping[str, str]) -> None:
        token = request.cookies.get(CHAIR, "")
        match form.get("do"):
            case "sit":
                view = await self._desk.call(lambda: room.student(token))
                if not may_move(view):
                    raise Unfit("chairs", 409)
                await self._desk.call(lambda: room.sit(token, form.get("seat", "")))
            case "choose":
                number, predicted = int(form.get("number", "")), float(form.get("predicted", "")) / 100.0
                answers = chosen_in(form)
                await self._desk.call(lambda: room.choose(token, number, predicted, answers))
            case _:
                raise ValueError(form.get("do"))

    async def _seen(
        self,
        request: Request,
        room: Room,
        said: str = "",
        status: int = 200,
        form: Mapping[str, str] | None = None,
    ) -> Response:
        words = words_of(request, room.state.setup.language)
        token = request.cookies.get(CHAIR, "")
        if token:
            try:
                view = await self._desk.call(lambda: room.student(token))
            except Refused as refused:
                said = said or refused.told(words)
            else:
                return await self._student(request, words, room, view, said, status)
        return await self._join(request, words, room, said, status, form or {})

    async def _join(
        self, request: Request, words: Words, room: Room, said: str, status: int, form: Mapping[str, str]
    ) -> Response:
        wall = await self._desk.call(room.wall)
        is_back = form.get("do") == "rejoin" or _is_taken(room, form)
        return page(
            request, "room_join.html", words, status,
            said=said, view=wall, scene=room.scene, code=room.code,
            is_locked=room.state.is_locked, is_back=is_back,
            name=form.get("name", ""),
        )  # fmt: skip

    async def _student(
        self, request: Request, words: Words, room: Room, view: StudentView, said: str, status: int
    ) -> Response:
        parts: list[Part] = []
        chosen = view.choice.answers if view.choice is not None else None
        if view.phase in {"ended", "closed"} and view.game:
            found = await self._desk.call(room.debrief)
            if found is not None:
                person = await self._desk.call(lambda: room.person(request.cookies.get(CHAIR, "")))
                parts = [own_part(found, room.state, person, words), *class_parts(found, words)]
        return page(
            request, "room_student.html", words, status,
            said=said, view=view, code=room.code, recovery=request.cookies.get(RECOVERY, ""),
            sheet=sheet(view.seat, words) if view.seat else [],
            known=list(told(view.sitting, words)) if view.sitting else [],
            may_move=may_move(view),
            asked=asked_of(view.sitting, words, chosen) if view.sitting else [],
            predicted=_predicted(view), parts=parts,
            shown=shown_strip(view.shown, words) if view.shown is not None else None,
        )  # fmt: skip


def may_move(view: StudentView) -> bool:
    """Tell whether a person may change chairs: not from one to another in a game, each has its own papers."""
    return not view.is_locked and (
        view.phase == "waiting" or (not view.seat and view.phase not in {"ended", "closed"})
    )


def _is_taken(room: Room, form: Mapping[str, str]) -> bool:
    """Tell whether somebody in the room goes by the name in a form already."""
    return bool(form.get("name")) and room.state.named(form["name"]) is not None


def _predicted(view: StudentView) -> str:
    """Return the prediction that a person has sent, of 100; empty before."""
    return f"{100.0 * view.choice.predicted:g}" if view.choice is not None else ""


def asked_of(sitting: Sitting, words: Words, answers: Mapping[str, str] | None = None) -> list[Asked]:
    """Return what is asked at a sitting.

    Args:
        sitting: the sitting.
        words: of the page.
        answers: what was chosen already, which is marked, and where nothing was, leaving it to the office;
            None where nothing is to be marked.
    """
    found = []
    for question, own in sitting.questions:
        key = f"game.questions.{question.key}"
        options = {OWN: words("roompages.as_office", option=words(f"{key}.options.{own}"))}
        options |= {name: words(f"{key}.options.{name}") for name in question.options}
        means = {name: words(f"answers.{question.key}.{name}") for name in question.options}
        chosen = "" if answers is None else answers.get(question.key, OWN)
        found.append(Asked(question.key, words(f"{key}.ask"), options, means, chosen))
    return found


def chosen_in(form: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of a form, without those that are left to the office."""
    return {
        key.removeprefix(_ANSWER): given
        for key, given in form.items()
        if key.startswith(_ANSWER) and given != OWN
    }
