"""A request travels whole: it is taken apart where the public asks, and nowhere else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.testing import CliRunner

from kantokuen.cli.request import asked_run, takes
from kantokuen.experiments.runner import Run
from kantokuen.model.scenario import Scenario

ROOT = Path(__file__).resolve().parent.parent
PARTS = {"scenario", "seed", "lens", "cadence", "until"}
SPELT_OUT = {
    "experiments/analyses/compare.py: compare",
    "experiments/bridges/asking.py: run_of",
    "experiments/bridges/points.py: vectorised",
    "experiments/bridges/points.py: vectorised_measures",
    "experiments/bridges/workbench.py: ema_model",
    "experiments/runner.py: run_worlds",
    "experiments/sweeps/plan.py: Plan",
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


def test_a_command_receives_a_run_and_the_options_that_make_it_stand_once() -> None:
    received = []

    def more(lens: str = "politics") -> str:
        return f"told of {lens}"

    @takes(run=asked_run, told=more)
    def play(run: Run, *, told: str, worlds: int = 1) -> None:
        """Play."""
        received.append((run, told, worlds))

    app = typer.Typer()
    app.command()(play)
    words = ["no-indochina", "--seed", "5", "--set", "germany.pace=1.2", "--lens", "nash", "--worlds", "3"]
    ran = CliRunner().invoke(app, [*words, "--cadence", "ten-day", "--until", "1941-12"])
    assert (ran.exit_code, ran.output) == (0, "")
    scenario = Scenario.load("no-indochina").replace({"germany.pace": 1.2})
    assert received == [(Run(scenario, 5, "nash", "ten-day", "1941-12"), "told of nash", 3)]
    said = CliRunner().invoke(app, ["--help"]).output
    assert [said.count(f"--{name} ") for name in ("seed", "lens", "worlds")] == [1, 1, 1]


def test_a_bare_run_keeps_its_worlds_and_nothing_but_their_outcomes() -> None:
    run = Run(seed=5, lens="nash", trace=True)
    assert run.bare == Run(seed=5, lens="nash", trace=False, stances=False)


def test_the_facts_of_a_request_are_plain_and_in_the_order_in_which_they_are_printed() -> None:
    facts = Run(seed=5, lens="nash", cadence="ten-day").facts
    wanted = {"scenario": "historical", "seed": 5, "lens": "nash", "cadence": "ten-day"}
    assert list(facts.items()) == list(wanted.items())
