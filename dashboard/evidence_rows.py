"""The sources panel as plain data: every number's document, date, kind, confidence, and what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from kantokuen.agents.profile import DOMAINS, offices
from kantokuen.model import evidence
from kantokuen.model.citations import ids_in, keys_in
from kantokuen.model.evidence import ChronologyEntry, Document, Fact, Saying
from kantokuen.model.grounds import grounds_of_lever, grounds_of_office, uses
from kantokuen.model.parameters import PARAMETERS, Parameter
from kantokuen.model.text.words import Words

MOST_SHOWN: Final = 60
"""Rows that are shown at once."""

JUDGEMENT: Final = "judgement"
TRAITS: Final = ("gain", "bias", "picks_at", "haste", "oil_speed", "south_odds", "parochial")
"""Traits of temperament, as `kantokuen.agents.profile.Profile` names them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the panel.

    Attributes:
        id: id of the record, key of the document or of the lever, or office and what of it.
        what: the quantity, the event, the statement or the work; data and works are in English.
        value: the number with its unit, empty where there is none.
        date: the day or the span of days, empty where there is none.
        kind: one of `evidence.KINDS`, or ``event``, ``bound`` (what a run is held against), ``conflict``,
            ``correction``, ``document``, ``lever`` or ``judgement``; of recorded words one of
            `evidence.SAYINGS`.
        confidence: one of `evidence.CONFIDENCES`, empty for a document.
        seen: in what the figure was seen, one of `evidence.SEEN`, empty where nothing is claimed as fact.
        source: what the data say of the origin, with the page or the number of the document where known.
        note: what bounds or qualifies it.
        documents: the works that `source` names.
        facts: ids of the records that it rests on.
    """

    id: str
    what: str
    value: str
    date: str
    kind: str
    confidence: str
    seen: str
    source: str
    note: str
    documents: tuple[Document, ...]
    facts: tuple[str, ...]

    def kind_name(self, words: Words) -> str:
        """Return the kind in words."""
        own = f"sources.kinds.{self.kind}"
        return words(own) if words.has(own) else words(f"kinds.{self.kind}")

    @property
    def uses(self) -> int:
        """How many levers, parts of stances and bounds rest on it."""
        return uses().get(self.id, 0)


def ranked(rows: Iterable[Row]) -> list[Row]:
    """Return the entries as a reader wants them: the most used and best checked first, judgements last.

    Records come before settings of the model, and these before judgements.  Of the records those that the
    model rests on come before the others; within both the better checked come first (`evidence.SEEN`), then
    those on which more rests, then the surer ones; what is still equal stays in its order.
    """
    return sorted(rows, key=_rank)


def _rank(row: Row) -> tuple[int, bool, int, int, int]:
    last = (JUDGEMENT, "lever")
    seen = evidence.SEEN.index(row.seen) if row.seen else len(evidence.SEEN)
    sure = evidence.CONFIDENCES.index(row.confidence) if row.confidence else len(evidence.CONFIDENCES)
    return (
        2 if row.kind == JUDGEMENT else 1 if row.kind in last else 0,
        row.uses == 0,
        seen,
        -row.uses,
        sure,
    )


def evidence_rows(cited: Iterable[str], words: Words) -> list[Row]:
    """Return the entries of what is cited.

    Args:
        cited: ids of the evidence; keys of the bibliography in brackets; levers; ids of offices, for all
            that is assumed of one, or office and field, such as ``OPS.window``.
        words: the language of the page.

    Raises:
        InputError: one of them is unknown.
    """
    return [row for each in cited for row in _rows(each, words)]


def lever_rows(key: str, words: Words) -> list[Row]:
    """Return the entry of a lever, and then one for each record and work that it rests on.

    Raises:
        KeyError: there is no such lever.
    """
    return [*evidence_rows([key], words), *ranked(evidence_rows(grounds_of_lever(PARAMETERS[key]), words))]


def office_rows(office: str, words: Words) -> list[Row]:
    """Return the records of an office and the words of those who held it, then what is assumed of it.

    Raises:
        KeyError: there is no such office.
    """
    return [*ranked(evidence_rows(grounds_of_office(office), words)), *assumed_rows(office, words)]


def assumed_rows(office: str, words: Words) -> list[Row]:
    """Return what is assumed of an office and of who held it on 22 June 1941: all of it is judgement.

    Raises:
        KeyError: there is no such office.
    """
    profile, name = offices()[office], words(f"offices.{office}.name")

    def assumed(field: str, what: str, value: str, note: str = "", when: str = "") -> Row:
        id_ = f"{office}.{field}"
        return _entry(id_, what, value, when, JUDGEMENT, JUDGEMENT, words("sources.ours"), note)

    stance = words("sources.office.stance", office=name)
    stances = [
        assumed(
            "stance",
            stance,
            words.number(row["position"], 2),
            words(f"sources.office.{row['use']}"),
            words.day(row["date"]),
        )
        for row in evidence.positions().to_dicts()
        if row["office"] == office
    ]
    numbers = {each: words(f"sources.office.{each}", office=name) for each in ("power", "salience")}
    for each in DOMAINS:
        numbers[each] = words("sources.office.weight", office=name, of=words(f"considerations.{each}.name"))
    numbers |= {each: words(f"sources.office.{each}", office=name) for each in TRAITS}
    school = words("sources.office.school", office=name)
    return [
        *stances,
        assumed("school", school, words(f"sources.schools.{profile.school}")),
        *(assumed(field, what, figure(getattr(profile, field), words)) for field, what in numbers.items()),
    ]


def _rows(cited: str, words: Words) -> list[Row]:
    office, _, field = cited.partition(".")
    if office not in offices():
        return [_row(cited, words)]
    if not field:
        return office_rows(office, words)
    return [row for row in assumed_rows(office, words) if field == row.id.partition(".")[2]]


def _row(cited: str, words: Words) -> Row:
    if cited in PARAMETERS:
        return _of_lever(PARAMETERS[cited], words)
    if cited.startswith("["):
        return _of_document(evidence.document(cited.strip("[]")), words)
    for rows, told in ((_bounds(), _of_bound), (_foretold(), _of_foretold)):
        if cited in rows:
            return told(rows[cited], words)
    return _readings().get(cited) or _recorded(cited, words)


def _recorded(cited: str, words: Words) -> Row:
    """Return the entry of recorded words, of an event or of a fact."""
    match cited[:3]:
        case "QUO":
            return _of_saying(evidence.saying(cited), words)
        case "CHR":
            return _of_event(evidence.entry(cited), words)
        case _:
            return _of_fact(evidence.fact(cited), words)


def _of_fact(fact: Fact, words: Words) -> Row:
    kind = JUDGEMENT if fact.confidence == JUDGEMENT else fact.kind
    value = _range(fact.value, fact.value_max if fact.value_max is not None else fact.value, fact.unit, words)
    when = _span(fact.date_start, fact.date_end, words)
    return _entry(
        fact.id, fact.quantity, value, when, kind, fact.confidence, fact.source, fact.note, fact.seen
    )


def _of_event(event: ChronologyEntry, words: Words) -> Row:
    when = _span(event.date, event.date_end, words)
    return _entry(event.id, event.event, "", when, "event", event.confidence, event.source, seen=event.seen)


def _of_saying(saying: Saying, words: Words) -> Row:
    what = words(
        "people.speaks" if saying.kind != evidence.SAYINGS[2] else "people.held",
        speaker=saying.speaker[words.language],
        text=saying.text[words.language],
    )
    notes = [saying.occasion[words.language], saying.document[words.language]]
    origin = origin_key(saying, words.language)
    note = words(
        "people.note", notes=words("numbers.comma").join(notes), origin=words(origin) if origin else ""
    )
    when = when_said(saying, words)
    return _entry(
        saying.id, what, "", when, saying.kind, saying.confidence, saying.source, note.strip(), saying.seen
    )


def origin_key(saying: Saying, language: str) -> str:
    """Return the key of the words that say whose wording a saying has, empty where it is the record's own."""
    if not saying.is_ours(language):
        return ""
    if saying.kind == evidence.SAYINGS[2]:
        return "people.origins.paraphrase"
    return f"people.origins.{saying.seen_language}"


def when_said(saying: Saying, words: Words) -> str:
    """Write the day on which something was said, or the month or the year where no more is known."""
    if saying.first == saying.last:
        return words.day(saying.first)
    if saying.first.month == saying.last.month:
        return words.long_month(saying.first)
    return words("people.year", year=saying.first.year)


def _of_document(document: Document, words: Words) -> Row:
    read = words(f"sources.checked.{document.checked}")
    note = words("sources.exception", read=read, but=document.exception) if document.exception else read
    return Row(document.key, document.text, "", "", "document", "", "", "", note, (document,), ())


def _of_bound(row: Mapping[str, Any], words: Words) -> Row:
    value = _range(row["low"], row["high"], row["unit"], words)
    kind = JUDGEMENT if row["confidence"] == JUDGEMENT else "bound"
    return _entry(row["id"], row["statement"], value, "", kind, row["confidence"], row["source"])


@cache
def _foretold() -> dict[str, dict[str, Any]]:
    """Return what people foretold, and what schools expected, by id."""
    rows = (*evidence.forecasts().to_dicts(), *evidence.judged_expectations().to_dicts())
    return {row["id"]: row for row in rows}


def _of_foretold(row: Mapping[str, Any], words: Words) -> Row:
    is_forecast = "claim" in row
    what = f"{row['who']}: {row['claim']}" if is_forecast else f"{row['subject']}, {row['school']}"
    low = row["value"]
    high = row.get("value_max", low)
    value = _range(low, low if high is None else high, row["unit"], words)
    when = words.day(row["date"]) if row["date"] else ""
    kind = "forecast" if is_forecast else JUDGEMENT
    return _entry(row["id"], what, value, when, kind, row["confidence"], row["source"])


def _of_lever(parameter: Parameter, words: Words) -> Row:
    kind = JUDGEMENT if parameter.confidence == JUDGEMENT else "lever"
    value = words.lever_value(parameter.key, parameter.default)
    name, note = words.lever_name(parameter.key), words.lever_help(parameter.key)
    return _entry(parameter.key, name, value, "", kind, parameter.confidence, parameter.source, note)


def _entry(
    id_: str, what: str, value: str, when: str, kind: str, confidence: str, source: str, note: str = "",
    seen: str = "",
) -> Row:  # fmt: skip
    works = tuple(evidence.document(key) for key in keys_in(source))
    return Row(id_, what, value, when, kind, confidence, seen, source, note, works, tuple(ids_in(source)))


def _range(low: float | None, high: float | None, unit: str, words: Words) -> str:
    """Write an amount in its unit, a range where the ends differ, one end where the other is open."""
    if low is None and high is None:
        return ""
    first, last = ("" if each is None else figure(each, words) for each in (low, high))
    number = first if low == high else words.range(first, last)
    return words(f"sources.units.{unit}", n=number)


def figure(value: float, words: Words) -> str:
    """Write a number with the digits that it has."""
    return words.number(value, len(f"{value:.10g}".partition(".")[2]))


def _span(start: date | None, end: date | None, words: Words) -> str:
    if start is None:
        return ""
    if end is None or end == start:
        return words.day(start)
    return words("numbers.range", low=words.day(start), high=words.day(end))


@cache
def _bounds() -> dict[str, dict[str, Any]]:
    """Return the patterns and the changed histories by id."""
    tables = (evidence.patterns(), evidence.counterfactuals())
    return {row["id"]: row for table in tables for row in table.to_dicts()}


@cache
def _readings() -> dict[str, Row]:
    """Return the conflicts between sources and the corrections by id."""
    conflicts = [
        _entry(row["id"], row["quantity"], "", "", "conflict", "", row["ids"], row["why"])
        for row in evidence.conflicts().to_dicts()
    ]
    corrections = [
        _entry(
            row["id"],
            f"{row['subject']}: {row['article_says']}",
            "",
            "",
            "correction",
            row["confidence"],
            row["support"],
            row["better"],
        )
        for row in evidence.corrections().to_dicts()
    ]
    return {row.id: row for row in (*conflicts, *corrections)}
