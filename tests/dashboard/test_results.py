"""Results are those of the engine, kept for all, bounded, and given up when nobody wants them."""

import gc
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
import pytest

from kantokuen.dashboard import results
from kantokuen.dashboard.results import (
    Odds,
    by_turns,
    few_odds,
    first_odds,
    in_common,
    playback_of,
    refined_odds,
)
from kantokuen.dashboard.state import Question
from kantokuen.experiments.draw_cache import DrawShelf
from kantokuen.experiments.odds import odds_from
from kantokuen.experiments.runner import run_worlds
from kantokuen.experiments.summary import shares
from kantokuen.model.outcome import DATES, OUTCOMES
from kantokuen.model.scenario import Scenario
from tests.support.links import at_link


def asked(query: str) -> Question:
    return at_link(query).question


def compared(query: str) -> Question:
    return at_link(query).compared


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small results, and none from another test."""
    monkeypatch.setattr(results, "FIRST_WORLDS", 50)
    monkeypatch.setattr(results, "_PIECE", 100)
    monkeypatch.setattr(results, "_FUTURES", (20, 60))
    monkeypatch.setattr(results, "_CACHE", results._Cache(3))


def always() -> bool:
    return True


def count(monkeypatch: pytest.MonkeyPatch, name: str) -> list[tuple[Any, ...]]:
    """Let a function of the engine write down how it is called."""
    calls: list[tuple[Any, ...]] = []
    real = getattr(results, name)

    def counted(*given: Any, **named: Any) -> Any:
        calls.append(given)
        return real(*given, **named)

    monkeypatch.setattr(results, name, counted)
    return calls


# ---- odds --------------------------------------------------------------------------------------------


def test_a_first_answer_is_refined_by_more_worlds_of_the_same_kind() -> None:
    question = asked("seed=11")
    first = first_odds(question)
    better = list(refined_odds(question, 400, always))
    assert [each.worlds for each in (first, *better)] == [50, 50, 150, 250, 350, 400]
    for each in better:
        np.testing.assert_array_equal(each.columns["outcome"][:50], first.columns["outcome"])
    intervals = [each.attack["high"] - each.attack["low"] for each in (first, better[-1])]
    assert intervals[1] < intervals[0]


def test_the_worlds_are_those_of_the_engine() -> None:
    *_, odds = refined_odds(asked("germany.pace=1.2&seed=11&lens=rational"), 130, always)
    warm = Scenario.load("historical").replace({"germany.pace": 1.2})
    expected = run_worlds(warm, 130, seed=11, lens="rational").outcomes
    codes = odds.column("outcome").astype(int)
    assert [OUTCOMES[code] for code in codes] == expected["outcome"].cast(pl.String).to_list()
    np.testing.assert_allclose(odds.column("divisions_peak"), expected["divisions_peak"], rtol=1e-6)
    assert odds.attack["share"] == pytest.approx(np.mean([OUTCOMES[code] == OUTCOMES[0] for code in codes]))
    assert all(odds.column(name).shape == (130,) for name in DATES)


def test_an_answer_that_is_known_is_given_again() -> None:
    question = asked("seed=12")
    *_, best = refined_odds(question, 200, always)
    assert first_odds(question) is best
    assert list(refined_odds(question, 200, always)) == [best]
    assert list(refined_odds(question, 100, always)) == [best]


def test_a_better_answer_is_not_replaced_by_a_worse_one() -> None:
    question = asked("seed=13")
    pieces = refined_odds(question, 300, always)
    best = [next(pieces) for _ in range(3)][-1]
    pieces.close()  # type: ignore[attr-defined]
    again = list(refined_odds(question, 300, always))
    assert min(each.worlds for each in again) == best.worlds
    assert again[-1].worlds == 300


def test_no_more_odds_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = [asked(f"seed={seed}") for seed in range(4)]
    found = [first_odds(each) for each in questions[:3]]
    assert first_odds(questions[0]) is found[0]
    first_odds(questions[3])
    calls = count(monkeypatch, "play_in_pieces")
    assert first_odds(questions[0]) is found[0]  # asked for more lately than the second
    assert first_odds(questions[1]) is not found[1]
    assert len(calls) == 1


def test_what_is_kept_is_small() -> None:
    odds = first_odds(asked("seed=14"))
    assert sum(each.nbytes for each in odds.columns.values()) == 50 * 4 * (4 + len(DATES))
    assert results._ODDS_KEPT * len(results._COLUMNS) * 4 * 50_000 < 100_000_000
    assert results._playback.cache_info().maxsize == results._PLAYBACKS_KEPT <= 100
    assert isinstance(results.SHELF, DrawShelf)
    assert results.SHELF._held() <= results.SHELF.most_bytes <= 200_000_000


def test_few_odds_are_as_many_as_first_ones_whatever_is_known_and_kept_for_all() -> None:
    question = asked("seed=22&ensemble=june-1941")
    (few,) = few_odds(question, always)
    assert few is first_odds(question)
    assert few.worlds == 50
    assert list(refined_odds(question, 200, always))[-1].worlds == 200
    (again,) = few_odds(question, always)
    np.testing.assert_array_equal(again.column("outcome"), few.column("outcome"))
    assert again.outcomes == few.outcomes
    assert list(few_odds(asked("seed=23"), lambda: False)) == []


# ---- forks -------------------------------------------------------------------------------------------


def test_a_fork_is_answered_by_futures_of_its_world_first_few_then_more() -> None:
    question = asked("fork=1941-07-31&fork.navy.backs_north=true&seed=11&world=2")
    first = first_odds(question)
    (better,) = refined_odds(question, 50_000, always)
    assert (first.worlds, better.worlds) == (20, 60)
    expected = odds_from(question.request, 4, 60, world=2, scenario=question.later)
    np.testing.assert_array_equal(better.column("outcome"), expected["outcome"])
    assert list(refined_odds(question, 50_000, always)) == [better]


def test_the_two_sides_of_a_fork_differ_by_what_is_changed() -> None:
    query = "fork=1941-06-30&fork.germany.pace=3.0&fork.soviet.resilience=0.5&seed=11"
    one, other = first_odds(asked(query)), first_odds(compared(query))
    assert one is not other
    assert one.worlds == other.worlds
    same = "fork=1941-06-30&seed=11"
    assert first_odds(asked(same)) is first_odds(compared(same)) is other


# ---- stopping ----------------------------------------------------------------------------------------


def test_nothing_is_played_for_those_who_have_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = count(monkeypatch, "play_in_pieces")
    assert list(refined_odds(asked("seed=15"), 400, lambda: False)) == []
    assert list(refined_odds(asked("seed=15&fork=1941-07-31"), 400, lambda: False)) == []
    assert calls == []


def test_work_stops_between_the_pieces_and_keeps_what_was_found() -> None:
    question = asked("seed=16")
    wanted = iter([True, True, False])
    found = list(refined_odds(question, 400, lambda: next(wanted)))
    assert [each.worlds for each in found] == [50, 150]
    assert first_odds(question) is found[-1]
    another = list(refined_odds(asked("seed=17"), 60, always))  # whoever stops lets the next one in
    assert [each.worlds for each in another] == [50, 60]


def test_work_that_is_dropped_half_way_does_not_hold_up_another() -> None:
    dropped = refined_odds(asked("seed=18"), 400, always)
    next(dropped)
    del dropped
    gc.collect()
    assert len(list(refined_odds(asked("seed=19"), 150, always))) == 2


def test_many_visitors_asking_at_once_get_one_answer_each() -> None:
    found: dict[int, Odds] = {}

    def session(seed: int) -> None:
        odds = first_odds(asked(f"seed={seed % 3}"))
        for odds in refined_odds(asked(f"seed={seed % 3}"), 150, always):  # noqa: B007  (the last counts)
            pass
        found[seed] = odds

    threads = [threading.Thread(target=session, args=(seed,)) for seed in range(9)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [found[seed].worlds for seed in range(9)] == [150] * 9
    for seed in range(9):
        np.testing.assert_array_equal(found[seed].column("outcome"), found[seed % 3].column("outcome"))


# ---- one world ---------------------------------------------------------------------------------------


@pytest.fixture
def no_playbacks() -> Iterator[None]:
    results._playback.cache_clear()
    yield
    results._playback.cache_clear()


@pytest.mark.usefixtures("no_playbacks")
def test_a_world_is_played_once_for_all_who_look_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = count(monkeypatch, "play")
    one = playback_of(asked("seed=20"))
    assert playback_of(asked("seed=20&moment=1942-01-31&language=ja")) is one
    assert playback_of(asked("seed=20&world=1")) is not one
    assert len(calls) == 2


@pytest.mark.usefixtures("no_playbacks")
def test_a_world_is_not_played_again_because_its_fork_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = count(monkeypatch, "play")
    for fork in ("", "&fork=1941-06-30&fork.germany.pace=1.4", "&fork=1941-07-31&fork.germany.pace=1.4"):
        playback_of(compared(f"seed=20{fork}"))
    assert len(calls) == 1


def test_two_histories_are_compared_over_the_worlds_that_both_have_played() -> None:
    much = list(refined_odds(asked("seed=21"), 200, always))[-1]
    little = first_odds(asked("seed=21&germany.pace=1.0001"))
    now, then = in_common(little, much)
    assert now is little
    assert then.worlds == little.worlds == 50
    np.testing.assert_array_equal(then.column("outcome"), much.column("outcome")[:50])
    assert then.attack == shares(then.column("outcome"))["attack_1941"]


def test_long_work_is_played_by_turns_to_its_end() -> None:
    assert list(by_turns(iter([1, 2, 3]), lambda: True)) == [1, 2, 3]


def test_nothing_is_played_for_those_who_have_gone_on() -> None:
    played = []

    def pieces() -> Iterator[int]:
        for number in range(10):
            played.append(number)
            yield number

    answers = iter([True, True, False, True])
    assert list(by_turns(pieces(), lambda: next(answers))) == [0, 1]
    assert list(by_turns(pieces(), lambda: False)) == []
    assert played == [0, 1]
    refused = refined_odds(asked("seed=77"), 2_000, lambda: False)
    assert list(refused) == []
