"""A request travels whole: it is taken apart where the public asks, and nowhere else."""

import ast
from collections.abc import Iterator

from tests.support.paths import ROOT

PARTS = {"scenario", "seed", "lens", "cadence", "until"}
SPELT_OUT = {
    "experiments/analyses/compare.py: compare",
    "experiments/bridges/asking.py: run_of",
    "experiments/bridges/points.py: vectorised",
    "experiments/bridges/points.py: vectorised_measures",
    "experiments/bridges/workbench.py: ema_model",
    "experiments/runner.py: run_worlds",
    "experiments/sweeps/plan.py: Plan",
    "experiments/sweeps/plan_reading.py: PlanDocument",
    "kantokuen/cli/compare.py: _asked_pair",
    "kantokuen/cli/request.py: asked_run",
}
"""What people call or write has the parts by name; a request is made of them there."""


def named(node: ast.AST) -> set[str]:
    """Return the names of what a function takes, or of what a class holds."""
    if isinstance(node, ast.FunctionDef):
        arguments = node.args
        return {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    fields = [each.target for each in getattr(node, "body", ()) if isinstance(each, ast.AnnAssign)]
    return {each.id for each in fields if isinstance(each, ast.Name)}


def spelt_out() -> Iterator[str]:
    for room in ("experiments", "kantokuen"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and len(PARTS & named(node)) > 2:
                    yield f"{file.relative_to(ROOT).as_posix()}: {node.name}"


def test_only_what_people_call_takes_or_holds_a_request_in_parts() -> None:
    assert set(spelt_out()) == SPELT_OUT
