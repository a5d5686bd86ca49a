"""The levers as the panel shows them: names and help in words, bounds and steps from the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from math import floor, isfinite, log10
from typing import Any, Final

from kantokuen.dashboard.state import State
from kantokuen.experiments.analyses.measures import measure
from kantokuen.experiments.analyses.replay import Replay
from kantokuen.experiments.effects import shipped
from kantokuen.experiments.runner import Run
from kantokuen.model.calendar import to_date, to_day
from kantokuen.model.checking import check
from kantokuen.model.errors import input_error
from kantokuen.model.levers.form import Parameter
from kantokuen.model.parameters import GROUPS, PARAMETERS, Value
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.words import Words

_STEPS: Final = 100
_ROUNDED: Final = 1.3
"""How much coarser than a hundredth of the width a round step may be."""

_FINER: Final = 6
_NEXT_TO_NOTHING: Final = 1e-6
_MOST_DAYS: Final = 1e6
"""Days that the calendar can count."""

FIRST: Final = 5
"""How many levers stand before all others: those that move the endings farthest."""


def is_shown(lever: Parameter, *values: object) -> bool:
    """Tell whether the page has a place for a lever: a judgement has one only where it is not at its default.

    Args:
        lever: the lever.
        values: what it is set to, and what it would be undone to.
    """
    return lever.kind != "judgement" or any(each != lever.default for each in values)


@cache
def effects() -> Mapping[str, Mapping[str, Any]]:
    """Return what ships of how far each lever moves the endings, by key, the farthest first."""
    return {each["key"]: each for each in shipped()["ranking"]}


def first_levers() -> tuple[str, ...]:
    """Return the levers that move the endings farthest, which stand before all others."""
    return tuple(effects())[:FIRST]


@cache
def _came() -> Mapping[str, float]:
    """Return what the first world of history made of the levers that hold a keyword there, where it did."""
    came = Replay(Run(), 0, measure("attack_1941")).came
    return {key: value for key, value in came.items() if isfinite(value)}


def panel(state: State, drawn: Mapping[str, float], words: Words) -> dict[str, Any]:
    """Return all that the panel of levers shows, as plain data: scenario, groups, and which come first.

    Args:
        state: what is set.
        drawn: what chance made of the levers that vary, in the world that is told.
        words: of the page.
    """
    scenario = state.request.scenario.name
    return {"scenario": scenario, "first": first_levers(), "groups": groups(state, drawn, words)}


def groups(state: State, drawn: Mapping[str, float], words: Words) -> list[dict[str, Any]]:
    """Return the groups of levers as plain data for the panel.

    Args:
        state: what is set.
        drawn: what chance made of the levers that vary, in the world that is told.
        words: of the page.
    """
    now, starting, first = state.scenario.levers, state.starting.levers, _first_day(state)
    of_scenario = Scenario.load(state.request.scenario.name).levers
    shown = []
    for group in GROUPS:
        levers = [
            _lever(each, now[each.key], starting[each.key], drawn, words, first)  # type: ignore[arg-type]
            | {
                "past": state.is_past(each.key),
                "position": _start(each, now[each.key], first),  # type: ignore[arg-type]
                "today": _starts_today(each, now[each.key]),  # type: ignore[arg-type]
                "scenario": of_scenario[each.key] != each.default,
            }
            for each in PARAMETERS.values()
            if each.group == group and is_shown(each, now[each.key], starting[each.key])
        ]
        changed = sum(lever["changed"] for lever in levers)
        by_scenario = sum(lever["scenario"] for lever in levers)
        shown.append(
            {
                "id": group,
                "name": words(f"groups.{group}"),
                "levers": levers,
                "changed": changed,
                "changed_words": words("levers_panel.changed", n=changed),
                "by_scenario": words("levers_panel.by_scenario", n=by_scenario) if by_scenario else "",
                "open": changed > 0 or by_scenario > 0,
            }
        )
    return [group for group in shown if group["levers"]]


def _first_day(state: State) -> date | None:
    """Return the last sitting before the fork, after which days can be changed; None where there is none."""
    return state.fork_day if state.fork_index else None


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
        **_effect(lever.key, words),
        "ends": _ends(lever, words),
        "mark": None,
    }
    if lever.key in drawn:
        shown["drawn"] = words("levers_panel.drawn", value=found_value(lever.key, drawn[lever.key], words))
    if lever.type in {"float", "int", "date"}:
        low, high = _bounds(lever, first)
        shown |= {"low": low, "high": high, "step": _step(lever, low, high)}
        if not isinstance(before, str) and value != before and high > low:
            shown["mark"] = min(max(round(100.0 * (_place(before) - low) / (high - low), 2), 0.0), 100.0)
    return shown


def _effect(key: str, words: Words) -> dict[str, str]:
    """Say how far a lever moves the endings by itself, in short and with the value; empty if not tried."""
    if key not in effects():
        return {"moves": "", "effect": ""}
    own, lever = effects()[key], PARAMETERS[key]
    is_day = lever.type == "date" and own["value"] not in lever.choices
    value = date.fromisoformat(own["value"]) if is_day else own["value"]
    said = {"n": words.of_100(own["effect"]), "value": words.lever_value(key, value)}
    return {"moves": words("levers_panel.moves", **said), "effect": words("levers_panel.effect", **said)}


def _ends(lever: Parameter, words: Words) -> list[str]:
    """Return what the two ends of a slider mean, in a word each; nothing where it is no slider."""
    if lever.type not in {"float", "int", "date"}:
        return []
    own = f"levers_panel.ends.{lever.key}"
    table = (
        own if words.has(f"{own}.low") else f"levers_panel.ends.{'day' if lever.type == 'date' else 'number'}"
    )
    return [words(f"{table}.low"), words(f"{table}.high")]


def _start(lever: Parameter, value: Value, first: date | None) -> float:
    """Return where the slider of a lever stands, or starts once it is no keyword any more.

    Where it holds a keyword, it starts at its default, or, where that is a keyword as well, at what the first
    world of history made of it: the day on which the thing came, the share gone, the divisions sanctioned.
    What never came there starts on the day that is looked at (see `_starts_today`).
    """
    if lever.type not in {"float", "int", "date"}:
        return 0.0
    low, high = _bounds(lever, first)
    if not isinstance(value, str):
        return max(_place(value), low)
    is_open = isinstance(lever.default, str)
    at = _came().get(lever.key, low) if is_open else _place(lever.default)
    step = _step(lever, low, high)
    steps = floor((at - low) / step) if lever.type == "date" else round((at - low) / step)
    return min(max(low + step * steps, low), high)


def _starts_today(lever: Parameter, value: Value) -> bool:
    """Tell whether a day that is switched on is best looked for around the one that is looked at."""
    is_open = isinstance(value, str) and isinstance(lever.default, str)
    return is_open and lever.type == "date" and lever.key not in _came()


def _bounds(lever: Parameter, first: date | None) -> tuple[float, float]:
    low, high = _place(lever.low), _place(lever.high)
    if first is not None and lever.type == "date":
        low = min(max(low, to_day(first) + 1.0), high)
    return low, high


def _step(lever: Parameter, low: float, high: float) -> float:
    default = _place(low if isinstance(lever.default, str) else lever.default)
    return 1.0 if lever.type in {"int", "date"} else fineness(low, high, default)


def found_value(key: str, value: Value, words: Words) -> str:
    """Write a value that chance or a search has found: with no more digits than its slider has."""
    lever = PARAMETERS[key]
    if lever.type != "float" or isinstance(value, str | date):
        return words.lever_value(key, value)
    low, high = _place(lever.low), _place(lever.high)
    step = _step(lever, low, high)
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
