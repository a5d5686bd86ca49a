"""What a visitor takes along, and what a visitor brings: scenarios, data and pictures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from types import MappingProxyType
from typing import Any, Final

import polars as pl
import tomli_w

from kantokuen.dashboard.fonts import embedded_faces
from kantokuen.dashboard.playback import Month, Playback
from kantokuen.dashboard.results import by_turns, first_odds, played
from kantokuen.dashboard.state import LONGEST_TITLE, Question, set_levers
from kantokuen.experiments.results import Columns
from kantokuen.experiments.runner import BLOCK
from kantokuen.model.errors import printable
from kantokuen.model.frames import frame_of
from kantokuen.model.limits import DEFAULT_ENSEMBLE, DEFAULT_SCENARIO
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario
from kantokuen.version import __version__

TYPES: Final = MappingProxyType({"csv": "text/csv", "parquet": "application/vnd.apache.parquet"})
"""Media types of the data files, by form."""

About = Mapping[str, str | int]
"""What a data file says of itself, see `kantokuen.dashboard.handing_out.about`."""

_OF_A_SEAT: Final = (
    "north", "south", "net", "ripeness", "hope", "picks_at", "soviet_divisions", "soviet_men",
    "german_war", "oil_loss",
)  # fmt: skip


def file_name(what: str, form: str = "") -> str:
    """Return the name of a file that says of which version it is; without a form it is to be added."""
    return f"kantokuen-{__version__}-{what}" + (f".{form}" if form else "")


def opened(text: str, name: str) -> tuple[Scenario, str]:
    """Return the scenario that a file describes, as a shipped one with what is set beside it, and its title.

    Args:
        text: the file.
        name: its name, for messages.

    Raises:
        InputError: it is no scenario; the message names every fault.
    """
    read = Scenario.read(text, name)
    title = printable(" ".join(read.name.split()))[:LONGEST_TITLE]
    played = Scenario.load(read.base or DEFAULT_SCENARIO).replace(read.levers)
    return replace(played, ensemble=read.ensemble), title


def scenario_file(asked: Request, title: str) -> tuple[str, str]:
    """Return the name and the TOML of a file that plays the scenario of a request again, in its ensemble."""
    scenario = asked.scenario
    levers = set_levers(scenario)
    name = title or (f"{scenario.name}-changed" if levers else scenario.name)
    document: dict[str, Any] = {"name": name}
    if not levers and not title:
        document["description"] = scenario.description
    if scenario.name != DEFAULT_SCENARIO:
        document["base"] = scenario.name
    if asked.ensemble != DEFAULT_ENSEMBLE:
        document["ensemble"] = asked.ensemble
    for key, value in levers.items():
        group, _, lever = key.partition(".")
        document.setdefault(group, {})[lever] = value
    plain = "".join(each if each.isalnum() and each.isascii() else "-" for each in name).strip("-").lower()
    text = tomli_w.dumps({k: v for k, v in document.items() if v})
    return f"{plain or 'scenario'}.toml", f"# Kantokuen {__version__}\n{text}"


def months_file(playback: Playback, form: str, about: About) -> bytes:
    """Return one world as data: a row per period, signals, what the staff believed, and each office.

    Args:
        playback: the world.
        form: ``csv`` or ``parquet``.
        about: what the file says of itself.
    """
    return _written(pl.DataFrame([dict(_row(month)) for month in playback.months]), form, about)


def _row(month: Month) -> Iterator[tuple[str, date | float]]:
    yield "date", month.date
    yield from month.signals.items()
    yield from ((f"believed.{name}", value) for name, value in month.believed.items())
    for office, seat in month.seats.items():
        yield from ((f"{office}.{name}", getattr(seat, name)) for name in _OF_A_SEAT)


def worlds_file(question: Question, worlds: int, form: str, about: About) -> bytes:
    """Return many worlds as data, a row per world: outcome, dates, peak and every lever that varies.

    Args:
        question: what is played.
        worlds: how many; of a fork there are as many futures as the page has played.
        form: ``csv`` or ``parquet``.
        about: what the file says of itself.
    """
    *_, (_, _, content) = worlds_in_pieces(question, worlds, form, about, lambda: True)
    return content


def worlds_in_pieces(
    question: Question, worlds: int, form: str, about: About, is_wanted: Callable[[], bool]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield how many worlds are played, and of how many, piece by piece, and at the end the file.

    Args:
        question: what is played.
        worlds: how many.
        form: ``csv`` or ``parquet``.
        about: what the file says of itself.
        is_wanted: asked before each piece.
    """
    if question.fork is not None:
        worlds = first_odds(question).worlds
    sizes = [min(BLOCK, worlds - first) for first in range(0, worlds, BLOCK)]
    columns: Columns = {}
    for columns in by_turns(played(question, sizes), is_wanted):
        yield len(columns["world"]), worlds, b""
    if columns and is_wanted():
        yield worlds, worlds, _written(frame_of(columns), form, about)


def _written(frame: pl.DataFrame, form: str, about: About) -> bytes:
    """Return a frame as a file; only Parquet has a place for what the file says of itself."""
    buffer = BytesIO()
    if form == "csv":
        frame.write_csv(buffer)
    else:
        frame.write_parquet(buffer, metadata={"kantokuen": json.dumps(about, ensure_ascii=False)})
    return buffer.getvalue()


def standalone(picture: str) -> str:
    """Return an SVG that looks the same anywhere, with its fonts inside."""
    head, _, rest = picture.partition(">")
    return f"{head}><style>{embedded_faces(picture)}</style>{rest}"
