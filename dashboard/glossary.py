"""The glossary in place: its terms, marked where they first stand in a section, and what they mean."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from markupsafe import Markup, escape

from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

_ENGLISH: Final = LANGUAGES[0]
_BETWEEN_FORMS: Final = "|"


class Terms:
    """Marks the terms of one section, each where it first stands.

    Args:
        words: of the page.
        section: a name that no other section on the page has; ids begin with it.
    """

    def __init__(self, words: Words, section: str) -> None:
        self._words = words
        self._section = section
        self._marked: list[str] = []

    def __call__(self, text: str) -> Markup:
        """Return a text as HTML, its terms as buttons; what is HTML already stays as it is."""
        if hasattr(text, "__html__"):
            return Markup(text)  # noqa: S704  (it is safe already)
        keys, pattern = _forms(self._words)
        done, parts, text = 0, [], str(text)
        for found in pattern.finditer(text):
            key = keys[found.group().casefold()]
            if key in self._marked:
                continue
            self._marked.append(key)
            parts.append(escape(text[done : found.start()]))
            parts.append(
                Markup('<button type="button" class="term" aria-describedby="{}">{}</button>').format(
                    self._id(key), found.group()
                )
            )
            done = found.end()
        return Markup("").join([*parts, escape(text[done:])])

    def tips(self) -> Markup:
        """Return what the marked terms mean, hidden until it is asked for; for the end of a section."""
        tip = Markup('<span class="term-tip" role="tooltip" id="{}"><b>{}</b> {}</span>')
        return Markup("").join(
            tip.format(
                self._id(key), self._words(f"glossary.{key}.name"), self._words(f"glossary.{key}.text")
            )
            for key in self._marked
        )

    def _id(self, key: str) -> str:
        return f"term-{self._section}-{key}"


@cache
def _forms(words: Words) -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the term of each form in which it may stand in a text, and the pattern that finds them.

    The longest form that fits is found; in English only as a whole word, where Japanese has no such bounds.
    """
    keys = {
        form.casefold(): key
        for key in words.entries("glossary")
        for form in words(f"glossary.{key}.forms").split(_BETWEEN_FORMS)
    }
    either = "|".join(re.escape(form) for form in sorted(keys, key=len, reverse=True))
    bound = r"\b" if words.language == _ENGLISH else ""
    return keys, re.compile(f"{bound}(?:{either}){bound}", re.IGNORECASE)
