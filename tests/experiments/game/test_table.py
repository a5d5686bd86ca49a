"""A table of several chairs: what they are asked, what they may know, and whose world it is."""

import pytest

from kantokuen.agents.roster import ROSTER
from kantokuen.experiments.game.chair import Chosen, Minuted
from kantokuen.experiments.game.debrief import table_debrief
from kantokuen.experiments.game.game import Game
from kantokuen.experiments.game.questions import OWN, QUESTIONS, SEATS
from kantokuen.experiments.game.table import HOLDERS, Round, Table
from kantokuen.model.errors import InputError
from kantokuen.model.model import KantokuenModel
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario


def a_table(length: int = 8, seed: int = 5) -> Table:
    return Table(Request(Scenario.load("historical"), seed), length=length)


def test_a_table_that_leaves_everything_to_the_offices_plays_the_worlds_of_the_model() -> None:
    days = [each.end for each in a_table().request.periods]
    silent = {
        seat: Chosen(seat, {day: {question.key: OWN for question in QUESTIONS[seat]} for day in days})
        for seat in SEATS
    }
    worlds = [
        KantokuenModel(worlds=30, cadence="ten-day", seed=5, persons=persons)
        for persons in (None, silent, {seat: Minuted(each) for seat, each in silent.items()})
    ]
    for each in worlds:
        each.run()
    first, *others = (each.outcomes for each in worlds)
    assert all(first.equals(other) for other in others)


def test_the_holders_of_a_veto_are_those_of_the_roster() -> None:
    assert set(HOLDERS) == {office for office, kind in ROSTER.items() if kind.has_veto}
    assert len(HOLDERS) == 7


def test_a_game_is_a_table_of_one_chair() -> None:
    game = Game("WAR", Request(Scenario.load("historical"), 7), length=3)
    table = Table(game.request, length=3)
    while (sitting := game.sitting()) is not None:
        found = table.sittings(["WAR"])
        assert found is not None
        assert found.by_seat == {"WAR": sitting}
        answers = {"divisions": "34"} if any(q.key == "divisions" for q, _ in sitting.questions) else {}
        game, table = game.decided(0.5, answers), table.decided(found, {"WAR": answers})
    assert table.sittings(["WAR"]) is None
    assert game.table == table


def test_a_chair_sees_the_same_whoever_else_is_told_about() -> None:
    alone, together = a_table().sittings(["KAH"]), a_table().sittings(SEATS, among=["KAH"])
    assert alone is not None
    assert together is not None
    assert together.by_seat["KAH"] == alone.by_seat["KAH"]
    assert set(together.by_seat) == set(SEATS)


def test_what_one_chair_says_lies_before_the_others_at_the_next_sitting() -> None:
    first = a_table().sittings(SEATS)
    assert first is not None
    refused = {"AGS": {"divisions": "none"}, "WAR": {"divisions": "none"}}
    after = a_table().decided(first, refused).sittings(SEATS)
    left = a_table().decided(first, {}).sittings(SEATS)
    assert after is not None
    assert left is not None
    assert after.by_seat["OPS"].objections != left.by_seat["OPS"].objections
    blamed = {office for each in after.by_seat["OPS"].objections for office in each.offices}
    assert {"AGS", "WAR"} <= blamed
    own = {office for each in after.by_seat["WAR"].objections for office in each.offices}
    assert "WAR" not in own  # nobody is told that he himself objected


def test_a_sitting_that_is_known_is_found_by_its_day() -> None:
    later = a_table().sittings(SEATS, among=["MAB"], day=70.0)
    assert later is None  # the council does not sit on that day
    day = 50.0
    found = a_table().sittings(SEATS, day=day)
    assert found is None or found.day == day


def test_a_sitting_taken_back_is_asked_again() -> None:
    first = a_table().sittings(SEATS)
    assert first is not None
    table = a_table().decided(first, {"OPS": {"draft": "34"}})
    assert table.taken_back() == a_table()
    with pytest.raises(InputError, match="no turn to take back"):
        a_table().taken_back()


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"XXX": {}}, "seat of this sitting"),
        ({"OPS": {"cross": "yes"}}, "question of this sitting"),
        ({"OPS": {"draft": "99"}}, "answer to draft"),
    ],
)
def test_what_is_not_asked_is_not_taken(answers: dict[str, dict[str, str]], fault: str) -> None:
    first = a_table().sittings(SEATS)
    assert first is not None
    with pytest.raises(InputError, match=fault):
        a_table().decided(first, answers)


def test_a_debrief_of_several_chairs_sets_them_against_none() -> None:
    table = a_table(length=2)
    for _ in range(2):
        found = table.sittings(SEATS)
        assert found is not None
        table = table.decided(found, {"AGS": {"divisions": "34"}, "WAR": {"divisions": "34"}})
    looked = table_debrief(table, SEATS, worlds=60)
    assert [each.day for each in looked.held] == [each.day for each in table.rounds]
    assert set(looked.held[0].by_seat) == set(SEATS)
    assert looked.changed[0].moved["share"] > 0.0
    empty = table_debrief(Table(table.request, length=2), SEATS, worlds=20)
    assert empty.parts_on is None
    assert empty.changed[0].moved["share"] == 0.0


def test_a_table_whose_sitting_lies_on_no_day_of_the_council_cannot_be_looked_back_upon() -> None:
    with pytest.raises(ValueError, match="is of no sitting"):
        table_debrief(Table(a_table().request, rounds=(Round(3.0, {}),)), SEATS, worlds=5)
