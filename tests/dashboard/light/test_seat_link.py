"""The link of a game: what it keeps."""

import json

import pytest

from kantokuen.dashboard.light.seat_link import game_at, link_of
from kantokuen.experiments.game.keeping import as_data, game_of
from kantokuen.model.errors import InputError


def test_a_game_of_another_world_keeps_it_in_its_link() -> None:
    saved = as_data(game_at("OPS", "seed=5"))
    game = game_of(json.dumps({**saved, "world": 7}), "file")
    assert game_at("OPS", link_of(game)) == game
    assert "world" not in link_of(game_at("OPS", "seed=5"))


def test_a_world_that_cannot_be_played_is_told_when_the_file_is_read() -> None:
    saved = as_data(game_at("OPS", "seed=5"))
    with pytest.raises(InputError, match="world"):
        game_of(json.dumps({**saved, "world": 10**18 * 5}), "file")
