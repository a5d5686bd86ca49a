"""What there is: the scenarios, the levers, and whether a file of one's own is right."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import AsJson, Quiet, complete_scenario, is_quiet
from kantokuen.cli.streams import write_file, write_json, write_text
from kantokuen.model.errors import InputError, ends, input_error, nearest, shown

if TYPE_CHECKING:
    from kantokuen.model.parameters import Parameter
    from kantokuen.model.scenario import Scenario

scenarios_app = typer.Typer(
    help="List the scenarios that ship; `scenarios show NAME` prints one as a file to copy from.",
    invoke_without_command=True,
    no_args_is_help=False,
)


@scenarios_app.callback()
def scenarios(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the scenarios that ship; `scenarios show NAME` prints one as a file to copy from."""
    if context.invoked_subcommand is not None:
        return
    from kantokuen.cli.console import show_shipped
    from kantokuen.model.scenario import Scenario

    shipped = [Scenario.load(name) for name in Scenario.names()]
    if as_json:
        write_json([_described(each) for each in shipped])
        return
    show_shipped((each.name, each.description, settings_in_words(each.changed)) for each in shipped)


@scenarios_app.command("show")
def show(name: Annotated[str, typer.Argument(autocompletion=complete_scenario, metavar="NAME")]) -> None:
    """Print a shipped scenario as it stands: a file to copy from."""
    from kantokuen.model.scenario import Scenario

    write_file(Scenario.text(name))


def levers(
    prefix: Annotated[
        str | None, typer.Argument(metavar="PREFIX", help="Only these, e.g. soviet or soviet.refill.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List what can be set: key, default, what is allowed, and where the default comes from."""
    from kantokuen.model.parameters import GROUPS, PARAMETERS, levers_table

    chosen = [key for key in PARAMETERS if prefix is None or key == prefix or key.startswith(f"{prefix}.")]
    if prefix is not None and not chosen:
        closest = nearest(prefix, [*GROUPS, *PARAMETERS])
        raise input_error("levers", f"unknown prefix {shown(prefix)}", ", ".join(GROUPS), closest)
    if as_json:
        write_json([row for row in levers_table() if row["key"] in chosen])
        return
    from rich.padding import Padding
    from rich.text import Text

    from kantokuen.cli.console import NARROWEST_TEXT, open_console

    console = open_console(narrowest=NARROWEST_TEXT)
    for key in chosen:
        lever = PARAMETERS[key]
        console.print(Text.assemble((key, "bold"), " = ", (plain(lever.default), "cyan")))
        for line in _lever_lines(lever):
            console.print(Padding(line, (0, 0, 0, 4)))


def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A scenario or a sweep plan (TOML).")],
    *,
    quiet: Quiet = False,
) -> None:
    """Check a scenario or a sweep plan: say what is wrong, where, and what is allowed."""
    quiet = is_quiet(context, quiet=quiet)
    if _holds_a_plan(file):
        from kantokuen.cli.sweep import in_words
        from kantokuen.experiments.sweeps.plan import Plan

        plan = Plan.load(file)
        if not quiet:
            write_text(f"{ends(file)}: a good plan, '{plan.name}'. It varies {in_words(plan)}\n")
        return
    from kantokuen.model.scenario import check_file

    scenario = check_file(file)
    if not quiet:
        changed = settings_in_words(scenario.changed) or "nothing: it is the default"
        write_text(f"{ends(file)}: a good scenario, '{scenario.name}'. It sets {changed}\n")


def _holds_a_plan(file: Path) -> bool:
    """Tell a plan from a scenario; what cannot be read is left to the check of a scenario."""
    from kantokuen.model.levers.reading import is_plan, read_document

    try:
        return file.exists() and is_plan(read_document(file))
    except (InputError, OSError, ValueError):
        return False


def settings_in_words(levers_set: Mapping[str, object]) -> str:
    """Write levers as they are given to --set, in one line."""
    return ", ".join(f"{key}={plain(value)}" for key, value in levers_set.items())


def plain(value: object) -> str:
    """Write the value of a lever as a scenario file would."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _described(scenario: "Scenario") -> dict[str, object]:
    changed = {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in scenario.changed.items()
    }
    return {
        "name": scenario.name,
        "description": scenario.description,
        "base": scenario.base,
        "changed": changed,
    }


def _lever_lines(lever: "Parameter") -> list[str]:
    lines = [lever.help, f"Allowed: {lever.allowed}."]
    if lever.spread is not None:
        lines.append(f"Differs between worlds: {lever.spread.law}, {lever.spread.scale:g}.")
    return [*lines, f"Source: {lever.source} (confidence: {lever.confidence})."]
