"""States, written as the links that ask for them."""

from kantokuen import __version__
from kantokuen.dashboard.link import read_link
from kantokuen.dashboard.state import State


def at_link(query: str) -> State:
    """Return what a link asks for, of which all can be used."""
    state, faults = read_link(query)
    assert not faults
    return state


def settings(link: str) -> str:
    """Return what a link asks for, without the version that wrote it."""
    return link.removesuffix(f"&version={__version__}")
