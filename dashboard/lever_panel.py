"""The levers as the panel shows them: names and help in words, bounds and steps from the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import floor, log10
from typing import Any, Final

from kantokuen.dashboard.state import State
from kantokuen.model.calendar import to_date, to_day
from kantokuen.model.checking import check
from kantokuen.model.errors import input_error
from kantokuen.model.levers.form import Parameter
from kantokuen.model.parameters import GROUPS, PARAMETERS, Value
from kantokuen.model.text.words import Words

_STEPS: Final = 100
_ROUNDED: Final = 1.3
"""How much coarser than a hundredth of the width a round step may be."""

_FINER: Final = 6
_NEXT_TO_NOTHING: Final = 1e-6
_MOST_DAYS: Final = 1e6
"""Days that the calendar can count."""
_OPEN_AT_FIRST: Final = GROUPS[:1]


def is_shown(lever: Parameter, *values: object) -> bool:
    """Tell whether the page has a place for a lever: a judgement has one only where it is not at its default.

    Args:
        lever: the lever.
        values: what it is set to, and what it would be undone to.
    """
    return lever.kind != "judgement" or any(each != lever.default for each in values)


def groups(state: State, drawn: Mapping[str, float], words: Words) -> list[dict[str, Any]]:
    """Return the groups of levers as plain data for the panel.

    Args:
        state: what is set.
        drawn: what chance made of the levers that vary, in the world that is told.
        words: of the page.
    """
    now, starting, first = state.scenario.levers, state.starting.levers, _first_day(state)
    shown = []
    for group in GROUPS:
        levers = [
            _lever(each, now[each.key], starting[each.key], drawn, words, first)  # type: ignore[arg-type]
            | {"past": state.is_past(each.key)}
            for each in PARAMETERS.values()
            if each.group == group and is_shown(each, now[each.key], starting[each.key])
        ]
        changed = sum(lever["changed"] for lever in levers)
        shown.append(
            {
                "id": group,
                "name": words(f"groups.{group}"),
                "levers": levers,
                "changed": changed,
                "changed_words": words("levers_panel.changed", n=changed),
                "open": group in _OPEN_AT_FIRST or changed > 0,
            }
        )
    return [group for group in shown if group["levers"]]


def _first_day(state: State) -> date | None:
    """Return the last sitting before the fork, after which days can be changed; None where there is none."""
    return state.days[state.fork_index - 1] if state.fork_index else None


def _lever(
    lever: Parameter,
    value: Value,
    before: Value,
    drawn: Mapping[str, float],
    words: Words,
    first: date | None,
) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "key": lever.key,
        "type": lever.type,
        "kind": "" if lever.kind == "lever" else words(f"levers_panel.kinds.{lever.kind}"),
        "name": words.lever_name(lever.key),
        "help": words.lever_help(lever.key),
        "unit": words.unit(lever.unit) if lever.is_number else "",
        "value": value if isinstance(value, bool | str) else None,
        "shown": words.lever_value(lever.key, value),
        "changed": value != before,
        "was": words("levers_panel.was", value=words.lever_value(lever.key, before)),
        "confidence": words(f"confidence.{lever.confidence}"),
        "choices": [{"value": each, "text": words.lever_value(lever.key, each)} for each in lever.choices],
        "mode": value if isinstance(value, str) else "",
        "range": "" if lever.low is None else words.takes(lever.key),
        "drawn": "",
        "mark": None,
        "position": 0.0,
    }
    if lever.key in drawn:
        shown["drawn"] = words("levers_panel.drawn", value=found_value(lever.key, drawn[lever.key], words))
    if lever.type in {"float", "int", "date"}:
        low, high = _place(lever.low), _place(lever.high)
        if first is not None and lever.type == "date":
            low = min(max(low, to_day(first) + 1.0), high)
        default = _place(low if isinstance(lever.default, str) else lever.default)
        step = 1.0 if lever.type in {"int", "date"} else fineness(low, high, default)
        shown |= {"low": low, "high": high, "step": step}
        shown["position"] = low if isinstance(value, str) else max(_place(value), low)
        if not isinstance(before, str) and value != before and high > low:
            shown["mark"] = min(max(round(100.0 * (_place(before) - low) / (high - low), 2), 0.0), 100.0)
    return shown


def found_value(key: str, value: Value, words: Words) -> str:
    """Write a value that chance or a search has found: with no more digits than its slider has."""
    lever = PARAMETERS[key]
    if lever.type != "float" or isinstance(value, str | date):
        return words.lever_value(key, value)
    low, high = _place(lever.low), _place(lever.high)
    step = fineness(low, high, _place(low if isinstance(lever.default, str) else lever.default))
    return words.lever_value(key, round(float(value), max(0, -floor(log10(step)))))


def _place(value: object) -> float:
    return to_day(value) if isinstance(value, date) else float(value)  # type: ignore[arg-type]


def fineness(low: float, high: float, default: float) -> float:
    """Return the step of a slider that meets its ends and its default.

    It is about a hundredth of the width, 1, 2 or 5 times a power of ten, or the next finer one of these from
    which both the end and the default are reached in whole steps.

    Args:
        low: where the slider begins.
        high: where it ends.
        default: a value that it has to meet.
    """
    width = high - low
    power = floor(log10(width / _STEPS)) + 1
    ladder = (
        round(each * 10.0**p, 12 - p) for p in range(power, power - _FINER, -1) for each in (5.0, 2.0, 1.0)
    )
    coarse_enough = [step for step in ladder if step <= width / _STEPS * _ROUNDED]
    meets = (step for step in coarse_enough if _is_whole(width / step) and _is_whole((default - low) / step))
    return next(meets, coarse_enough[-1])


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < _NEXT_TO_NOTHING


def value_of(key: str, given: float | bool | str) -> Value:  # noqa: FBT001  (a switch is one of the values)
    """Return the value that the panel sent for a lever, checked: a day comes as a number.

    Raises:
        InputError: the lever does not take it.
    """
    lever = PARAMETERS[key]
    if lever.type == "date" and isinstance(given, float):
        if not -_MOST_DAYS < given < _MOST_DAYS:
            raise input_error("lever", f"{key} = {given} is not a day", lever.allowed)
        return check(key, to_date(given), "lever")  # type: ignore[return-value]
    return check(key, given, "lever")  # type: ignore[return-value]
