"""Export: a room as two frames, one row a participant and one row a decision.

Neither holds a token, a key or a code of recovery.  Columns are named and described in `COLUMNS`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from kantokuen.dashboard.rooms.state import State
from kantokuen.experiments.game.questions import OWN, QUESTIONS
from kantokuen.model.calendar import to_date
from kantokuen.model.errors import known_name

SHAPES: Final = ("wide", "long")
FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
)
"""Kinds of file, with their media types."""

COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "room": "code of the room",
        "game": "number of the game in the room, from 1; 0 before the first",
        "participant": "number of the person in the room",
        "name": "that the person chose",
        "seat": "the chair, empty for none",
        "joined_at": "seconds since 1970",
        "sitting": "number of the sitting in its game, from 1",
        "date": "of the sitting",
        "is_forked": "whether the sitting was taken back afterwards",
        "predicted": "chance that Japan attacks the Soviet Union by mid-October, 0 to 1",
        "question": "what was asked; empty where the chair was asked nothing",
        "answer": "what the person chose; 'own' leaves it to the office",
        "said": "what the chair said, after all of its people; 'own' leaves it to the office",
        "sent_at": "seconds since 1970",
    }
)
"""What each column holds; wide rows have ``sitting_N_predicted`` and ``sitting_N_QUESTION`` besides."""

_STEERS: Final = ("=", "+", "-", "@", "\t", "\r")


def exported(code: str, state: State, shape: str, form: str) -> bytes:
    """Return a room as a file.

    Args:
        code: of the room.
        state: of the room.
        shape: ``wide``, one row a participant and game, or ``long``, one row a decision.
        form: ``csv`` or ``parquet``.

    Raises:
        InputError: there is no such shape or form.
    """
    known_name("shape", shape, SHAPES)
    known_name("form", form, FORMS)
    frame = wide(code, state) if shape == "wide" else long(code, state)
    target = io.BytesIO()
    if form == "csv":
        frame.write_csv(target, include_bom=True)
    else:
        frame.write_parquet(target)
    return target.getvalue()


def long(code: str, state: State) -> pl.DataFrame:
    """Return one row a decision: a person, a sitting and a question."""
    rows = []
    for take in state.takes:
        for choice in take.choices.values():
            person = state.people.get(choice.person)
            said = (take.answers or {}).get(choice.seat, {})
            about = {
                "room": code,
                "game": take.game,
                "participant": int(choice.person),
                "name": plain_cell(person.name) if person else "",
                "seat": choice.seat,
                "sitting": take.number,
                "date": to_date(take.day),
                "is_forked": take.is_forked,
                "predicted": choice.predicted,
                "sent_at": choice.at,
            }
            put = [
                each.key for each in QUESTIONS[choice.seat] if each.key in choice.answers or each.key in said
            ]
            rows += [
                {**about, "question": key, "answer": choice.answers.get(key, OWN), "said": said.get(key, OWN)}
                for key in put or [""]
            ]
    return pl.DataFrame(rows, schema=_LONG)


def wide(code: str, state: State) -> pl.DataFrame:
    """Return one row a participant and game, with a column a sitting and question; sittings that stand."""
    rows: list[dict[str, Any]] = []
    columns: dict[str, pl.DataType | type[pl.DataType]] = dict(_WIDE)
    for game in range(1, state.game + 1) or [0]:
        for person in state.people.values():
            row: dict[str, Any] = {
                "room": code,
                "game": game,
                "participant": int(person.id),
                "name": plain_cell(person.name),
                "seat": person.seat,
                "joined_at": person.joined,
            }
            for take in state.takes:
                choice = take.choices.get(person.id)
                if take.game != game or take.is_forked or choice is None:
                    continue
                name = f"sitting_{take.number}"
                columns[f"{name}_predicted"] = pl.Float64
                row |= {"seat": choice.seat, f"{name}_predicted": choice.predicted}
                for question in QUESTIONS[choice.seat]:
                    if question.key in choice.answers:
                        columns[f"{name}_{question.key}"] = pl.String
                        row[f"{name}_{question.key}"] = choice.answers[question.key]
            rows.append(row)
    return pl.DataFrame(rows, schema=columns)


def plain_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_STEERS) else text


_LONG: Final = {
    "room": pl.String,
    "game": pl.Int64,
    "participant": pl.Int64,
    "name": pl.String,
    "seat": pl.String,
    "sitting": pl.Int64,
    "date": pl.Date,
    "is_forked": pl.Boolean,
    "question": pl.String,
    "answer": pl.String,
    "said": pl.String,
    "predicted": pl.Float64,
    "sent_at": pl.Float64,
}

_WIDE: Final = {
    "room": pl.String,
    "game": pl.Int64,
    "participant": pl.Int64,
    "name": pl.String,
    "seat": pl.String,
    "joined_at": pl.Float64,
}
