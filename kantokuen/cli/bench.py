"""`kantokuen bench`: how fast worlds run on this machine, in ratios."""

from typing import Annotated

import typer

from kantokuen.cli.options import MOST_WORLDS, AsJson, whole_number
from kantokuen.cli.streams import write_json

_FEWEST_WORLDS = 1000  # below this the start of a block outweighs its worlds


def bench(
    *,
    worlds: Annotated[
        int,
        typer.Option(
            parser=whole_number(_FEWEST_WORLDS, MOST_WORLDS), metavar="N", help="Worlds of a run of many."
        ),
    ] = 10_000,
    as_json: AsJson = False,
) -> None:
    """Measure speed, memory and start-up on this machine; takes about a minute."""
    from kantokuen.experiments.bench import report
    from kantokuen.experiments.tables import as_data

    tables = report(worlds)
    if as_json:
        write_json({"worlds": worlds, "tables": [as_data(each) for each in tables]})
        return
    from kantokuen.cli.console import open_console
    from kantokuen.cli.tables import show_tables

    show_tables(open_console(), tables)
