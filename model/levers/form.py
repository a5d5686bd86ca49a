"""The form in which every lever is declared: default, bounds, spread, source, help."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kantokuen.model.display import Facts, Shown

Value = float | int | bool | str | date
"""What a lever may hold in one world: a number, a switch, a keyword or a date."""

Kind = Literal["float", "int", "bool", "choice", "date"]
Law = Literal["normal", "lognormal", "uniform"]
Confidence = Literal["high", "medium", "low", "judgement"]


@dataclass(frozen=True, slots=True)
class Spread:
    """How a lever differs from world to world around its value.

    `normal`: value + scale * z, with z standard normal (`scale` in the lever's unit);
    `lognormal`: value * exp(scale * z), so `scale` is a standard deviation of logarithms;
    `uniform`: value + scale * u, with u uniform on [-1, 1].
    """

    law: Law
    scale: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Parameter(Shown):
    """One lever.

    `low` and `high` are the inclusive bounds, in `unit`; None for switches and choices.
    `choices` are the keywords: for kind "choice" all that is allowed, for a number or a
    date what may stand in its place (e.g. a date or "never").
    `spread` None means that all worlds share the value.
    `source` cites evidence ids or bibliography keys, or says that the value is a judgement.
    """

    key: str
    kind: Kind
    unit: str
    default: Value
    low: float | date | None = None
    high: float | date | None = None
    choices: tuple[str, ...] = ()
    spread: Spread | None = None
    symbol: str
    source: str
    confidence: Confidence
    help: str
    group: str = field(init=False)

    def __post_init__(self) -> None:
        """Derive the group: the part of the key before the dot, a table in a scenario file."""
        object.__setattr__(self, "group", self.key.partition(".")[0])

    @property
    def allowed(self) -> str:
        """What may be given, in words: for error messages, tables and tooltips."""
        between = f"from {_plain(self.low)} to {_plain(self.high)}"
        unit = f" ({self.unit})" if self.unit else ""
        match self.kind:
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


def _plain(bound: float | date | None) -> str:
    """Write a bound as a person would: 3 and not 3.0, and dates in ISO form."""
    return f"{bound:g}" if isinstance(bound, (int, float)) else str(bound)
