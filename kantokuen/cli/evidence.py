"""`kantokuen sources`: every figure with its date, kind, source and confidence."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kantokuen.cli.options import AsJson
from kantokuen.cli.pipes import write_json
from kantokuen.model.errors import input_error, nearest, shown, unknown_name

if TYPE_CHECKING:
    from rich.console import Console

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
    as_json: AsJson = False,
) -> None:
    """Show the evidence: an overview, or the records that are asked for."""
    is_filtered = any(each is not None for each in (topic, kind, find)) or everything
    if sum((record is not None, is_filtered, conflicts, corrections)) > 1:
        raise input_error(
            "sources", "more than one question", "one of an ID, filters, --conflicts or --corrections"
        )
    from kantokuen.model import evidence

    if conflicts or corrections:
        rows = (evidence.conflicts() if conflicts else evidence.corrections()).to_dicts()
        _show_entries(rows, as_json=as_json)
        return
    if record is not None:
        _show_one(record, as_json=as_json)
        return
    records = _records()
    chosen = _chosen(records, topic=topic, kind=kind, find=find)
    if as_json:
        write_json([_plain(each) for each in chosen])
        return
    from kantokuen.cli.console import open_console

    if is_filtered:
        _show_table(open_console(), chosen)
    else:
        _show_overview(open_console(), records)


def _records() -> list[Record]:
    """All dated records, the chronology as a topic of its own beside the quantities."""
    from kantokuen.model import evidence

    events = evidence.chronology().to_dicts()
    return [*evidence.quantities().to_dicts(), *({**each, **_EVENT} for each in events)]


_EVENT = {"topic": "chronology", "kind": "event"}


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


def _show_one(record: str, *, as_json: bool) -> None:
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
    documents = [_document(key) for key in keys_in(str(wanted.get("source", "")))]
    links = {
        "documents": documents,
        "contradicted_in": ", ".join(conflicts),
        "cited_by_levers": ", ".join(levers),
    }
    _show_entries([{**wanted, **links}], as_json=as_json)


def _document(key: str) -> str:
    """Write a work in full, with how far it was read."""
    from kantokuen.model import evidence

    work = evidence.document(key)
    return f"[{key}] {work.text} ({', '.join(filter(None, (work.checked, work.exception)))})"


def _show_entries(rows: Iterable[Record], *, as_json: bool) -> None:
    """Print records in full, a line per field."""
    if as_json:
        write_json([_plain(each) for each in rows])
        return
    from rich.table import Table
    from rich.text import Text

    from kantokuen.cli.console import NARROWEST_TEXT, open_console

    console = open_console(narrowest=NARROWEST_TEXT)
    for row in rows:
        grid = Table.grid(padding=(0, 2))
        for field, value in row.items():
            if value not in (None, "", []):
                grid.add_row(Text(field.replace("_", " "), style="dim"), Text(_words(value)))
        console.print(grid)
        console.print()


def _show_table(console: "Console", records: Sequence[Record]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("id", no_wrap=True)
    table.add_column("date", no_wrap=True)
    table.add_column("what, and where from")
    table.add_column("value", justify="right")
    for each in records:
        origin = f"{each['kind']}, {each['source']}, confidence {each['confidence']}"
        what = Text.assemble(str(each.get("quantity") or each.get("event")), "\n", (origin, "dim"))
        table.add_row(Text(str(each["id"]), style="bold"), _when(each), what, _amount(each))
    console.print(table)
    console.print(f"{len(records)} records")


def _show_overview(console: "Console", records: Sequence[Record]) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("topic", no_wrap=True)
    table.add_column("records", justify="right", no_wrap=True)
    table.add_column("of which")
    for topic, n_records in Counter(str(each["topic"]) for each in records).items():
        kinds = Counter(str(each["kind"]) for each in records if each["topic"] == topic)
        table.add_row(topic, str(n_records), ", ".join(f"{n} {kind}" for kind, n in kinds.items()))
    console.print(table)
    console.print(
        f"{len(records)} records. Narrow them with --topic, --kind or --find TEXT; `kantokuen sources ID` "
        "shows one in full, --all lists all, --conflicts where sources contradict, "
        "--corrections the errors of the source article.",
        markup=False,
    )


def _when(record: Record) -> str:
    return _words(record.get("date_start") or record.get("date") or "")


def _amount(record: Record) -> str:
    """Write value, range and unit as far as there are any."""
    value, value_max = record.get("value"), record.get("value_max")
    if value is None:
        return ""
    amount = _words(value) if value_max is None else f"{_words(value)} to {_words(value_max)}"
    return f"{amount} {record['unit']}".rstrip()


def _words(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(value)
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return str(value)


def _plain(record: Record) -> dict[str, Any]:
    """Make a record fit for JSON."""
    return {field: value.isoformat() if isinstance(value, date) else value for field, value in record.items()}
