"""How many pages may be open: of one browser, of one address and in all, and who counts for how long."""

import pytest

from kantokuen.dashboard.limits import (
    FEW,
    MOST_CONNECTIONS,
    MOST_OF_ADDRESS,
    MOST_OF_BROWSER,
    MOST_PAGES,
    Places,
)

HERE = "192.168.1.5"


@pytest.fixture
def held() -> set[str]:
    """The pages of which the server still holds something."""
    return set()


@pytest.fixture
def places(held: set[str]) -> Places:
    return Places(held.__contains__)


def entered(places: Places, wanted: int, address: str = HERE, browser: str | None = None) -> int:
    """Return how many of so many new pages find room, each of a browser of its own unless one is named."""
    return sum(
        places.enter(f"{address} {browser} {number}", browser or f"{address} {number}", address)
        for number in range(wanted)
    )


def test_a_browser_may_have_forty_pages(places: Places) -> None:
    assert entered(places, 50, browser="one") == MOST_OF_BROWSER == 40
    assert not places.has_room("one", HERE)
    assert not places.has_room("one", "192.168.1.6")
    assert places.has_room("two", HERE)


def test_an_address_may_have_a_hundred_and_twenty(places: Places) -> None:
    assert entered(places, 130) == MOST_OF_ADDRESS == 120
    assert not places.has_room("new", HERE)
    assert places.has_room("new", "192.168.1.6")


def test_a_school_has_its_pages_though_others_have_theirs(places: Places) -> None:
    for number in range(80):
        assert places.enter(f"other {number}", f"other {number}", f"10.0.0.{number}")
    assert entered(places, 130) == MOST_OF_ADDRESS


@pytest.mark.parametrize("crowd", [1, 2, 3, 10])
def test_however_many_pages_a_few_take_there_is_room_for_another(places: Places, crowd: int) -> None:
    for number in range(crowd):
        entered(places, 200, f"10.0.0.{number}")
    assert entered(places, 10) == (10 if crowd == 1 else FEW)


def test_there_are_never_more_than_so_many_in_all(places: Places) -> None:
    taken = sum(
        places.enter(f"page {number}", f"browser {number}", f"10.0.{number // 200}.{number % 200}")
        for number in range(400)
    )
    assert taken == MOST_PAGES == 240


def test_browsers_without_a_cookie_count_as_one_at_each_address(places: Places) -> None:
    taken = [places.enter(f"page {number}", "", HERE) for number in range(50)]
    assert sum(taken) == MOST_OF_BROWSER
    assert places.has_room("", "192.168.1.6")


def test_the_addresses_of_one_home_count_as_one(places: Places) -> None:
    taken = [places.enter(f"page {n}", f"browser {n}", f"2001:db8::{n + 1:x}") for n in range(130)]
    assert sum(taken) == MOST_OF_ADDRESS
    assert places.has_room("new", "2001:db8:0:1::1")
    assert places.enter("near", "near", "fe80::1")
    assert places.has_room("new", "fe80::2")


def test_asking_takes_no_place(places: Places) -> None:
    for _ in range(1000):
        assert places.has_room("one", HERE)
    assert entered(places, 50, browser="one") == MOST_OF_BROWSER


def test_a_page_that_was_left_counts_until_it_is_gone(places: Places, held: set[str]) -> None:
    pages = [f"page {number}" for number in range(MOST_OF_BROWSER)]
    held.update(pages)
    for page in pages:
        assert places.enter(page, "one", HERE)
        places.leave(page)
    assert not places.enter("another", "one", HERE)
    assert places.has_page("one")
    held.clear()
    assert not places.has_page("one")
    assert places.enter("another", "one", HERE)


def test_a_page_that_comes_back_has_its_place(places: Places, held: set[str]) -> None:
    held.add("mine")
    assert places.enter("mine", "one", HERE)
    entered(places, 50, browser="one")
    assert places.enter("mine", "one", HERE), "while its old connection is not yet given up"
    places.leave("mine")
    places.leave("mine")
    assert places.enter("mine", "one", "192.168.1.6"), "and from another network"
    assert not places.enter("new", "one", HERE)


def test_a_page_has_two_connections_at_most_and_one_owner(places: Places) -> None:
    assert [places.enter("mine", "one", HERE) for _ in range(4)] == [True, True, False, False]
    assert MOST_CONNECTIONS == 2
    places.leave("mine")
    assert not places.enter("mine", "two", HERE)
    assert not places.enter("mine", HERE, "192.168.1.6")
    assert places.enter("mine", "one", HERE)


def test_a_page_of_nobody_has_one_connection(places: Places) -> None:
    assert [places.enter("page", "", HERE) for _ in range(2)] == [True, False]


def test_no_cookie_can_be_taken_for_somebody_elses_address() -> None:
    places = Places(lambda _: True)
    for number in range(MOST_OF_BROWSER):
        assert places.enter(f"page {number}", "127.0.0.3", "127.0.0.2")
    assert places.has_room("", "127.0.0.3")
    assert places.has_room_at("127.0.0.3")


def test_who_comes_for_the_first_time_is_counted_by_address_alone() -> None:
    places = Places(lambda _: True)
    for number in range(MOST_OF_BROWSER):
        assert places.enter(f"page {number}", "", "127.0.0.2")
    assert not places.has_room("", "127.0.0.2")
    assert places.has_room_at("127.0.0.2")
