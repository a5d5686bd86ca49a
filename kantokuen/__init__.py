"""Kantokuen: Japan's choice in the summer of 1941 as an agent-based model.

The public names are `KantokuenModel`, `Scenario`, `run_worlds` and `Results`; `Plan`, `sweep`,
`open_store` and `verify` for sweeps; and `compare` for two histories. Each is loaded at its first use,
so that `import kantokuen` and `kantokuen --help` cost next to nothing.
"""

from importlib import import_module as _import_module
from pathlib import Path as _Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kantokuen.experiments.analyses.compare import compare
    from kantokuen.experiments.runner import Results, run_worlds
    from kantokuen.experiments.sweeps.plan import Plan
    from kantokuen.experiments.sweeps.store import open_store
    from kantokuen.experiments.sweeps.sweep import sweep
    from kantokuen.experiments.sweeps.verify import verify
    from kantokuen.model.kantokuen import KantokuenModel
    from kantokuen.model.scenario import Scenario

__all__ = [
    "KantokuenModel",
    "Plan",
    "Results",
    "Scenario",
    "__version__",
    "compare",
    "open_store",
    "run_worlds",
    "sweep",
    "verify",
]

__version__ = "0.1.0"

_HOMES = {
    "KantokuenModel": "kantokuen.model.kantokuen",
    "Plan": "kantokuen.experiments.sweeps.plan",
    "Results": "kantokuen.experiments.runner",
    "Scenario": "kantokuen.model.scenario",
    "compare": "kantokuen.experiments.analyses.compare",
    "open_store": "kantokuen.experiments.sweeps.store",
    "run_worlds": "kantokuen.experiments.runner",
    "sweep": "kantokuen.experiments.sweeps.sweep",
    "verify": "kantokuen.experiments.sweeps.verify",
}

# In a checkout the rooms (agents, model, experiments) stand beside this folder, not inside it. An
# installed package has no pyproject.toml next to it, so there the path stays as it is.
_root = _Path(__file__).resolve().parent.parent
if (_root / "pyproject.toml").is_file():
    __path__.append(str(_root))


def __getattr__(name: str) -> object:
    """Load a public name from its room."""
    if name in _HOMES:
        value: object = getattr(_import_module(_HOMES[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'kantokuen' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *_HOMES})
