"""Numbers that stand in a sentence: a claim says where, and what gives the number.

    python -m tools.reproduce.claims FOLDER

writes them anew into the pages below a folder.  A number belongs here only where no generated part can hold
it; the rest of the prose points to those.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kantokuen.experiments.files import save_text
from kantokuen.experiments.sweeps.sweep import sweep
from kantokuen.model.errors import InputError

_NUMBER: Final = r"\d[\d,]*(?:\.\d+)?"


@dataclass(frozen=True, slots=True)
class Claim:
    """A number in a sentence.

    Attributes:
        page: on which it stands.
        words: around it, once on the page; ``{}`` stands for the number.
        number: gives it.
        digits: behind the point.
    """

    page: str
    words: str
    number: Callable[[], float]
    digits: int


def bytes_a_row(plan: str) -> float:
    """Play a plan that ships, and return what a row of its store takes on the disk."""
    with TemporaryDirectory() as folder:
        store = sweep(plan, Path(folder, plan))
        return sum(each.bytes for each in store.entries.values()) / store.rows_done


CLAIMS: Final = tuple(
    Claim("docs/cluster.md", f"| `{plan}` | {design} | {{}} |", partial(bytes_a_row, plan), digits)
    for plan, design, digits in (
        ("embargo-and-drawdown", "grid, 102 points of 500 worlds | 51,000", 1),
        ("where-it-goes-forward", "Sobol', 131,072 points of one world | 131,072", 1),
    )
)


def renewed(text: str, claim: Claim) -> str:
    """Return the text of a page with the number of a claim written anew.

    Raises:
        InputError: the words are not there, or more than once.
    """
    before, after = (re.escape(part) for part in claim.words.split("{}"))
    pattern = re.compile(f"(?<={before}){_NUMBER}(?={after})")
    if len(pattern.findall(text)) != 1:
        raise InputError(f"{claim.page}: '{claim.words}' does not stand there once, with a number for {{}}")
    return pattern.sub(f"{claim.number():,.{claim.digits}f}", text)


def main() -> None:
    """Write every claim anew in the folder that is named on the command line."""
    for claim in CLAIMS:
        page = Path(sys.argv[1], claim.page)
        save_text(renewed(page.read_text(encoding="utf-8"), claim), page)


if __name__ == "__main__":
    main()
