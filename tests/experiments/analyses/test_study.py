"""A sweep on disk, as the analyses and the commands see it."""

import json
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer
from typer.testing import CliRunner, Result

from kantokuen.cli import analyses
from kantokuen.experiments.analyses.measures import measure
from kantokuen.experiments.analyses.sensitivity import sensitivity
from kantokuen.experiments.analyses.study import open_study
from kantokuen.experiments.sweeps.plan import read_plan
from kantokuen.experiments.sweeps.sweep import sweep
from kantokuen.model.errors import InputError
from tests.support.synthetic import make_study

VARY = {"germany.pace": {"from": 0.7, "to": 2.0}, "season.winter_shift": {"from": -20.0, "to": 40.0}}
APP = typer.Typer()
for _name in ("sensitivity", "phase", "regional", "discover"):
    APP.command(_name)(getattr(analyses, _name))


class FirstOnly(Executor):
    """Plays the first part and fails at every other."""

    def __init__(self) -> None:
        self.done = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self.done:
            future.set_exception(RuntimeError("no more"))
        else:
            future.set_result(fn(*args, **kwargs))
        self.done += 1
        return future


def _plan(sampler: str, **given: Any) -> Any:
    return read_plan({"name": f"a-{sampler}", "sampler": sampler, "worlds": 4, "vary": VARY, **given}, "test")


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sweeps")
    with ThreadPoolExecutor(1) as pool:
        for sampler, samples in (("saltelli", 32), ("morris", 16)):
            sweep(_plan(sampler, samples=samples), folder / sampler, executor=pool)
    return {"saltelli": folder / "saltelli", "morris": folder / "morris"}


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unfinished") / "store"
    sweep(_plan("sobol", samples=64), folder, executor=FirstOnly(), part_rows=128)
    return folder


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(APP, [str(word) for word in words])
    assert result.exception is None, result.exception
    return result


@pytest.mark.parametrize(("sampler", "group", "points"), [("saltelli", 4, 128), ("morris", 3, 48)])
def test_a_store_is_studied_as_its_plan_says(
    stores: dict[str, Path], sampler: str, group: int, points: int
) -> None:
    study = open_study(stores[sampler])
    assert (study.keys, study.group, study.points, study.worlds) == (tuple(VARY), group, points, 4)
    assert study.means(measure("attack_1941"), study.keys)["worlds"].to_list() == [4] * points
    assert study.unit(0, points).shape == (points, 2)
    assert study.made_of(points * 4).startswith(f"{points * 4} worlds at {points} points ({sampler}).")
    assert sensitivity(study, measure("attack_1941")).frame.height == 2


def test_an_unfinished_store_is_refused_unless_asked_for(unfinished: Path) -> None:
    with pytest.raises(InputError, match="is unfinished: 128 of 256 rows are there"):
        open_study(unfinished)
    study = open_study(unfinished, partial=True)
    assert study.means(measure("attack_1941"), study.keys).height == 32
    assert "of which 50% is done" in study.made_of(128)


def test_a_sweep_that_varies_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="no lever is varied"):
        _without_levers()


def _without_levers() -> None:
    study = make_study({"germany.pace": [1.0]}, attacks=[1])
    type(study)(**{name: getattr(study, name) for name in study.__slots__ if name != "keys"}, keys=())


@pytest.mark.parametrize("sampler", ["saltelli", "morris"])
def test_sensitivity_prints_draws_and_writes(stores: dict[str, Path], tmp_path: Path, sampler: str) -> None:
    out, data = tmp_path / "figure.svg", tmp_path / "levers.csv"
    result = run(
        "sensitivity",
        stores[sampler],
        "--measure",
        "attack_1941",
        "--resamples",
        20,
        "--out",
        out,
        "--data",
        data,
    )
    assert "germany.pace" in result.stdout
    assert "figure.svg: figure" in result.stderr
    assert "levers.csv: 2 rows" in result.stderr
    assert "worlds" in out.read_text(encoding="utf-8")
    assert pl.read_csv(data)["lever"].to_list()[0] in VARY


def test_phase_maps_the_first_two_levers(stores: dict[str, Path], tmp_path: Path) -> None:
    data = tmp_path / "cells.parquet"
    result = run("phase", stores["saltelli"], "--measure", "attack", "--bins", 3, "--data", data, "--quiet")
    assert "Across: germany.pace, multiplier; upwards: season.winter_shift, days." in " ".join(
        result.stdout.split()
    )
    assert result.stderr == ""
    assert pl.read_parquet(data)["worlds"].sum() == 512


def test_regional_prints_distances(stores: dict[str, Path], tmp_path: Path) -> None:
    result = run("regional", stores["saltelli"], "--resamples", 10, "--out", tmp_path / "figure.png")
    assert "distance" in result.stdout
    assert (tmp_path / "figure.png").stat().st_size > 10_000


@pytest.mark.slow
def test_discover_prints_limits(stores: dict[str, Path], tmp_path: Path) -> None:
    pytest.importorskip("ema_workbench")
    out = tmp_path / "figure.svg"
    result = run("discover", stores["saltelli"], "--out", out)
    assert "Boxes to choose from" in result.stdout
    assert "quasi-p" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "keys"),
    [
        ("sensitivity", {"method", "worlds", "groups", "variance", "first_sum", "levers"}),
        ("phase", {"x", "y", "worlds", "averaged", "cells"}),
        ("regional", {"worlds", "hits", "levers"}),
        ("discover", {"worlds", "hits", "out_of", "chosen", "limits", "trajectory"}),
    ],
)
def test_json_is_the_whole_result(stores: dict[str, Path], command: str, keys: set[str]) -> None:
    if command == "discover":
        pytest.importorskip("ema_workbench")
    told = json.loads(run(command, stores["saltelli"], "--json").stdout)
    assert set(told) == {"sweep", "measure", "label", "unit", *keys}
    assert told["measure"] == "attack_1941"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("phase", "nowhere"), "nowhere"),
        (("phase", "nowhere", "--out", "map.pdf"), r"does not end in \.svg or \.png"),
        (("phase", "nowhere", "--data", "no-such-folder/cells.csv"), "folder that does not exist"),
        (("regional", "nowhere", "--measure", "attacks"), "nearest known name: 'attack'"),
    ],
)
def test_what_is_wrong_is_told_before_any_work(words: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        CliRunner().invoke(APP, words, catch_exceptions=False)


def test_measures_are_offered_to_the_shell() -> None:
    assert analyses.complete_measure("attack") == ["attack_1941", "attack_1942", "attack"]
