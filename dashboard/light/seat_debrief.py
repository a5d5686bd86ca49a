"""The debrief of a game as the pages and a file of its own show it, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files

from kantokuen.dashboard.evidence_rows import evidence_rows
from kantokuen.dashboard.light.debrief_pictures import Line, lines_picture
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
    scored, picture = tuple(telling.scored(found, words)), Markup(_predictions(found, words))
    yield Part("scored", words("seat.scores"), scored, picture=picture, tables=(Rows(heads, chances),))
    yield Part(
        "believed",
        words("seat.believed"),
        (words("seat.beliefs"),),
        picture=Markup(_beliefs(found, words)),
        tables=tuple(_believed(found, names, words)),
    )
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
    works = _works(found, words)
    if works:
        folded = (*folded, (words("seat.works"), works))
    yield Part("turns", words("game.debrief.turns"), folded=folded)


def _believed(found: Debrief, names: Sequence[str], words: Words) -> Iterator[Rows]:
    """Yield what was believed beside what was so: divisions, men, and how near a German victory was."""
    heads = ("", words("game.debrief.believed"), words("game.debrief.true"))
    told = {
        "divisions": [(t.known.soviet_divisions, t.soviet_divisions) for t in found.turns],
        "men": [(round(t.known.soviet_men, -3), round(t.soviet_men, -3)) for t in found.turns],
        "german": [(t.known.german_war, t.german_war) for t in found.turns],
    }
    for what, pairs in told.items():
        rows = tuple(
            (name, *(_number(what, each, words) for each in pair))
            for name, pair in zip(names, pairs, strict=True)
        )
        yield Rows(heads, rows, words(f"game.debrief.{what}"))


def _number(what: str, value: float, words: Words) -> str:
    return words.percent(value) if what == "german" else words.number(value, int(what == "divisions"))


def _works(found: Debrief, words: Words) -> tuple[str, ...]:
    """Return the works in which what is on record was seen, each once, with what it is called there."""
    entries = [each.id for n in range(len(found.turns)) for each in telling.recorded(found, n)]
    works = {work.key: work.text for row in evidence_rows(entries, words) for work in row.documents}
    return tuple(f"[{key}] {works[key]}" for key in sorted(works))


def _beliefs(found: Debrief, words: Words) -> str:
    believed = [turn.known.soviet_divisions for turn in found.turns]
    true = [turn.soviet_divisions for turn in found.turns]
    told = [
        words("seat.beliefs_one", n=n, believed=words.number(one, 1), true=words.number(other, 1))
        for n, (one, other) in enumerate(zip(believed, true, strict=True), start=1)
    ]
    return lines_picture(
        (
            Line(words("game.debrief.believed"), "belief", believed),
            Line(words("game.debrief.true"), "truth", true),
        ),
        words("seat.beliefs"),
        words("numbers.comma").join(told),
    )


def _predictions(found: Debrief, words: Words) -> str:
    mine = [100.0 * turn.predicted for turn in found.turns]
    model = [100.0 * turn.model for turn in found.turns]
    told = [
        words("seat.predictions_one", n=n, person=words.number(one), model=words.number(other, 1))
        for n, (one, other) in enumerate(zip(mine, model, strict=True), start=1)
    ]
    return lines_picture(
        (
            Line(words("game.debrief.predicted"), "mine", mine),
            Line(words("game.debrief.model"), "model", model),
            Line(words("seat.base"), "base", [100.0 * found.base] * len(mine)),
        ),
        words("seat.predictions"),
        words("numbers.comma").join(told),
        most=100.0,
    )
