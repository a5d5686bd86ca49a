"""`kantokuen bench`: how fast worlds run, designs are swept, and the page and a class are answered, here."""

from typing import TYPE_CHECKING, Annotated, Literal, cast, get_args

import typer

from kantokuen.cli.options import AsJson, Quiet, asked_words, whole_number
from kantokuen.cli.pipes import write_json
from kantokuen.cli.request import takes
from kantokuen.model.errors import shown
from kantokuen.model.limits import MOST_WORLDS

if TYPE_CHECKING:
    from kantokuen.model.text.words import Words

_FEWEST_WORLDS = 100  # aims are missed by any number below some thousands; this is for trying it out
Part = Literal["engine", "sweeps", "dashboard", "rooms"]
_PARTS = get_args(Part)


def _part(text: str) -> Part:
    if text not in _PARTS:
        raise typer.BadParameter(f"{shown(text)}; allowed: {', '.join(_PARTS)}")
    return cast("Part", text)


@takes(words=asked_words)
def bench(
    *,
    worlds: Annotated[
        int,
        typer.Option(
            parser=whole_number(_FEWEST_WORLDS, MOST_WORLDS),
            metavar="N",
            help="Worlds of a run of many; a sweep has a hundred times as many. Aims are set for 10,000.",
        ),
    ] = 10_000,
    only: Annotated[
        Part | None,
        typer.Option(
            parser=_part,
            metavar="PART",
            autocompletion=lambda incomplete: [part for part in _PARTS if part.startswith(incomplete)],
            help=f"One part of the benchmark ({', '.join(_PARTS)}); all if not given. "
            "The dashboard needs Playwright.",
        ),
    ] = None,
    words: "Words",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Measure speed, memory, sweeps, the page and a class, here; takes some minutes, fewer with `--only`."""
    from kantokuen.experiments.bench import report
    from kantokuen.experiments.sheets import as_data
    from kantokuen.model.text.words import ENGLISH

    words = ENGLISH if as_json else words  # data are alike in every language
    tell = None if quiet else lambda line: typer.echo(line, err=True)
    match only:
        case "dashboard" | "rooms":
            sheets = []
        case _:
            sheets = report(worlds, only, tell=tell, words=words)
    if only in {None, "dashboard"}:
        from kantokuen.dashboard.measuring.report import measure_page

        sheets += measure_page(tell or (lambda _: None), words)
    if only in {None, "rooms"}:
        from kantokuen.dashboard.measuring.classes import measure_class

        sheets += measure_class(tell or (lambda _: None), words)
    if as_json:
        write_json({"worlds": worlds, "tables": [as_data(each) for each in sheets]})
        return
    from kantokuen.cli.console import open_console
    from kantokuen.cli.sheets import show_sheets

    show_sheets(open_console(), sheets, words)
