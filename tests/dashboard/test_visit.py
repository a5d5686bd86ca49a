"""A visit is what one open page holds: made from its link, written back into it."""

from base64 import b64decode

import pytest

from kantokuen.dashboard.choice import Choice, History
from kantokuen.dashboard.palette import PALETTES
from kantokuen.dashboard.visit import Visit
from kantokuen.dashboard.words import Words


def test_a_visit_opens_with_what_its_link_asks_for() -> None:
    visit = Visit("lens=rational&germany.pace=1.2&language=ja&theme=dark")
    assert visit.choice.value == Choice(
        lens="rational", history=History(levers={"germany.pace": 1.2}), language="ja", theme="dark"
    )
    assert visit.words is Words.of("ja")
    assert visit.palette is PALETTES["dark"]
    assert visit.blame.value.faults == ()


def test_a_visit_opens_with_what_can_be_used_and_tells_the_rest() -> None:
    visit = Visit("lens=nonsense&world=3&moment=x")
    assert visit.choice.value == Choice(world=3)
    assert [each.split("=")[0] for each in visit.blame.value.faults] == [
        "unknown lens 'nonsense'; allowed: politics, organisation, rational, mean, median, nash",
        "link: moment ",
    ]


@pytest.mark.parametrize(("theme", "worn"), [("auto", "light"), ("light", "light"), ("dark", "dark")])
def test_until_the_page_says_otherwise_it_is_light_unless_dark_was_chosen(theme: str, worn: str) -> None:
    assert Visit(f"theme={theme}").palette is PALETTES[worn]  # type: ignore[index]


def test_the_link_follows_the_choice() -> None:
    visit = Visit("")
    visit.change(world=4, view="months")
    assert visit.link == "world=4&view=months"


def test_starting_over_takes_the_faults_with_it() -> None:
    visit = Visit("lens=x")
    visit.start_over(Choice(world=2))
    assert (visit.link, visit.blame.value.faults) == ("world=2", ())


def test_files_are_numbered_so_that_the_same_can_be_sent_twice() -> None:
    visit = Visit("language=ja")
    for number in (1, 2):
        visit.send("a.svg", "image/svg+xml", "関".encode(), draws=True)
        sent = visit.file.value
        assert sent is not None
        assert sent.as_dict() == {
            "number": number, "name": "a.svg", "type": "image/svg+xml", "content": sent.content, "draws": True
        }  # fmt: skip
        assert b64decode(sent.content).decode() == "関"
    assert "a.svg" in visit.said.value
