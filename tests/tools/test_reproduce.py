"""What the manual shows is made anew and compared: nothing is left out, and what changed is told."""

from __future__ import annotations

import json
import re
import shlex
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import typer
from PIL import Image
from typer.core import TyperGroup

from kantokuen.cli.app import app
from kantokuen.model.errors import InputError
from tests.support.paths import DOCS, ROOT
from tools.reproduce import command
from tools.reproduce.claims import CLAIMS, Claim, renewed
from tools.reproduce.comparing import difference
from tools.reproduce.products import PRODUCTS, Product

PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
OF_THE_EVIDENCE = {"corrections.md", "attribution.md"}
"""Pages whose figures are those of sources, or versions."""

WRITTEN_WHOLE = {"validation.md", "calibrated.md"}
"""Pages that a command writes from end to end."""

NO_RESULT = re.compile(
    r"Python 3\.1\d(?:, 3\.1\d or 3\.1\d)?|Mesa (?:from )?3\.\d|[Vv]ersions? [\d.]+|CC BY-SA 4\.0"
    r"|K / 1\.5|95 %"
)
"""Versions, a constant of the rules, and the measure of an interval."""

MAKER = """
import sys
from pathlib import Path
Path(sys.argv[1]).write_text(Path("what.txt").read_text())
"""
SMALL = Product("small", ("page.txt",), ("python maker.py OUT/page.txt",), "cheap")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one page, which a command writes."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "maker.py").write_text(MAKER)
    for name in ("what.txt", "page.txt"):
        (root / name).write_text("one\ntwo\n")
    monkeypatch.setattr(command, "ROOT", root)
    monkeypatch.setattr(command, "PRODUCTS", (SMALL,))
    return root


def made(product: Product, root: Path, folder: Path) -> command.Found:
    folder.mkdir()
    return command.reproduced(product, folder, root)


# ---- what is made and told


def test_what_is_made_alike_is_the_same(root: Path, tmp_path: Path) -> None:
    found = made(SMALL, root, tmp_path / "out")
    assert (found.word, found.lines, found.is_wrong) == ("same", (), False)


def test_what_is_made_otherwise_is_changed_and_the_first_line_is_told(root: Path, tmp_path: Path) -> None:
    (root / "what.txt").write_text("one\nthree\nfour\n")
    found = made(SMALL, root, tmp_path / "out")
    assert (found.word, found.is_wrong) == ("changed", True)
    assert found.lines == ("page.txt: line 2", "- two", "+ three")


def test_a_file_that_was_not_there_and_one_that_nothing_makes_are_told(root: Path, tmp_path: Path) -> None:
    (root / "page.txt").rename(root / "page0.txt")
    found = made(replace(SMALL, files=("page*.txt",)), root, tmp_path / "out")
    assert found.lines == ("page.txt: it was not there", "page0.txt: no command makes it any more")
    assert found.is_wrong


def test_a_command_that_fails_is_told_with_its_last_words(root: Path, tmp_path: Path) -> None:
    (root / "what.txt").unlink()
    found = made(SMALL, root, tmp_path / "out")
    assert (found.word, found.is_wrong) == ("not made", True)
    assert "FileNotFoundError" in found.lines[0]


def test_what_is_brought_up_to_date_is_found_where_it_is_made(root: Path, tmp_path: Path) -> None:
    code = "from pathlib import Path as P; import sys; p = P(sys.argv[1]); p.write_text(p.read_text() * 2)"
    twice = (f"python -c {shlex.quote(code)} OUT/page.txt",)
    assert made(replace(SMALL, commands=twice), root, tmp_path / "without").word == "not made"
    found = made(replace(SMALL, commands=twice, renews=True), root, tmp_path / "with")
    assert found.lines == ("page.txt: line 3", "+ one")
    assert (root / "page.txt").read_text() == "one\ntwo\n"


def test_only_out_itself_stands_for_the_folder() -> None:
    words = command.words_of("tool OUT/a OUT OUTER WITHOUT/b", Path("/there"))
    assert words == ["tool", "/there/a", "/there", "OUTER", "WITHOUT/b"]


# ---- the command


def test_the_status_is_one_where_something_changed_until_it_is_taken_over(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([]) == 0
    (root / "what.txt").write_text("three\n")
    assert command.main(["--cheap"]) == 1
    assert re.search(r"^small +changed .*\n +page\.txt: line 1\n", capsys.readouterr().out, re.MULTILINE)
    assert (root / "page.txt").read_text() == "one\ntwo\n"
    assert command.main(["--write"]) == 0
    assert (root / "page.txt").read_text() == "three\n"
    assert command.main(["--only", "small"]) == 0


def test_what_varies_is_made_only_by_name_and_never_compared(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "PRODUCTS", (replace(SMALL, varies="it is never alike"),))
    (root / "what.txt").write_text("three\n")
    assert command.main(["--write"]) == 0
    assert "not compared" in (told := capsys.readouterr().out)
    assert "it is never alike" in told
    assert (root / "page.txt").read_text() == "one\ntwo\n"
    assert command.main(["--only", "small"]) == 0
    assert command.main(["--only", "small", "--write"]) == 0
    assert (root / "page.txt").read_text() == "three\n"


def test_an_unknown_name_is_refused_in_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command.main(["--only", "phas"])
    assert left.value.code == 2
    assert re.fullmatch(
        r"python -m tools\.reproduce: unknown product 'phas'; nearest known name: 'phase'; allowed: .*\n",
        capsys.readouterr().err,
    )


def test_the_list_has_every_product_with_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--list"]) == 0
    told = capsys.readouterr().out
    for product in PRODUCTS:
        assert re.search(rf"^{product.name} +{product.cost} ", told, re.MULTILINE)
        assert all(f"$ {each}\n" in told for each in product.commands)
    assert "not in --cheap: the quick suite compares it" in told


def test_a_cheap_run_leaves_out_what_takes_long_what_varies_and_what_a_suite_compares() -> None:
    assert [each.name for each in command.chosen(None, cheap=True)] == ["judgements", "manual"]
    assert command.chosen(None, cheap=False) == list(PRODUCTS)
    assert [each.name for each in command.chosen(["phase", "manual"], cheap=False)] == ["manual", "phase"]


# ---- how files are compared


def parted(kept: bytes, now: bytes, name: str, folder: Path) -> list[str]:
    files = [folder / f"{each}-{name}" for each in ("kept", "made")]
    for file, content in zip(files, (kept, now), strict=True):
        file.write_bytes(content)
    return difference(*files)


def png(*dots: tuple[int, int], shade: int = 255, size: tuple[int, int] = (60, 20)) -> bytes:
    """A black picture with some dots of another shade."""
    picture = Image.new("L", size)
    for dot in dots:
        picture.putpixel(dot, shade)
    into = BytesIO()
    picture.save(into, "PNG")
    return into.getvalue()


LETTER = [(x, y) for x in range(5) for y in range(10)]
"""So many dots as a letter has."""


def test_a_long_line_is_cut_around_what_differs(tmp_path: Path) -> None:
    kept, now = (f"{'x' * 500}{each}{'y' * 500}".encode() for each in "ab")
    where, before, after = parted(kept, now, "a.svg", tmp_path)
    assert where == "line 1"
    assert [len(before), len(after)] == [102, 102]
    assert before.index("a") == after.index("b") > 0


def test_texts_that_differ_only_in_the_ends_of_lines_are_told(tmp_path: Path) -> None:
    assert parted(b"one\n", b"one\r\n", "a.md", tmp_path) == ["only in the ends of its lines"]
    assert parted(b"one\n", b"one\n", "a.md", tmp_path) == []


def test_a_picture_may_differ_at_the_edge_of_a_letter_and_not_by_a_letter(tmp_path: Path) -> None:
    assert parted(png(), png((3, 3), (4, 4)), "a.png", tmp_path) == []
    assert parted(png(), png(*LETTER, shade=20), "a.png", tmp_path) == []
    assert parted(png(), png(*LETTER), "a.png", tmp_path) == ["50 of 1,200 dots differ"]
    assert parted(png(), png(size=(60, 21)), "a.png", tmp_path) == ["60 × 20 dots before, 60 × 21 now"]


def notebook(text: str, picture: bytes) -> bytes:
    data = {"image/png": f"{b64encode(picture).decode()}\n"}
    return json.dumps({"cells": [{"text": text}, {"data": data}]}, indent=1).encode()


def test_a_notebook_is_compared_by_its_texts_and_its_pictures(tmp_path: Path) -> None:
    kept = notebook("one", png())
    assert parted(kept, notebook("one", png((3, 3))), "a.ipynb", tmp_path) == []
    assert parted(kept, notebook("two", png()), "a.ipynb", tmp_path)[1:] == [
        '-    "text": "one"',
        '+    "text": "two"',
    ]
    assert parted(kept, notebook("one", png(*LETTER)), "a.ipynb", tmp_path) == ["50 of 1,200 dots differ"]


def frame(**columns: list[float]) -> bytes:
    into = BytesIO()
    pl.DataFrame(columns).write_parquet(into, metadata={"seed": str(np.random.default_rng().random())})
    return into.getvalue()


def test_a_frame_is_compared_by_its_rows(tmp_path: Path) -> None:
    kept = frame(a=[1.0, 2.0], b=[3.0, 4.0])
    assert parted(kept, frame(a=[1.0, 2.0], b=[3.0, 4.0000001]), "a.parquet", tmp_path) == []
    assert parted(kept, frame(a=[1.0, 2.0], b=[3.0, 5.0]), "a.parquet", tmp_path) == [
        "1 of 2 columns differ",
        "b: mean 3.5 before, 4 now",
    ]
    assert parted(kept, frame(a=[1.0], b=[3.0]), "a.parquet", tmp_path) == [
        "2 rows of 2 columns before, 1 rows of 2 columns now"
    ]


# ---- numbers in sentences


def claim(words: str, number: Callable[[], float] = lambda: 1234.56) -> Claim:
    return Claim("page.md", words, number, 1)


def test_the_number_of_a_claim_is_written_anew_and_no_other() -> None:
    text = "In 7.5 % of worlds it takes 7.5 days, or 8."
    assert renewed(text, claim("takes {} days")) == "In 7.5 % of worlds it takes 1,234.6 days, or 8."


@pytest.mark.parametrize("words", ["takes {} months", "takes {}", "the {} days"])
def test_a_claim_that_does_not_stand_there_once_is_refused(words: str) -> None:
    with pytest.raises(InputError, match="does not stand there once"):
        renewed("It takes 7 days, and then it takes 8 days; the few days.", claim(words))


@pytest.mark.parametrize("claimed", CLAIMS, ids=lambda each: each.words)
def test_every_claim_stands_on_its_page(claimed: Claim) -> None:
    page = (ROOT / claimed.page).read_text(encoding="utf-8")
    stands = re.search(f"{re.escape(claimed.words)}".replace(r"\{\}", r"([\d,.]+)"), page)
    assert stands is not None
    number = float(stands[1].replace(",", ""))
    assert renewed(page, replace(claimed, number=lambda: number)) == page
    assert claimed.page in next(each for each in PRODUCTS if each.name == "claims").files


@pytest.mark.parametrize(
    "page",
    [each for each in PAGES if each.name not in OF_THE_EVIDENCE | WRITTEN_WHOLE],
    ids=lambda page: page.name,
)
def test_no_result_stands_in_a_sentence_that_no_command_writes(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for claimed in (each for each in CLAIMS if f"docs/{page.name}" == each.page):
        text = renewed(text, replace(claimed, number=lambda: 0.0, digits=0))
    text = re.sub(r"<!-- generated: .*?<!-- end -->", "", text, flags=re.DOTALL)
    text = re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)
    text = NO_RESULT.sub("", re.sub(r"`[^`\n]*`|^    .*$", "", text, flags=re.MULTILINE))
    assert re.findall(r".*(?:\d ?%|\d*\.\d+|\d ?[kMG]B\b).*", text) == []


# ---- nothing is left out


def test_every_product_has_a_name_of_its_own_and_files_that_are_there() -> None:
    assert len({each.name for each in PRODUCTS}) == len(PRODUCTS)
    assert [f for each in PRODUCTS for f in each.files if not [*ROOT.glob(f)]] == []


def test_every_picture_notebook_and_page_with_a_generated_part_belongs_to_a_product() -> None:
    owned = {name for each in PRODUCTS for name in command.names_of(each, ROOT)}
    shown = [*DOCS.glob("*.svg"), *DOCS.glob("*.png"), *DOCS.glob("*.ipynb")]
    shown += [page for page in PAGES if "<!-- generated:" in page.read_text(encoding="utf-8")]
    shown += [DOCS / name for name in WRITTEN_WHOLE]
    assert len(shown) > 15
    assert {path.relative_to(ROOT).as_posix() for path in shown} - owned == set()


@pytest.mark.parametrize("line", [line for each in PRODUCTS for line in each.commands])
def test_every_command_of_a_product_exists_with_its_options(line: str) -> None:
    program, *words = shlex.split(line)
    if program == "kantokuen":
        commands: Any = typer.main.get_command(app)
        assert isinstance(commands, TyperGroup)
        known = {option for each in commands.commands[words[0]].params for option in each.opts}
        assert {each for each in words if each.startswith("--")} <= known
    elif words[0] == "-m":
        assert find_spec(words[1]) is not None
    else:
        assert [each for each in words if each.startswith("tools/") and not (ROOT / each).is_file()] == []
