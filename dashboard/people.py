"""People: who sits in a chair and since when, what he wanted, and what he is recorded to have said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from kantokuen.agents.profile import persons_of, successors
from kantokuen.dashboard.evidence_rows import origin_key, when_said
from kantokuen.dashboard.playback import Month, Seat
from kantokuen.model import evidence
from kantokuen.model.evidence import Saying
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

FIRST_SHOWN: Final = 2
"""Sayings that are shown at once; the others can be opened."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """How a chair changed hands.

    Attributes:
        person: who sits there.
        since: the day on which he came into office.
        before: who sat there before, the latest first.
    """

    person: str
    since: date
    before: tuple[str, ...]


def tenures(months: Sequence[Month], index: int) -> dict[str, Tenure]:
    """Return the chairs that have changed hands by a period, by office.

    Args:
        months: of one world.
        index: number of the period that is looked at.
    """
    found: dict[str, Tenure] = {}
    for month, after in pairwise(months[: index + 1]):
        for office, seat in after.seats.items():
            held = month.seats[office].person
            if held != seat.person:
                earlier = found[office].before if office in found else ()
                found[office] = Tenure(seat.person, _since(seat.person, after), (held, *earlier))
    return found


def _since(person: str, month: Month) -> date:
    """Return the day of the change that a period tells: that of the person, or of the new cabinet."""
    changes = [each for each in month.events if each.key in ("foreign_minister", "prime_minister")]
    own = [each.day for each in changes if each.details.get("person") == person]
    cabinets = [each.day for each in changes if each.key == "prime_minister"]
    return next(iter([*own, *cabinets]), month.date)


def person_key(seat: Seat) -> str:
    """Return the key of a person's own words on the page: of the office, or of the successor."""
    if seat.person == persons_of(seat.office)[0].person:
        return seat.office
    return next(
        key for key, each in successors().items() if (each.id, each.person) == (seat.office, seat.person)
    )


def sayings(seat: Seat, day: date) -> list[Saying]:
    """Return what is recorded of the words of who sits in a chair, what fits a day best first.

    What was said by that day comes before what was said after it, words before a paraphrase, the nearest in
    time before the rest, and of these the better checked.  What is known to the year alone counts as later.
    """

    def rank(each: Saying) -> tuple[bool, bool, int, int]:
        is_after = each.last > day
        apart = abs((each.last - day).days)
        return is_after, each.kind == evidence.SAYINGS[2], apart, evidence.SEEN.index(each.seen)

    return sorted((each for each in evidence.sayings(seat.office) if each.holder == seat.person), key=rank)


def told(saying: Saying, day: date, words: Words) -> dict[str, Any]:
    """Return a saying for a template.

    Args:
        saying: what was said.
        day: the day that is looked at; what was said later is marked.
        words: of the page.
    """
    language, seen = words.language, saying.seen_language
    is_paraphrase = saying.kind == evidence.SAYINGS[2]
    tongues = [seen, language] if seen in LANGUAGES and seen != language and not is_paraphrase else [language]
    origin = origin_key(saying, language)
    return {
        "id": saying.id,
        "is_quoted": not is_paraphrase,
        "lines": [
            {"lang": each, "text": Words.of(each)("people.quoted", text=saying.text[each])}
            if not is_paraphrase
            else {"lang": each, "text": saying.text[each]}
            for each in tongues
        ],
        "origin": words(origin) if origin else "",
        "speaker": saying.speaker[language],
        "when": when_said(saying, words),
        "occasion": saying.occasion[language],
        "document": saying.document[language],
        "kind": words(f"kinds.{saying.kind}"),
        "seen": words("people.checked", seen=words(f"seen.{saying.seen}")),
        "later": words("people.later") if saying.first > day else "",
    }
