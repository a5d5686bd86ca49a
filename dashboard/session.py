"""A session: what one open page holds.

Each page that is open has a session of its own; nothing in it is seen by another.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import solara

from kantokuen.dashboard.link import is_of_another_version, read_link, write_link
from kantokuen.dashboard.palette import PALETTES, Palette
from kantokuen.dashboard.results import Odds, odds_key
from kantokuen.dashboard.state import Question
from kantokuen.model.text.words import Words

_MOST_TOLD: Final = 10
"""Faults that are told at once."""


@dataclass(frozen=True, slots=True)
class Dialog:
    """What the dialog shows: a kind of thing (``source``, ``lever``, ``office-source``), and which."""

    kind: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Blame:
    """What could not be used.

    Attributes:
        lead, name: the key of a sentence, and the name in it.
        faults: a line for each fault.
        has_more: whether there are more faults than are told.
    """

    lead: str = "faults.link"
    name: str = ""
    faults: tuple[str, ...] = ()
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file on its way to the visitor.

    Attributes:
        number: counts the files, so that the same can be sent twice.
        name, type: file name and media type.
        content: in base64.
        draws: whether the page makes a PNG of it, which is an SVG.
    """

    number: int
    name: str
    type: str
    content: str
    draws: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the file for the page."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Draft:
    """A guess that is being made in the opening scene.

    Attributes:
        road: what was chosen, empty for nothing yet.
        likely: the chance that was set, of 100.
        fault: what is wrong with it, empty for nothing: ``road`` or ``likely``.
    """

    road: str = ""
    likely: int = 50
    fault: str = ""


class Session:
    """What one open page holds; what its controls do to it stands in `kantokuen.dashboard.commands`.

    Args:
        query: the query of the link with which it was opened.
    """

    def __init__(self, query: str) -> None:
        state, faults = read_link(query)
        self.state = solara.reactive(state)
        self.is_dark = solara.reactive(state.theme == "dark")
        self.is_narrow = solara.reactive(False)
        self.is_older = solara.reactive(is_of_another_version(query))
        self.blame = solara.reactive(_blame("faults.link", "", faults))
        self.dialog = solara.reactive(Dialog())
        self.draft = solara.reactive(Draft())
        self.travelled = solara.reactive(0)
        self.answered = solara.reactive(0)
        self.said = solara.reactive("")
        self.copies = solara.reactive(0)
        self.prints = solara.reactive(0)
        self.exporting: solara.Reactive[str] = solara.reactive("")
        """The form in which the many worlds are being saved; empty where they are not."""
        self.copied = solara.reactive("")
        self.visited = ""
        self.asks_file = solara.reactive(0)
        self.file: solara.Reactive[Outgoing | None] = solara.reactive(None)
        self.telling = solara.reactive("")
        """While the story is told: the ISO date of the last sitting told; empty otherwise."""
        self.odds: solara.Reactive[tuple[object, Odds] | None] = solara.reactive(None)
        self.odds_before: solara.Reactive[tuple[object, Odds] | None] = solara.reactive(None)
        self.pictures: dict[str, Callable[[], str]] = {}

    @property
    def words(self) -> Words:
        """The words of the chosen language."""
        return Words.of(self.state.value.language)

    @property
    def palette(self) -> Palette:
        """The colours that are worn."""
        return PALETTES["dark" if self.is_dark.value else "light"]

    @property
    def link(self) -> str:
        """The query of the link that opens this page again."""
        return write_link(self.state.value)

    def shown_odds(self, question: Question) -> Odds | None:
        """Return what the verdict shows of a question; None where it shows another, or nothing yet."""
        for known in (self.odds.value, self.odds_before.value):
            if known is not None and known[0] == odds_key(question):
                return known[1]
        return None

    def change(self, **changes: Any) -> None:
        """Choose something else, by the fields of `State`."""
        self.state.value = replace(self.state.value, **changes)

    def forgive(self) -> None:
        """Take the faults off the page, and word of an older link."""
        self.blame.value = Blame()
        self.is_older.value = False

    def tell_faults(self, *faults: str, lead: str = "faults.page", name: str = "") -> None:
        """Say on the page what could not be used, and why."""
        self.blame.value = _blame(lead, name, faults)

    def send(self, name: str, kind: str, content: bytes, *, draws: bool = False) -> None:
        """Send a file to the visitor; `draws` makes a PNG of an SVG on its way."""
        before = self.file.value
        number = before.number + 1 if before else 1
        self.file.value = Outgoing(number, name, kind, b64encode(content).decode(), draws)
        self.said.value = self.words("bar.saved", name=name)


def _blame(lead: str, name: str, faults: Iterable[str]) -> Blame:
    """Tell of some of the faults, each once."""
    told = tuple(dict.fromkeys(faults))
    return Blame(lead, name, told[:_MOST_TOLD], has_more=len(told) > _MOST_TOLD)
