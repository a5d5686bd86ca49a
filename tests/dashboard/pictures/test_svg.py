"""Facts about the small tools that write SVG."""

from itertools import pairwise

import pytest

from kantokuen.dashboard.palette import mix
from kantokuen.dashboard.pictures.svg import element, esc, label, num, ramp, spread


def test_text_cannot_leave_its_tag() -> None:
    assert esc("<script>'\"&") == "&lt;script&gt;&#x27;&quot;&amp;"
    assert "<b>" not in label(0, 0, "<b>", fill="#000000")
    assert element("g", aria_label='"><script>') == '<g aria-label="&quot;&gt;&lt;script&gt;"/>'


def test_an_attribute_that_is_none_is_left_out() -> None:
    assert element("path", d="M0 0", stroke_width=None, class_="x") == '<path d="M0 0" class="x"/>'


@pytest.mark.parametrize(
    ("value", "said"), [(1.0, "1"), (-0.001, "0"), (2.346, "2.35"), (-7.5, "-7.5"), (100.0, "100")]
)
def test_coordinates_have_at_most_two_decimals(value: float, said: str) -> None:
    assert num(value) == said


def test_a_ramp_ends_in_its_ends() -> None:
    stops = ((0.0, "#000000"), (1.0, "#ffffff"))
    assert [ramp(stops, at) for at in (-1.0, 0.0, 1.0, 2.0)] == ["#000000", "#000000", "#ffffff", "#ffffff"]
    assert mix("#000000", "#ffffff", 0.5) == ramp(stops, 0.5)


def test_labels_moved_apart_keep_their_order_their_gap_and_their_bounds() -> None:
    places = [50.0, 10.0, 51.0, 52.0, 99.0, 98.0]
    moved = spread(places, gap=10.0, low=0.0, high=100.0)
    order = sorted(range(6), key=places.__getitem__)
    down = [moved[index] for index in order]
    assert all(after - before >= 10.0 - 1e-9 for before, after in pairwise(down))
    assert down[0] >= 0.0
    assert down[-1] <= 100.0


def test_labels_that_stand_apart_are_not_moved() -> None:
    assert spread([80.0, 20.0], gap=10.0, low=0.0, high=100.0) == [80.0, 20.0]
