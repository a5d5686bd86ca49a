"""Japanese words that were mended once do not come back, in any file of the words."""

import pytest

from kantokuen.model.text.languages import texts

TEXTS = [
    (name, key, text)
    for name, file in texts("ja").items()
    for key, text in file.items()
]  # fmt: skip
UNUSUAL = (
    "シベリアを撃つ",
    "机を囲む",
    "世界を動かし",
    "動かした世界",
    "各職",
    "全職",
    "この職",
    "輸入の{n}倍",
    "モスクワまでの{n}倍",
    "勝利の{n}倍",
    "静止時",
    "求められたことは",
    "リンクを写",
    "費え",
    "許しに要する",
    "署名する線",
    "南への傾き",
    "北への傾き",
    "ほかの席",
    "願望による信念",
    "北進論者",
    "本書",
    "冬の前に成功",
    "実は枝を離れた",
    "吉報",
)


@pytest.mark.parametrize("unusual", UNUSUAL)
def test_no_word_that_was_mended_stands_in_the_japanese_texts(unusual: str) -> None:
    assert [(name, key) for name, key, text in TEXTS if unusual in text] == []


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("levers.mechanism.motivated_belief.name", "希望的観測"),
        ("levers.weighing.carry.name", "待機の負担"),
        ("levers.politics.turn_days.name", "一件の裁可に要する日数"),
        ("bar.copy", "リンクをコピー"),
        ("table_panel.title", "各機関の立場"),
    ],
)
def test_what_stands_in_their_place_is_what_a_reader_of_japanese_says(key: str, text: str) -> None:
    assert text in {said for _, name, said in TEXTS if name == key}


def test_in_the_glossary_the_advance_north_is_a_course_and_the_fruits_taste_as_they_do() -> None:
    words = {key: text for _, key, text in TEXTS}
    assert "路線" in words["glossary.hokushin.text"]
    assert "熟" in words["glossary.jukushi.text"]
    assert "渋い" in words["glossary.shibugaki.text"]


PEOPLES = {
    "en": ("Chinese", "Koreans", "Mongols", "Soviet civilians", "South-east Asia"),
    "ja": ("中国人", "朝鮮人", "モンゴル人", "ソ連の市民", "東南アジア"),
}


@pytest.mark.parametrize("language", PEOPLES)
def test_the_limits_of_the_page_name_those_who_paid(language: str) -> None:
    limits = texts(language)["page.toml"]["page.limits"]
    assert [people for people in PEOPLES[language] if people not in limits] == []


PLANNERS_EYES = (
    "decides itself",
    "left the twig",
    "succeeds before winter",
    "victory before winter",
    "good news",
)


@pytest.mark.parametrize("said", PLANNERS_EYES)
def test_no_text_takes_the_deciders_away_or_sees_with_their_eyes(said: str) -> None:
    shown = {
        key: text
        for name, file in texts("en").items()
        if name != "terminal.toml"
        for key, text in file.items()
    }
    assert [key for key, text in shown.items() if said in text] == []
