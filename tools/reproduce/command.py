"""Everything that the manual and the README show is made anew, and compared with what stands there.

    python -m tools.reproduce                    all of it, some of it in minutes
    python -m tools.reproduce --cheap            what takes seconds and no test compares
    python -m tools.reproduce --only phase --write
    python -m tools.reproduce --list             what there is, and the command behind each

A line tells of each thing whether it is the same, changed (which file, and where) or not compared (and why).
The exit status is 1 if something changed and was not taken over, or could not be made.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from kantokuen.experiments.files import write_whole
from kantokuen.model.errors import InputError, known_name
from tools.reproduce.comparing import difference
from tools.reproduce.products import PRODUCTS, Product

ROOT: Final = Path(__file__).resolve().parents[2]
"""The folder of the checkout."""

_OUT: Final = re.compile(r"^OUT(?=/|$)")


class NotMadeError(Exception):
    """A command failed; the message is the last that it said."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a product.

    Attributes:
        word: ``same``, ``changed``, ``taken over``, ``not made`` or ``not compared``.
        lines: what there is to say of it.
        seconds: that it took to make.
    """

    word: str
    lines: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def is_wrong(self) -> bool:
        """Whether something changed, or is not known to be the same."""
        return self.word in {"changed", "not made"}


def chosen(names: Sequence[str] | None, *, cheap: bool) -> list[Product]:
    """Return the products that are asked for, in their order.

    Raises:
        InputError: there is no product of that name.
    """
    known = [each.name for each in PRODUCTS]
    wanted = [known_name("product", name, known) for name in names or known]
    return [each for each in PRODUCTS if each.name in wanted and (each.is_quick or not cheap)]


def reproduced(product: Product, folder: Path, root: Path) -> Found:
    """Make a product in a folder, and compare it with what the checkout has.

    Args:
        product: what is made.
        folder: an empty one, to make it in.
        root: of the checkout.
    """
    began = monotonic()
    try:
        make(product, folder, root)
    except NotMadeError as fault:
        return Found("not made", (str(fault),), monotonic() - began)
    seconds = monotonic() - began
    if product.varies:
        return Found("not compared", (product.varies,), seconds)
    lines = [line for name in names_of(product, root, folder) for line in _told(name, root, folder)]
    return Found("changed" if lines else "same", tuple(lines), seconds)


def make(product: Product, folder: Path, root: Path) -> None:
    """Run the commands of a product.

    Raises:
        NotMadeError: one of them failed.
    """
    for pattern in product.files:
        (folder / pattern).parent.mkdir(parents=True, exist_ok=True)
    if product.renews:
        for name in names_of(product, root):
            copyfile(root / name, folder / name)
    environment = {**os.environ, "COLUMNS": "80", "PYTHONUTF8": "1", "NO_COLOR": "1"}
    environment.pop("KANTOKUEN_LANGUAGE", None)
    for command in product.commands:
        done = subprocess.run(  # noqa: S603  (the commands of the table)
            words_of(command, folder),
            cwd=root,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            said = f"{done.stdout}\n{done.stderr}".strip().splitlines() or ["without a word"]
            raise NotMadeError(f"{command}: {said[-1]}")


def words_of(command: str, folder: Path) -> list[str]:
    """Return a command as it is run: with this Python, and into a folder."""
    words = [_OUT.sub(lambda _: str(folder), word) for word in shlex.split(command)]
    match words:
        case ["kantokuen", *rest]:
            return [sys.executable, "-m", "kantokuen", *rest]
        case ["python", *rest]:
            return [sys.executable, *rest]
    return words


def names_of(product: Product, *folders: Path) -> list[str]:
    """Return the files of a product that are in any of some folders, by their path from there."""
    found = {
        path.relative_to(folder).as_posix()
        for folder in folders
        for pattern in product.files
        for path in folder.glob(pattern)
    }
    return sorted(found)


def _told(name: str, root: Path, folder: Path) -> list[str]:
    """Return what there is to say of a file, nothing if it is as it was."""
    kept, made = root / name, folder / name
    if not made.is_file():
        return [f"{name}: no command makes it any more"]
    if not kept.is_file():
        return [f"{name}: it was not there"]
    parted = difference(kept, made)
    return [f"{name}: {parted[0]}", *parted[1:]] if parted else []


def take_over(product: Product, folder: Path, root: Path) -> None:
    """Put what was made in the place of what was kept, where they differ; nothing is removed."""
    for name in names_of(product, folder):
        if product.varies or _told(name, root, folder):
            write_whole(root / name, (folder / name).read_bytes())


def listed() -> str:
    """Return the table of the products: name, cost, files, commands, and what is special about each."""
    lines = []
    for each in PRODUCTS:
        lines.append(f"{each.name:<14}{each.cost:<9}{', '.join(each.files)}")
        lines += [f"{'':<14}$ {command}" for command in each.commands]
        if each.tested:
            lines.append(f"{'':<14}not in --cheap: the {each.tested} compares it")
        if each.varies:
            lines.append(f"{'':<14}made only if it is named, and not compared: {each.varies}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, compare and tell; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.reproduce", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--cheap", action="store_true", help="only what takes seconds and no test compares")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these")
    parser.add_argument("--write", action="store_true", help="take the new ones over")
    parser.add_argument("--list", action="store_true", help="tell what there is, and make nothing")
    asked = parser.parse_args(arguments)
    if asked.list:
        print(listed())
        return 0
    try:
        products = chosen(asked.only, cheap=asked.cheap)
    except InputError as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    found = [_reported(each, is_named=bool(asked.only), takes=asked.write) for each in products]
    return int(any(each.is_wrong for each in found))


def _reported(product: Product, *, is_named: bool, takes: bool) -> Found:
    """Make a product, unless it varies and was not named, and print what came of it."""
    if product.varies and not is_named:
        found = Found("not compared", (product.varies,))
    else:
        with TemporaryDirectory() as folder:
            found = reproduced(product, Path(folder), ROOT)
            if takes and found.word in {"changed", "not compared"}:
                take_over(product, Path(folder), ROOT)
                found = replace(found, word="taken over")
    print(f"{product.name:<14}{found.word:<14}{found.seconds:4.0f} s", flush=True)
    for line in found.lines:
        print(f"    {line}")
    return found
