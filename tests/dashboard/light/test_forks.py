"""Turns that are taken back: what a link keeps of them, and how they are drawn."""

import pytest

from kantokuen.dashboard.light.forks import FORK, Fork, path_picture, read_forks, taken_back
from kantokuen.experiments.game.table import MOST_TURNS


def test_forks_come_back_from_the_link_in_which_they_are_kept() -> None:
    forks = (Fork(3, 5), Fork(2, 2))
    assert read_forks([("seed", "1"), *(each.entry for each in forks)]) == forks


@pytest.mark.parametrize("text", ["", "3", "5-3", "0-1", f"1-{MOST_TURNS + 1}", "-1-2", "٣-٥", "1-2-3"])
def test_what_is_no_fork_is_left_out(text: str) -> None:
    assert read_forks([(FORK, text)]) == ()


def test_turns_taken_back_in_a_row_leave_one_history() -> None:
    first = taken_back((), 5)
    assert first == (Fork(5, 5),)
    assert taken_back(first, 4) == (Fork(4, 5),)


def test_a_turn_taken_back_after_another_was_played_leaves_a_second_history() -> None:
    assert taken_back((Fork(4, 5),), 6) == (Fork(4, 5), Fork(6, 6))


def test_a_link_keeps_no_more_forks_than_it_reads() -> None:
    forks: tuple[Fork, ...] = ()
    for _ in range(60):
        forks = taken_back(forks, 2)
        forks = taken_back(forks, 5)
    assert read_forks(each.entry for each in forks) == forks
    assert len(forks) < 20


def test_the_picture_has_a_dot_for_each_turn_and_for_each_that_was_left() -> None:
    drawn = path_picture(2, 8, (Fork(3, 5),), "title", "desc")
    assert drawn.count("<circle") == 8 + 3
    assert drawn.count('class="stop done"') == 2
    assert drawn.count('class="stop now"') == 1
    assert drawn.count('class="stop left"') == 3
