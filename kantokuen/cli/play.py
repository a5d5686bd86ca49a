"""`kantokuen play`: a person in one chair of the table, in the terminal."""

import sys
from pathlib import Path
from secrets import randbelow
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import (
    AsJson,
    Ensemble,
    Force,
    Lens,
    Quiet,
    asked_words,
    checked_out,
    whole_number,
)
from kantokuen.cli.pipes import write_json, write_text
from kantokuen.cli.progress import row_progress
from kantokuen.cli.request import ScenarioName, Settings, loaded, takes
from kantokuen.model.errors import InputError, input_error, known_name, shown
from kantokuen.model.limits import DEFAULT_SCENARIO, LARGEST_SEED

if TYPE_CHECKING:
    from kantokuen.experiments.game.game import Game
    from kantokuen.experiments.game.questions import Question
    from kantokuen.experiments.game.table import Sitting
    from kantokuen.model.text.words import Words

_DRAWN_SEEDS = 1_000_000
"""Seeds that are drawn are short enough to be read out."""


class _Back(Exception):  # noqa: N818  (a wish, not an error)
    """A person wants to take a turn back."""


class _Quit(Exception):  # noqa: N818  (likewise)
    """A person ends the game, or nobody is there to answer."""


def _asked_game(
    seat: Annotated[
        str | None, typer.Option("--seat", metavar="OFFICE", help="Whose chair: OPS, AGS, WAR, MAB, ...")
    ] = None,
    scenario: ScenarioName = DEFAULT_SCENARIO,
    seed: Annotated[
        int | None,
        typer.Option(
            parser=whole_number(0, LARGEST_SEED), metavar="N", help="The summer; drawn when not given."
        ),
    ] = None,
    settings: Settings = None,
    lens: Lens = "politics",
    ensemble: Ensemble = None,
    turns: Annotated[
        int | None,
        typer.Option(parser=whole_number(1, 11), metavar="N", help="Most turns, 1 to 11; usually 8."),
    ] = None,
    begun: Annotated[
        Path | None, typer.Option("--from", metavar="FILE.json", help="Play on from a game that was saved.")
    ] = None,
) -> "Game":
    """Return the game that was asked for.

    Raises:
        InputError: there is no such seat, or the file is no game.
    """
    from kantokuen.experiments.game.game import Game
    from kantokuen.experiments.game.keeping import read_game
    from kantokuen.experiments.game.questions import SEATS
    from kantokuen.experiments.game.table import USUAL_TURNS
    from kantokuen.model.request import Request

    if begun is not None:
        if seat is not None:
            raise input_error("--from", "the file names its own seat", "--from FILE.json without --seat")
        return read_game(begun)
    if seat is None:
        raise input_error("--seat", "no seat is given", ", ".join(SEATS))
    known = known_name("seat", seat.upper() if seat.upper() in SEATS else seat, SEATS)
    number = randbelow(_DRAWN_SEEDS) if seed is None else seed
    asked = Request(loaded(scenario, settings), number, lens, ensemble=ensemble or "")
    return Game(known, asked, length=turns or USUAL_TURNS)


def _asked_file(
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE.json", help="Write the game into this file at its end."),
    ] = None,
    force: Force = False,
) -> Path | None:
    """Return where the game is to be written, if anywhere."""
    return checked_out(save, (".json",), force=force, option="--save")


def _asked_report(
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE.html", help="Write the debrief into this file, to be kept."),
    ] = None,
    force: Force = False,
) -> Path | None:
    """Return where the debrief is to be written, if anywhere."""
    return checked_out(report, (".html",), force=force, option="--report")


@takes(game=_asked_game, save=_asked_file, report=_asked_report, words=asked_words)
def play(
    game: "Game",
    *,
    save: Path | None,
    report: Path | None,
    words: "Words",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Sit in one chair of the table: predict, decide with what that office knew, and look back.

    Enter alone leaves an answer to the office itself, and predicts 50 of 100;
    b takes a turn back, q or the end of input ends the game. What is left, the
    model plays; then comes the debrief.
    """
    from kantokuen.experiments.game.debrief import debrief
    from kantokuen.experiments.game.keeping import write_game
    from kantokuen.experiments.game.telling import as_data

    ended = _Talk(words, quiet=quiet or as_json).play(game)
    if save is not None:
        write_game(ended, save)
    with row_progress(words, is_wanted=not quiet, what="steps") as progress:
        found = debrief(ended, progress=progress)
    if report is not None:
        from kantokuen.dashboard.light.seat_debrief import debrief_file
        from kantokuen.experiments.files import save_text

        save_text(debrief_file(found, words), report)
    if as_json:
        write_json(as_data(found))
        return
    from kantokuen.cli.console import open_console
    from kantokuen.cli.debrief import show_debrief

    show_debrief(open_console(), found, words)
    if save is not None and not quiet:
        write_text(words("game.saved", file=save) + "\n")


class _Talk:
    """A talk with the person in the chair.

    What is asked goes to standard error where only the result is wanted on standard output.
    """

    def __init__(self, words: "Words", *, quiet: bool) -> None:
        from kantokuen.cli.console import open_console

        self.words = words
        self.console = open_console(stderr=quiet)
        self.is_quiet = quiet

    def play(self, game: "Game") -> "Game":
        """Play a game to its end, or as far as somebody answers."""
        self._head(game)
        while (sitting := game.sitting()) is not None:
            self._show(game, sitting)
            try:
                game = game.decided(*self._answers(sitting))
            except _Back:
                game = self._taken_back(game)
            except _Quit:
                return game
        return game

    def _taken_back(self, game: "Game") -> "Game":
        try:
            game = game.taken_back()
        except InputError:
            self._say("game.nothing_to_take_back")
        else:
            self._say("game.taken_back")
        return game

    def _head(self, game: "Game") -> None:
        if self.is_quiet:
            return
        from kantokuen.cli.prose import Prose
        from kantokuen.experiments.game.telling import sheet

        self.console.rule(self.words("game.title", office=self.words(f"offices.{game.seat}.name")))
        for name, text in sheet(game.seat, self.words):
            self.console.print(Prose(name, style="bold"))
            self.console.print(Prose(text))
        self.console.print()
        self._say("game.before")
        self._say("game.hidden")

    def _show(self, game: "Game", sitting: "Sitting") -> None:
        if self.is_quiet:
            return
        from rich.padding import Padding

        from kantokuen.cli.prose import Prose
        from kantokuen.experiments.game.telling import told

        self.console.print()
        turn = self.words("game.turn", n=sitting.number, day=self.words.day(sitting.date))
        self.console.rule(turn)
        self.console.print(Prose(_holder(game, sitting, self.words), style="dim"))
        for name, lines in told(sitting, self.words):
            self.console.print(Prose(name, style="bold"))
            for line in lines:
                self.console.print(Padding(Prose(line), (0, 0, 0, 2)))
        self.console.print(Prose(self.words("game.asked"), style="bold"))

    def _answers(self, sitting: "Sitting") -> tuple[float, dict[str, str]]:
        """Return the prediction and the answers of a turn."""
        predicted = self._chance()
        return predicted, {question.key: self._choice(question, own) for question, own in sitting.questions}

    def _chance(self) -> float:
        while True:
            given = self._read(self.words("game.predict"))
            try:
                number = float(given or "50")
            except ValueError:
                number = -1.0
            if 0.0 <= number <= 100.0:
                return number / 100.0
            self._say("game.bad_number", given=shown(given).strip("'"))

    def _choice(self, question: "Question", own: str) -> str:
        from kantokuen.experiments.game.questions import OWN

        named = _numbered(question)
        key = f"game.questions.{question.key}"
        if not self.is_quiet:
            self.console.print()
            self.console.print(self.words(f"{key}.ask"))
            for n, option in named.items():
                name = self.words(f"{key}.options.{option}")
                self.console.print("  " + self.words("game.option", n=n, name=name))
        prompt = self.words("game.own_is", option=self.words(f"{key}.options.{own}"))
        while True:
            given = self._read(f"[{prompt}] ")
            if not given:
                return OWN
            if given in named:
                return named[given]
            allowed = self.words.listing(list(named))
            self._say("game.bad_option", given=shown(given).strip("'"), allowed=allowed)

    def _read(self, prompt: str) -> str:
        """Return a line of input; its end ends the game."""
        self.console.print(prompt, end="", markup=False)
        line = sys.stdin.readline()
        if not line:
            self.console.print()
            raise _Quit
        given = line.strip()[:80]
        if given.lower() == "q":
            raise _Quit
        if given.lower() == "b":
            raise _Back
        return given

    def _say(self, key: str, **fields: object) -> None:
        from kantokuen.cli.prose import Prose

        self.console.print(Prose(self.words(key, **fields)))


def _numbered(question: "Question") -> dict[str, str]:
    """Return what is typed for each answer: a force by its divisions, another answer by its place."""
    options = question.options
    if any(name.isdigit() for name in options):
        return {f"{divisions:.0f}": option for option, divisions in options.items()}
    return {str(n): option for n, option in enumerate(options, start=1)}


def _holder(game: "Game", sitting: "Sitting", words: "Words") -> str:
    person = words(f"persons.{sitting.known.person}")
    return words("game.held_by", person=person, office=words(f"offices.{game.seat}.name"))
