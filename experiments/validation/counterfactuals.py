"""Counterfactuals: what changes when one thing is otherwise, by worlds paired with the baseline.

Their chances are judged as seen from 22 June 1941, and so are held against the ensemble of that June; every
shipped scenario is shown in that of historians.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.runner import Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.paired import Difference, difference
from kantokuen.experiments.validation.phrases import day_and_month, heads, outcomes
from kantokuen.experiments.validation.plays import Found, Play, Played
from kantokuen.experiments.validation.reasons import reason
from kantokuen.model import evidence
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.words import ENGLISH, Words

_EXPECTED_SIGN: Final = {"more": "more", "little more": "more", "less": "less"}
_OF_JUNE: Final = "june-1941"
_RIPENESS_DAY: Final = date(1941, 8, 31)


@dataclass(frozen=True, slots=True)
class Question:
    """A counterfactual of the evidence as the model asks it.

    Attributes:
        id: row of `counterfactuals.csv`.
        scenario: shipped scenario that makes the change.
        outcome: outcome whose share is judged.
    """

    id: str
    scenario: str
    outcome: str = "attack_1941"


QUESTIONS: Final = (
    Question("CTF00", "historical"),
    Question("CTF01", "soviet-collapse"),
    Question("CTF02A", "halved-without-embargo"),
    Question("CTF02B", "soviet-far-east-halved"),
    Question("CTF03", "moscow-falls-august"),
    Question("CTF04A", "no-oil-embargo"),
    Question("CTF04B", "no-oil-embargo", "attack_1942"),
    Question("CTF05A", "war-ministry-resists"),
    Question("CTF05B", "war-ministry-resists", "ripeness"),
    Question("CTF06", "emperor-resists"),
)
"""How each row is asked. CTF02 has two rows: the bare trigger, without an embargo that would blur it,
and the same with Washington free to answer, which it does in nearly every world. CTF05 and CTF06 leave
a little room for a paper that comes back when the fruit is ripe: they are resistances. A refusal that
holds leaves none."""


def plays(worlds: int, baseline_worlds: int) -> list[Play]:
    """Return the plays that the tables need: every shipped scenario, and two whose sittings are watched."""
    return [
        Play(worlds),
        *(_shipped(worlds, name) for name in Scenario.names()),
        *(_asked(_size(each, worlds, baseline_worlds), each.scenario) for each in QUESTIONS),
        *(_watched(worlds, each.scenario) for each in QUESTIONS if each.outcome == "ripeness"),
        _watched(worlds, "historical"),
    ]


def judged(found: Found, worlds: int, baseline_worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return each counterfactual of the evidence: what is expected, and what is found."""
    by_id = {row["id"]: row for row in evidence.counterfactuals().to_dicts()}
    rows = [_judged(found, each, by_id[each.id], (worlds, baseline_worlds), words) for each in QUESTIONS]
    note = words(
        "validation.counterfactuals.note",
        baseline=f"{baseline_worlds:,}",
        worlds=f"{worlds:,}",
        day=day_and_month(_RIPENESS_DAY, words),
    )
    columns = heads(words, "id", "change", "scenario", "expected_sign", "found_sign", "sign_holds",
                    "expected_range", "found", "in_range", "fell_before_attack", "difference",
                    "interval", "reason")  # fmt: skip
    return Sheet(words("validation.counterfactuals.title"), note, columns, tuple(rows))


def missed(judgements: Sheet, words: Words = ENGLISH) -> Sheet:
    """Return the judged counterfactuals that miss sign or range, each with the likely reason."""
    wanted = heads(words, "id", "sign_holds", "in_range", "found", "expected_range")
    places = [judgements.columns.index(name) for name in wanted]
    rows: list[tuple[Cell, ...]] = []
    for row in judgements.rows:
        name, *cells = (row[place] for place in places)
        if False in cells[:2]:
            rows.append((name, *cells, reason(str(name), words)))
    columns = (*wanted, *heads(words, "why"))
    note = words("validation.counterfactuals.misses_note")
    return Sheet(words("validation.counterfactuals.misses"), note, columns, tuple(rows))


def shipped(found: Found, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return every shipped scenario: shares of the outcomes, and what changes against history as it was."""
    base = found[Play(worlds)]
    rows: list[tuple[Cell, ...]] = []
    for name in Scenario.names():
        played = found[_shipped(worlds, name)]
        moved = [difference(played.hits(each), base.hits(each)) for each in ("attack_1941", "attack_1942")]
        tails = [cell for each in moved for cell in _interval(each)] if name != "historical" else [None] * 4
        told = (*(played.share(each) for each in OUTCOMES), played.regime["fell_before_attack"])
        rows.append((words.scenario(name), *told, *tails))
    note = words("validation.scenarios.note", worlds=f"{worlds:,}")
    scenario, *moves = heads(
        words,
        "scenario",
        "fell_before_attack",
        "difference_1941",
        "interval_1941",
        "difference_1942",
        "interval_1942",
    )
    columns = (scenario, *outcomes(words), *moves)
    return Sheet(words("validation.scenarios.title"), note, columns, tuple(rows))


def _shipped(worlds: int, scenario: str) -> Play:
    return Play(worlds, Run(Scenario.load(scenario)))


def _watched(worlds: int, scenario: str) -> Play:
    return Play(worlds, Run(Scenario.load(scenario), cadence="ten-day", ensemble=_OF_JUNE, trace=True))


def _asked(worlds: int, scenario: str) -> Play:
    return Play(worlds, Run(Scenario.load(scenario), ensemble=_OF_JUNE))


def _size(question: Question, worlds: int, baseline_worlds: int) -> int:
    return baseline_worlds if question.scenario == "historical" else worlds


def _judged(
    found: Found, question: Question, row: dict[str, Any], sizes: tuple[int, int], words: Words
) -> tuple[Cell, ...]:
    worlds, baseline_worlds = sizes
    head = (question.id, row["statement"], words.scenario(question.scenario))
    if question.outcome == "ripeness":
        pair = [_ripeness(found[_watched(worlds, name)]) for name in (question.scenario, "historical")]
        value = float(np.mean(pair[0]))
        split = None
    else:
        played = found[_asked(_size(question, *sizes), question.scenario)]
        base = found[_asked(baseline_worlds, "historical")]
        pair = [played.hits(question.outcome), base.hits(question.outcome)]
        value = played.share(question.outcome)
        split = played.regime["fell_before_attack"]
    sign: tuple[Cell, ...] = (None, None, None)
    tail: tuple[Cell, ...] = (None, None)
    if row["direction"] != "baseline":
        moved = difference(pair[0], pair[1])
        expected = row["direction"]
        told = (words(f"validation.signs.{each}") for each in (expected, moved.sign))
        sign = (*told, moved.sign == _EXPECTED_SIGN[expected])
        tail = _interval(moved)
    low, high = row["low"], row["high"]
    inside = None if low is None else bool(low <= value <= high)
    return (*head, *sign, None if low is None else (low, high), value, inside, split, *tail, row["reason"])


def _interval(moved: Difference) -> tuple[Cell, Cell]:
    return moved.mean, (moved.low, moved.high)


def _ripeness(played: Played) -> Array:
    """Return the ripeness that the General Staff sees late in the summer, shape ``(worlds,)``."""
    return np.asarray(played.seen.ripeness[played.seen.sitting(_RIPENESS_DAY)])
