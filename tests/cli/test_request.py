"""The run that a command receives, made of its options."""

import typer
from typer.testing import CliRunner

from kantokuen.cli.request import asked_run, takes
from kantokuen.experiments.runner import Run
from kantokuen.model.scenario import Scenario


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
    june = ["--ensemble", "june-1941"]
    ran = CliRunner().invoke(app, [*words, "--cadence", "ten-day", "--until", "1941-12", *june])
    assert (ran.exit_code, ran.output) == (0, "")
    scenario = Scenario.load("no-indochina").replace({"germany.pace": 1.2})
    assert received == [(Run(scenario, 5, "nash", "ten-day", "1941-12", "june-1941"), "told of nash", 3)]
    said = CliRunner().invoke(app, ["--help"]).output
    assert [said.count(f"--{name} ") for name in ("seed", "lens", "worlds")] == [1, 1, 1]
