"""The link: how a state is written into an address, and read from one.

A link is read with suspicion: what cannot be used is left out and named, the rest holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlencode

from kantokuen.agents.roster import OFFICES
from kantokuen.dashboard.guess import Guess, read_guess
from kantokuen.dashboard.state import (
    LONGEST_TITLE,
    MOST_WORLD,
    SOME_WORLDS,
    THEMES,
    VIEWS,
    State,
    set_levers,
)
from kantokuen.dashboard.steps import STEP_NUMBERS, STEPS
from kantokuen.model.checking import check_text
from kantokuen.model.errors import (
    MOST_FAULTS,
    InputError,
    cut,
    input_error,
    known_name,
    printable,
)
from kantokuen.model.limits import CADENCES, DEFAULT_SCENARIO, ENSEMBLES, LARGEST_SEED, LENS_NAMES
from kantokuen.model.parameters import PARAMETERS, Value
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.version import __version__

LONGEST_LINK: Final = 36_000
"""Characters of a link that are read."""

_OF_THE_REQUEST: Final = ("seed", "lens", "cadence", "ensemble")
_PLAIN: Final = (
    "seed",
    "world",
    "lens",
    "cadence",
    "ensemble",
    "moment",
    "office",
    "view",
    "worlds",
    "language",
    "theme",
)
"""The settings that have one entry each, in the order in which they are written."""

_MOVE_NO_WORLD: Final = frozenset({"language", "theme", "view", "opening", "tour", "guess"})


def write_link(state: State) -> str:
    """Return the query of the link that opens this state; what is at its default is left out."""
    plain = State()
    pairs = _scenario_pairs("", state.request.scenario, state.title)
    pairs += _scenario_pairs("base.", state.baseline, state.baseline_title)
    if state.fork:
        pairs.append(("fork", state.fork))
        pairs += _lever_pairs("fork.", state.changed)
    values = [(name, _setting(state, name)) for name in _PLAIN]
    pairs += [(name, str(value)) for name, value in values if value != _setting(plain, name)]
    if state.axes != plain.axes:
        pairs += [("x", state.axes[0]), ("y", state.axes[1])]
    if state.guess is not None:
        pairs.append(("guess", state.guess.written))
    if state.tour:
        pairs.append(("tour", str(state.tour)))
    if state.opening != _opens({name for name, _ in pairs}):
        pairs.append(("opening", "on" if state.opening else "off"))
    return urlencode([*pairs, ("version", __version__)] if pairs else [])


def _opens(names: AbstractSet[str]) -> bool:
    """Tell whether a link with these entries opens the opening scene: it says nothing but what is worn."""
    return not names - {"language", "theme", "version"}


def _setting(state: State, name: str) -> object:
    return getattr(state.request if name in _OF_THE_REQUEST else state, name)


def _scenario_pairs(prefix: str, scenario: Scenario, title: str) -> list[tuple[str, str]]:
    head = [(f"{prefix}scenario", scenario.name)] if scenario.name != DEFAULT_SCENARIO else []
    head += [(f"{prefix}title", title)] if title else []
    return head + _lever_pairs(prefix, set_levers(scenario))


def _lever_pairs(prefix: str, levers: Mapping[str, Value]) -> list[tuple[str, str]]:
    return [(f"{prefix}{key}", written(value)) for key, value in sorted(levers.items())]


def written(value: Value) -> str:
    """Write the value of a lever as it stands in a link or a command."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def is_of_another_version(query: str) -> bool:
    """Tell whether a link names worlds and is not known to be of this version: they may be others now."""
    if len(query) > LONGEST_LINK:
        return False
    entries = dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True, errors="replace"))
    return bool(entries.keys() - _MOVE_NO_WORLD) and entries.get("version") != __version__


def read_link(query: str) -> tuple[State, list[str]]:
    """Return what a link asks for, and a message for each thing in it that cannot be used.

    Args:
        query: the part of the address after the question mark. Nothing of it is read beyond the last
            fault that is told.
    """
    if len(query) > LONGEST_LINK:
        fault = f"has {len(query):,} characters"
        return State(), [str(input_error("link", fault, f"at most {LONGEST_LINK:,}"))]
    reader = _Reader()
    for name, text in _entries(query):
        if len(reader.faults) >= MOST_FAULTS:
            break
        try:
            reader.take(name, text)
        except InputError as error:
            reader.blame(error)
    return reader.state(), reader.faults


def _entries(query: str) -> list[tuple[str, str]]:
    """Return the entries of a link; a step of the tour that comes alone stands for all that it opens."""
    found = parse_qsl(query.removeprefix("?"), keep_blank_values=True, errors="replace")
    step = dict(found).get("tour", "")
    if step in STEP_NUMBERS and _opens({name for name, _ in found} - {"tour", "opening", "guess"}):
        return parse_qsl(STEPS[int(step) - 1]) + found
    return found


def with_setting(state: State, name: str, text: str) -> State:
    """Return a state with one of its plain settings as a link would set it.

    Raises:
        InputError: the setting is not an allowed one.
    """
    value = _READERS[name](text)
    return state.of(**{name: value}) if name in _OF_THE_REQUEST else replace(state, **{name: value})  # type: ignore[arg-type]


class _Reader:
    """Takes the entries of a link one after the other."""

    def __init__(self) -> None:
        self.plain = State()
        self.names: set[str] = set()
        self.opening: bool | None = None
        self.scenarios = {"": DEFAULT_SCENARIO, "base": DEFAULT_SCENARIO}
        self.titles = {"": "", "base": ""}
        self.levers: dict[str, dict[str, Value]] = {"": {}, "base": {}, "fork": {}}
        self.axes: dict[str, str] = {}
        self.faults: list[str] = []

    def take(self, name: str, text: str) -> None:
        self.names.add(name)
        head, _, rest = name.partition(".")
        prefix, key = (head, rest) if head in self.levers and rest else ("", name)
        if name == "opening":
            self.opening = known_name("opening", text, ("on", "off")) == "on"
        elif name in _READERS:
            self.plain = with_setting(self.plain, name, text)
        elif name in {"x", "y"}:
            self.axes[name] = known_name("lever", text, PARAMETERS)
        elif key == "scenario" and prefix != "fork":
            self.scenarios[prefix] = known_name("scenario", text, Scenario.names())
        elif key == "title" and prefix != "fork":
            self.titles[prefix] = _title(text)
        elif name != "version":
            self.levers[prefix][key] = check_text(key, text, "link")

    def state(self) -> State:
        scenario, baseline = (
            Scenario.load(self.scenarios[each]).replace(self.levers[each]) for each in ("", "base")
        )
        state = replace(
            self.plain.of(scenario=scenario),
            title=self.titles[""],
            baseline=baseline,
            baseline_title=self.titles["base"],
            axes=self._axes(),
            opening=_opens(self.names) if self.opening is None else self.opening,
        )
        if not state.fork:
            if self.levers["fork"]:
                self.blame(input_error("link", "fork.… without fork", "fork=YYYY-MM-DD beside it"))
            return state
        state = replace(state, later=scenario)
        for key, value in self.levers["fork"].items():
            try:
                state = state.with_levers({key: value})
            except InputError as error:
                self.blame(error)
        return state

    def _axes(self) -> tuple[str, str]:
        first, second = self.plain.axes
        x, y = self.axes.get("x", first), self.axes.get("y", second)
        if x != y:
            return x, y
        self.blame(input_error("link", f"x and y are both {x}", "two different levers"))
        return self.plain.axes

    def blame(self, error: InputError) -> None:
        self.faults.append(str(error))


def _one_of(what: str, known: tuple[str, ...]) -> Callable[[str], str]:
    return lambda text: known_name(what, text, known)


def _number(what: str, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)) or int(text) > most:
            allowed = f"a whole number from 0 to {most:,}"
            raise input_error("link", f"{what} = '{cut(text)}' is not allowed", allowed)
        return int(text)

    return read


def _worlds(text: str) -> int:
    return int(known_name("number of worlds", text, tuple(str(each) for each in SOME_WORLDS)))


def _day(what: str, *, is_before_the_last: bool = False) -> Callable[[str], str]:
    """Make the reader of a day within the summer; before its last sitting, where something is to follow."""

    def read(text: str) -> str:
        first, last = State().days[0].replace(day=1), State().days[-1] - timedelta(days=is_before_the_last)
        try:
            when = date.fromisoformat(text)
        except ValueError:
            when = date.min
        if not first <= when <= last:
            raise input_error(
                "link", f"{what} = '{cut(text)}' is not allowed", f"a date from {first} to {last}"
            )
        return when.isoformat()

    return read


def _title(text: str) -> str:
    clean = printable(" ".join(text.split()))
    if not clean or len(clean) > LONGEST_TITLE:
        raise input_error("link", f"title = '{cut(text)}' is not usable", f"1 to {LONGEST_TITLE} characters")
    return clean


_READERS: Final[Mapping[str, Callable[[str], str | int | Guess]]] = {
    "guess": read_guess,
    "tour": lambda text: int(known_name("step of the tour", text, STEP_NUMBERS)),
    "seed": _number("seed", LARGEST_SEED),
    "world": _number("world", MOST_WORLD),
    "lens": _one_of("lens", LENS_NAMES),
    "cadence": _one_of("cadence", CADENCES),
    "ensemble": _one_of("ensemble", ENSEMBLES),
    "moment": _day("moment"),
    "fork": _day("fork", is_before_the_last=True),
    "office": _one_of("office", OFFICES),
    "view": _one_of("view", VIEWS),
    "worlds": _worlds,
    "language": _one_of("language", LANGUAGES),
    "theme": _one_of("theme", THEMES),
}


def light_link(name: str, state: State, office: str = "") -> str:
    """Return the link of a light page, from the page: a game of what the page plays, or another.

    Args:
        name: of the light page.
        state: what the visitor has chosen.
        office: the chair that is to be taken, empty for none.
    """
    asked = state.scenario
    parts = [("language", state.language)]
    if office:
        parts.append(("office", office))
    parts += [("scenario", asked.name), ("lens", state.request.lens), ("ensemble", state.request.ensemble)]
    parts += [("set", f"{key}:{written(value)}") for key, value in set_levers(asked).items()]
    return f"{name}?{urlencode(parts)}"
