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

_NUMBER_COLUMNS: Final = ("lever", "here", "flips at", "of range", "then")

_NORTHERN: Final = ("attack_1941", "attack_1942", "field_incident")
"""Outcomes of which the turns to the north are told, and not those to the south."""


@dataclass(frozen=True, slots=True, repr=False)
class Causes(Shown):
    """Why one world ended as it did.

    Attributes:
        run: what was run.
        verdict: what became of Kantokuen in it, in a sentence or two.
        search: the smallest changes that flip the verdict.
        turns: when the holders of a veto turned to the side on which the world ended.
    """

    run: Run
    verdict: str
    search: Search
    turns: list[Turn]

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
        progress: called with levers looked at and all levers.

    Raises:
        InputError: an argument is not an allowed one.
    """
    run, progress = run_given(run), progress_given(progress)
    for search in search_flips(run, world, event):
        if progress is not None:
            progress(search.done, search.whole)
    model = run.bare.model(1, world)
    model.run()
    said = model.verdict()
    model.release()
    return Causes(run, said, search, turns(run, world, northward=search.outcome in _NORTHERN))


def in_words(found: Causes) -> str:
    """Say how the world ended, and which single change of history comes nearest to flipping that."""
    search = found.search
    nearest = [search.of(kind, "history")[:1] for kind in ("number", "date", "decision")]
    firsts = [flips[0] for flips in nearest if flips]
    changes = [f"{each.key} from {told(each.before)} to {told(each.after)}" for each in firsts]
    event = f"'{search.wanted.label}'"
    asked = f"{event} {'happens' if search.happens else 'does not happen'}."
    if not changes:
        return f"{found.verdict} {asked} No single lever of history that was tried would have flipped it."
    return f"{found.verdict} {asked} Any of these alone would have flipped it: {'; '.join(changes)}."


def sheets(found: Causes, top: int) -> list[Sheet]:
    """Return the tables of the screen, those that have rows."""
    search = found.search
    drawn = [
        Sheet(
            "Numbers: the smallest change that flips it",
            "Moved alone, with all chance as it was; ranked by the share of the declared range.",
            _NUMBER_COLUMNS,
            tuple(map(_number, search.of("number", "history")[:top])),
        ),
        Sheet(
            "Of these, levers that differ between worlds",
            "How far the change is in units of what chance does to it, and what --set has to say for this "
            "world to have the value.",
            ("lever", "flips at", "spreads", "set to"),
            tuple(_varied(each) for each in search.of("number", "history")[:top] if each.spreads is not None),
        ),
        Sheet(
            "Dates: the nearest day that flips it",
            "Looked for from 1 April 1941 to the last sitting that matters.",
            ("event", "here", "flips on", "days", "then"),
            tuple(map(_date, search.of("date", "history")[:top])),
        ),
        Sheet(
            "One decision or condition that flips it",
            "Each tried by itself; they have no order.",
            ("lever", "here", "instead", "then"),
            tuple(map(_decision, search.of("decision", "history")[:top])),
        ),
        _apart(found, "judgement", "Judgement: how offices reason, on which readers may differ", top),
        _apart(found, "theory", "Theory: rules of the model, not of the past", top),
        Sheet(
            f"When holders of a veto turned {'north' if search.outcome in _NORTHERN else 'south'}",
            "The largest move of each between two sittings, -1 south to +1 north, and what moved most in it.",
            ("office", "by", "from", "to", "moved by"),
            tuple(map(_turn, found.turns)),
        ),
    ]
    return [each for each in drawn if each.rows]


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


def _number(flip: Flip) -> tuple[str, ...]:
    share = "" if flip.distance is None else f"{flip.distance:.1%}"
    return flip.key, told(flip.before), _exact(flip.after), share, flip.outcome


def _varied(flip: Flip) -> tuple[str, ...]:
    said = "out of reach" if flip.setting is None else _exact(flip.setting)
    return flip.key, _exact(flip.after), f"{flip.spreads:.1f}", said


def _date(flip: Flip) -> tuple[str, ...]:
    days = "" if flip.distance is None else f"{flip.distance:.0f}"
    return flip.key, told(flip.before), told(flip.after), days, flip.outcome


def _decision(flip: Flip) -> tuple[str, ...]:
    return flip.key, told(flip.before), told(flip.after), flip.outcome


def _apart(found: Causes, realm: Realm, title: str, top: int) -> Sheet:
    """Return the numbers and switches of a realm that is not history in one table."""
    flips = [*found.search.of("number", realm)[:top], *found.search.of("decision", realm)]
    return Sheet(title, "Moved alone, as above.", _NUMBER_COLUMNS, tuple(map(_number, flips)))


def _turn(turn: Turn) -> tuple[str, ...]:
    moved = f"{turn.part} {turn.moved:+.2f}"
    return turn.office, turn.date.isoformat(), f"{turn.before:+.2f}", f"{turn.after:+.2f}", moved


def _exact(value: Value) -> str:
    """Write a value that is to be set: with digits enough to be played again."""
    return f"{value:.7g}" if isinstance(value, float) else told(value)
