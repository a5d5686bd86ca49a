"""While the story is told, nothing that comes later stands on the page; at its end all is shown again."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kantokuen.dashboard import commands
from kantokuen.dashboard.charts.months import month_charts
from kantokuen.dashboard.palette import PALETTES
from kantokuen.dashboard.pictures.table import council_table
from kantokuen.dashboard.results import playback_of
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.state import State
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.model.limits import CADENCES
from kantokuen.model.text.words import Words
from tests.support.links import at_link
from tests.support.shown import Shown, head, open_panel

EN = Words.of("en")
LIGHT = PALETTES["light"]
Show = Callable[[Any], Shown]
ATTACK = "germany.pace=1.6&soviet.resilience=0.6&navy.backs_north=true"


def told(day: str, query: str = "") -> ViewModel:
    return ViewModel.of(at_link(f"moment={day}&{query}"), LIGHT, day)


def dates_in(value: object) -> set[int]:
    """Every moment that stands first in a point of a series."""
    match value:
        case [int() as when, _] if when > 10**9 or when < -(10**9):
            return {when}
        case dict():
            return set().union(*(dates_in(each) for each in value.values()))
        case list() | tuple():
            return set().union(*(dates_in(each) for each in value))
    return set()


def milliseconds(day: date) -> int:
    return (day - date(1970, 1, 1)).days * 86_400_000


@pytest.mark.parametrize("day", ["1941-04-30", "1941-07-31", "1941-12-31"])
def test_of_no_month_after_the_one_told_is_anything_known(day: str) -> None:
    view = told(day, "germany.pace=2.5")
    assert view.is_telling
    assert view.baseline is not None
    for playback in (view.playback, view.baseline):
        assert playback.months[-1].date.isoformat() == day
        assert all(each is None or each.isoformat() <= day for each in playback.ending.days.values())
    assert view.known == view.index == len(view.months) - 1


def test_charts_tell_no_value_of_a_later_day_and_keep_their_axis() -> None:
    july, whole = told("1941-07-31"), ViewModel.of(at_link(""), LIGHT)
    for early, late in zip(month_charts(july), month_charts(whole), strict=True):
        if early.name == "schedule":  # it has the plan, whose days were known beforehand
            continue
        assert max(dates_in(early.option["series"])) <= milliseconds(date(1941, 7, 31)), early.name
        assert max(dates_in(late.option["series"])) > milliseconds(date(1941, 7, 31)), early.name
        assert early.option["xAxis"] == late.option["xAxis"]
        assert len(early.rows) < len(late.rows)


def test_how_the_world_ends_is_not_told_before_its_end() -> None:
    whole = playback_of(at_link(ATTACK).question)
    war = whole.ending.days["war"]
    assert war is not None
    before, after = (whole.until(day) for day in ("1941-05-31", war.isoformat()))
    assert before.ending.outcome == "no_mobilisation"
    assert before.ending.in_words(EN) == EN(
        "verdict.so_far", day="31 May 1941", said=EN("verdict.on_paper", south="")
    )
    assert all(each.date <= war for each in after.months)
    at_war = whole.until(next(each.date.isoformat() for each in whole.months if each.date >= war))
    assert at_war.ending.outcome == whole.ending.outcome
    assert EN("verdict.ends.none") in at_war.ending.in_words(EN)


@pytest.mark.parametrize("cadence", CADENCES)
def test_the_story_goes_from_the_first_sitting_to_the_last_and_then_shows_all(cadence: str) -> None:
    session = Session(f"cadence={cadence}&moment=1941-09-30")
    days = session.state.value.days
    commands.tell(session, "begin")
    assert session.state.value.moment == session.telling.value == days[0].isoformat()
    commands.go(session, 3)
    commands.go(session, 1)
    view = ViewModel.of(session.state.value, LIGHT, session.telling.value)
    assert (view.index, view.known) == (1, 3)
    commands.go(session, len(days) - 1)
    assert session.telling.value == ""
    assert not ViewModel.of(session.state.value, LIGHT, session.telling.value).is_telling


def test_the_story_can_be_ended_at_any_time_and_is_in_no_link() -> None:
    session = Session("")
    at_rest = session.link
    commands.tell(session, "begin")
    commands.go(session, State().index)
    assert session.link == at_rest
    commands.tell(session, "end")
    assert session.telling.value == ""
    commands.tell(session, "begin")
    commands.pick(session, "do:defaults")
    assert session.telling.value == ""


@pytest.mark.usefixtures("few_worlds")
def test_the_page_tells_a_month_in_a_sentence_and_waits_at_what_was_agreed(show: Show) -> None:
    session = Session("worlds=2000")
    page = show(head(session))
    timeline = page.only("months")
    assert timeline.story is None
    assert any(each["signs"] for each in timeline.months[4:])
    timeline.vue_event_tell("begin")
    assert timeline.story["at"] == 0
    assert not timeline.story["stops"]
    assert EN("timeline.nothing_happened") in timeline.story["sentence"]
    for number in (1, 2, 3):
        timeline.vue_event_go(number)
    view = ViewModel.of(session.state.value, LIGHT)
    assert timeline.story["stops"]
    assert [each["text"] for each in timeline.story["events"]] == [
        EN("events.sentence", said=said[:1].upper() + said[1:]) for said in map(EN.event, view.now.events)
    ]
    assert not any(each["signs"] for each in timeline.months[4:])
    assert [each["told"] for each in timeline.months[4:]] == [
        f"{each['name']}. " for each in timeline.months[4:]
    ]
    assert page.said(EN("verdict.so_far", day="31 July 1941", said="").rstrip())
    timeline.vue_event_tell("end")
    assert timeline.story is None
    assert any(each["signs"] for each in timeline.months[4:])


@pytest.mark.usefixtures("few_worlds")
@pytest.mark.parametrize("what", ["begin ", "", "stop", 1, None, {"a": 1}])
def test_what_is_no_word_of_the_story_is_not_heard(show: Show, what: object) -> None:
    session = Session("worlds=2000")
    page = show(head(session))
    page.only("months").vue_event_tell(what)
    assert session.telling.value == ""


def test_offices_leave_a_trail_of_their_last_sittings_while_the_story_is_told() -> None:
    view = told("1941-09-30")
    assert [month.date.month for month in view.trail] == [5, 6, 7, 8]
    assert ViewModel.of(at_link("moment=1941-09-30"), LIGHT).trail == ()
    drawn = council_table(view.now, EN, LIGHT, selected=None, trail=view.trail)
    plain = council_table(view.now, EN, LIGHT, selected=None)
    assert drawn.count('class="trail"') == len(view.now.seats) + 1
    assert EN("pictures.table.legend.trail") in drawn
    assert 'class="trail"' not in plain
    assert drawn.count("<circle") - plain.count("<circle") == 4 * len(view.now.seats) + 3


@pytest.mark.usefixtures("few_worlds")
def test_no_lens_tells_how_this_world_ends_while_the_story_is_told(show: Show) -> None:
    session = Session("view=lenses")
    commands.tell(session, "begin")
    page = show(open_panel(session))
    page.until(lambda: page.html.count("<article") == 6)
    assert page.html.count(EN("lens_panel.untold")) == 6
    assert "lens-endings" not in page.html


@pytest.mark.usefixtures("few_worlds")
def test_the_dots_do_not_tell_how_the_world_ends_before_the_story_does(show: Show) -> None:
    session = Session("worlds=2000")
    page = show(head(session))
    marks = ("told-frame", "told-one", 'aria-selected="true"')
    assert all(each in page.html for each in marks)
    page.only("months").vue_event_tell("begin")
    assert not any(each in page.html for each in marks)
    assert 'data-pick="world:' in page.html
    page.only("months").vue_event_tell("end")
    assert all(each in page.html for each in marks)
