"""How a result shows itself: five lines of text, and a small table in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from math import isfinite
from typing import Any, Final

from kantokuen.model.errors import printable

Facts = Mapping[str, object]
"""By label, what is said of a thing; None is left out."""

_MOST_FACTS: Final = 4
_WIDEST: Final = 100
_NAMED: Final = 4
_LEFT: Final = "text-align:left"
"""No colour is set, so that the table takes those of a light page and of a dark one."""


class Shown:
    """Gives a class its text and its form in notebooks, from what `_shown` says.

    Neither ever fails: what cannot be told of a damaged or emptied object is left out.
    """

    __slots__ = ()

    def _shown(self) -> tuple[str, Facts]:
        """Return a headline and up to four facts, quickly found."""
        raise NotImplementedError

    def __repr__(self) -> str:
        headline, facts = _told(self)
        width = max(map(len, facts), default=0)
        lines = [f"<{type(self).__name__}> {headline}"]
        return "\n".join([*lines, *(f"  {label:{width}}  {text}" for label, text in facts.items())])

    def _repr_html_(self) -> str:
        headline, facts = _told(self)
        caption = f"<b>{escape(type(self).__name__)}</b> {escape(headline)}"
        rows = "".join(
            f'<tr><th style="{_LEFT}">{escape(label)}</th><td style="{_LEFT}">{escape(text)}</td></tr>'
            for label, text in facts.items()
        )
        return f'<table><caption style="{_LEFT}">{caption}</caption><tbody>{rows}</tbody></table>'


def run_in_words(seed: int, lens: str, cadence: str, ensemble: str) -> str:
    """Say how worlds are played."""
    return f"seed {seed}, lens {lens}, {told_by(cadence)}, drawn as by {ensemble}"


def told_by(cadence: str) -> str:
    """Say what is told as one."""
    return f"told by {'the month' if cadence == 'month' else 'ten days'}"


def plain(value: Any) -> Any:
    """Return a value as JSON has it: a date as text, an array or a tuple as a list, None for no number."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    as_list = getattr(value, "tolist", None)  # of an array, or of one of its numbers
    return value if as_list is None else plain(as_list())


def told(value: object) -> str:
    """Write the value of a parameter for people: four significant digits of what chance has drawn."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, date):
        return value.isoformat()
    size = getattr(value, "size", None)  # of an array, one value for each world
    return str(value) if size is None else f"({counted(size, 'value')})"


def signed(number: float) -> str:
    """Write a number with its sign and one decimal; what rounds to nought has no sign."""
    near = round(number, 1)
    return f"{near:+.1f}" if near else "0.0"


def listed(items: Iterable[object], most: int = _NAMED) -> str:
    """Name the first few of many things, and say how many more there are."""
    every = items if isinstance(items, Sequence) else list(items)
    named = ", ".join(str(each) for each in every[:most])
    return f"{named} and {len(every) - most:,} more" if len(every) > most else named or "none"


def first_line(rule: object) -> str:
    """Return what a function says of itself in its first line."""
    return (rule.__doc__ or "").strip().partition("\n")[0]


def counted(number: int, what: str) -> str:
    """Say how many there are of a thing, as in ``1 world`` and ``2,000 worlds``."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def share(number: float) -> str:
    """Write a share of worlds in per cent."""
    return f"{number:.1%}"


def _told(thing: Shown) -> tuple[str, dict[str, str]]:
    """Return what a thing says of itself, fit for one line each."""
    try:
        headline, facts = thing._shown()  # noqa: SLF001  (it is the mixin's own)
        said = {label: _line(value) for label, value in facts.items() if value is not None}
        return _line(headline), dict(list(said.items())[:_MOST_FACTS])
    except Exception:  # noqa: BLE001  (whatever is wrong with it, showing it is no place to fail)
        return "emptied or damaged, nothing can be told of it", {}


def _line(value: Any) -> str:
    """Write a value on one line that can be printed, cut to a readable width."""
    text = str(value)[: _WIDEST + 1]
    return printable(text[: _WIDEST - 3] + "..." if len(text) > _WIDEST else text)
