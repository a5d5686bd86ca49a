"""A scenario: a name, the question it asks, and a value for every lever."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np

from kantokuen.model.display import Facts, Shown, listed, told
from kantokuen.model.errors import InputError, cut, input_error, nearest, printable, shown, unknown_name
from kantokuen.model.levers.checking import LeverValue, as_row, check, check_text
from kantokuen.model.levers.reading import parse, read_document
from kantokuen.model.parameters import GROUPS, PARAMETERS, Value

__all__ = ["LeverValue", "Scenario", "check_file", "parse_setting"]

_FIRST: Final = "historical"
_SUFFIX: Final = ".toml"
_SHIPPED: Final = files("kantokuen.model") / "data" / "scenarios"
_A_PATH: Final = "the path of a TOML file"
_LONGEST: Final = {"name": 80, "description": 4000, "base": 400}
"""The texts at the head of a file, and how many characters each may have."""


@dataclass(frozen=True, eq=False, repr=False)
class Scenario(Shown):
    """A value for every lever, under a name; made by `Scenario.load` and `replace`.

    Equality is identity, since a lever may hold an array.
    """

    name: str
    description: str = ""
    base: str | None = None
    _given: Mapping[str, LeverValue] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, name_or_path: str | Path) -> "Scenario":
        """Load a shipped scenario by name, or any scenario file by path.

        A string that is a shipped name means the shipped scenario, even if a file of that
        name lies in the working directory; a `Path` always means a file.
        """
        if isinstance(name_or_path, Path):
            return check_file(name_or_path)
        if name_or_path in cls.names():
            return _shipped(name_or_path)
        if _looks_like_path(name_or_path):
            return check_file(name_or_path)
        raise unknown_name(what="scenario", name=name_or_path, known=cls.names(), besides=_A_PATH)

    @classmethod
    def read(cls, text: str, where: str) -> "Scenario":
        """Read a scenario from TOML text whose base, if any, is shipped; `where` names it in messages."""
        return _build(parse(text, where), where, None, ())

    @classmethod
    def names(cls) -> list[str]:
        """Name the shipped scenarios, the historical one first."""
        listed = (each.name for each in _SHIPPED.iterdir())
        found = sorted(each.removesuffix(_SUFFIX) for each in listed if each.endswith(_SUFFIX))
        return sorted(found, key=lambda name: name != _FIRST)

    @classmethod
    def text(cls, name: str) -> str:
        """Return the TOML source of a shipped scenario: a file to copy from."""
        if name not in cls.names():
            raise unknown_name(what="scenario", name=name, known=cls.names())
        return (_SHIPPED / f"{name}{_SUFFIX}").read_text(encoding="utf-8")

    @property
    def levers(self) -> dict[str, LeverValue]:
        """Every lever by key, in the order of their declaration."""
        return {key: self._given.get(key, each.default) for key, each in PARAMETERS.items()}

    @property
    def changed(self) -> dict[str, LeverValue]:
        """The levers whose value differs from the default."""
        return {
            key: value
            for key, value in self.levers.items()
            if isinstance(value, np.ndarray) or value != PARAMETERS[key].default
        }

    def replace(self, levers: Mapping[str, object]) -> "Scenario":
        """Return the scenario with other values for some levers, checked.

        A lever that is a number also takes one value per world: an array of shape (worlds,), a
        list, a range or a Series. All arrays of a scenario have one length.
        """
        where = "levers"
        new = {key: check(key, as_row(value), where) for key, value in levers.items()}
        given = {**self._given, **new}
        lengths = {key: len(value) for key, value in given.items() if isinstance(value, np.ndarray)}
        if len(set(lengths.values())) > 1:
            listed = ", ".join(f"{key} {length}" for key, length in lengths.items())
            raise input_error(where, f"arrays differ in length ({listed})", "one length, that of the worlds")
        return replace(self, _given=given)

    @property
    def in_words(self) -> str:
        """The levers that differ from the defaults, the first few with their values."""
        changed = [f"{key} = {told(value)}" for key, value in self.changed.items()]
        return listed(changed) if changed else "none changed"

    def _shown(self) -> tuple[str, Facts]:
        return self.name, {"asks": self.description or None, "base": self.base, "levers": self.in_words}


def check_file(path: str | Path) -> Scenario:
    """Read and check a scenario file; every fault found is a line of the one message."""
    file = Path(path)
    if str(path) in Scenario.names() and not _exists(file):
        raise input_error(str(path), "is a shipped scenario, not a file", _A_PATH)
    return _from_file(file, seen=(_identity(file),))


def parse_setting(text: str) -> tuple[str, Value]:
    """Read one KEY=VALUE, as given on the command line."""
    key, equals, value = (part.strip() for part in text.partition("="))
    where = "setting"
    if not equals:
        raise input_error(where, f"'{cut(text)}' has no '='", "KEY=VALUE, as in germany.pace=1.2")
    return key, check_text(key, value, where)


def _looks_like_path(text: str) -> bool:
    return text.endswith(_SUFFIX) or "/" in text or "\\" in text or _exists(Path(text))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or with a NUL, is no file's name
        return False


def _identity(path: Path) -> str:
    return str(path.resolve()) if _exists(path) else str(path)


def _from_file(path: Path, seen: tuple[str, ...]) -> Scenario:
    where = printable(str(path))
    if not _exists(path):
        raise input_error(where, "no such file", _A_PATH, nearest(path.stem, Scenario.names()))
    return _build(read_document(path), where, path.parent, seen)


def _shipped(name: str, seen: tuple[str, ...] = ()) -> Scenario:
    where = f"scenario {name}"
    return _build(parse(Scenario.text(name), where), where, None, (*seen, where))


def _build(document: dict[str, Any], where: str, folder: Path | None, seen: tuple[str, ...]) -> Scenario:
    """Turn a document into a scenario, gathering all faults before any is raised.

    `folder` is where a `base` given as a path is looked for (None: shipped ones only), and
    `seen` the scenarios that led here, so that a circle is noticed.
    """
    faults: list[str] = []
    name, description, base = (_head(document, key, where, faults) for key in _LONGEST)
    inherited: dict[str, LeverValue] = {}
    if base:
        try:
            inherited = _load_base(base, where, folder, seen).changed
        except InputError as error:
            faults.append(str(error))
    own = _levers(document, where, faults)
    if faults:
        raise InputError("\n".join(faults))
    return Scenario(name, description, base or None, {**inherited, **own})


def _head(document: dict[str, Any], key: str, where: str, faults: list[str]) -> str:
    """Take one text from the head of a file, or "" for one left out; `name` must be there."""
    text = document.get(key)
    allowed = f"a text of 1 to {_LONGEST[key]} characters that can be printed"
    if isinstance(text, str) and _is_plain(text) and len(text) <= _LONGEST[key]:
        return text.strip()
    if text is not None:
        faults.append(str(input_error(where, f"{key} = {shown(text)} is not usable", allowed)))
    elif key == "name":
        faults.append(str(input_error(where, "name is missing", allowed)))
    return ""


def _load_base(base: str, where: str, folder: Path | None, seen: tuple[str, ...]) -> Scenario:
    """Load the scenario that another one builds upon."""
    names = Scenario.names()
    given = f"base = {shown(base)}"
    is_file = base not in names and folder is not None and _looks_like_path(base)
    if base not in names and not is_file:
        allowed = f"{', '.join(names)}, or {_A_PATH}"
        raise input_error(where, f"{given} is not a known scenario", allowed, nearest(base, names))
    file = (folder or Path()) / base
    identity = _identity(file) if is_file else f"scenario {base}"
    if identity in seen:
        raise input_error(where, f"{given} is circular: it leads back to itself", "another base, or none")
    return _from_file(file, (*seen, identity)) if is_file else _shipped(base, seen)


def _levers(document: dict[str, Any], where: str, faults: list[str]) -> dict[str, LeverValue]:
    """Take the levers from the tables of a document."""
    own: dict[str, LeverValue] = {}
    for table, content in document.items():
        if table in _LONGEST:
            continue
        if table not in GROUPS:
            faults.append(str(_unknown_entry(table, content, where)))
        elif not isinstance(content, dict):
            fault = f"{table} = {shown(content)} is not a table"
            faults.append(str(input_error(where, fault, f"[{table}] with its levers below it")))
        else:
            for name, value in content.items():
                try:
                    own[f"{table}.{name}"] = check(f"{table}.{name}", value, where)
                except InputError as error:
                    faults.append(str(error))
    return own


def _unknown_entry(entry: str, content: object, where: str) -> InputError:
    """Build the error for a table, or a key at the head, that no scenario has."""
    known = [*_LONGEST, *GROUPS]
    if isinstance(content, dict):
        return input_error(
            where, f"[{cut(entry)}] is not a known table", ", ".join(GROUPS), nearest(entry, known)
        )
    by_last_part = (key for key in PARAMETERS if entry in (key, key.partition(".")[2]))
    closest = next(by_last_part, None) or nearest(entry, known)
    fault = f"{cut(entry)} = {shown(content)} is not a known key"
    return input_error(where, fault, f"{', '.join(_LONGEST)}, and tables such as [{GROUPS[0]}]", closest)


def _is_plain(text: str) -> bool:
    """Whether a text says something and holds no character that could steer a terminal."""
    return bool(text.strip()) and all(each.isprintable() or each in "\n\r\t" for each in text)
