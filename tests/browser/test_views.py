"""What the views must keep to, which no browser would tell."""

from __future__ import annotations

import inspect
import re
from importlib.resources import files

import pytest

from kantokuen.dashboard import widgets
from kantokuen.dashboard.charts import card

VIEWS = sorted(
    each.name for each in (files("kantokuen.dashboard") / "views").iterdir() if each.name.endswith(".vue")
)
SAID = "".join(inspect.getsource(each) for each in (widgets, card))
EVENTS = set(re.findall(r"\bevent_(\w+):", SAID))


@pytest.mark.parametrize("name", VIEWS)
def test_no_method_of_a_view_is_hidden_by_an_event_of_its_name(name: str) -> None:
    view = (files("kantokuen.dashboard") / "views" / name).read_text(encoding="utf-8")
    own = set(re.findall(r"^    (?:async )?(\w+)\(.*\) \{$", view, flags=re.MULTILINE))
    assert {"pick", "go", "move", "upload"} <= EVENTS
    assert own
    assert own.isdisjoint(EVENTS), "Solara makes a method of every event, which wins over ours"
