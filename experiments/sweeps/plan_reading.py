"""Reading a plan: from a TOML document to what a plan is made of, or to every fault in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

from pydantic import AfterValidator, Field, PlainValidator, ValidationInfo, model_validator

from kantokuen.experiments.sweeps.axes import MOST_LEVELS_IN_ALL, Axis, checked
from kantokuen.experiments.sweeps.axis_reading import PRIOR, levels_asked, read_axis
from kantokuen.experiments.sweeps.plan_agreement import MOST_POINTS, disagreements
from kantokuen.model.calendar import periods
from kantokuen.model.documents import Document, Prose, Title, whole_number
from kantokuen.model.errors import Faults, InputError, cut, fault_in, input_error, known_name, nearest, shown
from kantokuen.model.levers.reading import looks_like_path
from kantokuen.model.limits import (
    DEFAULT_SCENARIO,
    DEFAULT_SEED,
    ENSEMBLES,
    LARGEST_SEED,
    LENS_NAMES,
    MOST_WORLDS,
)
from kantokuen.model.outcome import DATES
from kantokuen.model.parameters import GROUPS, PARAMETERS
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario, check_file
from kantokuen.model.scenario_reading import flat
from kantokuen.model.values import varying

SAMPLERS: Final = ("grid", "latin-hypercube", "sobol", "saltelli", "morris")
KEPT: Final = ("outcome", "divisions_peak", *DATES)
"""What a sweep keeps of a world unless its plan says otherwise."""

PRIOR_SETS: Final = ("varying", "judged")

_DOUBTED: Final = frozenset({"judgement", "low"})
_OF_THE_MODEL: Final = "worlds.spread"


class Varied(NamedTuple):
    """What a plan says of a parameter that it varies, and the axis that this makes."""

    given: Any
    axis: Axis


def scenario_named(given: object, info: ValidationInfo) -> Scenario:
    """Return the scenario of a name, or of a path that begins at the folder in the context."""
    if not isinstance(given, str):
        raise fault_in(f"scenario: {shown(given)} is not a text", "a scenario, or the path of one")
    try:
        if given in Scenario.names() or not looks_like_path(given):
            return Scenario.load(given)
        return check_file((info.context or Path()) / given)
    except InputError as error:
        raise InputError("\n".join(f"scenario: {line}" for line in str(error).split("\n"))) from None


def _settings(given: object) -> dict[str, Any]:
    """Return the parameters that are set, checked."""
    faults, kept = Faults("set"), {}
    for key, value in keyed("set", given).items():
        with faults:
            kept[key] = checked(key, value, "set")
    faults.raise_any()
    return kept


def keyed(name: str, table: object) -> dict[str, Any]:
    """Return the parameters of a table by dotted key; ``germany.pace`` may be nested or a key in quotes."""
    if not isinstance(table, dict):
        raise fault_in(f"{name} = {shown(table)} is not a table", f"[{name}]")
    pairs = list(_pairs(table))
    twice = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]
    if twice:
        raise input_error(name, f"{cut(', '.join(twice))} is given twice", "each lever once")
    return dict(pairs)


def _pairs(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if name in GROUPS and isinstance(value, dict):
            yield from flat(name, value)
        else:
            yield name, value


def _lens(given: object) -> str:
    if isinstance(given, str) and given in LENS_NAMES:
        return given
    from kantokuen.model.lenses import find_lens  # noqa: PLC0415  (it loads Mesa; a lens may be one's own)

    find_lens(given)  # type: ignore[arg-type]  # it says what is no name
    return str(given)


def _cadence(given: str) -> str:
    periods(given)
    return given


def _ensemble(given: str) -> str:
    return known_name("ensemble", given, ENSEMBLES)


def _until(given: str) -> str:
    periods("month", given)
    return given


def _priors(given: object) -> tuple[str, ...]:
    """Return the parameters that are sampled from their declared spread or range."""
    faults, found = Faults("priors"), dict[str, None]()
    told = given if isinstance(given, list) else [given]
    for name in dict.fromkeys(told) if all(isinstance(each, str) for each in told) else told:
        keys = prior_keys(name) if isinstance(name, str) else ()
        if not keys:
            known = (*PRIOR_SETS, *GROUPS, *PARAMETERS)
            allowed = f"{', '.join(PRIOR_SETS)}, a group ({', '.join(GROUPS)}), or a lever with a range"
            close = nearest(name, known) if isinstance(name, str) else None
            faults.add(input_error("priors", f"{shown(name)} names no lever with a range", allowed, close))
        found |= dict.fromkeys(keys)
    faults.raise_any()
    return tuple(found)


@cache
def prior_keys(name: str) -> tuple[str, ...]:
    """Return the parameters that a word among the priors stands for; only numbers have a range to sample.

    ``varying`` are the parameters that differ between worlds, ``judged`` also those whose confidence is low
    or a judgement; but not ``worlds.spread``, which moves nothing once the former are sampled.
    """
    numbers = {key: each for key, each in PARAMETERS.items() if each.is_number}
    if name == "varying":
        return varying()
    if name == "judged":
        doubted = [key for key, each in numbers.items() if each.confidence in _DOUBTED or each.spread]
        return tuple(key for key in doubted if key != _OF_THE_MODEL)
    return tuple(key for key, each in numbers.items() if name in (key, each.group))


def _varied(given: object, info: ValidationInfo) -> dict[str, Varied]:
    """Return the varied parameters in the plan's order, each around what the scenario and the plan set."""
    known = info.data
    vary = dict.fromkeys(known.get("priors", ()), PRIOR) | keyed("vary", given)
    if not vary and "priors" in known:
        raise fault_in("nothing is varied", "at least one lever under [vary], or priors")
    settings = known.get("settings", {})
    # what is set lies in the middle of a prior; elsewhere it would say nothing
    both = [key for key in settings if vary.get(key, PRIOR) != PRIOR]
    if both:
        raise fault_in(f"{cut(', '.join(both))} is both set and varied", "one of them")
    vary = _ordered(vary, known.get("order"))
    levels = sum(map(levels_asked, vary.values()))
    if levels > MOST_LEVELS_IN_ALL:
        allowed = f"at most {MOST_LEVELS_IN_ALL:,} of all levers together"
        raise input_error("vary", f"there are {levels:,} levels", allowed)
    scenario = (known.get("scenario") or Scenario.load(DEFAULT_SCENARIO)).replace(settings)
    asked = Request(scenario, ensemble=known.get("ensemble", ""))
    faults, found = Faults("vary"), {}
    for key, said in vary.items():
        with faults:
            found[key] = Varied(said, read_axis(key, said, asked))
    faults.raise_any()
    return found


def _ordered(vary: dict[str, Any], order: list[str] | None) -> dict[str, Any]:
    """Return the parameters in the order that the plan asks for; the last one of a grid moves fastest."""
    if order is None:
        return vary
    if sorted(order) != sorted(vary):
        times = Counter(order)
        wrong = next(key for key in [*order, *vary] if key not in vary or times[key] != 1)
        fault = f"{cut(wrong)} is not varied, or does not stand there once"
        raise input_error("order", fault, "the varied levers, each once", nearest(wrong, vary))
    return {key: vary[key] for key in order}


def _columns(given: object, info: ValidationInfo) -> tuple[str, ...]:
    """Return the columns to keep."""
    known, varied = [*KEPT, *varying()], info.data.get("vary", {})
    if not isinstance(given, list) or not given:
        raise fault_in(f"keep = {shown(given)} is not a list of columns", ", ".join(known))
    faults, kept = Faults("keep"), dict[str, None]()
    for name in given:
        with faults:
            if name not in known:
                close = nearest(name, known) if isinstance(name, str) else None
                raise input_error(
                    "keep", f"{shown(name)} is not a column of a world", ", ".join(known), close
                )
            if name in varied:
                raise input_error(
                    "keep", f"{name} is varied, and so a column already", "levers that are not varied"
                )
            if name in kept:
                raise input_error("keep", f"{name} is named twice", "each column once")
            kept[name] = None
    faults.raise_any()
    return tuple(kept)


class PlanDocument(Document):
    """The entries of a plan, in the order in which they are looked at: some need those before them."""

    name: Title
    question: Prose = ""
    scenario: Annotated[Any, PlainValidator(scenario_named)] = Field(DEFAULT_SCENARIO, validate_default=True)
    settings: Annotated[Any, PlainValidator(_settings)] = Field({}, alias="set")
    sampler: Annotated[
        str,
        AfterValidator(lambda given: known_name("sampler", given, SAMPLERS)),
        Field(description=", ".join(SAMPLERS)),
    ]
    samples: Annotated[int | None, whole_number(1, MOST_POINTS)] = None
    levels: Annotated[int | None, whole_number(2, 64)] = None
    worlds: Annotated[int, whole_number(1, MOST_WORLDS)] = 1
    seed: Annotated[int, whole_number(0, LARGEST_SEED)] = DEFAULT_SEED
    lens: Annotated[str, PlainValidator(_lens)] = "politics"
    cadence: Annotated[str, AfterValidator(_cadence), Field(description="month or ten-day")] = "month"
    until: Annotated[str | None, AfterValidator(_until), Field(description="a month as YYYY-MM")] = None
    ensemble: Annotated[str, AfterValidator(_ensemble), Field(description=" or ".join(ENSEMBLES))] = ""
    priors: Annotated[Any, PlainValidator(_priors)] = ()
    order: Annotated[list[str] | None, Field(description="the varied levers, each once")] = None
    vary: Annotated[Any, PlainValidator(_varied)] = Field({}, validate_default=True)
    keep: Annotated[Any, PlainValidator(_columns)] = KEPT

    @model_validator(mode="after")
    def _agrees(self) -> PlanDocument:
        """Hold the entries against one another."""
        faults = Faults("")
        for fault in disagreements(self.sampler, self.samples, self.levels, self.worlds, self.axes):
            faults.add(fault)
        faults.raise_any()
        return self

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The varied parameters, in order."""
        return tuple(each.axis for each in self.vary.values())
