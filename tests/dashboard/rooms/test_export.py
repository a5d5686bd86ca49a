"""Export: a room as rows, wide and long, without a secret."""

import io

import polars as pl
import pytest

from kantokuen.dashboard.rooms.bots import seated
from kantokuen.dashboard.rooms.export import COLUMNS, FORMS, SHAPES, exported, long, plain_cell, wide
from kantokuen.dashboard.rooms.service import Room
from kantokuen.model.errors import InputError


@pytest.fixture
def played(room: Room) -> Room:
    """A room in which two sittings were held, the first of them twice."""
    bots = seated(room, 6, 1)
    room.start()
    for bot in bots:
        bot.play(room)
    room.next_sitting()
    room.undo()
    for _ in range(2):
        for bot in bots:
            bot.play(room)
        room.next_sitting()
    return room


def test_a_row_is_a_decision(played: Room) -> None:
    frame = long(played.code, played.state)
    assert set(frame.columns) <= set(COLUMNS)
    stands = frame.filter(~pl.col("is_forked"))
    choices = {(t.number, c.person): c for t in played.state.played for c in t.choices.values()}
    assert stands.select("sitting", "participant").n_unique() == len(choices)
    for row in stands.iter_rows(named=True):
        choice = choices[row["sitting"], str(row["participant"])]
        assert row["predicted"] == choice.predicted
        assert row["answer"] == choice.answers.get(row["question"], "own")
    assert frame["is_forked"].sum() > 0


def test_a_row_is_a_participant(played: Room) -> None:
    frame = wide(played.code, played.state)
    assert frame.height == 6
    assert frame["participant"].to_list() == [1, 2, 3, 4, 5, 6]
    take = played.state.played[1]
    for row in frame.iter_rows(named=True):
        choice = take.choices.get(str(row["participant"]))
        assert row["sitting_2_predicted"] == (choice.predicted if choice else None)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", FORMS)
def test_a_file_holds_no_secret_and_reads_back(played: Room, shape: str, form: str) -> None:
    content = exported(played.code, played.state, shape, form)
    read = pl.read_csv(io.BytesIO(content)) if form == "csv" else pl.read_parquet(io.BytesIO(content))
    assert read.height > 0
    for person in played.state.people.values():
        for secret in (person.recovery, *person.tokens, played.state.key):
            assert secret.encode() not in content
            assert secret not in read.write_json()


def test_a_room_without_people_has_no_rows(room: Room) -> None:
    assert long(room.code, room.state).height == wide(room.code, room.state).height == 0


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x"])
def test_no_name_is_a_formula(room: Room, name: str) -> None:
    room.join(name, "OPS")
    assert plain_cell(name) == f"'{name}"
    assert wide(room.code, room.state)["name"].to_list() == [f"'{name}"]


def test_another_shape_or_form_is_none(room: Room) -> None:
    for shape, form in (("tall", "csv"), ("wide", "xlsx")):
        with pytest.raises(InputError):
            exported(room.code, room.state, shape, form)
