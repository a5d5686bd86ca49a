"""The command `kantokuen`: its commands, its exit status, and what it says when something goes wrong.

Exit status: 0 done; 1 a fault of this program or of the system; 2 the input is wrong; 130 stopped by the
user.
"""

import os
import sys
from typing import Annotated

import typer

from kantokuen.cli import (
    analyses,
    bench,
    calibrate,
    catalogue,
    causes,
    check,
    classroom,
    compare,
    dashboard,
    evidence,
    lesson,
    play,
    report,
    run,
    sweep,
    validate,
)
from kantokuen.cli.options import Preferences, Quiet, check_length
from kantokuen.cli.pipes import OutputError, prepare_pipes
from kantokuen.model.errors import InputError
from kantokuen.version import __version__

DEBUG_VARIABLE = "KANTOKUEN_DEBUG"

app = typer.Typer(
    name="kantokuen",
    help="Japan's choice in the summer of 1941: north, south or wait. An agent-based model of many worlds.",
    epilog="Begin with: kantokuen run",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.add_typer(catalogue.scenarios_app, name="scenarios")
app.command("levers")(catalogue.levers)
app.command("sources")(evidence.sources)
app.command("check")(check.check)
app.add_typer(sweep.plans_app, name="plans")
app.command("sweep")(sweep.sweep)
app.command("verify")(sweep.verify)
app.command("sensitivity")(analyses.sensitivity)
app.command("regional")(analyses.regional)
app.command("phase")(analyses.phase)
app.command("discover")(analyses.discover)
app.command("causes")(causes.causes)
app.command("compare")(compare.compare)
app.command("calibrate")(calibrate.calibrate)
app.command("validate")(validate.validate)
app.command("play")(play.play)
app.command("class")(classroom.classroom)
app.command("report")(report.report)
app.command("lesson")(lesson.lesson)
app.command("dashboard")(dashboard.dashboard)
app.command("bench")(bench.bench)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kantokuen {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    quiet: Quiet = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Hold what applies to every command."""
    context.obj = Preferences(quiet=quiet)


def main() -> None:
    """Run the command line and end the process with its exit status."""
    prepare_pipes()
    try:
        check_length(sys.argv[1:])
        try:
            app()
        finally:
            sys.stdout.flush()
    except InputError as error:
        sys.stderr.write(f"kantokuen: {error}\n")
        sys.exit(2)
    except OutputError as error:
        sys.stderr.write(f"kantokuen: {error}\n")
        sys.exit(1)
    except OSError as error:
        sys.stderr.write(f"kantokuen: the system refused: {error}\n")
        sys.exit(1)
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        sys.stderr.write(
            f"kantokuen: a fault of the program, not of your input: {type(error).__name__}: {error}\n"
            f"Please report it with the line you typed and the version ({__version__}). "
            f"With {DEBUG_VARIABLE}=1 in the environment the same line shows where it happened.\n"
        )
        sys.exit(1)
