"""What a visitor has chosen, and the link that holds it.

A link is read with suspicion: what cannot be used is left out and named, the rest holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl, urlencode

from kantokuen.agents.roster import OFFICES
from kantokuen.dashboard.words import LANGUAGES
from kantokuen.model.calendar import periods
from kantokuen.model.errors import MOST_FAULTS, InputError, cut, input_error, printable, unknown_name
from kantokuen.model.levers.checking import check_text
from kantokuen.model.limits import CADENCES, LARGEST_SEED, LENSES
from kantokuen.model.model import DEFAULT_SCENARIO, DEFAULT_SEED
from kantokuen.model.parameters import PARAMETERS, Value
from kantokuen.model.scenario import Scenario

LONGEST_LINK: Final = 24_000
"""Characters of a link that are read."""

LONGEST_TITLE: Final = 80

VIEWS: Final = ("table", "theatre", "months", "whatif", "lenses", "worlds", "sources")
THEMES: Final = ("auto", "light", "dark")
MOST_WORLD: Final = 999_999
SOME_WORLDS: Final = (2_000, 10_000, 50_000)
"""How many worlds may stand behind the probability at rest; the last is the most to be had."""

Levers = Mapping[str, Value]
NOTHING: Final[Levers] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class History:
    """A history to play: a shipped scenario, and what is set beside it.

    Attributes:
        scenario: name of a shipped scenario.
        levers: values set on top of it, by key.
        title: a name of its own, as of an uploaded file; empty for none.
    """

    scenario: str = DEFAULT_SCENARIO
    levers: Levers = field(default_factory=lambda: NOTHING)
    title: str = ""

    def case(self) -> Scenario:
        """Return the scenario with everything set."""
        return Scenario.load(self.scenario).replace(self.levers)

    def with_lever(self, key: str, value: Value) -> History:
        """Return the history with one more lever set; one set to the scenario's own value is left out."""
        own = Scenario.load(self.scenario).levers[key]
        kept = {each: given for each, given in self.levers.items() if each != key}
        if value != own:
            kept[key] = value
        return replace(self, levers=MappingProxyType(kept))

    @property
    def identity(self) -> tuple[str, tuple[tuple[str, Value], ...]]:
        """What two histories share that play alike."""
        return self.scenario, tuple(sorted(self.levers.items()))


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything that a visitor has chosen; the page is a function of it.

    Attributes:
        history: what is played.
        baseline: what it is compared with.
        fork: period from which `changed` holds, as the ISO date of its sitting; empty for none.
        changed: levers of the fork.
        seed: seed of the worlds.
        world: which world the page tells, counted from 0.
        lens: how a decision comes about.
        cadence: how often the council sits.
        moment: ISO date of the sitting that is looked at.
        office: the office whose reasons are shown, empty for none.
        view: which part of the page is open.
        axes: the two levers of the phase map.
        worlds: how many worlds stand behind the probability at rest.
        language, theme: of the page.
    """

    history: History = field(default_factory=History)
    baseline: History = field(default_factory=History)
    fork: str = ""
    changed: Levers = field(default_factory=lambda: NOTHING)
    seed: int = DEFAULT_SEED
    world: int = 0
    lens: str = LENSES[0]
    cadence: str = CADENCES[0]
    moment: str = "1941-07-31"
    office: str = ""
    view: str = VIEWS[0]
    axes: tuple[str, str] = ("germany.pace", "season.winter_shift")
    worlds: int = SOME_WORLDS[1]
    language: str = LANGUAGES[0]
    theme: str = THEMES[0]

    def starting_levers(self) -> Levers:
        """Return what the levers are undone to: the scenario's own values, or those before the fork."""
        history = self.history if self.fork else History(self.history.scenario)
        return history.case().levers  # type: ignore[return-value]


_AXES_DEFAULT: Final = Choice().axes


def sittings(cadence: str) -> tuple[date, ...]:
    """Return the days on which the council sits."""
    return tuple(each.date for each in periods(cadence))


def moment_index(choice: Choice) -> int:
    """Return the number of the period that is looked at: the last one that sits on its day or before."""
    days = sittings(choice.cadence)
    return max((k for k, day in enumerate(days) if day.isoformat() <= choice.moment), default=0)


def fork_index(choice: Choice) -> int | None:
    """Return the number of the period from which the fork holds, None without a fork."""
    if not choice.fork:
        return None
    return moment_index(replace(choice, moment=choice.fork))


def is_past(choice: Choice, before: Value) -> bool:
    """Tell whether a lever is a day that lies before the fork: what has come cannot be made to come again."""
    period = fork_index(choice)
    if not period or not isinstance(before, date):
        return False
    return before <= sittings(choice.cadence)[period - 1]


def write_link(choice: Choice) -> str:
    """Return the query of the link that opens this choice; what is at its default is left out."""
    plain = Choice()
    pairs: list[tuple[str, str]] = []
    pairs += _history_pairs("", choice.history, plain.history)
    pairs += _history_pairs("base.", choice.baseline, plain.baseline)
    if choice.fork:
        pairs.append(("fork", choice.fork))
        pairs += [(f"fork.{key}", _text(value)) for key, value in sorted(choice.changed.items())]
    names = ("seed", "world", "lens", "cadence", "moment", "office", "view", "worlds", "language", "theme")
    pairs += [
        (name, str(getattr(choice, name))) for name in names if getattr(choice, name) != getattr(plain, name)
    ]
    if choice.axes != plain.axes:
        pairs += [("x", choice.axes[0]), ("y", choice.axes[1])]
    return urlencode(pairs)


def _history_pairs(prefix: str, history: History, plain: History) -> list[tuple[str, str]]:
    pairs = []
    if history.scenario != plain.scenario:
        pairs.append((f"{prefix}scenario", history.scenario))
    if history.title:
        pairs.append((f"{prefix}title", history.title))
    return pairs + [(f"{prefix}{key}", _text(value)) for key, value in sorted(history.levers.items())]


def _text(value: Value) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float():
            return repr(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def read_link(query: str) -> tuple[Choice, list[str]]:
    """Return what a link asks for, and a message for each thing in it that cannot be used.

    Args:
        query: the part of the address after the question mark. Nothing of it is read beyond the last
            fault that is told.
    """
    if len(query) > LONGEST_LINK:
        fault = f"has {len(query):,} characters"
        return Choice(), [str(input_error("link", fault, f"at most {LONGEST_LINK:,}"))]
    reader = _Reader()
    for name, text in parse_qsl(query.removeprefix("?"), keep_blank_values=True, errors="replace"):
        if len(reader.faults) >= MOST_FAULTS:
            break
        try:
            reader.take(name, text)
        except InputError as error:
            reader.faults.append(str(error))
    return reader.choice(), reader.faults


class _Reader:
    """Takes the entries of a link one after the other."""

    def __init__(self) -> None:
        self.plain: dict[str, str | int] = {}
        self.heads: dict[str, dict[str, str]] = {"": {}, "base": {}}
        self.levers: dict[str, dict[str, Value]] = {"": {}, "base": {}, "fork": {}}
        self.axes: dict[str, str] = {}
        self.faults: list[str] = []

    def take(self, name: str, text: str) -> None:
        if name in _READERS:
            self.plain[name] = _READERS[name](text)
            return
        if name in {"x", "y"}:
            self.axes[name] = _one_of("lever", tuple(PARAMETERS))(text)
            return
        head, _, rest = name.partition(".")
        prefix, key = (head, rest) if head in {"base", "fork"} and rest else ("", name)
        if key == "scenario" and prefix != "fork":
            self.heads[prefix]["scenario"] = _one_of("scenario", tuple(Scenario.names()))(text)
        elif key == "title" and prefix != "fork":
            self.heads[prefix]["title"] = _title(text)
        else:
            self.levers[prefix][key] = check_text(key, text, "link")

    def choice(self) -> Choice:
        first, second = _AXES_DEFAULT
        x, y = self.axes.get("x", first), self.axes.get("y", second)
        if x == y:
            self.faults.append(str(input_error("link", f"x and y are both {x}", "two different levers")))
            x, y = _AXES_DEFAULT
        histories = {
            prefix: History(**head, levers=MappingProxyType(self.levers[prefix]))
            for prefix, head in self.heads.items()
        }
        chosen = Choice(
            history=histories[""], baseline=histories["base"], changed=self._changed(), axes=(x, y)
        )
        chosen = replace(chosen, **self.plain)  # type: ignore[arg-type]
        own = chosen.starting_levers()
        past = [key for key in chosen.changed if is_past(chosen, own[key])]
        if not past:
            return chosen
        self.faults += [str(before_the_fork(key)) for key in past]
        kept = {key: value for key, value in chosen.changed.items() if key not in past}
        return replace(chosen, changed=MappingProxyType(kept))

    def _changed(self) -> Levers:
        if self.levers["fork"] and not self.plain.get("fork"):
            self.faults.append(str(input_error("link", "fork.… without fork", "fork=YYYY-MM-DD beside it")))
            return NOTHING
        return MappingProxyType(self.levers["fork"])


def before_the_fork(key: str) -> InputError:
    """Build the error for a lever whose day has come before the fork."""
    return input_error("fork", f"{key} lies before it", "a lever of what is still to come")


def _one_of(what: str, known: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise unknown_name(what, text, known)
        return text

    return read


def _number(what: str, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)) or int(text) > most:
            allowed = f"a whole number from 0 to {most:,}"
            raise input_error("link", f"{what} = '{cut(text)}' is not allowed", allowed)
        return int(text)

    return read


def _worlds(text: str) -> int:
    known = tuple(str(each) for each in SOME_WORLDS)
    return int(_one_of("number of worlds", known)(text))


def _day(what: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        first, last = sittings(CADENCES[0])[0], sittings(CADENCES[0])[-1]
        try:
            when = date.fromisoformat(text)
        except ValueError:
            when = date.min
        if not first.replace(day=1) <= when <= last:
            allowed = f"a date from {first:%Y-%m}-01 to {last}"
            raise input_error("link", f"{what} = '{cut(text)}' is not allowed", allowed)
        return when.isoformat()

    return read


def _title(text: str) -> str:
    clean = printable(" ".join(text.split()))
    if not clean or len(clean) > LONGEST_TITLE:
        raise input_error("link", f"title = '{cut(text)}' is not usable", f"1 to {LONGEST_TITLE} characters")
    return clean


_READERS: Final[Mapping[str, Callable[[str], str | int]]] = {
    "seed": _number("seed", LARGEST_SEED),
    "world": _number("world", MOST_WORLD),
    "lens": _one_of("lens", LENSES),
    "cadence": _one_of("cadence", CADENCES),
    "moment": _day("moment"),
    "fork": _day("fork"),
    "office": _one_of("office", OFFICES),
    "view": _one_of("view", VIEWS),
    "worlds": _worlds,
    "language": _one_of("language", LANGUAGES),
    "theme": _one_of("theme", THEMES),
}
