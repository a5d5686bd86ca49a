"""Causes: why one world ended as it did, and what would have made it end otherwise."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from kantokuen.experiments.analyses.flips import Flip, Realm, Search, search_flips
from kantokuen.experiments.analyses.turns import Turn, turns
from kantokuen.experiments.runner import Progress, Run, run_given
from kantokuen.experiments.sheets import Sheet
from kantokuen.model.arguments import progress_given
from kantokuen.model.display import Facts, Shown, listed, plain, told
from kantokuen.model.parameters import Value
from kantokuen.model.scenario import Scenario
from kantokuen.model.story import Ending, ending
from kantokuen.model.text.words import ENGLISH, Words

_NUMBER_COLUMNS: Final = ("lever", "here", "flips_at", "of_range", "then")

_NORTHERN: Final = ("attack_1941", "attack_1942", "field_incident")
"""Outcomes of which the turns to the north are told, and not those to the south."""


@dataclass(frozen=True, slots=True, repr=False)
class Causes(Shown):
    """Why one world ended as it did.

    Attributes:
        run: what was run.
        ending: how it ended.
        search: the smallest changes that flip the verdict.
        turns: when the holders of a veto turned to the side on which the world ended.
    """

    run: Run
    ending: Ending
    search: Search
    turns: list[Turn]

    @property
    def verdict(self) -> str:
        """What became of Kantokuen in it, in an English sentence or two."""
        return self.ending.in_words(ENGLISH)

    def _shown(self) -> tuple[str, Facts]:
        nearest = [f"{each.key} to {told(each.after)}" for each in self.search.flips]
        facts = {
            "run": self.run.in_words,
            "ends": self.verdict,
            "flips": f"{len(nearest)}: {listed(nearest, 3)}",
            "turns": listed([f"{each.office} by {each.date}" for each in self.turns]),
        }
        return f"world {self.search.world} of {self.run.scenario.name}", facts


def causes(
    run: Run | Scenario | str, world: int = 0, event: str = "attack_1941", *, progress: Progress | None = None
) -> Causes:
    """Say why one world ended as it did.

    Args:
        run: what to run; a scenario, or its name, is run with all else at its default.
        world: index of the world, 0 or more.
        event: name of a measure that is a share of worlds; the verdict is whether it happens.
        progress: called with parameters looked at and all parameters.

    Raises:
        InputError: an argument is not an allowed one.
    """
    run, progress = run_given(run), progress_given(progress)
    for search in search_flips(run, world, event):
        if progress is not None:
            progress(search.done, search.whole)
    model = run.bare.model(1, world)
    model.run()
    ended = ending(model.world)
    model.release()
    return Causes(run, ended, search, turns(run, world, northward=search.outcome in _NORTHERN))


def in_words(found: Causes, words: Words = ENGLISH) -> str:
    """Say how the world ended, and which single change of history comes nearest to flipping that."""
    search = found.search
    nearest = [search.of(kind, "history")[:1] for kind in ("number", "date", "decision")]
    changes = [
        words("causes.change", lever=each.key, before=told(each.before), after=told(each.after))
        for flips in nearest
        for each in flips
    ]
    asked = words(
        "causes.happens" if search.happens else "causes.happens_not", event=search.wanted.label_in(words)
    )
    verdict = found.ending.in_words(words)
    if not changes:
        return words("causes.none", verdict=verdict, asked=asked)
    said = words("numbers.semicolon").join(changes)
    return words("causes.any", verdict=verdict, asked=asked, changes=said)


def sheets(found: Causes, top: int, words: Words = ENGLISH) -> list[Sheet]:
    """Return the tables of the screen, those that have rows."""
    search = found.search
    numbers = search.of("number", "history")[:top]
    rows = {
        "numbers": (_NUMBER_COLUMNS, [_number(each, words) for each in numbers]),
        "varied": (
            ("lever", "flips_at", "spreads", "set_to"),
            [_varied(each, words) for each in numbers if each.spreads is not None],
        ),
        "dates": (
            ("event", "here", "flips_on", "days", "then"),
            [_date(each, words) for each in search.of("date", "history")[:top]],
        ),
        "decisions": (
            ("lever", "here", "instead", "then"),
            [_decision(each, words) for each in search.of("decision", "history")[:top]],
        ),
        "judgement": (_NUMBER_COLUMNS, _apart(found, "judgement", top, words)),
        "theory": (_NUMBER_COLUMNS, _apart(found, "theory", top, words)),
        f"turns_{'north' if search.outcome in _NORTHERN else 'south'}": (
            ("office", "by", "from", "to", "moved_by"),
            [_turn(each, words) for each in found.turns],
        ),
    }
    return [
        Sheet(
            words(f"causes.{name}.title"),
            words(f"causes.{name}.note"),
            tuple(words(f"causes.columns.{column}") for column in columns),
            tuple(cells),
        )
        for name, (columns, cells) in rows.items()
        if cells
    ]


def as_data(found: Causes) -> dict[str, Any]:
    """Return the object that ``kantokuen causes --json`` prints, as plain data."""
    search = found.search
    return {
        **found.run.facts,
        "world": search.world,
        "measure": search.wanted.name,
        "happens": search.happens,
        "outcome": search.outcome,
        "verdict": found.verdict,
        "levers": search.whole,
        "flips": [plain(asdict(each)) for each in search.flips],
        "turns": [plain(asdict(each)) for each in found.turns],
    }


def _number(flip: Flip, words: Words) -> tuple[str, ...]:
    share = "" if flip.distance is None else f"{flip.distance:.1%}"
    return flip.key, told(flip.before), _exact(flip.after), share, words.outcome(flip.outcome)


def _varied(flip: Flip, words: Words) -> tuple[str, ...]:
    said = words("causes.out_of_reach") if flip.setting is None else _exact(flip.setting)
    return flip.key, _exact(flip.after), f"{flip.spreads:.1f}", said


def _date(flip: Flip, words: Words) -> tuple[str, ...]:
    days = "" if flip.distance is None else f"{flip.distance:.0f}"
    return flip.key, told(flip.before), told(flip.after), days, words.outcome(flip.outcome)


def _decision(flip: Flip, words: Words) -> tuple[str, ...]:
    return flip.key, told(flip.before), told(flip.after), words.outcome(flip.outcome)


def _apart(found: Causes, realm: Realm, top: int, words: Words) -> list[tuple[str, ...]]:
    """Return the numbers and switches of a realm that is not history, for one table."""
    flips = [*found.search.of("number", realm)[:top], *found.search.of("decision", realm)]
    return [_number(each, words) for each in flips]


def _turn(turn: Turn, words: Words) -> tuple[str, ...]:
    office = words.called(f"offices.{turn.office}.name", turn.office)
    nets = f"{turn.before:+.2f}", f"{turn.after:+.2f}"
    return office, turn.date.isoformat(), *nets, _moved_by(turn, words)


def _moved_by(turn: Turn, words: Words) -> str:
    """Name what moved an office most, or the two persons where the chair changed hands."""
    if turn.part is None:
        before, after = (words(f"persons.{each}") for each in turn.persons)
        return words("causes.new_person", before=before, after=after)
    return f"{words.called(f'considerations.{turn.part}.name', turn.part)} {turn.moved:+.2f}"


def _exact(value: Value) -> str:
    """Write a value that is to be set: with digits enough to be played again."""
    return f"{value:.7g}" if isinstance(value, float) else told(value)
