"""Facts about grids: a measure over two levers, played in memory."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from kantokuen.experiments.analyses.grid import Y_VALUES, PhaseGrid, phase_grid
from kantokuen.experiments.analyses.measures import measure
from kantokuen.experiments.intervals import wilson
from kantokuen.experiments.runner import Run, run_worlds
from kantokuen.experiments.sweeps.axes import axis_values
from kantokuen.model.errors import InputError
from kantokuen.model.parameters import Parameter, Value
from kantokuen.model.scenario import Scenario
from tests.support.levers import each_lever

HISTORY = Run(Scenario.load("historical"))
PACE, LEAD, EMBARGO = "germany.pace", "army.lead_days", "sanctions.oil_embargo"
REFUSES = "war_ministry.mobilisation"


def last(*args: object, **named: object) -> PhaseGrid:
    *_, found = phase_grid(HISTORY, *args, **named)  # type: ignore[arg-type]
    return found


def share(settings: dict[str, Value], worlds: int, name: str = "attack_1941") -> float:
    """The mean of a measure as an ordinary run gives it."""
    scenario = HISTORY.scenario.replace(settings)
    return float(measure(name).of(run_worlds(scenario, worlds, stances=False).columns).mean())


@pytest.mark.parametrize("name", ["attack_1941", "reversed", "divisions_peak"])
@pytest.mark.parametrize(
    ("x", "y"),
    [
        ((PACE, (0.8, 1.4, 2.0)), (LEAD, (20, 30))),
        ((PACE, (1.4, 2.0)), (EMBARGO, ("never", date(1941, 7, 26)))),
        ((REFUSES, ("weigh", "refuse")), (PACE, (1.4, 2.0))),
        (("pact.neutrality", (False, True)), (EMBARGO, ("never", "responsive"))),
        ((PACE, (1.4,)), ("soviet.transfer_share", (0.5, "history"))),
    ],
)
def test_each_cell_holds_the_worlds_of_a_run_with_its_values(
    name: str, x: tuple[str, tuple[Value, ...]], y: tuple[str, tuple[Value, ...]]
) -> None:
    (x_key, x_values), (y_key, y_values) = x, y
    found = last(x_key, y_key, x_values=x_values, y_values=y_values, worlds=25, measure_name=name)
    expected = [[share({x_key: a, y_key: b}, 25, name) for a in x_values] for b in y_values]
    assert found.mean.tolist() == pytest.approx(np.array(expected))
    assert (found.done, found.x_values, found.y_values) == (found.mean.size, x_values, y_values)


def test_the_interval_of_a_cell_is_wilsons() -> None:
    found = last(PACE, LEAD, x_values=(1.6,), y_values=(30,), worlds=40)
    expected = wilson(round(found.mean[0, 0] * 40), 40)
    assert (found.low[0, 0], found.high[0, 0]) == pytest.approx(expected)


def test_a_quantity_of_one_world_has_no_interval() -> None:
    found = last(PACE, LEAD, x_values=(1.0,), y_values=(30,), worlds=1, measure_name="divisions_peak")
    assert np.isfinite(found.mean).all()
    assert np.isnan(found.low).all()


def test_a_grid_grows_cell_by_cell_until_all_are_played() -> None:
    seen = list(phase_grid(HISTORY, PACE, LEAD, worlds=1000, x_values=(0.9, 1.2, 1.5), y_values=(20, 30, 40)))
    assert [each.done for each in seen] == [4, 8, 9]
    assert [int(np.isfinite(each.mean).sum()) for each in seen] == [4, 8, 9]
    for before, after in pairwise(seen):
        played = np.isfinite(before.mean)
        assert np.array_equal(before.mean[played], after.mean[played])


def test_the_axes_come_from_the_levers_themselves() -> None:
    found = last(PACE, REFUSES, worlds=2)
    assert found.x_values == (0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3.0)
    assert found.mean.shape == (3, len(found.x_values))  # weigh, resist, refuse


@each_lever()
def test_about_as_many_values_are_taken_as_are_asked_for(lever: Parameter) -> None:
    ordered = [each for each in axis_values(lever.key, Y_VALUES) if not isinstance(each, str)]
    if lever.type in {"float", "date"}:
        assert abs(len(ordered) - Y_VALUES) <= 3


@each_lever()
def test_every_lever_has_values_that_it_takes_each_once(lever: Parameter) -> None:
    key = lever.key
    values = axis_values(key, 7)
    assert [HISTORY.scenario.replace({key: each}).levers[key] for each in values] == list(values)
    assert len(set(values)) == len(values)
    ordered = [each for each in values if not isinstance(each, str)]
    assert ordered == sorted(ordered)  # type: ignore[type-var]
    assert values[len(ordered) :] == lever.choices


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((PACE, PACE), "both axes"),
        ((PACE, "army.led_days"), "army.lead_days"),
    ],
)
def test_wrong_axes_are_refused(arguments: tuple[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        last(*arguments)


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"x_values": (9.0,)}, "from 0.3 to 3"),
        ({"worlds": 0}, "a whole number from 1 to"),
        ({"measure_name": "embargo_day"}, "never happens"),
        ({"measure_name": "atack"}, "attack"),
    ],
)
def test_what_cannot_be_mapped_is_told(named: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        last(PACE, LEAD, **named)


def test_a_scenario_with_an_array_is_refused() -> None:
    run = replace(HISTORY, scenario=HISTORY.scenario.replace({PACE: np.ones(3)}))
    with pytest.raises(InputError, match="one value for all worlds"):
        next(phase_grid(run, LEAD, "soviet.refill"))
