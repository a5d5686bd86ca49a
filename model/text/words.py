"""The words of one language: texts with their fields filled in, and numbers and days as people write them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from kantokuen.model.errors import unknown_name
from kantokuen.model.events import Event
from kantokuen.model.parameters import PARAMETERS, Value
from kantokuen.model.text.languages import LANGUAGES, texts
from kantokuen.model.text.own import own_words

_UNKNOWN_NUMBER: Final = "–"
_SMALL: Final = 0.01
_TRUE_AND_FALSE: Final = {True: "yes", False: "no"}


@dataclass(frozen=True, eq=False, slots=True)
class Words:
    """The words of one language; made by `Words.of`, one object a language.

    Attributes:
        language: ``en`` or ``ja``.
    """

    language: str
    _texts: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, language: str) -> Words:
        """Return the words of a language.

        Raises:
            InputError: there is none of that name.
        """
        if language not in LANGUAGES:
            raise unknown_name("language", language, LANGUAGES)
        return _words(language)

    def __reduce__(self) -> tuple[Any, ...]:
        return Words.of, (self.language,)

    def __call__(self, key: str, /, **fields: object) -> str:
        """Return a text with its fields filled in.

        What is missing in a language is said in English, and what somebody added without words in
        the words of its own declaration.

        Raises:
            KeyError: there is no such text, or it has a field that is not given.
        """
        text = self._texts[key] if key in self._texts else own_words(key)
        return text.format(**fields)

    def has(self, key: str) -> bool:
        """Return whether there is a text of this key."""
        return key in self._texts

    def entries(self, table: str) -> tuple[str, ...]:
        """Return the names of the entries of a table, in the order of the file."""
        above = f"{table}."
        names = (key.removeprefix(above).partition(".")[0] for key in self._texts if key.startswith(above))
        return tuple(dict.fromkeys(names))

    def day(self, when: date) -> str:
        """Write a day: 2 July 1941."""
        name = self(f"calendar.months.{when.month}")
        return self("calendar.day", year=when.year, month=name, day=when.day)

    def month(self, when: date) -> str:
        """Write a month: Jul 1941."""
        return self("calendar.month", year=when.year, month=self(f"calendar.short.{when.month}"))

    def long_month(self, when: date) -> str:
        """Write a month with its whole name: July 1941."""
        return self("calendar.month", year=when.year, month=self(f"calendar.months.{when.month}"))

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number with separators of thousands; a dash where it is not finite.

        Args:
            value: the number.
            digits: how many digits follow the point.
        """
        if not math.isfinite(value):
            return _UNKNOWN_NUMBER
        text = f"{value:z,.{digits}f}"
        return text.replace("-", "\N{MINUS SIGN}")

    def percent(self, value: float, digits: int = 0) -> str:
        """Write a share of 0..1 as a percentage."""
        return self("numbers.percent", n=self.number(100.0 * value, digits))

    def of_100(self, share: float) -> str:
        """Write a share of 0..1 as a whole number of worlds in 100.

        Only a share of exactly 0 or 1 is written as 0 or 100.
        """
        worlds = 100.0 * share
        if 0.0 < worlds < 1.0:
            return self("numbers.fewer_than_1")
        if 99.0 < worlds < 100.0:
            return self("numbers.more_than_99")
        return self.number(worlds)

    def listing(self, items: Sequence[str]) -> str:
        """Write items one after another: a, b and c."""
        *first, last = items or ("",)
        if not first:
            return last
        return self("numbers.listing", first=self("numbers.comma").join(first), last=last)

    def range(self, low: str, high: str) -> str:
        """Write two ends, of which one may be empty: a range without it."""
        if low and high:
            return self("numbers.range", low=low, high=high)
        return self("numbers.or_more", n=low) if low else self("numbers.up_to", n=high)

    def unit(self, unit: str) -> str:
        """Return a parameter's unit as people read it, nothing for a parameter without one."""
        return self(f"units.{unit}.name") if unit else ""

    def lever_name(self, key: str) -> str:
        """Return the plain name of a parameter."""
        return self._of_lever(key, "name")

    def lever_help(self, key: str) -> str:
        """Return what a parameter means: in English the words of its declaration."""
        return self._of_lever(key, "help")

    def _of_lever(self, key: str, what: str) -> str:
        """Return a text of a parameter; what every office has is said alike of all of them."""
        group, *office, lever = key.split(".")
        of_all = f"levers.{group}.{lever}.{what}"
        if office and self.has(of_all):
            return self(of_all, office=self(f"offices.{office[0]}.name"))
        return self(f"levers.{key}.{what}")

    def lever_value(self, key: str, value: Value) -> str:
        """Write the value of a parameter, with its unit, as people read it."""
        match value:
            case bool():
                return self(f"choices.{_TRUE_AND_FALSE[value]}")
            case str():
                return self(f"choices.{value}")
            case date():
                return self.day(value)
        unit = f"units.{PARAMETERS[key].unit}"
        if value == 1 and self.has(f"{unit}.one"):
            return self(f"{unit}.one")
        return self(f"{unit}.value", n=self._plainly(value))

    def takes(self, key: str, *, as_typed: bool = False) -> str:
        """Say what a parameter may be set to: its range, and the keywords that may stand in its place.

        Args:
            key: of the parameter.
            as_typed: whether keywords are told as they are typed, beside what they mean.
        """
        lever = PARAMETERS[key]
        keywords: tuple[Value, ...] = (True, False) if lever.type == "bool" else lever.choices
        names = [self.lever_value(key, each) for each in keywords]
        if as_typed:
            typed = [str(each).lower() for each in keywords]
            names = [self("takes.typed", id=a, name=b) for a, b in zip(typed, names, strict=True)]
        listed = self.listing(names)
        if lever.low is None or lever.high is None:
            return self("takes.one_of", words=listed)
        said = self(
            "takes.range", low=self.lever_value(key, lever.low), high=self.lever_value(key, lever.high)
        )
        if not keywords:
            return said
        return self("numbers.space").join((said, self("takes.keywords", words=listed)))

    def _plainly(self, value: float) -> str:
        """Write a number with the digits that it has: four at most after the point, six if it is small."""
        most = 4 if abs(value) >= _SMALL else 6
        _, _, rest = f"{value:.{most}f}".rstrip("0").partition(".")
        return self.number(value, len(rest))

    def event(self, happened: Event) -> str:
        """Say what was agreed, ordered or befell: a phrase, without its day and without a full stop."""
        tables = {"person": "persons", "by": "refusers"}
        details = {
            name: self(f"{tables[name]}.{each}") if isinstance(each, str) else self.number(each)
            for name, each in happened.details.items()
        }
        return self(f"events.{happened.kind}.{happened.key}", **details)

    def called(self, key: str, name: str) -> str:
        """Return what a thing is called in a line of text: by its name in commands, or as `key` has it.

        English lines keep the names that commands take; other languages write the words.
        """
        return self("called", id=name, name=self(key))

    def lens(self, name: str) -> str:
        """Return what a lens is called in a line of text."""
        return self.called(f"lenses.{name}.name", name)

    def scenario(self, name: str) -> str:
        """Return what a scenario is called in a line of text."""
        return self.called(f"scenarios.{name}.title", name)

    def outcome(self, name: str) -> str:
        """Return what an outcome is called in a line of text."""
        return self.called(f"outcomes.{name}.name", name)

    def played(self, worlds: int, seed: int, lens: str, cadence: str, ensemble: str) -> str:
        """Say how worlds are played; `lens` in words."""
        many = self("run.world") if worlds == 1 else self("run.worlds", n=f"{worlds:,}")
        period, drawn = self(f"run.periods.{cadence}"), self(f"ensembles.{ensemble}.drawn")
        return self("run.played", worlds=many, seed=seed, lens=lens, period=period, drawn=drawn)

    def regime(self, split: Mapping[str, float | None]) -> str:
        """Say the split by whether the Soviet regime fell.

        Args:
            split: ``fell_by_end``, the share of worlds in which it falls, and ``fell_before_attack``, that of
                the attacks on orders which begin after its fall, None where there is none.
        """
        before, fell = split["fell_before_attack"], self.percent(split["fell_by_end"] or 0.0, 1)
        if before is None:
            return self("regime.no_attack", fell=fell)
        return self("regime.split", fell=fell, before=self.percent(before))

    def scenario_text(self, name: str) -> str:
        """Return what a shipped scenario asks: in English the words of its own file."""
        return self(f"scenarios.{name}.description")


@cache
def _words(language: str) -> Words:
    spoken = dict.fromkeys((LANGUAGES[0], language))
    return Words(
        language,
        MappingProxyType(
            {key: text for each in spoken for file in texts(each).values() for key, text in file.items()}
        ),
    )


ENGLISH: Final = Words.of(LANGUAGES[0])
"""The words of what is not asked for in a language: reprs, plain data, pictures."""
