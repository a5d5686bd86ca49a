"""The submodels of the manual, written from the rules themselves.

A rule is told by its docstring.  Where that gives no formula, the lines of the code are the formula.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from importlib import import_module
from types import FunctionType
from typing import Any, Final

import mesa

from tools.manual.docstrings import as_markdown

RULES: Final = {
    "belief": ("agents.belief",),
    "expectations": ("model.expectations",),
    "value": ("agents.valuation",),
    "considerations": ("agents.considerations",),
    "weighing": ("agents.weighing",),
    "persons at the table": (
        "agents.profile:Traits.leaning",
        "agents.table:Table.succeed",
        "model.seating:set_table",
    ),
    "arithmetic": ("agents.staff",),
    "offices": ("agents.faction", "agents.army", "agents.navy", "agents.cabinet", "agents.court"),
    "powers": ("agents.foreign",),
    "german war": ("model.german_war",),
    "far east": ("model.far_east",),
    "sanctions": ("model.sanctions",),
    "means": ("model.means",),
    "drafting": ("model.observation", "model.reference", "model.schedule"),
    "council": ("model.council",),
    "talks": ("model.talks",),
    "persons": ("model.persons",),
    "hostilities": ("model.hostilities", "model.campaign", "model.outcome"),
    "lenses": ("model.lenses",),
    "values": ("model.values",),
    "forks": ("model.forking",),
}
"""The modules whose rules each group tells, in the order in which the manual tells them.

A name after a colon tells that rule of the module alone.
"""


_LONGEST: Final = 45
"""Lines of code that are still read as a formula."""

_PLUMBING: Final = frozenset(
    {
        *("contributions", "appraise", "find_lens", "rules_of", "varying", "default_values"),
        *("_all", "_codes", "_day", "_generate_next_value_", "_own", "_plain", "_row", "_shown", "_wide"),
    }
)
"""What moves arrays about and rules nothing; told in words, if it has any."""


def rules(group: str) -> str:
    """Write the rules of one group: a heading with the name in the code, words, formula, symbols."""
    found = (each for module in RULES[group] for each in _asked(module))
    return "\n\n".join(_told(name, rule) for name, rule in found if not _is_left_out(name, rule))


def _asked(module: str) -> Iterator[tuple[str, Any]]:
    home, _, alone = module.partition(":")
    return ((name, rule) for name, rule in _found(home) if not alone or name.partition(".")[2] == alone)


def _is_left_out(name: str, rule: Any) -> bool:
    """Whether a rule only moves arrays about, and says nothing of it or is the language's own."""
    return _is_plumbing(name) and (not rule.__doc__ or name.rpartition(".")[2].startswith("_gen"))


def _found(module: str) -> Iterator[tuple[str, Any]]:
    """Yield functions, methods, properties and agents of a module, by name, in the order of the code."""
    home = import_module(f"kantokuen.{module}")
    place = module.rpartition(".")[2]
    for name, thing in vars(home).items():
        if getattr(thing, "__module__", "") != home.__name__:
            continue
        if isinstance(thing, FunctionType):
            yield f"{place}.{name}", thing
        elif isinstance(thing, type):
            if issubclass(thing, mesa.Agent):
                yield f"{place}.{name}", thing
            for each, member in vars(thing).items():
                if isinstance(member, (FunctionType, property, staticmethod)) and not each.startswith("__"):
                    yield f"{place}.{name}.{each}", member


def _told(name: str, rule: Any) -> str:
    parts = [f"#### `{name}`"]
    if rule.__doc__:
        parts.append(as_markdown(rule))
    is_formula = "```" in parts[-1] or isinstance(rule, type) or _is_plumbing(name)
    if not is_formula and (code := _code(rule)):
        parts.append(f"```python\n{code}\n```")
    return "\n\n".join(parts)


def _is_plumbing(name: str) -> bool:
    return name.rpartition(".")[2] in _PLUMBING


def _code(rule: Any) -> str:
    """Return the lines of a rule below its docstring, nothing where they are too many."""
    function: Any = rule.fget if isinstance(rule, property) else getattr(rule, "__func__", rule)
    source = textwrap.dedent(inspect.getsource(function))
    (defined,) = ast.parse(source).body
    body = [each for each in getattr(defined, "body", []) if not _is_docstring(each)]
    lines = source.splitlines()[body[0].lineno - 1 :] if body else []
    return textwrap.dedent("\n".join(lines)).rstrip() if len(lines) <= _LONGEST else ""


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
