"""What things are called that have no words: their own names, as they were declared.

A scenario, a parameter, a lens or an office that somebody adds is shown before anybody has written words for
it. Its own words are English, and stand in for every language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from kantokuen.agents.profile import offices
from kantokuen.model.display import first_line
from kantokuen.model.errors import InputError
from kantokuen.model.lenses import LENSES
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario


def own_words(key: str) -> str:
    """Return what a thing says of itself, as a text to be filled in.

    Args:
        key: of a text that there is not, such as ``levers.season.fog.name``.

    Raises:
        KeyError: the text is no name of a thing that may be added, or there is no such thing.
    """
    for pattern, own in _OWN.items():
        before, after = pattern.split("*")
        if key.startswith(before) and key.endswith(after):
            with suppress(KeyError, InputError):
                return own(key.removeprefix(before).removesuffix(after))
    raise KeyError(key)


def _written(name: str) -> str:
    """Write a name as words: it stands for itself."""
    return _filled(name.replace("_", " "))


def _filled(text: str) -> str:
    """Return a text that holds nothing to be filled in."""
    return text.replace("{", "{{").replace("}", "}}")


def _nothing(_: str) -> str:
    return ""


def _of_lens(name: str) -> str:
    """Return the first sentence of a lens's rule."""
    return _filled(first_line(LENSES[name].decide))


_OWN: Final[Mapping[str, Callable[[str], str]]] = {
    "scenarios.*.title": _filled,
    "scenarios.*.description": lambda name: _filled(Scenario.load(name).description),
    "levers.*.name": lambda key: _filled(PARAMETERS[key].key),
    "levers.*.help": lambda key: _filled(PARAMETERS[key].help),
    "groups.*": _written,
    "choices.*": _written,
    "units.*.name": _filled,
    "units.*.value": lambda unit: f"{{n}} {_filled(unit)}",
    "lenses.*.name": _written,
    "lenses.*.model": _nothing,
    "lenses.*.help": _of_lens,
    "offices.*.name": lambda office: _filled(offices()[office].title),
    "offices.*.title": lambda office: _filled(offices()[office].title),
    "persons.*": _filled,
    "houses.*": _written,
    "vetoes.*.name": _written,
    "considerations.*.name": _written,
    "considerations.*.help": _nothing,
    "outcomes.*.name": _written,
    "verdict.ends.*": _written,
    "events.kinds.*": _written,
    "events.text.*": _written,
    "events.order.*": _written,
    "events.event.*": _written,
    "kinds.*": _written,
    "confidence.*": _written,
    "seen.*": _written,
    "topics.*": _written,
    "sources.kinds.*": _written,
    "sources.units.*": lambda unit: f"{{n}} {_filled(unit)}",
    "pictures.persimmon.offices.*": lambda office: _filled(offices()[office].title),
}
"""By the key of a text, with the name of a thing at the star: how the thing is called by itself."""
