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
    machine,
    middle,
    ratio,
    readable,
)
from kantokuen.experiments.bench.watching import INTERVAL, MEASURE, processor_seconds
from kantokuen.experiments.runner import BLOCK
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.model.errors import InputError
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


def measure_sweeps(worlds: int, tell: Tell, *, before: str) -> list[Sheet]:
    """Measure sweeps; see the notes of the tables for what each row is.

    Args:
        worlds: the study has about a hundred times as many, a million for 10,000.
        tell: told what is measured next.
        before: how busy the machine was before anything was measured, as `load` says it.
    """
    turns = _turns(study.base_points(worlds * _ROUND_TIMES), tell)
    samples = study.base_points(worlds * _STUDY_TIMES)
    plan = study.plan_of(samples)
    tell(f"sweeps: a study of {Design(plan).rows:,} worlds, end to end")
    swept = study.sweep_apart(samples)
    tell("sweeps: a sample of the same study with other tools")
    found = Measured(turns, swept, study.by_mesa(plan, _SAMPLE), _by_workbench(plan))
    return [_speed(found, before), _tools(found), _aims(found), _memory(swept)]


def _turns(samples: int, tell: Tell) -> dict[str, list[Pace]]:
    plan = study.plan_of(samples)
    rows = Design(plan).rows
    blocks = study.bare_blocks(plan)
    # an even number of parts, which two workers share evenly
    part = max(samples // 2, min(rows // 2, BLOCK))
    tell("sweeps: two worker processes are started")
    with study.two_workers(plan) as pool:
        works = {
            _BARE: partial(study.play_bare, plan, blocks),
            _ONE: partial(study.store_away, plan, part, None),
            _TWO: partial(study.store_away, plan, part, pool),
        }
        study.play_bare(plan, blocks[:1])  # what is set up only once is not measured
        said = f"of {_ROUNDS}, {rows:,} worlds bare, swept by one process, swept by two"
        return by_turns(
            rows,
            works,
            _ROUNDS,
            used=processor_seconds,
            tell=lambda number: tell(f"sweeps: round {number} {said}"),
        )


def _by_workbench(plan: Plan) -> Pace | str:
    try:
        return study.by_workbench(plan, _SAMPLE)
    except InputError as error:
        return str(error)


def _speed(found: Measured, before: str) -> Sheet:
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
        row("d", "simulation alone, one process: nothing laid out, nothing stored", _BARE),
        row("e", "sweep, one process, stored", _ONE),
        row("f", "sweep, two worker processes that were started before", _TWO),
        (
            "g",
            f"`kantokuen sweep`, all {cores()} cores, from start to end",
            whole.worlds,
            whole.seconds,
            readable(whole.rate),
            whole.rate / middle(turns[_BARE]).rate,
        ),
    )
    note = (
        f"A Saltelli design, on the Sobol' sequence, over the {len(varying())} levers that differ between "
        f"worlds, a world at each point. {machine()}. {before}. (d) to (f) by turns, medians of {_ROUNDS} "
        f"rounds; (g) once, into {found.study.stored / 1e6:.0f} MB of Parquet."
    )
    if whole.processor:
        note += f" It had {whole.processor / whole.seconds / cores():.0%} of the time of all cores."
    return Sheet("Sweeps", note, ("", "what", "rows", "seconds", "rows a second", "times (d)"), rows)


def _tools(found: Measured) -> Sheet:
    """Set the study beside the same one with other tools."""
    whole = found.study.pace
    ours = whole.seconds * _MILLION / whole.worlds
    rows: list[Row] = [("kantokuen sweep", whole.worlds, whole.seconds, readable(ours), 1.0)]
    others = (
        ("mesa.batch_run, single worlds", found.mesa),
        ("EMA workbench, its sequential evaluator", found.workbench),
    )
    for what, pace in others:
        if isinstance(pace, Pace):
            million = _MILLION / pace.rate / cores()
            rows.append((what, pace.worlds, pace.seconds, readable(million), readable(million / ours)))
        else:
            rows.append((f"{what}: not measured, {pace}", None, None, None, None))
    note = (
        "The time of a Sobol design of 10^6 worlds on all cores. The other tools play the first points of "
        f"the same design in one process, and no more than {_SAMPLE}: their time is extrapolated, as if "
        f"{cores()} processes shared the rest without any loss. They store nothing."
    )
    if whole.worlds < _MILLION:
        note += f" Ours is extrapolated as well, from {whole.worlds:,} worlds."
    columns = ("how", "worlds played", "seconds", "10^6 worlds, seconds", "times ours")
    return Sheet("A study of a million worlds", note, columns, tuple(rows))


def _aims(found: Measured) -> Sheet:
    """Set what was measured beside what was aimed at."""
    turns = found.turns
    clock = _overhead([p.seconds for p in turns[_ONE]], [p.seconds for p in turns[_BARE]])
    processor = _overhead([p.processor for p in turns[_ONE]], [p.processor for p in turns[_BARE]])
    two = ratio([p.rate for p in turns[_TWO]], [p.rate for p in turns[_ONE]])
    undisturbed = 2.0 * ratio([p.processor for p in turns[_ONE]], [p.processor for p in turns[_TWO]])
    peak = found.study.peak
    held = peak.whole / 1e6 if peak.samples else None
    whole = found.study.pace
    rows: tuple[Row, ...] = (
        ("(e) over (d), more seconds, per cent", "below 15", clock, clock < 15.0),
        ("the same in processor time, per cent", "", processor, None),
        ("(f) over (e), rows a second", "at least 1.7", two, two >= 1.7) if cores() > 1 else _NO_SECOND,
        ("the same in processor time, two cores free", "", undisturbed, None),
        (f"(g) over (e), {cores()} cores, start included", "", whole.rate / middle(turns[_ONE]).rate, None),
        ("memory of (g), MB", "below 600", held, None if held is None else held < 600.0),
    )
    note = (
        "Each aim was set before it was measured; a missed one is shown as missed. They are meant for a "
        "machine that does nothing else: other work takes the second core, and lengthens each wait for the "
        "disk. Processor time is less disturbed by it."
    )
    if whole.worlds < _MILLION:
        note += f" They are set for 10^6 worlds; this was {whole.worlds:,}."
    return Sheet("Aims of sweeps", note, ("what", "aim", "measured", "reached"), rows)


_NO_SECOND: Final[Row] = ("(f) over (e): this machine has one core", "at least 1.7", None, None)


def _overhead(above: list[float], below: list[float]) -> float:
    """Return how much more one took than the other, per cent."""
    return readable(100.0 * (ratio(above, below) - 1.0))


def _memory(swept: study.Swept) -> Sheet:
    peak = swept.peak
    title, columns = "Memory of a sweep", ("what", "peak MB")
    if not peak.samples:
        return Sheet(title, "It is not known: `pip install psutil` to have it measured.", columns, ())
    rest = peak.processes - 1
    rows: tuple[Row, ...] = (
        ("all together", peak.whole / 1e6),
        ("the runner", peak.first / 1e6),
        (f"its {rest} other processes, together", (peak.whole - peak.first) / 1e6),
    )
    how = "shared pages counted once" if MEASURE == "pss" else "pages that no other process shares"
    note = (
        f"The runner of (g) and all processes that it started, at the moment when they held most together "
        f"({MEASURE.upper()}: {how}); looked at {peak.samples:,} times, every {INTERVAL} seconds."
    )
    return Sheet(title, note, columns, rows)
