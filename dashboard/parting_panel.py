"""Where a what-if parts from the baseline, who moved first, and all outcomes of both side by side."""

from __future__ import annotations

from functools import partial
from typing import Any

import solara

from kantokuen.dashboard import commands
from kantokuen.dashboard.lettering import signed
from kantokuen.dashboard.parting import THRESHOLD, Mover, Parting, find_parting
from kantokuen.dashboard.pictures.parting import parting_picture, parting_text
from kantokuen.dashboard.results import Odds, odds_key
from kantokuen.dashboard.sections import picture, saves, section
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.side_by_side import Group, side_by_side
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.model.events import Event
from kantokuen.model.text.words import Words


@solara.component
def PartingPanel(session: Session, view: ViewModel) -> None:
    """Where two histories of the world of the page part, and how all worlds of both end."""
    words, state, baseline = view.words, view.state, view.baseline
    found = parting_of(view)
    mover = found.mover if found else None
    key, other_key = odds_key(state.question), odds_key(state.compared)
    now = _played(session.odds.value, key)
    then = _played(session.odds_before.value, other_key)

    def table() -> tuple[int, list[Group]]:
        if now is None or then is None or key == other_key:
            return 0, []
        return side_by_side(now, then, words)

    worlds, groups = solara.use_memo(table, [now, then, key, other_key, state.language])

    def pick(command: str) -> None:
        if command == "parting:go" and mover:
            commands.go(session, mover.index)
        elif command == "parting:why" and mover:
            commands.go(session, mover.index)
            session.change(view="table", office=mover.office)
        else:
            commands.pick(session, command)

    drawn: dict[str, Any] = {"office": "", "saves": ""}
    if mover and baseline:
        both = (view.months, baseline.months, mover, words)
        head, *rows = parting_text(*both)
        draw = partial(parting_picture, *both, view.palette, narrow=session.is_narrow.value)
        drawn = {
            "office": mover.office,
            "saves": saves(session, "parting", words("parting.title")),
            "picture": picture(session, "parting", draw),
            "go": words("parting.go", day=view.name(mover.day)),
            "why": words("parting.why", office=words(f"offices.{mover.office}.name")),
            "rule": words("parting.rule", threshold=words.number(THRESHOLD, 2)),
            "head": head,
            "rows": rows,
        }
    read = "parting.side.read_futures" if state.fork else "parting.side.read"
    section(
        session,
        "parting.html",
        on_pick=pick,
        sentences=sentences(view, found),
        is_compared=key != other_key,
        groups=groups,
        behind=words(read, worlds=words.number(worlds)),
        **drawn,
    )


def _played(shared: tuple[object, Odds] | None, key: object) -> Odds | None:
    """Return the odds that the verdict has, if they are of a question."""
    return shared[1] if shared and shared[0] == key else None


def parting_of(view: ViewModel) -> Parting | None:
    """Return where the world of the page parts from its baseline, None where it does not."""
    return None if view.baseline is None else find_parting(view.playback, view.baseline)


def sentences(view: ViewModel, found: Parting | None) -> list[str]:
    """Say where two histories part, what is in one of them alone, and who moves first and why."""
    words, state = view.words, view.state
    threshold = words.number(THRESHOLD, 2)
    if view.baseline is None:
        return [words("parting.nothing")]
    if found is None:
        return [words("parting.same", n=state.world, threshold=threshold)]
    said = [words("parting.first", n=state.world, day=words.day(found.day))]
    for name in ("only_here", "only_there"):
        events: tuple[Event, ...] = getattr(found, name)
        if events:
            said.append(words(f"parting.{name}", events=_listed(events, words)))
    said.append(
        words("parting.nobody", threshold=threshold) if found.mover is None else _moves(found.mover, words)
    )
    return said


def _listed(events: tuple[Event, ...], words: Words) -> str:
    told = [words("parting.event", said=words.event(each), day=words.day(each.day)) for each in events]
    return words("numbers.semicolon").join(told)


def _moves(mover: Mover, words: Words) -> str:
    person, other = (words(f"persons.{each}") for each in mover.persons)
    return words(
        "parting.mover" if person == other else "parting.mover_person",
        office=words(f"offices.{mover.office}.name"),
        person=person,
        other=other,
        day=words.day(mover.day),
        by=signed(words, mover.by),
        direction=words("parting.north" if mover.by > 0.0 else "parting.south"),
        part=words(f"considerations.{mover.part}.name"),
        part_by=signed(words, mover.parts[mover.part]),
    )
