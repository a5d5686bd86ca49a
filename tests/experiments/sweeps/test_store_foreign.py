"""A store from someone else: whatever lies in the folder, reading it ends in words and stays inside."""

import json
import os
import socket
from collections.abc import Iterator
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from kantokuen.cli.app import app
from kantokuen.experiments.analyses.study import open_study
from kantokuen.experiments.sweeps import folder as folder_module
from kantokuen.experiments.sweeps import part_file
from kantokuen.experiments.sweeps.folder import JOURNAL, LOCK, MANIFEST, OLD_MANIFEST, StoreError
from kantokuen.experiments.sweeps.part import play_part
from kantokuen.experiments.sweeps.store import begin, open_store
from kantokuen.experiments.sweeps.sweep import sweep
from kantokuen.experiments.sweeps.verify import verify
from kantokuen.model.errors import InputError
from tests.support.small import PART_ROWS, PARTS, content, forge, make_old, said, small_plan

ESCAPE = "\x1b[2J\x1b]0;owned\x07"
WRONG: list[Any] = [
    *(None, True, -5, 0, 10**12, 10**400, 1.5, "", "x", "/dev/zero", "../x", ESCAPE, "\ud800", "y" * 100_000),
    *([], {}, [[]], {"a": 1}, {"values": [1, 2]}, {"from": 1, "to": 2, "steps": 10**9}),
]
"""What stands in a manifest in the place of something else."""


READABLE = r"under the version that made it; .*older ones too, can be read here: `rows\(\)`.*--sample 0"


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """A sweep that was stopped when two of its parts stood."""
    folder = tmp_path / "half"
    with begin(small_plan(), folder, PART_ROWS) as store:
        for number in (0, 5):
            store.keep(play_part(small_plan(), number, PART_ROWS))
    return folder


@pytest.fixture
def secret(tmp_path: Path) -> Iterator[Path]:
    """A file of the user's, outside the folder, that must stay as it is."""
    file = tmp_path / "secret"
    file.write_text("years of work")
    yield file
    assert file.read_text() == "years of work"


def places(data: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every entry of a manifest, of its parts and levers the first few."""
    inner = (
        list(data.items() if isinstance(data, dict) else enumerate(data))
        if isinstance(data, dict | list)
        else []
    )
    for name, value in inner[:3] if so_far in {("parts",), ("plan", "set")} else inner:
        yield (*so_far, name)
        yield from places(value, (*so_far, name))


def changed(data: dict[str, Any], way: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Return a copy with another value at a place."""
    new = deepcopy(data)
    at: Any = new
    for name in way[:-1]:
        at = at[name]
    at[way[-1]] = value
    return new


@pytest.mark.slow
def test_every_entry_of_a_manifest_may_be_of_any_kind_and_the_answer_is_in_words(copy: Path) -> None:
    good = said(copy)
    tried = refused = 0
    for way in places(good):
        for value in WRONG:
            forge(copy, changed(good, way, value))
            tried += 1
            try:
                verify(copy, sample=0)
            except StoreError as error:
                refused += 1
                words = str(error)
                assert words.replace("\n", "").isprintable(), way
                assert len(words) < 4_000, way
    assert tried > 700
    assert refused > 0.9 * tried


def test_every_entry_of_a_manifest_is_needed_but_what_a_plan_has_by_default(copy: Path) -> None:
    good = said(copy)
    for name in set(good) - {"checksum"}:
        forge(copy, {key: value for key, value in good.items() if key != name})
        with pytest.raises(StoreError):
            open_store(copy)


@pytest.mark.parametrize(
    ("way", "value", "fault"),
    [
        (("part_rows",), 0, "part_rows = 0 is not usable"),
        (("part_rows",), -5, "part_rows = -5 is not usable"),
        (("part_rows",), 10**12, "part_rows = 1000000000000 is not usable"),
        (("parts",), None, "parts = None is not usable"),
        (("parts",), [], "says 0 parts; allowed: 8, as its plan has it"),
        (("rows",), 255, "says 255 rows; allowed: 256"),
        (("points",), 127, "says 127 points; allowed: 128"),
        (("parts", 3, "rows"), 31, r"parts\.3: rows = 31 are not 32"),
        (("parts", 3, "file"), "/dev/zero", r"parts\.3: file = '/dev/zero' is not part-000003\.parquet"),
        (("parts", 3, "file"), "../x", r"parts\.3: file = '\.\./x' is not"),
        (("parts", 3, "file"), "part-000002.parquet", r"parts\.3: file = 'part-000002\.parquet' is not"),
        (("made_with", "numpy"), ESCAPE, r"made_with\.numpy = .*\\x1b\[2J.* is not usable"),
        (("made_with", ESCAPE), "1", r"made_with.*\\x1b.* is not usable"),
        (("scenario",), ESCAPE, "scenario = .* is not usable"),
        (("plan", "name"), "small\rlarge", "name = .* is not usable"),
        (("plan", "scenario"), "../secret.toml", "plan: has the entry 'scenario'"),
        (("plan", "priors"), ["varying"], "plan: has the entry 'priors'"),
        (("plan", "set"), {f"x{n}": 1 for n in range(80_000)}, "has more entries than there are levers"),
        (("address",), "0" * 64, r"address = '0{64}' is not that of its plan, versions and size of files"),
        (("plan", "seed"), 7, r"address = '[0-9a-f]{64}' is not that of its plan"),
        (("made_with", "numpy"), "9.9.9", r"address = '[0-9a-f]{64}' is not that of its plan"),
        (("made_with",), {}, "made_with has no SALib and no kantokuen and no model and no numpy"),
        (("scenario",), "", "scenario = '' is not usable"),
        (("scenario",), "x" * 81, "scenario = '.*' is not usable"),
        (("commit",), "../x", r"commit = '\.\./x' is not usable"),
        (("commit",), "", "commit = '' is not usable"),
        (("another",), 1, "has an unknown entry another"),
    ],
)
def test_what_is_wrong_in_a_manifest_is_said(
    copy: Path, way: tuple[Any, ...], value: Any, fault: str
) -> None:
    forge(copy, changed(said(copy), way, value))
    with pytest.raises(StoreError, match=fault):
        open_store(copy)


def test_a_store_of_the_first_version_needs_its_address_too(copy: Path) -> None:
    make_old(copy, address="0" * 64)
    with pytest.raises(StoreError, match=r"manifest\.json: address = '0{64}' is not that of its plan"):
        open_store(copy)


def test_a_store_of_the_first_version_needs_its_versions_too(copy: Path) -> None:
    make_old(copy, made_with={})
    with pytest.raises(StoreError, match=r"manifest\.json: made_with has no SALib"):
        open_store(copy)


def test_a_manifest_that_does_not_say_whether_it_is_complete_is_refused(copy: Path) -> None:
    manifest = said(copy)
    del manifest["complete"]
    forge(copy, manifest)
    with pytest.raises(StoreError, match="has no complete"):
        open_store(copy)


@pytest.mark.parametrize(
    "text", [b"[" * 200_000, b'{"a":' * 200_000, b"NaN", b"1e400", b"\xff", b"", b"null"]
)
@pytest.mark.parametrize("name", [MANIFEST, OLD_MANIFEST])
def test_what_is_no_json_or_too_deep_is_damaged(copy: Path, name: str, text: bytes) -> None:
    (copy / MANIFEST).unlink()
    for content_of_it in (text, b"PAR1\n" + text):
        (copy / name).write_bytes(content_of_it)
        with pytest.raises(StoreError, match=r"is damaged|is not the manifest"):
            open_store(copy)


def test_a_manifest_or_a_journal_beyond_all_measure_is_not_read(
    copy: Path, half: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "_LONGEST", 10_000)
    for file in (copy / MANIFEST, half / JOURNAL):
        with file.open("r+b") as content_of_it:
            content_of_it.truncate(2**40)  # takes no room on the disk
        with pytest.raises(StoreError, match="is too large; allowed: at most 10,000 bytes"):
            open_store(file.parent)


def test_a_manifest_that_is_a_link_is_not_followed(copy: Path, secret: Path) -> None:
    for name in (MANIFEST, OLD_MANIFEST):
        (copy / MANIFEST).unlink(missing_ok=True)
        (copy / name).symlink_to(secret)
        with pytest.raises(StoreError, match="is a link; allowed: an ordinary file"):
            open_store(copy)
        with pytest.raises(StoreError, match="is a link"):
            sweep(small_plan(), copy, workers=1)
        (copy / name).unlink()


@pytest.mark.parametrize("name", [JOURNAL, LOCK])
def test_a_journal_or_a_lock_that_is_a_link_is_neither_read_nor_written_through(
    half: Path, secret: Path, name: str
) -> None:
    (half / name).unlink()
    (half / name).symlink_to(secret)
    with pytest.raises(StoreError, match=f"{name} is a link|{name}: is a link"):
        sweep(small_plan(), half, workers=1)


def test_a_journal_that_is_a_link_is_not_read(half: Path, secret: Path) -> None:
    secret.write_bytes((half / JOURNAL).read_bytes())
    (half / JOURNAL).unlink()
    (half / JOURNAL).symlink_to(secret)
    with pytest.raises(StoreError, match="is a link"):
        open_store(half)
    secret.write_text("years of work")


def test_a_temporary_file_that_is_a_link_is_not_written_through(
    half: Path, secret: Path, finished: Path
) -> None:
    for number in range(PARTS):
        (half / f".kantokuen-{number:016x}.tmp").symlink_to(secret)
    sweep(small_plan(), half, workers=1)
    assert content(half) == content(finished)


def test_a_name_that_is_drawn_and_taken_is_not_written_through(
    half: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda _: "0" * 16)
    with begin(small_plan(), half) as store:
        (half / f".kantokuen-{'0' * 16}.tmp").symlink_to(secret)
        with pytest.raises(FileExistsError):
            store.keep(play_part(small_plan(), 1, PART_ROWS))


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "endless"])
def test_what_takes_the_place_of_a_file_after_it_was_looked_at_is_not_read(
    copy: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(copy)
    for name in (MANIFEST, "part-000003.parquet"):
        strange(kind, copy / name, tmp_path / "outside")
    monkeypatch.setattr(folder_module, "check_ordinary", lambda _: True)
    monkeypatch.setattr(part_file, "fault_outside", lambda *_: None)
    with pytest.raises(StoreError, match=r"_manifest\.parquet: cannot be read: "):
        open_store(copy)
    with pytest.raises(StoreError, match=r"part-000003\.parquet cannot be read \("):
        store.rows()


def strange(kind: str, path: Path, outside: Path) -> None:
    """Put something that is no ordinary file at a place."""
    if kind == "link":
        outside.write_bytes(path.read_bytes())
        path.unlink()
        path.symlink_to(outside)
        return
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        there = Path.cwd()
        os.chdir(path.parent)  # a socket's name is short
        try:
            with socket.socket(socket.AF_UNIX) as bound:
                bound.bind(path.name)
        finally:
            os.chdir(there)
    else:
        path.symlink_to("/dev/zero")


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("link", "is a link"),
        ("endless", "is a link"),
        ("folder", "is a folder"),
        ("pipe", "is a pipe or a device"),
        ("socket", "is a pipe or a device"),
    ],
)
def test_a_part_that_is_no_ordinary_file_is_not_opened(
    copy: Path, tmp_path: Path, kind: str, fault: str
) -> None:
    strange(kind, copy / "part-000003.parquet", tmp_path / "outside")
    for look in (lambda: verify(copy, sample=0), lambda: open_store(copy).rows()):
        with pytest.raises(StoreError, match=rf"part-000003\.parquet {fault}"):
            look()
    for check in (True, False):
        with pytest.raises(StoreError, match=fault):
            open_store(copy).rows(check=check)


def test_a_part_that_is_a_link_gives_way_to_the_part_and_its_goal_stays(
    copy: Path, secret: Path, finished: Path
) -> None:
    (copy / "part-000003.parquet").unlink()
    (copy / "part-000003.parquet").symlink_to(secret)
    sweep(small_plan(), copy, workers=1)
    assert content(copy) == content(finished)
    assert not (copy / "part-000003.parquet").is_symlink()


def test_the_folder_may_be_reached_by_a_link(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "by-link").symlink_to(copy)
    assert verify(tmp_path / "by-link", sample=0).files == PARTS
    (tmp_path / "to-nothing").symlink_to(tmp_path / "nothing")
    with pytest.raises(StoreError, match="is a link to nothing"):
        open_store(tmp_path / "to-nothing")
    with pytest.raises(InputError, match="cannot be written"):
        sweep(small_plan(), tmp_path / "to-nothing")


@pytest.mark.parametrize(
    ("altered", "fault"),
    [
        (lambda rows: rows.head(31), "has 31 rows, not 32"),
        (lambda rows: rows.drop("outcome"), "has other columns than its plan"),
        (lambda rows: rows.with_columns(x=1), "has other columns than its plan"),
        (lambda rows: rows.select(reversed(rows.columns)), "has other columns than its plan"),
        (
            lambda rows: rows.with_columns(pl.col("world").cast(pl.Float64)),
            "has another kind of values in the column world",
        ),
        (lambda _: None, "is no Parquet file"),
    ],
)
def test_a_part_with_other_columns_or_rows_is_found_though_its_checksum_is_right(
    copy: Path, altered: Any, fault: str
) -> None:
    file, manifest = copy / "part-000002.parquet", said(copy)
    rows = altered(pl.read_parquet(file))
    if rows is None:
        file.write_bytes(b"PAR1" + b"\0" * 100 + b"PAR1")
    else:
        rows.write_parquet(file)
    data = file.read_bytes()
    manifest["parts"][2] |= {"bytes": len(data), "sha256": sha256(data).hexdigest()}
    forge(copy, manifest)
    for look in (lambda: verify(copy, sample=0), lambda: open_store(copy).rows()):
        with pytest.raises(StoreError, match=rf"part-000002\.parquet {fault}"):
            look()


@pytest.mark.parametrize(
    "line",
    [
        *('{"part": 1e400}', '{"part": NaN}', '{"part": 1.0}', '{"part": true}', '{"part": -1}'),
        *('{"part": 8}', '{"part": null}', '{"part": []}', "[1]", "7", "null", "[" * 200_000, "\ud800"),
        f'{{"part": {"9" * 5000}}}',
        '{"part": 1, "file": "../../etc/passwd", "rows": 32, "bytes": 1, "sha256": "x"}',
        f'{{"part": 1, "file": "/dev/zero", "rows": 32, "bytes": 1, "sha256": "{"0" * 64}"}}',
        '{"part": 8, "failed": "no such part"}',
    ],
)
def test_a_line_of_a_journal_that_says_nothing_counts_for_nothing(
    half: Path, finished: Path, line: str
) -> None:
    journal = half / JOURNAL
    journal.write_bytes(line.encode("utf-8", "surrogatepass") + b"\n" + journal.read_bytes())
    store = open_store(half)
    assert sorted(store.entries) == [0, 5]
    assert store.failures == {}
    sweep(small_plan(), half, workers=1)
    assert content(half) == content(finished)


@pytest.mark.parametrize("reason", [ESCAPE, ESCAPE * 200, [ESCAPE], {"a": ESCAPE}, None, "y" * 100_000])
def test_the_reason_of_a_failure_can_be_shown_whatever_it_is(half: Path, reason: Any) -> None:
    with (half / JOURNAL).open("a") as journal:
        journal.write("\n" + json.dumps({"part": 3, "failed": reason}))
    shown = open_store(half).failures[3]
    assert shown.isprintable()
    assert len(shown) <= 500


def test_what_another_version_was_called_cannot_steer_a_terminal(copy: Path) -> None:
    manifest = said(copy)
    manifest["made_with"]["kantokuen"] = ESCAPE
    forge(copy, manifest)
    for words in (["verify", str(copy)], ["phase", str(copy)]):
        result = CliRunner().invoke(app, words)
        assert isinstance(result.exception, StoreError)
        assert str(result.exception).isprintable()


@pytest.mark.parametrize("name", ["small\rlarge", "a\nb", "a\tb", ESCAPE])
def test_the_name_of_a_plan_is_one_line(name: str) -> None:
    with pytest.raises(InputError, match=r"name = .* is not usable"):
        small_plan(name=name)


@pytest.mark.parametrize("wrong", [None, 5, "", "a\0b", {}, b"store"])
def test_what_is_no_path_is_said_to_be_none(wrong: Any) -> None:
    with pytest.raises(InputError, match="is no path; allowed: the name of a folder"):
        open_store(wrong)


def test_a_store_of_the_first_version_is_read_and_verified(copy: Path, finished: Path, half: Path) -> None:
    for folder in (copy, half):
        make_old(folder)
        assert not (folder / MANIFEST).exists()
    assert open_store(copy).rows().collect().equals(open_store(finished).rows().collect())
    assert verify(copy, sample=0).files == PARTS
    assert sorted(open_store(half).entries) == [0, 5]
    assert open_store(half).rows().collect().height == 2 * PART_ROWS
    assert not verify(half, sample=0).complete
    with pytest.raises(
        StoreError, match=rf"made with another version: kantokuen was 0\.1\.0 and is .*{READABLE}"
    ):
        verify(copy, sample=1)


def test_a_store_of_the_first_version_is_not_gone_on_with_by_this_one(copy: Path, half: Path) -> None:
    for folder in (copy, half):
        make_old(folder)
        before = content(folder)
        with pytest.raises(
            InputError, match=rf"begun with another version: kantokuen was 0\.1\.0 and is .*{READABLE}"
        ):
            sweep(small_plan(), folder, workers=1)
        assert content(folder) == before


def test_a_damaged_store_of_another_version_is_not_to_be_mended_by_this_one(copy: Path) -> None:
    make_old(copy)
    (copy / "part-000001.parquet").unlink()
    for look in (lambda: verify(copy, sample=0), lambda: open_store(copy).rows()):
        with pytest.raises(
            StoreError, match=r"the version that made them plays .*, this one does not"
        ) as caught:
            look()
        assert "into the folder plays" not in str(caught.value)


def test_a_folder_in_the_place_of_a_part_is_to_be_moved_away_before_a_sweep_goes_on(
    copy: Path, half: Path
) -> None:
    for folder in (copy, half):
        part = folder / "part-000001.parquet"
        part.unlink(missing_ok=True)
        part.mkdir()
        with pytest.raises(
            StoreError, match=r"part-000001\.parquet: is a folder, where .* once it is moved away"
        ):
            sweep(small_plan(), folder, workers=1)
    with pytest.raises(StoreError, match=r"once part-000001\.parquet is moved away, `kantokuen sweep` into"):
        verify(copy, sample=0)
    (copy / "part-000001.parquet").rmdir()
    assert sweep(small_plan(), copy, workers=1).complete


@pytest.mark.parametrize("place", range(0, 3000, 97))
def test_a_flipped_bit_in_a_manifest_of_the_first_version_is_found(copy: Path, place: int) -> None:
    make_old(copy)
    data = bytearray((copy / OLD_MANIFEST).read_bytes())
    data[place] ^= 1
    (copy / OLD_MANIFEST).write_bytes(data)
    with pytest.raises(StoreError, match=r"manifest\.json"):
        open_store(copy)


def test_a_sweep_of_too_many_files_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"make 2,097,152 files of 1; allowed: at most 1,000,000 files"):
        sweep(small_plan(samples=2**18), tmp_path / "store", part_rows=1)
    assert not (tmp_path / "store").exists()


def test_a_manifest_that_makes_too_many_files_of_its_plan_is_refused(tmp_path: Path) -> None:
    with begin(small_plan(samples=2**18), tmp_path):
        pass
    forge(tmp_path, said(tmp_path) | {"part_rows": 1})
    with pytest.raises(
        StoreError, match=r"2,097,152 rows make 2,097,152 files of 1; allowed: at most 1,000,000"
    ):
        open_store(tmp_path)


def test_an_analysis_compares_checksums_first_unless_it_is_told_not_to(copy: Path) -> None:
    manifest = said(copy)
    manifest["parts"][2]["sha256"] = "0" * 64
    forge(copy, manifest)
    for command in ("phase", "regional", "sensitivity", "discover"):
        refused = CliRunner().invoke(app, [command, str(copy)])
        assert isinstance(refused.exception, StoreError)
        assert "part-000002.parquet differs from what was written (its checksum is another)" in str(
            refused.exception
        )
    assert (
        CliRunner().invoke(app, ["phase", str(copy), "--measure", "divisions_peak", "--unchecked"]).exit_code
        == 0
    )
    with pytest.raises(StoreError, match="its checksum is another"):
        open_study(copy)
    assert open_study(copy, check=False).rows.collect().height == 256
