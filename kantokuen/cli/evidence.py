"""`kantokuen sources`: every figure with its date, kind, source, confidence and in what it was seen."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kantokuen.cli.options import AsJson, Language, asked_words
from kantokuen.cli.pipes import write_json
from kantokuen.model.display import plain
from kantokuen.model.errors import input_error, nearest, shown, unknown_name

if TYPE_CHECKING:
    from rich.console import Console

    from kantokuen.model.text.words import Words

Record = Mapping[str, Any]


def sources(
    record: Annotated[
        str | None, typer.Argument(metavar="ID", help="One record in full, e.g. SOV101.")
    ] = None,
    *,
    topic: Annotated[str | None, typer.Option(metavar="TOPIC", help="Only this topic.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Only this kind, e.g. plan.")] = None,
    find: Annotated[str | None, typer.Option(metavar="TEXT", help="Only records with this text.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All records.")] = False,
    conflicts: Annotated[bool, typer.Option("--conflicts", help="Where sources contradict.")] = False,
    corrections: Annotated[bool, typer.Option("--corrections", help="Errors of the source article.")] = False,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """Show the evidence: an overview, or the records that are asked for."""
    is_filtered = any(each is not None for each in (topic, kind, find)) or everything
    if sum((record is not None, is_filtered, conflicts, corrections)) > 1:
        raise input_error(
            "sources", "more than one question", "one of an ID, filters, --conflicts or --corrections"
        )
    words = asked_words(language)
    from kantokuen.model import evidence

    if conflicts or corrections:
        rows = (evidence.conflicts() if conflicts else evidence.corrections()).to_dicts()
        _show_entries(rows, words, as_json=as_json)
        return
    if record is not None:
        _show_one(record, words, as_json=as_json)
        return
    records = _records()
    chosen = _chosen(records, topic=topic, kind=kind, find=find)
    if as_json:
        write_json([plain(each) for each in chosen])
        return
    from kantokuen.cli.console import open_console

    if is_filtered:
        _show_table(open_console(), chosen, words)
    else:
        _show_overview(open_console(), records, words)


def _records() -> list[Record]:
    """All records: the quantities, and chronology, words, forecasts and expectations as topics."""
    from kantokuen.model import evidence

    beside = (
        ({"topic": "chronology", "kind": "event"}, evidence.chronology()),
        ({"topic": "words"}, evidence.recorded_words().rename({"topic": "consideration"})),
        ({"topic": "forecasts", "kind": "forecast"}, evidence.forecasts()),
        ({"topic": "expectations", "kind": "expectation"}, evidence.judged_expectations()),
    )
    of_topics = ({**row, **named} for named, frame in beside for row in frame.to_dicts())
    return [*evidence.quantities().to_dicts(), *of_topics]


def _chosen(
    records: Sequence[Record], *, topic: str | None, kind: str | None, find: str | None
) -> list[Record]:
    """Keep the records that pass every filter given."""
    for name, wanted in (("topic", topic), ("kind", kind)):
        known = list(dict.fromkeys(str(each[name]) for each in records))
        if wanted is not None and wanted not in known:
            raise unknown_name(name, wanted, known)
    text = (find or "").casefold()
    return [
        each
        for each in records
        if topic in (None, each["topic"])
        and kind in (None, each["kind"])
        and any(text in str(value).casefold() for value in each.values())
    ]


def _show_one(record: str, words: "Words", *, as_json: bool) -> None:
    """Print one record in full, with its documents, what contradicts it and the levers that rest on it."""
    from kantokuen.model import evidence
    from kantokuen.model.citations import ids_in, keys_in
    from kantokuen.model.parameters import PARAMETERS

    others = (evidence.patterns(), evidence.counterfactuals(), evidence.conflicts(), evidence.corrections())
    rows = [*_records(), *(row for frame in others for row in frame.to_dicts() if "id" in row)]
    by_id = {str(row["id"]): row for row in rows}
    wanted = by_id.get(record) or by_id.get(record.upper())
    if wanted is None:
        # There are hundreds of ids: the nearest is named, and where to find the others.
        allowed = "an id from `kantokuen sources --all`"
        raise input_error("sources", f"unknown id {shown(record)}", allowed, nearest(record, by_id))
    name = str(wanted["id"])
    conflicts = [row["id"] for row in evidence.conflicts().to_dicts() if name in row["ids"].split()]
    levers = [key for key, lever in PARAMETERS.items() if name in ids_in(lever.source)]
    citing = f"{wanted.get('source', '')} {wanted.get('reason', '')}"
    documents = [_document(key) for key in keys_in(citing)]
    links = {
        "documents": documents,
        "contradicted_in": ", ".join(conflicts),
        "cited_by_levers": ", ".join(levers),
    }
    _show_entries([{**wanted, **links}], words, as_json=as_json)


def _document(key: str) -> str:
    """Write a work in full, with how far it was read."""
    from kantokuen.model import evidence

    work = evidence.document(key)
    return f"[{key}] {work.text} ({', '.join(filter(None, (work.checked, work.exception)))})"


def _show_entries(rows: Iterable[Record], words: "Words", *, as_json: bool) -> None:
    """Print records in full, a line per field."""
    if as_json:
        write_json([plain(each) for each in rows])
        return
    from rich.table import Table
    from rich.text import Text

    from kantokuen.cli.console import NARROWEST_TEXT, open_console
    from kantokuen.cli.prose import Prose

    console = open_console(narrowest=NARROWEST_TEXT)
    for row in rows:
        grid = Table.grid(padding=(0, 2))
        grid.add_column()
        grid.add_column(overflow="fold")
        for field, value in row.items():
            if value not in (None, "", []):
                grid.add_row(
                    Text(words(f"records.fields.{field}"), style="dim"), Prose(_told(field, value, words))
                )
        console.print(grid)
        console.print()


def _show_table(console: "Console", records: Sequence[Record], words: "Words") -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(words("records.fields.id"), no_wrap=True)
    table.add_column(words("records.fields.date"), no_wrap=True)
    table.add_column(words("records.what"), overflow="fold")
    table.add_column(words("records.fields.value"), justify="right")
    for each in records:
        told = {field: _told(field, each[field], words) for field in ("kind", "source", "confidence", "seen")}
        origin = words("records.origin", **told)
        what = Text.assemble(_what(each), "\n", (origin, "dim"))
        table.add_row(Text(str(each["id"]), style="bold"), _when(each), what, _amount(each, words))
    console.print(table)
    console.print(words("records.count", n=len(records)))


def _show_overview(console: "Console", records: Sequence[Record], words: "Words") -> None:
    from rich import box
    from rich.table import Table

    from kantokuen.cli.prose import Prose

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(words("records.fields.topic"), no_wrap=True)
    table.add_column(words("records.records"), justify="right", no_wrap=True)
    table.add_column(words("records.of_which"), overflow="fold")
    for topic, n_records in Counter(str(each["topic"]) for each in records).items():
        kinds = Counter(str(each["kind"]) for each in records if each["topic"] == topic)
        of_which = [words("records.kind", n=n, kind=_told("kind", kind, words)) for kind, n in kinds.items()]
        name = _told("topic", topic, words)
        table.add_row(name, str(n_records), Prose(words("numbers.comma").join(of_which)))
    console.print(table)
    console.print(Prose(words("records.overview", n=len(records))))


def _told(field: str, value: object, words: "Words") -> str:
    """Write a field: what is one of a list in words, what the data say as they say it."""
    table = {"topic": "topics", "kind": "kinds", "confidence": "confidence", "seen": "seen"}.get(field)
    return _plainly(value) if table is None else words.called(f"{table}.{value}", str(value))


def _what(record: Record) -> str:
    """Say what a record is about: a quantity, an event, what is said, foretold, or expected by a school."""
    if "speaker" in record:
        return f"{record['speaker']}: {record['en']}"
    if "claim" in record:
        return f"{record['who']}: {record['claim']}"
    if "school" in record:
        return f"{record['subject']}, {record['school']}"
    return str(record.get("quantity") or record.get("event"))


def _when(record: Record) -> str:
    return _plainly(record.get("date_start") or record.get("date") or record.get("said") or "")


def _amount(record: Record, words: "Words") -> str:
    """Write value, range and unit as far as there are any."""
    value, value_max = record.get("value"), record.get("value_max")
    if value is None and value_max is None:
        return ""
    low = "" if value is None else _plainly(value)
    amount = low if value_max is None else words.range(low, _plainly(value_max))
    return f"{amount} {record['unit']}".rstrip()


def _plainly(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(value)
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return str(value)
