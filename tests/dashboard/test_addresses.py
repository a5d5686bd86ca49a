"""What may be given for a host, an origin and a proxy, and in which words anything else is refused."""

import socket

import pytest

from kantokuen.dashboard import addresses
from kantokuen.dashboard.addresses import checked_host, checked_origin, checked_proxy, checked_root_path
from kantokuen.model.errors import InputError


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "0.0.0.0"),  # noqa: S104
        ("::", "::"),
        ("[::1]", "::1"),
        ("::ffff:127.0.0.1", "127.0.0.1"),
        ("FE80::1", "fe80::1"),
        ("LocalHost", "localhost"),
        ("wall-7.school.example", "wall-7.school.example"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_a_name_or_an_address_is_taken_as_a_browser_writes_it(given: str, taken: str) -> None:
    assert checked_host(given) == taken


@pytest.mark.parametrize(
    "host",
    [
        "", " ", "*", "0", "00", "0x0", "127.1", "2130706433", "1.2.3.4.5", "127.0.0.1:8765", "localhost:80",
        "http://127.0.0.1", "//127.0.0.1", "127.0.0.1/", "user@localhost", " 127.0.0.1", "127.0.0.1\n",
        "fe80::1%eth0", "[::1", "::1]", "[127.0.0.1]", "[localhost]", "[::1]:80", "224.0.0.1", "ff02::1",
        "<broadcast>", ".", "a..b", "-a", "a b", "x" * 300, "ä\udc80", "a\0b", "\x1b[31m",
    ],
)  # fmt: skip
def test_any_other_host_is_refused_before_anything_listens(host: str) -> None:
    with pytest.raises(
        InputError, match=r"^--host: '.*' is not known; allowed: a name or an address"
    ) as told:
        checked_host(host)
    assert str(told.value).isprintable()


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("https://school.example", "https://school.example"),
        ("https://School.Example:443/", "https://school.example"),
        ("http://school.example:80", "http://school.example"),
        ("http://school.example:443", "http://school.example:443"),
        ("http://192.168.1.5:8765", "http://192.168.1.5:8765"),
        ("http://[::1]:8765", "http://[::1]:8765"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_origin_is_taken_as_browsers_send_it(given: str, taken: str) -> None:
    assert checked_origin(given) == taken


@pytest.mark.parametrize(
    "origin",
    [
        "", "*", "null", "school.example", "school.example:8443", "//school.example", "ftp://school.example",
        "https://", "https://*", "https://*.school.example", "https://school.example/page", "https://a?b",
        "https://a?", "https://a#b", "https://a#", "https://user@a", "https://a:0", "https://a:65536",
        "https://a:x", "https://a b", "https://a\tb", " https://a", "http://[", "http://0", "file:///a",
        "https://a,https://b", "https://a\\b", "http://a..b",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(InputError, match=r"^--origin: '.*' is not an origin; allowed: http:// or https://"):
        checked_origin(origin)


@pytest.mark.parametrize(
    ("given", "taken"), [("192.168.1.2", "192.168.1.2"), ("::1", "::1"), ("::ffff:10.0.0.1", "10.0.0.1")]
)
def test_a_proxy_is_one_address(given: str, taken: str) -> None:
    assert checked_proxy(given) == taken


@pytest.mark.parametrize(
    "proxy",
    ["", "*", "localhost", "10.0.0.0/8", "10.0.0.1,10.0.0.2", "0.0.0.0", "::", "1.2.3.4:80", "[::1]"],  # noqa: S104
)
def test_what_is_no_address_of_one_machine_is_no_proxy(proxy: str) -> None:
    with pytest.raises(
        InputError, match=r"^--trusted-proxy: '.*' is not an address; allowed: the address of"
    ):
        checked_proxy(proxy)


@pytest.mark.parametrize(
    ("given", "taken"),
    [("/", ""), ("/kantokuen", "/kantokuen"), ("/kantokuen/", "/kantokuen"), ("/a/B-2.1_x/", "/a/B-2.1_x")],
)
def test_a_root_path_is_taken_without_its_last_slash(given: str, taken: str) -> None:
    assert checked_root_path(given) == taken


@pytest.mark.parametrize(
    "path",
    [
        "", "kantokuen", "//", "//evil.example", "/a//b", "/a//", "/.", "/..", "/a/../b", "/a/./", "/a b",
        "/a?b", "/a#b", "/a%2Fb", "/a\\b", "/ä", "/a\n", "/a'b", "/<a>", "/a:b", "/@a", "http://a/b",
        "/" + "a" * 100, "/a\0",
    ],
)  # fmt: skip
def test_what_browsers_and_proxies_may_write_in_two_ways_is_no_root_path(path: str) -> None:
    with pytest.raises(
        InputError, match=r"^--root-path: '.*' is not a path; allowed: a path such as"
    ) as told:
        checked_root_path(path)
    assert str(told.value).isprintable()


def test_a_network_that_does_not_tell_the_full_name_is_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import threading

    answered = threading.Event()

    def ask() -> str:
        answered.wait(20.0)
        return "late.example"

    monkeypatch.setattr(addresses, "_LOOKUP_SECONDS", 0.05)
    monkeypatch.setattr(socket, "getfqdn", ask)
    monkeypatch.setattr(socket, "gethostname", lambda: "Wall.school.example")
    names = addresses.Names.of("0.0.0.0").names  # noqa: S104
    answered.set()
    assert {"localhost", "wall", "wall.local", "wall.school.example"} <= names
    assert "late.example" not in names
