"""A request travels whole: it is taken apart where the public asks, and nowhere else."""

import ast
from collections.abc import Iterator

from tests.support.paths import ROOT

ROOMS = ("agents", "model", "experiments", "dashboard", "kantokuen", "tools")
PARTS = {"scenario", "seed", "lens", "cadence", "until", "ensemble"}
SPELT_OUT = {
    "dashboard/lessons/figures.py: Played",
    "dashboard/rooms/state.py: Setup",
    "experiments/analyses/compare.py: compare",
    "experiments/bridges/points.py: problem",
    "experiments/bridges/points.py: vectorised",
    "experiments/bridges/points.py: vectorised_measures",
    "experiments/bridges/workbench.py: ema_model",
    "experiments/calibration/plan.py: _Document",
    "experiments/game/keeping.py: _File",
    "experiments/runner.py: run_worlds",
    "experiments/sweeps/plan_reading.py: PlanDocument",
    "kantokuen/cli/classroom.py: _asked_setup",
    "kantokuen/cli/compare.py: _asked_pair",
    "kantokuen/cli/play.py: _asked_game",
    "kantokuen/cli/report.py: _asked_run",
    "kantokuen/cli/request.py: asked_run",
}
"""What people call or write has the parts by name; a request is made of them there."""

BENEATH = {
    "dashboard/state.py: _days",
    "model/calendar.py: periods",
    "model/display.py: run_in_words",
    "model/model.py: __init__",
    "model/model.py: fork",
    "model/request.py: Request",
    "model/text/words.py: played",
    "model/values.py: realise",
}
"""The request itself and what it is used for: its calendar, its words, a model of it."""


def named(node: ast.AST) -> set[str]:
    """Return the names of what a function takes, or of what a class holds."""
    if isinstance(node, ast.FunctionDef):
        arguments = node.args
        return {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    fields = [each.target for each in getattr(node, "body", ()) if isinstance(each, ast.AnnAssign)]
    return {each.id for each in fields if isinstance(each, ast.Name)}


def spelt_out() -> Iterator[str]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and len(PARTS & named(node)) > 1:
                    yield f"{file.relative_to(ROOT).as_posix()}: {node.name}"


def test_only_what_people_call_takes_or_holds_a_request_in_parts() -> None:
    assert set(spelt_out()) == SPELT_OUT | BENEATH
