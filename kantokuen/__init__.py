"""Kantokuen: Japan's choice in the summer of 1941 as an agent-based model.

The public names are

- `KantokuenModel`, `Scenario`, `Run`, `run_worlds` and `Results` for worlds; `compare` for two histories;
  `causes`, which says why one world ended as it did;
- `Plan`, `sweep`, `open_store` and `verify` for sweeps; `sensitivity`, `regional`, `phase` and `discover`
  for what is in them;
- `vectorised`, `vectorised_measures`, `problem`, `ema_model` and `block_evaluator` for tools of one's own;
  they stand in `bridges`;
- `levers`, `lenses`, `measures` and `scenarios`, which return frames of what there is;
- `InputError`, which every wrong input raises, and `StoreError`, which is one.

Each is loaded at its first use, so that `import kantokuen` and `kantokuen --help` cost next to nothing.
"""

import sys as _sys
from importlib import import_module as _import_module
from importlib.machinery import ModuleSpec as _ModuleSpec
from importlib.machinery import PathFinder as _PathFinder
from pathlib import Path as _Path
from types import ModuleType as _ModuleType
from typing import TYPE_CHECKING

from kantokuen.version import __version__

if TYPE_CHECKING:
    from kantokuen.experiments import bridges
    from kantokuen.experiments.analyses.causes import causes
    from kantokuen.experiments.analyses.compare import compare
    from kantokuen.experiments.analyses.discovery import discover
    from kantokuen.experiments.analyses.phase import phase
    from kantokuen.experiments.analyses.regional import regional
    from kantokuen.experiments.analyses.sensitivity import sensitivity
    from kantokuen.experiments.bridges import (
        block_evaluator,
        ema_model,
        problem,
        vectorised,
        vectorised_measures,
    )
    from kantokuen.experiments.catalogue import lenses, levers, measures, scenarios
    from kantokuen.experiments.results import Results
    from kantokuen.experiments.runner import Run, run_worlds
    from kantokuen.experiments.sweeps.folder import StoreError
    from kantokuen.experiments.sweeps.plan import Plan
    from kantokuen.experiments.sweeps.store import open_store
    from kantokuen.experiments.sweeps.sweep import sweep
    from kantokuen.experiments.sweeps.verify import verify
    from kantokuen.model.errors import InputError
    from kantokuen.model.model import KantokuenModel
    from kantokuen.model.scenario import Scenario

__all__ = [
    "InputError",
    "KantokuenModel",
    "Plan",
    "Results",
    "Run",
    "Scenario",
    "StoreError",
    "__version__",
    "block_evaluator",
    "bridges",
    "causes",
    "compare",
    "discover",
    "ema_model",
    "lenses",
    "levers",
    "measures",
    "open_store",
    "phase",
    "problem",
    "regional",
    "run_worlds",
    "scenarios",
    "sensitivity",
    "sweep",
    "vectorised",
    "vectorised_measures",
    "verify",
]

_HOMES = {
    "InputError": "kantokuen.model.errors",
    "KantokuenModel": "kantokuen.model.model",
    "Plan": "kantokuen.experiments.sweeps.plan",
    "Results": "kantokuen.experiments.results",
    "Run": "kantokuen.experiments.runner",
    "Scenario": "kantokuen.model.scenario",
    "StoreError": "kantokuen.experiments.sweeps.folder",
    "block_evaluator": "kantokuen.experiments.bridges.block",
    "causes": "kantokuen.experiments.analyses.causes",
    "compare": "kantokuen.experiments.analyses.compare",
    "discover": "kantokuen.experiments.analyses.discovery",
    "ema_model": "kantokuen.experiments.bridges.workbench",
    "lenses": "kantokuen.experiments.catalogue",
    "levers": "kantokuen.experiments.catalogue",
    "measures": "kantokuen.experiments.catalogue",
    "open_store": "kantokuen.experiments.sweeps.store",
    "phase": "kantokuen.experiments.analyses.phase",
    "problem": "kantokuen.experiments.bridges.points",
    "regional": "kantokuen.experiments.analyses.regional",
    "run_worlds": "kantokuen.experiments.runner",
    "scenarios": "kantokuen.experiments.catalogue",
    "sensitivity": "kantokuen.experiments.analyses.sensitivity",
    "sweep": "kantokuen.experiments.sweeps.sweep",
    "vectorised": "kantokuen.experiments.bridges.points",
    "vectorised_measures": "kantokuen.experiments.bridges.points",
    "verify": "kantokuen.experiments.sweeps.verify",
}

_ROOMS = {"bridges": "kantokuen.experiments.bridges"}

_CHECKOUT = _Path(__file__).resolve().parent.parent


class _BesideThisFolder:
    """Finds the rooms of a checkout, which stand beside this folder and not inside it, and nothing else."""

    @staticmethod
    def find_spec(name: str, _path: object = None, target: _ModuleType | None = None) -> _ModuleSpec | None:
        """Return where a room is, or None for any other module."""
        is_room = name in {f"{__name__}.{room}" for room in ("agents", "dashboard", "experiments", "model")}
        return _PathFinder.find_spec(name, [str(_CHECKOUT)], target) if is_room else None


# An installed package has its rooms inside it, and no pyproject.toml beside it.
if (_CHECKOUT / "pyproject.toml").is_file():
    _sys.meta_path.insert(0, _BesideThisFolder)


def __getattr__(name: str) -> object:
    """Load a public name from its room."""
    value: object
    if name in _HOMES:
        value = getattr(_import_module(_HOMES[name]), name)
    elif name in _ROOMS:
        value = _import_module(_ROOMS[name])
    else:
        raise AttributeError(f"module 'kantokuen' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *_HOMES, *_ROOMS})
