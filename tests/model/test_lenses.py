"""Facts about lenses: a contract that all keep, and each simple rule worked by hand."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from kantokuen.agents.view import Consent, View
from kantokuen.model.decision import Decision
from kantokuen.model.errors import InputError
from kantokuen.model.lenses import LENSES, find_lens, mean, median, nash, politics
from kantokuen.model.reference import reference_view
from tests.support.offices import Office, leaning, table
from tests.support.scenes import differing, ending, model, ran
from tests.support.views import paper

VIEW = reference_view().with_paper(paper())
YES, NO = np.ones(1, dtype=bool), np.zeros(1, dtype=bool)
REACHABLE = 25.0

every_lens = pytest.mark.parametrize("lens", LENSES)


def test_the_six_lenses_of_the_design_are_there_and_politics_is_the_first() -> None:
    assert next(iter(LENSES)) == "politics"
    assert {"politics", "organisation", "rational", "mean", "median", "nash"} <= set(LENSES)


def test_an_unknown_lens_is_told_the_nearest_one() -> None:
    with pytest.raises(InputError, match="'rational'"):
        find_lens("rationale")


def sittings(
    lens: str, worlds: int, *, until: str = "1941-12"
) -> list[tuple[Mapping[str, Any], View, Decision]]:
    """Return the table, the view and the decision of every sitting of a run."""
    watched = model(worlds, lens=lens, cadence="ten-day", until=until)
    seen = []

    def decide(offices: Any, view: View) -> Decision:
        found = find_lens(lens).decide(offices, view)
        seen.append((offices, view, found))
        return found

    watched._lens = replace(find_lens(lens), decide=decide)
    watched.run()
    return seen


@every_lens
def test_every_decision_of_a_run_has_a_truth_or_a_force_for_each_world(lens: str) -> None:
    for _, _, decision in sittings(lens, 12):
        for name in Decision.__dataclass_fields__:
            values = getattr(decision, name)
            assert values.shape == (12,), name
            assert values.dtype == (np.float64 if name == "divisions" else np.bool_), name
        assert (decision.divisions >= 0.0).all()
        assert (decision.divisions <= 51.0).all()


@every_lens
def test_asking_a_lens_again_gives_the_same_decision_and_moves_nobody(lens: str) -> None:
    offices, view, decision = sittings(lens, 12)[-1]
    before = {name: each.net.copy() for name, each in offices.items()}
    again = find_lens(lens).decide(offices, view)
    for name in Decision.__dataclass_fields__:
        assert (getattr(again, name) == getattr(decision, name)).all(), name
    assert all((each.net == before[name]).all() for name, each in offices.items())


@every_lens
def test_the_order_of_the_seats_changes_no_decision(lens: str) -> None:
    offices, view, decision = sittings(lens, 12, until="1941-08")[-1]
    turned = find_lens(lens).decide(dict(reversed(offices.items())), view)
    for name in Decision.__dataclass_fields__:
        close = np.isclose(getattr(turned, name), getattr(decision, name), rtol=1e-12)
        assert close.all(), name


@every_lens
@pytest.mark.parametrize("cadence", ["month", "ten-day"])
def test_a_lens_decides_for_a_world_alone_as_in_a_crowd(lens: str, cadence: str) -> None:
    crowd = ending(ran(9, lens=lens, cadence=cadence, until="1941-12"))
    alone = ending(ran(1, lens=lens, cadence=cadence, until="1941-12", first_world=6))
    assert [name for name in crowd if (crowd[name][..., 6] != alone[name][..., 0]).any()] == []


@every_lens
def test_every_lens_gives_outcomes_for_the_hawkish_and_the_historical_case(lens: str) -> None:
    for scenario in ("historical", "unopposed-hawks"):
        codes = ran(64, scenario=scenario, lens=lens).world.outcome_codes
        assert set(codes) <= {0, 1, 2, 3, 4}


@every_lens
@pytest.mark.parametrize("scenario", ["historical", "soviet-collapse"])
def test_offices_that_a_lens_does_not_ask_change_no_outcome(lens: str, scenario: str) -> None:
    asked = ran(60, scenario=scenario, lens=lens, detail="outcomes")
    heard = ran(60, scenario=scenario, lens=lens, detail="means")
    at_the_end = [
        {name: state for name, state in ending(each).items() if not name.startswith(".table")}
        for each in (asked, heard)
    ]
    assert differing(*at_the_end) == []
    assert asked.record.periods == []


def test_lenses_differ_in_what_they_make_of_the_same_worlds() -> None:
    found = {lens: ran(256, lens=lens, ensemble="june-1941").world.outcome_codes for lens in LENSES}
    shares = {tuple(np.bincount(codes.astype(int), minlength=5)) for codes in found.values()}
    assert len(shares) >= 5


# politics: the strongest text that all would sign


def signing(
    office: str, *, divisions: float = 51.0, power: float = 1.0, keep: float = 1.0, **no: bool
) -> Office:
    """Return a holder of a veto who signs everything but what is named."""
    named = {name: NO if no.get(name) is False else YES for name in Consent.__dataclass_fields__}
    consent = Consent(**named | {"divisions": divisions * np.ones(1)})
    zero = np.zeros(1)
    return Office(office, zero, zero, power, has_veto=True, signs=consent, keep=keep * np.ones(1))


def test_what_passes_is_the_least_of_what_each_would_sign() -> None:
    found = politics(
        table(signing("AGS", divisions=34.0), signing("WAR", divisions=16.0), signing("PM", cross=False)),
        VIEW,
    )
    assert found.divisions[0] == 16.0
    assert found.prepare[0]
    assert not found.cross[0]


def test_one_refusal_stops_a_text_under_unanimity_and_not_under_a_vote() -> None:
    seated = table(
        signing("AGS"), signing("WAR", divisions=0.0, cross=False, power=0.9), signing("PM", power=0.5)
    )
    assert not politics(seated, VIEW).cross[0]
    majority = replace(VIEW.rules.mechanism, unanimity=False)
    vote = replace(VIEW, rules=replace(VIEW.rules, mechanism=majority))
    assert politics(seated, vote).cross[0]
    # 51 divisions at 1.0, none at 0.9, 51 at 0.5
    assert politics(seated, vote).divisions[0] == pytest.approx(51.0 * 1.5 / 2.4)


def test_a_premier_who_alone_objects_is_named() -> None:
    lone = politics(table(signing("AGS"), signing("WAR"), signing("PM", southern_war=False)), VIEW)
    assert lone.only_premier_objects[0]
    assert not lone.southern_war[0]
    two = politics(
        table(signing("AGS"), signing("WAR", southern_war=False), signing("PM", southern_war=False)), VIEW
    )
    assert not two.only_premier_objects[0]


def test_the_option_is_kept_while_either_head_of_the_army_holds_to_it() -> None:
    def keeps(staff: float, minister: float) -> bool:
        seated = table(signing("AGS", keep=staff), signing("WAR", keep=minister), signing("PM"))
        return bool(politics(seated, VIEW).keep[0])

    assert [keeps(0.1, -0.1), keeps(-0.1, 0.1), keeps(-0.1, -0.1)] == [True, True, False]


def test_an_option_given_up_is_taken_up_again_only_where_both_want_it_clearly() -> None:
    line = VIEW.rules.council.reopens

    def reopens(staff: float, minister: float) -> bool:
        seated = table(signing("AGS", keep=staff), signing("WAR", keep=minister), signing("PM"))
        return bool(politics(seated, VIEW).reopen[0])

    assert [reopens(line + 0.01, line + 0.01), reopens(line + 0.01, line), reopens(0.0, 9.0)] == [
        True, False, False,
    ]  # fmt: skip


# mean and median


def test_the_mean_weighs_each_stance_by_power_times_salience() -> None:
    # (1 x .8 + 2 x -.2 + 1 x .4) / 4 = .2
    seated = table(leaning("AGS", 0.8), leaning("NGS", -0.2, weight=2.0), leaning("WAR", 0.4))
    found = mean(seated, VIEW)
    assert found.prepare[0]
    assert found.divisions[0] == 16.0
    assert [found.cross[0], found.keep[0], found.southern_preparation[0]] == [False, True, False]


def test_the_median_is_the_least_stance_at_which_half_the_weight_is_reached() -> None:
    # -.3 (2), .4 (1), .8 (1): half of 4 is reached at -.3
    seated = table(leaning("AGS", 0.8), leaning("NGS", -0.3, weight=2.0), leaning("WAR", 0.4))
    found = median(seated, VIEW)
    assert found.southern_preparation[0]
    assert found.divisions[0] == 0.0
    # with less weight in the south the middle of the rest decides
    lighter = table(leaning("AGS", 0.8), leaning("NGS", -0.3, weight=0.5), leaning("WAR", 0.4))
    assert median(lighter, VIEW).divisions[0] == 24.0


@pytest.mark.parametrize(
    ("stance", "divisions", "cross", "keep", "south", "war"),
    [
        (0.6, 24.0, True, True, False, False),
        (0.3, 24.0, False, True, False, False),
        (0.0, 16.0, False, True, False, False),
        (-0.25, 0.0, False, False, False, False),
        (-0.4, 0.0, False, False, True, False),
        (-0.6, 0.0, False, False, True, True),
    ],
)
def test_a_point_of_the_scale_stands_for_a_policy(
    *, stance: float, divisions: float, cross: bool, keep: bool, south: bool, war: bool
) -> None:
    for lens in (mean, median):
        found = lens(table(leaning("AGS", stance)), VIEW)
        assert found.divisions[0] == divisions
        assert [found.cross[0], found.keep[0]] == [cross, keep]
        assert [found.southern_preparation[0], found.southern_war[0]] == [south, war]


def test_a_force_beyond_reach_is_not_let_through() -> None:
    near = replace(VIEW, reachable=np.array([14.0]))
    assert mean(table(leaning("AGS", 0.9)), near).divisions[0] == 14.0


def test_no_lens_of_points_crosses_the_border_during_a_southern_war() -> None:
    view = replace(VIEW, is_southern_war=YES)
    assert not mean(table(leaning("AGS", 0.9)), view).cross[0]
    assert not median(table(leaning("AGS", 0.9)), view).cross[0]


# the bargaining solution


def bargain(*stances: tuple[float, float], view: View = VIEW) -> Decision:
    names = ("AGS", "WAR", "NGS")
    return nash(
        table(
            *(
                Office(name, north * np.ones(1), south * np.ones(1), has_veto=True)
                for name, (north, south) in zip(names, stances, strict=False)
            )
        ),
        view,
    )


def test_two_who_lean_north_agree_on_the_north() -> None:
    # prepare both: (.18 + .06 - .1)(.15 + .12 - .1) = .0238; north: (.6 - .12)(.5 - .24) = .1248; south: 0
    found = bargain((0.6, 0.2), (0.5, 0.4))
    assert found.cross[0]
    assert found.divisions[0] == REACHABLE


def test_two_who_pull_apart_agree_on_preparing_both_ways() -> None:
    # north loses the second, south the first; prepare both: (.18 + .06 - .1)(.03 + .24 - .1) > 0
    found = bargain((0.6, 0.2), (0.1, 0.8))
    assert [found.prepare[0], found.cross[0], found.southern_war[0]] == [True, False, False]
    assert found.divisions[0] == 16.0


def test_two_who_lean_south_agree_on_the_south() -> None:
    # prepare both: .17 x .17 = .0289; south: .74 x .9 = .666
    found = bargain((0.1, 0.8), (0.0, 0.9))
    assert [found.cross[0], found.southern_preparation[0], found.southern_war[0]] == [False, True, True]


def test_where_nothing_is_gained_the_standing_policy_stays() -> None:
    found = bargain((0.0, 0.0), (0.0, 0.0))
    assert [found.prepare[0], found.cross[0], found.southern_war[0]] == [False, False, False]
    assert found.divisions[0] == 0.0


def test_one_holder_of_a_veto_who_would_lose_keeps_a_policy_off_the_table() -> None:
    assert bargain((0.9, 0.1), (0.8, 0.1)).cross[0]
    assert not bargain((0.9, 0.1), (0.8, 0.1), (0.2, 0.9)).cross[0]


def test_before_the_german_war_there_is_no_bargain_for_the_north() -> None:
    assert not bargain((0.6, 0.2), (0.5, 0.4), view=replace(VIEW, at_war=0.0)).cross[0]
