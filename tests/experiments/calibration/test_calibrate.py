"""A calibration goes on where it stopped, gives the same bytes, and says what it cannot do."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kantokuen.experiments.calibration import calibrate as calibrate_module
from kantokuen.experiments.calibration import wave as wave_module
from kantokuen.experiments.calibration.calibrate import POSTERIOR, Calibration, calibrate
from kantokuen.experiments.calibration.plan import CalibrationPlan
from kantokuen.experiments.calibration.report import sheets
from kantokuen.experiments.calibration.wave import Wave, names, play_part
from kantokuen.experiments.priors import digest, settings
from kantokuen.experiments.runner import Run
from kantokuen.experiments.sweeps.crews import crew_of
from kantokuen.experiments.sweeps.part import Part
from kantokuen.experiments.validation.points import Points, play
from kantokuen.experiments.validation.strengths import SIGNALS
from kantokuen.experiments.validation.targets import figures, targets
from kantokuen.model.errors import InputError
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

FEW = replace(CalibrationPlan.load(), points=60, worlds=10, waves=2, later=60, draws=20, foretold=5)
WORLDS = (60 + 60 + 2 * 5) * 10


@pytest.fixture(autouse=True)
def _few_settings_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibrate_module, "_AT_LEAST", 10)
    monkeypatch.setattr(wave_module, "POINTS_OF_A_PART", 20)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Calibration, Path]:
    folder = tmp_path_factory.mktemp("calibration") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibrate_module, "_AT_LEAST", 10)
        patch.setattr(wave_module, "POINTS_OF_A_PART", 20)
        return calibrate(FEW, folder, workers=1), folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file() and each.name != ".lock"
    }


def some_points(count: int = 50) -> Points:
    keys = FEW.keys[:3]
    scores = np.random.default_rng(1).standard_normal((count, len(keys)))
    return Points(Run(), keys, settings(scores, keys), 10, 0)


def as_told(done: int) -> tuple[int, int]:
    return done, 500


def test_the_posterior_says_where_it_comes_from(found: tuple[Calibration, Path]) -> None:
    calibration, folder = found
    frame = pl.read_parquet(folder / POSTERIOR)
    assert frame.columns == list(FEW.keys)
    assert len(frame) == FEW.draws
    about = json.loads(pl.read_parquet_metadata(folder / POSTERIOR)["kantokuen"])
    assert about["priors"] == digest()
    assert about["plan"]["seed"] == FEW.seed
    assert about["command"] == "kantokuen calibrate standard --out DIR"
    assert calibration.worlds == WORLDS
    assert set(calibration.foretold) == set(ENSEMBLES)


def test_a_calibration_that_was_stopped_goes_on_to_the_same_bytes(
    found: tuple[Calibration, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []

    def stopping(points: Points, number: int, first: int) -> Part:
        if len(told) > 4:
            raise KeyboardInterrupt
        return play_part(points, number, first)

    with monkeypatch.context() as patch:
        patch.setattr(wave_module, "play_part", stopping)
        with pytest.raises(KeyboardInterrupt):
            calibrate(FEW, tmp_path / "out", workers=1, progress=lambda *each: told.append(each))
    stood = told[-1]
    assert 0 < stood[0] < WORLDS == stood[1]
    told.clear()
    calibrate(
        FEW,
        tmp_path / "out",
        workers=1,
        progress=lambda *each: told.append(each),
    )
    assert told[0][0] > 0
    assert told[-1] == (WORLDS, WORLDS)
    assert files(tmp_path / "out") == files(found[1])


def test_a_folder_that_something_else_began_is_left_alone(
    found: tuple[Calibration, Path], tmp_path: Path
) -> None:
    before = files(found[1])
    with pytest.raises(InputError, match="was begun by another plan"):
        calibrate(replace(FEW, base=Run(seed=1)), found[1], workers=1)
    assert files(found[1]) == before
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(InputError, match="holds something else; allowed: a new folder"):
        calibrate(FEW, tmp_path, workers=1)
    assert [each.name for each in tmp_path.iterdir() if each.name != ".lock"] == ["note.txt"]


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be written"):
        calibrate(FEW, tmp_path / "file", workers=1)


def test_a_record_that_rules_out_nearly_all_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibrate_module, "_AT_LEAST", 1_000)
    with pytest.raises(
        InputError, match=r"the record leaves \d+ of \d+ settings, and a posterior rests on 1,000 or more"
    ):
        calibrate(FEW, tmp_path / "out", workers=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_can_be_written_in_every_language(found: tuple[Calibration, Path], language: str) -> None:
    tables = sheets(found[0], Words.of(language))
    for each in tables:
        assert each.title
        assert all(len(row) == len(each.columns) for row in each.rows)
    judged = [table for table in tables if len(table.rows) and table.rows[0][0] in FEW.keys]
    assert judged


def test_what_moved_and_what_did_not_are_all_judgements(found: tuple[Calibration, Path]) -> None:
    _, _, moved, unmoved, *_ = sheets(found[0])
    assert sorted(str(row[0]) for row in (*moved.rows, *unmoved.rows)) == sorted(FEW.keys)


# ---- waves


def test_a_point_gives_the_same_in_whatever_company() -> None:
    points = some_points(5)
    alone = np.concatenate([play(points.stretch(each, 1), figures, SIGNALS) for each in range(5)])
    np.testing.assert_array_equal(play(points, figures, SIGNALS), alone)
    assert alone.shape == (5, len(names()))
    assert len(names()) == len(targets()) + 7


@pytest.mark.parametrize("harm", ["cut", "changed", "renamed"])
def test_a_damaged_part_is_played_anew(tmp_path: Path, harm: str) -> None:
    first = Wave(tmp_path / "wave", some_points(), as_told)
    first.play(crew_of(None, 1), None)
    whole = files(tmp_path / "wave")
    file = sorted((tmp_path / "wave").iterdir())[1]
    content = file.read_bytes()
    if harm == "cut":
        file.write_bytes(content[:-20])
    elif harm == "changed":
        file.write_bytes(content[:200] + b"?" + content[201:])
    else:
        file.rename(file.with_name(file.name.replace("part-0001", "part-0002")))
    again = Wave(tmp_path / "wave", some_points(), as_told)
    assert 1 not in again.standing
    again.play(crew_of(None, 1), None)
    assert files(tmp_path / "wave") == whole
    np.testing.assert_array_equal(again.read, first.read)


def test_parts_of_other_points_count_for_nothing(tmp_path: Path) -> None:
    Wave(tmp_path / "wave", some_points(), as_told).play(crew_of(None, 1), None)
    others = replace(some_points(), values=0.9 * some_points().values)
    assert not Wave(tmp_path / "wave", others, as_told).standing


def test_a_part_that_fails_is_told_and_the_others_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(points: Points, number: int, first: int) -> Part:
        if number == 1:
            raise ValueError("no such luck")
        return play_part(points, number, first)

    wave = Wave(tmp_path / "wave", some_points(), as_told)
    with monkeypatch.context() as patch:
        patch.setattr(wave_module, "play_part", failing)
        with pytest.raises(InputError, match=r"part 1 of .* failed: ValueError: no such luck"):
            wave.play(crew_of(None, 1), None)
    assert sorted(Wave(tmp_path / "wave", some_points(), as_told).standing) == [0, 2]


# ---- plans


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("points = 10", "points = 10 is not usable; allowed: a whole number from 1,000 to 100,000"),
        ("worlds = 20", "worlds = 20 is not usable; allowed: a whole number from 200"),
        ("pionts = 500", "'pionts' is not a known entry"),
        ('[fix]\n"staff.german_discont" = 0.5', "is no judgement; .* 'staff.german_discount'"),
        ('[fix]\n"staff.german_discount" = 5', "german_discount = 5 is too high"),
        ('[fix]\n"germany.pace" = 1.0', "germany.pace is no judgement"),
        ('scenario = "nowhere"', "scenario: .*nowhere"),
        ("foretold = 101", "foretold = 101 is more than is drawn; allowed: at most draws = 100"),
    ],
)
def test_a_plan_that_is_wrong_is_told(tmp_path: Path, text: str, fault: str) -> None:
    standard = 'name = "x"\npoints = 1000\nworlds = 200\nwaves = 1\nlater = 500\ndraws = 100\nforetold = 10\n'
    key = text.partition(" ")[0]
    kept = "".join(line for line in standard.splitlines(keepends=True) if not line.startswith(f"{key} "))
    (tmp_path / "plan.toml").write_text(kept + text)
    with pytest.raises(InputError, match=fault):
        CalibrationPlan.load(tmp_path / "plan.toml")


def test_a_plan_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="standard"):
        CalibrationPlan.load("standrad")
    with pytest.raises(InputError, match="no such file"):
        CalibrationPlan.load(tmp_path / "none.toml")


def test_a_judgement_that_stands_is_not_fitted() -> None:
    fixed = FEW.fixing({"staff.german_discount": 0.4})
    assert "staff.german_discount" not in fixed.keys
    assert fixed.run.scenario.levers["staff.german_discount"] == 0.4
    assert len(fixed.keys) == len(FEW.keys) - 1
