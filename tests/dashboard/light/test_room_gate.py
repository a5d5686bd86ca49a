"""What a form may hold, and how often a phone may ask and try."""

import asyncio

import pytest
from starlette.requests import Request

from kantokuen.dashboard.addresses import Names
from kantokuen.dashboard.light.room_gate import (
    LARGEST_FORM,
    MOST_TRIES,
    MOST_TRIES_IN_ALL,
    TRIES_SECONDS,
    Pace,
    Tries,
    Unfit,
    file_in,
    read_form,
)
from tests.support.asked import LOCAL, scope_of

NAMES = Names.of("127.0.0.1")
FORM = "application/x-www-form-urlencoded"
OWN = {"host": LOCAL, "origin": f"http://{LOCAL}", "content-type": FORM}


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def form(body: bytes, headers: dict[str, str] | None = None) -> dict[str, str]:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {**scope_of("http", "/room/X", headers or OWN), "method": "POST"}
    return asyncio.run(read_form(Request(scope, receive), NAMES))  # type: ignore[arg-type]


def unfit(body: bytes, headers: dict[str, str] | None = None) -> tuple[str, int]:
    with pytest.raises(Unfit) as found:
        form(body, headers)
    return found.value.key, found.value.status


def test_a_form_of_our_own_page_is_read_as_it_was_typed() -> None:
    assert form(b"do=join&name=%E8%97%8D+%3Cb%3E&seat=") == {
        "do": "join",
        "name": "藍 <b>",
        "seat": "",
    }


@pytest.mark.parametrize("origin", ["http://other.example", "null", "http://127.0.0.1:9999"])
def test_a_form_of_another_site_is_refused(origin: str) -> None:
    assert unfit(b"do=join", {**OWN, "origin": origin}) == ("stranger", 403)


def test_a_form_without_an_origin_is_taken_only_where_the_browser_vouches_for_it() -> None:
    bare = {name: text for name, text in OWN.items() if name != "origin"}
    assert unfit(b"do=join", bare) == ("stranger", 403)
    assert form(b"do=join", {**bare, "sec-fetch-site": "same-origin"}) == {"do": "join"}
    assert unfit(b"do=join", {**bare, "sec-fetch-site": "cross-site"}) == ("stranger", 403)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"a=" + b"x" * LARGEST_FORM, ("large", 413)),
        (b"a=" + b"x" * 201, ("large", 413)),
        (b"a" * 41 + b"=x", ("large", 413)),
        (b"&".join(b"a%d=1" % n for n in range(61)), ("form", 400)),
        (b"name=\xff\xfe", ("form", 400)),
        (b"name=%FF", ("form", 400)),
    ],
)
def test_what_is_too_large_or_no_text_is_refused(body: bytes, why: tuple[str, int]) -> None:
    assert unfit(body) == why


def test_json_and_files_are_no_forms() -> None:
    assert unfit(b"{}", {**OWN, "content-type": "application/json"}) == ("form", 415)


def test_a_flood_of_one_phone_leaves_the_share_of_another_whole() -> None:
    clock = Clock()
    pace = Pace(3.0, 1.0, clock)
    assert [pace.admits("loud") for _ in range(5)] == [True, True, True, False, False]
    assert [pace.admits("quiet") for _ in range(3)] == [True, True, True]
    clock.now = 2.0
    assert [pace.admits("loud") for _ in range(3)] == [True, True, False]


def test_wrong_codes_of_an_address_end_its_tries_for_a_while_and_of_nobody_else() -> None:
    clock = Clock()
    tries = Tries(clock)
    for _ in range(MOST_TRIES):
        assert tries.may_try("192.0.2.1")
        tries.was_wrong("192.0.2.1")
    assert not tries.may_try("192.0.2.1")
    assert tries.may_try("192.0.2.2")
    clock.now = TRIES_SECONDS
    assert tries.may_try("192.0.2.1")


def test_wrong_codes_of_many_addresses_are_counted_together() -> None:
    tries = Tries(Clock())
    for n in range(MOST_TRIES_IN_ALL):
        tries.was_wrong(f"192.0.{n % 250}.{n // 250}")
    assert not tries.may_try("198.51.100.1")


# ---- a file in a form ----------------------------------------------------------------------------------

FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="g.json"\r\n\r\n{"a": 1}\r\n--x--\r\n'


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", 'multipart/form-data; boundary="x"'])
def test_the_file_of_a_form_comes_out_as_it_was(kind: str) -> None:
    assert file_in(kind, FILE) == b'{"a": 1}'


@pytest.mark.parametrize("body", [b"", b"--x--", FILE.replace(b"filename", b"fieldname")])
def test_a_form_without_a_file_holds_nothing(body: bytes) -> None:
    assert file_in("multipart/form-data; boundary=x", body) == b""


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", "x" * 1_000])
def test_what_names_no_boundary_is_no_form(kind: str) -> None:
    with pytest.raises(Unfit):
        file_in(kind, FILE)
