"""Each panel without a browser: what it shows, what its controls do, and how its work ends."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import numpy as np
import pytest
from markupsafe import escape

from kantokuen import __version__
from kantokuen.dashboard import lens_panel, results, turning_panel, worlds_panel
from kantokuen.dashboard.parts import Timebox
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.state import State
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.dashboard.work import Work
from kantokuen.experiments.analyses.flips import Flip, Search
from kantokuen.experiments.analyses.measures import measure
from kantokuen.model.errors import InputError
from kantokuen.model.limits import LENS_NAMES
from kantokuen.model.text.words import Words
from tests.support.shown import SCRIPT, Shown, open_panel

pytestmark = pytest.mark.usefixtures("few_worlds")

EN = Words.of("en")
DAY = date(1941, 6, 22)
Show = Callable[[Any], Shown]


def opened(show: Show, query: str) -> tuple[Session, Shown]:
    session = Session(query)
    return session, show(open_panel(session))


def test_an_office_is_looked_into_and_closed_again(show: Show) -> None:
    session, page = opened(show, "history=&view=table&germany.pace=1.4")
    assert 'id="why"' not in page.html
    page.pick("office:OPS")
    assert 'id="why"' in page.html
    assert page.said(EN("offices.OPS.title"))
    for command in ("save:why.svg", "save:table.png"):
        page.pick(command)
        assert session.file.value is not None
        assert session.file.value.name == f"kantokuen-{__version__}-{command.removeprefix('save:')}"
    page.pick("office-source:OPS")
    assert session.dialog.value.kind == "office-source"
    page.pick("office:")
    assert 'id="why"' not in page.html


def test_an_office_is_a_person_with_words_a_seal_and_records(show: Show) -> None:
    _, page = opened(show, "view=table&office=NGS")
    assert 'data-arrives="NGS"' in page.html
    for said in ("people.wanted.NGS", "people.origins.ja", "people.words", "people.considered"):
        assert page.said(EN(said))
    assert '<blockquote lang="ja">' in page.html
    assert "office-seal" in page.html
    assert page.said(EN("people.checked", seen=EN("seen.document")))


def test_a_person_of_whom_no_words_are_known_is_given_none(show: Show) -> None:
    _, page = opened(show, "view=table&office=NAV&moment=1942-06-30")
    assert page.said(EN("people.none", person="Shimada Shigetaro"))
    assert "<blockquote" not in page.html


def test_the_first_to_move_is_named_and_can_be_looked_into(show: Show) -> None:
    session, page = opened(show, "view=whatif&scenario=moscow-falls-august&moment=1941-04-30")
    assert page.said(EN("parting.first", n=0, day="31 July 1941"))
    page.pick("save:parting.svg")
    assert session.file.value is not None
    page.pick("parting:go")
    assert session.state.value.moment == "1941-07-31"
    page.pick("parting:why")
    now = session.state.value
    assert (now.view, now.office, now.moment) == ("table", "INT", "1941-07-31")


def test_outcomes_stand_side_by_side_once_both_histories_are_played(show: Show) -> None:
    session, page = opened(show, "view=whatif&scenario=no-oil-embargo")
    assert page.said(EN("parting.side.wait"))
    state = session.state.value
    shared = (session.odds, state.question), (session.odds_before, state.compared)
    for kept, question in shared:
        kept.value = (results.odds_key(question), results.first_odds(question))
    assert page.said(EN("parting.side.difference"))
    assert page.said(EN("parting.side.dates.embargo_date"))


def test_where_nothing_is_set_nothing_is_compared(show: Show) -> None:
    _, page = opened(show, "view=whatif")
    assert page.said(EN("parting.nothing"))
    assert EN("parting.side.title") not in page.html


@pytest.mark.parametrize(("query", "marked"), [("scenario=moscow-falls-august", 3), ("world=1", None)])
def test_the_months_mark_the_sitting_at_which_histories_part(
    show: Show, query: str, marked: int | None
) -> None:
    session = Session(query)
    page = show(Timebox(session, ViewModel.of(session.state.value, session.palette)))
    assert page.only("parting").parting == marked


def test_the_map_can_be_saved_and_names_its_sources(show: Show) -> None:
    session, page = opened(show, "view=theatre")
    page.pick("save:theatre.svg")
    assert session.file.value is not None
    assert 'data-pick="source:THE001' in page.html


def test_the_map_says_who_was_pressed_into_labour_and_where_that_is_written(show: Show) -> None:
    session, page = opened(show, "view=theatre")
    assert page.said(EN("theatre_panel.labour", n="1,000,000").partition("pressed")[2])
    page.pick("source:THE025")
    assert session.dialog.value.about == "THE025"


def test_a_click_on_a_chart_goes_to_its_month(show: Show) -> None:
    session, page = opened(show, "view=months")
    charts = page.widgets("option")
    assert len(charts) > 4
    json.dumps([each.option for each in charts], allow_nan=False)
    next(each for each in charts if each.picks == "month").vue_event_pick({"dataIndex": 1})
    assert session.state.value.moment == "1941-05-31"
    assert any('data-pick="source:' in each.html for each in page.widgets("html"))


def test_both_histories_of_a_fork_stand_side_by_side(show: Show) -> None:
    session, page = opened(show, "view=whatif&moment=1941-07-31")
    assert page.said(EN("whatif_panel.fork_do", day="31 July 1941"))
    page.pick("do:fork")
    assert page.said(EN("whatif_panel.fork_none"))
    assert page.said(EN("whatif_panel.fork_levers", day="31 July 1941"))
    before = len(page.widgets("option"))
    session.state.value = session.state.value.with_levers({"germany.pace": 2.5})
    assert page.said(f"{EN.lever_name('germany.pace')}: 2.5×")
    assert page.said(EN("whatif_panel.after"))
    assert len(page.widgets("option")) > before
    page.until(lambda: len(json.loads(page.widgets("option")[-1].rows)) >= 15)
    page.widgets("option")[-1].vue_event_pick({"dataIndex": 4})
    assert session.state.value.moment == "1941-08-31"


def test_what_a_fork_says_in_words_is_what_is_played(show: Show) -> None:
    """The day in the words is the last that both histories share."""
    session, page = opened(show, "view=whatif&fork=1941-07-31&fork.soviet.refill=0.5")
    assert page.said(EN("whatif_panel.fork_keep", day="31 July 1941"))
    view = ViewModel.of(session.state.value, session.palette)
    shared = [month.date for month in view.months if month == view.same_period(month)]
    assert shared[-1] == date(1941, 7, 31)
    assert len(shared) < len(view.months)


def test_after_the_last_month_the_page_offers_no_fork(show: Show) -> None:
    _, page = opened(show, "view=whatif&moment=1942-06-30")
    assert page.said(EN("whatif_panel.fork_last"))
    assert 'data-pick="do:fork" disabled' in page.html


def test_the_baseline_is_named_with_its_levers(show: Show) -> None:
    session, page = opened(show, "view=whatif&germany.pace=1.4")
    page.pick("do:keep")
    assert page.said(EN("bar.changed", n=1))
    page.pick("do:historical")
    assert not page.said(EN("bar.changed", n=1))
    assert session.state.value.baseline == State().baseline


FLIPS = (
    Flip("germany.pace", "number", "history", 1.0, 1.4, 0.15, 1.0, 1.5, "attack_1941"),
    Flip("germany.barbarossa", "date", "history", DAY,
         DAY.replace(day=12), 10.0, None, DAY.replace(day=12), "attack_1941"),
    Flip("navy.backs_north", "decision", "history", False, True, None, None, True, "attack_1941"),
    Flip("mechanism.expiry", "decision", "theory", True, False, None, None, None, "attack_1941"),
)  # fmt: skip


def searches(found: tuple[Flip, ...], stop: threading.Event | None = None) -> Callable[..., Iterator[Search]]:
    def search(*_: object) -> Iterator[Search]:
        yield Search(0, measure("attack_1941"), False, "stand_guard", 0, 83, ())
        if stop is not None:
            stop.wait(60.0)
        yield Search(0, measure("attack_1941"), False, "stand_guard", 83, 83, found)

    return search


def test_flips_are_listed_by_kind_and_can_be_tried(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turning_panel, "search_flips", searches(FLIPS))
    session, page = opened(show, "view=whatif")
    assert "<tbody>" not in page.html
    page.pick("flips:search")
    page.until(lambda: page.html.count("<tbody>") == 3)
    for title in ("flip_numbers", "flip_switches", "flip_theory"):
        assert page.said(EN(f"whatif_panel.{title}"))
    assert page.said(EN("whatif_panel.days", n="10"))
    assert "try:mechanism.expiry" not in page.html
    page.pick("try:germany.barbarossa=1941-06-12")
    page.pick("do:keep")
    assert str(session.state.value.changed["germany.barbarossa"]) == "1941-06-12"
    assert "<tbody>" not in page.html  # another world, which was not searched


def test_a_search_that_finds_nothing_says_so(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turning_panel, "search_flips", searches(()))
    _, page = opened(show, "view=whatif")
    page.pick("flips:search")
    page.until(lambda: page.said(EN("whatif_panel.flip_none")))


def test_a_search_can_be_cancelled_and_begun_again(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(turning_panel, "search_flips", searches(FLIPS, go_on))
    _, page = opened(show, "view=whatif")
    page.pick("flips:search")
    page.until(lambda: "flips:cancel" in page.html)
    page.pick("flips:cancel")
    assert "flips:cancel" not in page.html
    go_on.set()
    page.pick("flips:search")
    page.until(lambda: "<tbody>" in page.html)


def test_work_that_cannot_be_done_says_why(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Iterator[Any]:
        raise InputError(f"grid: {SCRIPT} is wrong; allowed: another")
        yield

    monkeypatch.setattr(turning_panel, "search_flips", refuse)
    monkeypatch.setattr(worlds_panel, "phase_grid", refuse)
    for view, command in (("whatif", "flips:search"), ("worlds", "map:draw")):
        _, page = opened(show, f"view={view}")
        page.pick(command)
        page.until(lambda page=page: page.said("is wrong; allowed: another"))
        assert SCRIPT not in page.html


def test_every_lens_has_a_card_and_can_be_used(show: Show) -> None:
    session, page = opened(show, "view=lenses")
    page.until(lambda: page.html.count("<article") == len(LENS_NAMES))
    assert len(page.only("option").rows) >= len(LENS_NAMES)
    page.pick("lens:rational")
    assert session.state.value.request.lens == "rational"
    page.until(lambda: page.html.count("<article") == len(LENS_NAMES))
    assert page.html.count("card lens chosen") == 1


def test_what_is_the_same_under_several_lenses_is_said_once(show: Show) -> None:
    session, page = opened(show, "view=lenses")
    page.until(lambda: page.html.count("<article") == len(LENS_NAMES))
    endings = [
        results.playback_of(session.state.value.of(lens=lens).question).ending.in_words(EN)
        for lens in LENS_NAMES
    ]
    assert 1 < len(set(endings)) < len(LENS_NAMES)
    read = re.sub(r"</?button[^>]*>", "", page.html)  # without the marks of terms
    assert all(read.count(str(escape(each))) == 1 for each in set(endings))
    rules = [EN(f"lens_panel.rules.{lens}") for lens in LENS_NAMES]
    assert [page.html.count(str(escape(each))) for each in rules] == [1] * len(LENS_NAMES)
    share = results.first_odds(session.state.value.question).attack["share"]
    assert page.said(EN("lens_panel.attack", n=round(20 * share), worlds=20))


def test_the_spread_of_outcomes_stands_beside_the_baselines(show: Show) -> None:
    session, page = opened(show, "view=worlds")
    assert [each.name for each in page.widgets("option")] == [
        f"kantokuen-{__version__}-{each}" for each in ("outcomes", "dates", "peaks")
    ]  # fmt: skip
    assert page.said(EN("verdict_panel.behind", n="20"))
    page.pick("worlds:2000")
    session.odds.value = (session.state.value.request, next(refined(session.state.value, 30)))
    assert page.said(EN("verdict_panel.behind", n="30"))
    session.state.value = session.state.value.with_levers({"germany.pace": 1.4})
    assert page.said(EN("verdict_panel.behind", n="20"))
    assert all(json.loads(each.option)["series"] for each in page.widgets("option"))


def refined(state: State, worlds: int) -> Iterator[Any]:
    *_, best = results.refined_odds(state.question, worlds, lambda: True)
    yield best


def test_a_map_is_drawn_and_a_cell_opens_as_a_scenario(show: Show) -> None:
    session, page = opened(show, "view=worlds&x=germany.pace&y=soviet.refill")
    page.pick("map:draw")
    page.until(lambda: "map:cancel" not in page.html and len(page.widgets("option")) == 4)
    chart = page.widgets("option")[-1]
    assert chart.picks == "cell"
    columns = len(chart.head) - 1
    chart.vue_event_pick({"dataIndex": columns + 2})
    levers = session.state.value.changed
    assert set(levers) == {"germany.pace", "soviet.refill"}
    assert len(page.widgets("option")) == 4  # the levers of the axes do not change the map
    kept = session.link
    chart = page.widgets("option")[-1]
    for beyond in (-1, 100_000):
        chart.vue_event_pick({"dataIndex": beyond})
    assert session.link == kept
    page.pick("x:season.winter_shift")
    assert session.state.value.axes == ("season.winter_shift", "soviet.refill")
    assert len(page.widgets("option")) == 3


@pytest.mark.slow
def test_a_map_of_switches_and_days_marks_where_the_levers_stand(show: Show) -> None:
    session, page = opened(show, "view=worlds&x=navy.backs_north&y=soviet.collapse")
    page.pick("map:draw")
    page.until(lambda: len(page.widgets("option")) == 4 and "map:cancel" not in page.html)
    *_, grid = worlds_panel.phase_grid(
        session.state.value.request, "navy.backs_north", "soviet.collapse", worlds=2
    )
    assert np.isfinite(grid.mean).all()
    no = grid.x_values.index(False)
    for row, value in enumerate(grid.y_values):
        assert worlds_panel._nearest(grid, False, value) == (no, row)
    assert worlds_panel._nearest(grid, False, date(1800, 1, 1)) is None


def test_a_map_can_be_cancelled(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    real = worlds_panel.phase_grid

    def slowly(*given: Any, **named: Any) -> Iterator[Any]:
        for grid in real(*given, **named):
            yield grid
            go_on.wait(60.0)

    monkeypatch.setattr(worlds_panel, "phase_grid", slowly)
    _, page = opened(show, "view=worlds")
    page.pick("map:draw")
    page.until(lambda: "map:cancel" in page.html)
    page.pick("map:cancel")
    assert "map:cancel" not in page.html
    go_on.set()


def test_the_sources_can_be_searched(show: Show) -> None:
    _, page = opened(show, "view=sources")
    assert page.html.count("<article") == 60
    page.pick("find:kawada")
    few = page.html.count("<article")
    assert 0 < few <= 60
    page.pick(f"find:{SCRIPT}")
    assert page.html.count("<article") == 0
    assert SCRIPT not in page.html
    page.pick("find:")
    for topic in ("chronology", "nonsense", ""):
        page.pick(f"topic:{topic}")
        assert page.html.count("<article") == 60
    page.pick("topic:chronology")
    assert 'value="chronology" selected' in page.html
    page.widgets("html")[0].vue_event_pick("view:months")


def test_lenses_that_nobody_waits_for_are_not_played(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Callable[[Callable[[], bool]], Iterator[Any]]] = []

    def keep(make: Callable[[Callable[[], bool]], Iterator[Any]], _key: object) -> Work[Any]:
        made.append(make)
        return Work(None, is_running=False, fault=None, cancel=bool)

    monkeypatch.setattr(lens_panel, "use_work", keep)
    opened(show, "view=lenses")
    wanted = iter([True, True, False])
    *_, last = made[0](lambda: next(wanted))
    assert [lens for lens, *_ in last] == list(LENS_NAMES[:2])


def test_a_made_up_cell_is_told_like_any_other_command(show: Show) -> None:
    session, page = opened(show, "view=worlds")
    page.pick("map:draw")
    page.until(lambda: len(page.widgets("option")) == 4)
    drawer = next(each for each in page.widgets("html") if "map:draw" in each.html)
    for command in ("cell:x", "cell:"):
        drawer.vue_event_pick(command)
        assert "unknown command 'cell'" in session.blame.value.faults[0]
