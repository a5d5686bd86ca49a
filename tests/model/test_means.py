"""Facts about means: the ledger of divisions, what ships and ammunition allow, oil, rail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.view import Array, Mask
from kantokuen.model.means import ALL_DIVISIONS, HOME_GUARD, IN_THE_NORTH, SOUTHERN_CLAIM, Means
from tests.support.scenes import each, juns, law, values

VALUES = values(
    {"army.call_up_days": 0.0, "army.wear": 0.3, "army.wear_days": 60.0, "army.repair_days": 300.0}
)
NOBODY = np.zeros(1, dtype=bool)
EVERYBODY = ~NOBODY
PEACE = np.zeros(1)
IN_CHINA = each(22.0)


def stocks(oil_stock: float = 9.0) -> Means:
    return Means.at_outset(1, oil_stock=oil_stock)


def reached(tied: Array, southern_war: Mask = NOBODY, *, civil_ships: float = 3.0) -> float:
    changed = values({"means.civil_ships": civil_ships, "means.southern_ships": 1.9})
    return float(stocks().reachable(changed, tied, southern_war=southern_war)[0])


def test_the_fifty_one_divisions_of_the_army_are_all_accounted_for() -> None:
    # the table of 7 December 1941: 13 in Manchuria, one more than that in the north with Korea in June
    assert ALL_DIVISIONS == 51.0
    in_the_north_then = ALL_DIVISIONS - HOME_GUARD - SOUTHERN_CLAIM - IN_CHINA[0]
    assert in_the_north_then == 15.0
    assert IN_THE_NORTH == 14.0


def test_twenty_five_divisions_are_within_reach_and_sixteen_are_free() -> None:
    assert reached(IN_CHINA) == 25.0
    assert stocks().free(values({}), IN_CHINA, each(0.0))[0] == 16.0
    # what the armies of other theatres let go, or hold back
    assert stocks().free(values({}), IN_CHINA, each(-0.5))[0] == 15.5


def test_a_southern_war_takes_its_ten_divisions_from_the_north() -> None:
    assert reached(IN_CHINA, EVERYBODY) == 15.0


def test_the_north_keeps_what_stood_there_however_much_is_claimed_elsewhere() -> None:
    assert reached(each(45.0), EVERYBODY) == IN_THE_NORTH


def test_with_china_at_peace_ammunition_sets_the_limit() -> None:
    # a hundred kaisenbun, three for each division
    assert reached(IN_CHINA / 3.0) == pytest.approx(100 / 3)


def test_thirty_four_divisions_take_a_million_and_a_half_tons() -> None:
    # 6.0 million tons less what the islands need; .9 move sixteen, each further one a thirtieth of a million
    assert reached(each(0.0), civil_ships=6.0 - 1.5) == pytest.approx(min(34.0, 100 / 3))
    assert reached(each(0.0), civil_ships=6.0 - 1.2) == pytest.approx(25.0)


def test_without_shared_means_nothing_limits_the_north() -> None:
    apart = values({"mechanism.shared_means": False})
    assert stocks().reachable(apart, IN_CHINA, southern_war=EVERYBODY)[0] == ALL_DIVISIONS
    assert stocks().free(apart, IN_CHINA, each(0.0))[0] == ALL_DIVISIONS


@law
@given(tied=st.floats(0.0, 45.0), more=st.floats(0.0, 10.0), war=st.booleans())
def test_the_more_is_tied_in_china_the_less_is_within_reach(*, tied: float, more: float, war: bool) -> None:
    held = np.array([war])
    few = reached(each(tied + more), held)
    many = reached(each(tied), held)
    assert IN_THE_NORTH <= few <= many <= ALL_DIVISIONS - HOME_GUARD


def moved(
    means: Means,
    *,
    sanctioned: float = 14.0,
    loss: float = 0.0,
    war: float = 0.0,
    n: int = 1,
    ready: float = 59.0,
    stands_down: bool = False,
) -> Means:
    """Return the means after some juns; a mobilisation is ordered on the first day and called up at once."""
    for step in juns()[:n]:
        means.move(
            step,
            VALUES,
            oil_loss=each(loss),
            sanctioned=each(sanctioned),
            mobilised=each(0.0 if sanctioned > IN_THE_NORTH else np.inf),
            ready=each(ready),
            stands_down=np.array([stands_down]),
            war=each(war),
        )
    return means


def test_the_oil_of_april_lasts_two_years_without_imports() -> None:
    # 9.0 of 4.4 million kilolitres a year
    assert stocks().oil_months(PEACE, VALUES)[0] == pytest.approx(9.0 / 4.4 * 12)
    assert stocks().oil_months(each(1.0), VALUES)[0] == pytest.approx(9.0 / (4.4 * 1.2) * 12)


def test_a_full_stop_of_oil_drains_the_stock_by_use_less_the_home_wells() -> None:
    stock = moved(stocks(), loss=1.0, n=36).oil[0]
    days = juns()[35].end
    wells = _wells_per_year()
    assert stock == pytest.approx(9.0 - (4.4 - wells) * days / 365)


def _wells_per_year() -> float:
    """Million kilolitres a year of home production: from a year without imports and without loss."""
    with_none, with_all = moved(stocks(), loss=1.0).oil[0], moved(stocks(), loss=0.0).oil[0]
    assert with_all > with_none
    return float((with_none - 9.0) / (juns()[0].days / 365) + 4.4)


def test_oil_never_falls_below_nothing() -> None:
    assert moved(stocks(oil_stock=1.0), loss=1.0, war=2.0, n=45).oil[0] == 0.0


@law
@given(loss=st.floats(0.0, 1.0), more=st.floats(0.0, 1.0), war=st.floats(0.0, 2.0))
def test_the_more_oil_is_lost_the_less_is_left(loss: float, more: float, war: float) -> None:
    worse = moved(stocks(), loss=min(loss + more, 1.0), war=war, n=9).oil[0]
    assert worse <= moved(stocks(), loss=loss, war=war, n=9).oil[0]


def test_ammunition_grows_by_eight_kaisenbun_a_year_and_a_great_war_eats_twelve_more_than_that() -> None:
    days = juns()[35].end
    assert moved(stocks(), n=36).ammunition[0] == pytest.approx(100 + (19 - 11) * days / 365)
    assert moved(stocks(), war=1.0, n=36).ammunition[0] == pytest.approx(100 + (19 - 31) * days / 365)


def test_divisions_travel_evenly_so_that_all_stand_ready_on_the_day() -> None:
    # 59 days from the start: 9 of them, then 10 and 10; 11 divisions
    for juns_gone, days in ((1, 9.0), (2, 19.0), (3, 29.0)):
        present = moved(stocks(), sanctioned=25.0, n=juns_gone).present[0]
        assert present == pytest.approx(14.0 + 11.0 * days / 59.0)
    assert moved(stocks(), sanctioned=25.0, n=9).present[0] == pytest.approx(25.0)


def test_a_force_that_stands_down_wears_and_takes_longer_to_repair() -> None:
    # .3 in 60 days, and no more than that; .3 in 300 days
    worn = moved(stocks(), stands_down=True)
    assert worn.fitness[0] == pytest.approx(1.0 - 0.3 * 9.0 / 60.0)
    assert moved(worn, stands_down=True, n=9).fitness[0] == pytest.approx(0.7)
    assert moved(worn).fitness[0] == pytest.approx(0.7 + 0.3 * 9.0 / 300.0)


def test_nothing_moves_until_it_is_ordered() -> None:
    assert moved(stocks(), sanctioned=14.0, n=9).present[0] == IN_THE_NORTH
