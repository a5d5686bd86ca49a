"""What a `source` cites: ids of the evidence, such as SOV024, and keys of the bibliography in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kantokuen.model.evidence import ids

_KEY: Final = re.compile(r"\[([A-Z]\w*)\]")
_ID: Final = re.compile(r"\b([A-Z]{3})(\d{2,3}[A-Z]?)\b")
_SERIES: Final = re.compile(r"\b([A-Z]{3})(\d{3})(-| to )\1(\d{3})\b")
_CHRONOLOGY: Final = "CHR"


def keys_in(source: str) -> list[str]:
    """Return the keys that a source names, without brackets, once each in order."""
    return list(dict.fromkeys(_KEY.findall(source)))


def ids_in(source: str) -> list[str]:
    """Return the ids that a source names, once each in order.

    ``EAS001-EAS021`` and ``OIL001 to OIL007`` name all facts between as well; from one event ``to``
    another is a span of time, and names the two.
    """
    named = _SERIES.sub(lambda found: " ".join(_between(*found.groups())), source)
    cited = ("".join(found) for found in _ID.findall(named))
    return [each for each in dict.fromkeys(cited) if each in ids()]


def _between(topic: str, first: str, link: str, last: str) -> Iterator[str]:
    if topic == _CHRONOLOGY and link != "-":
        yield from (f"{topic}{first}", f"{topic}{last}")
    else:
        yield from (f"{topic}{number:03}" for number in range(int(first), int(last) + 1))
