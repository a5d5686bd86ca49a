"""Laws of the model over 2,000 paired worlds: what speaks for the north never makes an attack there rarer.

Worlds are paired by their chance: the same 2,000 worlds of one seed, with one thing changed.  A northern
attack is one on orders, in 1941 or later, or one that the field army begins alone.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kantokuen.agents.roster import OFFICES
from kantokuen.agents.staff import effective_strength
from kantokuen.agents.view import Mask
from kantokuen.model.frames import columns
from kantokuen.model.model import KantokuenModel
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.streams import DrawCache
from tests.support.scenes import differing, model, ran, recorded

pytestmark = pytest.mark.slow

WORLDS = 2_000
SEED = 19410702
NORTHERN = ("attack_1941", "attack_1942", "field_incident")
DRAWS: DrawCache = {}

FALLS = (
    date(1942, 4, 1), date(1942, 2, 1), date(1941, 12, 1),
    date(1941, 10, 15), date(1941, 9, 10), date(1941, 7, 31),
)  # fmt: skip
"""Days on which Moscow or the regime falls, the earliest last."""

TOWARD_THE_NORTH: Mapping[str, tuple[Any, ...]] = {
    "soviet.collapse": ("never", *FALLS),
    "germany.moscow_falls": ("never", *FALLS),
    "soviet.transfer_share": (0.25, 0.5, 0.75, 1.0),
    "soviet.transfer_pace": (0.0, 0.5, 1.0, 2.0, 4.0),
    "soviet.refill": (1.0, 0.8, 0.4, 0.0),
    "germany.pace": (0.7, 1.0, 1.3, 1.6),
    "season.winter_shift": (-20.0, 0.0, 30.0, 60.0),
    "army.force_ratio": (3.0, 2.0, 1.5, 1.0),
    "army.divisions_cap": (14, 16, 20, 24, 34),
    "china.tied_divisions": (30, 26, 22, 16, 10),
    "sanctions.oil_embargo": (
        date(1941, 7, 26), date(1941, 9, 1), date(1941, 11, 1), date(1942, 1, 1), date(1942, 4, 1), "never"
    ),
} | {f"office.{each}.lean": (-0.5, 0.0, 0.5) for each in OFFICES}  # fmt: skip
"""Values of a lever, from what speaks least for the north to what speaks most for it."""

FAILS: Mapping[tuple[str, Any, Any], str] = {
    ("sanctions.oil_embargo", date(1941, 7, 26), date(1941, 9, 1)): (
        "in one world of 2,000 a later embargo lets the truce with Washington come two months sooner, and "
        "run out before the spring in which the north is attacked"
    )
}
"""Steps at which a law fails, and the two mechanisms that pull apart there."""

AGAINST: Mapping[str, Any] = {key: values[0] for key, values in TOWARD_THE_NORTH.items()}
FOR: Mapping[str, Any] = {
    key: values[-1] for key, values in TOWARD_THE_NORTH.items() if key != "soviet.transfer_share"
} | {"soviet.transfer_share": 0.75}


def run(levers: Mapping[str, Any], **arguments: Any) -> KantokuenModel:
    """Return a run of the paired worlds with some levers changed."""
    given = {"detail": "outcomes", "seed": SEED, "draws": DRAWS} | arguments
    return ran(WORLDS, levers, **given)


@cache
def _attacks(levers: tuple[tuple[str, Any], ...]) -> Mask:
    codes: NDArray[np.uint8] = run(dict(levers)).world.outcome_codes
    northern: Mask = np.isin(codes, [OUTCOMES.index(each) for each in NORTHERN])
    return northern


def attacks(levers: Mapping[str, Any]) -> Mask:
    """Return in which of the paired worlds the north is attacked, with some levers changed."""
    return _attacks(tuple(sorted(levers.items())))


def steps() -> list[Any]:
    """Return every step toward the north as a case; a step at which a law fails says so."""
    cases = []
    for key, values in TOWARD_THE_NORTH.items():
        for less, more in pairwise(values):
            reason = FAILS.get((key, less, more))
            marks = pytest.mark.xfail(strict=True, reason=reason) if reason else ()
            cases.append(pytest.param(key, less, more, marks=marks, id=f"{key} {less} {more}"))
    return cases


@pytest.mark.parametrize(("key", "less", "more"), steps())
def test_what_speaks_for_the_north_never_makes_an_attack_rarer(key: str, less: Any, more: Any) -> None:
    before, after = attacks({key: less}), attacks({key: more})
    assert after.sum() >= before.sum()


@pytest.mark.parametrize("key", [each for each in TOWARD_THE_NORTH if not each.startswith("office.")])
def test_over_its_whole_reach_a_lever_that_speaks_for_the_north_makes_attacks_commoner(key: str) -> None:
    least, *_, most = TOWARD_THE_NORTH[key]
    assert attacks({key: most}).sum() > attacks({key: least}).sum()


def test_where_everything_speaks_against_the_north_nobody_attacks() -> None:
    assert attacks(AGAINST).mean() <= 0.01


def test_where_everything_speaks_for_the_north_nearly_all_attack() -> None:
    assert attacks(FOR).mean() >= 0.9


def test_where_no_soviet_division_stands_nearly_all_attack() -> None:
    assert attacks({"soviet.transfer_share": 1.0}).mean() >= 0.9


def test_without_a_german_war_nobody_attacks() -> None:
    assert not attacks({"germany.barbarossa": date(1942, 6, 30)}).any()


# -- time --------------------------------------------------------------------------------------

CHANGED = date(1941, 9, 5)
LAST_SITTING = date(1941, 8, 31)
BEFORE_THE_MARCH = date(1941, 6, 30)
"""The last sitting before the front draws near a Moscow that is to fall: ``germany.ramp_days``."""


@pytest.mark.parametrize(
    ("key", "last"),
    [
        ("soviet.collapse", LAST_SITTING),
        ("germany.moscow_falls", BEFORE_THE_MARCH),
        ("sanctions.oil_embargo", LAST_SITTING),
        ("china.war_over", LAST_SITTING),
    ],
)
def test_what_is_dated_after_a_sitting_changes_nothing_before_it(key: str, last: date) -> None:
    kept = {"detail": "worlds", "cadence": "ten-day", "until": "1941-10"}
    never, later = run({key: "never"}, **kept), run({key: CHANGED}, **kept)
    assert differing(recorded(never, last), recorded(later, last)) == []
    assert differing(recorded(never), recorded(later)) != []


@pytest.mark.parametrize(
    "scenario",
    ["historical", "soviet-collapse", "halved-without-embargo", "unopposed-hawks", "no-oil-embargo"],
)
def test_worlds_told_by_the_month_and_by_the_jun_end_the_same_bit_for_bit(scenario: str) -> None:
    by_month, by_jun = (
        columns(run({}, scenario=scenario, cadence=cadence).world) for cadence in ("month", "ten-day")
    )
    assert differing(by_month, by_jun) == []


@pytest.mark.parametrize("months", [3, 4, 8])
def test_a_fork_at_the_end_of_a_month_has_the_same_futures_told_by_the_month_and_by_the_jun(
    months: int,
) -> None:
    futures = []
    for cadence, periods in (("month", months), ("ten-day", 3 * months)):
        past = model(cadence=cadence, seed=SEED)
        for _ in range(periods):
            past.step()
        future = past.fork(200)
        future.run()
        futures.append(columns(future.world))
        future.release()
    assert differing(*futures) == []


# -- the ratio ---------------------------------------------------------------------------------


def test_no_attack_on_a_standing_enemy_is_ordered_short_of_the_ratio() -> None:
    """A force of K divisions meets K / 1.5 Soviet ones as the General Staff believes they would fight."""
    made = model(WORLDS, seed=SEED, ensemble="june-1941", cadence="ten-day", detail="outcomes")
    world, staff_row = made.world, made.world.table.rows["AGS"]
    ordered = 0
    while made.running:
        before = world.council.sanctioned.copy()
        made.step()
        mind = world.table.mind
        new = (world.council.cross_day == world.today) & (mind.german_war[staff_row] < 1.0)
        fights = effective_strength(
            mind.soviet_divisions[staff_row],
            mind.soviet_men[staff_row],
            world.table.appraisal.german_war[staff_row],
            world.rules,
        )
        assert (before * world.means.fitness >= 1.5 * fights - 1e-9)[new].all()
        ordered += int(new.sum())
    assert ordered >= 20
