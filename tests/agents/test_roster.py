"""What all offices have in common, and that their data are those of the evidence."""

import ast
import csv
from dataclasses import fields
from importlib.resources import files

import mesa
import numpy as np
import pytest

from kantokuen.agents.faction import Faction
from kantokuen.agents.foreign import POWERS
from kantokuen.agents.mind import Mind
from kantokuen.agents.profile import DOMAINS, SCHOOLS, offices, persons_of, rows_of, successors
from kantokuen.agents.roster import OFFICES, ROSTER
from kantokuen.agents.view import Consent
from tests.support.views import hear, judge, reports, seat, some_reports, some_view, succeed, view

ROOM = files("kantokuen.agents")
ASKED = {"unanimity", "cabinet", "sanction"}
"""Kinds of veto whose holder is asked to sign; the others draft, inform, admit or act alone."""

STATED = (
    "german_war", "need", "ripeness", "picks_at", "divisions_then", "hope", "keep", "relief",
    "north", "south", "net",
)  # fmt: skip
"""What an office says of a sitting."""

each_office = pytest.mark.parametrize("office", OFFICES)
holders = [office for office in OFFICES if ROSTER[office].has_veto]
others = [office for office in OFFICES if not ROSTER[office].has_veto]


def evidence(name: str) -> list[dict[str, str]]:
    """Return the rows of one table of the evidence."""
    text = files("kantokuen.model").joinpath("data", "evidence", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


# -- the classes -------------------------------------------------------------------------------


def test_the_offices_sit_in_the_order_of_the_table() -> None:
    assert tuple(offices()) == OFFICES


@each_office
def test_every_office_is_a_class_of_its_own_that_says_who_it_is(office: str) -> None:
    kind = ROSTER[office]
    assert issubclass(kind, Faction)
    assert kind.__doc__
    assert [other for other, each in ROSTER.items() if each is kind] == [office]


def test_every_office_belongs_to_a_house() -> None:
    assert {profile.house for profile in offices().values()} == {"army", "navy", "cabinet", "court"}


@each_office
def test_an_office_is_asked_to_sign_exactly_if_its_veto_is_one_of_signature(office: str) -> None:
    assert ROSTER[office].has_veto == (offices()[office].veto in ASKED)


@each_office
@pytest.mark.parametrize("worlds", [1, 5])
def test_an_office_holds_a_finite_number_for_each_world(office: str, worlds: int) -> None:
    seated = seat(office, worlds)
    told = some_view(7, worlds)
    hear(seated, some_reports(8, told))
    judge(seated, told)
    arrays = [getattr(seated, name) for name in STATED]
    arrays += [part for parts in seated.contributions.values() for part in parts.values()]
    arrays += [getattr(seated.mind, each.name) for each in fields(Mind)]
    for array in arrays:
        assert array.shape == (worlds,)
        assert array.dtype == np.float64
        assert np.isfinite(array).all()


@pytest.mark.parametrize("office", holders)
@pytest.mark.parametrize("worlds", [1, 5])
def test_a_holder_of_a_veto_answers_every_question_for_each_world(office: str, worlds: int) -> None:
    seated = seat(office, worlds)
    told = some_view(7, worlds)
    judge(seated, told)
    signed = seated.consent(told)
    for each in fields(Consent):
        answer = getattr(signed, each.name)
        assert answer.shape == (worlds,)
        assert answer.dtype == (np.float64 if each.name == "divisions" else np.bool_)
        assert np.isfinite(answer).all()


@pytest.mark.parametrize("office", others)
def test_an_office_without_a_veto_is_not_asked(office: str) -> None:
    seated = seat(office)
    with pytest.raises(NotImplementedError, match=f"{office} holds no veto and is not asked"):
        seated.consent(view())


# -- an office knows nothing but its view ------------------------------------------------------


class Forbidden:
    """Stands where the model stood, and refuses every question."""

    def __getattr__(self, name: str) -> object:
        """Fail: an office has looked at the model."""
        raise AssertionError(f"looked at the model for {name}")


@pytest.mark.parametrize("module", sorted(each.name for each in ROOM.iterdir() if each.name.endswith(".py")))
def test_no_line_of_the_room_looks_at_the_model(module: str) -> None:
    tree = ast.parse(ROOM.joinpath(module).read_text(encoding="utf-8"))
    looks = [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "model"
    ]
    named = [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value == "model"
    ]
    assert not looks + named


@each_office
def test_an_office_goes_on_when_its_model_answers_nothing(office: str) -> None:
    seated = seat(office, 3)
    seated.model = Forbidden()  # type: ignore[assignment]
    told = some_view(11, 3)
    hear(seated, some_reports(12, told))
    judge(seated, told)
    for key in (key for key, person in successors().items() if person.id == office):
        succeed(seated, key, np.array([True, False, False]))
        judge(seated, told)
    if seated.has_veto:
        seated.consent(told)
    assert seated.net.shape == (3,)


@each_office
def test_two_offices_told_the_same_come_to_the_same_mind(office: str) -> None:
    one, other = seat(office), seat(office)
    for seated in (one, other):
        hear(seated, reports(soviet_divisions=22.0))
        judge(seated, view())
    assert one.net[0] == other.net[0]


def test_powers_stand_outside_the_table() -> None:
    model = mesa.Model(rng=1)
    assert not any(isinstance(power(model), Faction) for power in POWERS)


# -- the data ----------------------------------------------------------------------------------


@each_office
def test_no_domain_weighs_less_than_nothing_or_more_than_all_domains_of_a_sourced_office(office: str) -> None:
    for profile in persons_of(office):
        assert all(0.0 <= getattr(profile, domain) <= 1.0 for domain in DOMAINS)


@pytest.mark.parametrize("office", ["OPS", "NGS", "EMP", "WAR", "FOR"])
def test_the_sourced_offices_weigh_the_domains_as_the_evidence_records(office: str) -> None:
    recorded = {
        row["domain"]: float(row["weight"]) for row in evidence("weights.csv") if row["office"] == office
    }
    recorded["window"] = recorded.pop("soviet_window")
    assert {domain: getattr(offices()[office], domain) for domain in DOMAINS} == recorded
    assert sum(recorded.values()) == pytest.approx(1.0)


def test_the_evidence_records_weights_of_five_offices() -> None:
    assert {row["office"] for row in evidence("weights.csv")} == {"OPS", "NGS", "EMP", "WAR", "FOR"}


@pytest.mark.parametrize(
    "row", [row for row in evidence("positions.csv") if row["use"] == "input"], ids=lambda row: row["office"]
)
def test_the_stance_that_goes_in_is_that_of_22_june(row: dict[str, str]) -> None:
    assert row["date"] == "1941-06-22"
    assert offices()[row["office"]].net == float(row["position"])


@each_office
def test_every_trait_is_within_its_bounds(office: str) -> None:
    for profile in persons_of(office):
        shares = ("power", "salience", "gain", "picks_at", "oil_speed", "south_odds")
        assert all(0.0 <= getattr(profile, share) <= 1.0 for share in shares)
        assert all(-1.0 <= getattr(profile, name) <= 1.0 for name in ("net", "bias", "parochial"))
        assert profile.school in schools()
        assert profile.gain * (1.0 + abs(profile.bias)) <= 1.0  # a belief never overshoots a report
        assert profile.reads <= {"soviet", "briefing", "front", "berlin", "oil"}
        assert len(profile.reads & {"soviet", "briefing"}) == 1


def schools() -> dict[str, list[float]]:
    """Return how each group of offices followed the schools of June."""
    return {row["group"]: [float(row[school]) for school in SCHOOLS] for row in rows_of("schools.csv")}


def test_every_group_of_offices_followed_the_schools_of_june_by_shares_of_one() -> None:
    for group, leanings in schools().items():
        assert min(leanings) >= 0.0, group
        assert sum(leanings) == pytest.approx(1.0), group


def test_headquarters_and_staff_of_the_kwantung_army_differ() -> None:
    calm, eager = offices()["KAH"], offices()["KAS"]
    assert eager.net > calm.net
    assert eager.picks_at < calm.picks_at


def test_tanaka_and_muto_differ_and_so_do_nagano_and_oikawa() -> None:
    table = offices()
    assert table["OPS"].net > 0.0 > table["MAB"].net
    assert table["NGS"].net < table["NAV"].net < 0.0
    assert table["NGS"].south_odds > table["NAV"].south_odds


@pytest.mark.parametrize(("office", "key"), [("FOR", "TOY"), ("FOR", "TOG"), ("PM", "TOJ"), ("NAV", "SHI")])
def test_a_successor_takes_over_the_weight_and_the_veto_of_the_office(office: str, key: str) -> None:
    before, after = offices()[office], successors()[key]
    assert (after.id, after.house, after.veto, after.weight) == (
        office,
        before.house,
        before.veto,
        before.weight,
    )
    assert after.person != before.person
