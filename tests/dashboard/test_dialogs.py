"""The dialog shows the documents behind a number, in both languages, and nothing for what there is not."""

import pytest

from kantokuen.agents.roster import OFFICES
from kantokuen.dashboard.dialogs import dialog_html
from kantokuen.dashboard.session import Dialog
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

EN = Words.of("en")


def test_a_closed_dialog_is_empty() -> None:
    assert dialog_html(Dialog(), EN) == ("", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lever_and_every_office_has_a_dialog(language: str) -> None:
    words = Words.of(language)
    for key in PARAMETERS:
        title, html = dialog_html(Dialog("lever", key), words)
        assert title == words.lever_name(key)
        assert '<article class="record">' in html
    for office in OFFICES:
        title, html = dialog_html(Dialog("office-source", office), words)
        assert title == words(f"offices.{office}.title")
        assert html.count('<article class="record">') > 5


def test_a_citation_shows_each_record_with_its_documents() -> None:
    title, html = dialog_html(Dialog("source", "SOV024,,CHR024"), EN)
    assert title == EN("sources_panel.dialog")
    assert html.count('<article class="record">') == 2
    assert "Kawada Minoru" in html


@pytest.mark.parametrize("kind", ["source", "lever", "office-source", "nonsense"])
@pytest.mark.parametrize("about", ["<script>alert(1)</script>", "NOPE", "", "\ud800", "[nothing]", "OPS.x.y"])
def test_a_made_up_id_opens_a_dialog_without_records_and_without_its_text(kind: str, about: str) -> None:
    title, html = dialog_html(Dialog(kind, about), EN)
    assert title == EN("sources_panel.dialog")
    assert "record" not in html
    assert EN("sources_panel.judgement") in html
    assert "script" not in html


def test_a_citation_of_very_many_records_is_cut_short() -> None:
    _, html = dialog_html(Dialog("source", ",".join(["SOV024"] * 3_000)), EN)
    assert len(html) < 1_000_000
