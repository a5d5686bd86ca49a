"""Facts about forks: one past, many futures."""

from datetime import date

import numpy as np
import pytest

from kantokuen.model.errors import InputError
from kantokuen.model.model import DEFAULT_SEED, KantokuenModel
from kantokuen.model.scenario import Scenario
from tests.support.scenes import arrays, differing, ending, model, ran


def after(steps: int, worlds: int = 5, **arguments: object) -> KantokuenModel:
    started = model(worlds, **arguments)  # type: ignore[arg-type]
    for _ in range(steps):
        started.step()
    return started


def finished(some: KantokuenModel) -> KantokuenModel:
    some.run()
    return some


@pytest.mark.parametrize("steps", [0, 1, 4, 9, 14])
@pytest.mark.parametrize("world", [0, 3])
def test_a_fork_that_keeps_its_chance_becomes_what_would_have_come(steps: int, world: int) -> None:
    trunk = after(steps)
    branch = finished(trunk.fork(1, world=world, keep_chance=True))
    expected = {name: values[..., world : world + 1] for name, values in ending(finished(trunk)).items()}
    assert differing(ending(branch), expected) == []
    assert branch.offices["AGS"].net[0] == trunk.offices["AGS"].net[world]


def test_a_fork_that_keeps_its_chance_does_so_on_the_finer_cadence_and_anywhere_in_the_worlds() -> None:
    trunk = after(13, first_world=10, cadence="ten-day", until="1941-12")
    branch = finished(trunk.fork(1, world=2, keep_chance=True))
    expected = {name: values[..., 2:3] for name, values in ending(finished(trunk)).items()}
    assert differing(ending(branch), expected) == []


def test_a_fork_of_a_fork_that_keeps_its_chance_becomes_what_would_have_come() -> None:
    futures = after(2).fork(6, world=1)
    futures.step()
    branches = [finished(futures.fork(1, world=world, keep_chance=True)) for world in range(6)]
    finished(futures)
    for world, branch in enumerate(branches):
        assert branch.world.german_war.resilience[0] == futures.world.german_war.resilience[world]
        expected = {name: values[..., world : world + 1] for name, values in ending(futures).items()}
        assert differing(ending(branch), expected) == []


def test_forking_leaves_the_trunk_as_it_was() -> None:
    trunk = after(4)
    finished(trunk.fork(20, world=2))
    assert differing(ending(finished(trunk)), ending(ran(5))) == []


def test_forking_after_a_change_of_persons_leaves_models_made_later_as_they_would_be() -> None:
    before = ending(ran(5))
    finished(after(9, worlds=40).fork(3, world=17))
    assert differing(ending(ran(5)), before) == []


@pytest.mark.parametrize("steps", [3, 7])
def test_all_futures_share_the_past(steps: int) -> None:
    trunk = after(steps)
    futures = trunk.fork(40, world=2)
    # what differs between worlds is drawn anew, also where Washington reads it
    anew = ("_left", "resilience", ".index", "us_resolve", "us_terms", "china_weight")
    past = dict(arrays(trunk.world))
    for name, future in arrays(futures.world):
        if (not name.startswith(".values") and not name.endswith(anew)) or "minister" in name:
            assert (future == past[name][..., 2:3]).all(), name
    assert futures.period_number == steps


def test_the_persons_of_the_past_sit_on_in_every_future() -> None:
    """Their temper is drawn once a world: what they think of a sitting differs by what it brings alone."""
    trunk = after(
        5, levers={"intelligence.noise": 0.0, "intelligence.front_noise": 0.0, "worlds.spread": 1.0}
    )
    futures, own = trunk.fork(30, world=3), trunk.fork(1, world=3, keep_chance=True)
    assert np.ptp(futures.offices["OPS"].temper.stance) == 0.0
    for each in (futures, own):
        each.step()
    parts = [each.offices["OPS"].contributions["north"]["disposition"] for each in (futures, own)]
    assert (parts[0] == parts[1]).all()


def test_the_futures_part_from_each_other() -> None:
    futures = finished(after(3).fork(60))
    assert len(np.unique(futures.offices["AGS"].mind.soviet_divisions)) == 60
    assert len(np.unique(futures.world.values["germany.pace"])) == 60


def test_what_has_happened_stays_happened_in_every_future() -> None:
    trunk = after(6, worlds=40)
    mobilised = int(np.argmax(trunk.world.council.mobilise_day < np.inf))
    assert trunk.world.council.mobilise_day[mobilised] < np.inf
    futures = finished(trunk.fork(30, world=mobilised))
    assert (futures.world.council.mobilise_day == trunk.world.council.mobilise_day[mobilised]).all()


def test_the_same_fork_gives_the_same_futures_and_another_seed_gives_others() -> None:
    trunk = after(3)
    one, same, other = (finished(trunk.fork(20, seed=seed)) for seed in (7, 7, 8))
    assert differing(ending(one), ending(same)) == []
    assert differing(ending(one), ending(other)) != []


def test_futures_of_two_worlds_and_of_two_periods_have_chances_of_their_own() -> None:
    trunk = after(3)
    first, second = trunk.fork(20, world=0), trunk.fork(20, world=1)
    trunk.step()
    later = trunk.fork(20, world=0)
    draws = [each.streams.uniform("freeze") for each in (trunk.fork(20), first, second, later)]
    assert (draws[0] == draws[3]).all()
    assert len(np.unique(draws[1:])) == 60


def test_in_every_future_the_soviet_regime_can_bear_what_it_has_borne() -> None:
    trunk = after(7, worlds=64)
    war, values = trunk.world.german_war, trunk.world.values
    hardest = int(np.argmax(np.where(war.has_collapsed, 0.0, war.pressed(values))))
    futures = trunk.fork(200, world=hardest)
    assert (
        futures.world.german_war.resilience > futures.world.german_war.pressed(futures.world.values)
    ).all()


def test_from_a_fork_on_another_scenario_may_hold() -> None:
    trunk = after(3)
    calm = Scenario.load("historical").replace(
        {"sanctions.freeze": "never", "sanctions.oil_embargo": "never"}
    )
    usual, changed = (finished(trunk.fork(80, scenario=each)) for each in (None, calm))
    assert (changed.world.sanctions.freeze_day == np.inf).all()
    assert (usual.world.sanctions.freeze_day < np.inf).any()


def test_a_change_of_one_lever_from_a_fork_on_changes_nothing_before_it_acts() -> None:
    trunk = after(3, cadence="ten-day")
    late = trunk.request.scenario.replace({"germany.moscow_falls": date(1942, 6, 30)})
    one, other = trunk.fork(6, scenario=late), trunk.fork(6, scenario=trunk.request.scenario.replace({}))
    for _ in range(5):
        one.step()
        other.step()
    assert (one.offices["AGS"].net == other.offices["AGS"].net).all()


@pytest.mark.parametrize("world", [-1, 5])
def test_a_world_that_is_not_there_cannot_be_forked(world: int) -> None:
    with pytest.raises(InputError, match="0 to 4"):
        after(1).fork(3, world=world)


def test_chance_can_be_kept_for_one_future_only() -> None:
    with pytest.raises(InputError, match="one future"):
        after(1).fork(3, keep_chance=True)


def test_a_model_that_has_run_to_its_end_cannot_be_forked() -> None:
    model = KantokuenModel(worlds=2, seed=DEFAULT_SEED, until="1941-04")
    model.run()
    with pytest.raises(InputError, match="nothing is left to play"):
        model.fork(3)
