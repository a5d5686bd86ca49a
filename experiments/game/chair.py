"""Persons of the game: who answers as was chosen, and who writes down what was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kantokuen.agents.seated import Seated
from kantokuen.agents.view import View
from kantokuen.experiments.game.questions import OWN, QUESTIONS

Answers = Mapping[str, str]
"""By question, the option that was chosen; a question without one is left to the office."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Answers as was chosen at each sitting, and leaves the rest to the office.

    Attributes:
        seat: the chair.
        by_day: what was chosen, by the day of the sitting.
    """

    seat: str
    by_day: Mapping[float, Answers]

    def answers(self, office: Seated, act: str, own: Any, given: tuple[Any, ...]) -> Any:  # noqa: ARG002
        """Return what was chosen, else the office's own answer."""
        chosen = self.by_day.get(office.view.day) if office.view is not None else None
        if not chosen:
            return own
        for question in QUESTIONS[self.seat]:
            option = chosen.get(question.key, OWN)
            if question.act == act and option != OWN:
                own = question.enters(own, question.options[option])
        return own


@dataclass(slots=True)
class Minutes:
    """What an office was asked at one sitting, and what it said.

    Attributes:
        view: what lay on the table, the papers included once there are any.
        own: by act, what the office would say itself.
        said: by act, what was said.
    """

    view: View
    own: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Minuted:
    """Writes down, by the day of the sitting, what an office says.

    Attributes:
        person: who answers, None for the office itself.
        by_day: the minutes.
    """

    person: Chosen | None = None
    by_day: dict[float, Minutes] = field(default_factory=dict)

    def answers(self, office: Seated, act: str, own: Any, given: tuple[Any, ...]) -> Any:
        """Return what the person says, and write it down."""
        said = own if self.person is None else self.person.answers(office, act, own, given)
        if office.view is None:
            return said
        minutes = self.by_day.setdefault(office.view.day, Minutes(office.view))
        minutes.own[act], minutes.said[act] = own, said
        minutes.view = next((v for v in given if isinstance(v, View) and v.paper is not None), minutes.view)
        return said
