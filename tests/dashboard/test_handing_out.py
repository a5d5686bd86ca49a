"""What is handed out: a link that others can open, pictures that say what they are of, and a poster."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kantokuen.dashboard import commands, share
from kantokuen.dashboard.export import opened
from kantokuen.dashboard.handing_out import credit, handed_out, with_credit
from kantokuen.dashboard.palette import PALETTES
from kantokuen.dashboard.pictures.captioned import broken, captioned, placed, size_of
from kantokuen.dashboard.pictures.poster import HEIGHT, WIDTH
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.share import HOUSE, LONGEST_FOR_QR, handout, own_address, page_address, qr_code
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from kantokuen.version import __version__
from tests.support.paths import PAGE
from tests.support.shown import SCRIPT, Shown, at

pytestmark = pytest.mark.usefixtures("few_worlds")

EN = Words.of("en")
SCHOOL = "https://school.example/k/"
HERE = "http://127.0.0.1:8765/"
Show = Callable[[Any], Shown]


@pytest.fixture
def bound() -> Iterator[Callable[[str], None]]:
    """Say on which host the page is served; it is as before afterwards."""
    before = HOUSE.host

    def bind(host: str) -> None:
        HOUSE.host = host

    yield bind
    HOUSE.host = before


# ---- the link ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8765/",
        "http://192.168.1.7:8765/",
        "https://school.example/models/kantokuen/",
        "http://[::1]:8765/",
    ],
)
def test_the_address_of_the_page_is_taken_as_a_browser_says_it(address: str) -> None:
    assert page_address(address) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:alert(1)",
        "http://a/<b>",
        "file:///etc/passwd",
        "http://user@host/",
        "//host/",
        "x" * 5000,
    ],
)
def test_what_is_no_address_of_a_page_is_none(text: str) -> None:
    assert page_address(text) == ""


def test_a_link_that_only_this_machine_can_open_says_so(bound: Callable[[str], None]) -> None:
    bound("127.0.0.1")
    given = handout(HERE, "view=months")
    assert (given.link, given.reach) == (f"{HERE}?view=months", "alone")


def test_the_address_on_the_network_is_offered_where_the_page_is_served_there(
    bound: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bound("0.0.0.0")  # noqa: S104  (nothing is bound)
    monkeypatch.setattr(share, "own_address", lambda: "192.168.1.7")
    given = handout(HERE, "view=months")
    assert (given.link, given.reach) == ("http://192.168.1.7:8765/?view=months", "network")
    monkeypatch.setattr(share, "own_address", lambda: None)
    assert handout(HERE, "").reach == "alone"


def test_who_came_by_the_network_hands_out_that_address(bound: Callable[[str], None]) -> None:
    bound("0.0.0.0")  # noqa: S104  (nothing is bound)
    given = handout("https://school.example/k/", "view=months")
    assert (given.link, given.reach) == ("https://school.example/k/?view=months", "others")


def test_a_page_that_listens_on_one_address_has_that_one(bound: Callable[[str], None]) -> None:
    bound("192.168.1.9")
    assert own_address() == "192.168.1.9"


def test_a_code_is_drawn_dark_on_light_and_none_of_a_link_that_no_phone_could_read() -> None:
    drawn = qr_code(HERE)
    assert 'fill="#fff"' in drawn
    assert 'stroke="#000"' in drawn
    assert qr_code("http://a/?" + "x" * LONGEST_FOR_QR) == ""


def test_the_dialog_holds_the_link_its_code_and_says_whether_it_was_copied(show: Show) -> None:
    page = show(at("view=months&worlds=2000"))
    page.send("address", "pick", f"here:{SCHOOL}")
    page.pick("do:share")
    dialog = page.only("address").dialog
    assert f"{SCHOOL}?view=months&amp;worlds=2000&amp;version={__version__}" in dialog
    assert "data-select" in dialog
    assert '<svg viewBox="0 0 ' in dialog
    assert EN("bar.copied") not in dialog
    page.send("address", "pick", "copied:yes")
    assert EN("bar.copied") in page.only("address").dialog


def test_a_link_that_no_phone_can_open_has_no_code_and_says_how_to_serve_the_page_to_phones(
    show: Show,
) -> None:
    page = show(at("worlds=2000"))
    page.send("address", "pick", f"here:{HERE}")
    page.pick("do:share")
    dialog = page.only("address").dialog
    assert "<svg" not in dialog
    assert EN("share.no_code") not in dialog
    assert EN("share.reach.alone") in dialog
    assert "--host 0.0.0.0" in EN("share.reach.alone")


def test_an_address_that_a_visitor_makes_up_is_left_alone(show: Show) -> None:
    page = show(at("worlds=2000"))
    page.send("address", "pick", f"here:http://a/{SCRIPT}")
    page.pick("do:share")
    assert SCRIPT not in page.only("address").dialog


# ---- pictures ----------------------------------------------------------------------------------------

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="100%" role="img">'
    "<text>a</text></svg>"
)


def test_a_picture_is_placed_in_another_in_its_own_proportion() -> None:
    inside, height = placed(PICTURE, 10.0, 20.0, 400.0)
    assert height == 200.0
    assert inside.startswith("<svg ")
    assert 'x="10" y="20" width="400" height="200"' in inside
    assert inside.count("width=") == 1


def test_lines_are_broken_where_they_are_too_long_and_lose_nothing() -> None:
    for text in ("one two three four five six seven eight", "http://a/" + "x" * 200, "長い日本語の文" * 12):
        lines = list(broken(text, 12.0, 120.0))
        assert len(lines) > 1
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert list(broken("", 12.0, 120.0)) == []


def test_a_picture_that_is_saved_says_what_it_is_of() -> None:
    drawn = captioned(PICTURE, "A & B", ["first", "second <line>"], PALETTES["light"])
    root = ET.fromstring(drawn)  # noqa: S314  (our own picture)
    said = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert sorted(map(str, said)) == ["A & B", "a", "first", "second <line>"]
    assert size_of(drawn)[1] > 100.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_credit_names_scenario_change_month_seed_version_citation_and_link(language: str) -> None:
    session = Session(f"scenario=no-oil-embargo&germany.pace=1.2&seed=5&world=3&language={language}")
    session.visited = HERE
    words = Words.of(language)
    said = "\n".join(credit(session))
    for part in (
        words("scenarios.no-oil-embargo.title"),
        words.lever_name("germany.pace"),
        words.day(session.state.value.days[session.state.value.index]),
        "5",
        __version__,
        "Kantokuen authors",
        f"{HERE}?scenario=no-oil-embargo",
    ):
        assert part in said
    drawn = with_credit(session, "table", PICTURE)
    assert words("titles.table") in drawn


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("visited", "pictures"), [(SCHOOL, 5), (HERE, 4)], ids=["network", "alone"])
@pytest.mark.parametrize("query", ["worlds=2000", "scenario=no-oil-embargo&worlds=2000", "fork=1941-07-31"])
def test_the_poster_has_all_its_pictures_within_the_sheet_and_a_code_that_others_can_follow(
    query: str, language: str, visited: str, pictures: int
) -> None:
    session = Session(f"{query}&language={language}")
    session.visited = visited
    commands.pick(session, "do:poster")
    given = handed_out(session)
    assert given is not None
    sheet = session.pictures["poster"]()
    assert sheet in given[1]
    root = ET.fromstring(sheet)  # noqa: S314  (our own picture)
    inside = root.findall("{http://www.w3.org/2000/svg}svg")
    assert len(inside) == pictures
    for each in inside:
        x, y, width, height = (float(each.get(name, "0")) for name in ("x", "y", "width", "height"))
        assert 0.0 <= x <= x + width <= WIDTH
        assert 0.0 <= y <= y + height <= HEIGHT
    assert Words.of(language)("opening.question")[:12] in sheet
    assert with_credit(session, "poster", sheet) == sheet


def test_a_saved_scenario_says_what_it_is_of_and_can_be_opened_again() -> None:
    session = Session("scenario=no-oil-embargo&germany.pace=1.2")
    session.visited = HERE
    commands.pick(session, "do:toml")
    assert session.file.value is not None
    text = b64decode(session.file.value.content).decode()
    assert text.startswith(f"# Kantokuen {__version__}\n")
    assert f"# Link: {HERE}?scenario=no-oil-embargo" in text
    scenario, _ = opened(text, "again.toml")
    assert scenario == session.state.value.request.scenario


def test_the_style_for_paper_is_whole_and_hides_what_can_only_be_pressed() -> None:
    style = (PAGE / "public" / "custom.css").read_text(encoding="utf-8")
    assert style.count("{") == style.count("}")
    depth, deepest = 0, 0
    for sign in re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL):
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
        assert 0 <= depth <= 2
    assert (depth, deepest) == (0, 2)
    assert style.count("@media print") == 1
    paper = style[style.index("@media print") :]
    for hidden in (".side", ".tabs", ".page button", ".saves"):
        assert hidden in paper
