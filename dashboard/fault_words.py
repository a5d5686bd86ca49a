"""Faults in the words of the page: what is the page's own is said in its language.

Inputs are refused in one form, in English, wherever they come from:
``WHERE: FAULT; nearest known name: 'NAME'; allowed: WHAT``.  What can come from a control or a link of the page
is recognised here by its form, and said anew; all else, such as what is wrong in a file, stays as it is.
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
    "unknown": r"unknown (?P<what>[a-z ]+) '(?P<name>.*)'",
    "not_a_lever": r"(?P<name>\S+) = (?P<given>.*) is not a known lever",
    "not_allowed": r"(?P<name>\S+) = (?P<given>.*) is not (?:allowed|usable)",
    "too_early": r"(?P<name>\S+) = (?P<given>.*) is too (?:early|low)",
    "too_late": r"(?P<name>\S+) = (?P<given>.*) is too (?:late|high)",
    "not_a_number": r"(?P<name>\S+) = (?P<given>.*) is not a (?:finite |whole )?number",
    "not_a_date": r"(?P<name>\S+) = (?P<given>.*) is not a date",
    "not_a_choice": r"(?P<name>\S+) = (?P<given>.*) is not (?:one of the choices|true or false)",
    "too_long": r"has (?P<n>[\d,]+) characters",
    "before_fork": r"(?P<name>\S+) lies before it",
    "no_fork": r"fork\.… without fork",
    "nothing_follows": r"nothing follows (?P<day>[\d-]+)",
    "same_axes": r"x and y are both (?P<name>\S+)",
}
"""By the key of its sentence under ``faults.own``, the form of a fault."""

_ALLOWED: Final = {
    "whole": r"a whole number from (?P<low>[\d,]+) to (?P<high>[\d,]+)",
    "date": r"a date from (?P<low>[\d-]+) to (?P<high>[\d-]+)(?: \(YYYY-MM-DD\))?",
    "date_or": r"a date from (?P<low>[\d-]+) to (?P<high>[\d-]+) \(YYYY-MM-DD\)(?:,| or) (?P<other>'[^ ]+')",
    "date_or_two": (
        r"a date from (?P<low>[\d-]+) to (?P<high>[\d-]+) \(YYYY-MM-DD\), (?P<first>.+) or (?P<other>'.+')"
    ),
    "yes_or_no": r"true or false",
    "choices": r"(?P<first>'.+') or (?P<other>'[^']+')",
    "levers_of": r"the levers of (?P<names>.+) \(`kantokuen levers` lists them\)",
    "number": r"an? (?:whole )?number from (?P<low>[−\d.,-]+) to (?P<high>[\d.,-]+)(?: \(.*\))?",
    "number_or": (
        r"an? (?:whole )?number from (?P<low>[−\d.,-]+) to (?P<high>[\d.,-]+)(?: \(.*\))? or (?P<other>'.+')"
    ),
    "characters": r"(?P<low>\d+) to (?P<high>\d+) characters",
    "at_most": r"at most (?P<n>[\d,]+)",
    "two_levers": r"two different levers",
    "with_fork": r"fork=YYYY-MM-DD beside it",
    "to_come": r"a lever of what is still to come",
    "earlier": r"an earlier sitting",
}
"""By the key of its words under ``faults.allowed``, the form of what is allowed; names stay as they are."""


def told(fault: str, words: Words) -> Told:
    """Return a fault in the language of the page where it is the page's own, in English otherwise."""
    whole = _WHOLE.fullmatch(fault)
    if words.language == LANGUAGES[0] or whole is None:
        return Told(fault, LANGUAGES[0])
    said = _said(whole["fault"], _FAULTS, "faults.own", words)
    if said is None:
        return Told(fault, LANGUAGES[0])
    parts = [said]
    if whole["closest"]:
        parts.append(words("faults.closest", name=whole["closest"]))
    allowed = _said(whole["allowed"], _ALLOWED, "faults.allowed", words) or whole["allowed"]
    parts.append(words("faults.may_be", allowed=allowed))
    return Told(words("numbers.space").join(parts), words.language)


def _said(text: str, forms: dict[str, str], table: str, words: Words) -> str | None:
    """Say in words what has one of the forms; None where it has none."""
    for key, form in forms.items():
        found = re.fullmatch(form, text)
        if found is not None:
            fields = found.groupdict()
            if "what" in fields and words.has(f"faults.things.{fields['what']}"):
                fields["what"] = words(f"faults.things.{fields['what']}")
            return words(f"{table}.{key}", **fields)
    return None
