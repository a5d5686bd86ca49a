"""`kantokuen calibrate`: judgements fitted to the record by a procedure, and the procedure tested."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import (
    AsJson,
    Force,
    Quiet,
    asked_words,
    check_force,
    checked_out,
    folder_name,
    whole_number,
)
from kantokuen.cli.pipes import write_json
from kantokuen.cli.progress import row_progress
from kantokuen.cli.request import takes
from kantokuen.cli.sweep import STOPPED
from kantokuen.experiments.files import save_text
from kantokuen.model.limits import MOST_WORKERS

if TYPE_CHECKING:
    from kantokuen.model.text.words import Words


def complete_calibration(incomplete: str) -> list[str]:
    """Offer the names of plans to the shell."""
    from kantokuen.experiments.calibration.plan import CalibrationPlan

    return [name for name in CalibrationPlan.names() if name.startswith(incomplete)]


@takes(words=asked_words)
def calibrate(
    plan: Annotated[
        str,
        typer.Argument(
            metavar="PLAN", autocompletion=complete_calibration, help="A shipped plan, or a TOML file."
        ),
    ] = "standard",
    *,
    out: Annotated[
        Path,
        typer.Option(
            parser=folder_name,
            metavar="DIR",
            help="The folder to fill; the same command goes on where it stopped.",
        ),
    ],
    fix: Annotated[
        list[str] | None,
        typer.Option(
            "--fix", metavar="KEY=VALUE", help="Let a judgement stand, and fit the others; repeatable."
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Test the procedure on made-up records, after the first wave.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            parser=whole_number(1, MOST_WORKERS),
            metavar="N",
            help="Parts played at a time; all cores if not given.",
        ),
    ] = None,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Write the tables as a page to this file as well.")
    ] = None,
    force: Force = False,
    words: "Words",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Fit the judgements to the calibration part of the record, and say what it moved and what not."""
    check_force(page, force=force, options="--page")
    target = checked_out(page, (".md",), force=force, option="--page")
    from kantokuen.experiments.calibration.plan import CalibrationPlan
    from kantokuen.model.scenario import parse_setting

    chosen = CalibrationPlan.load(plan).fixing(dict(map(parse_setting, fix or ())))
    from kantokuen.experiments.calibration.calibrate import POSTERIOR
    from kantokuen.experiments.calibration.calibrate import calibrate as fit
    from kantokuen.experiments.calibration.check import check_installed
    from kantokuen.experiments.calibration.report import checked, document, sheets
    from kantokuen.experiments.priors import digest
    from kantokuen.experiments.processes import ends_in_order
    from kantokuen.experiments.sheets import as_data

    if check:
        check_installed()
    if not quiet:
        begins = words(
            "calibration.begins",
            name=chosen.name,
            points=f"{chosen.points:,}",
            keys=len(chosen.keys),
            worlds=f"{chosen.all_worlds:,}",
        )
        typer.echo(begins, err=True)
    try:
        with (
            ends_in_order(KeyboardInterrupt()),
            row_progress(words, is_wanted=not quiet, what="worlds") as progress,
        ):
            found = fit(chosen, out, workers=workers, progress=progress)
            tested = found.checked() if check else None
    except KeyboardInterrupt:
        typer.echo(words("calibration.stopped"), err=True)
        raise typer.Exit(STOPPED) from None
    except OSError as error:
        typer.echo(words("sweep.refused", why=error.strerror or error), err=True)
        raise typer.Exit(1) from None
    told = sheets(found, words)
    if tested is not None:
        told = [*checked(tested, found, words), *told]
    if target is not None:
        save_text(document(found, told, words, is_checked=check), target)
    if as_json:
        write_json(
            {
                **chosen.facts,
                "priors": digest(),
                "worlds": found.worlds,
                **found.judged.facts,
                "seconds": {stage: round(each, 1) for stage, each in found.seconds.items()},
                "tables": [as_data(each) for each in told],
            }
        )
        return
    from kantokuen.cli.console import open_console
    from kantokuen.cli.sheets import show_sheets

    show_sheets(open_console(), told, words)
    if not quiet:
        seconds = f"{sum(found.seconds.values()):,.0f}"
        file = out / POSTERIOR
        typer.echo(
            words("calibration.done", worlds=f"{found.worlds:,}", seconds=seconds, file=file), err=True
        )
