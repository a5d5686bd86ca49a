"""The verdict on many worlds says how many of them attack, how sure that is, and what changed most."""

import re

import numpy as np
import pytest

from kantokuen.dashboard.pictures.dots import field_of
from kantokuen.dashboard.results import Odds, first_odds, in_common
from kantokuen.dashboard.state import State
from kantokuen.dashboard.verdict import (
    beside,
    commonest,
    headline,
    interval,
    odds,
    share_text,
    what_changed,
)
from kantokuen.experiments.intervals import wilson
from kantokuen.experiments.summary import shares
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.words import Words
from tests.support.many import many

EN, JA = Words.of("en"), Words.of("ja")


@pytest.mark.parametrize(
    ("share", "english", "japanese"),
    [
        (
            0.0,
            "In none of 1,000 worlds",
            "1,000の世界のうち、陸軍が1941年10月中旬までに攻撃するものは一つもない。",
        ),
        (0.001, "In fewer than 1 of 100 worlds", "100の世界のうち1未満で、"),
        (0.11, "In 11 of 100 worlds", "100の世界のうち11で、"),
        (0.999, "In more than 99 of 100 worlds", "100の世界のうち99超で、"),
        (1.0, "In every one of 1,000 worlds", "1,000の世界のすべてで、"),
    ],
)
def test_odds_are_worlds_of_100_and_none_and_all_are_said_apart(
    share: float, english: str, japanese: str
) -> None:
    assert odds(share, 1000, EN).startswith(english)
    assert odds(share, 1000, JA).startswith(japanese)


@pytest.mark.parametrize(
    ("hits", "worlds", "english"),
    [
        (220, 2000, "9 to 13 in 100, at 95 %, from 2,000 worlds played"),
        (80, 10_000, "0.6 to 1.0 in 100, at 95 %, from 10,000 worlds played"),
        (1, 10_000, "0.001 to 0.057 in 100, at 95 %, from 10,000 worlds played"),
        (0, 10_000, "fewer than 1 in 2,600, at 95 %, from 10,000 worlds played"),
        (1000, 1000, "all but fewer than 1 in 260, at 95 %, from 1,000 worlds played"),
    ],
)
def test_an_interval_has_the_digits_that_it_bears_out_and_holds_its_bounds(
    hits: int, worlds: int, english: str
) -> None:
    low, high = wilson(hits, worlds)
    assert interval(low, high, worlds, EN) == english


def test_an_interval_of_none_is_never_said_as_nought_to_one() -> None:
    for worlds in (100, 300, 1000, 10_000, 50_000):
        low, high = wilson(0, worlds)
        said = interval(low, high, worlds, JA)
        least = int(re.findall(r"確かさで([\d,]+)に一つ未満", said)[0].replace(",", ""))
        assert high <= 1.0 / least < 1.2 * high


@pytest.mark.parametrize(
    ("hits", "worlds", "said"),
    [
        (54, 10_000, "0.5%"),
        (80, 1000, "8%"),
        (540, 1000, "54%"),
        (0, 10_000, "0%"),
        (10, 10, "100%"),
        (3, 50_000, "0.01%"),
    ],
)
def test_a_share_has_the_digits_that_its_interval_bears_out(hits: int, worlds: int, said: str) -> None:
    low, high = wilson(hits, worlds)
    assert share_text(hits / worlds, low, high, EN) == said


@pytest.mark.parametrize(
    ("share", "english", "japanese"),
    [
        (0.0, "In none of 1,000 futures of this world", "この世界の1,000の未来のうち、"),
        (0.11, "In 11 of 100 futures of this world", "この世界の100の未来のうち11で、"),
        (1.0, "In every one of 1,000 futures of this world", "この世界の1,000の未来のすべてで、"),
    ],
)
def test_futures_of_one_world_are_not_called_worlds(share: float, english: str, japanese: str) -> None:
    assert odds(share, 1000, EN, are_futures=True).startswith(english)
    assert odds(share, 1000, JA, are_futures=True).startswith(japanese)
    said = interval(0.092, 0.131, 1000, EN, are_futures=True)
    assert said == "9 to 14 in 100, at 95 %, from 1,000 futures played"


def mixed(**counts: int) -> list[str]:
    return [ending for ending, count in counts.items() for _ in range(count)]


def test_the_headline_says_what_changed_most_over_all_endings() -> None:
    there = many(*mixed(guard_south=870, guard=25, north_later=30, north_1941=75))
    here = many(*mixed(guard=895, north_later=30, north_1941=75))
    assert [each.ending for each in what_changed(here, there)] == ["guard_south", "guard"]
    assert headline(here, there, EN) == (
        "What changed most, of 100 worlds: Mobilised, war in the south 87 → 0; Mobilised, no new war 2 → 89."
    )
    assert "「動員、南方で開戦」87→0" in headline(here, there, JA)


def test_the_numbers_of_the_headline_are_those_of_the_dots() -> None:
    there = many(*mixed(guard_south=954, north_fallen=25, guard=21))
    here = many(*mixed(guard_south=550, north_fallen=425, guard=25))
    before, now = ({row.ending: row.dots for row in field_of(each, None, 0).rows} for each in (there, here))
    for each in what_changed(here, there):
        assert (each.dots_before, each.dots) == (before[each.ending], now[each.ending])
        name = EN(f"endings.{each.ending}.name")
        assert f"{name} {each.dots_before} → {each.dots}" in headline(here, there, EN)


def test_what_is_too_rare_for_a_dot_is_said_in_words() -> None:
    there, here = many(*mixed(guard=1998, north_1941=2)), many(*mixed(guard=1800, north_1941=200))
    assert f"{EN('endings.north_1941.name')} fewer than 1 → 10" in headline(here, there, EN)


def test_a_change_within_one_dot_is_told_with_a_digit() -> None:
    there, here = many(*mixed(guard=9960, never=40)), many(*mixed(guard=9900, never=100))
    (never,) = (each for each in what_changed(here, there) if each.ending == "never")
    assert never.now - never.before == pytest.approx(0.006)
    there, here = many(*mixed(guard=9860, never=140)), many(*mixed(guard=9930, never=70))
    assert f"{EN('endings.never.name')} 1.4 → 0.7" in headline(here, there, EN)


def test_what_chance_explains_is_not_told_as_a_change() -> None:
    rng = np.random.default_rng(1)
    endings = np.array(["guard", "guard_south", "north_later"])
    here, there = (many(*rng.choice(endings, 400, p=[0.5, 0.45, 0.05])) for _ in range(2))
    assert what_changed(here, there) == ()
    said = headline(here, there, EN)
    assert said == "Against the baseline nothing moved beyond what chance explains (400 worlds of each)."
    assert "400の未来" in headline(here, there, JA, are_futures=True)


def test_a_change_that_the_paired_worlds_bear_out_is_told_though_the_shares_alone_would_not() -> None:
    there = many(*mixed(guard_south=200, guard=200))
    here = many(*mixed(guard_south=185), *["guard"] * 15, *mixed(guard=200))
    assert [each.ending for each in what_changed(here, there)] == ["guard_south", "guard"]


def test_without_a_baseline_the_headline_says_how_most_worlds_end() -> None:
    now = many(*mixed(guard_south=87, guard=13))
    assert commonest(now, EN) == "Of 100 worlds 87 end like this: Mobilised, war in the south."
    assert commonest(now, JA, are_futures=True) == "この世界の100の未来のうち87の結末は「動員、南方で開戦」。"


def test_without_the_oil_embargo_the_southern_war_is_what_changed() -> None:
    here, there = in_common(
        *(
            first_odds(State().opened(Scenario.load(name)).question)
            for name in ("no-oil-embargo", "historical")
        )
    )
    changes = {each.ending: each for each in what_changed(here, there)}
    assert list(changes)[:2] in (["guard", "guard_south"], ["guard_south", "guard"])
    assert changes["guard_south"].dots == 0
    assert changes["guard_south"].dots_before > 80


def test_another_ensemble_is_told_by_its_attacks_and_the_falls_of_the_regime() -> None:
    codes = np.full(200, len(OUTCOMES) - 1, np.float32)
    codes[:58] = 0  # attacks of 1941
    fell = np.arange(200) < 108
    columns = {"outcome": codes, "regime_stands": 1.0 - fell, "regime_fell": fell.astype(np.float32)}
    many = Odds(200, shares(codes.astype(np.float64)), columns)
    assert beside(many, "june-1941", EN) == (
        "With the German war as people saw it in June 1941: "
        "29 of 100 worlds attack in 1941, and the regime falls in 54 (200 worlds)."
    )
    assert beside(many, "historians", JA) == (
        "独ソ戦は今日の歴史家の見方とすると、100の世界のうち29で1941年に攻撃し、"
        "54で政権が倒れる（200の世界による）。"
    )
