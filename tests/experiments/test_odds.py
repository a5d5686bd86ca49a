"""Facts about odds: worlds in pieces, shared draw caches, futures of one past, lenses side by side."""

from concurrent.futures import ThreadPoolExecutor
from itertools import islice, pairwise

import numpy as np
import pytest

from kantokuen.agents.view import Array
from kantokuen.experiments.draw_cache import BYTES_OF_A_DRAW, DrawShelf
from kantokuen.experiments.odds import coarse_to_fine, futures, futures_by_period, odds_from, play_in_pieces
from kantokuen.experiments.results import Columns
from kantokuen.experiments.runner import Run, run_worlds
from kantokuen.model.errors import InputError
from kantokuen.model.limits import LENS_NAMES
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.scenario import Scenario

HISTORY = Run(Scenario.load("historical"))
ROOM = 10_000_000


def differing(a: Columns, b: Columns) -> list[str]:
    return [name for name in a | b if not np.array_equal(a[name], b[name])]


def last(pieces: object) -> Columns:
    *_, found = pieces  # type: ignore[misc]
    return found  # type: ignore[no-any-return]


# ---- in pieces


def test_worlds_in_pieces_are_those_of_one_run_bit_for_bit() -> None:
    whole = run_worlds("historical", 90, stances=False).columns
    sizes = []
    for found in play_in_pieces(HISTORY, (40, 30, 20)):
        sizes.append(len(found["outcome"]))
        so_far = {name: values[: sizes[-1]] for name, values in whole.items()}
        assert differing(found, so_far) == []
    assert sizes == [40, 70, 90]


@pytest.mark.parametrize(
    ("lens", "cadence"), [*((lens, "month") for lens in LENS_NAMES), ("politics", "ten-day")]
)
def test_a_warm_shelf_changes_no_bit_through_any_lens(lens: str, cadence: str) -> None:
    shelf = DrawShelf(ROOM)
    last(play_in_pieces(HISTORY, (20, 20), shelf=shelf))
    run = Run(Scenario.load("soviet-collapse"), lens=lens, cadence=cadence, until="1941-12")
    assert differing(last(play_in_pieces(run, (20, 20), shelf=shelf)), last(play_in_pieces(run, (40,)))) == []


def test_nothing_is_played_beyond_the_piece_that_is_asked_for() -> None:
    shelf = DrawShelf(ROOM)
    pieces = play_in_pieces(HISTORY, (10, 10_000_000), shelf=shelf)
    assert len(next(pieces)["outcome"]) == 10
    pieces.close()  # type: ignore[attr-defined]
    assert shelf._held() < 10 * BYTES_OF_A_DRAW * 1000


def test_a_piece_of_no_worlds_is_refused() -> None:
    with pytest.raises(InputError, match="a whole number from 1 to"):
        next(play_in_pieces(HISTORY, (5, 0)))


# ---- the shelf


def test_threads_that_share_a_shelf_play_the_worlds_that_each_would_play_alone() -> None:
    shelf = DrawShelf(ROOM)
    runs = [Run(Scenario.load("historical"), seed=seed, lens=lens) for seed in (1, 2) for lens in LENS_NAMES]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda run: last(play_in_pieces(run, (30, 30), shelf=shelf)), runs))
    alone = [last(play_in_pieces(run, (60,))) for run in runs]
    assert [differing(a, b) for a, b in zip(together, alone, strict=True)] == [[]] * len(runs)


def test_a_draw_in_a_cache_cannot_be_written_to() -> None:
    with DrawShelf(ROOM).lend(1, 0, 3) as draws:
        draws["a draw", 0, 3] = np.zeros(3)
        with pytest.raises(ValueError, match="read-only"):
            draws["a draw", 0, 3] += 1.0


def test_a_shelf_gives_up_the_caches_longest_unused_and_never_holds_more_than_it_may() -> None:
    def draw(worlds: int) -> Array:
        return np.zeros(worlds)

    shelf = DrawShelf(2 * 100 * BYTES_OF_A_DRAW)
    for seed in (1, 2, 1, 3):
        with shelf.lend(seed, 0, 100) as draws:
            draws["a draw", 0, 100] = draw(100)
    with shelf.lend(1, 0, 100) as first, shelf.lend(2, 0, 100) as second:
        assert (len(first), len(second)) == (1, 0)
    with shelf.lend(9, 0, 1000) as draws:
        draws["a draw", 0, 1000] = draw(1000)
    assert shelf._held() == 0


# ---- from a month on


def test_the_odds_from_a_month_on_are_those_of_a_fork() -> None:
    model = HISTORY.model(1, 3)
    for _ in range(4):
        model.step()
    forked = futures(model, 50)
    assert differing(odds_from(HISTORY, 4, 50, world=3), forked) == []
    assert len(forked["outcome"]) == 50
    assert model.period_number == 4


def test_what_is_changed_from_a_month_on_is_changed_in_the_futures_only() -> None:
    refuses = HISTORY.scenario.replace({"emperor.sanction": "refuse"})
    none = OUTCOMES.index("no_mobilisation")
    from_may = odds_from(HISTORY, 2, 60, scenario=refuses)["outcome"]
    from_december = odds_from(HISTORY, 9, 60, scenario=refuses)["outcome"]
    assert np.mean(from_may == none) > 0.5
    assert not np.any(from_december == none)


def test_no_odds_are_left_after_the_last_month() -> None:
    with pytest.raises(InputError, match="nothing is left to play"):
        odds_from(HISTORY, 99, 5)


def test_futures_by_period_are_those_from_each_month_on() -> None:
    found = list(islice(futures_by_period(HISTORY, 12, world=3), 4))
    for period, each in found:
        assert differing(each, odds_from(HISTORY, period, 12, world=3)) == []


def test_there_are_futures_from_every_sitting_on() -> None:
    run = Run(Scenario.load("historical"), until="1941-09")
    assert [period for period, _ in futures_by_period(run, 2)] == [0, 4, 2, 1, 3, 5]


@pytest.mark.parametrize("count", [0, 1, 2, 7, 15, 45])
def test_far_apart_comes_before_between(count: int) -> None:
    order = coarse_to_fine(count)
    assert sorted(order) == list(range(count))
    for early in range(2, count):
        seen = sorted(order[:early])
        assert max((b - a for a, b in pairwise(seen)), default=0) <= 2 * count / early + 1
