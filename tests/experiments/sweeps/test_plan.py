"""Plans: what a person may write in one, and what he is told who wrote something else."""

import json
import math
import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kantokuen.experiments.runner import Run
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.plan import KEPT, MOST_POINTS, Plan, canonical, read_plan
from kantokuen.model.errors import MOST_FAULTS, InputError
from kantokuen.model.levers.reading import LARGEST_FILE
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.values import varying

PACE = {"germany.pace": [0.8, 1.2]}
RANGE = {"germany.pace": {"from": 0.8, "to": 1.2}}
SHIPPED = Plan.names()


def grid(**entries: Any) -> dict[str, Any]:
    return {"name": "mine", "sampler": "grid", "vary": PACE} | entries


def drawn(**entries: Any) -> dict[str, Any]:
    return {"name": "mine", "sampler": "sobol", "samples": 8, "vary": RANGE} | entries


def told(document: dict[str, Any], folder: Path | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read_plan(document, "mine.toml", folder)
    return str(caught.value)


def reread(plan: Plan) -> Plan:
    return read_plan(json.loads(json.dumps(plan.document())), "again")


# ---- what ships ----


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_plan_is_named_as_its_file_and_asks_a_question(name: str) -> None:
    plan = Plan.load(name)
    assert plan.name == name
    assert "?" in plan.question or "can be left alone" in plan.question
    assert len(plan.axes) > 1
    assert 10_000 < Design(plan).rows < 2_000_000


@pytest.mark.parametrize("name", SHIPPED)
def test_the_document_of_a_shipped_plan_reads_back_to_the_same_plan(name: str) -> None:
    plan = Plan.load(name)
    again = reread(plan)
    assert again.document() == plan.document()
    assert again.address == plan.address
    assert again.axes == plan.axes


def test_at_least_four_plans_ship_and_no_two_have_one_address() -> None:
    addresses = {Plan.load(name).address for name in SHIPPED}
    assert len(addresses) == len(SHIPPED) >= 4


def test_the_source_of_a_shipped_plan_is_a_file_to_copy_from(tmp_path: Path) -> None:
    file = tmp_path / "copy.toml"
    file.write_text(Plan.text(SHIPPED[0]), encoding="utf-8")
    assert Plan.load(file).address == Plan.load(str(file)).address == Plan.load(SHIPPED[0]).address


# ---- what a plan says ----


def test_what_is_left_out_has_its_default() -> None:
    plan = read_plan(grid(), "x")
    assert (plan.scenario.name, plan.worlds, plan.seed, plan.lens) == ("historical", 1, 19410702, "politics")
    assert (plan.cadence, plan.until, plan.keep, plan.samples) == ("month", None, KEPT, 0)
    assert plan.run == Run(plan.scenario, stances=False)


def test_levers_are_nested_tables_or_keys_in_quotes() -> None:
    nested = read_plan(grid(vary={"germany": {"pace": [0.8, 1.2]}}), "x")
    assert nested.address == read_plan(grid(), "x").address


def test_a_prior_stands_around_what_is_set_and_takes_the_width_of_the_spread() -> None:
    plan = read_plan(drawn(vary={"germany.pace": "prior"}, set={"germany.pace": 1.3}), "x")
    assert (plan.axes[0].law.middle, plan.axes[0].law.scale) == (1.3, 0.13)
    half = read_plan(drawn(vary={"germany.pace": "prior"}, set={"worlds.spread": 0.5}), "x")
    assert (half.axes[0].law.middle, half.axes[0].law.scale) == (1.0, 0.065)


def test_priors_name_levers_groups_and_sets_and_vary_has_the_last_word() -> None:
    plan = read_plan(drawn(priors=["varying", "weighing"]), "x")
    assert set(varying()) < set(plan.keys)
    assert {axis.key: axis.law.name for axis in plan.axes}["germany.pace"] == "uniform"


def test_the_width_of_all_spreads_is_not_among_the_judged_since_it_would_move_nothing() -> None:
    assert "worlds.spread" not in read_plan(drawn(vary={}, priors="judged"), "x").keys
    assert "worlds.spread" in read_plan(drawn(priors="worlds.spread"), "x").keys


def test_the_order_of_levers_belongs_to_the_plan() -> None:
    one = {"germany.pace": [0.8, 1.2], "navy.backs_north": [True, False]}
    other = dict(reversed(one.items()))
    first, second = (read_plan(grid(vary=vary), "x") for vary in (one, other))
    assert first.address != second.address
    assert read_plan(grid(vary=one, order=list(other)), "x").address == second.address
    shuffled = json.loads(canonical(second.document()))
    assert read_plan(shuffled, "x").keys == second.keys == tuple(other)


def test_a_scenario_is_shipped_or_lies_beside_the_plan(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text("name = 'base'\n[germany]\npace = 1.7\n", encoding="utf-8")
    text = "name = 'mine'\nscenario = 'base.toml'\nsampler = 'grid'\nvary.army.lead_days = [10, 20]\n"
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    assert Plan.load(tmp_path / "mine.toml").scenario.levers["germany.pace"] == 1.7
    assert read_plan(grid(scenario="mild-winter"), "x").scenario.name == "mild-winter"


CHANGES = {
    "name": "other",
    "question": "Why?",
    "scenario": "mild-winter",
    "worlds": 2,
    "seed": 1,
    "lens": "rational",
    "cadence": "ten-day",
    "until": "1941-12",
    "ensemble": "june-1941",
    "keep": ["outcome"],
    "set": {"army.lead_days": 31},
    "vary": {"germany.pace": [0.8, 1.3]},
    "priors": "season.winter_shift",
    "sampler": "latin-hypercube",
    "samples": 16,
}


@pytest.mark.parametrize("entry", CHANGES)
def test_another_entry_is_another_address(entry: str) -> None:
    base = drawn(vary=PACE)
    assert read_plan(base | {entry: CHANGES[entry]}, "x").address != read_plan(base, "x").address


def test_the_levels_of_a_morris_design_belong_to_its_address() -> None:
    plans = [read_plan(drawn(sampler="morris", levels=levels), "x") for levels in (4, 6)]
    assert plans[0].address != plans[1].address
    assert plans[0].address == read_plan(drawn(sampler="morris"), "x").address


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "worlds": st.integers(1, 9),
            "seed": st.integers(0, 2**63 - 1),
            "question": st.text(st.characters(categories=["L", "N", "P"]), max_size=20),
            "keep": st.lists(st.sampled_from([*KEPT, "soviet.refill"]), min_size=1, max_size=4, unique=True),
            "set": st.fixed_dictionaries({"soviet.collapse": st.dates(date(1941, 4, 1), date(1945, 8, 31))}),
            "vary": st.fixed_dictionaries(
                {
                    "china.war_over": st.lists(
                        st.dates(date(1941, 1, 1), date(1942, 1, 1)), min_size=1, unique=True
                    )
                }
            ),
        },
    )
)
@settings(max_examples=40)
def test_any_good_plan_reads_back_from_its_document(entries: dict[str, Any]) -> None:
    plan = read_plan(grid(**entries), "x")
    assert reread(plan).document() == plan.document()
    assert reread(plan).address == plan.address


# ---- what is wrong ----

WRONG = [
    ({"nmae": "x"}, "'nmae' is not a known entry; nearest known name: 'name'; allowed: name, question"),
    ({"name": None}, "name is missing; allowed: a text of 1 to 80 characters"),
    ({"name": ""}, "name = '' is not usable"),
    ({"name": "  "}, "name = '  ' is not usable"),
    ({"name": 3}, "name = 3 is not usable; allowed: a text"),
    ({"name": "x" * 81}, "is not usable; allowed: a text of 1 to 80"),
    ({"name": "\x1b[2J"}, r"name = '\x1b[2J' is not usable"),
    ({"question": "x" * 4001}, "is not usable; allowed: a text of at most 4,000"),
    ({"question": ["x"]}, "question = ['x'] is not usable"),
    (
        {"sampler": "sobl"},
        "unknown sampler 'sobl'; nearest known name: 'sobol'; allowed: grid, latin-hypercube",
    ),
    ({"sampler": None}, "sampler is missing; allowed: grid, "),
    ({"sampler": 1}, "sampler = 1 is not usable; allowed: grid, latin-hypercube, "),
    ({"samples": 8}, "samples does not go with a grid; allowed: no samples"),
    ({"levels": 4}, "levels does not go with a grid design"),
    ({"sampler": "sobol"}, "samples is missing, which a sobol design needs; allowed: a whole number"),
    ({"sampler": "morris"}, "samples is missing, which a morris design needs"),
    ({"sampler": "sobol", "samples": 12}, "samples = 12 is no power of two; allowed: such as 8 or 16"),
    ({"sampler": "saltelli", "samples": 3}, "samples = 3 is no power of two; allowed: such as 2 or 4"),
    (
        {"sampler": "sobol", "samples": 2**31},
        "samples = 2,147,483,648 is more than the sequence has; allowed",
    ),
    ({"sampler": "sobol", "samples": 0}, "samples = 0 is not usable; allowed: a whole number from 1"),
    ({"sampler": "sobol", "samples": 8.0}, "samples = 8.0 is not usable; allowed: a whole number"),
    ({"sampler": "sobol", "samples": True}, "samples = true is not usable; allowed: a whole number"),
    ({"sampler": "latin-hypercube", "samples": 10**8}, "is too many for a latin-hypercube design"),
    ({"sampler": "morris", "samples": 10**7}, "is too many for a morris design"),
    ({"sampler": "morris", "samples": 4, "levels": 5}, "levels = 5 is odd; allowed: an even number"),
    (
        {"sampler": "morris", "samples": 4, "levels": 1},
        "levels = 1 is not usable; allowed: a whole number from 2",
    ),
    ({"worlds": 0}, "worlds = 0 is not usable; allowed: a whole number from 1 to 10,000,000"),
    ({"worlds": 1.0}, "worlds = 1.0 is not usable"),
    ({"worlds": "many"}, "worlds = 'many' is not usable"),
    ({"worlds": 10**400}, "is not usable; allowed: a whole number from 1"),
    ({"seed": -1}, "seed = -1 is not usable; allowed: a whole number from 0"),
    ({"seed": 2**63}, "seed = 9223372036854775808 is not usable"),
    ({"lens": "politcs"}, "unknown lens 'politcs'; nearest known name: 'politics'; allowed"),
    ({"lens": 1}, "unknown lens 1; allowed: politics, "),
    ({"cadence": "weekly"}, "unknown cadence 'weekly'; allowed: month, ten-day"),
    ({"ensemble": "weekly"}, "unknown ensemble 'weekly'; allowed: historians, june-1941"),
    ({"until": "1999-01"}, "until '1999-01' is outside the run; allowed: 1941-04 to"),
    ({"until": "soon"}, "until 'soon' is not a month"),
    ({"until": date(1941, 12, 1)}, "until = 1941-12-01 is not usable; allowed: a month as YYYY-MM"),
    ({"keep": "outcome"}, "keep = 'outcome' is not a list of columns; allowed: outcome, divisions_peak"),
    ({"keep": []}, "keep = [] is not a list of columns"),
    (
        {"keep": ["outcom"]},
        "keep: 'outcom' is not a column of a world; nearest known name: 'outcome'; allowed",
    ),
    ({"keep": [["outcome"]]}, "keep: ['outcome'] is not a column of a world"),
    ({"keep": ["germany.pace"]}, "keep: germany.pace is varied, and so a column already"),
    (
        {"priors": "vrying"},
        "priors: 'vrying' names no lever with a range; nearest known name: 'varying'; allowed",
    ),
    ({"priors": ["pact"]}, "priors: 'pact' names no lever with a range"),
    ({"priors": [3]}, "priors: 3 names no lever with a range"),
    ({"priors": {"a": 1}}, "priors: (a table) names no lever with a range"),
    ({"order": "germany.pace"}, "order = 'germany.pace' is not usable; allowed: the varied levers"),
    ({"order": [["a"]]}, "order[0] = ['a'] is not usable; allowed: the varied levers"),
    ({"order": []}, "order: germany.pace is not varied, or does not stand there once"),
    ({"order": ["germany.pase"]}, "order: germany.pase is not varied, or does not stand there once; nearest"),
    ({"order": ["germany.pace"] * 2}, "order: germany.pace is not varied, or does not stand there once"),
    ({"vary": {}}, "nothing is varied; allowed: at least one lever under [vary], or priors"),
    ({"vary": []}, "vary = [] is not a table; allowed: [vary]"),
    ({"set": 1}, "set = 1 is not a table; allowed: [set]"),
    (
        {"vary": {"germany": {"pase": [1]}}},
        "vary: germany.pase is not a known lever; nearest known name: 'germany.pace'",
    ),
    (
        {"vary": {"pace": [1]}},
        "vary: pace is not a known lever; nearest known name: 'germany.pace'; allowed: a lever",
    ),
    ({"vary": {"germany": 3}}, "vary: germany is not a known lever"),
    (
        {"vary": {"germany.pace": [1.0], "germany": {"pace": [1.2]}}},
        "vary: germany.pace is given twice; allowed: each lever once",
    ),
    (
        {"vary": RANGE},
        "vary: germany.pace has no levels, which a grid needs; allowed: a list, or { from, to, steps }",
    ),
    (
        {"set": {"germany.pase": 1}},
        "set: germany.pase = 1 is not a known lever; nearest known name: 'germany.pace'",
    ),
    (
        {"set": {"army": {"lead_days": 900}}},
        "set: army.lead_days = 900 is too high; allowed: a whole number from 5",
    ),
    ({"set": {"army": {"lead_days": [30, 40]}}}, "set: army.lead_days = [30, 40] is not a whole number"),
    (
        {"set": {"army.force_ratio": np.ones(2)}},
        "set: army.force_ratio is an array; allowed: one value for all",
    ),
    ({"set": {"army.force_ratio": math.nan}}, "set: army.force_ratio = nan is not a finite number"),
    ({"set": {"pact.neutrality": 1}}, "set: pact.neutrality = 1 is not true or false"),
    ({"set": {"germany.pace": 1.0}}, "germany.pace is both set and varied; allowed: one of them"),
    (
        {"scenario": "historcal"},
        "scenario: unknown scenario 'historcal'; nearest known name: 'historical'; allowed",
    ),
    ({"keep": ["outcome", "outcome"]}, "keep: outcome is named twice; allowed: each column once"),
    ({"scenario": 1}, "scenario: 1 is not a text; allowed: a scenario, or the path of one"),
    ({"scenario": "none.toml"}, "none.toml: no such file; allowed: the path of a TOML file"),
    ({"scenario": "x\0.toml"}, "no such file"),
    ({"scenario": "x" * 5000 + ".toml"}, "no such file"),
]


@pytest.mark.parametrize(("entries", "message"), WRONG)
def test_a_wrong_entry_is_told_where_it_stands_what_was_given_and_what_is_allowed(
    entries: dict[str, Any], message: str
) -> None:
    document = {name: value for name, value in grid(**entries).items() if value is not None}
    said = told(document)
    assert message in said
    assert all(
        line.startswith("mine.toml: ") and "; allowed: " in line
        for line in said.split("\n")
        if "until '" not in line
    )
    assert all(line.isprintable() for line in said.split("\n"))


def test_a_column_named_without_end_is_told_in_few_lines() -> None:
    said = told(grid(keep=["outcome"] * 80_000)).split("\n")
    assert "keep: outcome is named twice; allowed: each column once" in said[0]
    assert len(said) <= MOST_FAULTS + 1


def test_a_design_that_no_machine_can_number_is_refused() -> None:
    steps = {"from": 0.5, "to": 1.5, "steps": 100_000}
    vary = dict.fromkeys(("germany.pace", "army.force_ratio", "soviet.resilience"), steps)
    vary["army.force_ratio"] = steps | {"from": 1.0}
    assert f"at most {MOST_POINTS:,}" in told(grid(vary=vary))
    few = {"germany.pace": steps, "soviet.resilience": steps}
    assert "at most 9,007,199,254,740,992" in told(grid(vary=few, worlds=10_000_000))


def test_all_faults_are_told_at_once_each_on_a_line() -> None:
    wrong = grid(
        worlds=0, lens="x", scenario="y", keep=["z"], vary={"germany.pace": [9], "a.b": [1]}, set={"c.d": 1}
    )
    assert len(told(wrong).split("\n")) == 7


def test_a_faulty_scenario_beside_the_plan_is_told_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text("name = 'b'\n[germany]\npace = 9\nfog = 1\n", encoding="utf-8")
    lines = told(grid(scenario="base.toml"), tmp_path).split("\n")
    assert len(lines) == 2
    assert all(line.startswith(f"mine.toml: scenario: {tmp_path / 'base.toml'}") for line in lines)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty; allowed: a scenario or a plan"),
        (b" \n", "is empty"),
        (b"name = ", "is not readable as TOML"),
        (b"\xff", "is not UTF-8 text"),
        (b"#" * (LARGEST_FILE + 1), "is too large"),
        (b"a = " + b"[" * 9_000, "nested too deeply: 9,000; allowed: at most 16"),
        (b"a" + b".a" * 2_000 + b" = 1", "has a key of too many parts: 2,001; allowed: at most 8"),
        (b"a" + b".a" * 7 + b" = 1", "'a' is not a known entry"),
        (b"[vary]\ngermany.pace = [" + b"[" * 14 + b"]" * 15, "is not a number"),
        (
            b"[vary]\ngermany.pace = 07:30:00",
            "germany.pace = datetime.time(7, 30) is not a way to vary a lever",
        ),
        (b"[vary]\nchina.war_over = [1941-07-01T00:00:00]", "is not a date"),
    ],
)
def test_a_file_that_is_no_plan_is_told_in_printable_lines(
    tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(content)
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        Plan.load(file)
    assert all(line.startswith(str(file)) and line.isprintable() for line in str(caught.value).split("\n"))


@pytest.mark.parametrize("path", ["none.toml", "a/b", "x\0.toml", "x" * 5000 + ".toml"])
def test_a_file_that_is_not_there_is_told(path: str) -> None:
    with pytest.raises(InputError, match=r"no such file; allowed: the path of a plan"):
        Plan.load(path)


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(InputError, match="unknown plan 'what-mater'; nearest known name: 'what-matters'"):
        Plan.load("what-mater")
    with pytest.raises(InputError, match="unknown plan 'none'"):
        Plan.text("none")


def test_a_folder_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a directory"):
        Plan.load(tmp_path)


# ---- anything at all ----

KNOWN = [
    *("name", "question", "scenario", "sampler", "samples", "levels", "worlds", "seed", "lens", "cadence"),
    *("until", "keep", "priors", "order", "set", "vary", "from", "to", "steps", "values", "exact", "law"),
    *("peak", "mean", "sd", "median", "sigma", "germany", "pace", "army", "lead_days", "prior", "varying"),
    *("grid", "sobol", "latin-hypercube", "saltelli", "morris", "normal", "lognormal", "loguniform"),
    *("uniform", "triangular", "historical", "never", "open", *PARAMETERS),
]
NAMES = st.sampled_from(KNOWN) | st.text(max_size=5)
SCALARS = st.one_of(
    NAMES,
    st.booleans(),
    st.integers(-3, 70),
    st.integers(),
    st.floats(),
    st.floats(0.1, 3.0),
    st.dates(),
    st.datetimes(),
    st.times(),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=6,
)
ENTRIES = ("from", "to", "steps", "peak", "mean", "sd", "median", "sigma", "exact", "values", "law")
RANGES = st.dictionaries(st.sampled_from(ENTRIES), SCALARS, max_size=5)
LAWS = st.fixed_dictionaries(
    {"law": st.sampled_from(["uniform", "loguniform", "triangular", "normal", "lognormal"])},
    optional=dict.fromkeys(ENTRIES[:8], st.floats() | st.floats(0.2, 3.0) | st.integers(-3, 60)),
)
VARIED = st.dictionaries(st.sampled_from([*PARAMETERS]), RANGES | LAWS | ANYTHING, min_size=1, max_size=2)
HEADED = st.builds(
    lambda base, vary, more: base | {"vary": vary} | more,
    st.sampled_from([grid(), drawn(), drawn(sampler="morris"), drawn(sampler="saltelli")]),
    VARIED,
    st.dictionaries(st.sampled_from(KNOWN[:14]), ANYTHING, max_size=2),
)


@given(st.dictionaries(NAMES, ANYTHING, max_size=6) | HEADED)
@settings(max_examples=250)
def test_any_document_is_a_plan_that_can_be_laid_out_or_gets_printable_lines(
    document: dict[str, Any],
) -> None:
    try:
        plan = read_plan(document, "x")
    except InputError as error:
        assert all(line.startswith("x: ") and line.isprintable() for line in str(error).split("\n"))  # noqa: PT017
        return
    design = Design(plan)
    values = design.values(0, min(design.points, 8))
    for axis in plan.axes:
        lever, own = axis.lever, values[axis.key]
        if axis.is_number:
            assert np.all((lever.low <= own) & (own <= lever.high))
        else:
            plan.scenario.replace({axis.key: own[0]})
    assert reread(plan).address == plan.address


def test_a_time_of_day_is_no_value_of_a_plan() -> None:
    for value in (time(1), datetime(1941, 7, 1)):  # noqa: DTZ001  (as TOML has it)
        assert "is not a date" in told(grid(vary={"china.war_over": [value]}))


# ---- what may be given in Python ----

DAYS = [date(1941, 8, 31), date(1941, 10, 15)]


@pytest.mark.parametrize(
    ("key", "given_", "levels"),
    [
        ("germany.pace", (0.8, 1.2), (0.8, 1.2)),
        ("germany.pace", np.linspace(0.8, 1.2, 3), (0.8, 1.0, 1.2)),
        ("germany.pace", np.array([0.5, 1.5], dtype=np.float32), (0.5, 1.5)),
        ("germany.pace", [np.float64(0.8), np.float32(0.5)], (0.8, 0.5)),
        ("germany.pace", pl.Series([0.8, 1.2]), (0.8, 1.2)),
        ("germany.pace", pd.Series([0.8, 1.2], index=[7, 7]), (0.8, 1.2)),
        ("germany.pace", {"values": np.array([0.8, 1.2])}, (0.8, 1.2)),
        ("army.ready_days", range(30, 61, 15), (30, 45, 60)),
        ("army.ready_days", np.arange(30, 61, 15), (30, 45, 60)),
        ("pact.neutrality", np.array([True, False]), (True, False)),
        ("soviet.collapse", tuple(DAYS), tuple(DAYS)),
        ("soviet.collapse", np.array(DAYS, dtype="datetime64[D]"), tuple(DAYS)),
        ("soviet.collapse", np.array(DAYS, dtype="datetime64[ns]"), tuple(DAYS)),
        ("soviet.collapse", pd.to_datetime(["1941-08-31", "1941-10-15"]), tuple(DAYS)),
        ("soviet.collapse", pl.Series(DAYS), tuple(DAYS)),
        ("emperor.sanction", ("weigh", "refuse"), ("weigh", "refuse")),
    ],
)
def test_levels_may_be_any_row_of_values(key: str, given_: Any, levels: tuple[Any, ...]) -> None:
    plan = Plan.make(name="mine", sampler="grid", vary={key: given_})
    assert plan.axes[0].levels == levels
    assert reread(plan).address == plan.address


def test_other_entries_may_be_tuples_and_numbers_of_numpy() -> None:
    plan = Plan.make(
        name="mine",
        sampler="sobol",
        samples=np.int64(8),
        vary={"germany.pace": {"from": np.float64(0.8), "to": 1.2}, "soviet.refill": "prior"},
        order=("soviet.refill", "germany.pace"),
        keep=("outcome",),
    )
    assert (plan.samples, plan.keys, plan.keep) == (8, ("soviet.refill", "germany.pace"), ("outcome",))


@pytest.mark.parametrize(
    ("vary", "fault"),
    [
        ({"germany.pace": {0.8, 1.2}}, "is not a way to vary a lever"),
        ({"germany.pace": (value for value in (0.8, 1.2))}, "is not a way to vary a lever"),
        ({"germany.pace": pd.DataFrame({"a": [1.0]})}, "is not a way to vary a lever"),
        ({"germany.pace": lambda: 1.0}, "is not a way to vary a lever"),
        ({"germany.pace": None}, "is not a way to vary a lever"),
        ({"germany.pace": np.array(1.0)}, "germany.pace = 1.0 is not a way to vary a lever"),
        ({"germany.pace": np.ones((2, 2))}, "is not a number"),
        ({"germany.pace": [np.nan]}, "is not a finite number"),
        ({"germany.pace": np.array([])}, "has no values"),
        ({"germany.pace": ()}, "has no values"),
        (
            {"germany.pace": range(10**12)},
            "vary: germany.pace: has too many values; allowed: at most",
        ),
        (
            {"germany.pace": range(10**30)},
            "vary: germany.pace: has too many values; allowed: at most 100,000",
        ),
        ({"germany.pace": np.ones(100_001)}, "has too many values; allowed: at most 100,000"),
        ({"soviet.collapse": np.array(["NaT"], dtype="datetime64[D]")}, "is not a date"),
        ({5: [1.0]}, "vary: 5 is no name"),
        ([("germany.pace", [1.0])], "vary = .* is not a table"),
        (np.array([1.0]), "vary = .* is not a table"),
        (None, "vary = None is not a table"),
    ],
)
def test_what_is_no_row_of_values_is_refused_in_words(vary: Any, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        Plan.make(name="mine", sampler="grid", vary=vary)


@pytest.mark.parametrize("wrong", [None, 5, 1.5, b"pace-and-winter", ["pace-and-winter"], {"name": "x"}])
def test_what_is_neither_a_name_nor_a_path_is_no_plan(wrong: Any) -> None:
    with pytest.raises(InputError, match=r"is no plan"):
        Plan.load(wrong)
