"""Sentences on the screen are broken where a person would break them."""

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding

from kantokuen.cli.prose import Prose, line_ends

JAPANESE = (
    "Bでは1941年の対ソ攻撃に終わる世界はAとほぼ同数（95%区間：100につき0.2の減少から1.8の増加まで）、"
    "また動員ののちの警戒態勢が少ない。army.soviet_division_value を0.75から0.581へ。"
)


def printed(text: str, width: int) -> list[str]:
    """Print a text: get its lines."""
    console = Console(width=width, force_terminal=False)
    with console.capture() as capture:
        console.print(Prose(text))
    return capture.get().splitlines()


@pytest.mark.parametrize("width", range(30, 100, 7))
def test_a_japanese_line_breaks_no_number_no_key_and_begins_with_no_full_stop(width: int) -> None:
    lines = printed(JAPANESE, width)
    assert "".join(lines).replace(" ", "") == JAPANESE.replace(" ", "")
    assert max(map(cell_len, lines)) <= width
    assert not any(line[0] in "。、）：" or line.endswith("（") for line in lines)
    assert all(
        any(whole in line for line in lines) for whole in ("1941年", "0.581", "army.soviet_division_value")
    )


def test_a_text_without_wide_characters_is_left_to_rich() -> None:
    text = "Kantokuen does not go forward. The Army mobilises, and stands guard at 16 divisions."
    console = Console(width=30, force_terminal=False)
    with console.capture() as capture:
        console.print(text)
    assert line_ends(text, 30) == []
    assert printed(text, 30) == capture.get().splitlines()


def test_a_word_that_fits_nowhere_is_still_shown_whole() -> None:
    assert "".join(printed("あ" + "x" * 50, 20)) == "あ" + "x" * 50


def test_lines_end_before_a_padding() -> None:
    console = Console(width=40, force_terminal=False)
    with console.capture() as capture:
        console.print(Padding(Prose("長い文。" * 12), (0, 0, 0, 6)))
    lines = capture.get().splitlines()
    assert max(map(cell_len, lines)) <= 40
    assert all(line.startswith("      長") or not line.strip().startswith("。") for line in lines)
