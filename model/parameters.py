"""All levers in one place: the only defaults, bounds and sources in the project.

To add a lever, declare one more `Parameter` in `kantokuen.model.levers`: scenario files,
settings, the command line and the manual's tables all read it from here.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from kantokuen.model.levers.form import Parameter, Spread, Value
from kantokuen.model.levers.japan import JAPAN
from kantokuen.model.levers.judgement import JUDGEMENT
from kantokuen.model.levers.mechanisms import MODEL
from kantokuen.model.levers.outside import OUTSIDE

__all__ = ["GROUPS", "PARAMETERS", "Parameter", "Spread", "Value", "levers_table"]

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {parameter.key: parameter for parameter in (*OUTSIDE, *JAPAN, *JUDGEMENT, *MODEL)}
)
"""Every lever by its dotted key, in the order in which people are shown them."""

GROUPS: Final[tuple[str, ...]] = tuple(dict.fromkeys(each.group for each in PARAMETERS.values()))
"""The prefixes of the keys, which are the tables of a scenario file."""


def levers_table() -> list[dict[str, object]]:
    """Describe every lever as plain data, ready for JSON: dates become ISO strings."""
    return [
        {
            "key": each.key,
            "type": each.kind,
            "unit": each.unit,
            "default": _plain(each.default),
            "low": _plain(each.low),
            "high": _plain(each.high),
            "choices": list(each.choices),
            "source": each.source,
            "confidence": each.confidence,
            "help": each.help,
        }
        for each in PARAMETERS.values()
    ]


def _plain(value: Value | None) -> float | int | bool | str | None:
    return value.isoformat() if isinstance(value, date) else value
