"""Reading a plan: from a TOML document to the fields of a plan, or to every fault in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from kantokuen.experiments.sweeps.axes import (
    MOST_LEVELS_IN_ALL,
    PRIOR,
    Axis,
    checked,
    levels_asked,
    read_axis,
)
from kantokuen.experiments.sweeps.plan_agreement import MOST_POINTS, disagreements
from kantokuen.model.calendar import periods
from kantokuen.model.errors import (
    Faults,
    InputError,
    cut,
    input_error,
    is_plain,
    nearest,
    shown,
    unknown_name,
)
from kantokuen.model.frames import DATES
from kantokuen.model.lenses import find_lens
from kantokuen.model.levers.reading import looks_like_path
from kantokuen.model.limits import DEFAULT_SCENARIO, DEFAULT_SEED
from kantokuen.model.parameters import GROUPS, PARAMETERS
from kantokuen.model.scenario import Scenario, check_file
from kantokuen.model.values import varying

SAMPLERS: Final = ("grid", "latin-hypercube", "sobol", "saltelli", "morris")
KEPT: Final = ("outcome", "divisions_peak", *DATES)
"""What a sweep keeps of a world unless its plan says otherwise."""

PRIOR_SETS: Final = ("varying", "judged")

_TEXTS: Final = {"name": 80, "question": 4000}
_WORDS: Final = ("sampler", "lens", "cadence", "until")
_WHOLE: Final = {
    "samples": (1, MOST_POINTS),
    "levels": (2, 64),
    "worlds": (1, 10_000_000),
    "seed": (0, 2**63 - 1),
}
_TABLES: Final = ("set", "vary")
_DOUBTED: Final = frozenset({"judgement", "low"})
_OF_THE_MODEL: Final = "worlds.spread"
_DEFAULT_LEVELS: Final = 4
HEADS: Final = (*_TEXTS, "scenario", *_WORDS, *_WHOLE, "keep", "priors", "order")
"""The entries at the head of a plan."""

_DEFAULTS: Final[Mapping[str, Any]] = {
    "question": "",
    "scenario": DEFAULT_SCENARIO,
    "worlds": 1,
    "seed": DEFAULT_SEED,
    "lens": "politics",
    "cadence": "month",
}


class Reader:
    """Reads one document, gathering all faults before any is raised.

    Args:
        document: what was read from a TOML file.
        where: the start of a message.
        folder: where a scenario given as a path is looked for.

    Attributes:
        faults: what is wrong, a message of one line each; the one that is too many is raised at once.
    """

    def __init__(self, document: Mapping[str, Any], where: str, folder: Path | None) -> None:
        self.document, self.where, self.folder = document, where, folder
        self.faults = Faults(where)
        self._check_names()
        self.tables = {name: self._table(name) for name in _TABLES}

    def read(self) -> dict[str, Any]:
        """Return the fields of the plan; they mean nothing if there are faults."""
        heads: dict[str, Any] = {name: self._text(name) for name in _TEXTS}
        heads |= {name: self._word(name) for name in _WORDS}
        heads |= {name: self._whole(name) for name in _WHOLE}
        scenario = self._scenario()
        vary = self._ordered(self._varied())
        axes = self._axes(vary, scenario)
        keep = self._keep(vary)
        if not self.faults.lines:
            for fault, allowed in disagreements(heads, axes):
                self._fault(fault, allowed)
        heads["samples"] = heads["samples"] or 0
        heads["levels"] = heads["levels"] or _DEFAULT_LEVELS
        return {**heads, "scenario": scenario, "keep": keep, "axes": axes, "_vary": vary}

    def _fault(self, fault: str, allowed: str, closest: str | None = None) -> None:
        self.faults.add(input_error(self.where, fault, allowed, closest))

    def _told(self, error: InputError, within: str = "") -> None:
        """Take over the lines of an error from elsewhere, with the place in front of each."""
        self.faults.add(error, f"{self.where}: {within}")

    # ---- the head ----

    def _check_names(self) -> None:
        known = (*HEADS, *_TABLES)
        for name in self.document:
            if name not in known:
                self._fault(f"'{cut(name)}' is not a known entry", ", ".join(known), nearest(name, known))

    def _text(self, name: str) -> str:
        text, longest = self.document.get(name, _DEFAULTS.get(name)), _TEXTS[name]
        allowed = f"a text of at most {longest:,} characters that can be printed"
        if name == "name" and text in (None, ""):
            self._fault("name is missing", allowed)
        elif (
            not isinstance(text, str)
            or len(text) > longest
            or not is_plain(text.strip(), has_lines=name != "name")
        ):
            self._fault(f"{name} = {shown(text)} is not usable", allowed)
        elif name == "name" and not text.strip():
            self._fault("name is blank", allowed)
        return text.strip() if isinstance(text, str) else ""

    def _whole(self, name: str) -> int | None:
        value, (low, high) = self.document.get(name, _DEFAULTS.get(name)), _WHOLE[name]
        if value is None and name not in _DEFAULTS:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self._fault(f"{name} = {shown(value)} is not usable", f"a whole number from {low:,} to {high:,}")
        return None

    def _word(self, name: str) -> str | None:
        word = self.document.get(name, _DEFAULTS.get(name))
        if word is None:
            if name == "sampler":
                self._fault("sampler is missing", ", ".join(SAMPLERS))
        elif not isinstance(word, str):
            self._fault(f"{name} = {shown(word)} is not a text", "a text in quotes")
        else:
            try:
                _check_word(name, word)
            except InputError as error:
                self._told(error)
            return word
        return None

    def _keep(self, varied: Mapping[str, Any]) -> tuple[str, ...]:
        given = self.document.get("keep", list(KEPT))
        known = [*KEPT, *varying()]
        if not isinstance(given, list) or not given:
            self._fault(f"keep = {shown(given)} is not a list of columns", ", ".join(known))
            return ()
        kept: list[str] = []
        for name in given:
            if name not in known:
                close = nearest(name, known) if isinstance(name, str) else None
                self._fault(f"keep: {shown(name)} is not a column of a world", ", ".join(known), close)
            elif name in varied:
                self._fault(f"keep: {name} is varied, and so a column already", "levers that are not varied")
            elif name in kept:
                self._fault(f"keep: {name} is named twice", "each column once")
            else:
                kept.append(name)
        return tuple(kept)

    # ---- the levers ----

    def _table(self, name: str) -> dict[str, Any]:
        """Return the levers of a table by dotted key; ``germany.pace`` may be nested or a key in quotes."""
        table = self.document.get(name, {})
        if not isinstance(table, dict):
            self._fault(f"{name} = {shown(table)} is not a table", f"[{name}]")
            return {}
        pairs = list(_pairs(table))
        for key, times in Counter(key for key, _ in pairs).items():
            if times > 1:
                self._fault(f"{name}: {cut(key)} is given twice", "each lever once")
        return dict(pairs)

    def _scenario(self) -> Scenario:
        """Return the scenario with what is set in it, or without what is wrong."""
        try:
            base = self._base(self.document.get("scenario", DEFAULT_SCENARIO))
        except InputError as error:
            self._told(error, "scenario: ")
            base = Scenario.load(DEFAULT_SCENARIO)
        kept = {}
        for key, value in self.tables["set"].items():
            with self.faults:
                kept[key] = checked(key, value, self.where, "set")
        return base.replace(kept)

    def _base(self, name: object) -> Scenario:
        if not isinstance(name, str):
            raise InputError(f"{shown(name)} is not a text; allowed: a scenario, or the path of one")
        if name in Scenario.names() or not looks_like_path(name):
            return Scenario.load(name)
        return check_file((self.folder or Path()) / name)

    def _varied(self) -> dict[str, Any]:
        """Return what is said of each varied lever."""
        given = self.tables["vary"]
        vary = dict.fromkeys(self._priors(), PRIOR) | given
        if not vary and not self.faults.lines:
            self._fault("nothing is varied", "at least one lever under [vary], or priors")
        # what is set lies in the middle of a prior; elsewhere it would say nothing
        both = [key for key in self.tables["set"] if vary.get(key, PRIOR) != PRIOR]
        if both:
            self._fault(f"{cut(', '.join(both))} is both set and varied", "one of them")
        return vary

    def _ordered(self, vary: dict[str, Any]) -> dict[str, Any]:
        """Return the same in the order that the plan asks for; the last lever of a grid moves fastest."""
        order = self.document.get("order")
        if order is None:
            return vary
        if not isinstance(order, list) or not all(isinstance(key, str) for key in order):
            self._fault(f"order = {shown(order)} is not a list of levers", "the varied levers, each once")
        elif sorted(order) != sorted(vary):
            times = Counter(order)
            wrong = next(key for key in [*order, *vary] if key not in vary or times[key] != 1)
            fault = f"order: {cut(wrong)} is not varied, or does not stand there once"
            self._fault(fault, "the varied levers, each once", nearest(wrong, vary))
        else:
            return {key: vary[key] for key in order}
        return vary

    def _axes(self, vary: Mapping[str, Any], scenario: Scenario) -> tuple[Axis, ...]:
        levels = sum(map(levels_asked, vary.values()))
        if levels > MOST_LEVELS_IN_ALL:
            allowed = f"at most {MOST_LEVELS_IN_ALL:,} of all levers together"
            self._fault(f"vary: there are {levels:,} levels", allowed)
            return ()
        axes = []
        for key, given in vary.items():
            with self.faults:
                axes.append(read_axis(key, given, scenario, self.where))
        return tuple(axes)

    def _priors(self) -> list[str]:
        """Return the levers that are sampled from their declared spread or range."""
        given = self.document.get("priors", [])
        found: dict[str, None] = {}
        for name in given if isinstance(given, list) else [given]:
            keys = prior_keys(name) if isinstance(name, str) else ()
            if not keys:
                known = (*PRIOR_SETS, *GROUPS, *PARAMETERS)
                allowed = f"{', '.join(PRIOR_SETS)}, a group ({', '.join(GROUPS)}), or a lever with a range"
                close = nearest(name, known) if isinstance(name, str) else None
                self._fault(f"priors: {shown(name)} names no lever with a range", allowed, close)
            found.update(dict.fromkeys(keys))
        return list(found)


@cache
def prior_keys(name: str) -> tuple[str, ...]:
    """Return the levers that a word among the priors stands for; only numbers have a range to sample.

    ``varying`` are the levers that differ between worlds, ``judged`` also those whose confidence is low
    or a judgement; but not ``worlds.spread``, which moves nothing once the former are sampled.
    """
    numbers = {key: each for key, each in PARAMETERS.items() if each.is_number}
    if name == "varying":
        return varying()
    if name == "judged":
        doubted = [key for key, each in numbers.items() if each.confidence in _DOUBTED or each.spread]
        return tuple(key for key in doubted if key != _OF_THE_MODEL)
    return tuple(key for key, each in numbers.items() if name in (key, each.group))


def _pairs(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if name in GROUPS and isinstance(value, dict):
            yield from ((f"{name}.{each}", content) for each, content in value.items())
        else:
            yield name, value


def _check_word(name: str, word: str) -> None:
    """Raise the error of a word that its entry does not know."""
    if name == "sampler" and word not in SAMPLERS:
        raise unknown_name("sampler", word, SAMPLERS)
    if name == "lens":
        find_lens(word)
    elif name == "cadence":
        periods(word)
    elif name == "until":
        periods("month", word)
