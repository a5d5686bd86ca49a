"""The pages of a game of one person: choose a chair, predict and decide, look back; no script is needed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import randbelow
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kantokuen.dashboard.connection import address_of
from kantokuen.dashboard.export import file_name
from kantokuen.dashboard.fault_words import told as in_words_of
from kantokuen.dashboard.light.beside import Beside
from kantokuen.dashboard.light.forks import Fork, path_picture, read_forks, taken_back
from kantokuen.dashboard.light.room_desk import Desk, begins, leaves_at_once, page, root_of, words_of
from kantokuen.dashboard.light.room_gate import file_in, read_body, read_form
from kantokuen.dashboard.light.room_student import asked_of, chosen_in
from kantokuen.dashboard.light.seat_debrief import debrief_file, parts_of
from kantokuen.dashboard.light.seat_link import game_at, link_of
from kantokuen.dashboard.limits import household
from kantokuen.dashboard.link import write_link
from kantokuen.dashboard.markup import Markup
from kantokuen.dashboard.state import State
from kantokuen.experiments.game.debrief import Debrief, debrief
from kantokuen.experiments.game.game import Game
from kantokuen.experiments.game.keeping import LARGEST, as_data, game_of
from kantokuen.experiments.game.questions import SEATS
from kantokuen.experiments.game.table import MOST_TURNS, USUAL_TURNS, Sitting
from kantokuen.experiments.game.telling import sheet, told
from kantokuen.experiments.runner import Run
from kantokuen.model.errors import InputError, known_name
from kantokuen.model.limits import DEFAULT_SCENARIO, ENSEMBLES, LENS_NAMES
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.words import Words

_DRAWN_SEEDS: Final = 1_000_000
_KEPT: Final = 64
"""Debriefs that are kept."""


@dataclass(slots=True)
class Seats:
    """The pages of games.

    Attributes:
        desk: of the light pages.
        debriefs: of the games.
    """

    desk: Desk
    debriefs: Beside[Debrief] = field(default_factory=lambda: Beside(_KEPT))

    async def choose(self, request: Request) -> Response:
        """Return the page on which a chair is chosen, or begin a game."""
        words = words_of(request)
        if request.method == "POST":
            form = await read_form(request, self.desk.names)
            try:
                begun = await self.desk.alone(lambda: _begun(form))
                return leaves_at_once(RedirectResponse(f"{root_of(request)}/seat/{begun}", 303))
            except (InputError, ValueError):
                return self._chairs(request, words("seat.wrong_start", most=MOST_TURNS), 422)
        return self._chairs(request, "")

    def _chairs(self, request: Request, said: str, status: int = 200) -> Response:
        words = words_of(request)
        asked = request.query_params
        wanted = asked.get("office", SEATS[0])
        return page(
            request, "seat_choose.html", words, status,
            said=said, seats=[(each, words(f"game.roles.{each}.who")) for each in SEATS],
            scenarios=Scenario.names(), scenario=asked.get("scenario", DEFAULT_SCENARIO),
            ensembles=ENSEMBLES, ensemble=asked.get("ensemble", ""), lens=asked.get("lens", LENS_NAMES[0]),
            lenses=LENS_NAMES, wanted=wanted if wanted in SEATS else SEATS[0],
            levers=asked.getlist("set")[:40], turns=USUAL_TURNS, most=MOST_TURNS,
        )  # fmt: skip

    async def play(self, request: Request) -> Response:
        """Return the next sitting of the game of a link, or its debrief; a form adds a turn."""
        words, seat, query = words_of(request), request.path_params["seat"], request.url.query
        try:
            known_name("seat", seat, SEATS)
            game = await self.desk.alone(lambda: game_at(seat, query))
        except InputError as fault:
            return self._broken(request, words("seat.broken"), fault)
        if request.method == "POST":
            return await self._decide(request, game)
        is_ended = "end" in request.query_params
        sitting = None if is_ended else await self.desk.alone(game.sitting)
        return self._looked_back(request, game) if sitting is None else self._asks(request, game, sitting)

    async def _decide(self, request: Request, game: Game) -> Response:
        form = await read_form(request, self.desk.names)
        words = words_of(request)
        sitting = await self.desk.alone(game.sitting)
        if sitting is None or form.get("number") != str(sitting.number):
            return self._gone_by(request, game, sitting)
        try:
            predicted = float(form.get("predicted", "")) / 100.0
            after = await self.desk.alone(lambda: game.decided(predicted, chosen_in(form)))
        except (InputError, ValueError):
            return self._asks(request, game, sitting, words("roompages.wrong_answer"), 422, form)
        return self._goes(request, after)

    def _gone_by(self, request: Request, game: Game, sitting: Sitting | None) -> Response:
        """Show what is asked now, with word that an answer belongs to another sitting."""
        if sitting is None:
            return self._goes(request, game)
        return self._asks(request, game, sitting, words_of(request)("seat.gone_by"), 409)

    def _broken(self, request: Request, told: str, fault: InputError, status: int = 404) -> Response:
        words = words_of(request)
        why = in_words_of(str(fault), words)
        return page(request, "seat_fault.html", words, status, told=told, fault=why)

    def _goes(self, request: Request, game: Game) -> Response:
        return leaves_at_once(RedirectResponse(_address(request, game), 303))

    def _asks(
        self,
        request: Request,
        game: Game,
        sitting: Sitting,
        said: str = "",
        status: int = 200,
        form: Mapping[str, str] | None = None,
    ) -> Response:
        words, given = words_of(request), form or {}
        forks = forks_of(request)
        person = words(f"persons.{sitting.known.person}")
        return page(
            request, "seat_play.html", words, status,
            said=said, game=game, sitting=sitting, sheet=sheet(game.seat, words),
            known=list(told(sitting, words)), asked=asked_of(sitting, words, chosen_in(given)),
            predicted=given.get("predicted", ""), back=_back(request, game),
            forks=forks, way=Markup(_way(game, forks, words)),
            action=_address(request, game), end=_address(request, game, end="1"),
            held_by=words("game.held_by", person=person, office=words(f"offices.{game.seat}.name")),
            file=_address(request, game, "/file"),
        )  # fmt: skip

    def _debrief(self, request: Request, game: Game) -> Debrief | None:
        key, home = (game.seat, link_of(game)), household(address_of(request))
        return self.debriefs.get(key, lambda tell: debrief(game, progress=tell), home, begins=begins(request))

    def _looked_back(self, request: Request, game: Game) -> Response:
        words, found = words_of(request), self._debrief(request, game)
        run = Run(game.request.scenario, game.request.seed, game.request.lens, ensemble=game.request.ensemble)
        state = State(request=run, language=words.language, world=game.world)
        return page(
            request, "seat_debrief.html", words,
            game=game, parts=[] if found is None else parts_of(found, words), is_ready=found is not None,
            replay=words("game.debrief.replay", seed=run.seed, world=game.world, seat=game.seat),
            page_link=f"{root_of(request)}/?{write_link(state)}", file=_address(request, game, "/file"),
            whole=_address(request, game, "/debrief"),
            back=_back(request, game), forks=forks_of(request),
        )  # fmt: skip

    async def take(self, request: Request) -> Response:
        """Return the debrief of a game as one file, once it is worked out."""
        words, seat = words_of(request), request.path_params["seat"]
        try:
            game = await self.desk.alone(lambda: game_at(seat, request.url.query))
        except InputError as fault:
            return self._broken(request, words("seat.broken"), fault)
        found = self._debrief(request, game)
        if found is None:
            return self._looked_back(request, game)
        headers = {"Content-Disposition": f'attachment; filename="{file_name(f"debrief-{seat}", "html")}"'}
        return leaves_at_once(HTMLResponse(debrief_file(found, words), headers=headers))

    async def keep(self, request: Request) -> Response:
        """Return a game as a file, the same that the command line reads."""
        words, seat = words_of(request), request.path_params["seat"]
        try:
            game = await self.desk.alone(lambda: game_at(seat, request.url.query))
        except InputError as fault:
            return self._broken(request, words("seat.broken"), fault)
        content = json.dumps(as_data(game), indent=2) + "\n"
        headers = {"Content-Disposition": f'attachment; filename="{file_name(f"game-{seat}", "json")}"'}
        return leaves_at_once(Response(content, media_type="application/json", headers=headers))

    async def reopen(self, request: Request) -> Response:
        """Lead to the game of a file that was sent, or say what is wrong with it."""
        words, kind = words_of(request), request.headers.get("content-type", "")
        body = await read_body(request, self.desk.names, "multipart/form-data", LARGEST)
        try:
            game = await self.desk.alone(lambda: game_of(file_in(kind, body), "file"))
        except InputError as fault:
            return self._broken(request, words("seat.no_file"), fault, 422)
        return self._goes(request, game)

    def routes(self) -> list[Route]:
        """Return which address is which page."""
        both = ["GET", "POST"]
        guarded = self.desk.guarded
        return [
            Route("/seat", guarded(self.choose), methods=both),
            Route("/seat/file", guarded(self.reopen), methods=["POST"]),
            Route("/seat/{seat}", guarded(self.play), methods=both),
            Route("/seat/{seat}/file", guarded(self.keep)),
            Route("/seat/{seat}/debrief", guarded(self.take)),
        ]


def _address(
    request: Request, game: Game, part: str = "", forks: tuple[Fork, ...] | None = None, **more: str
) -> str:
    """Return the address of a game, or of a part of it; its forks are those of the request unless given."""
    kept = [each.entry for each in (forks_of(request) if forks is None else forks)]
    query = "&".join(each for each in (link_of(game), urlencode([*kept, *more.items()])) if each)
    return f"{root_of(request)}/seat/{game.seat}{part}?{query}"


def forks_of(request: Request) -> tuple[Fork, ...]:
    """Return which turns were taken back on the way to the game of a request."""
    return read_forks(request.query_params.multi_items())


def _back(request: Request, game: Game) -> str:
    """Return the address of a game without its last turn, empty where there is none."""
    if not game.turns:
        return ""
    return _address(request, game.taken_back(), forks=taken_back(forks_of(request), len(game.turns)))


def _way(game: Game, forks: tuple[Fork, ...], words: Words) -> str:
    """Return the picture of how far a game has come, and of the histories that were left."""
    played = len(game.turns)
    said = words("seat.way", played=words.number(played), of=words.number(game.length))
    left = (words("seat.forked", n=each.at, until=each.until) for each in forks)
    return path_picture(played, game.length, forks, said, words("numbers.space").join([said, *left]))


def _begun(form: Mapping[str, str]) -> str:
    """Return seat and query of a new game as a form asks for it.

    Raises:
        InputError: there is no such seat, scenario, lens, ensemble or lever.
        ValueError: the number of turns is none.
    """
    levers = dict(each.split(":", 1) for name, each in form.items() if name.startswith("set-"))
    parts = [(name, form.get(name, "")) for name in ("scenario", "lens", "ensemble")]
    parts += [("seed", str(randbelow(_DRAWN_SEEDS))), ("length", str(int(form.get("length", USUAL_TURNS))))]
    parts += [("set", f"{key}:{value}") for key, value in levers.items()]
    seat = known_name("seat", form.get("seat", ""), SEATS)
    game = game_at(seat, urlencode([each for each in parts if each[1]]))
    return f"{seat}?{link_of(game)}"
