"""Faults in the words of the page: what is the page's own is said in its language.

Inputs are refused in one form, in English, wherever they come from:
``WHERE: FAULT; nearest known name: 'NAME'; allowed: WHAT``.  What can come from a control or a link of the
page is recognised here by its form, and said anew; all else, as what is wrong in a file, stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words


@dataclass(frozen=True, slots=True)
class Told:
    """A fault as the page tells it.

    Attributes:
        text: what is wrong.
        language: in which language, ``en`` or that of the page.
    """

    text: str
    language: str


_WHOLE: Final = re.compile(
    r"(?:[a-z]+: )?(?P<fault>.+?)(?:; nearest known name: '(?P<closest>[^']*)')?; allowed: (?P<allowed>.+)"
)
_FAULTS: Final = {
    "faults.own.unknown": r"unknown (?P<what>[a-z ]+) '(?P<name>.*)'",
    "faults.own.not_a_lever": r"(?P<name>\S+) = (?P<given>.*) is not a known lever",
    "faults.own.not_allowed": r"(?P<name>\S+) = (?P<given>.*) is not (?:allowed|usable)",
    "faults.own.too_early": r"(?P<name>\S+) = (?P<given>.*) is too (?:early|low)",
    "faults.own.too_late": r"(?P<name>\S+) = (?P<given>.*) is too (?:late|high)",
    "faults.own.not_a_number": r"(?P<name>\S+) = (?P<given>.*) is not a (?:finite |whole )?number",
    "faults.own.not_a_date": r"(?P<name>\S+) = (?P<given>.*) is not a date",
    "faults.own.not_a_choice": r"(?P<name>\S+) = (?P<given>.*) is not (?:one of the choices|true or false)",
    "faults.own.too_long": r"has (?P<n>[\d,]+) characters",
    "faults.own.before_fork": r"(?P<name>\S+) lies before it",
    "faults.own.no_fork": r"fork\.… without fork",
    "faults.own.nothing_follows": r"nothing follows (?P<day>[\d-]+)",
    "faults.own.same_axes": r"x and y are both (?P<name>\S+)",
}
"""By the key of its sentence, the form of a fault."""

_ALLOWED: Final = {
    "faults.allowed.whole": r"a whole number from (?P<low>[\d,]+) to (?P<high>[\d,]+)",
    "faults.allowed.date": r"a date from (?P<low>[\d-]+) to (?P<high>[\d-]+)(?: \(YYYY-MM-DD\))?",
    "faults.allowed.date_or": (
        r"a date from (?P<low>[\d-]+) to (?P<high>[\d-]+) \(YYYY-MM-DD\) or (?P<other>'[^']+')"
    ),
    "faults.allowed.date_or_two": (
        r"a date from (?P<low>[\d-]+) to (?P<high>[\d-]+) \(YYYY-MM-DD\), (?P<first>.+) or (?P<other>'.+')"
    ),
    "faults.allowed.yes_or_no": r"true or false",
    "faults.allowed.choices": r"(?P<first>'.+') or (?P<other>'[^']+')",
    "faults.allowed.levers_of": r"the levers of (?P<names>.+) \(`kantokuen levers` lists them\)",
    "faults.allowed.number": (
        r"an? (?:whole )?number from (?P<low>[−\d.,-]+) to (?P<high>[\d.,-]+)(?: \(.*\))?"
    ),
    "faults.allowed.number_or": (
        r"an? (?:whole )?number from (?P<low>[−\d.,-]+) to (?P<high>[\d.,-]+)(?: \(.*\))? or (?P<other>'.+')"
    ),
    "faults.allowed.characters": r"(?P<low>\d+) to (?P<high>\d+) characters",
    "faults.allowed.at_most": r"at most (?P<n>[\d,]+)",
    "faults.allowed.two_levers": r"two different levers",
    "faults.allowed.with_fork": r"fork=YYYY-MM-DD beside it",
    "faults.allowed.to_come": r"a lever of what is still to come",
    "faults.allowed.earlier": r"an earlier sitting",
}
"""By the key of its words, the form of what is allowed; names stay as they are."""


def told(fault: str, words: Words) -> Told:
    """Return a fault in the language of the page where it is the page's own, in English otherwise."""
    whole = _WHOLE.fullmatch(fault)
    if words.language == LANGUAGES[0] or whole is None:
        return Told(fault, LANGUAGES[0])
    said = _said(whole["fault"], _FAULTS, words)
    if said is None:
        return Told(fault, LANGUAGES[0])
    parts = [said]
    if whole["closest"]:
        parts.append(words("faults.closest", name=whole["closest"]))
    allowed = _said(whole["allowed"], _ALLOWED, words) or whole["allowed"]
    parts.append(words("faults.may_be", allowed=allowed))
    return Told(words("numbers.space").join(parts), words.language)


def _said(text: str, forms: dict[str, str], words: Words) -> str | None:
    """Say in words what has one of the forms; None where it has none."""
    for key, form in forms.items():
        found = re.fullmatch(form, text)
        if found is not None:
            fields = found.groupdict()
            if "what" in fields and words.has(f"faults.things.{fields['what']}"):
                fields["what"] = words(f"faults.things.{fields['what']}")
            return words(key, **fields)
    return None
