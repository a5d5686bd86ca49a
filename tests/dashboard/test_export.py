"""What is taken along plays again elsewhere, and what is brought is read as it was meant."""

import tomllib
from io import BytesIO, StringIO

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.roster import OFFICES
from kantokuen.dashboard import acts, export
from kantokuen.dashboard.answers import asked, first_odds, summer_of
from kantokuen.dashboard.choice import Choice, History
from kantokuen.dashboard.visit import Outgoing, Visit
from kantokuen.experiments.runner import BLOCK, run_worlds
from kantokuen.model.errors import InputError
from kantokuen.model.parameters import Value
from kantokuen.model.scenario import Scenario
from tests.dashboard.test_choice import FEW_LEVERS, TITLES

MINE = History(
    "mild-winter", {"germany.pace": 1.2, "navy.backs_north": True, "soviet.collapse": "never"}, "Mine"
)


def read(content: bytes, form: str) -> pl.DataFrame:
    if form == "csv":
        return pl.read_csv(StringIO(content.decode()), try_parse_dates=True)
    return pl.read_parquet(BytesIO(content))


# ---- scenarios ---------------------------------------------------------------------------------------


@given(st.sampled_from(Scenario.names()), FEW_LEVERS, TITLES)
def test_a_scenario_that_is_saved_and_opened_plays_the_same(
    scenario: str, levers: dict[str, Value], title: str
) -> None:
    history = History(scenario, levers, title)
    name, text = export.scenario_file(history)
    again = export.opened(text, name)
    assert again.case().levers == history.case().levers
    assert again.scenario == scenario
    assert again.title == (title or (f"{scenario}-changed" if levers else scenario))


def test_a_file_says_what_it_builds_on_and_what_it_changes() -> None:
    name, text = export.scenario_file(MINE)
    document = tomllib.loads(text)
    assert name == "mine.toml"
    assert (document["name"], document["base"]) == ("Mine", "mild-winter")
    assert (document["germany"], document["navy"]) == ({"pace": 1.2}, {"backs_north": True})
    assert "description" not in document
    plain = tomllib.loads(export.scenario_file(History("mild-winter"))[1])
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
    assert export.scenario_file(History(levers={"germany.pace": 1.2}, title=title))[0] == name


def test_what_a_file_sets_to_the_scenarios_own_value_is_no_change() -> None:
    assert export.opened('name = "a"\n[germany]\npace = 1.0\n', "a.toml") == History(title="a")


def test_a_plan_is_refused() -> None:
    with pytest.raises(InputError, match=r"^plan.toml: is the plan of a sweep; allowed: a scenario$"):
        export.opened('name = "a"\n[vary]\n', "plan.toml")


# ---- data --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", export.TYPES)
def test_a_world_has_a_row_for_each_period_with_signals_beliefs_and_offices(form: str) -> None:
    summer = summer_of(asked(Choice()))
    frame = read(export.months_file(summer, form), form)
    assert frame["date"].to_list() == [month.date for month in summer.months]
    july = summer.months[3]
    row = frame.row(3, named=True)
    assert {name: row[name] for name in july.signals} == pytest.approx(dict(july.signals))
    assert {name: row[f"believed.{name}"] for name in july.believed} == pytest.approx(dict(july.believed))
    for office in OFFICES:
        assert row[f"{office}.net"] == pytest.approx(july.seats[office].net)
        assert row[f"{office}.ripeness"] == pytest.approx(july.seats[office].ripeness)


@pytest.mark.parametrize("form", export.TYPES)
def test_many_worlds_are_those_of_the_command_line(form: str) -> None:
    question = asked(Choice(seed=5))
    frame = read(export.worlds_file(question, 40, form), form)
    expected = run_worlds("historical", 40, seed=5).outcomes
    assert frame["outcome"].cast(pl.String).to_list() == expected["outcome"].cast(pl.String).to_list()
    np.testing.assert_allclose(frame["divisions_peak"], expected["divisions_peak"])


def test_more_worlds_than_a_block_are_all_there() -> None:
    frame = read(export.worlds_file(asked(Choice(seed=5)), BLOCK + 7, "parquet"), "parquet")
    assert frame["world"].to_list() == list(range(BLOCK + 7))


@pytest.mark.usefixtures("few_worlds")
def test_the_futures_of_a_fork_that_the_page_shows_are_data_too() -> None:
    choice = Choice(fork="1941-07-31", changed={"soviet.collapse": "never"})
    frame = read(export.worlds_file(asked(choice), 30, "parquet"), "parquet")
    assert frame.height == first_odds(asked(choice)).worlds == 10
    past = read(export.worlds_file(asked(Choice(fork="1942-06-30")), 30, "parquet"), "parquet")
    assert past["outcome"].n_unique() == 1


@pytest.mark.parametrize("form", export.TYPES)
@pytest.mark.parametrize("what", ["months", "worlds"])
def test_the_buttons_send_the_files(form: str, what: str) -> None:
    visit = Visit("worlds=2000&seed=3")
    acts.pick(visit, f"do:{form}_{what}")
    sent = visit.file.value
    assert isinstance(sent, Outgoing)
    assert (sent.name, sent.type, sent.draws) == (f"kantokuen-{what}.{form}", export.TYPES[form], False)


def test_the_button_sends_the_scenario() -> None:
    visit = Visit("scenario=mild-winter&germany.pace=1.2")
    acts.pick(visit, "do:toml")
    sent = visit.file.value
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
    visit = Visit("")
    visit.pictures["table"] = lambda: PICTURE
    acts.pick(visit, f"save:table.{form}")
    sent = visit.file.value
    assert isinstance(sent, Outgoing)
    assert (sent.name, sent.type, sent.draws) == (f"kantokuen-table.{form}", "image/svg+xml", draws)


@pytest.mark.parametrize("about", ["table.exe", "nothing.svg", "table", "", "../table.svg"])
def test_what_is_no_picture_on_the_page_is_not_sent(about: str) -> None:
    visit = Visit("")
    visit.pictures["table"] = lambda: PICTURE
    acts.pick(visit, f"save:{about}")
    assert visit.file.value is None
