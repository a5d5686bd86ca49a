"""The charts of strengths: what is drawn is what the worlds and the documents give."""

from __future__ import annotations

import re
from io import BytesIO

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.text import Text

from kantokuen.experiments.analyses.figures import write
from kantokuen.experiments.analyses.strengths_figure import PANELS, Panel, draw, told
from kantokuen.experiments.validation import strengths
from kantokuen.experiments.validation.plays import Found, Played, play_all
from kantokuen.experiments.validation.strengths import RECORDS, SIGNALS, recorded
from kantokuen.model.evidence import value
from kantokuen.model.text.words import ENGLISH, Words

WORLDS = 60
PHONE = 390.0
"""Pixels across a telephone, as wide as a page shows the picture there."""


@pytest.fixture(scope="module")
def found() -> Found:
    return play_all([strengths.watched(WORLDS)], seed=7)


@pytest.fixture(scope="module")
def played(found: Found) -> Played:
    return found[strengths.watched(WORLDS)]


@pytest.fixture(scope="module")
def figure(found: Found) -> Figure:
    return draw(found, WORLDS, 7)


def panels(figure: Figure) -> dict[str, tuple[Panel, Axes]]:
    return {panel.signal: (panel, axes) for panel, axes in zip(PANELS, figure.axes, strict=False)}


def heights(axes: Axes, name: str) -> np.ndarray:
    line = next(each for each in axes.lines if each.get_gid() == name)
    return np.asarray(line.get_ydata(), dtype=float)


def marks(axes: Axes, marker: str) -> list[tuple[float, float]]:
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))  # type: ignore[index]
        for line in axes.lines
        if line.get_marker() == marker
    ]


def test_there_is_a_panel_for_each_strength_that_is_recorded_and_one_place_to_explain(figure: Figure) -> None:
    assert sorted(each.signal for each in PANELS) == sorted(SIGNALS)
    assert len(figure.axes) == len(PANELS) + 1


def test_a_line_is_the_mean_of_the_worlds_in_the_unit_of_its_panel(figure: Figure, played: Played) -> None:
    for signal, (panel, axes) in panels(figure).items():
        mean = np.mean(played.seen.also[signal], axis=1) / panel.unit
        np.testing.assert_allclose(heights(axes, signal), mean)


def test_the_band_holds_the_middle_nine_tenths_of_the_worlds(figure: Figure, played: Played) -> None:
    for signal, (panel, axes) in panels(figure).items():
        (band,) = axes.collections
        shown = band.get_paths()[0].vertices[:, 1]  # type: ignore[index]
        low, high = np.quantile(played.seen.also[signal] / panel.unit, (0.05, 0.95), axis=1)
        assert (shown.min(), shown.max()) == pytest.approx((low.min(), high.max()))


def test_beliefs_of_divisions_and_men_are_dashed_and_those_of_the_general_staff(
    figure: Figure, played: Played
) -> None:
    shown = panels(figure)
    np.testing.assert_allclose(
        heights(shown["soviet_divisions"][1], "soviet_divisions believed"),
        np.mean(played.seen.belief, axis=1),
    )
    men = [1e-6 * means["AGS"]["soviet_men"] for _, means in played.means]
    np.testing.assert_allclose(heights(shown["soviet_men"][1], "soviet_men believed"), men)
    others = [axes for signal, (panel, axes) in shown.items() if not panel.is_believed]
    assert not any("believed" in str(line.get_gid()) for axes in others for line in axes.lines)


def test_every_document_is_a_dot_on_its_day_or_a_bar_where_it_gives_a_range(figure: Figure) -> None:
    for signal, (panel, axes) in panels(figure).items():
        dots, bars = [], []
        for each in RECORDS:
            low, high = (end / panel.unit for end in recorded(each.source))
            if each.signal == signal:
                (dots if low == high else bars).append((date2num(each.day), low, high))
        assert marks(axes, "o") == [(day, pytest.approx(low)) for day, low, _ in dots]
        upright = [
            (*line.get_xdata(), *line.get_ydata())  # type: ignore[misc]
            for line in axes.lines
            if line.get_gid() is None and line.get_marker() == "None" and line.get_linestyle() == "-"
        ]
        assert upright == [(day, day, low, high) for day, low, high in bars]


def test_what_tokyo_counted_in_june_is_an_empty_square(figure: Figure) -> None:
    _, axes = panels(figure)["soviet_tanks"]
    assert [height for _, height in marks(axes, "s")] == [value("SOV026") / 1e3]
    _, oil = panels(figure)["oil"]
    assert marks(oil, "s") == []


def test_axes_begin_at_nought_and_leave_nothing_out(figure: Figure, played: Played) -> None:
    for signal, (panel, axes) in panels(figure).items():
        low, high = axes.get_ylim()
        assert low == 0.0
        assert high > np.quantile(played.seen.also[signal] / panel.unit, 0.95, axis=1).max()
        assert high > max(recorded(each.source)[1] for each in RECORDS if each.signal == signal) / panel.unit


def test_letters_are_legible_on_a_telephone(figure: Figure) -> None:
    sizes = [each.get_fontsize() for each in figure.findobj(Text) if each.get_text()]
    assert min(sizes) * PHONE / (72.0 * figure.get_figwidth()) >= 9.0


def test_the_same_worlds_have_the_same_bytes_and_words_stay_words(found: Found) -> None:
    drawn = []
    for _ in range(2):
        into = BytesIO()
        write(draw(found, WORLDS, 7), into, "svg")
        drawn.append(into.getvalue())
    assert drawn[0] == drawn[1]
    for words in ("there", "believed", "a document", "Soviet men, million", "Germany attacks"):
        assert f">{words}</text>".encode() in drawn[0]


def test_the_charts_are_told_in_words_of_each_language(found: Found, played: Played) -> None:
    english = told(found, WORLDS)
    at = played.seen.dates.index(max(day for day in played.seen.dates if day.year == 1941))
    assert f"{np.mean(played.seen.also['soviet_divisions'][at]):.0f} Soviet divisions" in english
    assert f"the staff believes in {np.mean(played.seen.belief[at]):.0f} and " in english
    name, day, *_, off = strengths.sheet(found, WORLDS).rows[0]
    assert f"{name}, {ENGLISH.day(day)}, {100 * abs(float(off)):.0f} % off" in english  # type: ignore[arg-type]
    assert not re.search(r"[][\n]", english)
    assert re.search(r"[\u3040-\u30ff]", told(found, WORLDS, Words.of("ja")))
