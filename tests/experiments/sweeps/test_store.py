"""The store: what stands, stands whole; what is not ours is left alone; what is damaged is found out."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow.dataset
import pyarrow.parquet
import pytest

from kantokuen.experiments.files import write_whole
from kantokuen.experiments.sweeps import manifest as manifest_module
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.folder import JOURNAL, LOCK, MANIFEST, StoreError
from kantokuen.experiments.sweeps.part import no_rows, play_part, play_rows, rows_per_part
from kantokuen.experiments.sweeps.plan import KEPT, Plan
from kantokuen.experiments.sweeps.store import Store, begin, open_store
from kantokuen.experiments.sweeps.sweep import sweep
from kantokuen.experiments.sweeps.verify import verify
from kantokuen.model.errors import InputError
from kantokuen.model.levers.form import Parameter
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.values import varying
from tests.support.small import PART_ROWS, PARTS, address_of, content, forge, said, small_plan


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= 1
    path.write_bytes(bytes(data))


def test_a_finished_store_holds_the_parts_and_the_manifest_and_nothing_else(finished: Path) -> None:
    parts = [f"part-{number:06d}.parquet" for number in range(PARTS)]
    assert list(content(finished)) == [MANIFEST, *parts]


def test_the_rows_are_those_of_the_design_in_order(finished: Path) -> None:
    rows = open_store(finished).rows().collect()
    whole = play_rows(small_plan(), 0, Design(small_plan()).rows)
    assert rows.equals(whole)
    assert rows["point"].is_sorted()


def test_one_scan_of_polars_reads_it(finished: Path) -> None:
    scanned = pl.scan_parquet(finished / "*.parquet").collect()
    assert scanned.equals(open_store(finished).rows().collect())


READERS: dict[str, Callable[[str], pl.DataFrame]] = {
    "pandas": lambda folder: pl.from_pandas(pd.read_parquet(folder)),
    "pyarrow": lambda folder: frame(pyarrow.dataset.dataset(folder).to_table()),
    "pyarrow.parquet": lambda folder: frame(pyarrow.parquet.read_table(folder)),
    "polars": pl.read_parquet,
    "polars, lazily": lambda folder: pl.scan_parquet(folder).collect(),
    "polars, a pattern": lambda folder: pl.read_parquet(f"{folder}/*.parquet"),
    "duckdb": lambda folder: duckdb.connect().sql(f"from '{folder}/*.parquet'").pl(),
}


def frame(table: "pyarrow.Table") -> pl.DataFrame:
    made = pl.from_arrow(table)
    assert isinstance(made, pl.DataFrame)
    return made


@pytest.mark.parametrize("reader", READERS)
def test_a_folder_is_a_parquet_data_set_for_every_reader(finished: Path, reader: str) -> None:
    assert (finished / LOCK).exists()
    rows = open_store(finished).rows().collect().sort("point", "world")
    found = READERS[reader](str(finished)).sort("point", "world")
    assert found.columns == rows.columns
    for name in ("point", "world", "germany.pace", "mobilisation_date", "divisions_peak"):
        assert found[name].cast(rows.schema[name]).equals(rows[name]), name
    assert found["outcome"].cast(pl.String).to_list() == rows["outcome"].cast(pl.String).to_list()


def test_pandas_has_dates_as_dates_and_an_index_without_repeats(finished: Path) -> None:
    found = pd.read_parquet(finished)
    assert found.index.is_unique
    assert found["mobilisation_date"].dropna().map(type).eq(date).all()
    typed = pd.read_parquet(finished, dtype_backend="pyarrow")
    assert str(typed["mobilisation_date"].dtype) == "date32[day][pyarrow]"


def one_of_each_type() -> list[Parameter]:
    """Return a lever of each kind."""
    return list({each.type: each for each in PARAMETERS.values()}.values())


def test_the_columns_without_rows_are_those_of_a_part_whatever_is_varied_and_kept() -> None:
    samples = {"date": ["1941-08-31", "1941-10-15"], "bool": [True, False]}
    vary = {each.key: samples.get(each.type, [each.default]) for each in one_of_each_type()}
    plan = Plan.make(name="all", sampler="grid", vary=vary, keep=[*KEPT, *set(varying()) - set(vary)])
    assert len(vary) == len({each.type for each in PARAMETERS.values()})
    assert no_rows(plan).schema == play_rows(plan, 0, 2).schema


def test_the_manifest_says_what_was_played_and_with_what(finished: Path) -> None:
    manifest = said(finished)
    assert manifest["plan"]["set"]["army.force_ratio"] == 2.0
    assert manifest["plan"]["seed"] == 19410702
    assert set(manifest["made_with"]) == {"SALib", "kantokuen", "model", "numpy", "polars", "scipy"}
    assert manifest["rows"] == sum(part["rows"] for part in manifest["parts"]) == 256
    assert manifest["points"] == 128
    assert "commit" in manifest
    assert len(manifest["address"]) == 64


def test_the_address_follows_from_plan_seed_scenario_and_model(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = {open_store(finished).address}
    for number, changes in enumerate(({"seed": 1}, {"set": {"army.force_ratio": 2.5}}, {"worlds": 3})):
        with begin(small_plan(**changes), tmp_path / str(number)) as store:
            addresses.add(store.address)
    made = manifest_module.made_with() | {"model": "another"}
    monkeypatch.setattr(manifest_module, "made_with", lambda: made)
    with begin(small_plan(), tmp_path / "model") as store:
        addresses.add(store.address)
    assert len(addresses) == 5


@pytest.mark.parametrize("place", [4, 300, 2000, -5])
def test_a_flipped_bit_in_a_file_of_rows_is_found(copy: Path, place: int) -> None:
    flip(copy / "part-000003.parquet", place)
    with pytest.raises(StoreError, match=r"part-000003\.parquet differs from what was written"):
        verify(copy, sample=0)


@pytest.mark.parametrize("place", [*range(0, 3000, 97), -1, -5, -9, -200, -900])
def test_a_flipped_bit_in_the_manifest_is_found(copy: Path, place: int) -> None:
    flip(copy / MANIFEST, place)
    with pytest.raises(InputError, match=r"_manifest\.parquet"):
        verify(copy, sample=0)


def test_a_missing_and_a_foreign_file_are_found(copy: Path) -> None:
    (copy / "part-000001.parquet").rename(copy / "part-000009.parquet")
    with pytest.raises(StoreError) as caught:
        verify(copy, sample=0)
    assert "part-000001.parquet cannot be read (No such file or directory)" in str(caught.value)
    assert "part-000009.parquet does not belong to the sweep" in str(caught.value)


def test_rows_that_the_model_does_not_give_are_found_even_under_a_right_checksum(copy: Path) -> None:
    rows = pl.read_parquet(copy / "part-000002.parquet")
    rows.with_columns(pl.lit(51.0).alias("divisions_peak")).write_parquet(copy / "part-000002.parquet")
    from hashlib import sha256

    data, manifest = (copy / "part-000002.parquet").read_bytes(), said(copy)
    manifest["parts"][2] |= {"bytes": len(data), "sha256": sha256(data).hexdigest()}
    forge(copy, manifest)
    assert verify(copy, sample=0).files == PARTS
    with pytest.raises(StoreError, match=r"part-000002\.parquet: the model gives other bytes"):
        verify(copy, sample=PARTS)


def test_a_whole_store_is_verified(finished: Path) -> None:
    seen: list[tuple[int, int]] = []
    found = verify(finished, sample=3, seed=1, progress=lambda done, whole: seen.append((done, whole)))
    assert (found.rows, found.files, len(found.played), found.complete) == (256, PARTS, 3, True)
    assert seen[-1] == (3, 3)
    assert verify(finished, sample=3, seed=1).played == found.played


@pytest.mark.parametrize("seed", [-1, 2**63, 1.5, True])
def test_a_seed_of_a_verification_is_one_that_a_run_may_have(finished: Path, seed: Any) -> None:
    with pytest.raises(
        InputError, match=r"seed .*; allowed: a whole number from 0 to 9,223,372,036,854,775,807"
    ):
        verify(finished, sample=1, seed=seed)


def test_numbers_of_numpy_are_whole_numbers_too(tmp_path: Path) -> None:
    store = sweep(small_plan(), tmp_path, workers=np.int64(1), part_rows=np.int64(64))  # type: ignore[arg-type]
    assert open_store(tmp_path).part_rows == 64
    assert verify(tmp_path, sample=np.int64(1)).complete  # type: ignore[arg-type]
    assert store.complete


def test_a_store_of_another_model_is_not_played_again(copy: Path) -> None:
    manifest = said(copy)
    manifest["made_with"]["model"] = "f" * 64
    forge(copy, manifest | {"address": address_of(manifest)})
    with pytest.raises(StoreError, match="the source of the model was ffffffffffff and is"):
        verify(copy, sample=1)
    assert verify(copy, sample=0).files == PARTS


def test_an_analysis_of_a_damaged_store_says_which_file_and_what_to_do(copy: Path) -> None:
    (copy / "part-000002.parquet").write_bytes(b"PAR1")
    with pytest.raises(
        StoreError, match=r"part-000002\.parquet differs .*its size is another.*; allowed: a whole store"
    ):
        open_store(copy).rows()


@pytest.mark.parametrize("place", [*range(4, 4300, 307), -5])
def test_rows_are_not_read_from_a_file_with_a_flipped_bit(copy: Path, place: int) -> None:
    flip(copy / "part-000003.parquet", place)
    with pytest.raises(StoreError, match=r"part-000003\.parquet differs .*its checksum is another"):
        open_store(copy).rows()
    assert isinstance(open_store(copy).rows(check=False), pl.LazyFrame)


def test_what_is_no_store_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing: does not exist"):
        open_store(tmp_path / "nothing")
    with pytest.raises(StoreError, match=r"has no _manifest\.parquet"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="cannot be read: File name too long"):
        open_store("x" * 300)
    (tmp_path / "a file").touch()
    with pytest.raises(StoreError, match="a file: is no folder"):
        open_store(tmp_path / "a file")
    (tmp_path / "a file").unlink()
    (tmp_path / MANIFEST).write_text('{"what": "a shopping list"}')
    with pytest.raises(StoreError, match="is not the manifest of a sweep"):
        open_store(tmp_path)
    (tmp_path / MANIFEST).write_text('{"what": "kantokuen sweep", "format": 9}')
    with pytest.raises(StoreError, match="has the format 9"):
        open_store(tmp_path)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(InputError, match=r"holds no sweep but other files \('thesis\.docx'\)"):
        sweep(small_plan(), tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.docx"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"seed": 7}, "another plan: seed was 19410702 and is 7"),
        ({"worlds": 4}, "worlds was 2 and is 4"),
        ({"set": {"army.force_ratio": 3.0}}, r"\[set\] army.force_ratio was 2.0 and is 3.0"),
        (
            {"vary": {"germany.pace": "prior"}},
            r'order was \["germany.pace","soviet.refill"\] and is \["germany.pace"\]',
        ),
        ({"name": "large"}, 'name was "small" and is "large"'),
    ],
)
def test_another_plan_cannot_go_on_with_a_store(copy: Path, changes: dict[str, object], fault: str) -> None:
    before = content(copy)
    with pytest.raises(InputError, match=fault):
        sweep(small_plan(**changes), copy)
    assert content(copy) == before


def test_another_version_of_the_model_cannot_go_on_with_a_store(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = manifest_module.made_with() | {"numpy": "1.0"}
    monkeypatch.setattr(manifest_module, "made_with", lambda: made)
    before = content(copy)
    with pytest.raises(InputError, match=r"begun with another version: numpy was .* and is 1\.0"):
        sweep(small_plan(), copy)
    assert content(copy) == before


def test_a_store_whose_plan_this_version_cannot_read_says_that_the_version_differs(copy: Path) -> None:
    manifest = said(copy)
    manifest["made_with"]["kantokuen"] = "0.0.1"
    manifest["plan"]["set"]["germany.horses"] = 600_000
    forge(copy, manifest)
    with pytest.raises(StoreError, match=r"another version: kantokuen was 0\.0\.1 and is"):
        open_store(copy)


def test_a_sweep_into_a_damaged_store_mends_it(copy: Path, finished: Path) -> None:
    flip(copy / "part-000003.parquet", 500)
    (copy / "part-000005.parquet").unlink()
    (copy / JOURNAL).write_text("of another time")
    played: list[int] = []
    store = sweep(small_plan(), copy, workers=1, progress=lambda done, _: played.append(done))
    assert store.complete
    assert played[0] == 256 - 2 * PART_ROWS
    assert content(copy) == content(finished)


def test_a_bit_flipped_before_a_resume_is_mended(tmp_path: Path, finished: Path) -> None:
    with begin(small_plan(), tmp_path, PART_ROWS) as store:
        for number in (0, 1):
            store.keep(play_part(small_plan(), number, PART_ROWS))
    flip(tmp_path / "part-000001.parquet", 700)
    sweep(small_plan(), tmp_path, workers=1)
    assert content(tmp_path) == content(finished)


def test_a_crash_between_the_manifest_and_the_journal_is_cleaned_up(copy: Path, finished: Path) -> None:
    (copy / JOURNAL).write_text('{"part":0}')
    assert sweep(small_plan(), copy, workers=1).complete
    assert content(copy) == content(finished)


def test_the_name_of_a_folder_may_hold_signs_of_a_pattern(tmp_path: Path) -> None:
    folder = tmp_path / "c[1]*"
    store = sweep(small_plan(), folder, workers=1)
    assert store.rows().collect().height == 256


def test_the_files_of_others_are_not_swept_away(tmp_path: Path) -> None:
    (tmp_path / "mine.tmp").write_text("years of work")
    with pytest.raises(InputError, match="holds no sweep but other files"):
        sweep(small_plan(), tmp_path)
    assert (tmp_path / "mine.tmp").read_text() == "years of work"


def test_another_size_of_files_cannot_go_on_with_a_store(copy: Path) -> None:
    with pytest.raises(InputError, match="was begun with 32 rows in a file, not 64"):
        sweep(small_plan(), copy, part_rows=64)


@pytest.mark.slow
def test_a_second_process_is_refused(tmp_path: Path) -> None:
    with begin(small_plan(), tmp_path / "store", PART_ROWS):
        words = [
            sys.executable,
            "-m",
            "kantokuen",
            "sweep",
            str(tmp_path / "plan.toml"),
            "--out",
            str(tmp_path / "store"),
        ]
        from tests.support.small import small_text

        (tmp_path / "plan.toml").write_text(small_text())
        ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "is being written by another process" in ran.stderr


def test_a_folder_that_cannot_be_written_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(InputError, match="cannot be written: Read-only file system"):
        sweep(small_plan(), tmp_path / "store")


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("mine")
    with pytest.raises(InputError, match="cannot be written: File exists"):
        sweep(small_plan(), tmp_path / "store")
    assert (tmp_path / "store").read_text() == "mine"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    write_whole(target, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_journal_cut_short_loses_only_its_last_line(tmp_path: Path) -> None:
    plan = small_plan()
    with begin(plan, tmp_path, PART_ROWS) as store:
        for number in (0, 5):
            store.keep(play_part(plan, number, PART_ROWS))
        store.fail(6, "bad luck")
    journal = tmp_path / JOURNAL
    journal.write_bytes(journal.read_bytes() + b'\n{"bytes":99,"fi')
    reopened = open_store(tmp_path)
    assert sorted(reopened.entries) == [0, 5]
    assert reopened.failures == {6: "bad luck"}
    with begin(plan, tmp_path) as store:
        store.keep(play_part(plan, 6, PART_ROWS))
    reopened = open_store(tmp_path)
    assert sorted(reopened.entries) == [0, 5, 6]
    assert reopened.failures == {}


def test_a_file_lost_after_its_entry_is_played_again(tmp_path: Path, finished: Path) -> None:
    plan = small_plan()
    with begin(plan, tmp_path, PART_ROWS) as store:
        store.keep(play_part(plan, 0, PART_ROWS))
    (tmp_path / "part-000000.parquet").unlink()
    assert open_store(tmp_path).entries == {}
    sweep(plan, tmp_path, workers=1)
    assert content(tmp_path) == content(finished)


def test_an_unfinished_store_is_verified_as_far_as_it_goes(tmp_path: Path) -> None:
    plan = small_plan()
    with begin(plan, tmp_path, PART_ROWS) as store:
        with pytest.raises(InputError, match="holds no rows yet"):
            store.rows()
        store.keep(play_part(plan, 1, PART_ROWS))
    found = verify(tmp_path)
    assert (found.rows, found.files, found.played, found.complete) == (32, 1, (1,), False)


def test_strays_of_a_crash_are_swept_away(tmp_path: Path) -> None:
    with begin(small_plan(), tmp_path, PART_ROWS):
        (tmp_path / f".kantokuen-{'0' * 16}.tmp").write_bytes(b"half")
        (tmp_path / f".kantokuen-{'1' * 16}.tmp").mkdir()
    with begin(small_plan(), tmp_path, PART_ROWS):
        assert [each.name for each in tmp_path.glob(".*.tmp")] == [f".kantokuen-{'1' * 16}.tmp"]


@pytest.mark.parametrize(
    ("rows", "size"), [(1, 16_384), (10**6, 16_384), (10**8, 65_536), (10**9, 262_144), (10**12, 262_144)]
)
def test_files_grow_with_the_design(rows: int, size: int) -> None:
    assert rows_per_part(rows) == size


def test_a_store_reopened_knows_its_plan(finished: Path) -> None:
    store = open_store(finished)
    assert isinstance(store, Store)
    assert store.plan.document() == small_plan().document()
    assert store.plan.scenario.name == "historical"
    assert store.parts == PARTS
