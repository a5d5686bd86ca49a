"""`kantokuen bench`: how fast worlds run and designs are swept on this machine, in ratios."""

from typing import Annotated, Literal

import typer

from kantokuen.cli.options import AsJson, Quiet, is_quiet, whole_number
from kantokuen.cli.streams import write_json
from kantokuen.model.limits import MOST_WORLDS

_FEWEST_WORLDS = 100  # aims are missed by any number below some thousands; this is for trying it out


def bench(
    context: typer.Context,
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
        Literal["engine", "sweeps"] | None, typer.Option(help="One half of the benchmark; both if not given.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Measure speed, memory and sweeps on this machine; takes some minutes, a minute with `--only engine`."""
    from kantokuen.experiments.bench import report
    from kantokuen.experiments.tables import as_data

    quiet = is_quiet(context, quiet=quiet)
    tell = None if quiet else lambda words: typer.echo(words, err=True)
    tables = report(worlds, only, tell=tell, quiet=quiet)
    if as_json:
        write_json({"worlds": worlds, "tables": [as_data(each) for each in tables]})
        return
    from kantokuen.cli.console import open_console
    from kantokuen.cli.tables import show_tables

    show_tables(open_console(), tables)
