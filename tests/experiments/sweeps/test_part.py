"""Parts: each row of a sweep is the world that it would be alone, in bytes that depend on nothing else."""

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from hashlib import sha256
from io import BytesIO
from multiprocessing import get_context
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from kantokuen.experiments.runner import run_worlds
from kantokuen.experiments.sweeps import part
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.identity import made_with
from kantokuen.experiments.sweeps.part import play_part, play_rows, rows_per_part
from kantokuen.experiments.sweeps.plan import KEPT, Plan, read_plan
from kantokuen.model.values import varying

HEAD = {"name": "x", "sampler": "grid", "worlds": 3, "until": "1941-12", "keep": [*KEPT, "soviet.refill"]}
MIXED = HEAD | {
    "vary": {
        "germany.pace": [0.8, 1.4],
        "soviet.transfer_share": [0.6, "history"],
        "sanctions.oil_embargo": [date(1941, 8, 1), "never"],
        "navy.backs_north": [True, False],
        "emperor.sanction": ["weigh", "grant"],
    }
}
DRAWN = HEAD | {
    "sampler": "saltelli",
    "samples": 4,
    "vary": {"germany.pace": "prior", "army.lead_days": {"from": 20, "to": 40}},
    "set": {"soviet.collapse": "never"},
}
DATED = HEAD | {
    "sampler": "sobol",
    "samples": 4,
    "vary": {"germany.barbarossa": {"from": date(1941, 5, 15), "to": date(1941, 7, 15)}},
}
PLANS = {"mixed": MIXED, "drawn": DRAWN, "dated": DATED}


def plan_of(document: dict[str, Any], **changes: Any) -> Plan:
    return read_plan(document | changes, "x")


def everything(plan: Plan) -> pl.DataFrame:
    return play_rows(plan, 0, Design(plan).rows)


def alone(plan: Plan, settings_: dict[str, Any], worlds: int) -> pl.DataFrame:
    """Play some worlds of one point as a plain run."""
    run = run_worlds(
        plan.scenario.replace(settings_),
        worlds,
        seed=plan.seed,
        until=plan.until,
        cadence=plan.cadence,
        lens=plan.lens,
    )
    return run.outcomes.select(plan.keep)


def test_a_row_of_a_grid_is_the_world_of_a_run_under_the_levers_of_its_point() -> None:
    plan = plan_of(MIXED)
    frame, points = everything(plan), Design(plan).values(0, 32)
    for point in range(0, 32, 3):
        levers = {key: values[point] for key, values in points.items()}
        assert_frame_equal(frame.filter(point=point).select(plan.keep), alone(plan, levers, 3))


def test_another_lens_cadence_and_seed_reach_the_worlds() -> None:
    plan = plan_of(HEAD, vary={"germany.pace": [1.1]}, lens="organisation", cadence="ten-day", seed=9)
    assert_frame_equal(everything(plan).select(plan.keep), alone(plan, {"germany.pace": 1.1}, 3))


def test_a_row_of_a_drawn_design_is_the_world_of_a_run_that_is_given_its_numbers() -> None:
    plan = plan_of(DRAWN)
    frame = everything(plan)
    for row in frame.gather_every(5).iter_rows(named=True):
        worlds = row["world"] + 1
        # an array is taken as it stands, and so is a number that comes from a law
        levers = {
            "germany.pace": np.full(worlds, row["germany.pace"]),
            "army.lead_days": row["army.lead_days"],
        }
        same = alone(plan, levers, worlds)[row["world"]]
        assert_frame_equal(frame.filter(point=row["point"], world=row["world"]).select(plan.keep), same)


def test_a_row_of_a_design_over_dates_is_the_world_of_a_run_with_that_date() -> None:
    plan = plan_of(DATED)
    frame = everything(plan)
    assert frame["germany.barbarossa"].n_unique() > 1
    for row in frame.gather_every(2).iter_rows(named=True):
        same = alone(plan, {"germany.barbarossa": row["germany.barbarossa"]}, row["world"] + 1)[row["world"]]
        assert_frame_equal(frame.filter(world=row["world"]).select(plan.keep), same)


def test_exact_numbers_are_what_worlds_have_and_others_are_spread_around() -> None:
    exact = plan_of(HEAD, vary={"germany.pace": {"values": [1.1], "exact": True}})
    spread = plan_of(HEAD, vary={"germany.pace": [1.1]})
    numbers = {"germany.pace": np.full(3, 1.1)}
    assert_frame_equal(everything(exact).select(exact.keep), alone(exact, numbers, 3))
    assert_frame_equal(everything(spread).select(spread.keep), alone(spread, {"germany.pace": 1.1}, 3))
    assert (
        everything(exact)["germany.pace"].to_list()
        == everything(spread)["germany.pace"].to_list()
        == [1.1] * 3
    )


# ---- the frame ----


def test_point_and_world_say_where_a_row_belongs() -> None:
    plan = plan_of(DRAWN)
    frame = everything(plan)
    point, world = Design(plan).members(0, 48)
    assert frame["point"].to_list() == point.tolist()
    assert frame["world"].to_list() == world.tolist()
    assert frame.columns == ["point", "world", *plan.keys, *plan.keep]


SCHEMA = {
    "point": pl.Int64,
    "world": pl.Int64,
    "germany.pace": pl.Float64,
    "soviet.transfer_share": pl.String,
    "sanctions.oil_embargo": pl.String,
    "navy.backs_north": pl.Boolean,
    "emperor.sanction": pl.String,
}


def test_the_types_of_columns_follow_from_the_plan_alone() -> None:
    plan = plan_of(MIXED)
    frames = [play_rows(plan, first, 1) for first in (0, 40, 95)]
    assert {name: frames[0].schema[name] for name in SCHEMA} == SCHEMA
    assert frames[0].schema == frames[1].schema == frames[2].schema
    assert play_rows(plan_of(DRAWN), 0, 1).schema["army.lead_days"] == pl.Int64
    assert play_rows(plan_of(DATED), 0, 1).schema["germany.barbarossa"] == pl.Date
    days = plan_of(HEAD, vary={"sanctions.oil_embargo": [date(1941, 8, 1), date(1941, 9, 1)]})
    assert play_rows(days, 0, 1).schema["sanctions.oil_embargo"] == pl.Date


def test_values_are_written_as_a_plan_would_write_them() -> None:
    frame = everything(plan_of(MIXED))
    assert set(frame["sanctions.oil_embargo"]) == {"1941-08-01", "never"}
    assert set(frame["soviet.transfer_share"]) == {"0.6", "history"}


def test_every_lever_that_differs_between_worlds_can_be_kept() -> None:
    plan = plan_of(HEAD, keep=list(varying()), vary={"army.lead_days": [20, 30]})
    frame = everything(plan)
    assert all(frame[key].dtype == pl.Float64 and frame[key].n_unique() > 1 for key in varying())


# ---- stretches, blocks and bytes ----


@pytest.mark.parametrize("name", PLANS)
@given(st.data())
@settings(max_examples=6)
def test_any_stretch_of_rows_is_that_stretch_of_all(name: str, data: st.DataObject) -> None:
    plan = plan_of(PLANS[name])
    rows = Design(plan).rows
    first = data.draw(st.integers(0, rows - 1))
    count = data.draw(st.integers(1, rows - first))
    assert_frame_equal(play_rows(plan, first, count), everything_of(name)[first : first + count])


WHOLE: dict[str, pl.DataFrame] = {}


def everything_of(name: str) -> pl.DataFrame:
    if name not in WHOLE:
        WHOLE[name] = everything(plan_of(PLANS[name]))
    return WHOLE[name]


def test_the_size_of_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part, "BLOCK", 7)
    assert_frame_equal(everything(plan_of(DRAWN)), everything_of("drawn"))


def test_parts_are_the_rows_in_order_the_last_with_what_is_left() -> None:
    plan = plan_of(DRAWN)
    parts = [play_part(plan, number, 20) for number in range(3)]
    assert [each.rows for each in parts] == [20, 20, 8]
    assert [each.number for each in parts] == [0, 1, 2]
    read = [pl.read_parquet(BytesIO(each.content)) for each in parts]
    assert_frame_equal(pl.concat(read), everything_of("drawn"))


def test_a_part_says_what_made_it_and_has_the_checksum_of_its_bytes() -> None:
    played = play_part(plan_of(DRAWN), 0, 20)
    assert played.digest == sha256(played.content).hexdigest()
    assert played.made_with == made_with()


@pytest.mark.slow
def test_a_part_has_the_same_bytes_each_time_and_in_a_process_of_its_own() -> None:
    plans = [plan_of(document) for document in PLANS.values()]
    here = [play_part(plan, 1, 10).content for plan in plans]
    assert [play_part(plan, 1, 10).content for plan in plans] == here
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = [each.content for each in pool.map(play_part, plans, [1] * 3, [10] * 3)]
    assert there == here


@given(st.integers(1, 2**53))
def test_parts_are_of_a_size_that_follows_from_the_design(rows: int) -> None:
    size = rows_per_part(rows)
    assert size & (size - 1) == 0
    assert 2**14 <= size <= 2**18
    assert size == 2**18 or rows / size <= 2048
