"""A session is what one open page holds: made from its link, written back into it."""

from base64 import b64decode

import pytest

from kantokuen.dashboard.state import State
from kantokuen.dashboard.palette import PALETTES
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.words import Words


def test_a_visit_opens_with_what_its_link_asks_for() -> None:
    session = Session("lens=rational&germany.pace=1.2&language=ja&theme=dark")
    assert session.state.value == Choice(
        lens="rational", history=History(levers={"germany.pace": 1.2}), language="ja", theme="dark"
    )
    assert session.words is Words.of("ja")
    assert session.palette is PALETTES["dark"]
    assert session.blame.value.faults == ()


def test_a_visit_opens_with_what_can_be_used_and_tells_the_rest() -> None:
    session = Session("lens=nonsense&world=3&moment=x")
    assert session.state.value == Choice(world=3)
    assert [each.split("=")[0] for each in session.blame.value.faults] == [
        "unknown lens 'nonsense'; allowed: politics, organisation, rational, mean, median, nash",
        "link: moment ",
    ]


@pytest.mark.parametrize(("theme", "worn"), [("auto", "light"), ("light", "light"), ("dark", "dark")])
def test_until_the_page_says_otherwise_it_is_light_unless_dark_was_chosen(theme: str, worn: str) -> None:
    assert Session(f"theme={theme}").palette is PALETTES[worn]  # type: ignore[index]


def test_the_link_follows_the_choice() -> None:
    session = Session("")
    session.change(world=4, view="months")
    assert session.link == "world=4&view=months"


def test_starting_over_takes_the_faults_with_it() -> None:
    session = Session("lens=x")
    session.start_over(Choice(world=2))
    assert (session.link, session.blame.value.faults) == ("world=2", ())


def test_files_are_numbered_so_that_the_same_can_be_sent_twice() -> None:
    session = Session("language=ja")
    for number in (1, 2):
        session.send("a.svg", "image/svg+xml", "関".encode(), draws=True)
        sent = session.file.value
        assert sent is not None
        assert sent.as_dict() == {
            "number": number, "name": "a.svg", "type": "image/svg+xml", "content": sent.content, "draws": True
        }  # fmt: skip
        assert b64decode(sent.content).decode() == "関"
    assert "a.svg" in session.said.value
