"""Figures: the numbers that a lesson tells, each taken from the evidence or from worlds that are played.

Marks: a number of the evidence carries the id of its row, a number of the model ``M`` and its place in the
file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Final, Literal

import numpy as np
from pydantic import Field

from kantokuen.dashboard.evidence_rows import Row, evidence_rows
from kantokuen.dashboard.link import written
from kantokuen.experiments.odds import play_in_pieces
from kantokuen.experiments.results import Columns
from kantokuen.experiments.runner import Progress, Run
from kantokuen.experiments.summary import shares
from kantokuen.model import evidence
from kantokuen.model.documents import Document as Form
from kantokuen.model.documents import Reference, read
from kantokuen.model.errors import Faults
from kantokuen.model.evidence import Document
from kantokuen.model.levers.reading import parse
from kantokuen.model.limits import DEFAULT_ENSEMBLE, DEFAULT_SCENARIO, DEFAULT_SEED, Ensemble
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.words import Words

WORLDS: Final = 1_000
"""Worlds behind a number of the model: those of the first answer of the page."""

_FILE: Final = files("kantokuen.dashboard.lessons") / "figures.toml"
_LENS: Final = "politics"


class Recorded(Form):
    """A number, or a day, of the evidence.

    Attributes:
        evidence: id of its row.
        tells: its number or, of an event and of a fact without a number, its day; or when it was so.
    """

    evidence: Reference
    tells: Literal["itself", "when"] = "itself"


class Played(Form):
    """A number of the model.

    Attributes:
        measure: an outcome, for its share of worlds; ``regime_fell``, for the share in which it falls;
            ``divisions_peak``, for the mean of the most divisions that gather in the north.
        scenario, ensemble, lens: what is played.
        levers: what is set beside the scenario.
    """

    measure: Reference
    scenario: Reference = DEFAULT_SCENARIO
    ensemble: Ensemble = DEFAULT_ENSEMBLE
    lens: Reference = _LENS
    levers: Annotated[dict[str, Any], Field(default_factory=dict, description="values by lever")]

    @property
    def run(self) -> Run:
        """What is played."""
        scenario = Scenario.load(self.scenario).replace(self.levers)
        return Run(scenario, seed=DEFAULT_SEED, lens=self.lens, ensemble=self.ensemble)

    @property
    def command(self) -> str:
        """The line that plays the same worlds."""
        parts = ["kantokuen run", self.scenario, f"--worlds {WORLDS}"]
        parts += [f"--ensemble {self.ensemble}"] if self.ensemble != DEFAULT_ENSEMBLE else []
        parts += [f"--lens {self.lens}"] if self.lens != _LENS else []
        return " ".join([*parts, *(f"--set {key}={written(value)}" for key, value in self.levers.items())])


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is told.

    Attributes:
        mark: id of the evidence, or of the number of the model; empty for what only goes with another.
        told: the number with its unit, or the day.
        what: what it is; a record's own words are English.
        origin: where it comes from, and how far that was checked.
        command: that plays it again; empty for what is no number of the model.
    """

    mark: str
    told: str
    what: str
    origin: str
    command: str = ""


@cache
def _declared() -> Mapping[str, Recorded | Played]:
    faults, found = Faults("figures"), dict[str, Recorded | Played]()
    for name, entries in parse(_FILE.read_text(encoding="utf-8"), "figures").items():
        is_record = "evidence" in entries
        one = read(Recorded, entries, faults) if is_record else read(Played, entries, faults)
        if one is not None:
            found[name] = one
    faults.raise_any()
    return found


def figure_names() -> tuple[str, ...]:
    """Return the names of all numbers that a lesson may tell."""
    return tuple(_declared())


def figures(names: Iterable[str], words: Words, progress: Progress | None = None) -> dict[str, Figure]:
    """Return numbers as they are told, by name.  Those of the model are played.

    Args:
        names: of the numbers.
        words: of the language.
        progress: called with worlds done and all worlds.
    """
    asked = {name: _declared()[name] for name in names}
    runs = {each.command: each.run for each in asked.values() if isinstance(each, Played)}
    played: dict[str, Columns] = {}
    for number, (command, run) in enumerate(runs.items(), start=1):
        (played[command],) = play_in_pieces(run, [WORLDS])
        if progress is not None:
            progress(number * WORLDS, len(runs) * WORLDS)
    return {
        name: _of_record(each, words)
        if isinstance(each, Recorded)
        else _of_model(name, each, played[each.command], words)
        for name, each in asked.items()
    }


def documents(names: Iterable[str], words: Words) -> Iterator[Document]:
    """Yield the works that numbers of the evidence rest on."""
    for name in names:
        asked = _declared()[name]
        if isinstance(asked, Recorded):
            yield from evidence_rows([asked.evidence], words)[0].documents


def _of_record(asked: Recorded, words: Words) -> Figure:
    (row,) = evidence_rows([asked.evidence], words)
    if asked.tells == "when":
        return Figure("", row.date, row.what, "")
    told = row.value or row.date
    if row.value and evidence.fact(asked.evidence).unit == "share":
        told = words.percent(evidence.value(asked.evidence))
    return Figure(row.id, told, row.what, _checked(row, words))


def _checked(row: Row, words: Words) -> str:
    """Say where a row comes from, how sure it is, and in what it was seen."""
    confidence, seen = words(f"confidence.{row.confidence}"), words(f"seen.{row.seen}")
    return words("lessons.origin", source=row.source, confidence=confidence, seen=seen)


def _of_model(name: str, asked: Played, columns: Columns, words: Words) -> Figure:
    mark = f"M{[each for each in _declared() if isinstance(_declared()[each], Played)].index(name) + 1}"
    facts = {
        "title": words(f"scenarios.{asked.scenario}.title"),
        "drawn": words(f"ensembles.{asked.ensemble}.drawn"),
        "lens": words(f"lenses.{asked.lens}.name"),
    }
    what = words("lessons.played", **facts)
    if asked.measure in OUTCOMES:
        found = shares(columns["outcome"])[asked.measure]
        told = words.of_100(found["share"])
        low, high = (words.number(100.0 * found[end], 1) for end in ("low", "high"))
        measured = words("lessons.share", outcome=words(f"outcomes.{asked.measure}.name"), low=low, high=high)
    else:
        mean = float(np.mean(columns[asked.measure]))
        is_share = asked.measure == "regime_fell"
        told = words.of_100(mean) if is_share else words.number(mean, 1)
        measured = words(f"lessons.measures.{asked.measure}")
    again = words("lessons.again", worlds=words.number(WORLDS))
    what = words("lessons.of_model", measure=measured, played=what)
    return Figure(mark, told, what, again, asked.command)
