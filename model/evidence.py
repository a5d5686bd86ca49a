"""The evidence: sourced facts as tables for people, and as single values for the engine.

Tables come as Polars frames, read with explicit schemas. `fact`, `value`, `entry`, `document`,
`sayings` and `ids` read the same files with the standard library alone, so that a run does not wait
for Polars.
Columns, kinds and the meaning of each file: `model/data/evidence/README.md`.
"""

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from kantokuen.model.errors import input_error, nearest, shown

if TYPE_CHECKING:
    import polars as pl

TOPICS: Final = (
    "soviet_far_east",
    "japanese_forces",
    "oil",
    "sanctions",
    "eastern_front",
    "theatre",
    "decision",
    "settlement",
)
"""Topics of the quantities, in the order in which people are shown them; a file each."""

KINDS: Final = ("actual", "japanese_estimate", "us_estimate", "soviet_estimate", "plan")
"""What a quantity is: what was so, what somebody believed, or what somebody intended."""

CONFIDENCES: Final = ("high", "medium", "low", "judgement")
"""How far a row can be trusted; `judgement` marks a number that no source states."""

SEEN: Final = ("document", "scholarly work", "summary", "mirror", "none")
"""In what a row was seen, the nearest to the fact first; only the first two can make a row certain."""

SAYINGS: Final = ("verbatim", "reported", "paraphrase")
"""How near recorded words are to what was said: in the record's own wording, as another tells it, in ours."""

SECTIONS: Final = ("theory", "documents", "history", "pages")
"""Sections of the bibliography, in the order of its page."""

CHECKED: Final = ("read", "excerpt", "through others", "not checked")
"""How far anybody here got with a document."""

_KEPT_BESIDE_QUANTITIES: Final = (
    "chronology",
    "words",
    "forecasts",
    "expectations",
    "conflicts",
    "corrections",
    "patterns",
    "counterfactuals",
)
_DATE_COLUMNS: Final = frozenset({"date", "date_start", "date_end"})
_FLOAT_COLUMNS: Final = frozenset(
    {"value", "value_max", "power", "salience", "position", "weight", "low", "high"}
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One quantity that a source states.

    `value` is in `unit`, None where the fact is a dated event; a range runs from `value` to
    `value_max`. Dates are None where the fact has none, such as a length of border.
    """

    id: str
    topic: str
    date_start: dt.date | None
    date_end: dt.date | None
    side: str
    quantity: str
    value: float | None
    value_max: float | None
    unit: str
    kind: str
    source: str
    confidence: str
    seen: str
    note: str

    @property
    def date(self) -> dt.date | None:
        """The day from which the fact holds."""
        return self.date_start


@dataclass(frozen=True, slots=True)
class ChronologyEntry:
    """One dated event of the chronology; `date_end` is None when it lasted a day."""

    id: str
    date: dt.date
    date_end: dt.date | None
    actor: str
    event: str
    source: str
    confidence: str
    seen: str


@dataclass(frozen=True, slots=True)
class Document:
    """One work of the bibliography.

    `work` is its entry, with titles between asterisks; `checked` is one of `CHECKED`, and `exception`
    says what of it holds otherwise, empty for most.
    """

    key: str
    section: str
    work: str
    checked: str
    exception: str

    @property
    def text(self) -> str:
        """The entry without marks."""
        return self.work.replace("*", "").replace("`", "")


@dataclass(frozen=True, slots=True)
class Expectation:
    """A judgement on what people expected of the German-Soviet war.

    `subject` is what is expected, or the office whose mix of schools it is; `school` is whose view it is;
    `date` is the day by which it is expected, None where it has none.
    """

    id: str
    subject: str
    school: str
    date: dt.date | None
    value: float


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody at the table said, or what is recorded of it.

    Attributes:
        id: of the row.
        office: its id; `holder` is who sat there, by the name that the profiles have.
        speaker: whose words they are, by language; another than `holder` where one tells of the other.
        first, last: the day, twice, or the ends of the month or year within which it was said.
        occasion: where and to whom, by language.
        kind: one of `SAYINGS`.
        seen_language: in which the text was seen, ``en``, ``ja`` or ``ru``; what stands in another is ours.
        text: by language; of a text seen in Russian both are ours.
        topic: a consideration, or ``settlement`` or ``discipline``.
        document: what recorded it, by language; `source` cites the works.
        confidence, seen: as of a `Fact`.
    """

    id: str
    office: str
    holder: str
    speaker: Mapping[str, str]
    first: dt.date
    last: dt.date
    occasion: Mapping[str, str]
    kind: str
    seen_language: str
    text: Mapping[str, str]
    topic: str
    document: Mapping[str, str]
    source: str
    confidence: str
    seen: str

    def is_ours(self, language: str) -> bool:
        """Tell whether the text in a language is our translation, or a paraphrase, which always is ours."""
        return self.kind == SAYINGS[2] or self.seen_language != language


Record = TypeVar("Record", Fact, ChronologyEntry, Document, Saying)


def fact(fact_id: str) -> Fact:
    """Return one quantity by its id, such as "SOV024"; raises `InputError` if there is none."""
    return _looked_up(_facts(), fact_id, "fact")


def value(fact_id: str) -> float:
    """Return the number of a fact in the fact's own unit, the lower end where it is a range.

    Raises `InputError` for an unknown id, and for a fact that is an event without a number.
    """
    found = fact(fact_id)
    if found.value is None:
        raise input_error("evidence", f"'{found.id}' ({found.quantity}) has no number", "a fact with a value")
    return found.value


def entry(event_id: str) -> ChronologyEntry:
    """Return one event by its id, such as "CHR034"; raises `InputError` if there is none."""
    return _looked_up(_events(), event_id, "event")


def document(key: str) -> Document:
    """Return one work by its key, such as "Coox1985"; raises `InputError` if there is none."""
    return _looked_up(_documents(), key, "document")


def saying(saying_id: str) -> Saying:
    """Return recorded words by their id, such as "QUO039"; raises `InputError` if there are none."""
    return _looked_up(_sayings(), saying_id, "saying")


@cache
def forecast_day(forecast_id: str) -> dt.date:
    """Return the day of a forecast by its id, such as "FOR070".

    Raises:
        KeyError: there is no such forecast.
    """
    return {row["id"]: dt.date.fromisoformat(row["date"]) for row in _rows("forecasts")}[forecast_id]


@cache
def sayings(office: str) -> tuple[Saying, ...]:
    """Return the recorded words of those who held an office, in the order of the file."""
    return tuple(each for each in _sayings().values() if each.office == office)


@cache
def records_behind() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the records of an office's conduct, by its id and a part of its stance, "" for all of it."""
    rows = _rows("grounds")
    return MappingProxyType({(row["office"], row["part"]): tuple(row["records"].split()) for row in rows})


@cache
def sources_of_bounds() -> tuple[str, ...]:
    """Return the sources of the bounds that a run is held against."""
    return tuple(row["source"] for table in ("patterns", "counterfactuals") for row in _rows(table))


@cache
def ids() -> frozenset[str]:
    """Return the id of every row that can be cited, in whichever file it stands."""
    tables = (*TOPICS, *_KEPT_BESIDE_QUANTITIES)
    return frozenset(row["id"] for table in tables for row in _rows(table))


def quantities(topic: str | None = None) -> "pl.DataFrame":
    """Return all quantities, or those of one topic, a row per fact."""
    import polars as pl  # noqa: PLC0415  (see the module's docstring)

    if topic is None:
        return pl.concat([_frame(each) for each in TOPICS])
    if topic not in TOPICS:
        raise input_error(
            "evidence", f"unknown topic {shown(topic)}", ", ".join(TOPICS), nearest(topic, TOPICS)
        )
    return _frame(topic).clone()


def chronology() -> "pl.DataFrame":
    """Return the events in order of date."""
    return _frame("chronology").clone()


def recorded_words() -> "pl.DataFrame":
    """Return what those at the table said, by office, with the record that has it."""
    return _frame("words").clone()


def forecasts() -> "pl.DataFrame":
    """Return what people foretold of the German-Soviet war in the summer of 1941, by date."""
    return _frame("forecasts").clone()


def judged_expectations() -> "pl.DataFrame":
    """Return what schools of June 1941, and historians, expected of that war; all of it is judgement."""
    return _frame("expectations").clone()


@cache
def expectations() -> tuple[Expectation, ...]:
    """Return the same without Polars."""
    return tuple(
        Expectation(row["id"], row["subject"], row["school"], _day(row["date"]), float(row["value"]))
        for row in _rows("expectations")
    )


def offices() -> "pl.DataFrame":
    """Return the offices at the table, with who held them on 22 June 1941; all of it is judgement.

    Columns: ``office``, ``name``, ``holder``, ``power`` and ``salience`` in 0..1, ``veto``, ``confidence``.
    """
    import polars as pl  # noqa: PLC0415  (see the module's docstring)

    from kantokuen.agents.profile import offices as profiles  # noqa: PLC0415  (it loads NumPy)

    confidences = {each[0].upper(): each for each in CONFIDENCES}
    return pl.DataFrame(
        [
            {
                "office": each.id,
                "name": each.title,
                "holder": each.person,
                "power": each.power,
                "salience": each.salience,
                "veto": each.veto,
                "confidence": confidences[each.confidence],
            }
            for each in profiles().values()
        ]
    )


def positions() -> "pl.DataFrame":
    """Return the stance of each office over time, -1 (south) to +1 (north), a row per office and date.

    All are judgement. `use` is "input" for 22 June 1941 and "comparison" for every later date.
    """
    return _frame("positions").clone()


def weights() -> "pl.DataFrame":
    """Return how much each domain counts for five offices; all judgement, each office's sum is 1."""
    return _frame("weights").clone()


def conflicts() -> "pl.DataFrame":
    """Return where sources contradict each other, the id that the baseline uses, and why."""
    return _frame("conflicts").clone()


def corrections() -> "pl.DataFrame":
    """Return what the English Wikipedia article 'Kantokuen' has wrong, and what is better."""
    return _frame("corrections").clone()


def patterns() -> "pl.DataFrame":
    """Return what a credible baseline shows, as bounds on measures; an open side is null.

    `use` is "in view" for a pattern that was looked at while constants were set, "shown" for the others.
    """
    return _frame("patterns").clone()


def counterfactuals() -> "pl.DataFrame":
    """Return what historians expect of changed histories, as bounds on a probability of attack.

    `reason` says in a sentence why they expect it, with the works in brackets.
    """
    return _frame("counterfactuals").clone()


def documents() -> "pl.DataFrame":
    """Return the bibliography, a row per work: key, section, entry, and how far it was read."""
    return _frame("bibliography").clone()


@cache
def _facts() -> Mapping[str, Fact]:
    return MappingProxyType({row["id"]: _as_fact(row) for topic in TOPICS for row in _rows(topic)})


@cache
def _events() -> Mapping[str, ChronologyEntry]:
    return MappingProxyType({row["id"]: _as_event(row) for row in _rows("chronology")})


@cache
def _sayings() -> Mapping[str, Saying]:
    return MappingProxyType({row["id"]: _as_saying(row) for row in _rows("words")})


@cache
def _documents() -> Mapping[str, Document]:
    return MappingProxyType({row["key"]: Document(**row) for row in _rows("bibliography")})


def _as_fact(row: Mapping[str, str]) -> Fact:
    return Fact(
        id=row["id"],
        topic=row["topic"],
        date_start=_day(row["date_start"]),
        date_end=_day(row["date_end"]),
        side=row["side"],
        quantity=row["quantity"],
        value=_number(row["value"]),
        value_max=_number(row["value_max"]),
        unit=row["unit"],
        kind=row["kind"],
        source=row["source"],
        confidence=row["confidence"],
        seen=row["seen"],
        note=row["note"],
    )


def _as_event(row: Mapping[str, str]) -> ChronologyEntry:
    return ChronologyEntry(
        id=row["id"],
        date=dt.date.fromisoformat(row["date"]),
        date_end=_day(row["date_end"]),
        actor=row["actor"],
        event=row["event"],
        source=row["source"],
        confidence=row["confidence"],
        seen=row["seen"],
    )


def _as_saying(row: Mapping[str, str]) -> Saying:
    def both(name: str) -> Mapping[str, str]:
        return MappingProxyType({"en": row[name], "ja": row[f"{name}_ja"]})

    first, last = _span(row["said"])
    return Saying(
        id=row["id"],
        office=row["office"],
        holder=row["holder"],
        speaker=both("speaker"),
        first=first,
        last=last,
        occasion=both("occasion"),
        kind=row["kind"],
        seen_language=row["language"],
        text=MappingProxyType({"en": row["en"], "ja": row["ja"]}),
        topic=row["topic"],
        document=both("document"),
        source=row["source"],
        confidence=row["confidence"],
        seen=row["seen"],
    )


def _span(said: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a day, a month or a year, written as ISO 8601 has them."""
    year, *rest = (int(part) for part in said.split("-"))
    if len(rest) == 2:
        day = dt.date(year, *rest)
        return day, day
    first = dt.date(year, rest[0] if rest else 1, 1)
    next_ = dt.date(year + 1, 1, 1) if not rest else dt.date(year + rest[0] // 12, rest[0] % 12 + 1, 1)
    return first, next_ - dt.timedelta(days=1)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _number(text: str) -> float | None:
    return float(text) if text else None


def _looked_up(known: Mapping[str, Record], wanted: str, what: str) -> Record:
    try:
        return known[wanted]
    except KeyError:
        raise input_error(
            "evidence", f"unknown {what} '{wanted}'", "an id of the evidence", nearest(wanted, known)
        ) from None


def _file(table: str) -> Traversable:
    return files("kantokuen.model").joinpath("data", "evidence", f"{table}.csv")


def _rows(table: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_file(table).read_text(encoding="utf-8").splitlines())


@cache
def _frame(table: str) -> "pl.DataFrame":
    import polars as pl  # noqa: PLC0415  (see the module's docstring)

    content = _file(table).read_bytes()
    columns = content.split(b"\n", 1)[0].decode().split(",")
    schema = {
        name: pl.Date if name in _DATE_COLUMNS else pl.Float64 if name in _FLOAT_COLUMNS else pl.String
        for name in columns
    }
    return pl.read_csv(content, schema=schema)
