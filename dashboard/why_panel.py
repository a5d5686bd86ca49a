"""Why an office stands where it does: who sits there, in his words, what he weighs, on what that rests."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Any

from kantokuen.dashboard.evidence_rows import JUDGEMENT, Row, evidence_rows, ranked
from kantokuen.dashboard.lettering import signed
from kantokuen.dashboard.link import light_link
from kantokuen.dashboard.markup import Markup as Safe
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.people import FIRST_SHOWN, Tenure, person_key, sayings, told
from kantokuen.dashboard.pictures.seals import seal_picture
from kantokuen.dashboard.pictures.seats import change_in_words
from kantokuen.dashboard.pictures.why import why, why_text
from kantokuen.dashboard.playback import Seat
from kantokuen.dashboard.sections import picture, saves
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.experiments.game.questions import SEATS
from kantokuen.model import evidence
from kantokuen.model.grounds import grounds_of_office, grounds_of_part
from kantokuen.model.text.words import Words


def why_html(session: Session, view: ViewModel, seat: Seat, change: Tenure | None) -> Safe:
    """Return the panel of an office.

    Args:
        session: of the page.
        view: what the page shows.
        seat: the office in the period that is looked at.
        change: how its chair changed hands, None where it did not.
    """
    words, month, office = view.words, view.now, seat.office
    head, *rows = why_text(seat, words)
    name = words(f"offices.{office}.name")
    title = (words("table_panel.why", office=words(f"offices.{office}.title")), view.name(month.date))
    person = words(f"persons.{seat.person}")
    parts = _parts(seat, month.date, words)
    recorded = [told(each, month.date, words) for each in sayings(seat, month.date)]
    html = render(
        "why.html",
        words=words,
        office=office,
        chair=light_link("seat", view.state, office) if office in SEATS else "",
        name=name,
        title=words("numbers.comma").join(title),
        saves=saves(session, "why", name),
        seal=Safe(seal_picture(seat, words, view.palette)),
        person=change_in_words(change, words) if change else words("table_panel.held_by", person=person),
        veto=words("table_panel.veto", veto=words(f"vetoes.{seat.veto}.name")),
        wanted=words(f"people.wanted.{person_key(seat)}"),
        said=recorded[:FIRST_SHOWN],
        more=recorded[FIRST_SHOWN:],
        no_words=words("people.none", person=person),
        picture=picture(
            session, "why", partial(why, seat, words, view.palette, narrow=session.is_narrow.value)
        ),
        beliefs=_beliefs(view, seat),
        parts=[each for each in parts if each["weighs"]],
        light=[each for each in parts if not each["weighs"]],
        head=head,
        rows=rows,
    )
    return Safe(html)


def _beliefs(view: ViewModel, seat: Seat) -> list[str]:
    words, signals = view.words, view.now.signals
    return [
        words(
            "table_panel.believes",
            believed=words.number(seat.soviet_divisions, 1),
            true=words.number(signals["soviet_divisions"], 1),
        ),
        words(
            "table_panel.men",
            believed=words.number(seat.soviet_men),
            true=words.number(signals["soviet_men"]),
        ),
        words("table_panel.war", share=words.percent(seat.german_war)),
        words("table_panel.oil", share=words.percent(seat.oil_loss)),
        words("table_panel.ripe", share=words.percent(seat.ripeness), at=words.percent(seat.picks_at)),
        words("table_panel.hope", share=words.percent(seat.hope)),
    ]


def _parts(seat: Seat, day: date, words: Words) -> list[dict[str, Any]]:
    """Return the parts of a stance that rest on something, the weightiest first, with their best records."""
    net = {
        part: seat.parts_north.get(part, 0.0) - seat.parts_south.get(part, 0.0)
        for part in {**seat.parts_north, **seat.parts_south}
    }
    found = []
    for part in sorted(net, key=lambda each: -abs(net[each])):
        rows = ranked(evidence_rows(grounds_of_part(part, seat.office), words))
        if rows:
            found.append(
                {
                    "name": words(f"considerations.{part}.name"),
                    "weighs": round(net[part], 2) != 0.0,
                    "net": signed(words, net[part]),
                    "help": words(f"considerations.{part}.help"),
                    "best": [_told(row, words) for row in _best(rows, seat.office, day)],
                    "sources": ",".join(_cited(row) for row in rows),
                    "records": words("people.all_records", n=words.number(len(rows))),
                }
            )
    return found


def _best(rows: list[Row], office: str, day: date) -> list[Row]:
    """Return at most two records: the best of the office's own by a day, and the best of all; no judgement.

    Args:
        rows: as `ranked` has them.
        office: its id.
        day: the one that is looked at.
    """
    records = [row for row in rows if row.kind not in (JUDGEMENT, "lever")]
    own = [row for row in records if row.id in grounds_of_office(office)]
    by_then = [row for row in own if (_last_day(row.id) or day) <= day]
    chosen = [*by_then[:1], *(own or records)[:1]]
    return list({row.id: row for row in chosen}.values())


def _last_day(record: str) -> date | None:
    """Return the last day of what is recorded, None where it has none."""
    match record[:3]:
        case "QUO":
            return evidence.saying(record).last
        case "CHR":
            return evidence.entry(record).date
        case "FOR":
            return evidence.forecast_day(record)
    return evidence.fact(record).date


def _told(row: Row, words: Words) -> dict[str, str]:
    """Return a record in a line: what, when, in which document, and how far it was checked."""
    work = _work(row)
    if row.kind in evidence.SAYINGS:
        work = evidence.saying(row.id).document[words.language]
    seen = words("people.checked", seen=words(f"seen.{row.seen}")) if row.seen else ""
    return {"what": row.what, "value": row.value, "date": row.date, "work": work, "seen": seen}


def _work(row: Row) -> str:
    """Return the work in which a record was seen, as far as its title; of several one of the kind it says."""
    section = {"document": "documents", "scholarly work": "history"}.get(row.seen)
    fits = [each for each in row.documents if each.section == section]
    for work in fits or row.documents:
        titled = re.match(r"[^*]*\*[^*]+\*", work.work)
        return (titled[0] if titled else work.work.partition(". ")[0]).replace("*", "").rstrip(".")
    return ""


def _cited(row: Row) -> str:
    return f"[{row.id}]" if row.kind == "document" else row.id
