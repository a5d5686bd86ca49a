"""Packs: what a lesson is made of, read from its file; its sentences stand with all others, by key.

A pack whose minutes do not add up, or that names a link, a seat or an idea that there is not, is refused.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from kantokuen.dashboard.lessons.figures import figure_names
from kantokuen.dashboard.lessons.ideas import idea_names
from kantokuen.dashboard.link import read_link
from kantokuen.experiments.game.questions import SEATS
from kantokuen.model.documents import Document, Reference, read, whole_number
from kantokuen.model.errors import Faults, fault_in, known_name
from kantokuen.model.levers.reading import SUFFIX, parse

LESSONS: Final = ("reveal", "pairs", "room")
"""The packs that there are, the shortest first."""

_SHIPPED: Final = files("kantokuen.dashboard.lessons") / "packs"


def _link(query: str) -> str:
    """Return a link that opens as it stands."""
    _, faults = read_link(query)
    if faults:
        raise fault_in(faults[0], "a link that the page reads without a fault")
    return query


def _names(what: str, known: tuple[str, ...]) -> Any:
    """Return what is annotated to names of a kind, each once."""

    def check(names: list[str]) -> list[str]:
        for each in names:
            known_name(what, each, known)
        if len(set(names)) < len(names):
            raise fault_in(f"a {what} stands twice", "each once")
        return names

    return AfterValidator(check)


Link = Annotated[str, AfterValidator(_link), Field(description="the link of a page, after the question mark")]
Keys = Annotated[list[Reference], Field(min_length=1, description="keys of sentences")]
_SOME: Final = Field(description="names, each once")


class Doing(Document):
    """What a teacher does: opens a link, types a command, presses a button, takes up a paper.

    Attributes:
        key: of its sentences.
        link: of the page, after the question mark.
        command: of the command line.
        button: key of what stands on a button of the page.
        paper: a part of the pack, or the teacher's own page of the room.
    """

    key: Reference
    link: Link | None = None
    command: Reference | None = None
    button: Reference | None = None
    paper: Literal["handout", "sheets", "victims", "room"] | None = None

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not any((self.link, self.command, self.button, self.paper)):
            raise fault_in(f"step {self.key} has nothing to do", "link, command, button or paper")
        return self


class Step(Doing):
    """What a teacher does in some of the minutes of a lesson."""

    minutes: Annotated[int, whole_number(1, 60)]


class Handout(Document):
    """A sheet of one page for every student.

    Attributes:
        facts: keys of what is told on it.
        asks: by key of what is asked, the lines that are left for the answer; 0 for the four roads to tick.
        columns: keys of the heads of a table to fill in; empty for none.
        rows: of that table.
        later: as `asks`, for the end of the lesson.
    """

    facts: Keys
    asks: Annotated[dict[str, int], Field(description="lines by key of a sentence")]
    columns: Annotated[list[Reference], Field(default_factory=list, description="keys of sentences")]
    rows: Annotated[int, whole_number(0, 12)] = 0
    later: Annotated[dict[str, int], Field(description="lines by key of a sentence")]


class Pack(Document):
    """A lesson.

    Attributes:
        minutes: that it takes; those of its steps add up to them.
        aims, needs, questions: keys of sentences.
        before: what is done before the lesson.
        steps: of the lesson.
        ideas: of decision-making, that it is about.
        seats: whose role sheets belong to it.
        figures: numbers that its sentences tell.
        handout: the sheet for every student.
    """

    minutes: Annotated[int, whole_number(5, 240)]
    aims: Keys
    needs: Keys
    before: Annotated[list[Doing], Field(description="tables with a key and what is done")]
    steps: Annotated[
        list[Step], Field(min_length=1, description="tables with a key, minutes and what is done")
    ]
    questions: Keys
    ideas: Annotated[list[str], _names("idea", idea_names()), _SOME]
    seats: Annotated[list[str], _names("seat", SEATS), _SOME]
    figures: Annotated[list[str], _names("figure", figure_names()), _SOME]
    handout: Annotated[Handout, Field(description="the table of the handout")]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        found = sum(step.minutes for step in self.steps)
        if found != self.minutes:
            raise fault_in(f"its steps take {found} minutes", f"the {self.minutes} of the lesson")
        return self


def read_pack(text: str, where: str) -> Pack:
    """Return the lesson that a TOML text holds.

    Args:
        text: of the file.
        where: what it is called in a message.

    Raises:
        InputError: it is none; every fault is named.
    """
    faults = Faults(where)
    found = read(Pack, parse(text, where), faults)
    faults.raise_any()
    if found is None:
        raise ValueError(f"{where}: refused without a fault")
    return found


@cache
def pack(name: str) -> Pack:
    """Return a lesson by its name.

    Raises:
        InputError: there is no such lesson; the nearest is named.
    """
    known = known_name("lesson", name, LESSONS)
    return read_pack((_SHIPPED / f"{known}{SUFFIX}").read_text(encoding="utf-8"), f"lesson {known}")
