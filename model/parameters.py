"""The parameters, all that can be set, in one place: the only defaults, bounds and sources in the project.

To add a lever, an uncertainty or a judgement, declare one more in `kantokuen.model.levers`: scenario
files, settings, sweeps, the command line and the manual's tables all read it from here.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from kantokuen.model.levers.army import ARMY, INTELLIGENCE
from kantokuen.model.levers.council import COUNCIL, LENS_LINES
from kantokuen.model.levers.form import Kind, Parameter, Spread, Value
from kantokuen.model.levers.germany import GERMANY
from kantokuen.model.levers.means import MEANS
from kantokuen.model.levers.mechanism import MECHANISM
from kantokuen.model.levers.offices import LEANS, SINGLE_OFFICES
from kantokuen.model.levers.sanctions import OUTSIDERS, SANCTIONS
from kantokuen.model.levers.setting import SETTING
from kantokuen.model.levers.soviet import SOVIET
from kantokuen.model.levers.staff import STAFF
from kantokuen.model.levers.talks import TALKS
from kantokuen.model.levers.weighing import WEIGHING

__all__ = ["GROUPS", "KINDS", "PARAMETERS", "Kind", "Parameter", "Spread", "Value", "levers_table"]

DECLARED: Final[tuple[Parameter, ...]] = (
    *(*GERMANY, *SOVIET, *SANCTIONS, *OUTSIDERS, *SETTING, *SINGLE_OFFICES, *LEANS, *ARMY, *INTELLIGENCE),
    *(*WEIGHING, *STAFF, *COUNCIL, *TALKS, *MEANS, *LENS_LINES, *MECHANISM),
)
"""Every declaration, in the order in which people are shown them."""

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType({each.key: each for each in DECLARED})
"""Every parameter by its dotted key."""

GROUPS: Final[tuple[str, ...]] = tuple(dict.fromkeys(each.group for each in DECLARED))
"""The prefixes of the keys, which are the tables of a scenario file."""

KINDS: Final[tuple[Kind, ...]] = ("lever", "uncertainty", "judgement")
"""The three kinds: what is set to ask a question, what differs between worlds, and constants of the rules."""


def levers_table() -> list[dict[str, object]]:
    """Describe every parameter as plain data, ready for JSON: dates become ISO strings."""
    return [
        {
            "key": each.key,
            "kind": each.kind,
            "type": each.type,
            "unit": each.unit,
            "default": _plain(each.default),
            "low": _plain(each.low),
            "high": _plain(each.high),
            "choices": list(each.choices),
            "source": each.source,
            "confidence": each.confidence,
            "help": each.help,
        }
        for each in DECLARED
    ]


def _plain(value: Value | None) -> float | int | bool | str | None:
    return value.isoformat() if isinstance(value, date) else value
