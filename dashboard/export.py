"""What a visitor takes along, and what a visitor brings: scenarios, data and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from types import MappingProxyType
from typing import Any, Final

import polars as pl
import tomli_w

from kantokuen.dashboard.answers import Question, by_turns, first_odds
from kantokuen.dashboard.choice import LONGEST_TITLE, History
from kantokuen.dashboard.fonts import embedded_faces
from kantokuen.dashboard.records import Month, Summer
from kantokuen.experiments.odds import odds_from, play_in_pieces
from kantokuen.experiments.runner import BLOCK
from kantokuen.model.errors import printable
from kantokuen.model.frames import frame_of
from kantokuen.model.limits import DEFAULT_SCENARIO
from kantokuen.model.scenario import Scenario

TYPES: Final = MappingProxyType({"csv": "text/csv", "parquet": "application/vnd.apache.parquet"})
"""Media types of the data files, by form."""

_OF_A_SEAT: Final = (
    "north", "south", "net", "ripeness", "soviet_divisions", "german_war", "oil_loss",
)  # fmt: skip


def opened(text: str, name: str) -> History:
    """Return the history that a scenario file describes.

    Args:
        text: the file.
        name: its name, for messages.

    Raises:
        InputError: it is no scenario; the message names every fault.
    """
    read = Scenario.read(text, name)
    base = read.base or DEFAULT_SCENARIO
    own = Scenario.load(base).levers
    levers = {key: value for key, value in read.levers.items() if value != own[key]}
    title = printable(" ".join(read.name.split()))[:LONGEST_TITLE]
    return History(base, MappingProxyType(levers), title)  # type: ignore[arg-type]


def scenario_file(history: History) -> tuple[str, str]:
    """Return the name and the TOML of a file that plays a history again."""
    name = history.title or (f"{history.scenario}-changed" if history.levers else history.scenario)
    document: dict[str, Any] = {"name": name}
    if not history.levers and not history.title:
        document["description"] = history.case().description
    if history.scenario != DEFAULT_SCENARIO:
        document["base"] = history.scenario
    for key, value in history.levers.items():
        group, _, lever = key.partition(".")
        document.setdefault(group, {})[lever] = value
    plain = "".join(each if each.isalnum() and each.isascii() else "-" for each in name).strip("-").lower()
    return f"{plain or 'scenario'}.toml", tomli_w.dumps({k: v for k, v in document.items() if v})


def months_file(summer: Summer, form: str) -> bytes:
    """Return one world as data: a row per period, signals, what the staff believed, and each office.

    Args:
        summer: the world.
        form: ``csv`` or ``parquet``.
    """
    return _written(pl.DataFrame([dict(_row(month)) for month in summer.months]), form)


def _row(month: Month) -> Iterator[tuple[str, date | float]]:
    yield "date", month.date
    yield from month.signals.items()
    yield from ((f"believed.{name}", value) for name, value in month.believed.items())
    for office, seat in month.seats.items():
        yield from ((f"{office}.{name}", getattr(seat, name)) for name in _OF_A_SEAT)


def worlds_file(question: Question, worlds: int, form: str) -> bytes:
    """Return many worlds as data, a row per world: outcome, dates, peak and every lever that varies.

    Args:
        question: what is played.
        worlds: how many; of a fork there are as many futures as the page has played.
        form: ``csv`` or ``parquet``.
    """
    if question.fork is None:
        sizes = [min(BLOCK, worlds - first) for first in range(0, worlds, BLOCK)]
        *_, columns = by_turns(play_in_pieces(question.run(), sizes), lambda: True)
    else:
        later = question.history.case().replace(question.changed)
        futures = first_odds(question).worlds
        columns = odds_from(question.run(), question.fork, futures, world=question.world, scenario=later)
    return _written(frame_of(columns), form)


def _written(frame: pl.DataFrame, form: str) -> bytes:
    buffer = BytesIO()
    if form == "csv":
        frame.write_csv(buffer)
    else:
        frame.write_parquet(buffer)
    return buffer.getvalue()


def standalone(picture: str) -> str:
    """Return an SVG that looks the same anywhere, with its fonts inside."""
    head, _, rest = picture.partition(">")
    return f"{head}><style>{embedded_faces(picture)}</style>{rest}"
