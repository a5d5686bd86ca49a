"""`kantokuen sweep`, `verify` and `plans`: many worlds in a folder that can be trusted."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import AsJson, Language, Quiet, asked_words, folder_name, whole_number
from kantokuen.cli.pipes import write_file, write_json, write_text
from kantokuen.cli.progress import row_progress
from kantokuen.cli.request import takes
from kantokuen.model.errors import ends
from kantokuen.model.limits import LARGEST_SEED, MOST_PART_ROWS, MOST_WORKERS

if TYPE_CHECKING:
    from kantokuen.experiments.sweeps.plan import Plan
    from kantokuen.experiments.sweeps.store import Store
    from kantokuen.model.text.words import Words

STOPPED = 130
_FAILURES_SHOWN = 5

plans_app = typer.Typer(
    help="List the sweep plans that ship; `plans show NAME` prints one as a file to copy from.",
    invoke_without_command=True,
    no_args_is_help=False,
)


def complete_plan(incomplete: str) -> list[str]:
    """Offer the names of plans to the shell."""
    from kantokuen.experiments.sweeps.plan import Plan

    return [name for name in Plan.names() if name.startswith(incomplete)]


@plans_app.callback()
def plans(context: typer.Context, *, language: Language = None, as_json: AsJson = False) -> None:
    """List the sweep plans that ship; `plans show NAME` prints one as a file to copy from."""
    if context.invoked_subcommand is not None:
        return
    from kantokuen.cli.console import show_shipped
    from kantokuen.experiments.sweeps.plan import Plan

    shipped = [Plan.load(name) for name in Plan.names()]
    if as_json:
        write_json([_described(each) for each in shipped])
        return
    words = asked_words(language)
    show_shipped((each.name, _question(each, words), in_words(each, words)) for each in shipped)


def _question(plan: "Plan", words: "Words") -> str:
    """Return what a shipped plan asks: in English the words of its own file."""
    key = f"plans.{plan.name}"
    return words(key) if words.has(key) else plan.question


@plans_app.command("show")
def show(name: Annotated[str, typer.Argument(autocompletion=complete_plan, metavar="NAME")]) -> None:
    """Print a shipped plan as it stands: a file to copy from."""
    from kantokuen.experiments.sweeps.plan import Plan

    write_file(Plan.text(name))


@takes(words=asked_words)
def sweep(
    plan: Annotated[
        str,
        typer.Argument(metavar="PLAN", autocompletion=complete_plan, help="A shipped plan, or a TOML file."),
    ],
    *,
    out: Annotated[
        Path,
        typer.Option(
            parser=folder_name,
            metavar="DIR",
            help="The folder to fill; the same command goes on where it stopped.",
        ),
    ],
    workers: Annotated[
        int | None,
        typer.Option(
            parser=whole_number(1, MOST_WORKERS),
            metavar="N",
            help="Parts played at a time; all cores if not given.",
        ),
    ] = None,
    executor: Annotated[
        str | None,
        typer.Option(metavar="EXECUTOR", help="processes, dask (on this machine), or dask://HOST:PORT."),
    ] = None,
    part_rows: Annotated[
        int | None,
        typer.Option(
            parser=whole_number(1, MOST_PART_ROWS),
            metavar="N",
            help="Rows of a file; follows from the design if not given.",
        ),
    ] = None,
    words: "Words",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Play a sweep plan into a folder of Parquet files; stop it whenever you like and go on later."""
    from kantokuen.experiments.sweeps.plan import Plan

    chosen = Plan.load(plan)
    from kantokuen.experiments.processes import ends_in_order
    from kantokuen.experiments.sweeps.sweep import sweep as run_sweep

    if not quiet:
        typer.echo(words("sweep.begins", name=chosen.name, plan=in_words(chosen, words)), err=True)
    try:
        with ends_in_order(KeyboardInterrupt()), row_progress(words, is_wanted=not quiet) as progress:
            store = run_sweep(
                chosen, out, workers=workers, executor=executor, part_rows=part_rows, progress=progress
            )
    except KeyboardInterrupt:
        _say_stopped(out, words("sweep.stopped"), words)
        raise typer.Exit(STOPPED) from None
    except OSError as error:
        why = words("sweep.refused", why=error.strerror or error)
        _say_stopped(out, why, words)
        raise typer.Exit(1) from None
    _report(store, words, as_json=as_json, quiet=quiet)


@takes(words=asked_words)
def verify(
    store: Annotated[Path, typer.Argument(parser=folder_name, metavar="DIR", help="The folder of a sweep.")],
    *,
    sample: Annotated[
        int, typer.Option(parser=whole_number(0, 10**9), metavar="N", help="How many parts to play again.")
    ] = 4,
    seed: Annotated[
        int | None,
        typer.Option(
            parser=whole_number(0, LARGEST_SEED),
            metavar="N",
            help="Which parts; another choice each time if not given.",
        ),
    ] = None,
    words: "Words",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Check every file of a sweep against its checksum, and play a random sample again, bit for bit."""
    from kantokuen.experiments.sweeps.verify import verify as run_verify

    with row_progress(words, is_wanted=not quiet, what="parts") as progress:
        found = run_verify(store, sample=sample, seed=seed, progress=progress)
    if as_json:
        write_json(
            {
                "store": str(store),
                "complete": found.complete,
                "rows": found.rows,
                "files": found.files,
                "played_again": list(found.played),
                "failures": {str(number): reason for number, reason in found.failures.items()},
            }
        )
    elif not quiet:
        told = words(
            "verify.told",
            folder=ends(store),
            state=words("verify.complete" if found.complete else "verify.unfinished"),
            rows=f"{found.rows:,}",
            files=f"{found.files:,}",
            again=f"{len(found.played):,}",
        )
        write_text(f"{told}\n")


def in_words(plan: "Plan", words: "Words") -> str:
    """Say in a line what a plan plays."""
    from kantokuen.experiments.sweeps.design import Design

    design = Design(plan)
    n_levers = len(plan.keys)
    return words(
        "plan.told",
        levers=", ".join(plan.keys) if n_levers <= 4 else words("plan.levers", n=n_levers),
        sampler=plan.sampler,
        points=f"{design.points:,}",
        worlds=words("plan.world") if plan.worlds == 1 else words("plan.worlds", n=f"{plan.worlds:,}"),
        rows=f"{design.rows:,}",
    )


def _described(plan: "Plan") -> dict[str, object]:
    from kantokuen.experiments.sweeps.design import Design

    design = Design(plan)
    return {
        "name": plan.name,
        "question": plan.question,
        "scenario": plan.run.scenario.name,
        "sampler": plan.sampler,
        "varies": list(plan.keys),
        "points": design.points,
        "worlds": plan.worlds,
        "rows": design.rows,
    }


def _say_stopped(out: Path, why: str, words: "Words") -> None:
    from kantokuen.experiments.sweeps.folder import StoreError
    from kantokuen.experiments.sweeps.store import open_store

    try:
        store = open_store(out)
    except StoreError:
        typer.echo(words("sweep.nothing_written", why=why), err=True)
        return
    done, rows = f"{store.rows_done:,}", f"{store.design.rows:,}"
    typer.echo(words("sweep.goes_on", why=why, done=done, all=rows, folder=ends(out)), err=True)


def _report(store: "Store", words: "Words", *, as_json: bool, quiet: bool) -> None:
    """Say what stands, and what failed; a part that failed makes the command fail."""
    if as_json:
        write_json(
            {
                "store": str(store.path),
                "address": store.address,
                "complete": store.complete,
                "rows": store.rows_done,
                "rows_planned": store.design.rows,
                "files": len(store.entries),
                "failures": {str(number): reason for number, reason in store.failures.items()},
            }
        )
    if store.complete:
        if not (quiet or as_json):
            n_files = len(store.entries)
            told = words("sweep.file") if n_files == 1 else words("sweep.files", n=f"{n_files:,}")
            done = words("sweep.done", folder=ends(store.path), rows=f"{store.rows_done:,}", files=told)
            write_text(f"{done}\npolars.scan_parquet({str(store.path)!r})\n")
        return
    for number, reason in sorted(store.failures.items())[:_FAILURES_SHOWN]:
        typer.echo(words("sweep.part_failed", n=number, why=reason), err=True)
    typer.echo(words("sweep.failed", n=f"{len(store.failures):,}", all=f"{store.parts:,}"), err=True)
    raise typer.Exit(1)
