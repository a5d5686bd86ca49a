"""A scenario: a name, the question it asks, and a value for every parameter."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np

from kantokuen.model.checking import LeverValue, check_text
from kantokuen.model.display import Facts, Shown, listed, told
from kantokuen.model.errors import cut, input_error, shown, unknown_name
from kantokuen.model.levers.reading import exists
from kantokuen.model.parameters import PARAMETERS, Value
from kantokuen.model.scenario_reading import (
    A_PATH,
    Parts,
    changed_parts,
    is_meant_as_path,
    read_file,
    read_given,
    read_shipped,
    read_text,
    shipped_names,
    shipped_text,
)

__all__ = ["LeverValue", "Scenario", "check_file", "parse_setting"]

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


@dataclass(frozen=True, eq=False, init=False, repr=False)
class Scenario(Shown):
    """A value for every parameter, under a name.

    Two scenarios are equal if they have the same name, description and base, and the same values.

    Args:
        name: up to 80 characters.
        description: what it asks.
        base: the scenario whose values hold where `levers` says nothing: a shipped one, or the path of
            a TOML file; None for the defaults.
        levers: what differs, by key, checked as by `replace`.
        ensemble: by whose view of the German war its worlds are drawn, ``historians`` or ``june-1941``,
            unless a request says otherwise; None for that of the base, or none of its own.

    Raises:
        InputError: something of it is wrong; every fault is a line.
    """

    name: str
    description: str
    base: str | None
    ensemble: str | None
    _parts: Parts

    def __init__(
        self,
        name: str,
        description: str = "",
        base: str | None = None,
        levers: Mapping[str, object] = _NOTHING,
        *,
        ensemble: str | None = None,
        _parts: Parts | None = None,
    ) -> None:
        # what was checked before comes as `_parts`, also from `dataclasses.replace`
        head = (name, description, base, ensemble)
        parts = read_given(*head, levers) if _parts is None else changed_parts(_parts, *head, levers)
        for attribute, value in {**parts._asdict(), "_parts": parts}.items():
            if attribute != "given":
                object.__setattr__(self, attribute, value)

    def __eq__(self, other: object) -> bool:
        return self._identity == other._identity if isinstance(other, Scenario) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[object, ...]:
        """What equal scenarios share."""
        changed = tuple((key, _hashable(value)) for key, value in self.changed.items())
        return self.name, self.description, self.base, self.ensemble, changed

    @classmethod
    def load(cls, name_or_path: str | Path) -> "Scenario":
        """Load a shipped scenario by name, or any scenario file by path.

        A string that is a shipped name means the shipped scenario, even if a file of that
        name lies in the working directory; a `Path` always means a file.
        """
        if isinstance(name_or_path, Path):
            return check_file(name_or_path)
        if not isinstance(name_or_path, str):
            raise input_error("scenario", f"{shown(name_or_path)} is not a name", f"a name, or {A_PATH}")
        if name_or_path in cls.names():
            return _held(read_shipped(name_or_path))
        if is_meant_as_path(name_or_path):
            return check_file(name_or_path)
        raise unknown_name(what="scenario", name=name_or_path, known=cls.names(), besides=A_PATH)

    @classmethod
    def read(cls, text: str, where: str) -> "Scenario":
        """Read a scenario from TOML text whose base, if any, is shipped; `where` names it in messages."""
        return _held(read_text(text, where))

    @classmethod
    def names(cls) -> list[str]:
        """Name the shipped scenarios, the historical one first."""
        return shipped_names()

    @classmethod
    def text(cls, name: str) -> str:
        """Return the TOML source of a shipped scenario: a file to copy from."""
        if name not in cls.names():
            raise unknown_name(what="scenario", name=name, known=cls.names())
        return shipped_text(name)

    @property
    def levers(self) -> dict[str, LeverValue]:
        """Every parameter by key, in the order of their declaration."""
        return {key: self._parts.given.get(key, each.default) for key, each in PARAMETERS.items()}

    @property
    def changed(self) -> dict[str, LeverValue]:
        """The parameters whose value differs from the default."""
        return {
            key: value
            for key, value in self.levers.items()
            if isinstance(value, np.ndarray) or value != PARAMETERS[key].default
        }

    def replace(self, levers: Mapping[str, object]) -> "Scenario":
        """Return the scenario with other values for some parameters, checked.

        A parameter that is a number also takes one value per world: an array of shape (worlds,), a
        list, a range or a Series. All arrays of a scenario have one length.
        """
        return Scenario(
            self.name, self.description, self.base, levers, ensemble=self.ensemble, _parts=self._parts
        )

    @property
    def in_words(self) -> str:
        """The parameters that differ from the defaults, the first few with their values."""
        changed = [f"{key} = {told(value)}" for key, value in self.changed.items()]
        return listed(changed) if changed else "none changed"

    def _shown(self) -> tuple[str, Facts]:
        return self.name, {"asks": self.description or None, "base": self.base, "levers": self.in_words}


def check_file(path: str | Path) -> Scenario:
    """Read and check a scenario file; every fault found is a line of the one message."""
    file = Path(path)
    if str(path) in Scenario.names() and not exists(file):
        raise input_error(str(path), "is a shipped scenario, not a file", A_PATH)
    return _held(read_file(file))


def parse_setting(text: str) -> tuple[str, Value]:
    """Read one KEY=VALUE, as given on the command line."""
    key, equals, value = (part.strip() for part in text.partition("="))
    where = "setting"
    if not equals:
        raise input_error(where, f"'{cut(text)}' has no '='", "KEY=VALUE, as in germany.pace=1.2")
    return key, check_text(key, value, where)


def _held(parts: Parts) -> Scenario:
    """Make a scenario of what was checked."""
    return Scenario(parts.name, parts.description, parts.base, ensemble=parts.ensemble, _parts=parts)


def _hashable(value: LeverValue) -> object:
    """Return what is equal for equal values; an array by its bytes, with -0.0 for what it equals."""
    return (value + 0.0).tobytes() if isinstance(value, np.ndarray) else value
