"""The verdict on many worlds says how many of them attack."""

import numpy as np
import pytest

from kantokuen.dashboard.results import Odds
from kantokuen.dashboard.verdict import beside, difference, interval, odds
from kantokuen.experiments.summary import shares
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import Words

EN, JA = Words.of("en"), Words.of("ja")


@pytest.mark.parametrize(
    ("share", "english", "japanese"),
    [
        (0.0, "In none of 1,000 worlds", "1,000の世界のうち、陸軍が10月中旬までに攻撃するものは一つもない。"),
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


def test_an_interval_holds_its_bounds() -> None:
    said = interval(0.092, 0.131, 2000, EN)
    assert said == "95 % interval 9 to 14 in 100, from 2,000 worlds played"
    assert interval(0.0, 1.0, 100, JA) == "95%区間は100のうち0から100（計算した100の世界による）"


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
    assert said == "95 % interval 9 to 14 in 100, from 1,000 futures played"


def test_a_difference_says_which_way_it_goes() -> None:
    assert difference(0.31, 0.11, EN) == "20 in 100 more than in the baseline"
    assert difference(0.11, 0.31, JA) == "基準より100のうち20少ない"
    assert difference(0.113, 0.111, EN) == "about as many as in the baseline"


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
