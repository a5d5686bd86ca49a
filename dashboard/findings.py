"""Findings: the heading of each panel, a sentence that rules make from its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from kantokuen.dashboard.endings import NORTH, apportioned, ending_codes, ending_of
from kantokuen.dashboard.pictures.dots import count_text
from kantokuen.dashboard.pictures.sheet import LEANS
from kantokuen.dashboard.playback import Month, Playback
from kantokuen.dashboard.results import Odds
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.model.calendar import is_season_past
from kantokuen.model.text.words import Words

_MOST: Final = 0.5
"""Share of the offices beyond which they are most of the table."""


def table(month: Month, words: Words) -> str:
    """Say where most of the table leans, or that it is split."""
    stances = [seat.net for seat in month.seats.values()]
    counts = {
        "south": sum(net < LEANS[1] for net in stances),
        "north": sum(net >= LEANS[2] for net in stances),
    }
    counts["undecided"] = len(stances) - sum(counts.values())
    most = max(counts, key=counts.__getitem__)
    kind = most if counts[most] > _MOST * len(stances) else "split"
    said = {name: words.number(count) for name, count in counts.items()}
    return words(f"findings.table.{kind}", n=said[most], all=words.number(len(stances)), **said)


def theatre(month: Month, words: Words) -> str:
    """Say how many divisions face each other in the Far East."""
    return words(
        "findings.theatre",
        japanese=words.number(month.signals["divisions_present"]),
        soviet=words.number(month.signals["soviet_divisions"]),
    )


def months(playback: Playback, words: Words) -> str:
    """Say when the road north was taken or closed for 1941: the first sitting that had no day left for it."""
    war = playback.ending.days["war"]
    closed = next((month.date for month in playback.months if _is_closed(month)), None)
    if war is not None and (closed is None or war <= closed):
        kind = "attack" if playback.ending.outcome.startswith("attack") else "incident"
        return words(f"findings.months.{kind}", day=words.day(war))
    if closed is None:
        return words("findings.months.open", day=words.day(playback.months[-1].date))
    return words("findings.months.closed", day=words.day(closed))


def _is_closed(month: Month) -> bool:
    """Tell whether no attack of 1941 can be ordered any more: given up, or the staff's clock has run out."""
    signals = month.signals
    return signals["has_given_up"] > 0.0 or signals["days_left"] < 0.0 or is_season_past(month.date)


def whatif(view: ViewModel) -> str:
    """Say whether the world that is told ends otherwise than in the baseline; empty where it is the same."""
    if view.baseline is None:
        return ""
    now, before = ending_of(view.playback), ending_of(view.baseline)
    words = view.words
    if now == before:
        return words("findings.whatif.same", ending=words(f"endings.{now}.name"))
    return words(
        "findings.whatif.other",
        now=words(f"endings.{now}.name"),
        before=words(f"endings.{before}.name"),
    )


def lenses(seen: Sequence[tuple[Playback, Odds]], words: Words) -> str:
    """Say between what the theories differ in attacks of 1941; empty before there are two of them.

    Args:
        seen: the world that is told and many others, by lens.
        words: of the page.
    """
    if len(seen) < 2:
        return ""
    shares = [odds.attack["share"] for _, odds in seen]
    low, high = words.of_100(min(shares)), words.of_100(max(shares))
    kinds = len({ending_of(told) for told, _ in seen})
    key = "one" if kinds == 1 else "several"
    fields = {"n": words.number(kinds), "low": low, "high": high, "lenses": words.number(len(seen))}
    return words(f"findings.lenses.{key}", **fields)


def worlds(now: Odds, words: Words, *, are_futures: bool = False) -> str:
    """Say in how many worlds there is war in the south, and in how many an attack on orders in the north."""
    codes = ending_codes(now.columns)
    has_south = np.isfinite(now.columns["southern_war_date"])
    has_north = codes < len(NORTH)
    counts = {
        "both": int(np.count_nonzero(has_south & has_north)),
        "south": int(np.count_nonzero(has_south & ~has_north)),
        "north": int(np.count_nonzero(~has_south & has_north)),
        "neither": int(np.count_nonzero(~has_south & ~has_north)),
    }
    dots = apportioned(counts)
    shown = {"south": ("both", "south"), "north": ("both", "north"), "both": ("both",)}
    said = {
        name: count_text(sum(dots[each] for each in parts), sum(counts[each] for each in parts), words)
        for name, parts in shown.items()
    }
    return words(f"findings.worlds.{'futures' if are_futures else 'worlds'}", **said)
