"""What there is: the scenarios and the levers."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import AsJson, Language, asked_words, complete_scenario
from kantokuen.cli.pipes import write_file, write_json
from kantokuen.model.display import plain
from kantokuen.model.errors import input_error, known_name, nearest, shown

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
    from kantokuen.cli.console import show_shipped
    from kantokuen.model.scenario import Scenario

    shipped = [Scenario.load(name) for name in Scenario.names()]
    if as_json:
        write_json([_described(each) for each in shipped])
        return
    words = asked_words(language)
    show_shipped(
        (
            words("shipped.scenario", id=each.name, name=words(f"scenarios.{each.name}.title")),
            words.scenario_text(each.name),
            settings_in_words(each.changed),
        )
        for each in shipped
    )


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
    kind: Annotated[
        str | None, typer.Option("--kind", help="Only these: lever, uncertainty or judgement.")
    ] = None,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """List what can be set, levers, uncertainties and judgements apart; in full by PREFIX or --kind."""
    from kantokuen.model.parameters import GROUPS, KINDS, PARAMETERS, levers_table

    if kind is not None:
        known_name("kind", kind, KINDS)
    chosen = [
        each
        for key, each in PARAMETERS.items()
        if (prefix is None or key == prefix or key.startswith(f"{prefix}.")) and kind in {None, each.kind}
    ]
    if prefix is not None and not any(prefix in {each.key, each.group} for each in PARAMETERS.values()):
        closest = nearest(prefix, [*GROUPS, *PARAMETERS])
        raise input_error("levers", f"unknown prefix {shown(prefix)}", ", ".join(GROUPS), closest)
    if as_json:
        keys = {each.key for each in chosen}
        write_json([row for row in levers_table() if row["key"] in keys])
        return
    from rich.padding import Padding
    from rich.text import Text

    from kantokuen.cli.console import NARROWEST_TEXT, open_console
    from kantokuen.cli.prose import Prose

    console, words = open_console(narrowest=NARROWEST_TEXT), asked_words(language)
    for each_kind in KINDS:
        of_kind = [each for each in chosen if each.kind == each_kind]
        if of_kind:
            meaning = words(f"levers_list.kinds.{each_kind}", n=len(of_kind))
            console.print(Text.assemble((each_kind, "bold green"), meaning))
        for each in of_kind:
            console.print(Text.assemble("  ", (each.key, "bold"), " = ", (written(each.default), "cyan")))
            for line in _lever_lines(each, words) if prefix or kind else [_meaning(each, words)]:
                console.print(Padding(Prose(line), (0, 0, 0, 6)))


def settings_in_words(levers_set: Mapping[str, object]) -> str:
    """Write levers as they are given to --set, in one line."""
    return ", ".join(f"{key}={written(value)}" for key, value in levers_set.items())


def written(value: object) -> str:
    """Write the value of a lever as a scenario file would."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _described(scenario: "Scenario") -> dict[str, object]:
    return {
        "name": scenario.name,
        "description": scenario.description,
        "base": scenario.base,
        "changed": plain(scenario.changed),
    }


def _lever_lines(lever: "Parameter", words: "Words") -> list[str]:
    allowed = words("levers_list.allowed", allowed=lever.allowed, takes=words.takes(lever.key, as_typed=True))
    lines = [_meaning(lever, words), allowed]
    if lever.spread is not None:
        law = words(f"levers_list.laws.{lever.spread.law}")
        lines.append(words("levers_list.spread", law=law, scale=f"{lever.spread.scale:g}"))
    if lever.kind == "judgement":
        return [*lines, f"{lever.source[0].upper()}{lever.source[1:]}."]
    confidence = words(f"confidence.{lever.confidence}")
    return [*lines, words("levers_list.source", source=lever.source, confidence=confidence)]


def _meaning(lever: "Parameter", words: "Words") -> str:
    """Say what a lever means, after its name where that is another than its key."""
    help_, name = words.lever_help(lever.key), words.lever_name(lever.key)
    return help_ if name == lever.key else words("levers_list.help", name=name, help=help_)
