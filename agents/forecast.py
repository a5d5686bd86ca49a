"""Forecast: what those who judged the German-Soviet war in June 1941 expected of it, by school.

`forecasts.csv` gives for each of three schools the chance that Moscow, and that the regime, has
fallen by a number of days from the outbreak; how much an office followed which school stands with
the offices (`profile`).  Both are judgement, made from the dated forecasts of that June.  An office
expects by its schools, never by what a world has in store.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from kantokuen.agents.profile import SCHOOLS, rows_of
from kantokuen.agents.view import Array, Number


def expected(leanings: Array, days_of_war: float, of_moscow: Number) -> Array:
    """Return the nearness of a German victory that offices expected in June for a day of the war, 0..1.

        E(t) = m P(Moscow has fallen by t) + (1 - m) P(the regime has fallen by t)

    with ``m`` the nearness that is credited once Moscow has fallen; each chance is the mean of the
    schools by an office's leanings, along straight lines between the dates of the table, and stays
    as it is after the last.

    Args:
        leanings: weight of each of the `SCHOOLS` in each office, shape ``(offices, schools)``.
        days_of_war: days since Germany attacked.
        of_moscow: ``germany.proclaimed_moscow``.

    Returns:
        Shape ``(offices, 1)``.
    """
    days, moscow, regime = _table()
    nearness = np.zeros((len(leanings), 1))
    for column in range(len(SCHOOLS)):
        city = float(np.interp(days_of_war, days, moscow[column]))
        state = float(np.interp(days_of_war, days, regime[column]))
        nearness = nearness + leanings[:, column : column + 1] * (
            of_moscow * city + (1.0 - of_moscow) * state
        )
    return nearness


@cache
def _table() -> tuple[Array, Array, Array]:
    """Return the days of the table, and by school and day the chances for Moscow and for the regime."""
    rows = rows_of("forecasts.csv")
    days = sorted({float(row["days"]) for row in rows})
    found = {(row["school"], row["of"], float(row["days"])): float(row["chance"]) for row in rows}

    def chances(of: str) -> Array:
        return np.array([[found[school, of, day] for day in days] for school in SCHOOLS])

    return np.array(days), chances("moscow"), chances("regime")
