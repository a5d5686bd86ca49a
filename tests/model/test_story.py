"""The verdict on one world, in each language."""

from dataclasses import replace
from datetime import date

import pytest

from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.story import Ending
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
WORLD = Ending("stand_guard", "none", 16.0, DAYS, date(1941, 12, 31))
ATTACK = Ending("attack_1941", "victory", 24.0, {**DAYS, "war": date(1941, 9, 10)}, date(1941, 12, 31))


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
                "第一期作戦は冬の前に占領に至る。南方の戦争は1941年12月8日に始まる。"
            ),
        ),
        (
            replace(ATTACK, outcome="field_incident", result="defeat"),
            "命令なき開戦。現地軍が1941年9月10日に国境を越える。南方の戦争は1941年12月8日に始まる。",
        ),
        (
            replace(
                WORLD, outcome="no_mobilisation", today=date(1941, 7, 31), days={**DAYS, "southern_war": None}
            ),
            "1941年7月31日の時点：関特演は計画だけに終わり、動員は裁可されない。",
        ),
    ],
    ids=["guard", "attack", "incident", "so far"],
)
def test_the_japanese_verdict_says_the_same(world: Ending, said: str) -> None:
    assert world.in_words(JA) == said


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("result", ["none", "victory", "unfinished", "defeat"])
@pytest.mark.parametrize("words", [EN, JA], ids=["en", "ja"])
def test_every_outcome_and_result_has_a_verdict(outcome: str, result: str, words: Words) -> None:
    assert replace(ATTACK, outcome=outcome, result=result).in_words(words).endswith((".", "。"))


def test_a_world_that_still_stands_guard_tells_no_turn_that_never_came() -> None:
    days = {**DAYS, "reversal": None, "southern_war": None}
    assert replace(WORLD, days=days).in_words(EN) == (
        "Kantokuen does not go forward. The Army mobilises on 7 July 1941 and stands guard at 16 divisions."
    )
