"""What a user's notebook shows of each thing: few lines, a table, never an address, never an error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import kantokuen
from kantokuen.experiments.analyses.discovery import Discovery
from kantokuen.experiments.analyses.grid import phase_grid
from kantokuen.experiments.analyses.measures import MEASURES
from kantokuen.experiments.analyses.pairs import Pair
from kantokuen.experiments.analyses.study import open_study
from kantokuen.experiments.runner import Run, run_block
from kantokuen.experiments.sheets import Sheet
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.experiments.sweeps.store import Store
from kantokuen.experiments.sweeps.verify import Verification
from kantokuen.model.display import Shown, plain
from kantokuen.model.errors import InputError
from kantokuen.model.lenses import LENSES
from kantokuen.model.members import Members
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario
from tests.support.yardstick import within

UNTIL = "1941-07"
HISTORY = Scenario.load("historical")
EMPTIED = "nothing can be told of it"
PLAN: dict[str, Any] = {
    "name": "small",
    "question": "What does the pace do?",
    "sampler": "saltelli",
    "samples": 16,
    "worlds": 2,
    "vary": {"germany.pace": {"from": 0.5, "to": 2.5}, "soviet.refill": {"from": 0.2, "to": 1.0}},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished sweep."""
    path = tmp_path_factory.mktemp("sweep") / "small"
    kantokuen.sweep(Plan.make(**PLAN), path)
    return path


@pytest.fixture(scope="module")
def store(folder: Path) -> Store:
    return kantokuen.open_store(folder)


def played() -> kantokuen.KantokuenModel:
    model = kantokuen.KantokuenModel(worlds=3, seed=1)
    model.run()
    return model


def boxes() -> Discovery:
    box = {"box": 0, "coverage": 1.0, "density": 0.1, "mass": 1.0, "restricted": 0, "worlds": 9, "hits": 1}
    limits = pl.DataFrame({"lever": ["germany.pace"], "limits": ["1.2 or more"], "low": [1.2]})
    return Discovery(MEASURES["attack_1941"], pl.DataFrame([box]), 0, limits, 9, 1, 9)


THINGS: dict[str, Callable[[Any], Any]] = {
    "results": lambda _: kantokuen.run_worlds(worlds=500, until=UNTIL),
    "one world": lambda _: kantokuen.run_worlds(),
    "traced": lambda _: kantokuen.run_worlds(worlds=2, until=UNTIL, trace=True),
    "model": lambda _: kantokuen.KantokuenModel(worlds=3),
    "played model": lambda _: played(),
    "record": lambda _: played().record,
    "period": lambda _: played().record.periods[0],
    "office": lambda _: played().offices["OPS"],
    "power": lambda _: played().powers.germany,
    "scenario": lambda _: Scenario.load("emperor-refuses").replace({"germany.pace": [1.0, 1.2]}),
    "run": lambda _: Run("historical", until=UNTIL),  # type: ignore[arg-type]
    "block": lambda _: run_block(Run(HISTORY, until=UNTIL), 0, 3),
    "comparison": lambda _: kantokuen.compare("historical", "no-oil-embargo", 20),
    "tally": lambda _: kantokuen.compare("historical", "no-oil-embargo", 20, until=UNTIL).tally,
    "pair": lambda _: Pair(Run(HISTORY), Run(Scenario.load("mild-winter"))),
    "causes": lambda _: kantokuen.causes(Run(HISTORY), 3),
    "search": lambda folder: made("causes", folder).search,
    "map": lambda _: list(phase_grid(Run(HISTORY), "germany.pace", "navy.screen", worlds=1))[-1],
    "members": lambda _: Members(np.arange(900), {"germany.pace": np.ones(900)}),
    "table": lambda _: Sheet("A title", "A note", ("lever", "value"), (("germany.pace", 1.0),) * 300),
    "lever": lambda _: PARAMETERS["sanctions.oil_embargo"],
    "lens": lambda _: LENSES["politics"],
    "measure": lambda _: MEASURES["attack"],
    "function": lambda _: kantokuen.vectorised(),
    "functions": lambda _: kantokuen.vectorised_measures(),
    "plan": lambda _: Plan.load("chances-of-the-summer"),
    "axis": lambda _: Plan.make(**PLAN).axes[0],
    "design": lambda _: Design(Plan.make(**PLAN)),
    "store": kantokuen.open_store,
    "verification": lambda folder: kantokuen.verify(folder, sample=1, seed=1),
    "study": open_study,
    "sensitivity": lambda folder: kantokuen.sensitivity(folder, "attack_1941"),
    "phase": lambda folder: kantokuen.phase(folder, "attack_1941"),
    "cuts": lambda folder: kantokuen.phase(folder, "attack_1941").x,
    "discovery": lambda _: boxes(),
}


@cache
def made(name: str, folder: Path) -> Any:
    """Return one of the things, made once for all tests that only look at it."""
    return THINGS[name](folder)


class Texts(HTMLParser):
    """Reads the tags and the texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert [name for name, _ in attrs if name != "style"] == []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("name", THINGS)
def test_a_thing_shows_itself_in_five_lines_and_without_an_address(name: str, folder: Path) -> None:
    thing = made(name, folder)
    lines = repr(thing).split("\n")
    assert len(lines) <= 5
    assert max(map(len, lines)) <= 125
    assert EMPTIED not in lines[0]
    assert not any(" at 0x" in line or "array(" in line for line in lines)


@pytest.mark.parametrize("name", [name for name in THINGS if name not in {"office", "power"}])
def test_a_notebook_gets_the_same_as_a_small_table_without_colours(name: str, folder: Path) -> None:
    thing = made(name, folder)
    page = thing._repr_html_()
    assert len(page) < 2_500
    assert "color" not in page
    assert set(Texts(page).tags) <= {"table", "caption", "b", "tbody", "tr", "th", "td"}
    for line in repr(thing).split("\n")[1:]:
        assert line.split(maxsplit=1)[1].split("  ")[-1].strip() in "".join(Texts(page).texts)


def test_a_value_is_made_plain_all_the_way_down() -> None:
    given = {"days": (date(1941, 7, 2), None), "numbers": np.array([1.0, np.inf]), "count": np.int64(3)}
    assert plain(given) == {"days": ["1941-07-02", None], "numbers": [1.0, None], "count": 3}
    assert json.loads(json.dumps(plain(given), allow_nan=False)) == plain(given)


def test_every_lens_and_every_lever_says_what_it_is() -> None:
    said = [repr(each) for each in (*LENSES.values(), *PARAMETERS.values())]
    assert [each for each in said if EMPTIED in each or len(each.split("\n")) < 2] == []


def test_a_verification_tells_of_parts_that_failed() -> None:
    found = Verification(rows=10, files=1, played=(), complete=False, failures={3: "no such luck"})
    assert repr(found).split("\n") == [
        "<Verification> unfinished, 10 rows",
        "  checksums  1 file as written",
        "  played     again with the same bytes: 0 parts",
        "  failed     part 3",
    ]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ema_workbench") is None, reason="needs the extra `discovery`")
def test_an_evaluator_says_what_it_plays() -> None:
    models = [kantokuen.ema_model(name, ["germany.pace"]) for name in ("historical", "emperor-refuses")]
    said = repr(kantokuen.block_evaluator(models))
    assert said.startswith("<BlockEvaluator> all experiments of a design side by side\n")
    assert "historical, emperor-refuses" in said


def test_names_from_a_stranger_are_told_as_text() -> None:
    scenario = replace(HISTORY, name="<script>alert(1)</script>", description="\n" + "x" * 3_999)
    assert "<script>" not in scenario._repr_html_()
    assert len(repr(scenario)) < 600


def test_what_is_emptied_or_half_made_is_told_as_that() -> None:
    model = kantokuen.KantokuenModel()
    model.release()
    half_made = kantokuen.Results.__new__(kantokuen.Results)
    for each in (model, half_made):
        assert repr(each) == f"<{type(each).__name__}> emptied or damaged, {EMPTIED}"
        assert EMPTIED in each._repr_html_()


def test_nothing_is_computed_to_be_shown(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(store), "rows", None)
    assert "rows     128 of 128, complete" in repr(store)
    results = kantokuen.run_worlds(worlds=500, until="1941-04")
    before = set(vars(results))
    repr(results)
    assert set(vars(results)) == before


def test_a_million_worlds_are_shown_at_once() -> None:
    results = kantokuen.run_worlds(worlds=2, until="1941-04")
    many = replace(
        results, worlds=10**6, columns={k: np.resize(v, 10**6) for k, v in results.columns.items()}
    )
    assert within(20, lambda: repr(many))


def test_whoever_forgets_to_say_what_is_shown_still_gets_a_line() -> None:
    class Silent(Shown):
        """Says nothing."""

    assert repr(Silent()) == f"<Silent> emptied or damaged, {EMPTIED}"


# for pandas


@pytest.mark.parametrize(
    ("name", "rows", "column"),
    [
        ("results", 500, "outcome"),
        ("played model", 3, "divisions_peak"),
        ("comparison", 16, "difference"),
        ("store", 128, "germany.pace"),
        ("sensitivity", 2, "total"),
        ("phase", None, "mean"),
        ("discovery", 1, "limits"),
    ],
)
def test_results_become_a_frame_of_pandas(name: str, rows: int | None, column: str, folder: Path) -> None:
    frame = made(name, folder).to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert column in frame.columns
    assert rows is None or len(frame) == rows


def test_dates_stay_dates_and_what_never_came_stays_missing() -> None:
    frame = kantokuen.run_worlds(worlds=50).to_pandas()
    assert frame["mobilisation_date"].dt.year.dropna().unique().tolist() == [1941]
    assert frame["reversal_date"].isna().any()


@pytest.mark.parametrize("package", ["pandas", "pyarrow"])
def test_without_a_package_it_says_what_to_install(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    results = kantokuen.run_worlds(worlds=2, until="1941-04")
    monkeypatch.setitem(sys.modules, package, None)
    # Polars looks for its optional packages before anyone could take them away
    monkeypatch.setattr(pl.DataFrame, "to_pandas", lambda _: import_module(package))
    with pytest.raises(InputError, match=rf"to_pandas: .*{package}.*pip install pandas pyarrow"):
        results.to_pandas()
