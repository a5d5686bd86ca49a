"""The terms of the glossary are marked where they first stand, whole, once, and safely."""

import re

import pytest
from markupsafe import Markup

from kantokuen.dashboard.glossary import Terms, _forms
from kantokuen.dashboard.markup import render
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from tests.support.shown import SCRIPT

EN, JA = Words.of("en"), Words.of("ja")


def marked(text: str, words: Words = EN) -> list[str]:
    return re.findall(r'class="term"[^>]*>([^<]*)<', Terms(words, "here")(text))


def test_a_term_is_marked_where_it_first_stands_in_a_section() -> None:
    terms = Terms(EN, "here")
    first = terms("The Kwantung Army waits; the Kwantung Army stays.")
    assert first.count("<button") == 1
    assert first.startswith('The <button type="button" class="term" aria-describedby="term-here-kantogun">')
    assert "<button" not in terms("The Kwantung Army again.")
    assert terms.tips().count('role="tooltip"') == 1
    assert 'id="term-here-kantogun"' in terms.tips()
    assert EN("glossary.kantogun.text") in terms.tips().unescape()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Navy General Staff and the Army General Staff", ["Navy General Staff", "Army General Staff"]),
        ("worldly things, a sanction, sanctions", []),
        ("In this World", ["World"]),
        ("sixteen divisions sanctioned", ["sanctioned"]),
        ("the ripe persimmon", ["ripe persimmon"]),
    ],
)
def test_in_english_the_longest_whole_words_are_marked(text: str, found: list[str]) -> None:
    assert marked(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("大本営政府連絡懇談会と大本営", ["大本営政府連絡懇談会", "大本営"]),
        ("日ソ中立条約に背く", ["日ソ中立条約"]),
        ("関特演は北進の準備", ["関特演", "北進"]),
    ],
)
def test_in_japanese_the_longest_form_is_marked_first(text: str, found: list[str]) -> None:
    assert marked(text, JA) == found


def test_what_stands_around_a_term_is_escaped() -> None:
    html = Terms(EN, "here")(f"{SCRIPT} & Kantokuen {SCRIPT}")
    assert SCRIPT not in html
    assert html.count("&lt;script&gt;") == 2
    assert re.sub(r"<[^>]*>", "", html) == re.sub(
        r"<[^>]*>", "", str(Markup.escape(f"{SCRIPT} & Kantokuen {SCRIPT}"))
    )


def test_what_is_html_already_stays_as_it_is() -> None:
    assert Terms(EN, "here")(Markup("<b>Kantokuen</b>")) == "<b>Kantokuen</b>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_forms_and_none_belongs_to_two(language: str) -> None:
    words = Words.of(language)
    keys, pattern = _forms(words)
    assert set(keys.values()) == set(words.entries("glossary"))
    forms = [form for key in words.entries("glossary") for form in words(f"glossary.{key}.forms").split("|")]
    assert len(forms) == len(set(forms))
    assert all(pattern.fullmatch(form) for form in forms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_foot_marks_its_terms_and_explains_those_alone(language: str) -> None:
    html = render("foot.html", words=Words.of(language))
    described = re.findall(r'aria-describedby="([^"]+)"', html)
    assert sorted(described) == sorted(re.findall(r'role="tooltip" id="([^"]+)"', html))
