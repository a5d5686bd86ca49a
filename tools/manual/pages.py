"""The manual: pages written by hand, with parts that are written from the code and from runs.

A part stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``.  A name that begins with
``$ kantokuen`` is a command, and the part is what it prints.  One line brings everything up to date:

    python -m tools.manual --write docs --readme README.md

With ``--check`` in place of ``--write`` nothing is written, and the exit status is 1 when a part is
stale: when its words or figures differ from what would be written.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from kantokuen.experiments.files import save_text
from kantokuen.model.errors import InputError, unknown_name
from tools.manual.examples import EXAMPLES, shown
from tools.manual.notebook import save
from tools.manual.picture import draw
from tools.manual.rules import RULES, rules
from tools.manual.tables import TABLES
from tools.manual.text import table

PAGES: Final = ("odd.md", "levers.md", "mechanism.md", "bibliography.md", "sweeps.md")
"""The pages of the manual that have generated parts; other pages are left alone."""

PICTURE: Final = "picture.svg"
_PART: Final = re.compile(r"(<!-- generated: (?P<name>.+?) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL)
_COLUMNS: Final = "80"
_WORD: Final = re.compile(r"[\w.,%+−-]*\w%?")


def renewed(page: Path) -> str:
    """Return the text of a page with every generated part written anew."""
    text = page.read_text(encoding="utf-8")
    if text.count("<!-- generated:") != len(_PART.findall(text)):
        raise InputError(f"{page}: a generated part has no end; close it with <!-- end -->")
    return _PART.sub(lambda found: f"{found[1]}\n{_part(found['name'])}\n\n{found[4]}", text)


def is_stale(old: str, new: str) -> bool:
    """Return whether two texts differ in a word or a figure; lines and blanks do not count."""
    return _WORD.findall(old) != _WORD.findall(new)


def _part(name: str) -> str:
    kind, _, rest = name.partition(" ")
    if kind == "$":
        return f"```console\n{name}\n{_printed(rest)}\n```"
    if kind == "rules" and rest in RULES:
        return rules(rest)
    if kind == "example" and rest in EXAMPLES:
        rows = ((line.what, line.reckoning, shown(line.result) + line.note) for line in EXAMPLES[rest]())
        return table(("", "reckoning", "result"), rows)
    if name not in TABLES:
        known = [
            *TABLES,
            *(f"rules {each}" for each in RULES),
            *(f"example {each}" for each in EXAMPLES),
        ]
        raise unknown_name("generated part", name, known)
    return TABLES[name]()


@cache
def _printed(command: str) -> str:
    """Return what a command of this project prints into a pipe, without blanks at the ends of lines."""
    program, *words = shlex.split(command)
    if program != "kantokuen":
        raise InputError(f"'{command}' is not a command of this project; allowed: kantokuen ...")
    environment = {**os.environ, "COLUMNS": _COLUMNS, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603  (the words come from the manual's own pages)
        [sys.executable, "-m", program, *words],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=environment,
    )
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


def _brought_up(folder: Path, readme: Path | None) -> dict[Path, str]:
    """Return every file of the manual as it should be."""
    pages = [folder / name for name in PAGES]
    if readme is not None:
        pages.append(readme)
    new = {page: renewed(page) for page in pages}
    new[folder / PICTURE] = draw()
    return new


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the manual, or check that it is up to date; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.manual", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--write", type=Path, metavar="DIR", help="bring the pages of this folder up to date")
    task.add_argument("--check", type=Path, metavar="DIR", help="only tell which pages are stale")
    task.add_argument("--notebook", type=Path, metavar="FILE.ipynb", help="only run a notebook and keep it")
    task.add_argument("--picture", type=Path, metavar="FILE.svg", help="only draw the picture")
    parser.add_argument("--readme", type=Path, metavar="FILE.md", help="a further page")
    asked = parser.parse_args(arguments)
    try:
        if asked.picture is not None:
            save_text(draw(), asked.picture)
            return 0
        if asked.notebook is not None:
            save(asked.notebook)
            return 0
        new = _brought_up(asked.write or asked.check, asked.readme)
    except (InputError, OSError) as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    if asked.write is not None:
        for page, text in new.items():
            save_text(text, page)
        return 0
    stale = [page for page, text in new.items() if not page.is_file() or is_stale(_read(page), text)]
    for page in stale:
        sys.stdout.write(f"{page} is stale; bring it up to date with --write\n")
    return 1 if stale else 0


def _read(page: Path) -> str:
    return page.read_text(encoding="utf-8")
