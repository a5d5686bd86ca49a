"""Facts about the world: it is the whole state, and some of its worlds can be taken out of it."""

import numpy as np
import pytest

from kantokuen.agents.roster import OFFICES
from kantokuen.model.world import World
from tests.support.scenes import arrays, differing, ending, model


def played(steps: int, worlds: int = 6) -> World:
    made = model(worlds)
    for _ in range(steps):
        made.step()
    return made.world


def state(world: World) -> dict[str, object]:
    return {
        name: np.broadcast_to(each, (*each.shape[:-1], len(world))).copy() for name, each in arrays(world)
    }


@pytest.mark.parametrize("index", [[4], [0, 0, 0], [5, 1, 3], [2, 2, 5, 0]])
@pytest.mark.parametrize("steps", [0, 6])
def test_what_is_taken_is_each_world_as_it_was_in_the_order_of_the_index(
    index: list[int], steps: int
) -> None:
    world = played(steps)
    some = world.take(np.array(index))
    assert len(some) == len(index)
    assert differing(state(some), {name: each[..., index] for name, each in state(world).items()}) == []
    assert some.today == world.today


def test_nothing_is_shared_with_what_is_taken() -> None:
    world = played(6)
    before = state(world)
    some = world.take(np.arange(6))
    for _, each in arrays(some):
        each[...] = 0
    assert differing(state(world), before) == []


def test_one_world_can_be_taken_many_times() -> None:
    many = played(3, worlds=1).take(np.zeros(5, dtype=np.int64))
    assert many.table.appraisal.net.shape == (len(OFFICES), 5)
    assert (many.far_east.divisions == many.far_east.divisions[0]).all()


@pytest.mark.parametrize("worlds", [1, 6])
def test_a_world_that_is_not_there_cannot_be_taken(worlds: int) -> None:
    world = played(1, worlds)
    with pytest.raises(IndexError, match="out of bounds"):
        world.take(np.array([0, worlds]))


def test_a_model_goes_on_from_a_world_that_was_taken_as_it_would_have_gone_on() -> None:
    """What a step changes stands in the World alone: with nothing else handed over, the end is the same."""
    usual, resumed = model(6), model(6)
    for _ in range(5):
        usual.step()
    resumed._begin_at(usual.world.take(np.arange(6)), 5)
    usual.run()
    resumed.run()
    assert differing(ending(resumed), ending(usual)) == []
