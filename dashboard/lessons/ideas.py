"""Ideas: the theories that the lessons are about, with their works and the page that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Final

from pydantic import Field

from kantokuen.model.documents import Document, Reference, read
from kantokuen.model.errors import Faults
from kantokuen.model.levers.reading import parse

_FILE: Final = files("kantokuen.dashboard.lessons") / "ideas.toml"


class Idea(Document):
    """A theory.

    Attributes:
        works: keys of the bibliography.
        link: the page on which the model shows it, after the question mark.
    """

    works: Annotated[list[Reference], Field(description="keys of the bibliography")]
    link: Reference


@cache
def ideas() -> Mapping[str, Idea]:
    """Return the ideas by name."""
    faults, found = Faults("ideas"), dict[str, Idea]()
    for name, entries in parse(_FILE.read_text(encoding="utf-8"), "ideas").items():
        one = read(Idea, entries, faults)
        if one is not None:
            found[name] = one
    faults.raise_any()
    return found


def idea_names() -> tuple[str, ...]:
    """Return the names of all ideas."""
    return tuple(ideas())
