"""Laws that hold of every office in every situation, attacked by hypothesis."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.faction import Faction
from kantokuen.agents.profile import Profile, persons_of, successors
from kantokuen.agents.roster import OFFICES, ROSTER
from kantokuen.agents.view import Array, Mask, Reports, View
from tests.support.views import (
    believe,
    day,
    each,
    hear,
    judge,
    law,
    paper,
    reports,
    results,
    rules,
    seat,
    some_reports,
    some_view,
    succeed,
    taken,
    view,
)

WORLDS = 6
numbers = st.integers(0, 2**32 - 1)
names = st.sampled_from(OFFICES)
holders = [office for office in OFFICES if ROSTER[office].has_veto]
summer = st.floats(day(6, 22), day(8, 1))
"""Until early August the season is open to every need, so that all offices look to the same one."""

SURE = rules({"staff.doubt_day": 0.0})
"""What lies further off is doubted more, so that a ripe fruit with more days before it is less sure."""

each_office = pytest.mark.parametrize("office", OFFICES)


def sat_through(
    office: Faction, sittings: list[tuple[Reports, View]], *, leaves: Mask | None = None
) -> dict[str, Array]:
    """Return what an office holds and signs after some sittings, its holder gone after the first."""
    for told, on_table in sittings:
        hear(office, told)
        judge(office, on_table)
        others = persons_of(office.profile.id)[1:]
        if leaves is not None and leaves.any() and others:
            succeed(office, key_of(others[0]), leaves)
            leaves = None
    found = results(office)
    if office.has_veto:
        signed = office.consent(sittings[-1][1])
        found |= {name: getattr(signed, name) for name in signed.__dataclass_fields__}
    return found


def key_of(person: Profile) -> str:
    """Return the key of a person who may take an office over."""
    return next(key for key, each_ in successors().items() if each_ == person)


def some_sittings(number: int) -> list[tuple[Reports, View]]:
    """Return two sittings with their reports, worlds all different."""
    views = [some_view(number + step, WORLDS) for step in (0, 1)]
    return [(some_reports(number + step + 2, told), told) for step, told in enumerate(views)]


# -- worlds never touch each other -------------------------------------------------------------


@law
@given(office=names, number=numbers)
def test_a_world_is_the_same_alone_and_in_a_crowd_bit_for_bit(office: str, number: int) -> None:
    draw = np.random.default_rng(number)
    stance, nerve = draw.normal(0.0, 0.2, (2, WORLDS))
    leaves, sittings = draw.random(WORLDS) < 0.5, some_sittings(number)
    crowd = sat_through(seat(office, WORLDS, stance=stance, nerve=nerve), sittings, leaves=leaves)
    for world in range(WORLDS):
        only = slice(world, world + 1)
        alone = sat_through(
            seat(office, 1, stance=stance[only], nerve=nerve[only]),
            taken_all(sittings, only),
            leaves=leaves[only],
        )
        assert {name: array[world] for name, array in crowd.items()} == {
            name: array[0] for name, array in alone.items()
        }


@law
@given(office=names, number=numbers)
def test_worlds_in_another_order_give_the_same_results_in_that_order(office: str, number: int) -> None:
    draw = np.random.default_rng(number)
    stance, nerve = draw.normal(0.0, 0.2, (2, WORLDS))
    leaves, sittings = draw.random(WORLDS) < 0.5, some_sittings(number)
    order = draw.permutation(WORLDS)
    before = sat_through(seat(office, WORLDS, stance=stance, nerve=nerve), sittings, leaves=leaves)
    after = sat_through(
        seat(office, WORLDS, stance=stance[order], nerve=nerve[order]),
        taken_all(sittings, order),
        leaves=leaves[order],
    )
    assert all((before[name][order] == after[name]).all() for name in before)


def taken_all(sittings: list[tuple[Reports, View]], index: Any) -> list[tuple[Reports, View]]:
    """Return the sittings in some of their worlds."""
    return [(taken(told, index), taken(on_table, index)) for told, on_table in sittings]


# -- bounds and sums ---------------------------------------------------------------------------


@law
@given(office=names, number=numbers)
def test_stances_chances_and_ripeness_stay_within_nought_and_one(office: str, number: int) -> None:
    found = sat_through(seat(office, WORLDS), some_sittings(number))
    for name in ("hope", "ripeness", "north", "south", "mind german_war", "mind oil_loss", "mind trust"):
        assert (found[name] >= 0.0).all()
        assert (found[name] <= 1.0 + 1e-12).all()
    assert (abs(found["net"]) <= 1.0).all()
    assert (found["keep"] <= found["hope"]).all()


@law
@given(office=names, number=numbers)
def test_one_half_and_the_contributions_sum_to_the_stance_before_it_is_held(office: str, number: int) -> None:
    seated = seat(office, WORLDS, stance=np.random.default_rng(number).normal(0.0, 0.2, WORLDS))
    sat_through(seated, some_sittings(number))
    for road, stance in (("north", seated.north), ("south", seated.south)):
        parts = seated.contributions[road]
        for world in range(WORLDS):
            summed = 0.5 + math.fsum(part[world] for part in parts.values())
            assert stance[world] == pytest.approx(min(max(summed, 0.0), 1.0), abs=1e-12)


@each_office
def test_on_22_june_every_office_stands_where_the_record_has_it(office: str) -> None:
    """The reference view, no time gone by, the oil of June felt; 1e-9 on the scale of -1 to 1."""
    seated = seat(office)
    believe(seated, oil_loss=0.2)
    judge(seated, view())
    assert seated.net[0] == pytest.approx(seated.profile.net, abs=1e-9)


@pytest.mark.parametrize("key", successors())
def test_a_successor_would_have_stood_on_22_june_where_the_record_has_him(key: str) -> None:
    person = successors()[key]
    seated = seat(person.id)
    succeed(seated, key, each(1.0) > 0.0)
    believe(seated, oil_loss=0.2)
    judge(seated, view())
    assert seated.net[0] == pytest.approx(person.net, abs=1e-9)


# -- monotone ----------------------------------------------------------------------------------


@law
@given(
    office=st.sampled_from(holders),
    number=numbers,
    stances=st.tuples(st.floats(-1.0, 1.0), st.floats(-1.0, 1.0)),
)
def test_a_more_southern_holder_of_a_veto_never_signs_for_more_in_the_north(
    office: str, number: int, stances: tuple[float, float]
) -> None:
    told = taken(some_view(number, 1), [0, 0])
    seated = seat(office, 2, stance=each(*sorted(stances)))
    judge(seated, told)
    signed = seated.consent(told)
    for northern in (signed.prepare, signed.divisions, signed.cross):
        assert northern[0] <= northern[1]
    for southern in (signed.indochina, signed.southern_preparation, signed.southern_war):
        assert southern[0] >= southern[1]


@law
@given(
    office=st.sampled_from(holders),
    number=numbers,
    nerves=st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)),
)
def test_a_bolder_holder_of_a_veto_never_signs_for_less_within_reach(
    office: str, number: int, nerves: tuple[float, float]
) -> None:
    told = taken(some_view(number, 1), [0, 0])
    seated = seat(office, 2, nerve=each(*sorted(nerves)))
    judge(seated, told)
    signed = seated.consent(told)
    assert np.minimum(signed.divisions, told.reachable)[0] <= np.minimum(signed.divisions, told.reachable)[1]
    for answer in (
        signed.prepare,
        signed.cross,
        signed.indochina,
        signed.southern_preparation,
        signed.southern_war,
    ):
        assert answer[0] <= answer[1]


@law
@given(office=names, losses=st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)), when=st.floats(20.0, 500.0))
def test_the_more_oil_is_lost_the_less_worth_keeping_is_the_north_and_the_more_relief_is_in_the_south(
    office: str, losses: tuple[float, float], when: float
) -> None:
    seated = seat(office, 2)
    judge(seated, view(2, day=when, oil_loss=each(*sorted(losses))))
    assert seated.keep[0] >= seated.keep[1] - 1e-12
    assert seated.relief[0] <= seated.relief[1] + 1e-12


@law
@given(
    office=names,
    reported=st.tuples(st.floats(2.0, 45.0), st.floats(2.0, 45.0)),
    when=summer,
)
def test_more_soviet_divisions_reported_never_make_an_office_keener_on_the_north(
    office: str, reported: tuple[float, float], when: float
) -> None:
    seated = seat(office, 2)
    hear(seated, reports(2, soviet_divisions=each(*sorted(reported))))
    judge(seated, view(2, day=when, days_of_war=when - 82.0, rules=SURE))
    for state in (seated.hope, seated.keep, seated.ripeness, seated.north, -seated.need, -seated.south):
        assert state[0] >= state[1] - 1e-9


@law
@given(
    office=names,
    reported=st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)),
    when=summer,
)
def test_a_nearer_german_victory_never_makes_an_office_less_keen_on_the_north(
    office: str, reported: tuple[float, float], when: float
) -> None:
    seated = seat(office, 2)
    hear(seated, reports(2, german_war=each(*sorted(reported))))
    judge(seated, view(2, day=when, days_of_war=when - 82.0, rules=SURE))
    for state in (seated.hope, seated.keep, seated.ripeness, seated.north, -seated.need, -seated.south):
        assert state[0] <= state[1] + 1e-9


@law
@given(office=st.sampled_from(["NGS", "NAV"]), losses=st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)))
def test_the_more_oil_is_lost_the_less_the_navy_lets_pass(office: str, losses: tuple[float, float]) -> None:
    seated = seat(office, 2)
    told = view(2, oil_loss=each(*sorted(losses)), paper=paper(2))
    judge(seated, told)
    signed = seated.consent(told)
    assert signed.divisions[0] >= signed.divisions[1]
    assert signed.cross[0] >= signed.cross[1]
