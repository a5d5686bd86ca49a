"""The link of a game: seat, summer, and what was predicted and chosen, so that a game is kept by its address.

The seed stands in it.  Whoever plays alone could look up in another tab what nobody at the table knew, and
would deceive nobody but themselves; a class is given a room, whose seed stays on the server until it ends.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from kantokuen.experiments.game.game import Game, Turn
from kantokuen.experiments.game.keeping import as_data, game_of
from kantokuen.experiments.game.table import USUAL_TURNS
from kantokuen.model.calendar import to_date
from kantokuen.model.errors import InputError, input_error
from kantokuen.model.limits import DEFAULT_SCENARIO
from kantokuen.version import __version__

LONGEST: Final = 4_000
"""Characters of the link of a game, its address aside."""

_MOST_PARTS: Final = 60
_PLACE: Final = "link"
_ALLOWED: Final = "the link of a game as the page gives it"
_PLAIN: Final = ("scenario", "lens", "ensemble", "seed", "world", "length")
_USUAL: Final = {
    "scenario": DEFAULT_SCENARIO,
    "lens": "politics",
    "ensemble": "",
    "world": "0",
    "length": str(USUAL_TURNS),
}


def link_of(game: Game) -> str:
    """Return the query of the link of a game."""
    told = as_data(game)
    parts = [(name, str(told[name])) for name in _PLAIN if str(told[name]) != _USUAL.get(name)]
    parts += [("set", f"{key}:{value}") for key, value in told["levers"].items()]
    parts += [("t", _turn(each)) for each in game.turns]
    return urlencode(parts, safe=",:")


def _turn(turn: Turn) -> str:
    chosen = [f"{key}.{option}" for key, option in turn.answers.items()]
    return ",".join([to_date(turn.day).isoformat(), f"{100.0 * turn.predicted:.15g}", *chosen])


def game_at(seat: str, query: str) -> Game:
    """Return the game of a link, each of its turns checked by playing it.

    Args:
        seat: the chair, as the address names it.
        query: of the link; what is no part of a game is passed over.

    Raises:
        InputError: it is no game.
    """
    if len(query) > LONGEST:
        raise input_error(_PLACE, "is too long", f"at most {LONGEST:,} characters")
    parts = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True, errors="replace")
        if name in {*_PLAIN, "set", "t"}
    ]
    if len(parts) > _MOST_PARTS:
        raise input_error(_PLACE, "has too many parts", _ALLOWED)
    return _game(seat, tuple(parts))


@lru_cache(maxsize=512)
def _game(seat: str, parts: tuple[tuple[str, str], ...]) -> Game:
    plain = {**_USUAL, **dict(parts)}
    data: dict[str, Any] = {
        "kantokuen": __version__,
        "seat": seat,
        "scenario": plain["scenario"],
        "levers": dict(_pair(value, ":") for name, value in parts if name == "set"),
        "lens": plain["lens"],
        "ensemble": plain["ensemble"],
        "seed": _whole("seed", plain),
        "world": _whole("world", plain),
        "length": _whole("length", plain),
        "turns": [_read(value) for name, value in parts if name == "t"],
    }
    return game_of(json.dumps(data), _PLACE)


def _whole(name: str, plain: Mapping[str, str]) -> int:
    text = plain.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise input_error(_PLACE, f"{name} is no whole number", _ALLOWED)
    return int(text)


def _read(text: str) -> dict[str, Any]:
    day, _, rest = text.partition(",")
    predicted, *chosen = rest.split(",")
    try:
        chance = float(predicted) / 100.0
    except ValueError:
        raise input_error(_PLACE, "a turn has no prediction", _ALLOWED) from None
    return {"date": day, "predicted": chance, "answers": dict(_pair(each, ".") for each in chosen)}


def _pair(text: str, mark: str) -> tuple[str, str]:
    name, found, value = text.partition(mark)
    if not found:
        raise InputError(f"{_PLACE}: a part has no '{mark}'; allowed: {_ALLOWED}")
    return name, value
