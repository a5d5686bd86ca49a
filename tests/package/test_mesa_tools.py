"""Mesa's own tools run on the model: batch runs, the data collector, the visual page, pickling."""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import mesa
import numpy as np
import pytest

from kantokuen.agents.faction import Faction
from kantokuen.agents.foreign import Power
from kantokuen.agents.roster import OFFICES
from kantokuen.experiments.analyses.compare import compare
from kantokuen.experiments.runner import run_worlds
from kantokuen.model.model import DEFAULT_SEED, KantokuenModel
from kantokuen.model.reporters import REPORTERS

MONTHS = 4
UNTIL = "1941-07"
TAKES_RNG = hasattr(mesa.Model, "run_for")
"""From 3.5 on a batch run has a list of seeds of its own, ``rng``, and sets ``seed`` by it."""


@pytest.fixture
def _start_method() -> Iterator[None]:
    """Undo what Mesa's batch run sets for the whole process."""
    before = multiprocessing.get_start_method(allow_none=True)
    yield
    multiprocessing.set_start_method(before, force=True)


def batch(parameters: dict[str, Any], **arguments: Any) -> list[dict[str, Any]]:
    """Return the rows of a batch run in the order of its runs."""
    rows = mesa.batch_run(KantokuenModel, {"until": UNTIL, **parameters}, display_progress=False, **arguments)
    return sorted(rows, key=lambda row: (row["RunId"], row["Step"]))


def collected(seed: int) -> list[float]:
    """Return the Soviet divisions that the collector of a run has kept, by month."""
    model = KantokuenModel(seed=seed, until=UNTIL)
    model.run()
    kept = model.datacollector.get_model_vars_dataframe()["soviet_divisions"]
    return [float(each) for each in kept]


# batch runs


@pytest.mark.usefixtures("_start_method")
def test_seeds_among_the_parameters_give_different_worlds_under_the_name_rng() -> None:
    rows = batch({"rng": [1, 2]})
    assert [row["soviet_divisions"] for row in rows] == [collected(1)[-1], collected(2)[-1]]
    assert rows[0]["soviet_divisions"] != rows[1]["soviet_divisions"]


@pytest.mark.usefixtures("_start_method")
@pytest.mark.skipif(TAKES_RNG, reason="Mesa 3.5 sets the parameter 'seed' itself, from its own list of seeds")
def test_seeds_among_the_parameters_give_different_worlds_under_the_name_seed() -> None:
    rows = batch({"seed": [1, 2]})
    assert [row["soviet_divisions"] for row in rows] == [collected(1)[-1], collected(2)[-1]]


@pytest.mark.usefixtures("_start_method")
@pytest.mark.skipif(not TAKES_RNG, reason="Mesa before 3.5 has no list of seeds for a batch run")
def test_the_seeds_of_a_batch_run_give_different_worlds() -> None:
    rows = batch({}, rng=[1, 2])
    assert [row["soviet_divisions"] for row in rows] == [collected(1)[-1], collected(2)[-1]]


@pytest.mark.usefixtures("_start_method")
def test_a_batch_run_keeps_every_month_and_reaches_the_last() -> None:
    rows = batch({"rng": [1]}, data_collection_period=1)
    assert len(rows) == MONTHS
    assert [row["soviet_divisions"] for row in rows] == collected(1)


@pytest.mark.usefixtures("_start_method")
def test_scenarios_lenses_and_cadences_can_be_swept_by_a_batch_run() -> None:
    rows = batch(
        {
            "scenario": ["historical", "soviet-far-east-halved"],
            "lens": ["politics", "mean"],
            "worlds": 8,
            "rng": 1,
        }
    )
    assert len(rows) == 4
    by_scenario = {row["scenario"]: row["soviet_divisions"] for row in rows}
    assert by_scenario["soviet-far-east-halved"] < by_scenario["historical"]


# the data collector


def test_the_collector_has_a_row_for_each_month_and_a_column_for_each_reporter() -> None:
    model = KantokuenModel(worlds=6, seed=1, until=UNTIL)
    model.run()
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(REPORTERS)
    assert len(frame) == MONTHS
    assert np.isfinite(frame.to_numpy(dtype=float)).all()
    assert frame["soviet_divisions"].iloc[-1] == pytest.approx(model.world.far_east.divisions.mean())


def test_reporters_change_nothing_in_the_model_they_look_at() -> None:
    watched, alone = (KantokuenModel(worlds=6, seed=1, until=UNTIL) for _ in range(2))
    while watched.running:
        for reporter in REPORTERS.values():
            assert reporter(watched) == reporter(watched)
        watched.step()
    alone.run()
    assert (watched.offices["AGS"].net == alone.offices["AGS"].net).all()


# a Mesa model


def test_every_office_and_every_power_is_an_agent_of_the_model() -> None:
    model = KantokuenModel()
    assert set(model.offices.values()) <= set(model.agents)
    assert sum(isinstance(each, Faction) for each in model.agents) == len(OFFICES)
    assert sum(isinstance(each, Power) for each in model.agents) == 6


def test_a_model_stops_by_itself_and_a_further_step_does_nothing() -> None:
    model = KantokuenModel(until=UNTIL)
    model.run()
    before = model.offices["AGS"].net.copy()
    assert not model.running
    model.step()
    assert len(model.record.periods) == MONTHS
    assert (model.offices["AGS"].net == before).all()


def test_no_name_of_the_model_is_one_that_a_newer_mesa_keeps_for_itself() -> None:
    kept = {"scenario", "time", "batch", "observe", "notify", "data_registry", "observables", "subscribers",
            "suppress", "unobserve", "run_for", "run_until", "schedule_event", "schedule_recurring",
            "clear_all_subscriptions", "agent_id_counter"}  # fmt: skip
    model = KantokuenModel()
    own = (set(vars(KantokuenModel)) | set(vars(model))) - set(vars(mesa.Model(rng=1))) - set(dir(mesa.Model))
    assert own & kept == set()


def test_a_pickled_model_goes_on_as_the_original_does() -> None:
    model = KantokuenModel(worlds=5, seed=3)
    for _ in range(MONTHS):
        model.step()
    copy = pickle.loads(pickle.dumps(model))  # noqa: S301  (our own bytes)
    model.run()
    copy.run()
    assert (copy.world.outcome_codes == model.world.outcome_codes).all()
    for office, seated in model.offices.items():
        assert (copy.offices[office].net == seated.net).all()
    assert len(copy.agents) == len(model.agents)


def living_models() -> int:
    """Return how many models the garbage collector leaves.

    A type is asked, not an object: a proxy of something that is gone cannot be asked what it is.
    """
    gc.collect()
    return sum(issubclass(type(each), KantokuenModel) for each in gc.get_objects())


def made_in_a_loop() -> None:
    for seed in range(10):
        KantokuenModel(seed=seed, until=UNTIL).step()


def forked() -> None:
    trunk = KantokuenModel(seed=1, until=UNTIL)
    trunk.step()
    trunk.fork(3).run()
    trunk.fork(1, keep_chance=True).run()


def run_again_and_again() -> None:
    for _ in range(10):
        run_worlds(worlds=2, until="1941-04")


def joined_by_an_agent_of_the_user() -> None:
    model = KantokuenModel(seed=1, until=UNTIL)
    mesa.Agent(model)
    model.step()


def compared() -> None:
    compare("historical", "no-oil-embargo", 2, until="1941-04")


@pytest.mark.parametrize(
    "use", [made_in_a_loop, forked, run_again_and_again, joined_by_an_agent_of_the_user, compared]
)
def test_a_model_that_nobody_holds_is_given_up(use: Callable[[], None]) -> None:
    before = living_models()
    use()
    assert living_models() == before


def test_a_model_that_was_released_is_gone_at_once() -> None:
    model = KantokuenModel(seed=1)
    of_it = weakref.ref(model.offices["AGS"])
    gc.disable()
    try:
        model.release()
        assert of_it() is None
    finally:
        gc.enable()


def test_agents_are_numbered_from_one_and_no_number_comes_twice() -> None:
    model = KantokuenModel(seed=1)
    first = len(model.agents) + 1
    added = [mesa.Agent(model)]
    added[0].remove()
    added.append(mesa.Agent(pickle.loads(pickle.dumps(model))))  # noqa: S301  (our own bytes)
    added.append(mesa.Agent(model))
    assert [each.unique_id for each in model.agents] == [*range(1, first), first + 1]
    assert [each.unique_id for each in added] == [first, first + 1, first + 1]


# no seed


def test_a_model_without_a_seed_has_one_drawn_for_it_and_tells_it() -> None:
    models = [KantokuenModel(until=UNTIL), KantokuenModel(seed=None, until=UNTIL)]
    assert len({DEFAULT_SEED, *(each.seed for each in models)}) == 3
    again = KantokuenModel(seed=models[0].seed, until=UNTIL)
    assert (again.world.values["germany.pace"] == models[0].world.values["germany.pace"]).all()
    assert (models[1].world.values["germany.pace"] != models[0].world.values["germany.pace"]).all()


@pytest.mark.usefixtures("_start_method")
def test_the_replicates_of_a_batch_run_differ_and_their_rows_tell_the_seeds() -> None:
    arguments: dict[str, Any] = {"rng": [None] * 4} if TAKES_RNG else {"iterations": 4}
    rows = batch({}, **arguments)
    seeds = [row["seed"] for row in rows]
    assert len(set(seeds)) == len({row["ripeness"] for row in rows}) == 4
    assert [row["soviet_divisions"] for row in rows] == [collected(seed)[-1] for seed in seeds]


def test_a_run_of_worlds_without_a_seed_has_the_default_one() -> None:
    found = run_worlds(worlds=2, until="1941-04")
    assert found.seed == DEFAULT_SEED
    same = KantokuenModel(worlds=2, seed=DEFAULT_SEED, until="1941-04")
    assert (found.columns["germany.pace"] == same.world.values["germany.pace"]).all()


# the visual page


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Mesa's page for the model, rendered without a browser; steps and resets as a click would."""
    monkeypatch.setenv("SOLARA_TELEMETRY_MIXPANEL_ENABLE", "false")
    import solara
    from mesa.visualization import SolaraViz, make_plot_component

    first = KantokuenModel(worlds=8, seed=1)
    shown = solara.reactive(first)
    sliders = {
        "seed": {"type": "InputText", "value": 1, "label": "Seed"},
        "worlds": 8,
        "lens": {"type": "Select", "value": "politics", "values": ["politics", "mean"], "label": "Lens"},
    }
    element = SolaraViz(
        shown,
        components=[make_plot_component("soviet_divisions"), make_plot_component("ripeness")],
        model_params=sliders,
        name="Kantokuen",
    )
    _, rendered = solara.render(solara.AppLayout(children=[element]), handle_error=False)
    yield rendered, shown
    rendered.close()


def click(rendered: Any, label: str) -> None:
    import ipyvuetify

    found = [each for each in rendered.find(ipyvuetify.Btn).widgets if label in (each.children or [])]
    assert len(found) == 1, f"{len(found)} buttons are called {label}"
    found[0].click()


def test_mesas_page_shows_the_model_and_its_buttons_step_and_reset_it(page: Any) -> None:
    rendered, shown = page
    assert shown.value.period_number == 0
    click(rendered, "Step")
    click(rendered, "Step")
    assert shown.value.period_number == 2
    assert len(shown.value.datacollector.get_model_vars_dataframe()) == 2
    click(rendered, "Reset")
    assert shown.value.period_number == 0
    assert shown.value.worlds == 8
