"""A session is what one open page holds: made from its link, written back into it."""

from base64 import b64decode

import pytest

from kantokuen import __version__
from kantokuen.dashboard.palette import PALETTES
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.state import State
from kantokuen.model.text.words import Words
from tests.support.links import settings


def test_a_session_opens_with_what_its_link_asks_for() -> None:
    session = Session("lens=rational&germany.pace=1.2&language=ja&theme=dark")
    state = session.state.value
    assert (state.request.lens, state.language, state.theme) == ("rational", "ja", "dark")
    assert state.changed == {"germany.pace": 1.2}
    assert session.words is Words.of("ja")
    assert session.palette is PALETTES["dark"]
    assert session.blame.value.faults == ()


def test_a_session_opens_with_what_can_be_used_and_tells_the_rest() -> None:
    session = Session("lens=nonsense&world=3&moment=x")
    assert session.state.value == State(world=3)
    assert [each.split("=")[0] for each in session.blame.value.faults] == [
        "unknown lens 'nonsense'; allowed: politics, organisation, rational, mean, median, nash",
        "link: moment ",
    ]


@pytest.mark.parametrize(("theme", "worn"), [("auto", "light"), ("light", "light"), ("dark", "dark")])
def test_until_the_page_says_otherwise_it_is_light_unless_dark_was_chosen(theme: str, worn: str) -> None:
    assert Session(f"theme={theme}").palette is PALETTES[worn]  # type: ignore[index]


def test_the_link_follows_the_state() -> None:
    session = Session("opening=off")
    session.change(world=4, view="months")
    assert settings(session.link) == "world=4&view=months"


@pytest.mark.parametrize(
    ("query", "is_older"),
    [
        ("", False),
        ("language=ja&theme=dark&view=months", False),
        (f"seed=5&version={__version__}", False),
        ("seed=5", True),
        ("germany.pace=1.2&version=0.0.1", True),
        ("world=3&version=", True),
        ("version=99", True),
    ],
)
def test_a_link_of_another_version_opens_and_says_so_until_it_is_understood(
    query: str, *, is_older: bool
) -> None:
    session = Session(query)
    assert session.is_older.value is is_older
    assert session.blame.value.faults == ()
    session.forgive()
    assert not session.is_older.value


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
