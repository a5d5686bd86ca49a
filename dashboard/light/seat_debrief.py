"""The debrief of a game as the pages and a file of its own show it, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from kantokuen.dashboard.light.room_debrief import Part, Rows, changed_part
from kantokuen.dashboard.markup import Markup, render
from kantokuen.dashboard.palette import css_variables
from kantokuen.experiments.game import telling
from kantokuen.experiments.game.debrief import Debrief
from kantokuen.model.calendar import to_date
from kantokuen.model.text.words import Words


def debrief_file(found: Debrief, words: Words) -> str:
    """Return the debrief of a game as one HTML file that opens and prints without a server."""
    style = (files("kantokuen.dashboard.light") / "room.css").read_text(encoding="utf-8")
    asked = found.game.request
    return render(
        "seat_file.html",
        words=words,
        seat=found.game.seat,
        parts=parts_of(found, words),
        replay=words("game.debrief.replay", seed=asked.seed, world=found.game.world, seat=found.game.seat),
        style=Markup(css_variables() + style),
    )


def parts_of(found: Debrief, words: Words) -> list[Part]:
    """Return what a person is told after a game, part by part."""
    return [
        Part("ended", words("game.debrief.title"), tuple(telling.how_it_ended(found, words))),
        *_turns(found, words),
        changed_part(
            found,
            words("game.debrief.chair"),
            [telling.changed(each, words) for each in found.changed],
            ("game.debrief.with_you", "game.debrief.without_you"),
            words,
        ),
        Part("lens", words("game.debrief.lens"), (telling.lenses(found, words),)),
        Part("meaning", words("game.debrief.meaning"), (words(f"game.meaning.{found.ending.outcome}"),)),
    ]


def _turns(found: Debrief, words: Words) -> Iterator[Part]:
    """Yield the predictions, what was believed beside what was so, and each turn beside the record."""
    if not found.turns:
        return
    names = [words("game.turn", n=n + 1, day=words.day(to_date(t.day))) for n, t in enumerate(found.turns)]
    chances = tuple(
        (name, words.percent(turn.predicted), words.percent(turn.model, 1))
        for name, turn in zip(names, found.turns, strict=True)
    )
    heads = ("", words("game.debrief.predicted"), words("game.debrief.model"))
    scored = tuple(telling.scored(found, words))
    yield Part("scored", words("seat.scores"), scored, table=Rows(heads, chances))
    heads = ("", words("game.debrief.believed"), words("game.debrief.true"))
    divisions = tuple(
        (name, words.number(turn.known.soviet_divisions, 1), words.number(turn.soviet_divisions, 1))
        for name, turn in zip(names, found.turns, strict=True)
    )
    yield Part("divisions", words("game.debrief.divisions"), table=Rows(heads, divisions))
    german = tuple(
        (name, words.percent(turn.known.german_war), words.percent(turn.german_war))
        for name, turn in zip(names, found.turns, strict=True)
    )
    yield Part("german", words("game.debrief.german"), table=Rows(heads, german))
    folded = tuple(
        (
            name,
            (
                *telling.chosen(turn, words),
                words("game.debrief.record"),
                *telling.record_lines(telling.recorded(found, n), words),
            ),
        )
        for n, (name, turn) in enumerate(zip(names, found.turns, strict=True))
    )
    yield Part("turns", words("game.debrief.turns"), folded=folded)
