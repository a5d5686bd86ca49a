"""Charts are plain data that say what the records say, in both languages, in every theme, at every period."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from kantokuen import __version__
from kantokuen.dashboard.charts import days_left
from kantokuen.dashboard.charts.card import ChartCard
from kantokuen.dashboard.charts.colours import ink_on, luminance, outcome_styles
from kantokuen.dashboard.charts.common import Chart, moment, rows_of
from kantokuen.dashboard.charts.compare import flips_bar, lenses_bar, phase_heat, share_ramp
from kantokuen.dashboard.charts.days_left import day_bars
from kantokuen.dashboard.charts.futures import futures_bar
from kantokuen.dashboard.charts.months import DRAWN, LIT, month_charts, stances
from kantokuen.dashboard.charts.spread import dates_histogram, peaks_histogram
from kantokuen.dashboard.charts.worlds import outcomes_bar
from kantokuen.dashboard.lettering import signed
from kantokuen.dashboard.palette import PALETTES, Palette, Theme
from kantokuen.dashboard.playback import Playback, play
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.state import Question, State
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.experiments.runner import Run
from kantokuen.experiments.summary import shares
from kantokuen.model.calendar import to_day
from kantokuen.model.evidence import fact, ids
from kantokuen.model.outcome import DATES, OUTCOMES
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from tests.support.shown import Shown

EN, LIGHT = Words.of("en"), PALETTES["light"]
LOOKS = [(language, theme) for language in LANGUAGES for theme in PALETTES]
NEVER = np.inf
DAYS = {
    "mobilisation_date": np.array([95.0, 95.0, 97.0, NEVER]),
    "reversal_date": np.array([152.0, NEVER, 152.0, NEVER]),
    "embargo_date": np.array([120.0, 124.0, 133.0, 144.0]),
    "southern_war_date": np.full(4, NEVER),
    "settlement_date": np.full(4, NEVER),
}
SHARES = shares(np.array([0, 3, 3, 3, 3, 3, 3, 3, 3, 4]))
BEFORE = shares(np.array([0, 0, 0, 3, 3, 3, 3, 3, 3, 3]))


@cache
def world(name: str = "historical", cadence: str = "month", until: str | None = None) -> Playback:
    return play(Question(Run(name, cadence=cadence, until=until)))


def seen(
    playback: Playback,
    baseline: Playback | None = None,
    index: int = 4,
    words: Words = EN,
    palette: Palette = LIGHT,
) -> ViewModel:
    return ViewModel(State(), playback, baseline, index, words, palette)


def of_the_months(
    playback: Playback,
    baseline: Playback | None = None,
    index: int = 4,
    words: Words = EN,
    palette: Palette = LIGHT,
) -> dict[str, Chart]:
    return {each.name: each for each in month_charts(seen(playback, baseline, index, words, palette))}


def of_many_worlds(words: Words = EN, palette: Palette = LIGHT, *, is_compared: bool = True) -> list[Chart]:
    before = BEFORE if is_compared else None
    peaks = np.array([16.0, 16.0, 22.4, 14.0])
    lenses = [(lens, {name: each["share"] for name, each in SHARES.items()}) for lens in ("politics", "nash")]
    grid = np.array([[0.0, 0.1, np.nan], [0.2, 0.3, 0.55]])
    return [
        outcomes_bar(SHARES, before, 10, words, palette),
        dates_histogram(DAYS, DAYS if is_compared else None, words, palette),
        peaks_histogram(peaks, peaks if is_compared else None, words, palette),
        lenses_bar(lenses, words, palette),
        phase_heat("A", "B", ["1", "2", "3"], ["x", "y"], grid, (1.0, 0.5), words, palette),
        flips_bar([("Pace", "0.90", "1.07", 0.12)], words, palette),
    ]


def series(chart: Chart) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in chart.option["series"]}


def everything() -> Iterator[Chart]:
    yield from of_the_months(world()).values()
    yield from of_the_months(world("no-oil-embargo"), world()).values()
    yield from of_many_worlds()
    yield from of_many_worlds(is_compared=False)


# ---- every chart -------------------------------------------------------------------------------------


def test_options_are_plain_data() -> None:
    for chart in everything():
        assert json.loads(json.dumps(chart.option, allow_nan=False)) is not None


def test_each_series_has_an_id_of_its_own_and_stays_at_every_width() -> None:
    for chart in everything():
        found = [each["id"] for each in chart.option["series"]]
        assert len(found) == len(set(found))
        for form in chart.option.get("media", []):
            assert [each["id"] for each in form["option"]["series"]] == found


@pytest.mark.parametrize(
    ("width", "names_stand_beside", "every"), [(330, False, 3), (450, True, 3), (900, True, 1)]
)
def test_names_stand_beside_the_lines_where_a_card_has_room_and_months_do_not_crowd(
    width: int, every: int, *, names_stand_beside: bool
) -> None:
    for chart in of_the_months(world("no-oil-embargo"), world()).values():
        if chart.name == "schedule":  # it has bars in place of lines
            continue
        shown = form_at(chart, width)
        labels = [each["endLabel"]["show"] for each in shown["series"] if "endLabel" in each]
        assert labels
        assert any(labels) == names_stand_beside
        assert shown["legend"][0]["show"] != names_stand_beside
        assert {each["minInterval"] for each in shown["xAxis"]} == {every * 32 * 86_400_000}


def form_at(chart: Chart, width: int) -> dict[str, Any]:
    """What is different in a chart at a width, as ECharts finds it: what has no query holds for the rest."""
    fits = [
        each["option"]
        for each in chart.option["media"]
        if "query" in each
        and each["query"].get("minWidth", 0) <= width <= each["query"].get("maxWidth", width)
    ]
    (found,) = fits or [each["option"] for each in chart.option["media"] if "query" not in each]
    return dict(found)


def test_the_twin_has_as_many_cells_in_each_row_as_in_its_head() -> None:
    for chart in everything():
        assert chart.rows
        assert {len(row) for row in chart.rows} == {len(chart.head)}


def test_sources_are_rows_of_the_evidence() -> None:
    for chart in everything():
        assert set(chart.sources) <= ids(), chart.name


def test_names_of_charts_are_different_and_fit_a_file() -> None:
    names = [*of_the_months(world()), *(each.name for each in of_many_worlds())]
    assert len(names) == len(set(names))
    assert all(name.replace("_", "").isalpha() for name in names)


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_charts_are_described_in_the_language_and_coloured_by_the_theme(language: str, theme: Theme) -> None:
    words, palette = Words.of(language), PALETTES[theme]
    charts = [*of_the_months(world(), words=words, palette=palette).values(), *of_many_worlds(words, palette)]
    for chart in charts:
        assert chart.label.startswith(chart.title)
        assert chart.option["aria"]["label"]["description"] == chart.label
        assert chart.option["textStyle"]["color"] == palette.ink
        assert chart.title.isascii() is (language == "en") or chart.name in {"phase", "oil_months"}


# ---- the months --------------------------------------------------------------------------------------


def test_lines_are_the_signals_and_the_beliefs() -> None:
    found = series(of_the_months(world())["soviet_divisions"])
    for key, read in (
        ("soviet_divisions", lambda month: month.signals["soviet_divisions"]),
        ("soviet_divisions_believed", lambda month: month.believed["soviet_divisions"]),
    ):
        expected = [[moment(month.date), pytest.approx(read(month), abs=1e-4)] for month in world().months]
        assert found[key]["data"] == expected


def test_every_month_is_a_row() -> None:
    charts = of_the_months(world())
    for name in set(charts) - {"schedule"}:
        assert [row[0] for row in charts[name].rows] == [EN.month(month.date) for month in world().months]


@pytest.mark.parametrize("index", [0, 4, 14])
def test_the_line_of_the_current_day_stands_at_the_sitting(index: int) -> None:
    for name, chart in of_the_months(world(), index=index).items():
        if name != "schedule":
            first = chart.option["series"][0]["markLine"]["data"][0]
            assert first["xAxis"] == moment(world().months[index].date)
            assert EN.month(world().months[index].date) in chart.subtitle or name == "stances"


def test_without_a_baseline_nothing_is_compared() -> None:
    for chart in of_the_months(world()).values():
        assert not [each for each in series(chart) if each.endswith("baseline")]
        assert "baseline" not in chart.subtitle


def test_the_baseline_is_grey_and_the_difference_is_told() -> None:
    changed, history = world("no-oil-embargo"), world()
    chart = of_the_months(changed, history, index=14)["oil_months"]
    grey = series(chart)["oil_months-baseline"]
    assert grey["lineStyle"]["color"] == LIGHT.baseline
    assert [each[1] for each in grey["data"]] == [
        pytest.approx(month.signals["oil_months"], abs=1e-4) for month in history.months
    ]
    off = changed.months[14].signals["oil_months"] - history.months[14].signals["oil_months"]
    assert f"(+{off:.1f} against the baseline)" in chart.subtitle


def test_a_baseline_that_does_not_differ_is_told_as_the_same_and_not_named() -> None:
    chart = of_the_months(world(), world())["soviet_divisions"]
    assert "as in the baseline" in chart.subtitle
    assert not series(chart)["soviet_divisions-baseline"]["endLabel"]["show"]


def test_a_baseline_that_ends_earlier_leaves_blanks() -> None:
    chart = of_the_months(world(), world(until="1941-06"), index=14)["german_front"]
    assert chart.rows[-1][-1] == EN.number(float("nan"))
    assert "baseline" not in chart.subtitle


def test_freeze_and_embargo_are_marked_on_their_days() -> None:
    playback = world()
    marks = series(of_the_months(playback)["oil_months"])["oil_months"]["markLine"]["data"][1:]
    assert [each["xAxis"] for each in marks] == [
        moment(day) for day in (playback.ending.days["freeze"], playback.ending.days["embargo"]) if day
    ]
    never = {**playback.ending.days, "freeze": None, "embargo": None}
    none = replace(playback, ending=replace(playback.ending, days=never))
    assert len(series(of_the_months(none)["oil_months"])["oil_months"]["markLine"]["data"]) == 1


def test_estimates_stand_on_their_days_with_their_values() -> None:
    dots = series(of_the_months(world())["soviet_divisions"])["dots-0-1"]["data"]
    found = {each["tip"].split("(")[1].rstrip(")"): each["value"] for each in dots}
    assert set(found) == {"SOV024", "DEC014", "DEC015"}
    for each, (day, value) in found.items():
        assert fact(each).value == value
        assert fact(each).date == date(1970, 1, 1).fromordinal(
            day // 86_400_000 + date(1970, 1, 1).toordinal()
        )


def test_facts_after_the_last_month_are_left_out() -> None:
    chart = of_the_months(world(until="1941-05"), index=1)["german_front"]
    assert series(chart)["dots-0-0"]["data"] == []


def test_the_band_reaches_from_the_lowest_office_to_the_highest() -> None:
    found, month = series(of_the_months(world())["ripeness"]), world().months[8]
    ripe = [100.0 * seat.ripeness for seat in month.seats.values()]
    assert found["lowest"]["data"][8][1] == pytest.approx(min(ripe), abs=1e-3)
    assert found["highest"]["data"][8][1] == pytest.approx(max(ripe) - min(ripe), abs=1e-3)


def test_offices_are_told_apart_by_more_than_colour() -> None:
    view = seen(world())
    found = series(stances(view))
    looks = [(found[office]["lineStyle"]["type"], found[office]["symbol"]) for office in DRAWN]
    assert len(set(looks)) == len(DRAWN)
    assert list(series(stances(view, ("KAS", "NAV")))) == ["KAS", "NAV", LIT]


def test_one_office_is_lit_and_the_others_are_quiet() -> None:
    for office in ("", "NGS", "KID"):
        view = replace(seen(world()), state=State(office=office))
        found = series(stances(view))
        bright = {key for key, each in found.items() if each["lineStyle"]["color"] != view.palette.quiet}
        assert bright == {office or LIT}


def test_the_gap_to_the_baseline_is_drawn_as_a_gap() -> None:
    chart = of_the_months(world("no-oil-embargo"), world())["oil_months"]
    found = series(chart)
    (line, grey), (low, gap) = (
        ([value for _, value in found[key]["data"]] for key in keys)
        for keys in (("oil_months", "oil_months-baseline"), ("gap-low-0", "gap-0"))
    )
    assert max(gap) > 1.0
    for one, other, bottom, height in zip(line, grey, low, gap, strict=True):
        assert bottom == pytest.approx(min(one, other), abs=1e-3)
        assert bottom + height == pytest.approx(max(one, other), abs=1e-3)
    assert "areaStyle" in found["gap-0"]


def test_tanks_and_aircraft_differ_in_their_strokes() -> None:
    found = series(of_the_months(world())["soviet_materiel"])
    looks = {
        key: (each["lineStyle"]["type"], each["symbol"])
        for key, each in found.items()
        if key.startswith("soviet")
    }
    assert len(set(looks.values())) == len(looks) == 4


@pytest.mark.parametrize(
    ("cadence", "until"), [("ten-day", "1941-12"), ("month", "1945-08"), ("month", "1941-04")]
)
def test_other_calendars_are_drawn_too(cadence: str, until: str) -> None:
    playback = world(cadence=cadence, until=until)
    for index in {0, len(playback.months) - 1}:
        charts = of_the_months(playback, world(), index)
        assert len(charts["soviet_men"].rows) == len(playback.months)
        json.dumps([chart.option for chart in charts.values()], allow_nan=False)


def test_periods_of_ten_days_are_named_by_their_last_day() -> None:
    playback = world(cadence="ten-day", until="1941-12")
    assert of_the_months(playback)["soviet_men"].rows[1][0] == "20 April 1941"


# ---- the crash schedule ------------------------------------------------------------------------------


def test_the_schedule_shows_the_planned_days_of_the_evidence() -> None:
    planned = series(of_the_months(world())["schedule"])["planned"]["data"]
    days = [fact(f"DEC{number:03}").date for number in range(1, 10)]
    assert [each["value"] for each in planned] == [[moment(day), row] for row, day in enumerate(days) if day]


def test_the_schedule_shows_what_this_world_has_done_so_far_and_no_more() -> None:
    before, after = (of_the_months(world(), index=index)["schedule"] for index in (3, 4))
    assert [each["value"][1] for each in series(before)["here"]["data"]] == [1]
    assert [each["value"][1] for each in series(after)["here"]["data"]] == [1, 3]


def test_days_to_the_end_less_days_needed_are_the_days_left() -> None:
    have, need, said = day_bars(seen(world()))
    sittings = [month for month in world().months if date(1941, 6, 1) <= month.date <= date(1941, 8, 31)]
    gaps = [a["value"][1] - b["value"][1] for a, b in zip(have["data"], need["data"], strict=True)]
    assert gaps == [pytest.approx(month.signals["days_left"], abs=0.02) for month in sittings]
    assert said["data"][-1]["label"]["formatter"] == "too late for 1941"


def test_a_month_after_the_season_counts_for_the_next_one() -> None:
    assert "too late for 1941" in of_the_months(world(), index=6)["schedule"].subtitle
    august, june = (world().months[index].signals["days_left"] for index in (4, 2))
    assert august < 0.0 < june
    assert f"{-august:.0f} days too late" in of_the_months(world(), index=4)["schedule"].subtitle
    assert f"{june:.0f} days left" in of_the_months(world(), world(), index=2)["schedule"].subtitle


# ---- many worlds -------------------------------------------------------------------------------------


def test_outcomes_are_drawn_in_percent_with_interval_and_baseline() -> None:
    chart = outcomes_bar(SHARES, BEFORE, 10, EN, LIGHT)
    found = series(chart)
    assert [each["value"] for each in found["share"]["data"]] == [10.0, 0.0, 0.0, 80.0, 10.0]
    assert [each[0] for each in found["baseline"]["data"]] == [30.0, 0.0, 0.0, 70.0, 0.0]
    low, high, gap = (each[0] for each in found["interval"]["data"][:3])
    assert (low, high, gap) == (
        pytest.approx(100 * SHARES["attack_1941"]["low"], abs=1e-3),
        pytest.approx(100 * SHARES["attack_1941"]["high"], abs=1e-3),
        "-",
    )
    assert chart.rows[0][-1] == "−20.0 points"


def test_bins_of_dates_add_up_to_the_share_where_it_happens() -> None:
    found = series(dates_histogram(DAYS, None, EN, LIGHT))
    for name, days in DAYS.items():
        total = sum(each["value"][1] for each in found[name]["data"])
        assert total == pytest.approx(100.0 * np.mean(np.isfinite(days)))
    assert set(DAYS) == set(DATES)


def test_dates_are_told_with_their_median_and_never_as_never() -> None:
    chart = dates_histogram(DAYS, None, EN, LIGHT)
    assert chart.rows[0] == (
        "Mobilisation first sanctioned",
        "75.0%",
        "5 July 1941",
        "5 July 1941",
        "7 July 1941",
    )
    assert chart.rows[3][1:] == ("0.0%", "–", "–", "–")
    assert "War in the south: in no world" in chart.label


def test_dates_are_drawn_when_nothing_happens_at_all() -> None:
    chart = dates_histogram({"embargo_date": np.full(3, NEVER)}, None, EN, LIGHT)
    assert {each["value"][1] for each in chart.option["series"][0]["data"]} == {0.0}


def test_peaks_are_shares_by_whole_divisions() -> None:
    chart = peaks_histogram(np.array([16.0, 16.2, 22.4, 14.0]), None, EN, LIGHT)
    drawn = dict(zip(chart.option["xAxis"]["data"], chart.option["series"][0]["data"], strict=True))
    assert {place: share for place, share in drawn.items() if share} == {"14": 25.0, "16": 50.0, "22": 25.0}


# ---- comparisons -------------------------------------------------------------------------------------


def test_parts_of_a_lens_add_up_and_small_ones_carry_no_number() -> None:
    parts: Mapping[str, float] = {"attack_1941": 0.05, "attack_1942": 0.0, "field_incident": 0.0}
    whole = {**parts, "stand_guard": 0.85, "no_mobilisation": 0.1}
    chart = lenses_bar([("rational", whole)], EN, LIGHT)
    assert sum(each["data"][0]["value"] for each in chart.option["series"]) == pytest.approx(100.0)
    shown = {each["id"]: each["data"][0]["label"]["show"] for each in chart.option["series"]}
    assert shown == {name: whole[name] >= 0.07 for name in OUTCOMES}


def test_cells_of_a_map_are_counted_along_x_first_as_a_pick_counts_them() -> None:
    chart = of_many_worlds()[4]
    cells = series(chart)["map"]["data"]
    assert [each["value"][:2] for each in cells] == [[0, 0], [1, 0], [2, 0], [0, 1], [1, 1], [2, 1]]
    assert [each["value"][2] for each in cells] == [0.0, 10.0, "-", 20.0, 30.0, 55.0]
    assert [row[1:] for row in chart.rows] == [("0%", "10%", "–%"), ("20%", "30%", "55%")]
    assert series(chart)["current"]["data"] == [[1.0, 0.5]]


def test_the_scale_of_a_map_ends_above_its_highest_share() -> None:
    tops = [
        phase_heat("A", "B", ["1"], ["1"], np.array([[share]]), None, EN, LIGHT).option["visualMap"]["max"]
        for share in (np.nan, 0.0, 0.1, 0.11, 0.55, 1.0)
    ]
    assert tops == [10.0, 10.0, 10.0, 20.0, 60.0, 100.0]


@pytest.mark.parametrize("theme", list(PALETTES))
def test_the_scale_of_a_map_moves_one_way_in_lightness(theme: Theme) -> None:
    light = [luminance(each) for each in share_ramp(PALETTES[theme])]
    steps = np.diff(light)
    assert np.all(steps < -0.02) or np.all(steps > 0.02)


def test_flips_tell_what_turns_into_what() -> None:
    chart = flips_bar([("Pace", "0.90", "1.07", 0.12), ("Winter", "0", "9", 0.3)], EN, LIGHT)
    assert [each["value"] for each in series(chart)["flips"]["data"]] == [12.0, 30.0]
    assert series(chart)["names"]["data"][0]["label"]["formatter"] == "Pace: 0.90 → 1.07"
    assert chart.rows[1] == ("Winter", "0", "9", "30.0%")


# ---- colours and text --------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", list(PALETTES))
def test_numbers_on_bars_have_contrast_enough(theme: Theme) -> None:
    for style in outcome_styles(PALETTES[theme]).values():
        dark, bright = sorted((luminance(style["color"]), luminance(ink_on(style["color"]))))
        assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_outcomes_alike_in_colour_differ_in_pattern() -> None:
    styles = outcome_styles(LIGHT)
    assert list(styles) == list(OUTCOMES)
    fills = {
        (each["color"], each["decal"].get("symbol"), each["decal"].get("rotation"))
        for each in styles.values()
    }
    assert len(fills) == len(OUTCOMES)
    assert {name for name, each in styles.items() if each["decal"]["symbol"] != "none"} == {
        "attack_1942", "field_incident"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.04, "±0.0"), (-0.04, "±0.0"), (0.06, "+0.1"), (-1.25, "−1.2"), (1234.0, "+1,234.0")],
)
def test_differences_have_their_sign(value: float, text: str) -> None:
    assert signed(EN, value, 1, nought="±") == text


def test_a_legend_breaks_into_rows_where_its_names_are_long() -> None:
    assert [rows_of(names, 14) for names in ([], ["a"], ["a" * 60, "b"], ["動" * 12] * 3)] == [0, 1, 2, 3]


# ---- on the page -------------------------------------------------------------------------------------


def test_a_chart_is_handed_to_its_template_and_a_pick_comes_back(show: Callable[[Any], Shown]) -> None:
    picked: list[int] = []
    chart = of_the_months(world())["german_front"]
    widget = show(ChartCard(Session("opening=off"), chart, picked.append)).only("option")
    widget.vue_event_pick({"dataIndex": 3})
    assert picked == [3]
    assert json.loads(widget.option) == json.loads(json.dumps(chart.option))
    name = f"kantokuen-{__version__}-german-front"
    assert (widget.name, widget.picks, widget.title) == (name, "month", chart.title)


def test_a_chart_that_nobody_listens_to_cannot_be_picked(show: Callable[[Any], Shown]) -> None:
    widget = show(ChartCard(Session("opening=off"), of_the_months(world())["german_front"])).only("option")
    assert widget.picks == ""
    assert "{title}" in widget.words["save"]


def test_a_month_s_futures_stand_as_a_bar_between_the_ends_of_their_interval() -> None:
    days = State().days
    shares = {0: {"share": 0.4, "low": 0.3, "high": 0.5}, 1: {"share": 0.0, "low": 0.0, "high": 0.02}}
    chart = futures_bar(shares, days, 1, 200, EN, LIGHT)
    found = series(chart)
    assert [each["value"] for each in found["futures"]["data"]] == [[0, 40.0], [1, 0.0]]
    assert [each["value"] for each in found["intervals"]["data"]] == [[0, 50.0], [1, 2.0]]
    assert found["lows"]["data"] == [[0, 30.0], [1, 0.0]]
    assert chart.rows == (
        ("1 April 1941", "40.0%", "30.0% to 50.0%"),
        ("30 April 1941", "0.0%", "0.0% to 2.0%"),
    )
    assert "200" in chart.subtitle


def test_the_axis_fits_what_is_known_and_a_month_between_may_be_missing() -> None:
    days = State().days
    shares = {0: {"share": 0.01, "low": 0.0, "high": 0.03}, 8: {"share": 0.0, "low": 0.0, "high": 0.02}}
    chart = futures_bar(shares, days, 0, 200, EN, LIGHT)
    assert chart.option["yAxis"]["max"] == 4
    assert [row[0] for row in chart.rows] == ["1 April 1941", EN.day(days[7])]
    assert futures_bar({}, days, 0, 200, EN, LIGHT).option["yAxis"]["max"] == 4


def test_futures_that_are_not_played_yet_leave_their_months_empty() -> None:
    days = State().days
    chart = futures_bar({}, days, 0, 200, Words.of("ja"), LIGHT)
    assert chart.rows == ()
    assert len(chart.option["xAxis"]["data"]) == len(days)


def test_a_fork_that_moves_the_winter_leaves_the_days_before_it_as_they_were() -> None:
    scenario = Scenario.load("historical")
    later = scenario.replace({"season.winter_shift": 20.0})
    request = Run(scenario, seed=1)
    before, after = play(Question(request)), play(Question(request, fork=4, later=later))

    def ends(told: Playback) -> list[float]:
        return [month.signals["season_ends"] for month in told.months[:6]]

    assert ends(after)[:4] == ends(before)[:4]
    assert ends(after)[4] > ends(before)[4] + 15.0
    for told in (before, after):
        left = [month.signals["season_ends"] - to_day(month.date) for month in told.months[2:4]]
        assert series_of_days(told) == [round(each, 2) for each in left]


def series_of_days(told: Playback) -> list[float]:
    """Days from the sittings of June and July 1941 to the end of the season, as the bars show them."""
    return [each.total for each in days_left._days(seen(told, index=2))][:2]
