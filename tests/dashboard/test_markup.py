"""Templates name texts that there are, and what goes into them is escaped."""

import re
from collections.abc import Iterator

import pytest
from jinja2 import UndefinedError

from kantokuen.dashboard.markup import render
from kantokuen.model.text.languages import texts
from kantokuen.model.text.words import Words
from tests.support.paths import PAGE
from tests.support.shown import SCRIPT

ROOM = PAGE
EN = Words.of("en")


def named_in_templates() -> Iterator[tuple[str, str]]:
    """Each key that a template asks words for, as a pattern, and the template."""
    call = re.compile(r"""words\(\s*("[^"]*"|'[^']*')\s*(~\s*[\w.]+)?""")
    for path in sorted((ROOM / "templates").glob("*.html")):
        for text, more in call.findall(path.read_text(encoding="utf-8")):
            yield path.name, re.escape(text[1:-1]) + (".+" if more else "")


def test_texts_that_templates_name_are_there() -> None:
    keys = {key for file in texts("en").values() for key in file}
    asked = list(named_in_templates())
    assert len(asked) > 80
    assert [each for each in asked if not any(re.fullmatch(each[1], key) for key in keys)] == []


def test_every_call_of_words_in_a_template_is_understood_by_the_test_above() -> None:
    whole = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOM / "templates").glob("*.html")))
    assert len(list(named_in_templates())) == whole.count("words(")


def test_a_template_that_misses_a_field_is_an_error_and_a_text_is_escaped() -> None:
    with pytest.raises(UndefinedError, match="'text' is undefined"):
        render("head.html", words=EN, title="a", finding="b")
    assert SCRIPT not in render("head.html", words=EN, title=SCRIPT, text=SCRIPT, finding=SCRIPT)
