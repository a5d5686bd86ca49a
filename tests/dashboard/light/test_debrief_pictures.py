"""The lines of a debrief: every value has its place, and the names at their ends lie apart."""

import re
from itertools import pairwise

import pytest

from kantokuen.dashboard.light.debrief_pictures import Line, lines_picture


def drawn(*values: list[float], most: float | None = None) -> str:
    lines = [Line(f"name{n}", f"kind{n}", each) for n, each in enumerate(values)]
    return lines_picture(lines, "title", "desc", most=most)


def heights(picture: str, kind: str) -> list[float]:
    spots = re.findall(rf'<circle [^>]*class="spot {kind}"[^>]*>', picture)
    return [float(re.findall(r' cy="([\d.]+)"', each)[0]) for each in spots]


def test_a_greater_value_stands_higher_on_one_scale_for_all_lines() -> None:
    picture = drawn([10.0, 20.0], [20.0, 5.0])
    first, second = heights(picture, "kind0"), heights(picture, "kind1")
    assert first[0] > first[1]
    assert first[1] == second[0]
    assert second[1] > first[0]


@pytest.mark.parametrize("values", [[0.0], [0.0, 0.0], [0.3], [26.4] * 11, [400.0, 3.0]])
def test_every_value_lies_within_the_picture(values: list[float]) -> None:
    picture = drawn(values)
    wide, tall = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)[0])
    assert len(heights(picture, "kind0")) == len(values)
    assert all(0.0 < each < tall for each in heights(picture, "kind0"))
    assert all(0.0 < float(each) < wide for each in re.findall(r' cx="([\d.]+)"', picture))


def test_names_of_lines_that_end_together_lie_apart() -> None:
    picture = drawn([50.0], [50.0], [50.0], most=100.0)
    names = re.findall(r'<text [^>]*y="([\d.]+)"[^>]*>name\d', picture)
    ordered = sorted(map(float, names))
    assert len(ordered) == 3
    assert min(b - a for a, b in pairwise(ordered)) >= 10.0


def test_a_picture_says_in_words_what_it_shows_and_escapes_them() -> None:
    picture = lines_picture([Line("<b>", "kind", [1.0])], "<title>", "<desc>")
    assert "<b>" not in picture
    assert "&lt;desc&gt;" in picture
