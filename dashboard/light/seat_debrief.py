"""Debriefs of games on the page: worked out one after the other beside the pages, and kept for a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import Final

from kantokuen.dashboard.light.room_debrief import Part, Rows, changed_part
from kantokuen.dashboard.rooms.service import MODEL_TURNS
from kantokuen.experiments.game import telling
from kantokuen.experiments.game.debrief import Debrief, debrief
from kantokuen.experiments.game.game import Game
from kantokuen.model.calendar import to_date
from kantokuen.model.text.words import Words

KEPT: Final = 64
MOST_WAITING: Final = 24
"""Games that wait to be looked back upon; whoever comes later is asked to come again."""


class Debriefs:
    """The debriefs of a server; of each visitor's address one is worked out at a time."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._found: OrderedDict[tuple[str, str], Debrief] = OrderedDict()
        self._waiting: dict[tuple[str, str], str] = {}

    @property
    def waiting(self) -> int:
        """Games that wait."""
        return len(self._waiting)

    def get(self, key: tuple[str, str], game: Game, home: str) -> Debrief | None:
        """Return the debrief of a game, or None while it is worked out.

        Args:
            key: of the game: seat and link.
            game: the game.
            home: whose it is: where the request came from.
        """
        with self._turn:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
            is_full = home in self._waiting.values() or len(self._waiting) >= MOST_WAITING
            if key not in self._waiting and not is_full:
                self._waiting[key] = home
                threading.Thread(target=self._work, args=(key, game), daemon=True).start()
        return None

    def _work(self, key: tuple[str, str], game: Game) -> None:
        found = None
        try:
            with MODEL_TURNS:
                found = debrief(game)
        finally:
            with self._turn:
                del self._waiting[key]
                if found is not None:
                    self._found[key] = found
                while len(self._found) > KEPT:
                    self._found.popitem(last=False)


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
