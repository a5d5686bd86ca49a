"""What a doubter is told: what fails first, by name, and nothing that depends on what a visitor sets."""

import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from markupsafe import escape

from kantokuen.dashboard import doubt_panel
from kantokuen.dashboard.dialogs import dialog_html
from kantokuen.dashboard.session import Session
from kantokuen.experiments.validated import SHARES_TOLD, shipped
from kantokuen.experiments.validation.posterior import FAR
from kantokuen.experiments.validation.strengths import SIGNALS
from kantokuen.experiments.validation.targets import targets
from kantokuen.model import evidence
from kantokuen.model.text.words import Words
from tests.support.paths import ROOT
from tests.support.shown import Shown, open_panel

EN, JA = Words.of("en"), Words.of("ja")
Show = Callable[[Any], Shown]

HISTORIANS = {
    "attack_1941": [0.0, 0.0, 0.0],
    "attack_1942": [0.0, 0.0, 0.0],
    "fell_by_end": [0.07, 0.04, 0.1],
    "fell_before_attack": [None, None, None],
}
JUNE = {
    "attack_1941": [0.2756, 0.155, 0.375],
    "attack_1942": [0.2, 0.1, 0.3],
    "fell_by_end": [0.5, 0.4, 0.6],
    "fell_before_attack": [0.9, 0.5, 1.0],
}
SHORT = {
    "version": "9.8.7",
    "worlds": 4321,
    "seed": 77,
    "settings": 120,
    "told": 3,
    "untold": 8,
    "record": {
        "C": {
            "n": 20,
            "by_reason": 16,
            "missed": {"FOR 1941-07-07": -2.35, "oil 1942-04-01": 2.72, "OPS 1941-08-09": 4.26},
        },
        "T": {"n": 9, "by_reason": 9, "missed": {"PAT14": -2.22}},
    },
    "patterns": [
        {"id": "PAT01", "part": "C", "low": 0.9, "high": 1.0, "found": 0.9999, "holds": True},
        {"id": "PAT01 strict", "part": "C", "low": 0.9, "high": 1.0, "found": 0.9806, "holds": True},
        {"id": "PAT03", "part": "C", "low": 0.02, "high": 0.15, "found": 0.0005, "holds": False},
        {"id": "PAT12", "part": "C", "low": 22.0, "high": 28.0, "found": 24.294, "holds": True},
        {"id": "PAT23A", "part": "T", "low": 0.0, "high": 15.0, "found": 20.0, "holds": False},
        {"id": "PAT10B", "part": "T", "low": 0.3, "high": None, "found": 0.0896, "holds": False},
        {"id": "PAT14", "part": "T", "low": 0.2, "high": None, "found": None, "holds": False},
    ],
    "shares": {"historians": HISTORIANS, "june-1941": JUNE},
    "moves": [
        {"key": "staff.german_discount", "low": -0.004, "high": 0.1375},
        {"key": "politics.temper", "low": None, "high": -0.0375},
    ],
}


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubt_panel, "shipped", lambda: SHORT)


def opened(show: Show, query: str = "") -> tuple[Session, Shown]:
    session = Session(f"view=doubt&{query}")
    return session, show(open_panel(session))


def row(page: Shown, text: str) -> str:
    """The row of a table or the item of a list in which a text stands first."""
    rows = re.findall(r"<(?:tr|li)>(.*?)</(?:tr|li)>", page.html, flags=re.DOTALL)
    return next(each for each in rows if text in each)


@pytest.mark.usefixtures("invented")
def test_the_verdict_counts_what_is_met_in_each_part(show: Show) -> None:
    _, page = opened(show)
    assert page.said("Of 20 recorded things")
    assert page.said("17 are met within two tolerances; of 9 that were kept for testing (T), 8.")
    assert page.said("By reason alone, before the fit, it was 16 and 9.")


@pytest.mark.usefixtures("invented")
def test_what_is_missed_is_named_with_its_side_and_the_farthest_stands_first(show: Show) -> None:
    _, page = opened(show)
    said = {
        "Operations Bureau, 9 August 1941": "too far north by 4.3 tolerances",
        "Japan's stock of oil, 1 April 1942": "too high by 2.7 tolerances",
        "Foreign Minister, 7 July 1941": "too far south by 2.4 tolerances",
        "Chance in the north that Operations still hopes for": "2.2 tolerances below what is expected",
    }
    for what, off in said.items():
        assert off in row(page, str(escape(what)))
    places = [page.html.index(str(escape(each))) for each in said]
    assert places == sorted(places)


@pytest.mark.usefixtures("invented")
def test_where_nothing_is_missed_that_is_said(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    record = {part: {"n": 5, "by_reason": 4, "missed": {}} for part in ("C", "T")}
    monkeypatch.setattr(doubt_panel, "shipped", lambda: {**SHORT, "record": record})
    _, page = opened(show)
    assert page.html.count(f"<p>{EN('doubt_panel.all_met')}</p>") == 2


@pytest.mark.usefixtures("invented")
def test_patterns_that_do_not_hold_stand_before_those_that_do(show: Show) -> None:
    _, page = opened(show)
    places = [page.html.index(f">{each}</button>") for each in ("PAT03", "PAT01", "PAT12", "PAT23A")]
    assert places == sorted(places)
    assert page.said("Fitted (C): 3 of 4 hold")
    assert page.said("Kept for testing (T): 0 of 3 hold")
    folded = page.html[page.html.index("<details>") : page.html.index("</details>")]
    assert "PAT01" in folded
    assert "PAT03" not in folded
    assert page.html.count("<details>") == 1  # no pattern of T holds


@pytest.mark.usefixtures("invented")
@pytest.mark.parametrize(
    ("id_", "expected", "found"),
    [
        ("PAT03", "2% to 15%", "0.05%"),
        ("PAT01", "90% to 100%", "99.99%"),
        ("PAT01, read strictly", "90% to 100%", "98.1%"),
        ("PAT12", "22 to 28", "24.3"),
        ("PAT23A", "30 Jun to 15 Jul", "20 Jul"),
        ("PAT10B", "0.3 or more", "0.09"),
        ("PAT14", "0.2 or more", EN("doubt_panel.unknown")),
    ],
)
def test_a_pattern_is_told_with_what_is_expected_and_what_is_found(
    show: Show, id_: str, expected: str, found: str
) -> None:
    _, page = opened(show)
    told = row(page, f">{id_}</button>")
    assert f"<td>{expected}</td><td>{found}</td>" in told
    statements = {each["id"]: each["statement"] for each in evidence.patterns().to_dicts()}
    assert str(escape(statements[id_.partition(",")[0]])) in told


@pytest.mark.usefixtures("invented")
def test_a_pattern_opens_with_the_records_behind_it(show: Show) -> None:
    session, page = opened(show)
    page.pick("source:PAT03,CHR071,CHR072")
    html = dialog_html(session.dialog.value, EN)[1]
    assert [each in html for each in ("PAT03", "CHR071", "CHR072")] == [True, True, True]


@pytest.mark.usefixtures("invented")
def test_the_headline_has_its_mean_and_its_middle_in_both_ensembles(show: Show) -> None:
    _, page = opened(show)
    told = row(page, EN("outcomes.attack_1941.name"))
    assert told.index("0.0%") < told.index("27.6%") < told.index("(15.5% to 37.5%)")
    assert "left:15.5%;width:22.0%" in told
    split = row(page, EN("doubt_panel.shares.fell_before_attack"))
    assert f"<b>{EN('doubt_panel.unknown')}</b></td>" in split
    assert split.count("spread") == 1


@pytest.mark.usefixtures("invented")
def test_what_moves_the_headline_is_named_and_opens_as_a_lever(show: Show) -> None:
    session, page = opened(show)
    assert page.said("Of 11 judgements the record told something of 3.")
    told = row(page, EN.lever_name("staff.german_discount"))
    assert "<td>\N{MINUS SIGN}0.4</td><td>+13.8</td>" in told
    other = row(page, EN.lever_name("politics.temper"))
    assert f"<td>{EN('doubt_panel.unsure')}</td><td>\N{MINUS SIGN}3.8</td>" in other
    page.pick("lever:staff.german_discount")
    title, html = dialog_html(session.dialog.value, EN)
    assert title == EN.lever_name("staff.german_discount")
    assert "staff.german_discount" in html


@pytest.mark.usefixtures("invented")
def test_it_says_what_it_rests_on_and_leads_on_to_the_sources(show: Show) -> None:
    session, page = opened(show)
    assert page.said("4,321 worlds of the baseline, seed 77, version 9.8.7; and 120 settings")
    for command in ("kantokuen validate", "kantokuen calibrate --check", "docs/validation.md"):
        assert f"<code>{command}</code>" in page.html
    page.pick("view:sources")
    assert session.state.value.view == "sources"


def test_it_follows_nothing_that_a_visitor_sets_and_says_so(show: Show) -> None:
    _, plain = opened(show)
    _, other = opened(
        show, "scenario=soviet-collapse&germany.pace=1.4&seed=5&lens=rational&world=7&ensemble=june-1941"
    )
    assert plain.said(EN("doubt_panel.read"))
    assert other.html == plain.html


@pytest.mark.parametrize("words", [EN, JA], ids=["en", "ja"])
def test_all_that_ships_has_words_and_every_source_opens(show: Show, words: Words) -> None:
    session, page = opened(show, f"language={words.language}")
    commands = {
        each.partition('"')[0] for each in page.html.split('data-pick="')[1:] if not each.startswith("view:")
    }
    assert len(commands) > len(shipped()["patterns"]) / 2
    for command in commands:
        page.pick(command)
        assert "<article" in dialog_html(session.dialog.value, words)[1], command
    assert session.blame.value.faults == ()


def test_every_strength_of_the_record_and_every_share_of_the_brief_has_its_words() -> None:
    for words in (EN, JA):
        assert set(words.entries("doubt_panel.strengths")) == set(SIGNALS)
    assert all(tuple(shares) == SHARES_TOLD for shares in shipped()["shares"].values())


@pytest.mark.parametrize("words", [EN, JA], ids=["en", "ja"])
def test_tolerances_are_told_as_they_are(words: Words) -> None:
    told = words("doubt_panel.tolerance", settings="300")
    stances = {each.tolerance for each in targets() if each.kind == "stance"}
    strengths = [each for each in targets() if each.kind == "strength"]
    assert stances == {0.2}
    assert all(each.high and each.tolerance == pytest.approx(each.high / 20.0) for each in strengths)
    assert FAR == 2.0
    for said in {"en": ("two tolerances", "0.2", "a twentieth"), "ja": ("2倍", "0.2", "20分の1")}[
        words.language
    ]:
        assert said in told


def test_the_panels_load_nothing_that_plays_or_weighs_a_validation() -> None:
    code = (
        "import sys, kantokuen.dashboard.panels\n"
        "print(sorted({'kantokuen.experiments.validation', 'scipy.stats'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
