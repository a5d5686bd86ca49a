"""Every character of the page's words has a glyph in a font that the page serves itself."""

import base64
import io
import re
from functools import cache

import pytest
from fontTools.ttLib import TTFont

from kantokuen.dashboard.fonts import FACES, PREFIX, Face, embedded_faces, font_faces
from kantokuen.dashboard.palette import SANS, SERIF
from kantokuen.model.text.languages import LANGUAGES, texts
from tests.support.paths import ROOT
from tools.subset_fonts import OFF_PAGE

FOLDER = ROOT / "dashboard" / "public" / "fonts"
STACKS = {"sans": SANS, "serif": SERIF}
MOST_BYTES = 280_000
AGAIN = "make the Japanese fonts anew: python tools/subset_fonts.py FOLDER"


@cache
def glyphs(face: Face) -> frozenset[int]:
    return frozenset(TTFont(io.BytesIO(face.content())).getBestCmap())


def faces(stack: str, weight: int) -> list[Face]:
    """The upright faces of a stack that a browser uses for a weight."""
    return [
        face
        for face in FACES
        if face.family in STACKS[stack]
        and face.style == "normal"
        and (face.weight in {str(weight), "200 900"})
    ]


def has_glyph(character: str, stack: str, weight: int) -> bool:
    return any(face.covers(character) and ord(character) in glyphs(face) for face in faces(stack, weight))


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("stack", STACKS)
def test_every_character_of_the_words_has_a_glyph(stack: str, weight: int) -> None:
    shown = [
        file
        for each in LANGUAGES
        for name, file in texts(each).items()
        if name.removesuffix(".toml") not in OFF_PAGE
    ]
    used = {each for file in shown for text in file.values() for each in text} - {"\n"}
    missing = sorted(each for each in used if not has_glyph(each, stack, weight))
    assert missing == [], AGAIN


@pytest.mark.parametrize("stack", STACKS)
def test_every_character_of_the_data_and_of_the_levers_has_a_glyph(stack: str) -> None:
    paths = [*ROOT.glob("*/data/**/*.csv"), *ROOT.glob("*/data/**/*.toml"), *ROOT.glob("model/levers/*.py")]
    used = {each for path in paths for each in path.read_text(encoding="utf-8")} - {"\n"}
    assert sorted(each for each in used if not has_glyph(each, stack, 400)) == [], AGAIN


@pytest.mark.parametrize("stack", STACKS)
def test_kana_and_full_width_forms_have_glyphs(stack: str) -> None:
    kana = [chr(each) for each in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB), *range(0xFF01, 0xFF5F))]
    assert [each for each in kana if not has_glyph(each, stack, 700)] == []


def test_the_bold_fonts_hold_what_the_regular_ones_do() -> None:
    japanese = [face for face in FACES if "JP" in face.family]
    assert len({glyphs(face) for face in japanese}) == 1


def test_every_font_of_the_palette_that_is_ours_has_files_and_every_file_is_used() -> None:
    ours = {name for name in re.findall(r"'([^']+)'", SANS + SERIF) if re.search(r"Variable|Subset", name)}
    assert {face.family for face in FACES} == ours
    assert {face.file for face in FACES} == {path.name for path in FOLDER.glob("*.woff2")}


def test_a_font_calls_itself_by_the_family_of_its_style_sheet_where_we_cut_it() -> None:
    for face in FACES:
        if "Subset" in face.family:
            names = TTFont(io.BytesIO(face.content()))["name"]
            assert names.getDebugName(1) == face.family
            assert "SIL Open Font License" in names.getDebugName(13)


def test_no_file_is_large() -> None:
    assert [face.file for face in FACES if len(face.content()) > MOST_BYTES] == []


def test_the_licence_of_every_font_stands_beside_it() -> None:
    for name in ("OFL-Source.txt", "OFL-Noto.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / name).read_text(encoding="utf-8")
    table = (FOLDER / "README.md").read_text(encoding="utf-8")
    stems = [found[1] for found in re.finditer(r"^\| `([^`*]+)\*`", table, re.MULTILINE)]
    assert [face.file for face in FACES if not face.file.startswith(tuple(stems))] == []


def test_the_style_sheet_names_only_files_of_the_page() -> None:
    addresses = re.findall(r"url\(([^)]+)\)", font_faces())
    assert addresses == [f"{PREFIX}/{face.file}" for face in FACES]
    assert font_faces().count("font-display:swap") == len(FACES)


def test_the_address_of_the_files_can_be_another() -> None:
    assert "url(/behind/fonts/source-sans-3-latin-wght-normal.woff2)" in font_faces("/behind/fonts")


def test_a_picture_that_leaves_takes_along_the_fonts_that_it_needs() -> None:
    sheet = embedded_faces(f'<svg font-family="{SANS}"><text>北</text></svg>')
    inside = [base64.b64decode(found) for found in re.findall(r"base64,([^)]+)\)", sheet)]
    files = [face.file for face in FACES if face.content() in inside]
    assert files == [
        "source-sans-3-latin-wght-normal.woff2",
        "noto-sans-jp-subset-400.woff2",
        "noto-sans-jp-subset-700.woff2",
    ]


def test_a_picture_without_japanese_takes_no_japanese_font_along() -> None:
    assert "Noto" not in embedded_faces(f'<svg font-family="{SERIF}"><text>North</text></svg>')


def test_a_face_is_loaded_for_its_characters_alone() -> None:
    latin = next(face for face in FACES if face.file == "source-sans-3-latin-wght-normal.woff2")
    assert [each for each in "Aé–北Œ" if latin.covers(each)] == ["A", "é", "–", "Œ"]
