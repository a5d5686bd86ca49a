"""The tables of the manual that are read off the code itself: states, constants, facts, chance."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from kantokuen.agents.mind import Mind, Temper
from kantokuen.agents.weighing import Appraisal
from kantokuen.model import evidence
from kantokuen.model.council import Council
from kantokuen.model.far_east import FarEast
from kantokuen.model.german_war import GermanWar
from kantokuen.model.hostilities import Hostilities
from kantokuen.model.means import Means
from kantokuen.model.model import DEFAULT_SEED, KantokuenModel
from kantokuen.model.outsiders import Outsiders
from kantokuen.model.persons import Persons
from kantokuen.model.sanctions import Sanctions
from kantokuen.model.streams import DrawCache
from kantokuen.model.talks import Talks
from tools.manual.docstrings import attributes, in_code
from tools.manual.text import table

_MACHINERY: Final = frozenset(
    {"__init__", "streams", "citations", "errors", "evidence", "forking", "frames", "record", "reporters"}
)
"""Modules that hold no rule of the world and no judgement."""

_FACT_ID: Final = re.compile(r"'([A-Z]{3}\d{3})'")
_NEGLIGIBLE: Final = 1e-100

_HOLDERS: Final = (
    *(GermanWar, FarEast, Sanctions, Means, Council, Talks, Outsiders, Persons, Hostilities),
    *(Mind, Temper, Appraisal),
)
"""What holds the state of the world and of the offices."""

STREAMS: Final = {
    "school": "in the ensemble `june-1941`: as which school of that June the German war goes",
    "lever": "how a lever that varies differs in this world",
    "stance": "how the holder of an office leans, beside the recorded disposition",
    "nerve": "how easily the holder of an office consents",
    "count": "error of one count of Soviet divisions",
    "front": "error of one report from the German front",
    "freeze": "when the American freeze comes",
    "embargo": "when the freeze becomes total",
    "incident": "whether and when the field army acts alone",
    "campaign": "how a campaign ends, where there is one",
    "cabinet": "when the Foreign Minister brings the cabinet down",
}
"""What each stream of chance is for."""


def states() -> str:
    """Return the state variables of the world and of an office, from the docstrings of their classes."""
    rows = (
        (f"`{holder.__name__}`", in_code(name), text)
        for holder in _HOLDERS
        for name, text in attributes(holder)
    )
    return table(("held by", "variable", "meaning"), rows)


def constants() -> str:
    """Return the numbers that stand in the code and are no parameters, with what the code says of them."""
    rows = [
        (in_code(module), in_code(", ".join(names)), ", ".join(numbers), text)
        for module, tree in _sources()
        for names, numbers, text in _groups(tree)
    ]
    return table(("module", "constant", "value", "meaning"), rows)


def _groups(tree: ast.Module) -> Iterator[tuple[list[str], list[str], str]]:
    """Yield the numbers of a module; those on successive lines share the docstring that follows them."""
    names: list[str] = []
    numbers: list[str] = []
    end = 0
    for node in [*tree.body, ast.Pass(lineno=0)]:
        text = _docstring(node)
        if names and (text or node.lineno != end + 1):
            yield names, numbers, text
            names, numbers = [], []
        for name, number in _numbers(node):
            names.append(name)
            numbers.append(f"{number:g}")
            end = node.end_lineno or 0


def _numbers(node: ast.stmt) -> Iterator[tuple[str, float]]:
    """Yield the name and value of each constant that a statement sets to a plain number."""
    for target, value in _pairs(node):
        is_number = isinstance(value, ast.Constant) and isinstance(value.value, (int, float))
        if isinstance(target, ast.Name) and target.id.isupper() and is_number:
            number = float(value.value)  # type: ignore[attr-defined]
            if math.isfinite(number) and abs(number) > _NEGLIGIBLE:
                yield target.id, number


def _pairs(node: ast.stmt) -> list[tuple[ast.expr, ast.expr]]:
    if not isinstance(node, ast.Assign):
        return []
    target, value = node.targets[0], node.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


def _docstring(node: ast.stmt) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return " ".join(str(node.value.value).split()).rstrip(".")
    return ""


def driving_facts() -> str:
    """Return the facts of the evidence that the model itself reads, with where it reads them."""
    used: dict[str, set[str]] = {}
    for module, tree in _sources():
        for found in _FACT_ID.findall(ast.unparse(tree)):
            used.setdefault(found, set()).add(module)
    rows = (_fact(each, in_code(", ".join(sorted(used[each])))) for each in sorted(used))
    return table(("fact", "what", "value", "source", "confidence", "checked in", "read by"), rows)


def _fact(fact_id: str, readers: str) -> tuple[object, ...]:
    if fact_id.startswith("CHR"):
        happened = evidence.entry(fact_id)
        return (
            fact_id,
            happened.event,
            happened.date,
            happened.source,
            happened.confidence,
            happened.seen,
            readers,
        )
    fact = evidence.fact(fact_id)
    number = fact.date if fact.value is None else f"{fact.value:,.10g} {fact.unit}"
    return fact_id, fact.quantity, number, fact.source, fact.confidence, fact.seen, readers


def streams() -> str:
    """Return the streams of chance that a run of one world really asks for, by their names."""
    cache: DrawCache = {}
    model = KantokuenModel(worlds=1, seed=DEFAULT_SEED, ensemble="june-1941", draws=cache)
    model.run()
    model.release()
    draws: dict[str, list[str]] = {}
    normal: dict[str, int] = {}
    for name, _, _ in cache:
        _, _, purpose, whose, _ = name.split("/")
        if name.startswith("normal "):
            normal[purpose] = normal.get(purpose, 0) + 1
        else:
            draws.setdefault(purpose, []).append(whose)
    rows = (
        (f"`{each}`", _law(normal.get(each, 0), len(draws[each])), _how_often(draws[each]), STREAMS[each])
        for each in sorted(draws, key=list(STREAMS).index)
    )
    return table(("stream", "law", "draws in a world", "for"), rows)


def _law(normal: int, drawn: int) -> str:
    if normal == 0:
        return "uniform"
    return "normal" if normal == drawn else "normal or uniform"


def _how_often(whose: list[str]) -> str:
    if any(whose):
        return f"{len(whose)}, one for each"
    return "one" if len(whose) == 1 else f"{len(whose)}, one a step"


@cache
def _sources() -> tuple[tuple[str, ast.Module], ...]:
    """Return the modules that hold rules, levers left out: the name of each and its syntax tree."""
    found = []
    for room in ("agents", "model"):
        folder = files(f"kantokuen.{room}")
        for name in sorted(each.name.removesuffix(".py") for each in folder.iterdir()):
            source = folder.joinpath(f"{name}.py")
            if source.is_file() and name not in _MACHINERY:
                found.append((f"{room}.{name}", ast.parse(source.read_text(encoding="utf-8"))))
    return tuple(found)
