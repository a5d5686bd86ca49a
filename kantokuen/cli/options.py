"""Options that several commands share, and the checks that the words of the user get."""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.experiments.files import check_place, checked_suffix, named
from kantokuen.experiments.sweeps.folder import is_sweep
from kantokuen.model.errors import InputError, input_error, known_name, nearest, shown
from kantokuen.model.limits import (
    CADENCES,
    ENSEMBLES,
    FIRST_MONTH,
    LARGEST_SEED,
    LAST_MONTH,
    LENS_NAMES,
    MOST_WORKERS,
)
from kantokuen.model.text.languages import LANGUAGES

if TYPE_CHECKING:
    from kantokuen.model.text.words import Words

LANGUAGE_VARIABLE = "KANTOKUEN_LANGUAGE"
LONGEST_ARGUMENT = 1_500
LONGEST_COMMAND = 8_000
"""Bytes of one argument, and of all together; more would be a file."""

_MONTHS = f"YYYY-MM from {FIRST_MONTH} to {LAST_MONTH}"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What was said before the name of the command."""

    quiet: bool = False


def _said_before_or_here(context: typer.Context, quiet: bool) -> bool:
    """Tell whether quiet was asked for, before or after the name of the command."""
    return quiet or (isinstance(context.obj, Preferences) and context.obj.quiet)


Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", callback=_said_before_or_here, help="Only the result: no progress, no notes."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def check_length(arguments: Sequence[str]) -> None:
    """Refuse a command that no person types, before any of it is read or told back.

    Raises:
        InputError: an argument is too long, or all of them together.
    """
    lengths = [len(each.encode(errors="surrogatepass")) for each in arguments]
    if max(lengths, default=0) > LONGEST_ARGUMENT:
        fault = f"an argument of {max(lengths):,} bytes"
        raise input_error("command line", fault, f"at most {LONGEST_ARGUMENT:,}")
    if sum(lengths) > LONGEST_COMMAND:
        allowed = f"at most {LONGEST_COMMAND:,}; many levers go into a scenario file"
        raise input_error("command line", f"{sum(lengths):,} bytes", allowed)


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """Make the reader of an option that is a whole number from `low` to `high`."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise typer.BadParameter(f"{shown(text)}; allowed: a whole number from {low:,} to {high:,}")
        return number

    return read


def share(text: str) -> float:
    """Read an option that is a share."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= 1.0:
        raise typer.BadParameter(f"{shown(text)}; allowed: a number from 0 to 1")
    return number


def folder_name(text: str) -> Path:
    """Read the name of a folder; an empty one would be the folder in which the command runs."""
    if not text.strip():
        raise typer.BadParameter(f"{shown(text)}; allowed: the name of a folder")
    return Path(text)


def complete_scenario(incomplete: str) -> list[str]:
    """Offer the names of scenarios to the shell."""
    from kantokuen.model.scenario import Scenario

    return [name for name in Scenario.names() if name.startswith(incomplete)]


def complete_lens(incomplete: str) -> list[str]:
    """Offer the names of lenses to the shell."""
    return [name for name in LENS_NAMES if name.startswith(incomplete)]


def complete_cadence(incomplete: str) -> list[str]:
    """Offer the names of cadences to the shell."""
    return [name for name in CADENCES if name.startswith(incomplete)]


def _known_lens(name: str | None) -> str | None:
    return None if name is None else known_name("lens", name, LENS_NAMES)


def _known_cadence(name: str) -> str:
    return known_name("cadence", name, CADENCES)


def complete_ensemble(incomplete: str) -> list[str]:
    """Offer the names of ensembles to the shell."""
    return [name for name in ENSEMBLES if name.startswith(incomplete)]


def _known_ensemble(name: str | None) -> str | None:
    return None if name is None else known_name("ensemble", name, ENSEMBLES)


def _month_of_a_run(month: str | None) -> str | None:
    if month is None:
        return None
    is_month = re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month, flags=re.ASCII) is not None
    if not (is_month and FIRST_MONTH <= month <= LAST_MONTH):
        raise input_error("--until", f"{shown(month)} is no month of the run", _MONTHS)
    return month


Seed = Annotated[
    int,
    typer.Option(parser=whole_number(0, LARGEST_SEED), metavar="N", help="The same seed, the same worlds."),
]
Lens = Annotated[
    str,
    typer.Option(
        metavar="LENS", autocompletion=complete_lens, callback=_known_lens, help=f"{', '.join(LENS_NAMES)}."
    ),
]
OtherLens = Annotated[
    str | None,
    typer.Option(
        metavar="LENS", autocompletion=complete_lens, callback=_known_lens, help="The lens of B, if another."
    ),
]
Cadence = Annotated[
    str,
    typer.Option(
        metavar="CADENCE",
        autocompletion=complete_cadence,
        callback=_known_cadence,
        help=f"What is told as one period: {' or '.join(CADENCES)}.",
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        metavar="YYYY-MM",
        callback=_month_of_a_run,
        help=f"Last month played, {FIRST_MONTH} to {LAST_MONTH}.",
    ),
]
Ensemble = Annotated[
    str | None,
    typer.Option(
        metavar="ENSEMBLE",
        autocompletion=complete_ensemble,
        callback=_known_ensemble,
        help=f"Whose view of the German war the worlds are drawn by: {' or '.join(ENSEMBLES)}.",
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="LANGUAGE",
        autocompletion=lambda incomplete: [name for name in LANGUAGES if name.startswith(incomplete)],
        help=f"Language of what is printed, {' or '.join(LANGUAGES)}; {LANGUAGE_VARIABLE} sets it too.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")]
Workers = Annotated[
    int,
    typer.Option(parser=whole_number(1, MOST_WORKERS), metavar="N", help="Processes that share the work."),
]


def asked_words(language: Language = None) -> "Words":
    """Return the words to print in: of the language given, else of that in the environment, else English.

    Raises:
        InputError: there is no such language.
    """
    name = os.environ.get(LANGUAGE_VARIABLE) or LANGUAGES[0] if language is None else language
    if name not in LANGUAGES:
        place = LANGUAGE_VARIABLE if language is None else "--language"
        fault = f"unknown language {shown(name)}"
        raise input_error(place, fault, ", ".join(LANGUAGES), nearest(name, LANGUAGES))
    from kantokuen.model.text.words import Words

    return Words.of(name)


def check_force(*files: Path | None, force: bool, options: str = "--out") -> None:
    """Refuse to overwrite when no file is written.

    Raises:
        InputError: none of the files is given.
    """
    if force and not any(files):
        raise input_error("--force", "there is no file to write to", f"--force with {options}")


def checked_out(
    path: Path | None, suffixes: tuple[str, ...], *, force: bool, option: str = "--out"
) -> Path | None:
    """Return where to write a file of a kind, or raise InputError before any work is done in vain.

    Args:
        path: the file; None if none is asked for.
        suffixes: the ways in which its name may end.
        force: whether a file that is there may be overwritten.
        option: the option that named it.
    """
    if path is None:
        return None
    try:
        check_place(path)
        checked_suffix(path, suffixes)
        if is_sweep(path.parent):
            raise input_error(named(path), "is in the folder of a sweep", "a file elsewhere")
        if path.exists() and not force:
            raise input_error(named(path), "is there already", "another name, or --force to overwrite it")
    except InputError as error:
        raise InputError(f"{option}: {error}") from None
    return path
