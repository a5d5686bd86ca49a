"""The pages of a game of one person over the wire: what they take, refuse, and keep to themselves."""

import re
import time
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette

from kantokuen.dashboard.addresses import Names
from kantokuen.dashboard.light.room_desk import POLICY, Desk, Kept
from kantokuen.dashboard.light.room_routes import room_routes
from kantokuen.dashboard.light.seat_link import game_at
from kantokuen.experiments.game import debrief as debrief_module
from kantokuen.experiments.game.debrief import debrief
from kantokuen.experiments.game.game import Game
from kantokuen.experiments.game.keeping import as_data, read_game
from kantokuen.experiments.game.questions import SEATS
from kantokuen.experiments.game.table import MOST_TURNS
from kantokuen.experiments.game.telling import recorded
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from tests.support.phone import Got, Phone

EN = Words.of("en")
SEED = 918_273
START: dict[str, object] = {"seat": "WAR", "scenario": "historical", "lens": "politics", "length": 2}
PATIENCE_SECONDS = 120.0
WITH_FILE = "multipart/form-data; boundary=between"
SHOWN = re.compile(r"<[^>]*>")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few worlds and futures stand behind a debrief."""
    monkeypatch.setattr(debrief_module.debrief, "__kwdefaults__", {"worlds": 20, "progress": None})
    monkeypatch.setattr(debrief_module, "_FUTURES", 30)


@pytest.fixture
def phone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Phone:
    """A phone that asks for the pages; the seed of a game that begins is known here."""
    monkeypatch.setattr("kantokuen.dashboard.light.seat_pages.randbelow", lambda _: SEED)
    desk = Desk(Kept(place=tmp_path / "rooms.sqlite"), Names.of("127.0.0.1"))
    return Phone(Starlette(routes=room_routes(desk)))


def in_form(content: bytes) -> bytes:
    """A file in a form, as a browser sends it."""
    head = b'--between\r\nContent-Disposition: form-data; name="file"; filename="game.json"\r\n\r\n'
    return head + content + b"\r\n--between--\r\n"


def begun(phone: Phone, **fields: object) -> str:
    """Begin a game, and return where it is."""
    got = phone.post("/seat", {**START, **fields})
    assert got.status == 303, got.text
    return got.header("location")


def sends(phone: Phone, at: str, number: object, predicted: object = 30, **answers: str) -> Got:
    put = {f"answer-{key}": option for key, option in answers.items()}
    return phone.post(at, {"number": number, "predicted": predicted, **put})


def game_of(at: str) -> Game:
    path, _, query = at.partition("?")
    return game_at(path.rpartition("/")[2], query)


def told(key: str, **fields: object) -> str:
    """A sentence as it stands in a page."""
    return EN(key, **fields).replace("'", "&#39;")


def debriefed(phone: Phone, at: str) -> Got:
    """Return the debrief of a game, once it is worked out."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (got := phone.get(at)) and told("seat.working") in got.text:
        assert time.monotonic() < until
        time.sleep(0.05)
    return got


# ---- the pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_strict_kept_by_nobody_and_in_both_languages(phone: Phone, language: str) -> None:
    at = begun(phone)
    for path in ("/seat?language={}", at + "&language={}", "/seat/navy?language={}"):
        got = phone.get(path.format(language))
        assert got.header("content-security-policy") == POLICY
        assert got.header("cache-control") == "no-store"
        assert f'<html lang="{language}">' in got.text
        assert not re.search(r"<script(?! src)| style=| on[a-z]+=", got.text)
    for sent in (phone.got[0], phone.get(at.replace("?", "/file?"))):
        assert sent.header("content-security-policy") == POLICY
        assert sent.header("cache-control") == "no-store"


def test_all_that_the_first_page_loads_is_small(phone: Phone) -> None:
    loaded = [phone.get(each) for each in ("/seat", "/class/room.css", "/seat/seat.js")]
    assert [each.status for each in loaded] == [200] * 3
    assert sum(len(each.body) for each in loaded) < 60_000


def test_every_chair_may_be_chosen(phone: Phone) -> None:
    page = phone.get("/seat").text
    assert re.findall(r'name="seat" value="(\w+)"', page) == list(SEATS)


def test_the_chair_the_scenario_and_the_levers_of_the_page_are_taken_over(phone: Phone) -> None:
    page = phone.get("/seat?office=NAV&set=sanctions.oil_embargo:never&lens=consensus").text
    assert re.search(r'value="NAV" checked', page)
    assert 'name="set-1" value="sanctions.oil_embargo:never"' in page
    at = begun(phone, **{"set-1": "sanctions.oil_embargo:never"})
    assert as_data(game_of(at))["levers"] == {"sanctions.oil_embargo": "never"}


def test_what_stands_in_an_address_is_escaped(phone: Phone) -> None:
    evil = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    pages = [
        phone.get(f"/seat?office={evil}&set={evil}&scenario={evil}"),
        phone.get(f"/seat/{evil.replace('%', '%25')}?seed=7"),
        phone.get(f"/seat/WAR?seed=7&scenario={evil}"),
        phone.get(f"{begun(phone)}&x={evil}%22%3E%3Cb%3E"),
    ]
    assert all("<img" not in each.text and "<b>x" not in each.text for each in pages)
    assert 'set-1" value="&lt;img' in pages[0].text
    assert "&lt;img" in pages[2].text


def test_another_language_leaves_the_game_as_it_is(phone: Phone) -> None:
    at = sends(phone, begun(phone), 1, prepare="no").header("location")
    for page in (at, f"{at}&fork=2-3"):
        link = re.search(r'href="(\?[^"]*language=ja)"', phone.get(page).text)
        assert link is not None
        there = at.partition("?")[0] + unescape(link[1])
        assert game_of(there) == game_of(at)
        assert "fork=2-3" in there if "fork" in page else "fork" not in there
        got = phone.get(there)
        assert got.status == 200
        assert '<html lang="ja">' in got.text
        assert got.text.count("language=ja") == 1
        phone.get(f"{at}&language=en")


# ---- a game ------------------------------------------------------------------------------------------


def test_a_seed_is_drawn_for_each_game(tmp_path: Path) -> None:
    desk = Desk(Kept(place=tmp_path / "rooms.sqlite"), Names.of("127.0.0.1"))
    phone = Phone(Starlette(routes=room_routes(desk)))
    seeds = {game_of(begun(phone)).request.seed for _ in range(4)}
    assert len(seeds) > 1


@pytest.mark.usefixtures("few")
def test_a_game_is_played_to_its_end_and_a_sitting_is_taken_back(phone: Phone) -> None:
    at = begun(phone)
    assert game_of(at) == Game("WAR", Request(Scenario.load("historical"), SEED), length=2)
    first = sends(phone, at, 1, 30, prepare="no", divisions="own").header("location")
    (turn,) = game_of(first).turns
    assert (turn.predicted, turn.answers) == (0.3, {"prepare": "no"})
    back = re.search(r'href="([^"]*fork=1-1)"', phone.get(first).text)
    assert back is not None
    again = phone.get(unescape(back[1]))
    assert told("seat.forked", n=1, until=1) in again.text
    assert 'name="number" value="1"' in again.text
    assert told("seat.forked", n=1, until=1) not in phone.get(at).text
    second = sends(phone, first, 2, 100).header("location")
    end = debriefed(phone, second)
    assert 'class="card debrief debrief-changed"' in end.text
    assert str(SEED) in SHOWN.sub(" ", end.text)
    assert f"seed={SEED}" in end.text


def test_every_answer_is_told_with_what_it_means_and_leaving_it_to_the_office_is_marked(phone: Phone) -> None:
    text = phone.get(begun(phone)).text
    sitting = game_of("/seat/WAR?seed=" + str(SEED)).sitting()
    assert sitting is not None
    for question, _ in sitting.questions:
        assert all(told(f"answers.{question.key}.{option}") in text for option in question.options)
        marked = re.findall(rf'name="answer-{question.key}" value="(\w+)" required checked', text)
        assert marked == ["own"]


def test_what_was_answered_stays_marked_where_a_prediction_is_none(phone: Phone) -> None:
    got = sends(phone, begun(phone), 1, 101, prepare="no")
    assert got.status == 422
    assert 'name="answer-prepare" value="no" required checked' in got.text
    assert 'value="101"' in got.text


@pytest.mark.usefixtures("few")
def test_a_debrief_has_both_ensembles_with_intervals_pictures_and_the_works(phone: Phone) -> None:
    at = sends(phone, begun(phone, length=1), 1, 40, prepare="no").header("location")
    text = debriefed(phone, at).text
    for ensemble in ENSEMBLES:
        assert told("roompages.drawn", drawn=EN(f"ensembles.{ensemble}.drawn")) in text
    assert len(re.findall(r"[\d.]+% \([\d.]+ to [\d.]+\)", text)) == 2 * 2 * len(OUTCOMES)
    assert text.count('class="lines"') == 2
    assert told("seat.works") in text
    found = debrief(game_of(at))
    assert all(each.source in unescape(text) for each in recorded(found, 0))


@pytest.mark.usefixtures("few")
def test_a_game_can_be_ended_before_anything_is_decided(phone: Phone) -> None:
    end = debriefed(phone, f"{begun(phone)}&end=1")
    assert end.status == 200
    assert "debrief-changed" in end.text
    assert "debrief-scored" not in end.text


def test_a_form_sent_twice_counts_once(phone: Phone) -> None:
    at = begun(phone)
    once, twice = (sends(phone, at, 1, prepare="no") for _ in range(2))
    assert (once.status, twice.status) == (303, 303)
    assert once.header("location") == twice.header("location")


@pytest.mark.parametrize("number", ["1", "3", "", "one", "-1"])
def test_a_form_of_another_sitting_shows_what_is_asked_now(phone: Phone, number: str) -> None:
    at = sends(phone, begun(phone), 1, prepare="no").header("location")
    got = sends(phone, at, number, 99, prepare="yes")
    assert got.status == 409
    assert told("seat.gone_by") in got.text
    assert 'name="number" value="2"' in got.text


def test_a_form_after_the_end_changes_nothing(phone: Phone) -> None:
    at = begun(phone, length=1)
    ended = sends(phone, at, 1).header("location")
    got = sends(phone, ended, 2)
    assert (got.status, got.header("location")) == (303, ended)


@pytest.mark.parametrize(
    "wrong",
    [
        {"predicted": "101"},
        {"predicted": "-1"},
        {"predicted": "nan"},
        {"predicted": "inf"},
        {"predicted": "often"},
        {"predicted": ""},
        {"prepare": "perhaps"},
        {"press": "no"},
    ],
)
def test_an_answer_that_is_none_is_told_so_and_asked_again(phone: Phone, wrong: dict[str, str]) -> None:
    got = sends(phone, begun(phone), 1, **wrong)
    assert got.status == 422
    assert told("roompages.wrong_answer") in got.text
    assert 'name="number" value="1"' in got.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"seat": "navy"},
        {"seat": ""},
        {"scenario": "atlantis"},
        {"lens": "none"},
        {"ensemble": "prophets"},
        {"length": "x"},
        {"length": ""},
        {"length": MOST_TURNS + 1},
        {"length": 0},
        {"set-1": "oil"},
        {"set-1": "oil.all:1"},
    ],
)
def test_a_game_that_cannot_be_is_not_begun(phone: Phone, wrong: dict[str, object]) -> None:
    got = phone.post("/seat", {**START, **wrong})
    assert got.status == 422
    assert told("seat.wrong_start", most=MOST_TURNS) in got.text


def test_a_form_of_another_site_is_refused(phone: Phone) -> None:
    at = begun(phone)
    for path, form in (("/seat", START), (at, {"number": 1, "predicted": 30})):
        for origin in ("http://elsewhere.example", None):
            got = phone.post(path, form, origin)
            assert got.status == 403
            assert told("roompages.unfit.stranger") in got.text
    assert phone.post("/seat/file", b"{}", "http://elsewhere.example").status == 403
    assert phone.post(at, b"x" * 10_000).status == 413


def test_an_unknown_chair_is_told_with_the_nearest_name(phone: Phone) -> None:
    got = phone.get("/seat/WRA?seed=7")
    assert got.status == 404
    assert told("seat.broken") in got.text
    assert re.search(r"nearest known name: (&#39;)?WAR", got.text)


@pytest.mark.parametrize("path", ["/seat/WAR", "/seat/WAR/file", "/seat/navy/file?seed=7"])
def test_a_broken_link_gets_a_sentence(phone: Phone, path: str) -> None:
    got = phone.get(path)
    assert got.status == 404
    assert told("seat.broken") in got.text
    assert "Traceback" not in got.text


# ---- files -------------------------------------------------------------------------------------------


def test_a_game_that_is_kept_is_what_the_command_line_reads_and_comes_back(
    phone: Phone, tmp_path: Path
) -> None:
    at = sends(phone, begun(phone), 1, 37, prepare="no").header("location")
    kept = phone.get(at.replace("?", "/file?"))
    assert kept.header("content-type").startswith("application/json")
    assert kept.header("content-disposition").startswith("attachment")
    path = tmp_path / "game.json"
    path.write_bytes(kept.body)
    assert read_game(path) == game_of(at)
    back = phone.post("/seat/file", in_form(kept.body), content_type=WITH_FILE)
    assert back.status == 303
    assert back.header("location") == at


@pytest.mark.parametrize("body", [b"", b"{}", b"[" * 5_000, b"\xff\xfe", b'{"seat": "WAR"}'])
def test_a_file_that_is_no_game_is_told_so(phone: Phone, body: bytes) -> None:
    got = phone.post("/seat/file", in_form(body), content_type=WITH_FILE)
    assert got.status == 422
    assert told("seat.no_file") in got.text
    assert "Traceback" not in got.text


def test_a_file_too_large_or_of_another_kind_is_not_read(phone: Phone) -> None:
    assert phone.post("/seat/file", b" " * 100_001, content_type=WITH_FILE).status == 413
    assert phone.post("/seat/file", b"{}").status == 415
    assert phone.post("/seat/file", b"{}", content_type=WITH_FILE.partition(";")[0]).status == 400


# ---- what is not told before the end -----------------------------------------------------------------


@pytest.mark.usefixtures("few")
def test_no_page_before_the_debrief_tells_what_was_so_the_model_s_chance_or_the_seed(phone: Phone) -> None:
    at, pages = begun(phone, length=3), []
    for number in (1, 2, 3):
        got = phone.get(at)
        pages.append(unescape(SHOWN.sub(" ", got.text)))
        without_addresses = re.sub(r'(href|action)="[^"]*"', "", got.text)
        assert not re.search(rf"(?<!\d){SEED}(?!\d)|\bseed\b", without_addresses)
        at = sends(phone, at, number).header("location")
    found = debrief(game_of(at))
    assert len(found.turns) == 3
    for page, turn in zip(pages, found.turns, strict=True):
        assert told_in(page, EN.number(turn.known.soviet_divisions, 1))
        assert EN.number(turn.soviet_divisions, 1) != EN.number(turn.known.soviet_divisions, 1)
        secrets = (EN.number(turn.soviet_divisions, 1), EN.percent(turn.model, 1))
        assert [each for each in secrets if told_in(page, each)] == []
    end = unescape(SHOWN.sub(" ", debriefed(phone, at).text))
    for turn in found.turns:
        assert told_in(end, EN.number(turn.soviet_divisions, 1))
        assert told_in(end, EN.percent(turn.model, 1))


def told_in(page: str, figure: str) -> bool:
    """Whether a page holds a figure, and not as a part of another."""
    return re.search(rf"(?<![\d.,]){re.escape(figure)}(?!\d)", page) is not None


@pytest.mark.usefixtures("few")
def test_a_debrief_is_taken_along_as_one_file(phone: Phone) -> None:
    at = begun(phone, length=1)
    at = sends(phone, at, 1).header("location")
    path, _, query = at.partition("?")
    until = time.monotonic() + PATIENCE_SECONDS
    while not (got := phone.get(f"{path}/debrief?{query}")).header("content-disposition"):
        assert got.status == 200
        assert time.monotonic() < until
        time.sleep(0.1)
    assert "<!doctype html>" in got.text[:40]
    assert told("game.debrief.title") in got.text
    assert "src=" not in got.text
    assert "href=" not in got.text
