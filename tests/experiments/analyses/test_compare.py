"""Facts about `compare`: the same worlds under two histories, counted, told, drawn and printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from kantokuen.cli import compare as command
from kantokuen.experiments import runner
from kantokuen.experiments.analyses.compare import (
    SHARE,
    Comparison,
    compare,
    mcnemar,
    share_difference,
)
from kantokuen.experiments.analyses.compare_figure import draw
from kantokuen.experiments.analyses.compare_words import as_data, in_words, percent
from kantokuen.experiments.analyses.figures import save
from kantokuen.experiments.analyses.measures import MEASURES
from kantokuen.experiments.runner import run_worlds
from kantokuen.experiments.validation.paired import difference
from kantokuen.model.errors import InputError
from kantokuen.model.outcome import DATES, OUTCOMES
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario

WORLDS = 90
UNTIL = "1941-12"
HISTORY = Scenario.load("historical")
MECHANISMS = [key for key in PARAMETERS if key.startswith("mechanism.")]


@pytest.fixture(scope="module")
def no_embargo() -> Comparison:
    return compare("historical", "no-oil-embargo", WORLDS)


@pytest.fixture(scope="module")
def itself() -> Comparison:
    return compare("historical", HISTORY, WORLDS)


@pytest.fixture(scope="module")
def columns() -> tuple[dict[str, Any], dict[str, Any]]:
    """The outcomes of both histories, from two runs of their own."""
    a, b = (run_worlds(name, WORLDS).columns for name in ("historical", "no-oil-embargo"))
    return a, b


def row(comparison: Comparison, measure: str) -> dict[str, Any]:
    return comparison.differences.row(by_predicate=pl.col("measure") == measure, named=True)


def svg_text(comparison: Comparison, folder: Path) -> str:
    target = folder / "figure.svg"
    save(draw(comparison), target)
    return target.read_text(encoding="utf-8")


# ---- the two tests of shares, by hand ---------------------------------------------------------------


def test_the_interval_of_paired_shares_is_that_of_a_case_worked_by_hand() -> None:
    # 2 worlds in A only, 6 in B only, of 98: q = 3/100 and 7/100, sqrt((.10 - .0016) / 100) = .03136877
    found = share_difference(2, 6, 98)
    assert found.mean == pytest.approx(4 / 98)
    assert (found.low, found.high) == pytest.approx(
        (0.04 - 1.959964 * 0.03136877, 0.04 + 1.959964 * 0.03136877)
    )


def test_the_interval_keeps_some_width_where_no_world_changes_sides() -> None:
    found = share_difference(0, 0, 98)
    assert found.low == -found.high
    assert found.high == pytest.approx(1.959964 * np.sqrt(0.02 / 100))


def test_the_interval_ends_at_all_worlds_and_holds_the_difference() -> None:
    for worlds in (1, 2, 10, 10_000):
        found = share_difference(0, worlds, worlds)
        assert found.low < found.mean == found.high == 1.0
        turned = share_difference(worlds, 0, worlds)
        assert (turned.low, turned.high) == (-found.high, -found.low)


def test_with_many_worlds_the_interval_is_that_of_the_validation() -> None:
    a = np.repeat([1.0, 0.0, 0.0, 1.0], [300, 500, 4_000, 5_200])
    b = np.repeat([0.0, 1.0, 0.0, 1.0], [300, 500, 4_000, 5_200])
    found, expected = share_difference(300, 500, 10_000), difference(b, a)
    assert found.mean == pytest.approx(expected.mean)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-4)


def test_mcnemar_is_the_chance_of_so_uneven_a_split() -> None:
    # one against five of six fair coins: 2 x (1 + 6) / 64
    assert mcnemar(1, 5) == mcnemar(5, 1) == pytest.approx(14 / 64)
    assert mcnemar(0, 0) == mcnemar(3, 3) == 1.0


# ---- against runs of their own ----------------------------------------------------------------------


def test_the_shares_are_those_of_two_runs(
    no_embargo: Comparison, columns: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    for place, name in enumerate(OUTCOMES):
        a, b = (each["outcome"] == place for each in columns)
        found = row(no_embargo, name)
        assert (found["a"], found["b"]) == (a.mean(), b.mean())
        assert found["difference"] == pytest.approx(b.mean() - a.mean())
        assert (found["only_a"], found["only_b"]) == ((a & ~b).sum(), (b & ~a).sum())


def test_the_shifts_are_means_over_the_worlds_that_have_the_event_in_both(
    no_embargo: Comparison, columns: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    for name in ("divisions_peak", *DATES):
        a, b = (each[name] for each in columns)
        both = np.isfinite(a) & np.isfinite(b)
        found = row(no_embargo, name.replace("_date", "_day"))
        assert found["worlds"] == both.sum()
        if both.any():
            expected = difference(b[both], a[both])
            assert found["difference"] == pytest.approx(expected.mean)
            assert (found["a"], found["b"]) == pytest.approx((a[both].mean(), b[both].mean()))
        if both.sum() > 1:  # of one world there is no interval
            # Student's interval is a little wider than the normal one
            assert found["low"] <= expected.low <= found["difference"] <= expected.high <= found["high"]


def test_students_interval_is_that_of_a_case_worked_by_hand() -> None:
    # shifts 1, 2, 3: mean 2, variance 1, the quantile of two degrees of freedom is 4.302653
    comparison = compare(HISTORY, HISTORY, 3, until="1941-04")
    comparison.tally.shifts["embargo_date"][:] = (3, 30, 36, 6, 14)
    found = row(comparison, "embargo_day")
    half = 4.302653 / np.sqrt(3)
    assert (found["a"], found["b"], found["difference"]) == (10.0, 12.0, 2.0)
    assert (found["low"], found["high"]) == pytest.approx((2 - half, 2 + half))


def test_an_event_that_never_happens_in_one_has_no_shift(no_embargo: Comparison) -> None:
    found = row(no_embargo, "embargo_day")
    assert found["worlds"] == 0
    assert {found[name] for name in ("a", "b", "difference", "low", "high", "p")} == {None}
    assert row(no_embargo, "embargo")["b"] == 0.0


def test_one_world_has_a_shift_and_no_interval() -> None:
    found = row(compare("historical", "historical", 1), "divisions_peak")
    assert found["difference"] == 0.0
    assert found["low"] is None
    assert found["high"] is None


def test_the_crossing_counts_every_world_once(
    no_embargo: Comparison, columns: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    a, b = (each["outcome"] for each in columns)
    crossing = no_embargo.crossing
    assert crossing["outcome"].to_list() == list(OUTCOMES)
    for i, name in enumerate(OUTCOMES):
        for j, other in enumerate(OUTCOMES):
            assert crossing[i, other] == np.count_nonzero((a == i) & (b == j)), (name, other)


# ---- when worlds part -------------------------------------------------------------------------------


def test_a_world_parts_in_the_first_period_of_its_trace_that_differs(no_embargo: Comparison) -> None:
    a, b = (run_worlds(name, WORLDS, trace=True).trace for name in ("historical", "no-oil-embargo"))
    assert a is not None
    assert b is not None
    kept = [name for name in a.columns if name not in ("world", "date")]
    differs = pl.any_horizontal(a[name] != b[name] for name in kept)
    first = a.select("world", "date").filter(pl.select(differs).to_series())
    expected = first.group_by("world").agg(pl.col("date").min().alias("anything"))
    joined = no_embargo.parted_at.select("world").join(expected, on="world", how="left").sort("world")
    assert joined["anything"].to_list() == no_embargo.parted_at["anything"].to_list()


def test_nothing_is_decided_otherwise_before_anything_is_otherwise(no_embargo: Comparison) -> None:
    late = no_embargo.parted_at.filter(pl.col("decision").is_not_null())
    assert late.height > 0
    assert (late["anything"] <= late["decision"]).all()


def test_the_share_parted_is_that_of_the_worlds_parted_by_then(no_embargo: Comparison) -> None:
    assert no_embargo.parting.height == 15
    for when, anything, decision in no_embargo.parting.iter_rows():
        by_then = no_embargo.parted_at.select(
            (pl.col("anything", "decision") <= when).fill_null(value=False).mean()
        )
        assert by_then.row(0) == pytest.approx((anything, decision))


def test_without_an_embargo_no_world_parts_before_one_could_come(no_embargo: Comparison) -> None:
    first = no_embargo.parts("anything")
    assert first is not None
    assert date(1941, 7, 31) <= first <= date(1941, 8, 31)


def test_half_of_the_worlds_part_no_sooner_than_the_first(no_embargo: Comparison) -> None:
    first, half, all_of_them = (no_embargo.parts("decision", share) for share in (0.0, 0.5, 1.0))
    assert first is not None
    assert half is not None
    assert first <= half
    assert all_of_them is None


def test_a_history_that_differs_from_the_first_day_parts_in_the_first_period() -> None:
    found = compare(HISTORY, HISTORY.replace({"means.oil_stock": 8.0}), 20, until="1941-05")
    assert found.parting["anything"].to_list() == [1.0, 1.0]
    assert found.parting["date"].to_list() == [date(1941, 4, 30), date(1941, 5, 31)]


def test_a_change_of_the_calendar_day_of_an_order_is_a_change_of_what_is_decided() -> None:
    found = compare(HISTORY, HISTORY.replace({"politics.turn_days": 8.0}), 20)
    assert row(found, "mobilisation_day")["difference"] == pytest.approx(1.0, abs=0.3)
    assert found.parting["decision"][-1] == 1.0


def test_two_lenses_can_be_compared_on_one_history() -> None:
    found = compare("historical", "historical", 60, lens_b="rational")
    assert found.changed == {}
    assert not found.is_same
    assert found.parting["decision"][-1] > 0.0


def test_a_history_beside_itself_differs_in_nothing(itself: Comparison) -> None:
    assert itself.is_same
    assert set(itself.differences["difference"]) == {0.0}
    assert itself.differences.filter(pl.col("unit") == SHARE)["p"].to_list() == [1.0] * 10
    assert itself.parting.select((pl.col("anything") + pl.col("decision")).sum()).item() == 0.0
    assert itself.parted_at["anything"].null_count() == WORLDS
    assert itself.parts("anything") is None


# ---- blocks, processes and arguments ----------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_neither_blocks_nor_processes_change_a_bit(
    no_embargo: Comparison, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "BLOCK", 40)
    heard: list[tuple[int, int]] = []
    found = compare(
        "historical",
        "no-oil-embargo",
        WORLDS,
        workers=workers,
        progress=lambda done, of: heard.append((done, of)),
    )
    assert heard == [(40, WORLDS), (80, WORLDS), (WORLDS, WORLDS)]
    assert found.crossing.equals(no_embargo.crossing)
    assert found.parted_at.equals(no_embargo.parted_at)
    shares, expected = (each.differences.filter(pl.col("unit") == SHARE) for each in (found, no_embargo))
    assert shares.equals(expected)


def test_a_lever_may_hold_a_value_for_each_world(tmp_path: Path) -> None:
    pace = np.linspace(0.8, 1.2, 30)
    found = compare(HISTORY, HISTORY.replace({"germany.pace": pace}), 30, until=UNTIL)
    assert list(found.changed) == ["germany.pace"]
    assert as_data(found)["changed"]["germany.pace"]["b"] == pace.tolist()
    assert "a value for each world in B" in svg_text(found, tmp_path)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"b": HISTORY.replace({"germany.pace": np.ones(3)})}, "germany.pace has 3 values for 4 worlds"),
        ({"b": HISTORY.replace({"germany.pace": np.ones(9)})}, "germany.pace has 9 values for 4 worlds"),
        ({"b": "histrical"}, "unknown scenario 'histrical'; nearest known name: 'historical'"),
        ({"lens_b": "ratonal"}, "ratonal.*rational"),
        ({"cadence": "weekly"}, "weekly.*ten-day"),
        ({"until": "1999-01"}, "1999-01"),
        ({"worlds": 0}, "worlds 0; allowed: a whole number from 1 to 10,000,000"),
    ],
)
def test_a_wrong_argument_is_told(asked: dict[str, Any], message: str) -> None:
    arguments = {"a": "historical", "b": "historical", "worlds": 4} | asked
    with pytest.raises(InputError, match=message):
        compare(**arguments)


# ---- in words, as data, as a figure -----------------------------------------------------------------


def test_the_words_name_no_outcome_where_none_moves_for_sure(no_embargo: Comparison) -> None:
    words = in_words(no_embargo)
    assert words.startswith("Under B about as many worlds as under A end with an attack in 1941 (95 %: ")
    assert ", and " not in words.partition(". ")[0]
    assert "The first worlds part in July 1941, half of them by August 1941; by June 1942 " in words
    assert "What is decided differs first in August 1941, and in the end in " in words


def test_the_words_name_the_attack_and_the_outcome_that_moves_most() -> None:
    found = compare("historical", "halved-without-embargo", 60)
    sizes = {name: abs(row(found, name)["difference"]) for name in OUTCOMES}
    number = f"{100 * max(sizes.values()):.1f}"
    endings = {
        "attack_1942": "more of 100 with an attack later",
        "stand_guard": "fewer of 100 with the Army",
    }
    most = [name for name, size in sizes.items() if size == max(sizes.values())]
    assert any(f"and {number} {endings[name]}" in in_words(found) for name in most)


def test_the_words_say_more_where_more_worlds_have_it() -> None:
    words = in_words(compare("historical", "soviet-collapse", 60))
    assert "more of 100 worlds end with an attack in 1941" in words


def test_the_words_name_days_where_the_council_sits_every_ten_days() -> None:
    found = compare("historical", "moscow-falls-august", 60, cadence="ten-day", until=UNTIL)
    first, half = found.parts("anything"), found.parts("anything", 0.5)
    assert first is not None
    assert half is not None
    assert first < half
    assert f"part by {first.day} {first:%B %Y}, half of them by {half.day} {half:%B %Y};" in in_words(found)


def test_a_lever_that_is_seen_and_decides_nothing_is_told_so() -> None:
    found = compare(HISTORY, HISTORY.replace({"germany.pace": 1.001}), 5, until="1941-06")
    words = in_words(found)
    assert "No world ends otherwise." in words
    assert words.endswith("What is decided is the same in every world.")


def test_the_words_say_that_a_history_is_the_same(itself: Comparison) -> None:
    assert in_words(itself) == "A and B are the same: no lever differs. No world parts."


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.9997, "over 99.9 %"),
        (0.0003, "under 0.1 %"),
        (0.1234, "12.3 %"),
        (0.9994, "99.9 %"),
    ],
)
def test_only_all_worlds_are_100_percent(share: float, text: str) -> None:
    assert percent(share) == text


def test_the_data_are_plain_and_whole(no_embargo: Comparison) -> None:
    data = json.loads(json.dumps(as_data(no_embargo), allow_nan=False))
    assert data["a"] == {"scenario": "historical", "lens": "politics"}
    assert data["changed"] == {"sanctions.oil_embargo": {"a": "responsive", "b": "never"}}
    assert [each["measure"] for each in data["differences"]] == no_embargo.differences["measure"].to_list()
    assert data["parting"][0] == {"date": "1941-04-30", "anything": 0.0, "decision": 0.0}
    assert data["words"] == in_words(no_embargo)


def test_the_figure_names_measures_units_and_worlds(no_embargo: Comparison, tmp_path: Path) -> None:
    text = svg_text(no_embargo, tmp_path)
    for each in (
        *(MEASURES[name].label for name in OUTCOMES),
        "share in B less share in A (percentage points)",
        "share of worlds parted by then",
        "what is decided differs",
        "A: historical. B: no-oil-embargo",
        "responsive in A, never in B",
    ):
        assert each in text


def test_the_same_comparison_draws_the_same_bytes(no_embargo: Comparison, tmp_path: Path) -> None:
    first = svg_text(no_embargo, tmp_path)
    assert svg_text(no_embargo, tmp_path) == first


def test_the_figure_counts_levers_when_many_differ(tmp_path: Path) -> None:
    other = HISTORY.replace(dict.fromkeys(MECHANISMS, False))
    text = svg_text(compare(HISTORY, other, 5, lens_b="mean", until="1941-05"), tmp_path)
    assert f"{len(MECHANISMS)} levers differ." in text
    assert "B: historical, lens mean" in text


def test_the_figure_of_a_history_beside_itself_says_that_no_lever_differs(
    itself: Comparison, tmp_path: Path
) -> None:
    assert "No lever differs." in svg_text(itself, tmp_path)


# ---- the command ------------------------------------------------------------------------------------


@pytest.fixture(name="play")
def fixture_play(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return the command, as a function from its arguments to what it prints."""
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(command.compare)
    monkeypatch.setenv("COLUMNS", "80")

    def play(*arguments: str) -> str:
        result = CliRunner().invoke(app, [*arguments], catch_exceptions=False)
        assert result.exit_code == 0
        return result.output

    return play


def test_the_command_prints_what_differs_what_changes_and_how_outcomes_cross(
    play: Callable[..., str],
) -> None:
    printed = play("historical", "no-oil-embargo", "--worlds", "60", "--set-b", "germany.pace=1.1")
    assert printed.startswith("A historical, B no-oil-embargo: 60 worlds, seed 19410702, lens politics")
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    assert "germany.pace 1 1.1" in lines
    assert "sanctions.oil_embargo responsive never" in lines
    assert any(line.startswith("Oil embargo ") and line.endswith(" 0 <.001") for line in lines)
    assert "Oil embargo - - - - 0" in lines
    assert any(line.startswith("Mobilisation sanctioned 1941-07-09 1941-07-09") for line in lines)
    assert "Worlds by outcome in A (rows) and in B (columns)" in lines
    assert max(map(len, printed.splitlines())) <= 80


def test_the_command_says_which_lens_each_has(play: Callable[..., str]) -> None:
    printed = play("historical", "historical", "--lens-b", "rational", "--worlds", "5", "--until", "1941-05")
    assert "lens politics in A and" in printed
    assert "No lever differs." in printed
    assert "What changes" not in printed


def test_the_command_has_no_tables_for_a_history_beside_itself(play: Callable[..., str]) -> None:
    printed = play("historical", "historical", "--worlds", "3", "--until", "1941-05")
    assert printed.endswith("A and B are the same: no lever differs. No world parts.\n")
    assert "only A" not in printed


def test_quiet_prints_the_sentences_alone(play: Callable[..., str]) -> None:
    printed = play("historical", "historical", "--worlds", "3", "--until", "1941-05", "--quiet")
    assert printed == "A and B are the same: no lever differs. No world parts.\n"


def test_json_is_the_object_of_the_library(play: Callable[..., str], no_embargo: Comparison) -> None:
    printed = play("historical", "no-oil-embargo", "--worlds", str(WORLDS), "--json")
    assert json.loads(printed) == json.loads(json.dumps(as_data(no_embargo)))


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_the_files_are_written_and_named(play: Callable[..., str], tmp_path: Path, suffix: str) -> None:
    figure, data = tmp_path / "figure.png", tmp_path / f"data{suffix}"
    printed = play(
        *("historical", "no-sanctions", "--worlds", "5", "--until", "1941-08"),
        *("--out", str(figure), "--data", str(data)),
    )
    assert figure.read_bytes().startswith(b"\x89PNG")
    read = pl.read_parquet if suffix == ".parquet" else pl.read_csv
    assert read(data)["measure"].to_list()[:2] == ["attack_1941", "attack_1942"]
    said = "".join(printed.split())
    assert "".join(f"{figure}: figure".split()) in said
    assert "".join(f"{data}: 16 rows, 11 columns".split()) in said


@pytest.mark.parametrize(
    ("option", "name", "message"),
    [
        ("--out", "x.pdf", "FILE.svg or FILE.png"),
        ("--data", "x.txt", "FILE.parquet, FILE.csv or FILE.arrow"),
        ("--out", "missing/x.svg", "an existing folder"),
        ("--data", "missing/x.csv", "an existing folder"),
    ],
)
def test_a_file_that_cannot_be_is_refused_before_any_world_is_played(
    play: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    option: str,
    name: str,
    message: str,
) -> None:
    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("worlds were played")

    monkeypatch.setattr("kantokuen.experiments.analyses.compare.compare_pair", never)
    with pytest.raises(InputError, match=message):
        play("historical", "no-sanctions", option, str(tmp_path / name))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("historical", "historicl"), "nearest known name: 'historical'"),
        (("historical", "historical", "--lens-b", "x"), "unknown lens 'x'"),
        (("historical", "historical", "--set-a", "germany.pase=1"), "germany.pace"),
        (("historical", "historical", "--until", "1941-13"), "--until"),
    ],
)
def test_a_wrong_word_is_told(play: Callable[..., str], arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        play(*arguments)
