"""The talks with Washington: the laws of what is signed, what it changes, and who refuses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from kantokuen.agents.terms import REFUSERS, SIGNATORIES
from kantokuen.agents.view import Array
from kantokuen.model import talks
from kantokuen.model.calendar import NEVER
from kantokuen.model.events import events
from kantokuen.model.evidence import quantities
from kantokuen.model.frames import columns
from kantokuen.model.levers.form import Value
from kantokuen.model.model import KantokuenModel
from kantokuen.model.observation import on_the_table
from kantokuen.model.story import ending
from kantokuen.model.talks import NOT_TABLED, SIGNED
from kantokuen.model.text.words import Words
from tests.support.scenes import differing, model, ran

WORLDS = 400
GENEROUS: dict[str, Value] = {"talks.us_terms": -0.5}
"""Terms under which about half of the worlds sign a truce."""


@cache
def settled(*levers: tuple[str, Value]) -> Array:
    """Return the first day of a settlement or truce in each world."""
    return ran(WORLDS, dict(levers), detail="means").world.talks.settled_day


def stepped(levers: dict[str, Value], worlds: int = WORLDS) -> Iterator[KantokuenModel]:
    """Yield a model after each of its sittings."""
    played = model(worlds, levers, cadence="ten-day", detail="means")
    while played.running:
        played.step()
        yield played


# ---- what is signed


def test_without_talks_nothing_is_tabled_and_nothing_signed() -> None:
    closed = ran(WORLDS, {"talks.open": False}, detail="means").world.talks
    assert closed.minutes == []
    assert np.all(closed.settled_day == NEVER)
    assert np.all(closed.refused_day == NEVER)


def test_an_outside_that_does_not_answer_signs_nothing() -> None:
    assert np.all(settled(("mechanism.outside_response", False)) == NEVER)


def test_a_refusal_changes_nothing() -> None:
    opened, closed = (
        columns(ran(WORLDS, {"talks.open": each}, detail="means").world) for each in (True, False)
    )
    never = opened["settlement_date"] == NEVER
    kept = [{name: each[never] for name, each in found.items()} for found in (opened, closed)]
    assert differing(*kept) == []


def test_it_is_rare_and_never_over_china_as_it_stood() -> None:
    held = ran(WORLDS, detail="means").world.talks
    assert 0.0 < np.mean(held.settled_day < NEVER) < 0.1
    assert not np.isinf(held.until).any()


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("talks.us_terms", (-0.4, -0.2, 0.0, 0.2)),
        ("talks.china_weight", (0.0, 0.2, 0.5)),
        ("talks.imperial_order", ("plain", "weigh")),
    ],
)
def test_sharper_terms_or_less_of_an_order_never_bring_a_truce_sooner(
    key: str, values: tuple[Value, ...]
) -> None:
    days = [settled((key, each)) for each in values]
    assert all(np.all(milder <= sharper) for milder, sharper in pairwise(days))
    assert (days[0] < NEVER).sum() > (days[-1] < NEVER).sum()


def test_matsuoka_tables_nothing_that_loosens_the_pact() -> None:
    held = ran(WORLDS, {**GENEROUS, "foreign_minister.matsuoka_stays": True}, detail="means").world.talks
    assert np.all(held.settled_day == NEVER)
    for codes in (held.settlement_refused_by, held.truce_refused_by):
        assert set(np.unique(codes)) <= {NOT_TABLED, REFUSERS.index("FOR")}


def test_a_world_signs_the_same_alone_and_in_a_crowd() -> None:
    crowd = ran(40, GENEROUS).world.talks
    number = int(np.argmin(crowd.settled_day))
    alone = ran(1, GENEROUS, first_world=number).world.talks
    for name in ("settled_day", "until", "oil", "refused_day", "truce_refused_by", "undone_day"):
        assert getattr(alone, name)[0] == getattr(crowd, name)[number]


# ---- what it changes


def test_a_truce_brings_oil_back_and_lapses() -> None:
    held_once = np.zeros(WORLDS, dtype=bool)
    for played in stepped(GENEROUS):
        world = played.world
        holds = world.talks.holds(world.today)
        without, loss = world.sanctions.oil_loss(world.today, world.values), world.oil_loss(world.today)
        assert np.array_equal(loss[~holds], without[~holds])
        assert np.all(loss <= without)
        assert np.all(loss[holds] <= 1.0 - world.talks.oil[holds])
        held_once |= holds
        embargoed = holds & (world.sanctions.embargo_day <= world.today) & (world.talks.oil > 0.1)
        assert np.all(loss[embargoed] < without[embargoed])
    lapsed = held_once & ~holds
    assert np.mean(held_once) > 0.1
    assert lapsed.any()
    assert np.all(world.talks.until[lapsed] <= world.today)


def test_no_step_south_and_no_new_sanction_while_anything_holds() -> None:
    known: dict[str, Array] = {}
    held = np.zeros(WORLDS, dtype=bool)
    for played in stepped(GENEROUS):
        council, sanctions = played.world.council, played.world.sanctions
        holds = played.world.talks.holds(played.world.today)
        assert np.all(council.southern_war_day[holds] == NEVER)
        steps = {name: getattr(council, name) for name in ("indochina_day", "southern_preparation_day")}
        answers = {name: getattr(sanctions, name) for name in ("freeze_day", "embargo_day")}
        for days, barred in ((steps, holds), (answers, held)):
            for name, day in days.items():
                assert not np.any(barred & (day != known.get(name, day))), name
        known, held = steps | answers, holds


def test_a_truce_calls_a_chosen_war_off_and_the_war_may_come_when_it_lapses() -> None:
    world = ran(WORLDS, GENEROUS, detail="means").world
    undone = world.talks.undone_day < NEVER
    assert undone.any()
    fought = undone & (world.council.southern_war_day <= world.today)
    assert fought.any()
    assert np.all(world.council.southern_war_day[fought] > world.talks.until[fought])


def test_a_war_in_the_north_ends_what_holds() -> None:
    held = talks.Talks.at_outset(3)
    held.settled_day, held.until = np.array([10.0, 10.0, NEVER]), np.array([100.0, NEVER, 0.0])
    held.end_with(np.array([50.0, 60.0, 70.0]))
    assert held.until.tolist() == [50.0, 60.0, 0.0]


def test_with_china_at_peace_a_settlement_can_be_signed_and_holds() -> None:
    world = ran(WORLDS, scenario="china-settled", detail="means").world
    whole = np.isinf(world.talks.until)
    assert whole.any()
    assert np.all(world.oil_loss(world.today)[whole] == 0.0)


# ---- who refuses


def test_who_is_furthest_away_refuses_and_washington_and_the_foreign_minister_before_anyone() -> None:
    played = model(5)
    view = on_the_table(played.world, played.periods[0].steps[0], played.powers, played.offices)
    nobody = np.full(5, -1.0)
    gaps = {each: nobody.copy() for each in REFUSERS}
    gaps["AGS"], gaps["NGS"] = np.array([0.1, 0.3, -1.0, 0.1, 0.1]), np.array([0.2, 0.1, -1.0, 0.2, 0.2])
    gaps["US"], gaps["FOR"] = np.array([-1.0, -1.0, -1.0, 0.1, 0.1]), np.array([-1.0, -1.0, -1.0, -1.0, 0.1])
    codes = talks._answered(played.offices, view, gaps, np.ones(5, dtype=bool))
    assert [(*REFUSERS, "signed")[code] for code in codes] == ["NGS", "AGS", "signed", "US", "FOR"]
    none = talks._answered(played.offices, view, gaps, np.zeros(5, dtype=bool))
    assert np.all(none == NOT_TABLED)


def test_every_text_that_was_tabled_and_not_signed_was_refused_by_somebody() -> None:
    held = ran(WORLDS, detail="means").world.talks
    assert held.minutes
    seen = set()
    for sitting in held.minutes:
        for codes in (sitting.settlement, sitting.truce):
            assert np.all((codes >= NOT_TABLED) & (codes <= SIGNED))
            seen |= set(np.unique(codes))
    assert {REFUSERS[code] for code in seen - {NOT_TABLED, SIGNED}} >= {"US", "FOR", *SIGNATORIES[:3]}
    tabled = held.refused_day < NEVER
    assert np.all(held.truce_refused_by[tabled] >= 0)
    assert np.all(tabled == (held.settlement_refused_by >= 0))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_story_says_who_refused(language: str) -> None:
    words = Words.of(language)
    world = ran(20).world
    assert np.all(world.talks.settled_day == NEVER)
    for number in range(len(world)):
        refused = [each for _, each in events(world, number) if each.key == "truce_refused"]
        assert refused
        last = ending(world, number)
        assert last.refused_by["truce"] == refused[-1].details["by"]
        for by in last.refused_by.values():
            assert words(f"refusers.{by}") in last.in_words(words)


def test_the_story_says_what_was_signed_and_when_it_was_over() -> None:
    world = ran(60, GENEROUS).world
    signed = np.flatnonzero(world.talks.settled_day < NEVER)
    assert len(signed)
    for number in signed:
        found = [
            each.key for _, each in events(world, int(number)) if "truce" in each.key or "settle" in each.key
        ]
        assert {"truce", "settlement"} & set(found)
        last = ending(world, int(number))
        assert last.days["settlement"] is not None
        assert "Washington" in last.in_words(Words.of("en"))
        assert (last.days["truce_over"] is not None) == (world.talks.until[number] <= world.today)


def test_the_evidence_of_the_talks_is_told() -> None:
    rows = quantities("settlement")
    assert rows["id"].to_list()[:2] == ["SET001", "SET002"]
    assert set(rows["side"]) >= {"Japan", "United States", "Britain", "Netherlands Indies"}
