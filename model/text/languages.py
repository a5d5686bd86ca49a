"""Every sentence that a person reads, in a folder of files per language, and how it is filled in.

A file is a table of texts by dotted key, with fields in braces: `shared.toml` and `levers.toml` hold what the
command line and the page say alike, `terminal.toml` and `page.toml` what only one of them says. All is plain
text; whoever draws it escapes it. Ask for texts through `kantokuen.model.text.words.Words`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

LANGUAGES: Final = ("en", "ja")
"""The languages that there are, as HTML names them; what one lacks is said in the first."""

LANGUAGE_NAMES: Final[Mapping[str, str]] = MappingProxyType({"en": "English", "ja": "日本語"})
"""What each language calls itself."""


@cache
def texts(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return the texts of a language: by file, and there by dotted key."""
    folder = sorted((files("kantokuen.model.text") / language).iterdir(), key=lambda file: file.name)
    read = {file.name: tomllib.loads(file.read_text(encoding="utf-8")) for file in folder}
    return MappingProxyType({name: MappingProxyType(dict(_flat(table, ""))) for name, table in read.items()})


def _flat(table: Mapping[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for name, entry in table.items():
        key = f"{above}{name}"
        if isinstance(entry, str):
            yield key, entry
        else:
            yield from _flat(entry, f"{key}.")
