"""What is taken along plays again elsewhere, and what is brought is read as it was meant."""

import json
import tomllib
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen import __version__
from kantokuen.agents.roster import OFFICES
from kantokuen.dashboard import commands, export
from kantokuen.dashboard.credit import cite
from kantokuen.dashboard.results import first_odds, playback_of
from kantokuen.dashboard.session import Outgoing, Session
from kantokuen.dashboard.state import State, set_levers
from kantokuen.experiments.runner import BLOCK, run_worlds
from kantokuen.model.errors import InputError
from kantokuen.model.parameters import Value
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from tests.dashboard.test_link import FEW_LEVERS, TITLES
from tests.support.links import at_link
from tests.support.shown import Shown, at

Show = Callable[[Any], Shown]

ABOUT = {"title": "As it was", "seed": 5}
MINE = Scenario.load("mild-winter").replace({"germany.pace": 1.2, "navy.backs_north": True})


def read(content: bytes, form: str) -> pl.DataFrame:
    if form == "csv":
        return pl.read_csv(StringIO(content.decode()), try_parse_dates=True)
    return pl.read_parquet(BytesIO(content))


# ---- scenarios ---------------------------------------------------------------------------------------


@given(st.sampled_from(Scenario.names()), FEW_LEVERS, TITLES)
def test_a_scenario_that_is_saved_and_opened_plays_the_same(
    scenario: str, levers: dict[str, Value], title: str
) -> None:
    changed = Scenario.load(scenario).replace(levers)
    name, text = export.scenario_file(Request(changed), title)
    again, called = export.opened(text, name)
    assert again == changed
    assert called == (title or (f"{scenario}-changed" if set_levers(changed) else scenario))


def test_a_file_says_what_it_builds_on_and_what_it_changes() -> None:
    name, text = export.scenario_file(Request(MINE), "Mine")
    assert text.startswith(f"# Kantokuen {__version__}\n")
    document = tomllib.loads(text)
    assert name == "mine.toml"
    assert (document["name"], document["base"]) == ("Mine", "mild-winter")
    assert (document["germany"], document["navy"]) == ({"pace": 1.2}, {"backs_north": True})
    assert "description" not in document
    plain = tomllib.loads(export.scenario_file(Request(Scenario.load("mild-winter")), "")[1])
    assert plain["description"] == Scenario.load("mild-winter").description


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("", "historical-changed.toml"),
        ("My Winter 1941!", "my-winter-1941.toml"),
        ("../../etc/passwd", "etc-passwd.toml"),
        ("関特演", "scenario.toml"),
        ("a\\b:c|d", "a-b-c-d.toml"),
    ],
)
def test_a_file_name_is_plain_whatever_the_scenario_is_called(title: str, name: str) -> None:
    changed = Request(Scenario.load("historical").replace({"germany.pace": 1.2}))
    assert export.scenario_file(changed, title)[0] == name


def test_what_a_file_sets_to_the_scenarios_own_value_is_no_change() -> None:
    assert export.opened('name = "a"\n[germany]\npace = 1.0\n', "a.toml") == (State().request.scenario, "a")


def test_a_plan_is_refused() -> None:
    with pytest.raises(InputError, match=r"^plan.toml: is the plan of a sweep; allowed: a scenario$"):
        export.opened('name = "a"\n[vary]\n', "plan.toml")


# ---- data --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", export.TYPES)
def test_a_world_has_a_row_for_each_period_with_signals_beliefs_and_offices(form: str) -> None:
    playback = playback_of(State().question)
    frame = read(export.months_file(playback, form, ABOUT), form)
    assert frame["date"].to_list() == [month.date for month in playback.months]
    july = playback.months[3]
    row = frame.row(3, named=True)
    assert {name: row[name] for name in july.signals} == pytest.approx(dict(july.signals))
    assert {name: row[f"believed.{name}"] for name in july.believed} == pytest.approx(dict(july.believed))
    for office in OFFICES:
        assert row[f"{office}.net"] == pytest.approx(july.seats[office].net)
        assert row[f"{office}.ripeness"] == pytest.approx(july.seats[office].ripeness)


@pytest.mark.parametrize("form", export.TYPES)
def test_many_worlds_are_those_of_the_command_line(form: str) -> None:
    question = at_link("seed=5").question
    frame = read(export.worlds_file(question, 40, form, ABOUT), form)
    expected = run_worlds("historical", 40, seed=5).outcomes
    assert frame["outcome"].cast(pl.String).to_list() == expected["outcome"].cast(pl.String).to_list()
    np.testing.assert_allclose(frame["divisions_peak"], expected["divisions_peak"])


def test_more_worlds_than_a_block_are_all_there() -> None:
    frame = read(export.worlds_file(at_link("seed=5").question, BLOCK + 7, "parquet", ABOUT), "parquet")
    assert frame["world"].to_list() == list(range(BLOCK + 7))


@pytest.mark.usefixtures("few_worlds")
def test_the_futures_of_a_fork_that_the_page_shows_are_data_too() -> None:
    question = at_link("fork=1941-07-31&fork.navy.backs_north=true").question
    frame = read(export.worlds_file(question, 30, "parquet", ABOUT), "parquet")
    assert frame.height == first_odds(question).worlds == 10
    past = read(export.worlds_file(at_link("fork=1942-06-29").question, 30, "parquet", ABOUT), "parquet")
    assert past["outcome"].n_unique() == 1


@pytest.mark.parametrize("form", export.TYPES)
def test_the_button_of_the_months_sends_the_file(form: str) -> None:
    session = Session("worlds=2000&seed=3")
    commands.pick(session, f"do:{form}_months")
    sent = session.file.value
    assert isinstance(sent, Outgoing)
    assert (sent.name, sent.type, sent.draws) == (
        f"kantokuen-{__version__}-months.{form}",
        export.TYPES[form],
        False,
    )


@pytest.mark.parametrize("form", export.TYPES)
def test_the_button_of_the_worlds_lets_them_be_played_beside_the_page(show: Show, form: str) -> None:
    session = Session("worlds=2000&seed=3")
    commands.pick(session, f"do:{form}_worlds")
    assert session.file.value is None
    page = show(at("worlds=2000&seed=3"))
    page.pick(f"do:{form}_worlds")
    frame = page.only("address")
    page.until(lambda: frame.file is not None)
    assert frame.file["name"] == f"kantokuen-{__version__}-worlds.{form}"
    assert frame.file["type"] == export.TYPES[form]
    assert "export:cancel" not in page.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_parquet_file_says_what_it_is_of_and_how_it_is_cited(language: str) -> None:
    session = Session(f"scenario=no-oil-embargo&seed=7&language={language}")
    session.visited = "https://school.example/k/"
    commands.pick(session, "do:parquet_months")
    assert session.file.value is not None
    content = b64decode(session.file.value.content)
    words = Words.of(language)
    assert json.loads(pl.read_parquet_metadata(BytesIO(content))["kantokuen"]) == {
        "title": words("scenarios.no-oil-embargo.title"),
        "scenario": "no-oil-embargo",
        "seed": 7,
        "version": __version__,
        "citation": cite(words),
        "link": f"https://school.example/k/?{session.link}",
    }


def test_a_file_of_worlds_says_of_itself_what_it_is_given_and_csv_stays_plain() -> None:
    question = at_link("seed=5").question
    content = export.worlds_file(question, 3, "parquet", ABOUT)
    assert json.loads(pl.read_parquet_metadata(BytesIO(content))["kantokuen"]) == ABOUT
    assert export.worlds_file(question, 3, "csv", ABOUT).startswith(b"world,")


def test_worlds_that_nobody_wants_any_more_are_not_played() -> None:
    asked = []

    def is_wanted() -> bool:
        asked.append(1)
        return len(asked) < 2

    pieces = list(export.worlds_in_pieces(at_link("seed=5").question, 3 * BLOCK, "csv", ABOUT, is_wanted))
    assert pieces == [(BLOCK, 3 * BLOCK, b"")]


def test_the_button_sends_the_scenario() -> None:
    session = Session("scenario=mild-winter&germany.pace=1.2")
    commands.pick(session, "do:toml")
    sent = session.file.value
    assert isinstance(sent, Outgoing)
    assert (sent.name, sent.type) == ("mild-winter-changed.toml", "application/toml")


# ---- pictures ----------------------------------------------------------------------------------------

PICTURE = '<svg viewBox="0 0 9 9"><text font-family="\'Noto Sans JP Subset\', sans-serif">関特演</text></svg>'


def test_a_picture_has_its_fonts_inside_and_is_otherwise_as_it_was() -> None:
    head, _, rest = export.standalone(PICTURE).partition("<style>")
    style, _, tail = rest.partition("</style>")
    assert head + tail == PICTURE
    assert "@font-face" in style
    assert "url(data:font/woff2;base64," in style
    assert "http" not in style


@pytest.mark.parametrize(("form", "draws"), [("svg", False), ("png", True)])
def test_a_picture_on_the_page_can_be_saved(form: str, *, draws: bool) -> None:
    session = Session("opening=off")
    session.pictures["table"] = lambda: PICTURE
    commands.pick(session, f"save:table.{form}")
    sent = session.file.value
    assert isinstance(sent, Outgoing)
    assert (sent.name, sent.type, sent.draws) == (
        f"kantokuen-{__version__}-table.{form}",
        "image/svg+xml",
        draws,
    )


@pytest.mark.parametrize("about", ["table.exe", "nothing.svg", "table", "", "../table.svg"])
def test_what_is_no_picture_on_the_page_is_not_sent(about: str) -> None:
    session = Session("opening=off")
    session.pictures["table"] = lambda: PICTURE
    commands.pick(session, f"save:{about}")
    assert session.file.value is None


def test_a_file_carries_the_ensemble_and_opens_in_it() -> None:
    asked = Request(Scenario.load("historical"), ensemble="june-1941")
    text = export.scenario_file(asked, "seen in June")[1]
    assert 'ensemble = "june-1941"' in text
    opened = State().opened(*export.opened(text, "a.toml"))
    assert (opened.request.ensemble, opened.request.scenario) == ("june-1941", asked.scenario)
    assert "ensemble" not in export.scenario_file(Request(), "")[1]
