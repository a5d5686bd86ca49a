"""Reading a scenario: from a file, or from what is given in Python, to its parts or to every fault in it."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from kantokuen.model.checking import LeverValue, as_row, check
from kantokuen.model.documents import Document, Prose, Reference, Title, read
from kantokuen.model.errors import Faults, InputError, cut, ends, input_error, nearest, shown
from kantokuen.model.levers.reading import SUFFIX, exists, is_plan, looks_like_path, parse, read_document
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.parameters import GROUPS, PARAMETERS

A_PATH: Final = "the path of a TOML file"

_FIRST: Final = "historical"
_SHIPPED: Final = files("kantokuen.model") / "data" / "scenarios"
_HEAD: Final = ("name", "description", "base", "ensemble")
"""The entries at the head of a file."""

_MOST_BASES: Final = 20
"""Scenarios in a row that build upon one another."""


class _Words(Document):
    """What a scenario is called, and what it asks."""

    name: Title
    description: Prose = ""


class _Upon(Document):
    """What a scenario builds upon; read by itself, so that a fault in the words hides none in the base."""

    base: Reference = ""


class Parts(NamedTuple):
    """What a scenario is made of, all of it checked.

    Attributes:
        name, description: what it is called, and what it asks.
        base: what it builds upon, as it was given.
        ensemble: by whose view of the German war its worlds are drawn; None where nobody says.
        given: the values of parameters, its own and those of its base, by key.
    """

    name: str
    description: str
    base: str | None
    ensemble: str | None
    given: Mapping[str, LeverValue]


def shipped_names() -> list[str]:
    """Name the shipped scenarios, the historical one first."""
    listed = (each.name for each in _SHIPPED.iterdir())
    found = sorted(each.removesuffix(SUFFIX) for each in listed if each.endswith(SUFFIX))
    return sorted(found, key=lambda name: name != _FIRST)


def shipped_text(name: str) -> str:
    """Return the TOML source of a shipped scenario."""
    return (_SHIPPED / f"{name}{SUFFIX}").read_text(encoding="utf-8")


def read_shipped(name: str, seen: tuple[str, ...] = ()) -> Parts:
    """Read a shipped scenario, to which the scenarios `seen` have led."""
    where = f"scenario {name}"
    return _of_document(parse(shipped_text(name), where), where, None, (*seen, where))


def read_file(path: Path, seen: tuple[str, ...] = ()) -> Parts:
    """Read a scenario file, to which the scenarios `seen` have led."""
    where = ends(path)
    if not exists(path):
        raise input_error(where, "no such file", A_PATH, nearest(path.stem, shipped_names()))
    return _of_document(read_document(path), where, path.parent, (*seen, _address(path)))


def read_text(text: str, where: str) -> Parts:
    """Read a scenario from TOML text whose base, if any, is shipped."""
    return _of_document(parse(text, where), where, None, ())


def read_given(name: object, description: object, base: object, ensemble: object, levers: object) -> Parts:
    """Check a scenario that is given in Python."""
    faults = Faults("scenario")
    head = {"name": name, "description": description, "base": base, "ensemble": ensemble}
    return _parts(head, _pairs(levers, faults), Path(), (), faults)


def changed_parts(
    parts: Parts, name: object, description: object, base: object, ensemble: object, levers: object
) -> Parts:
    """Return a scenario with another name or description, and other values for some parameters."""
    faults = Faults("scenario")
    if base != parts.base:
        fault = f"base = {shown(base)} is not that of the scenario"
        faults.add(
            input_error(faults.where, fault, "a base where a scenario is made, as Scenario(name, base=...)")
        )
    texts = _head(
        {"name": name, "description": description, "base": parts.base, "ensemble": ensemble}, faults
    )
    faults.raise_any()
    return Parts(*texts, _changed_levers(parts.given, levers))


def _changed_levers(before: Mapping[str, LeverValue], levers: object) -> dict[str, LeverValue]:
    """Return parameters with other values for some, which are checked."""
    faults = Faults("levers")
    after = {**before, **_checked(_pairs(levers, faults), faults)}
    faults.raise_any()
    _check_lengths(after, faults.where)
    return after


def is_meant_as_path(text: str) -> bool:
    """Whether a text that is no shipped name names a file, there or not."""
    return looks_like_path(text) or exists(Path(text))


def _address(path: Path) -> str:
    """Return what is the same for all paths of one file."""
    return str(path.resolve()) if exists(path) else str(path)


def _of_document(document: dict[str, Any], where: str, folder: Path | None, seen: tuple[str, ...]) -> Parts:
    """Read a document.

    `folder` is where a `base` given as a path is looked for (None: shipped ones only), and
    `seen` the scenarios that led here and this one, so that a circle is noticed.
    """
    if is_plan(document):
        raise input_error(where, "is the plan of a sweep", "a scenario")
    faults = Faults(where)
    return _parts(document, _entries(document, faults), folder, seen, faults)


def _parts(
    head: Mapping[str, object],
    levers: Iterable[tuple[str, object]],
    folder: Path | None,
    seen: tuple[str, ...],
    faults: Faults,
) -> Parts:
    """Return the parts of a scenario once all are checked, or raise every fault."""
    name, description, base, ensemble = _head(head, faults)
    given: dict[str, LeverValue] = {}
    if base:
        with faults:
            upon = _read_base(base, faults.where, folder, seen)
            given |= upon.given
            ensemble = ensemble or upon.ensemble
    given |= _checked(levers, faults)
    faults.raise_any()
    _check_lengths(given, faults.where)
    return Parts(name, description, base, ensemble, given)


def _head(head: Mapping[str, object], faults: Faults) -> tuple[str, str, str | None, str | None]:
    """Return name, description, base and ensemble; what is None is left out."""
    given = {key: value for key in _HEAD if (value := head.get(key)) is not None}
    ensemble = given.pop("ensemble", None)
    if ensemble is not None:
        with faults:
            _check_ensemble(ensemble, faults.where)
    base = {"base": given.pop("base")} if "base" in given else {}
    words, upon = read(_Words, given, faults), read(_Upon, base, faults)
    name, description = (words.name, words.description) if words else ("", "")
    return name, description, (upon.base or None) if upon else None, ensemble  # type: ignore[return-value]


def _check_ensemble(given: object, where: str) -> None:
    """Refuse what is no ensemble."""
    if given not in ENSEMBLES:
        close = nearest(given, ENSEMBLES) if isinstance(given, str) else None
        raise input_error(where, f"ensemble = {shown(given)} is not known", ", ".join(ENSEMBLES), close)


def _read_base(base: str, where: str, folder: Path | None, seen: tuple[str, ...]) -> Parts:
    """Read the scenario that another one builds upon."""
    names = shipped_names()
    given = f"base = {shown(base)}"
    is_file = base not in names
    if is_file and folder is None and looks_like_path(base):
        raise input_error(where, f"{given} is a file, which cannot be looked for here", ", ".join(names))
    file = (folder or Path()) / base
    if is_file and not looks_like_path(base) and (folder is None or not exists(file)):
        allowed = ", ".join(names) + (f", or {A_PATH}" if folder else "")
        raise input_error(where, f"{given} is not a known scenario", allowed, nearest(base, names))
    if (_address(file) if is_file else f"scenario {base}") in seen:
        raise input_error(where, f"{given} is circular: it leads back to itself", "another base, or none")
    if len(seen) > _MOST_BASES:
        fault = f"{given} is one too many of a chain of bases"
        raise input_error(where, fault, f"at most {_MOST_BASES}, one upon the other")
    return read_file(file, seen) if is_file else read_shipped(base, seen)


def _checked(levers: Iterable[tuple[str, object]], faults: Faults) -> dict[str, LeverValue]:
    """Return the parameters whose values are right."""
    checked: dict[str, LeverValue] = {}
    for key, value in levers:
        with faults:
            checked[key] = check(key, value, faults.where)
    return checked


def _entries(document: dict[str, Any], faults: Faults) -> Iterator[tuple[str, object]]:
    """Yield the parameters in the tables of a document, with what is given to them."""
    for table, content in document.items():
        if table in _HEAD:
            continue
        if table not in GROUPS:
            faults.add(_unknown_entry(table, content, faults.where))
        elif not isinstance(content, dict):
            fault = f"{table} = {shown(content)} is not a table"
            faults.add(input_error(faults.where, fault, f"[{table}] with its levers below it"))
        else:
            yield from flat(table, content)


def flat(table: str, content: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield what a table and those inside it hold, by dotted key."""
    for name, value in content.items():
        key = f"{table}.{name}"
        if isinstance(value, dict) and any(each.startswith(f"{key}.") for each in PARAMETERS):
            yield from flat(key, value)
        else:
            yield key, value


def _unknown_entry(entry: str, content: object, where: str) -> InputError:
    """Build the error for a table, or a key at the head, that no scenario has."""
    known = [*_HEAD, *GROUPS]
    if isinstance(content, dict):
        return input_error(
            where, f"[{cut(entry)}] is not a known table", ", ".join(GROUPS), nearest(entry, known)
        )
    by_last_part = (key for key in PARAMETERS if entry in (key, key.partition(".")[2]))
    closest = next(by_last_part, None) or nearest(entry, known)
    fault = f"{cut(entry)} = {shown(content)} is not a known key"
    return input_error(where, fault, f"{', '.join(_HEAD)}, and tables such as [{GROUPS[0]}]", closest)


def _pairs(levers: object, faults: Faults) -> Iterable[tuple[str, object]]:
    """Return the parameters that were given in Python, with what is given to them."""
    if isinstance(levers, Mapping):
        return ((key, as_row(value)) for key, value in levers.items())
    fault = f"{shown(levers)} is not a mapping"
    faults.add(input_error(faults.where, fault, "values by the keys of levers, as {'germany.pace': 1.2}"))
    return ()


def _check_lengths(given: Mapping[str, LeverValue], where: str) -> None:
    """Refuse arrays over worlds that do not have one length."""
    lengths = {key: len(value) for key, value in given.items() if isinstance(value, np.ndarray)}
    if len(set(lengths.values())) > 1:
        listed = ", ".join(f"{key} {length}" for key, length in lengths.items())
        raise input_error(where, f"arrays differ in length ({listed})", "one length, that of the worlds")
