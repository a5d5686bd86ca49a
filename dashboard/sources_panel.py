"""Every record of the evidence, to look through."""

from __future__ import annotations

from functools import cache
from typing import Final

import solara

from kantokuen.dashboard import commands
from kantokuen.dashboard.evidence_rows import MOST_SHOWN, Row, evidence_rows, ranked
from kantokuen.dashboard.sections import section
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.model import evidence
from kantokuen.model.text.words import Words

_BESIDE: Final = {
    "chronology": evidence.chronology,
    "words": evidence.recorded_words,
    "forecasts": evidence.forecasts,
}
TOPICS: Final = (*evidence.TOPICS, *_BESIDE)
_LONGEST_SEARCH: Final = 80


@solara.component
def SourcesPanel(session: Session, view: ViewModel) -> None:
    """Each number with its document, date, kind, confidence, and in what it was seen."""
    words = view.words
    wanted, set_wanted = solara.use_state("")
    topic, set_topic = solara.use_state("")
    rows = _rows(topic, view.state.language)
    needle = wanted.casefold().strip()
    found = [row for row in rows if needle in _text(row)]

    def pick(command: str) -> None:
        verb, _, about = command.partition(":")
        if verb == "find":
            set_wanted(about[:_LONGEST_SEARCH])
        elif verb == "topic":
            set_topic(about if about in TOPICS else "")
        else:
            commands.pick(session, command)

    section(
        session,
        "sources.html",
        on_pick=pick,
        rows=found[:MOST_SHOWN],
        order=words("people.order"),
        found=words("sources_panel.found", n=words.number(len(found)), all=words.number(len(rows))),
        more=words("sources_panel.more", n=MOST_SHOWN) if len(found) > MOST_SHOWN else "",
        wanted=wanted,
        topic=topic,
        topics=[(each, words(f"topics.{each}")) for each in TOPICS],
    )


def _text(row: Row) -> str:
    documents = " ".join(each.text for each in row.documents)
    return f"{row.id} {row.what} {row.value} {row.date} {row.source} {row.note} {documents}".casefold()


@cache
def _rows(topic: str, language: str) -> tuple[Row, ...]:
    ids: list[str] = []
    if topic not in _BESIDE:
        ids += evidence.quantities(topic or None)["id"].to_list()
    for name, frame in _BESIDE.items():
        if topic in ("", name):
            ids += frame()["id"].to_list()
    return tuple(ranked(evidence_rows(ids, Words.of(language))))
