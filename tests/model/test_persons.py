"""Facts about changes of persons: an isolated minister brings the cabinet down, a lone premier goes."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kantokuen.agents.profile import successors
from kantokuen.agents.view import View
from kantokuen.model.calendar import to_day
from kantokuen.model.persons import Persons
from kantokuen.model.reference import reference_view
from tests.support.offices import Office, leaning, table
from tests.support.scenes import ran

NEVER = np.inf
JULY_2 = to_day(date(1941, 7, 2))
YES, NO = np.ones(1, dtype=bool), np.zeros(1, dtype=bool)


def seated(minister: float, *, peers: float = 0.0) -> dict[str, Office]:
    return table(
        leaning("FOR", minister), *(leaning(office, peers) for office in ("AGS", "WAR", "NGS", "NAV", "PM"))
    )


def at(day: float) -> View:
    return replace(reference_view(), day=day)


def changed(
    persons: Persons,
    offices: dict[str, Office],
    day: float,
    *,
    settled: bool = True,
    alone: bool = False,
    barred: bool = False,
) -> dict[str, list[bool]]:
    """Return who changes hands where."""
    found = persons.change(
        offices,
        at(day),
        is_settled=np.array([settled]),
        only_premier=np.array([alone]),
        is_barred=barred,
    )
    return {office: where.tolist() for office, where in found.items()}


def test_a_minister_alone_for_two_weeks_after_a_policy_was_settled_brings_the_cabinet_down() -> None:
    # 2 July to 16 July
    offices, persons = seated(0.9), Persons.at_outset(1)
    assert changed(persons, offices, JULY_2) == {}
    assert persons.foreign_minister_left[0] == NEVER
    assert changed(persons, offices, JULY_2 + 14.0) == {"FOR": [True]}
    assert persons.foreign_minister_left[0] == to_day(date(1941, 7, 16))


def test_before_a_policy_is_settled_nobody_is_isolated() -> None:
    offices, persons = seated(0.9), Persons.at_outset(1)
    for day in (JULY_2, JULY_2 + 14.0, JULY_2 + 28.0):
        changed(persons, offices, day, settled=False)
    assert persons.foreign_minister_left[0] == NEVER


def test_a_minister_who_comes_back_to_the_rest_starts_his_two_weeks_anew() -> None:
    persons = Persons.at_outset(1)
    changed(persons, seated(0.9), JULY_2)
    changed(persons, seated(0.1), JULY_2 + 10.0)
    changed(persons, seated(0.9), JULY_2 + 20.0)
    assert persons.foreign_minister_left[0] == NEVER
    assert changed(persons, seated(0.9), JULY_2 + 34.0) == {"FOR": [True]}
    assert persons.foreign_minister_left[0] == JULY_2 + 34.0


def test_the_distance_is_measured_from_the_weighted_mean_of_the_chiefs() -> None:
    # .8 is too far from nought, but not from peers at .1
    near, persons = seated(0.8, peers=0.1), Persons.at_outset(1)
    changed(persons, near, JULY_2)
    assert persons.isolated_since[0] == NEVER
    changed(persons, seated(0.8), JULY_2)
    assert persons.isolated_since[0] == JULY_2


def test_a_minister_who_is_to_stay_stays() -> None:
    offices, persons = seated(0.9), Persons.at_outset(1)
    for day in (JULY_2, JULY_2 + 14.0, JULY_2 + 60.0):
        assert changed(persons, offices, day, barred=True) == {}
    assert persons.foreign_minister_left[0] == NEVER


def test_a_minister_leaves_once() -> None:
    offices, persons = seated(0.9), Persons.at_outset(1)
    days = (JULY_2, JULY_2 + 14.0, JULY_2 + 28.0, JULY_2 + 42.0)
    assert [len(changed(persons, offices, day)) for day in days] == [0, 1, 0, 0]


def test_a_premier_who_alone_objects_goes_and_the_navy_minister_with_him() -> None:
    offices, persons = seated(0.0), Persons.at_outset(1)
    assert changed(persons, offices, 198.0, alone=True) == {"PM": [True], "NAV": [True]}
    assert persons.prime_minister_left[0] == 198.0
    assert changed(persons, offices, 208.0, alone=True) == {}


def test_in_most_worlds_matsuoka_has_left_by_the_autumn_and_in_none_before_the_war() -> None:
    run = ran(256, cadence="ten-day", until="1941-10")
    left = run.world.persons.foreign_minister_left
    assert (left < to_day(date(1941, 10, 31))).mean() > 0.5
    assert left.min() > to_day(date(1941, 6, 22))


@pytest.mark.parametrize("office", ["FOR", "PM"])
def test_every_office_that_can_fall_has_a_successor_with_another_name(office: str) -> None:
    run = ran(1)
    assert successors()[office].person != run.offices[office].profile.person
