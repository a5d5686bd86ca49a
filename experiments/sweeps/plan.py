"""Plans: what a sweep varies, how it is sampled, and what it keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from kantokuen.experiments.runner import Run
from kantokuen.experiments.sweeps.axes import Axis
from kantokuen.experiments.sweeps.axis_reading import PRIOR
from kantokuen.experiments.sweeps.plan_agreement import MOST_IN_MEMORY, MOST_POINTS, MOST_ROWS
from kantokuen.experiments.sweeps.plan_reading import KEPT, PRIOR_SETS, SAMPLERS, PlanDocument
from kantokuen.experiments.sweeps.plan_values import plain_entries
from kantokuen.model.display import Facts, Shown, counted, listed, plain
from kantokuen.model.documents import read
from kantokuen.model.errors import Faults, ends, input_error, nearest, shown, unknown_name
from kantokuen.model.levers.reading import SUFFIX, exists, looks_like_path, parse, read_document
from kantokuen.model.request import OfRun

__all__ = [
    "KEPT",
    "MOST_IN_MEMORY",
    "MOST_POINTS",
    "MOST_ROWS",
    "PRIOR_SETS",
    "SAMPLERS",
    "Plan",
    "canonical",
    "read_plan",
]

_SHIPPED: Final = files("kantokuen.experiments") / "data" / "plans"
_AS_THEY_ARE: Final = ("name", "question", "sampler", "samples", "levels", "worlds")
_OF_THE_RUN: Final = ("seed", "lens", "cadence", "until", "ensemble")
"""The entries of a plan that it, and its run, have under their own names."""

_DEFAULT_LEVELS: Final = 4


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Plan(OfRun, Shown):
    """A sweep, as it is written down in a TOML file.

    Attributes:
        name, question: what it is called, and what it asks.
        run: what is run at each point, before its levers are moved.
        sampler: how points are laid out; see `kantokuen.experiments.sweeps.design`.
        samples: points of a Latin hypercube or a Sobol' sequence, base points of a Saltelli design,
            trajectories of a Morris design; 0 for a grid, whose points are counted by its levels.
        levels: grid levels of a Morris design.
        worlds: worlds at each point.
        keep: the columns of a world that are kept.
        axes: the varied parameters, in order.
    """

    name: str
    question: str
    run: Run
    sampler: str
    samples: int
    levels: int
    worlds: int
    keep: tuple[str, ...]
    axes: tuple[Axis, ...]
    _vary: Mapping[str, Any]

    @classmethod
    def load(cls, name_or_path: str | Path) -> Plan:
        """Load a shipped plan by name, or any plan file by path.

        Raises:
            InputError: there is none, or something in it is wrong; every fault is a line.
        """
        if isinstance(name_or_path, Mapping):
            allowed = "Plan.make(**entries), which reads it"
            raise input_error("plan", "a table of entries is no plan yet", allowed)
        if not isinstance(name_or_path, (str, Path)):
            allowed = "a plan, or the name or the path of one"
            raise input_error("plan", f"{shown(name_or_path)} is no plan", allowed)
        if isinstance(name_or_path, str) and name_or_path in cls.names():
            return read_plan(parse(cls.text(name_or_path), f"plan {name_or_path}"), f"plan {name_or_path}")
        path = Path(name_or_path)
        if isinstance(name_or_path, str) and not looks_like_path(name_or_path):
            raise unknown_name("plan", name_or_path, cls.names(), besides="the path of a TOML file")
        where = ends(path)
        if not exists(path):
            raise input_error(where, "no such file", "the path of a plan", nearest(path.stem, cls.names()))
        return read_plan(read_document(path), where, path.parent)

    @classmethod
    def make(cls, **entries: Any) -> Plan:
        """Make a plan from the entries of a plan file, as in a notebook.

        Where the file has a list, an array, a range, a series or a tuple may stand as well.

        Raises:
            InputError: something is wrong; every fault is a line.
        """
        return read_plan(plain_entries(entries, "plan"), "plan")

    @classmethod
    def names(cls) -> list[str]:
        """Name the shipped plans."""
        names = (each.name for each in _SHIPPED.iterdir())
        return sorted(name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX))

    @classmethod
    def text(cls, name: str) -> str:
        """Return the TOML source of a shipped plan: a file to copy from."""
        if name not in cls.names():
            raise unknown_name("plan", name, cls.names())
        return (_SHIPPED / f"{name}{SUFFIX}").read_text(encoding="utf-8")

    @property
    def until(self) -> str | None:
        """The last month, ``YYYY-MM``; None for the usual one."""
        return self.run.until

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the varied parameters, in order."""
        return tuple(axis.key for axis in self.axes)

    def document(self) -> dict[str, Any]:
        """Return the plan with nothing left to look up, as a document that `read_plan` reads."""
        found = {name: getattr(self, name) for name in _AS_THEY_ARE}
        found |= {name: getattr(self.run, name) for name in _OF_THE_RUN}
        found |= {"keep": list(self.keep), "order": list(self.keys)}
        if self.sampler == "grid":
            del found["samples"]
        if self.sampler != "morris":
            del found["levels"]
        if self.run.until is None:
            del found["until"]
        levers = self.run.scenario.levers.items()
        found["set"] = plain({key: value for key, value in levers if self._vary.get(key, PRIOR) == PRIOR})
        found["vary"] = plain(self._vary)
        return found

    @property
    def address(self) -> str:
        """The SHA-256 of the document in its canonical form, in hexadecimal."""
        return sha256(canonical(self.document()).encode()).hexdigest()

    def _shown(self) -> tuple[str, Facts]:
        many = f", {counted(self.samples, 'sample')}" if self.samples else ""
        facts = {
            "question": self.question or None,
            "run": self.run.in_words,
            "design": f"{self.sampler}{many}, {counted(self.worlds, 'world')} at each point",
            "varies": listed(self.keys),
        }
        return f"{self.name}: {self.run.scenario.name}", facts


def canonical(data: Any) -> str:
    """Write plain data as JSON in its one canonical form: keys sorted, no blanks."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)


def read_plan(document: Mapping[str, Any], where: str, folder: Path | None = None) -> Plan:
    """Read a plan from a TOML document.

    Args:
        document: what was read.
        where: the start of a message, as the name of the file.
        folder: where a scenario given as a path is looked for.

    Raises:
        InputError: every fault that was found, a line each.
    """
    faults = Faults(where)
    found = read(PlanDocument, document, faults, context=folder)
    if found is None:
        faults.raise_any()
    return _made(found)  # type: ignore[arg-type]  # None has faults


def _made(found: PlanDocument) -> Plan:
    scenario = found.scenario.replace(found.settings)
    run = Run(scenario, **{name: getattr(found, name) for name in _OF_THE_RUN}, stances=False)
    fields = {name: getattr(found, name) for name in _AS_THEY_ARE}
    fields |= {"samples": found.samples or 0, "levels": found.levels or _DEFAULT_LEVELS}
    vary = {key: each.given for key, each in found.vary.items()}
    return Plan(**fields, run=run, keep=found.keep, axes=found.axes, _vary=vary)
