"""Why a pattern or a counterfactual misses its range, as far as we can tell; shown only where it does."""

from __future__ import annotations

from typing import Final

from kantokuen.model.text.words import ENGLISH, Words

_ALIKE: Final = {
    "CTF05A": "CTF06",
    **dict.fromkeys(
        ("KAH 1941-09-06", "KAH 1942-04-01", "KAS 1941-11-05", "KAS 1942-04-01"), "KAS 1941-09-06"
    ),
}
"""Rows that miss their range for the reason of another row."""


def reason(row: str, words: Words = ENGLISH) -> str:
    """Return a short reasoned explanation of a row of the evidence, or that nobody has looked into it."""
    key = f"validation.reasons.{_ALIKE.get(row, row)}"
    return words(key if words.has(key) else "validation.reasons.none")
