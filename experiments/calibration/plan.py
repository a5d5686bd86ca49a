"""Plans of calibrations: how much is played, around which scenario, and which judgements stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field, PlainValidator

from kantokuen.experiments.priors import fitted, priors
from kantokuen.experiments.runner import Run
from kantokuen.experiments.sweeps.plan_reading import keyed, scenario_named
from kantokuen.model.checking import check
from kantokuen.model.display import Facts, Shown, plain
from kantokuen.model.documents import Document, Title, read, whole_number
from kantokuen.model.errors import Faults, ends, input_error, nearest, unknown_name
from kantokuen.model.levers.reading import exists, looks_like_path, parse, read_document
from kantokuen.model.limits import DEFAULT_SCENARIO, DEFAULT_SEED, ENSEMBLES, LARGEST_SEED

STANDARD: Final = "standard"
SUFFIX: Final = ".toml"
FEWEST_WORLDS: Final = 200
"""A target is a share or a mean over the worlds of a setting; fewer cannot tell it."""

_OF_THE_RUN: Final = {"scenario", "seed"}
_SHIPPED: Final = files("kantokuen.experiments") / "data" / "calibrations"


def _fixed(given: object) -> dict[str, float]:
    faults, kept = Faults("fix"), {}
    for key, value in keyed("fix", given).items():
        with faults:
            if key not in priors():
                raise input_error("fix", f"{key} is no judgement", "a judgement", nearest(key, priors()))
            kept[key] = float(check(key, value, "fix"))  # type: ignore[arg-type]  # a judgement is a number
    faults.raise_any()
    return kept


class _Document(Document):
    name: Title
    scenario: Annotated[Any, PlainValidator(scenario_named)] = Field(DEFAULT_SCENARIO, validate_default=True)
    seed: Annotated[int, whole_number(0, LARGEST_SEED)] = DEFAULT_SEED
    points: Annotated[int, whole_number(1_000, 100_000)]
    worlds: Annotated[int, whole_number(FEWEST_WORLDS, 10_000)]
    waves: Annotated[int, whole_number(1, 9)]
    later: Annotated[int, whole_number(500, 100_000)]
    draws: Annotated[int, whole_number(100, 100_000)]
    foretold: Annotated[int, whole_number(10, 10_000)]
    fix: Annotated[Any, PlainValidator(_fixed)] = Field({}, validate_default=True)


@dataclass(frozen=True, slots=True, repr=False)
class CalibrationPlan(Shown):
    """How a calibration is done; make one with `load`.

    Attributes:
        name: what it is called.
        base: around what the judgements are moved, and the seed of all chance; the record is of history as it
            was, and so should the scenario be.
        points: settings in the first wave.
        worlds: worlds of a setting.
        waves: how many, the first included.
        later: settings in each later wave.
        draws: how many of the posterior are kept.
        foretold: how many of these are played again in both ensembles.
        fix: judgements that are not fitted, and where they stand.
    """

    name: str
    base: Run
    points: int
    worlds: int
    waves: int
    later: int
    draws: int
    foretold: int
    fix: Mapping[str, float]

    @classmethod
    def load(cls, name_or_path: str | Path = STANDARD) -> CalibrationPlan:
        """Load a shipped plan by name, or any plan file by path.

        Raises:
            InputError: there is none, or something in it is wrong; every fault is a line.
        """
        if isinstance(name_or_path, str) and name_or_path in cls.names():
            text = (_SHIPPED / f"{name_or_path}{SUFFIX}").read_text(encoding="utf-8")
            where = f"plan {name_or_path}"
            return _read(parse(text, where), where, None)
        path = Path(name_or_path)
        if isinstance(name_or_path, str) and not looks_like_path(name_or_path):
            raise unknown_name("plan", name_or_path, cls.names(), besides="the path of a TOML file")
        if not exists(path):
            raise input_error(
                ends(path), "no such file", "the path of a plan", nearest(path.stem, cls.names())
            )
        return _read(read_document(path), ends(path), path.parent)

    @classmethod
    def names(cls) -> list[str]:
        """Name the shipped plans."""
        return sorted(each.name.removesuffix(SUFFIX) for each in _SHIPPED.iterdir())

    def fixing(self, fix: Mapping[str, object]) -> CalibrationPlan:
        """Return the plan with more judgements that stand.

        Raises:
            InputError: one is no judgement, or cannot stand there.
        """
        return replace(self, fix={**self.fix, **_fixed(dict(fix))})

    @property
    def keys(self) -> tuple[str, ...]:
        """The judgements that are fitted, in order."""
        return tuple(key for key in fitted() if key not in self.fix)

    @property
    def seed(self) -> int:
        """The seed of all chance."""
        return self.base.seed

    @property
    def all_worlds(self) -> int:
        """How many worlds are played in all."""
        points = self.points + (self.waves - 1) * self.later + len(ENSEMBLES) * self.foretold
        return points * self.worlds

    @property
    def command(self) -> str:
        """What is typed for it."""
        stands = (f"--fix {key}={value:g}" for key, value in self.fix.items())
        return " ".join(["kantokuen calibrate", self.name, "--out DIR", *stands])

    @property
    def run(self) -> Run:
        """What is run."""
        return replace(self.base, scenario=self.base.scenario.replace(self.fix))

    @property
    def facts(self) -> dict[str, Any]:
        """What was asked for, as plain data."""
        counts = ("points", "worlds", "waves", "later", "draws", "foretold")
        numbers = {each: getattr(self, each) for each in counts}
        return {
            "name": self.name,
            "scenario": self.base.scenario.name,
            "changes": plain(self.base.scenario.changed),
            "seed": self.seed,
            **numbers,
            "fix": {**self.fix},
        }

    def _shown(self) -> tuple[str, Facts]:
        return self.name, {name: str(value) for name, value in self.facts.items() if name != "name"}


def _read(document: Mapping[str, Any], where: str, folder: Path | None) -> CalibrationPlan:
    faults = Faults(where)
    found = read(_Document, document, faults, context=folder)
    if found is not None and found.foretold > found.draws:
        fault = f"foretold = {found.foretold:,} is more than is drawn"
        with faults:
            raise input_error(where, fault, f"at most draws = {found.draws:,}")
    faults.raise_any()
    own = {name: getattr(found, name) for name in _Document.model_fields if name not in _OF_THE_RUN}
    return CalibrationPlan(base=Run(found.scenario, found.seed, cadence="ten-day"), **own)  # type: ignore[union-attr]
