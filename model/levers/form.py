"""The form in which parameters are declared: all that can be set, of three kinds.

A *lever* is what a user sets to ask a question, an *uncertainty* is what differs between worlds, a
*judgement* is a constant of the rules on which a reader may hold another view.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from kantokuen.model.display import Facts, Shown
from kantokuen.model.levers.fitted import fitted

Value = float | int | bool | str | date
"""What a parameter may hold in one world: a number, a switch, a keyword or a date."""

Kind = Literal["lever", "uncertainty", "judgement"]
Type = Literal["float", "int", "bool", "choice", "date"]
Law = Literal["normal", "lognormal", "uniform"]
Confidence = Literal["high", "medium", "low", "judgement"]

NUMBERS: Final = frozenset({"float", "int"})
"""The types that are numbers."""

_FIRST_DAY: Final = date(1940, 1, 1)
_LAST_DAY: Final = date(1945, 8, 31)
"""The last day that any run can reach."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How an uncertainty differs from world to world around its value.

    `normal`: value + scale * z, with z standard normal (`scale` in the unit of the value);
    `lognormal`: value * exp(scale * z), so `scale` is a standard deviation of logarithms;
    `uniform`: value + scale * u, with u uniform on [-1, 1].

    `schools`: by how much optimists, the median observer and doubters of June 1941 (`expectations.SCHOOLS`)
    saw the centre elsewhere than the value, in the measure of `scale`; it counts in the ensemble
    ``june-1941`` alone, empty where they did not differ from today.
    """

    law: Law
    scale: float
    schools: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Parameter(Shown):
    """One lever, uncertainty or judgement.

    `low` and `high` are the inclusive bounds, in `unit`; None for switches and choices.
    `choices` are the keywords: of the type "choice" all that is allowed, for a number or a
    date what may stand in its place (e.g. a date or "never").
    `spread` None means that all worlds share the value.
    `source` cites evidence ids or bibliography keys, or says what speaks for a judgement.
    `reasoned` is where a judgement stood before it was fitted, the middle of its prior.
    `symbol` stands for the value in the formulas of the manual, empty where none does.
    """

    key: str
    kind: Kind
    default: Value
    low: float | date | None = None
    high: float | date | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    spread: Spread | None = None
    symbol: str = ""
    source: str
    confidence: Confidence
    help: str
    reasoned: float | None = None
    type: Type = field(init=False)
    group: str = field(init=False)

    def __post_init__(self) -> None:
        """Derive the type, and the group: the part of the key before the dot, a table in a scenario file."""
        held: Value = self.default if self.low is None else self.low
        types: dict[object, Type] = {float: "float", int: "int", date: "date", bool: "bool", str: "choice"}
        object.__setattr__(self, "type", types[held.__class__])
        object.__setattr__(self, "group", self.key.partition(".")[0])

    @property
    def is_number(self) -> bool:
        """Whether it holds a number."""
        return self.type in NUMBERS

    @property
    def allowed(self) -> str:
        """What may be given, in words: for error messages, tables and tooltips."""
        between = f"from {_plain(self.low)} to {_plain(self.high)}"
        unit = f" ({self.unit})" if self.unit else ""
        match self.type:
            case "bool":
                first = ["true", "false"]
            case "choice":
                first = []
            case "date":
                first = [f"a date {between} (YYYY-MM-DD)"]
            case "int":
                first = [f"a whole number {between}{unit}"]
            case "float":
                first = [f"a number {between}{unit}"]
        *rest, last = [*first, *(f"'{keyword}'" for keyword in self.choices)]
        return f"{', '.join(rest)} or {last}" if rest else last

    def _shown(self) -> tuple[str, Facts]:
        facts = {"means": self.help, "takes": self.allowed, "default": self.default, "source": self.source}
        return self.key, facts


def number(
    key: str, default: Value, low: float, high: float, unit: str, symbol: str, about: str, source: str,
    confidence: Confidence, *choices: str, spread: Spread | None = None,
) -> Parameter:  # fmt: skip
    """Declare a number that is set to ask a question, or, with a spread, one that differs between worlds."""
    kind: Kind = "lever" if spread is None else "uncertainty"
    return Parameter(
        key=key, kind=kind, default=default, low=low, high=high, unit=unit, choices=choices, spread=spread,
        symbol=symbol, source=source, confidence=confidence, help=about,
    )  # fmt: skip


def day(
    key: str, default: date | str, symbol: str, about: str, source: str, confidence: Confidence,
    *choices: str, low: date = _FIRST_DAY, high: date = _LAST_DAY,
) -> Parameter:  # fmt: skip
    """Declare the day of an event, in whose place keywords may stand."""
    return Parameter(
        key=key, kind="lever", default=default, low=low, high=high, unit="date", choices=choices,
        symbol=symbol, source=source, confidence=confidence, help=about,
    )  # fmt: skip


def choice(
    key: str, default: Value, symbol: str, about: str, source: str, confidence: Confidence, *choices: str
) -> Parameter:
    """Declare a switch, or one of some keywords."""
    return Parameter(
        key=key, kind="lever", default=default, choices=choices, symbol=symbol, source=source,
        confidence=confidence, help=about,
    )  # fmt: skip


def judgement(
    key: str, reasoned: float, low: float, high: float, unit: str, about: str, reason: str, symbol: str = ""
) -> Parameter:
    """Declare a constant of the rules, with what speaks for it and the range in which one may differ.

    It stands where the record puts it, if it was fitted, and else at the value that was reasoned.
    """
    default = fitted().get(key, reasoned)
    by = f"judgement, {reasoned:g} before the fit" if key in fitted() else "judgement"
    return Parameter(
        key=key, kind="judgement", default=default, low=low, high=high, unit=unit, symbol=symbol,
        source=f"{by}: {reason}", confidence="judgement", help=about, reasoned=reasoned,
    )  # fmt: skip


def _plain(bound: float | date | None) -> str:
    """Write a bound as a person would: 3 and not 3.0, and dates in ISO form."""
    return f"{bound:.10g}" if isinstance(bound, (int, float)) else str(bound)
