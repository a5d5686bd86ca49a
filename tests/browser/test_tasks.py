"""Five questions that a teacher asks of the page, each answered in at most so many steps.

A step is a click, a choice from a list, or a lever moved.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.support.visitor import Visitor, words

EN = words()


class Steps:
    """What a visitor does, counted.

    Args:
        visitor: who does it, on the page as it opens.
    """

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.taken = 0

    def do(self, act: Callable[..., object], *about: str) -> None:
        self.taken += 1
        act(*about)


@pytest.fixture
def steps(visit: Visit) -> Steps:
    visitor = visit(permissions=["clipboard-read", "clipboard-write"])
    visitor.open()
    return Steps(visitor)


def test_would_they_have_attacked_without_the_embargo_and_what_else_changes(steps: Steps) -> None:
    visitor = steps.visitor
    steps.do(visitor.choose, "scenario", "no-oil-embargo")
    expect(visitor.page.locator("#verdict .difference")).to_contain_text(EN("endings.guard_south.name"))
    expect(visitor.page.locator("#verdict .sentence")).to_contain_text("the Army attacks")
    steps.do(visitor.look_at, "whatif")
    table = visitor.page.locator(".side-by-side table")
    expect(table.locator("tr", has_text=EN("outcomes.attack_1942.name")).first).to_be_visible()
    expect(table.locator("tr", has_text=EN("parting.side.dates.southern_war_date")).first).to_be_visible()
    assert steps.taken <= 2


def test_why_did_the_navy_object_on_31_july_with_a_document(steps: Steps) -> None:
    visitor = steps.visitor
    expect(visitor.month).to_have_text("Jul 1941")
    steps.do(visitor.pick, "NAV")
    why = visitor.page.locator("#why")
    expect(why).to_contain_text("Oikawa Koshiro")
    expect(why.locator(".parts .ground cite").first).to_be_visible()
    steps.do(visitor.pick, "office-source:NAV")
    first = visitor.dialog.locator(".record").first
    expect(first).to_contain_text(EN("sources_panel.document"))
    expect(first).not_to_contain_text(EN("sources_panel.judgement"))
    assert steps.taken <= 3


def test_moscow_falls_in_august_when_do_the_histories_part_and_who_moves_first(steps: Steps) -> None:
    visitor = steps.visitor
    steps.do(visitor.choose, "scenario", "moscow-falls-august")
    steps.do(visitor.look_at, "whatif")
    parting = visitor.page.locator(".parting")
    expect(parting).to_contain_text(EN("parting.first", n=0, day="31 July 1941"))
    expect(parting).to_contain_text("First to move")
    assert steps.taken <= 2


def test_fork_on_31_july_and_change_one_thing(steps: Steps) -> None:
    visitor = steps.visitor
    steps.do(visitor.look_at, "whatif")
    steps.do(visitor.pick, "do:fork")
    steps.do(visitor.move, "china.tied_divisions")
    expect(visitor.page.locator(".panels .pair .card")).to_have_count(2)
    visitor.await_link(fork="1941-07-31")
    assert steps.taken <= 3


def test_hand_out_a_picture_and_a_link(steps: Steps, tmp_path: Path) -> None:
    visitor = steps.visitor
    steps.do(visitor.take, "save:table.svg", tmp_path)  # type: ignore[arg-type]
    steps.do(visitor.pick, "do:share")
    field = visitor.dialog.locator("#share-link")
    expect(field).to_be_focused()
    assert field.input_value().startswith("http")
    assert len(list(tmp_path.iterdir())) == 1
    assert steps.taken <= 2
