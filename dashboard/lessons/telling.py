"""Telling: a lesson in a language, as plain data with every number filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from kantokuen.agents.profile import persons_of
from kantokuen.dashboard.guess import ROADS
from kantokuen.dashboard.lessons.figures import Figure, documents, figures
from kantokuen.dashboard.lessons.ideas import ideas
from kantokuen.dashboard.lessons.packs import LESSONS, Doing, Pack, pack
from kantokuen.dashboard.link import read_link, write_link
from kantokuen.dashboard.people import told as told_saying
from kantokuen.experiments.game.questions import QUESTIONS
from kantokuen.experiments.game.telling import sheet
from kantokuen.experiments.runner import Progress
from kantokuen.model import evidence
from kantokuen.model.evidence import Saying
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from kantokuen.version import __version__

ADDRESS: Final = "http://127.0.0.1:8765/"
"""Where `kantokuen dashboard` serves the page, unless it is told otherwise."""

_POLICY: Final = "CHR034"
"""The conference with which the summer is agreed: a role sheet is of its day."""

_MOST_WORDS: Final = 3
"""Recorded words on a role sheet, which is one page."""


def listed(words: Words) -> list[dict[str, Any]]:
    """Return the lessons that there are, the shortest first."""
    return [
        {
            "name": name,
            "title": words(f"lessons.packs.{name}.title"),
            "about": words(f"lessons.packs.{name}.about"),
            "minutes": pack(name).minutes,
            "seats": pack(name).seats,
        }
        for name in LESSONS
    ]


def told(name: str, words: Words, progress: Progress | None = None) -> dict[str, Any]:
    """Return a lesson in words, as plain data.

    Args:
        name: of the lesson.
        words: of the language.
        progress: called with worlds done and all worlds: the numbers of the model are played.

    Raises:
        InputError: there is no such lesson.
    """
    asked = pack(name)
    found = figures(asked.figures, words, progress)
    telling = _Telling(name, words, {key: _marked(each, words) for key, each in found.items()})
    return {
        "name": name,
        "language": words.language,
        "version": __version__,
        "title": telling.own("title"),
        "about": telling.own("about"),
        "limits": words("lessons.limits"),
        "minutes": asked.minutes,
        "aims": [telling.own(f"aims.{key}") for key in asked.aims],
        "needs": [words(f"lessons.needs.{key}") for key in asked.needs],
        "before": [
            {"text": telling.own(f"before.{each.key}"), "do": telling.do(each)} for each in asked.before
        ],
        "steps": telling.steps(asked),
        "victims": telling.victims(),
        "questions": [
            {"ask": telling.own(f"questions.{key}.ask"), "answer": telling.own(f"questions.{key}.answer")}
            for key in asked.questions
        ],
        "ideas": [telling.idea(key) for key in asked.ideas],
        "measured": telling.own("measured"),
        "handout": telling.handout(asked),
        "sheets": [role_sheet(seat, words) for seat in asked.seats],
        "figures": _table(found.values()),
        "works": _works(asked.figures, words),
    }


def _marked(figure: Figure, words: Words) -> str:
    """Return a number as a sentence tells it: with the mark by which it is found below."""
    return words("lessons.figure", told=figure.told, mark=figure.mark) if figure.mark else figure.told


def _table(found: Iterable[Figure]) -> list[dict[str, str]]:
    """Return the table of the numbers, those of the evidence first."""
    kept = [each for each in found if each.mark]
    ordered = sorted(kept, key=lambda each: each.command != "")
    return [
        {
            "mark": each.mark,
            "told": each.told,
            "what": each.what,
            "origin": each.origin,
            "command": each.command,
        }
        for each in ordered
    ]


def _works(names: Iterable[str], words: Words) -> list[dict[str, str]]:
    """Return the works that the numbers of the evidence rest on, with how far each was read."""
    found = {each.key: each for each in documents(names, words)}
    return [
        {"key": key, "text": found[key].text, "checked": words(f"sources.checked.{found[key].checked}")}
        for key in sorted(found)
    ]


class _Telling:
    """The sentences of a lesson, with its numbers filled in."""

    def __init__(self, name: str, words: Words, numbers: Mapping[str, str]) -> None:
        self._name = name
        self._words = words
        self._numbers = numbers

    def own(self, key: str) -> str:
        """Return a sentence of this lesson."""
        return self._words(f"lessons.packs.{self._name}.{key}", **self._numbers)

    def steps(self, asked: Pack) -> list[dict[str, Any]]:
        """Return the steps, each with the minutes from its beginning to its end."""
        found, begun = [], 0
        for step in asked.steps:
            ended = begun + step.minutes
            found.append(
                {
                    "minutes": step.minutes,
                    "clock": self._words("lessons.clock", first=begun, last=ended),
                    "title": self.own(f"steps.{step.key}.title"),
                    "text": self.own(f"steps.{step.key}.text"),
                    "do": self.do(step),
                }
            )
            begun = ended
        return found

    def do(self, doing: Doing) -> list[dict[str, str]]:
        """Return what is to be done: of each thing its kind, what to do with it, and the thing."""
        words = self._words
        found = {
            "link": "" if doing.link is None else opened(doing.link, words),
            "command": "" if doing.command is None else typed(doing.command, words),
            "button": "" if doing.button is None else words(doing.button),
            "paper": "" if doing.paper is None else words(f"lessons.papers.{doing.paper}"),
        }
        return [
            {"kind": kind, "how": words(f"lessons.do.{kind}"), "what": what}
            for kind, what in found.items()
            if what
        ]

    def victims(self) -> dict[str, Any]:
        """Return the debrief on those who had no seat, and what is asked of them."""
        words, numbers = self._words, self._numbers
        return {
            "texts": [words(f"lessons.victims.text_{n}", **numbers) for n in (1, 2)],
            "questions": [
                {"ask": words("lessons.victims.ask"), "answer": words("lessons.victims.answer")},
                {"ask": self.own("whom"), "answer": self.own("whom_answer")},
            ],
        }

    def idea(self, key: str) -> dict[str, Any]:
        """Return an idea, with the works that it comes from and where the page shows it."""
        words, idea = self._words, ideas()[key]
        return {
            "name": words(f"lessons.ideas.{key}.name"),
            "text": words(f"lessons.ideas.{key}.text"),
            "works": [evidence.document(each).text for each in idea.works],
            "link": opened(idea.link, words),
        }

    def handout(self, asked: Pack) -> dict[str, Any]:
        """Return the sheet for every student."""
        sheet_of = asked.handout
        return {
            "title": self.own("handout.title"),
            "lead": self.own("handout.lead"),
            "facts": [self._words(f"lessons.facts.{key}", **self._numbers) for key in sheet_of.facts],
            "asks": self._asks(sheet_of.asks),
            "columns": [self.own(f"handout.{key}") for key in sheet_of.columns],
            "rows": sheet_of.rows,
            "later": self.own("handout.later"),
            "after": self._asks(sheet_of.later),
        }

    def _asks(self, lines: Mapping[str, int]) -> list[dict[str, Any]]:
        """Return what is asked, with lines for the answer or, without lines, the roads to tick."""
        roads = [self._words(f"opening.roads.{road}") for road in ROADS]
        return [
            {"ask": self.own(f"handout.{key}"), "lines": most, "choices": [] if most else roads}
            for key, most in lines.items()
        ]


def typed(command: str, words: Words) -> str:
    """Return a command as it is typed for a class that speaks a language."""
    return command if words.language == LANGUAGES[0] else f"{command} --language {words.language}"


def opened(query: str, words: Words) -> str:
    """Return the address that opens a link in a language, as the page itself would write it."""
    state, _ = read_link(query)
    written = write_link(replace(state, language=words.language))
    return f"{ADDRESS}?{written}" if written else ADDRESS


def role_sheet(seat: str, words: Words) -> dict[str, Any]:
    """Return the role sheet of a seat: who, what and whom, what it may be asked, and its recorded words."""
    profile, day = persons_of(seat)[0], evidence.entry(_POLICY).date
    office = words(f"offices.{seat}.name")
    return {
        "seat": seat,
        "title": words("lessons.heads.sheet", office=office),
        "held": words("lessons.heads.held", person=words(f"persons.{profile.person}"), day=words.day(day)),
        "parts": [{"name": head, "text": text} for head, text in sheet(seat, words)],
        "asked": [words(f"game.questions.{question.key}.ask") for question in QUESTIONS[seat]],
        "words": [told_saying(each, day, words) for each in _sayings(seat, profile.person, day)],
    }


def _sayings(seat: str, person: str, day: date) -> list[Saying]:
    """Return a few recorded words of who sat in a chair on a day.

    They are from before it, so that they tell nothing of how the summer went on; where there are none, the
    first from after it.
    """
    own = (each for each in evidence.sayings(seat) if each.holder == person)
    ordered = sorted(own, key=lambda each: (each.first, each.last))
    return [each for each in ordered if each.first <= day][:_MOST_WORDS] or ordered[:1]
