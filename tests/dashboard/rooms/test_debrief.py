"""The debrief of a class: its predictions, and the table with it and without it."""

import json

import pytest

from kantokuen.dashboard.rooms import telling
from kantokuen.dashboard.rooms.bots import HABITS, seated
from kantokuen.dashboard.rooms.debrief import binned
from kantokuen.dashboard.rooms.service import Room
from kantokuen.model.text.words import Words


def test_predictions_lie_in_bins_and_each_is_counted_once() -> None:
    found = binned([0.0, 0.05, 0.1, 0.5, 0.9, 1.0], came=True)
    assert [(each.low, each.high, each.count, each.came) for each in found] == [
        (0.0, 0.1, 2, 1.0),
        (0.1, 0.3, 1, 1.0),
        (0.5, 0.7, 1, 1.0),
        (0.9, 1.0, 2, 1.0),
    ]
    assert binned([], came=False) == ()


def test_a_class_is_scored_by_all_that_it_predicted(room: Room) -> None:
    bots = seated(room, 5, 2)
    assert [each.habit for each in bots] == list(HABITS)
    room.start()
    said = []
    while not room.state.is_over:
        said += [bot.believes for bot in bots if bot.play(room)]
        room.next_sitting()
    found = room.wait_for_debrief(120.0)
    assert found is not None
    came = found.found.is_attack
    assert found.brier == pytest.approx(sum((each - came) ** 2 for each in said) / len(said))
    assert sorted(value for each in found.predicted for value in each.values) == sorted(said)
    assert sum(each.count for each in found.bins) == len(said)
    assert next(each.sent for each in found.participants) == 3
    data = telling.as_data(found)
    assert json.loads(json.dumps(data)) == data
    assert data["seed"] == room.state.seed
    for language in ("en", "ja"):
        words = Words.of(language)
        lines = [
            *telling.how_it_ended(found, words),
            *telling.scored(found, words),
            *(telling.changed(each, words) for each in found.found.changed),
            *(telling.predicted(found, n, words) for n in range(3)),
            *(line for n in range(3) for line in telling.said(found, n, words)),
            telling.replay(found, words),
        ]
        assert all(lines)


def test_the_same_seed_gives_the_same_scripted_class(room: Room) -> None:
    bots = seated(room, 4, 9)
    room.start()
    seen = room.student(bots[3].joined.token).sitting
    assert seen is not None
    first = [bot.answers(seen) for bot in bots]
    again = [
        type(bot)(bot.habit, bot.joined, type(bot.chance)(type(bot.chance.bit_generator)(1))) for bot in bots
    ]
    assert [bot.answers(seen) for bot in again][:3] == first[:3]
