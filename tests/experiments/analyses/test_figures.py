"""Figures and frames as files: readable, repeatable, whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from matplotlib.figure import Figure

from kantokuen.experiments.analyses.figures import (
    COLOURS,
    dress,
    entitle,
    in_percent,
    new_figure,
    save,
    shades,
)
from kantokuen.experiments.analyses.measures import measure
from kantokuen.experiments.analyses.phase import phase
from kantokuen.experiments.analyses.phase_map import draw_phase
from kantokuen.experiments.files import save_frame, whole
from kantokuen.model.errors import InputError
from tests.support.synthetic import make_study


def a_figure() -> Figure:
    figure = new_figure(5.0, 3.0)
    axes = figure.add_subplot()
    axes.plot([0.0, 1.0], [0.0, 0.5], color=COLOURS[0])
    dress(axes, x="season.winter_shift, days", y="share of worlds", title="A panel")
    in_percent(axes.yaxis)
    entitle(figure, "Attack in 1941", "Of 100 worlds.")
    return figure


def test_an_svg_holds_its_words_as_text(tmp_path: Path) -> None:
    save(a_figure(), tmp_path / "figure.svg")
    text = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    for words in ("season.winter_shift, days", "share of worlds", "Attack in 1941", "Of 100 worlds.", "50%"):
        assert f">{words}</text>" in text


@pytest.mark.parametrize("suffix", [".svg", ".png", ".PNG"])
def test_the_same_figure_has_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        save(a_figure(), tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_a_map_has_the_same_bytes_twice_and_tells_measure_and_levers(tmp_path: Path) -> None:
    levers = {
        "germany.pace": np.repeat([0.8, 1.0, 1.2], 3),
        "season.winter_shift": np.tile([0.0, 10.0, 20.0], 3),
    }
    study = make_study(levers, attacks=np.arange(9) > 4)
    for name in ("a.svg", "b.svg"):
        save(draw_phase(study, phase(study, measure("attack_1941"))), tmp_path / name)
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert text == (tmp_path / "b.svg").read_text(encoding="utf-8")
    for words in ("germany.pace, multiplier", "season.winter_shift, days", "Attack in 1941, share of worlds"):
        assert words in text


def test_shades_grow_darker_all_the_way() -> None:
    red, green, blue, _ = shades()(np.linspace(0.0, 1.0, 20)).T
    lightness = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert (np.diff(lightness) < 0.0).all()


def test_another_kind_of_figure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"does not end in \.svg or \.png"):
        save(a_figure(), tmp_path / "figure.pdf")


@pytest.mark.parametrize(
    ("name", "read"),
    [("a.parquet", pl.read_parquet), ("a.csv", pl.read_csv), ("a.arrow", pl.read_ipc)],
)
def test_a_frame_is_read_back_as_it_was(
    tmp_path: Path, name: str, read: Callable[[Path], pl.DataFrame]
) -> None:
    frame = pl.DataFrame({"lever": ["germany.pace"], "mean": [0.25]})
    save_frame(frame, tmp_path / name)
    assert read(tmp_path / name).equals(frame)


def test_another_kind_of_frame_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"does not end in \.parquet, \.csv or \.arrow"):
        save_frame(pl.DataFrame({"a": [1]}), tmp_path / "frame.xlsx")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is in a folder that does not exist"):
        save(a_figure(), tmp_path / "nowhere" / "figure.svg")


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "frame.csv"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        _fail_half_way(target)
    assert target.read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["frame.csv"]


def _fail_half_way(target: Path) -> None:
    with whole(target) as beside:
        beside.write_text("half", encoding="utf-8")
        raise RuntimeError
