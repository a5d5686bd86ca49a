"""Sweeps: what storing a design costs over playing it, on one core and several, beside other tools.

All figures of a report come from one run on one machine. What is compared closely is played by turns,
and the median of the ratios within a round is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from kantokuen.experiments.bench import study
from kantokuen.experiments.bench.measuring import (
    Pace,
    Tell,
    by_turns,
    cores,
    heads,
    machine,
    middle,
    ratio,
    readable,
    sentences,
)
from kantokuen.experiments.bench.watching import INTERVAL, MEASURE, processor_seconds
from kantokuen.experiments.runner import BLOCK
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.model.errors import InputError
from kantokuen.model.text.words import ENGLISH, Words
from kantokuen.model.values import varying

_STUDY_TIMES: Final = 100
_ROUND_TIMES: Final = 12
_ROUNDS: Final = 5
_MILLION: Final = 1_000_000
_SAMPLE: Final = 40
"""Worlds that other tools play, from which the rest of their time is extrapolated."""

_BARE, _ONE, _TWO = "bare", "one", "two"
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of sweeps.

    Attributes:
        turns: the paces by turns: ``bare`` simulation, a sweep in ``one`` process, and with ``two``.
        study: the study of a million, or the one that stands for it.
        mesa: the same study with ``mesa.batch_run``, a sample of it.
        workbench: with the EMA workbench, a sample; or why it was not played.
    """

    turns: dict[str, list[Pace]]
    study: study.Swept
    mesa: Pace
    workbench: Pace | str


def measure_sweeps(worlds: int, tell: Tell, *, before: str, words: Words = ENGLISH) -> list[Sheet]:
    """Measure sweeps; see the notes of the tables for what each row is.

    Args:
        worlds: the study has about a hundred times as many, a million for 10,000.
        tell: told what is measured next.
        before: how busy the machine was before anything was measured, as `load` says it.
        words: the language of the tables and of what is told.
    """
    turns = _turns(study.base_points(worlds * _ROUND_TIMES), tell, words)
    samples = study.base_points(worlds * _STUDY_TIMES)
    plan = study.plan_of(samples)
    tell(words("bench.next.study", n=f"{Design(plan).rows:,}"))
    swept = study.sweep_apart(samples)
    tell(words("bench.next.tools"))
    found = Measured(turns, swept, study.by_mesa(plan, _SAMPLE), _by_workbench(plan))
    return [_speed(found, before, words), _tools(found, words), _aims(found, words), _memory(swept, words)]


def _turns(samples: int, tell: Tell, words: Words) -> dict[str, list[Pace]]:
    plan = study.plan_of(samples)
    rows = Design(plan).rows
    blocks = study.bare_blocks(plan)
    # an even number of parts, which two workers share evenly
    part = max(samples // 2, min(rows // 2, BLOCK))
    tell(words("bench.next.workers"))
    with study.two_workers(plan) as pool:
        works = {
            _BARE: partial(study.play_bare, plan, blocks),
            _ONE: partial(study.store_away, plan, part, None),
            _TWO: partial(study.store_away, plan, part, pool),
        }
        study.play_bare(plan, blocks[:1])  # what is set up only once is not measured
        fixed = {"all": _ROUNDS, "rows": f"{rows:,}"}
        return by_turns(
            rows,
            works,
            _ROUNDS,
            used=processor_seconds,
            tell=lambda number: tell(words("bench.next.round", n=number, **fixed)),
        )


def _by_workbench(plan: Plan) -> Pace | str:
    try:
        return study.by_workbench(plan, _SAMPLE)
    except InputError as error:
        return str(error)


def _speed(found: Measured, before: str, words: Words = ENGLISH) -> Sheet:
    turns = found.turns
    bare = [pace.rate for pace in turns[_BARE]]

    def row(key: str, what: str, name: str) -> Row:
        pace = middle(turns[name])
        return (
            key,
            what,
            pace.worlds,
            pace.seconds,
            readable(pace.rate),
            ratio([p.rate for p in turns[name]], bare),
        )

    whole = found.study.pace
    rows: tuple[Row, ...] = (
        row("d", words("bench.sweeps.bare"), _BARE),
        row("e", words("bench.sweeps.one"), _ONE),
        row("f", words("bench.sweeps.two"), _TWO),
        (
            "g",
            words("bench.sweeps.whole", cores=cores()),
            whole.worlds,
            whole.seconds,
            readable(whole.rate),
            whole.rate / middle(turns[_BARE]).rate,
        ),
    )
    note = words(
        "bench.sweeps.note",
        levers=len(varying()),
        machine=machine(words),
        before=before,
        rounds=_ROUNDS,
        size=f"{found.study.stored / 1e6:.0f}",
    )
    had = whole.processor / whole.seconds / cores()
    share = words("bench.sweeps.share", share=f"{had:.0%}") if whole.processor else ""
    columns = heads(words, "", "what", "rows", "seconds", "row_rate", "times_d")
    return Sheet(words("bench.sweeps.title"), sentences(words, note, share), columns, rows)


def _tools(found: Measured, words: Words = ENGLISH) -> Sheet:
    """Set the study beside the same one with other tools."""
    whole = found.study.pace
    ours = whole.seconds * _MILLION / whole.worlds
    rows: list[Row] = [("kantokuen sweep", whole.worlds, whole.seconds, readable(ours), 1.0)]
    others = (
        (words("bench.sweeps.tools.mesa", tool="mesa.batch_run"), found.mesa),
        (words("bench.sweeps.tools.workbench"), found.workbench),
    )
    for what, pace in others:
        if isinstance(pace, Pace):
            million = _MILLION / pace.rate / cores()
            rows.append((what, pace.worlds, pace.seconds, readable(million), readable(million / ours)))
        else:
            unmeasured = words("bench.sweeps.tools.unmeasured", what=what, why=pace)
            rows.append((unmeasured, None, None, None, None))
    is_less = whole.worlds < _MILLION
    note = sentences(
        words,
        words("bench.sweeps.tools.note", n=_SAMPLE, cores=cores()),
        words("bench.sweeps.tools.ours", n=f"{whole.worlds:,}") if is_less else "",
    )
    columns = heads(words, "how", "played", "seconds", "million", "times_ours")
    return Sheet(words("bench.sweeps.tools.title"), note, columns, tuple(rows))


def _aims(found: Measured, words: Words = ENGLISH) -> Sheet:
    """Set what was measured beside what was aimed at."""
    turns = found.turns
    clock = _overhead([p.seconds for p in turns[_ONE]], [p.seconds for p in turns[_BARE]])
    processor = _overhead([p.processor for p in turns[_ONE]], [p.processor for p in turns[_BARE]])
    two = ratio([p.rate for p in turns[_TWO]], [p.rate for p in turns[_ONE]])
    undisturbed = 2.0 * ratio([p.processor for p in turns[_ONE]], [p.processor for p in turns[_TWO]])
    peak = found.study.peak
    held = peak.whole / 1e6 if peak.samples else None
    whole = found.study.pace
    twice: Row = (words("bench.sweeps.aims.two"), words("bench.at_least", n=1.7), two, two >= 1.7)
    if cores() == 1:
        twice = (words("bench.sweeps.aims.one_core"), words("bench.at_least", n=1.7), None, None)
    rows: tuple[Row, ...] = (
        (words("bench.sweeps.aims.clock"), words("bench.below", n=15), clock, clock < 15.0),
        (words("bench.sweeps.aims.processor"), "", processor, None),
        twice,
        (words("bench.sweeps.aims.undisturbed"), "", undisturbed, None),
        (words("bench.sweeps.aims.whole", cores=cores()), "", whole.rate / middle(turns[_ONE]).rate, None),
        (
            words("bench.sweeps.aims.memory"),
            words("bench.below", n=600),
            held,
            None if held is None else held < 600.0,
        ),
    )
    is_less = whole.worlds < _MILLION
    note = sentences(
        words,
        words("bench.aims"),
        words("bench.sweeps.aims.note"),
        words("bench.sweeps.aims.worlds", n=f"{whole.worlds:,}") if is_less else "",
    )
    columns = heads(words, "what", "aim", "measured", "reached")
    return Sheet(words("bench.sweeps.aims.title"), note, columns, rows)


def _overhead(above: list[float], below: list[float]) -> float:
    """Return how much more one took than the other, per cent."""
    return readable(100.0 * (ratio(above, below) - 1.0))


def _memory(swept: study.Swept, words: Words = ENGLISH) -> Sheet:
    peak = swept.peak
    title, columns = words("bench.sweeps.memory.title"), heads(words, "what", "peak")
    if not peak.samples:
        return Sheet(title, words("bench.memory_unknown"), columns, ())
    rows: tuple[Row, ...] = (
        (words("bench.sweeps.memory.all"), peak.whole / 1e6),
        (words("bench.sweeps.memory.runner"), peak.first / 1e6),
        (words("bench.sweeps.memory.others", n=peak.processes - 1), (peak.whole - peak.first) / 1e6),
    )
    note = words(
        "bench.sweeps.memory.note",
        measure=MEASURE.upper(),
        how=words(f"bench.sweeps.memory.{MEASURE}"),
        n=f"{peak.samples:,}",
        seconds=INTERVAL,
    )
    return Sheet(title, note, columns, rows)
