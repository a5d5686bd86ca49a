"""Facts about changes of persons: a minister who blocks brings the cabinet down, a lone premier goes."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from kantokuen.agents.profile import persons_of, successors
from kantokuen.agents.view import Array, View
from kantokuen.model.calendar import to_day
from kantokuen.model.persons import Persons
from kantokuen.model.reference import reference_view
from tests.support.offices import Office, leaning, table
from tests.support.scenes import each, model, ran

NEVER = np.inf
JULY_2 = to_day(date(1941, 7, 2))


def seated(minister: float, *, peers: float = 0.0) -> dict[str, Office]:
    """Return a minister among five peers of one mind."""
    return table(
        leaning("FOR", minister), *(leaning(office, peers) for office in ("AGS", "WAR", "NGS", "NAV", "PM"))
    )


def at(day: float) -> View:
    """Return the view of a sitting, the next one ten days later."""
    return replace(reference_view(), day=day, next_sitting=day + 10.0)


def sit(
    persons: Persons,
    offices: dict[str, Office],
    day: float,
    *,
    draw: float,
    settled: bool = True,
    alone: bool = False,
    barred: bool = False,
) -> Persons:
    """Let those go who are left alone, at a rate of .05 a day and two days to form a cabinet."""
    persons.change(
        offices,  # type: ignore[arg-type]
        at(day),
        is_settled=np.array([settled]),
        only_premier=np.array([alone]),
        is_barred=barred,
        rate=0.05,
        forming_days=2.0,
        draw=each(draw),
    )
    return persons


def test_a_minister_who_blocks_what_is_settled_falls_inside_the_time_to_the_next_sitting() -> None:
    # .05 x .9 x .9 = .0405 a day, .405 in ten; a draw of .3 falls at .3 / .405 of it, and two days later
    persons = sit(Persons.at_outset(1), seated(0.9), JULY_2, draw=0.3)
    assert persons.support_left[0] == pytest.approx(0.595)
    assert persons.foreign_minister_left[0] == pytest.approx(JULY_2 + 10.0 * 0.3 / 0.405 + 2.0)


def test_who_outlasts_one_sitting_may_fall_at_the_next() -> None:
    # .595^2 = .354; a draw of .5 falls at (.5 - .405) / (.595 - .354) of the second ten days
    persons = sit(Persons.at_outset(1), seated(0.9), JULY_2, draw=0.5)
    assert persons.foreign_minister_left[0] == NEVER
    sit(persons, seated(0.9), JULY_2 + 10.0, draw=0.5)
    assert persons.foreign_minister_left[0] == pytest.approx(JULY_2 + 10.0 + 3.94232 + 2.0)


def test_before_a_policy_is_settled_nobody_blocks_one() -> None:
    persons = sit(Persons.at_outset(1), seated(0.9), JULY_2, draw=0.0, settled=False)
    assert (persons.support_left[0], persons.foreign_minister_left[0]) == (1.0, NEVER)


@pytest.mark.parametrize(
    ("minister", "peers", "left"),
    [
        (0.9, 0.5, 0.82),  # .05 x .9 x (.9 - .5) x 10
        (0.9, 1.0, 1.0),  # nobody has left him
        (-0.5, -1.0, 1.0),  # he blocks nothing
    ],
)
def test_it_takes_both_a_minister_who_blocks_and_peers_who_have_left_him(
    minister: float, peers: float, left: float
) -> None:
    persons = sit(Persons.at_outset(1), seated(minister, peers=peers), JULY_2, draw=1.0)
    assert persons.support_left[0] == pytest.approx(left)


def test_a_minister_who_is_to_stay_stays() -> None:
    persons = sit(Persons.at_outset(1), seated(0.9), JULY_2, draw=0.0, barred=True)
    assert persons.foreign_minister_left[0] == NEVER


def test_a_minister_leaves_once() -> None:
    persons = sit(Persons.at_outset(1), seated(0.9), JULY_2, draw=0.3)
    left = persons.foreign_minister_left[0]
    assert sit(persons, seated(0.9), JULY_2 + 10.0, draw=0.3).foreign_minister_left[0] == left


def test_a_premier_who_alone_objects_goes_once_and_the_foreign_minister_with_him() -> None:
    persons = sit(Persons.at_outset(1), seated(0.0), 198.0, draw=1.0, alone=True)
    assert (persons.prime_minister_left[0], persons.foreign_minister_left[0]) == (200.0, 200.0)
    assert sit(persons, seated(0.0), 208.0, draw=1.0, alone=True).prime_minister_left[0] == 200.0


@pytest.mark.parametrize(
    ("minister", "premier", "barred", "come"),
    [
        (105.0, NEVER, False, ["TOY"]),
        (105.0, 107.0, False, ["TOY", "TOJ", "SHI", "TOG"]),
        (107.0, 107.0, False, ["TOJ", "SHI", "TOG"]),
        (NEVER, 107.0, True, ["TOJ", "SHI"]),
        (111.0, NEVER, False, []),
        (100.0, NEVER, False, []),
    ],
)
def test_who_is_due_takes_office_at_the_next_sitting(
    minister: float, premier: float, come: list[str], *, barred: bool
) -> None:
    # since the sitting of day 100 and until that of day 110
    persons = Persons(each(1.0), each(minister), each(premier))
    assert [key for key, where in persons.due(100.0, 110.0, is_barred=barred) if where[0]] == come


# -- in the worlds of the model ----------------------------------------------------------------


@cache
def fallen() -> tuple[Array, Array, Array]:
    """Return when the Foreign Minister left, the Premier resigned and war was chosen, in 500 worlds."""
    world = ran(500, until="1942-03", detail="outcomes").world
    return (
        world.persons.foreign_minister_left,
        world.persons.prime_minister_left - world.values["politics.forming_days"],
        world.council.southern_choice_day,
    )


def test_in_most_worlds_matsuoka_has_left_by_the_autumn_and_in_none_before_the_war() -> None:
    left, _, _ = fallen()
    assert (left < to_day(date(1941, 10, 31))).mean() > 0.5
    assert left.min() > to_day(date(1941, 6, 22))


def test_the_fall_of_matsuoka_is_spread_over_the_weeks_of_july() -> None:
    left, _, _ = fallen()
    early, late = np.quantile(left[left < to_day(date(1941, 10, 1))], [0.05, 0.95])
    assert late - early >= 10.0
    assert len(np.unique(left[left < NEVER] // 1.0)) > 10


def test_konoe_resigns_before_a_southern_war_is_chosen_or_not_at_all() -> None:
    _, resigned, chosen = fallen()
    goes = resigned < NEVER
    assert goes.any()
    assert (chosen[goes] > resigned[goes]).all()


def test_a_chair_shows_its_holder_from_the_first_sitting_after_he_took_it() -> None:
    run = model(60, cadence="ten-day", until="1941-12")
    row, seen = run.world.table.rows["FOR"], set()
    matsuoka, toyoda, togo = range(3)
    assert [each_.id for each_ in persons_of("FOR")] == ["FOR"] * 3
    while run.running:
        run.step()
        persons, today = run.world.persons, run.world.today
        is_new, with_cabinet = persons.foreign_minister_left <= today, persons.prime_minister_left <= today
        holder = run.world.table.holder[row]
        assert (holder == np.where(is_new, np.where(with_cabinet, togo, toyoda), matsuoka)).all()
        seen |= set(holder.tolist())
    assert seen == {matsuoka, toyoda, togo}


@pytest.mark.parametrize("key", successors())
def test_every_successor_has_another_name(key: str) -> None:
    person = successors()[key]
    assert person.person != persons_of(person.id)[0].person
