"""Mean stances over time beside the positions that historians would give, fitted ones and kept ones apart."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from scipy.stats import spearmanr

from kantokuen.agents.view import Array
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.patterns import baseline
from kantokuen.experiments.validation.phrases import heads
from kantokuen.experiments.validation.plays import ATTACK, Found, Played, sitting_for
from kantokuen.experiments.validation.targets import LAST_POSITION
from kantokuen.model import evidence
from kantokuen.model.text.words import ENGLISH, Words

_WORST: Final = 20


def sheets(found: Found, worlds: int, words: Words = ENGLISH) -> list[Sheet]:
    """Return the largest differences, and the comparison by date and by office, each the worst first."""
    played = found[baseline(worlds)]
    rows = evidence.positions().to_dicts()
    compared = [row for row in rows if row["use"] == "comparison"]
    dates = list(dict.fromkeys(row["date"] for row in compared))
    offices = list(dict.fromkeys(row["office"] for row in compared))
    position = {(row["office"], row["date"]): float(row["position"]) for row in rows}
    judged = np.array([[position[office, day] for day in dates] for office in offices])
    june = np.array([[position[office, ATTACK] for _ in dates] for office in offices])
    modelled = np.array([[_net(played, office, day) for day in dates] for office in offices])
    names = [words.called(f"offices.{office}.name", office) for office in offices]

    by_date = [
        _row(
            day,
            judged[:, i],
            modelled[:, i],
            june[:, i],
            [_part(day), played.means[sitting_for(played, day)][0]],
        )
        for i, day in enumerate(dates)
    ]
    by_office = [_row(name, judged[i], modelled[i], june[i], []) for i, name in enumerate(names)]
    everything = _row(words("validation.stances.all"), judged.ravel(), modelled.ravel(), june.ravel(), [])
    cells = [
        (
            names[i],
            day,
            _part(day),
            position[office, day],
            float(modelled[i, k]),
            float(modelled[i, k] - judged[i, k]),
        )
        for i, office in enumerate(offices)
        for k, day in enumerate(dates)
    ]
    measures = heads(words, "mean_error", "persistence", "rank_correlation", "mean_position", "mean_stance")
    note = words("validation.stances.note")
    date_heads, office_heads = heads(words, "date", "part", "sitting"), heads(words, "office")
    worst_heads = heads(words, "office", "date", "part", "position", "stance", "difference")
    return [
        Sheet(
            words("validation.stances.worst"),
            words("validation.stances.worst_note", n=_WORST, all=len(cells)),
            worst_heads,
            tuple(sorted(cells, key=lambda cell: -abs(cell[-1]))[:_WORST]),
        ),
        Sheet(
            words("validation.stances.by_office"),
            note,
            (*office_heads, *measures),
            (everything, *sorted(by_office, key=lambda row: -float(row[1]))),  # type: ignore[arg-type]
        ),
        Sheet(
            words("validation.stances.by_date"),
            note,
            (*date_heads, *measures),
            tuple(sorted(by_date, key=lambda row: -float(row[3]))),  # type: ignore[arg-type]
        ),
    ]


def _sitting(played: Played, day: date) -> date:
    return played.means[sitting_for(played, day)][0]


def _part(day: date) -> str:
    """Return whether positions of a day were fitted to (C) or kept for testing (T)."""
    return "C" if day <= LAST_POSITION else "T"


def _row(name: Cell, judged: Array, modelled: Array, june: Array, more: list[Cell]) -> tuple[Cell, ...]:
    errors = [float(np.mean(np.abs(judged - each))) for each in (modelled, june)]
    return (name, *more, *errors, rank(judged, modelled), float(np.mean(judged)), float(np.mean(modelled)))


def rank(first: Array, second: Array) -> float | None:
    """Return Spearman's rank correlation, None where either side does not vary."""
    if np.ptp(first) == 0.0 or np.ptp(second) == 0.0:
        return None
    return float(spearmanr(first, second).statistic)


def _net(played: Played, office: str, when: date) -> float:
    return played.means[sitting_for(played, when)][1][office]["net"]
