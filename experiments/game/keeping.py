"""Keeping: a game as a small JSON file, to be played on or again."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kantokuen.experiments.files import named, save_text
from kantokuen.experiments.game.game import Game
from kantokuen.experiments.game.table import MOST_TURNS
from kantokuen.model.calendar import to_date, to_day
from kantokuen.model.checking import check_text
from kantokuen.model.display import plain
from kantokuen.model.errors import InputError, input_error, known_name
from kantokuen.model.limits import DEFAULT_SCENARIO, LARGEST_SEED
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario
from kantokuen.version import __version__

LARGEST: Final = 100_000
"""Bytes of a game; more is none."""

_LAST_WORLD: Final = 2**60
"""The model plays no world much beyond."""

_Short = Annotated[str, Field(max_length=80)]
_FORM: Final = ConfigDict(extra="forbid", strict=True)


class _Turn(BaseModel):
    model_config = _FORM
    date: _Short
    predicted: Annotated[float, Field(ge=0.0, le=1.0)]
    answers: dict[_Short, _Short]


class _File(BaseModel):
    model_config = _FORM
    kantokuen: _Short
    seat: _Short
    scenario: _Short
    levers: dict[_Short, _Short]
    lens: _Short
    ensemble: _Short
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)]
    world: Annotated[int, Field(ge=0, le=_LAST_WORLD)]
    length: Annotated[int, Field(ge=1, le=MOST_TURNS)]
    turns: Annotated[list[_Turn], Field(max_length=MOST_TURNS)]


def as_data(game: Game) -> dict[str, Any]:
    """Return a game as plain data."""
    asked = game.request
    shipped = asked.scenario.name in Scenario.names()
    return {
        "kantokuen": __version__,
        "seat": game.seat,
        "scenario": asked.scenario.name if shipped else DEFAULT_SCENARIO,
        "levers": {key: _typed(value) for key, value in plain(asked.scenario.changed).items()},
        "lens": asked.lens,
        "ensemble": asked.ensemble,
        "seed": asked.seed,
        "world": game.world,
        "length": game.length,
        "turns": [
            {
                "date": to_date(turn.day).isoformat(),
                "predicted": turn.predicted,
                "answers": dict(turn.answers),
            }
            for turn in game.turns
        ],
    }


def _typed(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def write_game(game: Game, path: Path) -> None:
    """Write a game into a file, whole or not at all."""
    save_text(json.dumps(as_data(game), indent=2) + "\n", path)


def read_game(path: Path) -> Game:
    """Return the game of a file, each of its turns checked by playing it.

    Raises:
        InputError: it is no game, or a turn is of no sitting of it.
    """
    place = named(path)
    try:
        text = path.read_bytes()[: LARGEST + 1]
    except OSError as error:
        raise input_error(place, f"cannot be read: {error.strerror}", "a game that was saved") from error
    return game_of(text, place)


def game_of(text: bytes | str, place: str) -> Game:
    """Return the game of a JSON text, each of its turns checked by playing it.

    Args:
        text: as `as_data` has it.
        place: where it comes from, for messages.

    Raises:
        InputError: it is no game, or a turn is of no sitting of it.
    """
    if len(text) > LARGEST:
        raise input_error(place, "is too large", f"a saved game of at most {LARGEST:,} bytes")
    try:
        read = _File.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole file"
        raise input_error(place, f"{where}: {first['msg'].lower()}", "a game that was saved") from None
    return _replayed(read, place)


def _replayed(read: _File, place: str) -> Game:
    try:
        known_name("scenario", read.scenario, Scenario.names())
        levers = {key: check_text(key, text, place) for key, text in read.levers.items()}
        scenario = Scenario.load(read.scenario).replace(levers)
        asked = Request(scenario, read.seed, read.lens, ensemble=read.ensemble)
        game = Game(read.seat, asked, read.world, read.length)
        for number, turn in enumerate(read.turns, start=1):
            game = _with_turn(game, turn, number)
    except InputError as error:
        raise InputError(f"{place}: {error}") from error
    return game


def _with_turn(game: Game, turn: _Turn, number: int) -> Game:
    sitting = game.sitting()
    if sitting is None or sitting.day != _day(turn.date):
        raise InputError(f"turn {number} is of {turn.date}, on which this seat is not asked")
    return game.decided(turn.predicted, turn.answers)


def _day(text: str) -> float:
    try:
        return to_day(date.fromisoformat(text))
    except ValueError as error:
        raise InputError(f"date '{text}' is none; allowed: YYYY-MM-DD") from error
