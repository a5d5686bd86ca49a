"""The debrief of a game, in the terminal."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding

from kantokuen.cli.console import new_grid
from kantokuen.cli.prose import Prose
from kantokuen.experiments.game import telling
from kantokuen.model.calendar import to_date
from kantokuen.model.outcome import OUTCOMES

if TYPE_CHECKING:
    from kantokuen.experiments.game.debrief import Debrief, Looked
    from kantokuen.model.text.words import Words


def show_debrief(console: Console, found: "Debrief", words: "Words") -> None:
    """Print a debrief: how it ended, turn by turn, the scores, and what the chair changed."""
    console.print()
    console.rule(words("game.debrief.title"))
    _say(console, *telling.how_it_ended(found, words))
    if found.turns:
        _head(console, words("game.debrief.turns"))
        for number, turn in enumerate(found.turns):
            _turn(console, found, number, turn, words)
    _head(console, words("game.debrief.chair"))
    _say(console, *(telling.changed(each, words) for each in found.changed))
    _shares(console, found, words)
    _say(console, *telling.scored(found, words))
    _head(console, words("game.debrief.lens"))
    _say(console, telling.lenses(found, words), telling.luck(found, words))
    _head(console, words("game.debrief.meaning"))
    _say(console, words(f"game.meaning.{found.ending.outcome}"))
    asked = found.game.request
    _say(console, words("game.debrief.replay", seed=asked.seed, world=found.game.world, seat=found.game.seat))


def _turn(console: Console, found: "Debrief", number: int, turn: "Looked", words: "Words") -> None:
    console.print(Prose(words("game.turn", n=number + 1, day=words.day(to_date(turn.day))), style="bold"))
    table = new_grid()
    for name in ("", words("game.debrief.believed"), words("game.debrief.true")):
        table.add_column(name, justify="right" if name else "left")
    known = turn.known
    table.add_row(
        words("game.debrief.divisions"),
        words.number(known.soviet_divisions, 1),
        words.number(turn.soviet_divisions, 1),
    )
    table.add_row(
        words("game.debrief.men"),
        words.number(round(known.soviet_men, -3)),
        words.number(round(turn.soviet_men, -3)),
    )
    table.add_row(
        words("game.debrief.german"), words.percent(known.german_war), words.percent(turn.german_war)
    )
    console.print(Padding(table, (0, 0, 0, 2)))
    chances = f"{words('game.debrief.predicted')} {words.percent(turn.predicted)}"
    chances += f", {words('game.debrief.model')} {words.percent(turn.model, 1)}"
    lines = [chances, *telling.chosen(turn, words), f"{words('game.debrief.record')}:"]
    for line in lines:
        console.print(Padding(Prose(line), (0, 0, 0, 2)))
    for line in telling.record_lines(telling.recorded(found, number), words):
        console.print(Padding(Prose(line, style="dim"), (0, 0, 0, 4)))


def _shares(console: Console, found: "Debrief", words: "Words") -> None:
    table = new_grid()
    for name in (
        words("game.debrief.outcomes"),
        words("game.debrief.with_you"),
        words("game.debrief.without_you"),
    ):
        table.add_column(name)
    here = found.changed[0]
    for outcome in OUTCOMES:
        shares = (here.with_person[outcome]["share"], here.without[outcome]["share"])
        table.add_row(words(f"outcomes.{outcome}.name"), *(words.percent(each, 1) for each in shares))
    console.print(table)


def _head(console: Console, text: str) -> None:
    console.print()
    console.print(Prose(text, style="bold"))


def _say(console: Console, *lines: str) -> None:
    for line in lines:
        console.print(Prose(line))
