"""What there is: the scenarios, the levers, and whether a file of one's own is right."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import AsJson, Language, Quiet, complete_scenario, is_quiet, words_of
from kantokuen.cli.pipes import write_file, write_json, write_text
from kantokuen.model.errors import InputError, ends, input_error, nearest, shown

if TYPE_CHECKING:
    from kantokuen.model.parameters import Parameter
    from kantokuen.model.scenario import Scenario
    from kantokuen.model.text.words import Words

scenarios_app = typer.Typer(
    help="List the scenarios that ship; `scenarios show NAME` prints one as a file to copy from.",
    invoke_without_command=True,
    no_args_is_help=False,
)


@scenarios_app.callback()
def scenarios(context: typer.Context, *, language: Language = None, as_json: AsJson = False) -> None:
    """List the scenarios that ship; `scenarios show NAME` prints one as a file to copy from."""
    if context.invoked_subcommand is not None:
        return
    from kantokuen.model.scenario import Scenario

    shipped = [Scenario.load(name) for name in Scenario.names()]
    if as_json:
        write_json([_described(each) for each in shipped])
        return
    words = words_of(language)
    show_shipped(
        (
            words("shipped.scenario", id=each.name, name=words(f"scenarios.{each.name}.title")),
            words.scenario_text(each.name),
            settings_in_words(each.changed),
        )
        for each in shipped
    )


def show_shipped(entries: Iterable[tuple[str, str, str]]) -> None:
    """Print what ships, each with its name, what it is about, and what it holds, if anything."""
    from rich.padding import Padding
    from rich.text import Text

    from kantokuen.cli.console import NARROWEST_TEXT, open_console

    console = open_console(narrowest=NARROWEST_TEXT)
    for name, about, content in entries:
        console.print(Text(name, style="bold"))
        console.print(Padding(Text(" ".join(about.split())), (0, 0, 0, 4)))
        if content:
            console.print(Padding(Text(content, style="cyan"), (0, 0, 0, 4)))


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
    language: Language = None,
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

    console, words = open_console(narrowest=NARROWEST_TEXT), words_of(language)
    for key in chosen:
        lever = PARAMETERS[key]
        console.print(Text.assemble((key, "bold"), " = ", (plain(lever.default), "cyan")))
        for line in _lever_lines(lever, words):
            console.print(Padding(line, (0, 0, 0, 4)))


def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A scenario or a sweep plan (TOML).")],
    *,
    language: Language = None,
    quiet: Quiet = False,
) -> None:
    """Check a scenario or a sweep plan: say what is wrong, where, and what is allowed."""
    words, quiet = words_of(language), is_quiet(context, quiet=quiet)
    if _holds_a_plan(file):
        from kantokuen.cli.sweep import in_words
        from kantokuen.experiments.sweeps.plan import Plan

        plan = Plan.load(file)
        if not quiet:
            told = words("check.plan", file=ends(file), name=plan.name, plan=in_words(plan, words))
            write_text(f"{told}\n")
        return
    from kantokuen.model.scenario import check_file

    scenario = check_file(file)
    if not quiet:
        changed = settings_in_words(scenario.changed) or words("check.nothing")
        told = words("check.scenario", file=ends(file), name=scenario.name, settings=changed)
        write_text(f"{told}\n")


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


def _lever_lines(lever: "Parameter", words: "Words") -> list[str]:
    """Say what a lever is; its name is no news in the language in which keys are written."""
    lines = [words("levers_list.help", name=words.lever_name(lever.key), help=words.lever_help(lever.key))]
    lines.append(
        words("levers_list.allowed", allowed=lever.allowed, takes=words.takes(lever.key, as_typed=True))
    )
    if lever.spread is not None:
        law = words(f"levers_list.laws.{lever.spread.law}")
        lines.append(words("levers_list.spread", law=law, scale=f"{lever.spread.scale:g}"))
    confidence = words(f"confidence.{lever.confidence}")
    return [*lines, words("levers_list.source", source=lever.source, confidence=confidence)]
