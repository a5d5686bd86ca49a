"""Facts about the declarations of the levers."""

import csv
import json
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import date
from importlib.resources import files
from itertools import groupby

import pytest

from kantokuen.experiments.sweeps.plan_reading import prior_keys
from kantokuen.model.checking import check
from kantokuen.model.parameters import DECLARED, GROUPS, PARAMETERS, Parameter, Spread, levers_table
from kantokuen.model.values import varying
from tests.support.levers import ALL, each_lever
from tests.support.paths import DOCS, ROOT

BIBLIOGRAPHY = DOCS / "bibliography.md"
CONTRACT = [
    "germany.pace",
    "germany.barbarossa",
    "germany.moscow_falls",
    "germany.coordination",
    "germany.pressure",
    "soviet.collapse",
    "soviet.transfer_share",
    "soviet.refill",
    "sanctions.freeze",
    "sanctions.oil_embargo",
    "sanctions.dutch_sell",
    "south.indochina",
    "china.tied_divisions",
    "china.war_over",
    "navy.backs_north",
    "emperor.sanction",
    "war_ministry.mobilisation",
    "foreign_minister.matsuoka_stays",
    "pact.neutrality",
    "nomonhan.lost",
    "season.winter_shift",
    "army.force_ratio",
    "army.soviet_division_value",
    "army.divisions_cap",
    "mechanism.motivated_belief",
    "mechanism.reference_dependence",
    "mechanism.unanimity",
    "mechanism.expiry",
    "mechanism.shared_means",
    "mechanism.outside_response",
]


@pytest.mark.parametrize("key", CONTRACT)
def test_every_lever_that_was_promised_is_declared(key: str) -> None:
    assert PARAMETERS[key].key == key


def test_no_key_is_declared_twice_and_no_symbol_means_two_things() -> None:
    assert len(DECLARED) == len(PARAMETERS)
    symbols = [lever.symbol for lever in ALL if lever.symbol]
    assert len(set(symbols)) == len(symbols)


def test_a_group_is_declared_in_one_piece() -> None:
    groups = [lever.group for lever in ALL]
    assert [group for group, _ in groupby(groups)] == list(GROUPS)


@each_lever()
def test_what_differs_between_worlds_is_an_uncertainty_and_nothing_else_is(lever: Parameter) -> None:
    assert (lever.kind == "uncertainty") == (lever.spread is not None)


@each_lever([lever for lever in ALL if lever.kind == "judgement"])
def test_a_judgement_is_a_number_with_a_reason_and_a_range_on_both_sides_or_an_end_of_it(
    lever: Parameter,
) -> None:
    assert lever.type == "float"
    assert lever.low <= lever.default <= lever.high  # type: ignore[operator]
    assert lever.low < lever.high  # type: ignore[operator]
    assert lever.confidence == "judgement"
    start, _, reason = lever.source.partition(": ")
    assert re.fullmatch(r"judgement(, [-0-9.e+]+ before the fit)?", start)
    assert len(reason) > 10


def test_the_columns_of_the_worlds_stand_in_the_order_of_the_declarations() -> None:
    assert varying() == (
        "germany.pace",
        "germany.halt",
        "soviet.resilience",
        "soviet.transfer_pace",
        "soviet.refill",
        "sanctions.us_resolve",
        "season.winter_shift",
        "south.landing_days",
        "south.deciding_days",
        "south.ready_days",
        "politics.forming_days",
        "politics.turn_days",
        "talks.us_terms",
        "talks.china_weight",
    )


def test_a_plan_draws_every_judgement_by_one_word() -> None:
    judged = {lever.key for lever in ALL if lever.kind == "judgement"}
    assert judged < set(prior_keys("judged"))


@each_lever()
def test_a_key_is_a_group_and_a_name(lever: Parameter) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+|office\.[A-Z]{2,3}\.lean", lever.key)
    assert lever.group in GROUPS
    assert lever.key.startswith(f"{lever.group}.")


@each_lever()
def test_a_default_passes_its_own_check(lever: Parameter) -> None:
    where = "default"
    assert check(lever.key, lever.default, where) == lever.default


@each_lever([lever for lever in ALL if lever.low is not None])
def test_both_bounds_and_all_keywords_are_allowed(lever: Parameter) -> None:
    for value in (lever.low, lever.high, *lever.choices):
        assert check(lever.key, value, "bound") == value


@each_lever()
def test_bounds_fit_the_type(lever: Parameter) -> None:
    kinds = {"float": float, "int": int, "date": date, "bool": type(None), "choice": type(None)}
    assert type(lever.low) is kinds[lever.type]
    assert type(lever.high) is kinds[lever.type]


@each_lever([lever for lever in ALL if lever.is_number])
def test_a_number_has_a_unit(lever: Parameter) -> None:
    assert lever.unit


@each_lever([lever for lever in ALL if lever.spread is not None])
def test_only_numbers_that_are_numbers_by_default_differ_between_worlds(lever: Parameter) -> None:
    assert lever.type == "float"
    assert isinstance(lever.default, float)
    assert lever.spread is not None
    assert lever.spread.scale > 0


@each_lever([lever for lever in ALL if lever.spread is not None and lever.spread.law == "lognormal"])
def test_a_lognormal_spread_stands_on_a_positive_default(lever: Parameter) -> None:
    assert isinstance(lever.default, float)
    assert lever.default > 0


@each_lever()
def test_help_is_one_sentence(lever: Parameter) -> None:
    assert lever.help.endswith(".")
    assert "\n" not in lever.help
    assert len(lever.help) <= 100


@each_lever()
def test_a_source_is_evidence_or_literature_or_owned_to_be_a_judgement(lever: Parameter) -> None:
    cited = re.findall(r"[A-Z]{3}\d{3}|\[\w+\]", lever.source)
    assert cited or "judgement" in lever.source or lever.group == "worlds"


def test_every_cited_evidence_id_exists() -> None:
    held: set[str] = set()
    for file in (files("kantokuen.model") / "data" / "evidence").iterdir():
        if file.name.endswith(".csv"):
            rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
            held |= {row["id"] for row in rows if "id" in row}
    cited = {name for lever in ALL for name in re.findall(r"[A-Z]{3}\d{3}", lever.source)}
    assert cited <= held


def test_every_cited_work_stands_in_the_bibliography() -> None:
    held = set(re.findall(r"\[\w+\]", BIBLIOGRAPHY.read_text(encoding="utf-8")))
    cited = {name for lever in ALL for name in re.findall(r"\[\w+\]", lever.source)}
    assert cited <= held


def test_what_is_allowed_is_said_in_words() -> None:
    assert PARAMETERS["germany.pace"].allowed == "a number from 0.3 to 3 (multiplier)"
    assert PARAMETERS["army.divisions_cap"].allowed == "a whole number from 14 to 51 (divisions) or 'weigh'"
    assert PARAMETERS["emperor.sanction"].allowed == "'weigh', 'refuse', 'resist' or 'grant'"
    assert PARAMETERS["pact.neutrality"].allowed == "true or false"
    assert PARAMETERS["china.war_over"].allowed == (
        "a date from 1940-01-01 to 1945-08-31 (YYYY-MM-DD) or 'never'"
    )


def test_the_table_has_the_promised_columns_and_is_plain_json() -> None:
    columns = [
        *("key", "kind", "type", "unit", "default", "low", "high", "choices"),
        *("source", "confidence", "help"),
    ]
    table = levers_table()
    assert all(list(row) == columns for row in table)
    assert json.loads(json.dumps(table)) == table
    assert [row["key"] for row in table] == list(PARAMETERS)


def test_the_table_writes_dates_in_iso_form_and_leaves_bounds_of_a_switch_empty() -> None:
    rows = {row["key"]: row for row in levers_table()}
    assert rows["germany.barbarossa"]["default"] == "1941-06-22"
    assert rows["germany.barbarossa"]["high"] == "1942-06-30"
    assert rows["pact.neutrality"]["low"] is None
    assert rows["soviet.transfer_share"]["choices"] == ["history"]


def test_defaults_cannot_be_changed_by_a_caller() -> None:
    with pytest.raises(TypeError, match="does not support item assignment"):
        PARAMETERS["germany.pace"] = PARAMETERS["germany.pressure"]  # type: ignore[index]
    with pytest.raises(FrozenInstanceError, match="default"):
        PARAMETERS["germany.pace"].default = 2.0  # type: ignore[misc]


def test_only_what_moves_the_german_war_is_seen_otherwise_by_the_schools_of_june_1941() -> None:
    split = {each.key for each in PARAMETERS.values() if each.spread and each.spread.schools}
    assert split == {"germany.pace", "germany.halt", "soviet.resilience"}
    assert PARAMETERS["germany.pace"].spread == Spread("lognormal", 0.13, schools=(0.305, 0.205, 0.06))


def test_listing_the_levers_needs_no_heavy_library() -> None:
    code = (
        "import sys, kantokuen.model.parameters\n"
        "print([m for m in ('numpy', 'polars', 'mesa', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
