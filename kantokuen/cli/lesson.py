"""`kantokuen lesson`: packs for a class, listed, told, and printed as one file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kantokuen.cli.options import AsJson, Force, Quiet, asked_words, check_force, checked_out
from kantokuen.cli.pipes import write_json, write_text
from kantokuen.cli.progress import row_progress
from kantokuen.cli.request import takes
from kantokuen.model.errors import ends, input_error

if TYPE_CHECKING:
    from rich.console import Console

    from kantokuen.model.text.words import Words


def complete_lesson(incomplete: str) -> list[str]:
    """Offer the names of lessons to the shell."""
    from kantokuen.dashboard.lessons.packs import LESSONS

    return [name for name in LESSONS if name.startswith(incomplete)]


def _asked_file(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.html", help="Write the lesson into this file, to be printed."),
    ] = None,
    force: Force = False,
) -> Path | None:
    """Return where the lesson is to be written, if anywhere."""
    check_force(out, force=force)
    return checked_out(out, (".html",), force=force)


@takes(out=_asked_file, words=asked_words)
def lesson(
    name: Annotated[
        str | None,
        typer.Argument(autocompletion=complete_lesson, metavar="NAME", help="Of a lesson; none lists them."),
    ] = None,
    *,
    out: Path | None,
    words: "Words",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Give a lesson for a class: its plan, or with --out one file with handout and role sheets to print.

    Without a NAME the lessons are listed. A browser prints the file on A4 and
    Letter; it needs no network.
    """
    from kantokuen.dashboard.lessons.telling import listed, told

    if name is None:
        if out is not None:
            raise input_error(
                "lesson", "--out is given without a lesson", "kantokuen lesson NAME --out FILE.html"
            )
        _list(listed(words), words, as_json=as_json)
        return
    with row_progress(words, is_wanted=not quiet, what="worlds") as progress:
        found = told(name, words, progress)
    if out is not None:
        from kantokuen.dashboard.lessons.printing import printed
        from kantokuen.experiments.files import write_whole

        write_whole(out, printed(found, words).encode())
    if as_json:
        write_json(found)
    elif out is None:
        _plan(found, words)
    elif not quiet:
        write_text(words("lessons.saved", file=ends(out)) + "\n")


def _list(lessons: list[dict[str, Any]], words: "Words", *, as_json: bool) -> None:
    """Print the lessons that there are."""
    if as_json:
        write_json(lessons)
        return
    from kantokuen.cli.console import show_shipped

    show_shipped(
        (
            words(
                "lessons.list",
                name=each["name"],
                title=each["title"],
                minutes=words("lessons.minutes", n=each["minutes"]),
            ),
            each["about"],
            words.listing([words(f"offices.{seat}.name") for seat in each["seats"]]),
        )
        for each in lessons
    )


def _plan(found: dict[str, Any], words: "Words") -> None:
    """Print the plan of a lesson: what is done in which minutes."""
    from rich.text import Text

    from kantokuen.cli.console import NARROWEST_TEXT, open_console
    from kantokuen.cli.prose import Prose

    console = open_console(narrowest=NARROWEST_TEXT)
    minutes = words("lessons.minutes", n=found["minutes"])
    title = words("lessons.list", name=found["name"], title=found["title"], minutes=minutes)
    console.print(Text(title, style="bold"))
    console.print(Prose(found["about"]))
    console.print(Text(words("lessons.heads.before"), style="bold"))
    for each in found["before"]:
        _show(console, each, words)
    for each in found["steps"]:
        console.print(Text(words("lessons.row", clock=each["clock"], title=each["title"]), style="bold"))
        _show(console, each, words)


def _show(console: "Console", step: dict[str, Any], words: "Words") -> None:
    """Print what is done in a step, and how."""
    from rich.padding import Padding

    from kantokuen.cli.prose import Prose

    for each in step["do"]:
        doing = words("lessons.doing", how=each["how"], what=each["what"])
        console.print(Padding(Prose(doing, style="cyan"), (0, 0, 0, 4)))
    console.print(Padding(Prose(step["text"]), (0, 0, 0, 4)))
