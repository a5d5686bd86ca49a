"""The verdict says of one world what the command line says, and of many how many they are."""

from dataclasses import replace
from datetime import date

import pytest

from kantokuen.dashboard.playback import Month, Playback, playback
from kantokuen.dashboard.verdict import difference, interval, odds
from kantokuen.model.model import DEFAULT_SEED, KantokuenModel
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import Words

EN, JA = Words.of("en"), Words.of("ja")

DAYS = {
    "mobilise": date(1941, 7, 7),
    "reversal": date(1941, 8, 9),
    "southern_war": date(1941, 12, 8),
    "war": None,
    "freeze": None,
    "embargo": None,
}
WORLD = Playback(
    months=(Month(date(1941, 12, 31), {}, {}, (), {}),),
    outcome="stand_guard",
    result="none",
    days=DAYS,
    divisions=16.0,
    drawn={},
)
ATTACK = replace(
    WORLD, outcome="attack_1941", result="victory", days={**DAYS, "war": date(1941, 9, 10)}, divisions=24.0
)


@pytest.mark.parametrize(
    "scenario", ["historical", "soviet-collapse", "unopposed-hawks", "war-ministry-refuses"]
)
@pytest.mark.parametrize("until", ["1941-08", "1942-06"])
def test_the_english_verdict_is_that_of_the_command_line(scenario: str, until: str) -> None:
    model = KantokuenModel(scenario, 3, DEFAULT_SEED, until=until, detail="contributions")
    try:
        model.run()
        for world in range(3):
            assert playback(model, world).ending.in_words(EN) == model.verdict(world)
    finally:
        model.release()


@pytest.mark.parametrize(
    ("world", "said"),
    [
        (
            WORLD,
            (
                "関特演は対ソ開戦に至らない。陸軍は1941年7月7日に動員し、16個師団で警戒態勢をとる。"
                "攻撃は1941年8月9日に断念される。南方の戦争は1941年12月8日に始まる。"
            ),
        ),
        (
            ATTACK,
            (
                "関特演は対ソ開戦に至る。陸軍は裁可された24個師団をもって1941年9月10日に攻撃し、"
                "第一期作戦は冬の前に成功する。"
            ),
        ),
        (
            replace(ATTACK, outcome="field_incident", result="defeat"),
            "命令なき開戦。現地軍が1941年9月10日に国境を越える。",
        ),
        (
            replace(WORLD, outcome="no_mobilisation", months=(Month(date(1941, 7, 31), {}, {}, (), {}),)),
            "1941年7月31日の時点：関特演は計画だけに終わり、動員は裁可されない。",
        ),
    ],
    ids=["guard", "attack", "incident", "so far"],
)
def test_the_japanese_verdict_says_the_same(world: Playback, said: str) -> None:
    assert world.ending.in_words(JA) == said


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("result", ["none", "victory", "unfinished", "defeat"])
@pytest.mark.parametrize("words", [EN, JA], ids=["en", "ja"])
def test_every_outcome_and_result_has_a_verdict(outcome: str, result: str, words: Words) -> None:
    assert replace(ATTACK, outcome=outcome, result=result).ending.in_words(words).endswith((".", "。"))


def test_a_world_that_still_stands_guard_tells_no_turn_that_never_came() -> None:
    days = {**DAYS, "reversal": None, "southern_war": None}
    assert replace(WORLD, days=days).ending.in_words(EN) == (
        "Kantokuen does not go forward. The Army mobilises on 7 July 1941 and stands guard at 16 divisions."
    )


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
    assert interval(0.0, 1.0, 100, JA) == "95%区間は100のうち0から100（動かした100の世界による）"


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
