"""The whole page without a browser: every part shows what was chosen, and every control is answered."""

import json
import logging
import re
import threading
from collections.abc import Callable, Iterator
from functools import cache
from types import MappingProxyType
from typing import Any

import pytest
import solara

from kantokuen import __version__
from kantokuen.dashboard import app, parts, verdict
from kantokuen.dashboard.panels import PANELS
from kantokuen.dashboard.results import Odds, first_odds, playback_of
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.state import VIEWS, Question
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario
from kantokuen.model.text import own, words
from kantokuen.model.text.languages import LANGUAGES, texts
from kantokuen.model.text.words import Words
from tests.support.links import at_link, settings
from tests.support.paths import PAGE
from tests.support.shown import SCRIPT, Shown, at, head

pytestmark = pytest.mark.usefixtures("few_worlds")

ROOM = PAGE
EN = Words.of("en")
Show = Callable[[Any], Shown]


# ---- the page ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_in_both_languages(show: Show, view: str, language: str) -> None:
    page = show(at(f"view={view}&language={language}&worlds=2000"))
    words = Words.of(language)
    frame = page.only("address")
    assert (frame.language, frame.title) == (language, words("page.title"))
    assert page.said(words("page.limits"))
    assert f'data-pick="view:{view}" aria-current="page"' in page.html
    assert len(json.loads(page.only("groups").groups)["groups"]) > 5
    assert len(page.only("months").months) == 15
    assert 'id="probability"' in page.html


@pytest.fixture
def without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the words of all that can be added off the page; its own sentences stay."""
    added = "|".join(re.escape(each).replace(r"\*", ".+") for each in own._OWN)

    def kept(language: str) -> dict[str, dict[str, str]]:
        return {
            name: {key: text for key, text in file.items() if not re.fullmatch(added, key)}
            for name, file in texts(language).items()
        }

    monkeypatch.setattr(words, "texts", kept)
    monkeypatch.setattr(words, "_words", cache(words._words.__wrapped__))


@pytest.mark.usefixtures("without_words")
@pytest.mark.parametrize("view", VIEWS)
def test_what_has_no_words_is_called_by_its_own(show: Show, view: str) -> None:
    page = show(at(f"view={view}&language=ja&worlds=2000&office=OPS&cadence=ten-day&moment=1941-08-10"))
    assert page.said("mild-winter")
    assert page.said(Scenario.load("historical").description)
    (pace,) = [
        each
        for group in json.loads(page.only("groups").groups)["groups"]
        for each in group["levers"]
        if each["key"] == "germany.pace"
    ]
    assert (pace["name"], pace["help"]) == ("germany.pace", PARAMETERS["germany.pace"].help)
    assert (pace["unit"], pace["shown"]) == ("multiplier", "1 multiplier")


def test_the_page_follows_its_tabs_and_keeps_its_link(show: Show) -> None:
    page = show(at("worlds=2000"))
    for view in VIEWS:
        page.pick(f"view:{view}")
        assert f'data-pick="view:{view}" aria-current="page"' in page.html
    assert settings(page.link) == "view=sources&worlds=2000"


def test_a_tampered_link_is_told_on_the_page_and_understood(show: Show) -> None:
    page = show(at(f"lens={SCRIPT}&moment=x&worlds=2000"))
    assert page.said(EN("faults.title"))
    assert page.html.count("<li>") >= 2
    assert SCRIPT not in page.html
    page.pick("do:understood")
    assert not page.said(EN("faults.title"))


def test_two_pages_do_not_see_each_other(show: Show) -> None:
    one, other = show(at("worlds=2000")), show(at("worlds=2000"))
    before = other.html, other.only("groups").groups, other.link
    one.send("groups", "move", {"key": "germany.pace", "value": 2.0, "number": 1})
    one.send("months", "go", 8)
    one.pick("view:months")
    one.pick("language:ja")
    assert one.link != before[2]
    other.until(lambda: "refining" not in other.html)
    assert (other.only("groups").groups, other.link) == before[1:]
    assert other.only("address").language == "en"


def test_a_fault_of_ours_is_a_sentence_and_the_levers_can_be_set_back(
    show: Show, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    @solara.component
    def broken(session: Session, view: ViewModel) -> None:  # noqa: ARG001  (the form of a panel)
        if session.state.value.changed:
            raise ZeroDivisionError
        solara.Div()

    monkeypatch.setattr(app, "PANELS", MappingProxyType({**PANELS, "table": broken}))
    with caplog.at_level(logging.ERROR):
        page = show(at("germany.pace=2.0&worlds=2000"))
    assert page.said(EN("faults.work", fault="ZeroDivisionError"))
    assert "Traceback" not in page.html
    assert "ZeroDivisionError" in caplog.text
    page.pick("do:defaults")
    assert not page.said(EN("faults.work", fault="ZeroDivisionError"))
    assert page.link == f"opening=off&version={__version__}"


def test_nothing_of_solaras_own_stands_around_the_page(show: Show) -> None:
    assert show(app.Layout(children=[solara.Div(classes=["mine"])])).widgets("groups") == []


# ---- dialog, files, theme ----------------------------------------------------------------------------


def test_the_frame_carries_dialog_file_theme_and_what_was_said(show: Show) -> None:
    page = show(at("worlds=2000"))
    frame = page.only("address")
    assert frame.file is None
    assert "@font-face" in frame.css
    page.pick("source:SOV083,JPN086,CHR024")
    assert (frame.dialog_title, frame.dialog.count("<article")) == (EN("sources_panel.dialog"), 3)
    frame.vue_event_pick("dialog:")
    assert frame.dialog == ""
    page.pick("do:toml")
    page.until(lambda: frame.file is not None)
    assert frame.file["name"] == "historical.toml"
    assert "historical.toml" in frame.said
    page.pick("do:share")
    page.send("address", "pick", "do:copy")
    page.pick("do:upload")
    assert (frame.copy, frame.wants_file) == (1, 1)
    light = page.html
    frame.vue_event_pick("dark:true")
    assert page.html != light


@pytest.mark.parametrize("view", VIEWS)
def test_what_a_visitor_brings_is_text_in_every_panel(show: Show, view: str) -> None:
    page = show(at(f"view={view}&worlds=2000&fork=1941-07-31"))
    page.send(
        "address",
        "upload",
        {"name": SCRIPT, "text": f'name = "{SCRIPT}"\n[germany]\npace = 1.2\n', "size": 9},
    )
    assert page.link.startswith("title=%3Cscript")
    page.send(
        "address",
        "upload",
        {"name": f"{SCRIPT}.toml", "text": f'name = "{SCRIPT}"\nbase = "{SCRIPT}"\n', "size": 9},
    )
    page.send("groups", "move", {"key": SCRIPT, "value": SCRIPT, "number": 1})
    if view == "whatif":
        page.pick("do:keep")
    everything = page.html + page.only("address").dialog + page.only("address").dialog_title
    assert SCRIPT not in everything
    assert "&lt;script&gt;" in everything
    assert "<img" not in everything
    assert " onerror" not in everything


# ---- the head of the page ----------------------------------------------------------------------------


def test_the_bar_shows_what_is_played_and_changes_it(show: Show) -> None:
    session = Session("scenario=mild-winter&title=Mine&lens=rational&world=3&seed=9&worlds=2000")
    page = show(head(session))
    for chosen in ("mild-winter", "rational"):
        assert f'<option value="{chosen}" selected>' in page.html
    assert page.said(EN("bar.own_scenario", title="Mine"))
    for command, link in (
        ("scenario:historical", "seed=9&world=3&lens=rational&worlds=2000"),
        ("lens:politics", "seed=9&world=3&worlds=2000"),
        ("world:0", "seed=9&worlds=2000"),
        ("seed:19410702", "worlds=2000"),
    ):
        page.pick(command)
        assert settings(session.link) == link
    page.pick("do:another")
    assert f'value="{session.state.value.world}"' in page.html


def test_a_moved_lever_moves_the_answer_and_is_compared_with_the_baseline(show: Show) -> None:
    session = Session("worlds=2000")
    page = show(head(session))
    assert "baseline-mark" not in page.html
    page.send("groups", "move", {"key": "soviet.resilience", "value": 0.5, "number": 7})
    assert page.only("groups").answered == 7
    assert "baseline-mark" in page.html
    assert 'class="baseline-ending"' in page.html
    page.until(lambda: session.odds.value is not None and session.odds.value[1].worlds == 2000)
    page.until(lambda: 'data-worlds="2000"' in page.html and "refining" not in page.html)
    page.send("groups", "pick", "lever:soviet.resilience")
    assert session.dialog.value.about == "soviet.resilience"


@pytest.mark.parametrize("one", ENSEMBLES)
def test_the_other_ensemble_is_told_once_it_has_been_played(
    show: Show, monkeypatch: pytest.MonkeyPatch, one: str
) -> None:
    may_play = threading.Event()
    real = parts.few_odds

    def later(question: Question, is_wanted: Callable[[], bool]) -> Iterator[Odds]:
        may_play.wait(60.0)
        yield from real(question, is_wanted)

    monkeypatch.setattr(parts, "few_odds", later)
    session = Session(f"ensemble={one}&germany.pace=1.4&worlds=2000")
    page = show(head(session))
    assert 'data-worlds="20"' in page.html  # the first answer waits for nothing
    assert '<p class="quiet beside"></p>' in page.html
    may_play.set()
    page.until(lambda: 'data-worlds="2000"' in page.html and "refining" not in page.html)
    (other,) = set(ENSEMBLES) - {one}
    expected = first_odds(at_link(f"ensemble={other}&germany.pace=1.4").question).of_first(20)
    assert page.said(verdict.beside(expected, other, EN))
    page.pick(f"ensemble:{other}")
    assert not page.said(verdict.beside(expected, other, EN))
    page.until(lambda: "refining" not in page.html)
    assert page.said(EN(f"ensembles.{one}.drawn"))


def test_beside_a_fork_no_other_ensemble_is_told(show: Show) -> None:
    page = show(head(Session("fork=1941-07-31&fork.germany.pace=2.5&worlds=2000")))
    page.until(lambda: 'data-worlds="20"' in page.html and "refining" not in page.html)
    assert 'class="quiet beside"' not in page.html


def test_a_fork_is_named_beside_the_levers_the_verdict_and_the_months(show: Show) -> None:
    session = Session("fork=1941-07-31&fork.germany.pace=2.5&worlds=2000")
    page = show(head(session))
    assert page.said(EN("whatif_panel.fork_levers", day="31 July 1941"))
    assert page.said(EN("verdict_panel.forked_world", n=0, day="31 July 1941"))
    assert page.only("months").fork == 3
    page.pick("do:end_fork")
    assert page.only("months").fork is None
    assert session.state.value.fork == ""


def test_the_fruit_has_fallen_from_the_day_of_the_attack_on(show: Show) -> None:
    query = "scenario=soviet-collapse&worlds=2000"
    worlds = (Session(f"{query}&world={world}") for world in range(60))
    session = next(
        each for each in worlds if playback_of(each.state.value.question).ending.days["war"] is not None
    )
    page = show(head(session))
    page.send("months", "go", 0)
    assert "persimmon fallen" not in page.html
    page.send("months", "go", 14)
    assert "persimmon fallen" in page.html


def test_the_months_can_be_stepped_and_say_what_happened(show: Show) -> None:
    session = Session("worlds=2000")
    page = show(head(session))
    seen = []
    for number in range(15):
        page.send("months", "go", number)
        assert page.only("months").index == number
        seen.append(page.said(EN("timeline.nothing")))
        told = re.findall(r"</time> (.+?)</li>", page.html)
        assert bool(told) is not seen[-1]
        assert all(each[0].isupper() and each.endswith(".") for each in told)
    assert not all(seen)
    page.pick("cadence:ten-day")
    months = page.only("months").months
    assert len(months) == 45
    assert sum(bool(each["short"]) for each in months) == 15


def test_the_persimmon_can_be_saved(show: Show) -> None:
    session = Session("worlds=2000")
    page = show(head(session))
    page.pick("save:persimmon.svg")
    assert session.file.value is not None
    assert session.file.value.name == f"kantokuen-{__version__}-persimmon.svg"


def test_names_that_views_use_are_given_to_them(show: Show) -> None:
    page = show(at("worlds=2000"))
    for trait, view in (("address", "frame"), ("groups", "levers"), ("months", "timeline")):
        used = set(
            re.findall(r"\bwords\.(\w+)", (ROOM / "views" / f"{view}.vue").read_text(encoding="utf-8"))
        )
        assert used == set(page.only(trait).words), view
