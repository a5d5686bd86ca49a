"""Say how large an environment is: by package, and by what each use of the model loads.

    .venv/bin/python tools/installed_size.py

measures the environment of the interpreter that runs it. A package counts with every file that it
installed, compiled ones and those below `share/` included. What a use loads is found by using it: in a
process of its own, at the end of which the loaded modules are looked up among the files of the packages.
With `--page FILE.md` the tables are written into the part of a page that names this command.
"""

import argparse
import json
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

PART: Final = "<!-- generated: $ python tools/installed_size.py -->"
"""What a part of a page begins with that holds the tables."""

MEGABYTE: Final = 1_000_000
LARGE: Final = 15 * MEGABYTE
"""A package that is worth naming where a use does not load it."""

LINE: Final = "from kantokuen.cli.app import main; main()"
PAGE: Final = "import kantokuen.dashboard.application, kantokuen.dashboard.app"
PLAN: Final = 'name = "small"\nsampler = "saltelli"\nsamples = 4\npriors = "varying"\n'
USES: Final = {
    "`run`": (LINE, ["run", "--until", "1941-06"]),
    "`run --worlds`": (LINE, ["run", "--worlds", "100"]),
    "`sweep`": (LINE, ["sweep", "small.toml", "--out", "swept", "--workers", "1", "--quiet"]),
    "`sensitivity` with a figure": (
        LINE,
        ["sensitivity", "swept", "--measure", "divisions_peak", "--out", "figure.svg"],
    ),
    "`dashboard`": (PAGE, []),
}
"""What is run for each use, one after the other in one folder: a program, and its arguments."""

TELL: Final = """
import atexit, json, sys
atexit.register(lambda: open("loaded.json", "w").write(
    json.dumps([f for m in list(sys.modules.values()) if (f := getattr(m, "__file__", None))])))
"""


def size(package: Distribution) -> int:
    """Return the bytes of all files that a package installed, and of what was compiled from them."""
    paths = {Path(str(each.locate())).resolve() for each in package.files or ()}
    for path in [each for each in paths if each.suffix == ".py"]:
        paths.update(path.parent.glob(f"__pycache__/{path.stem}.{sys.implementation.cache_tag}.pyc"))
    return sum(path.stat().st_size for path in paths if path.is_file())


def owners(packages: Iterable[Distribution]) -> dict[str, str]:
    """Return the name of the package that each file belongs to."""
    return {
        str(Path(str(each.locate())).resolve()): package.name
        for package in packages
        for each in package.files or ()
    }


def loaded(folder: Path, program: str, arguments: list[str]) -> list[str]:
    """Return the files of the modules that a program, run in a folder, has loaded when it ends."""
    command = [sys.executable, "-c", TELL + program, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: {done.stderr.strip()}")
    files: list[str] = json.loads((folder / "loaded.json").read_text(encoding="utf-8"))
    return files


def wanted_by(packages: Iterable[Distribution]) -> dict[str, set[str]]:
    """Return, for each package, those that ask for it without an extra."""
    found: dict[str, set[str]] = {}
    for package in packages:
        for line in package.requires or ():
            if "extra ==" not in line:
                found.setdefault(plain(re.split(r"[^\w.-]", line, maxsplit=1)[0]), set()).add(package.name)
    return found


def plain(name: str) -> str:
    """Return the name of a package as it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lines_of_sizes(packages: list[Distribution], sizes: dict[str, int], least: float) -> Iterator[str]:
    """Yield the whole, and a line for each package of at least so many megabytes."""
    asking = wanted_by(packages)
    python = f"Python {sys.version_info.major}.{sys.version_info.minor} on {platform.system()}"
    yield f"{len(sizes)} packages, {sum(sizes.values()) / MEGABYTE:,.0f} MB; {python}"
    yield from ("", "| package | MB | asked for by |", "| --- | ---: | --- |")
    for name in sorted(sizes, key=lambda each: -sizes[each]):
        if sizes[name] >= least * MEGABYTE:
            by = ", ".join(sorted(asking.get(plain(name), ())))
            yield f"| {name} | {sizes[name] / MEGABYTE:.0f} | {by} |"


def lines_of_uses(packages: list[Distribution], sizes: dict[str, int]) -> Iterator[str]:
    """Yield a line for each use."""
    files = owners(packages)
    yield from ("", "| use | packages | their MB | without |", "| --- | ---: | ---: | --- |")
    large = [name for name in sorted(sizes, key=lambda each: -sizes[each]) if sizes[name] > LARGE]
    with TemporaryDirectory() as folder:
        (Path(folder) / "small.toml").write_text(PLAN, encoding="utf-8")
        for use, (program, arguments) in USES.items():
            found = loaded(Path(folder), program, arguments)
            names = {files[path] for path in found if path in files}
            whole = sum(sizes[name] for name in names) / MEGABYTE
            yield f"| {use} | {len(names)} | {whole:.0f} | {', '.join(n for n in large if n not in names)} |"


def renewed(text: str, told: str) -> str:
    """Return the text of a page with what is told in the part that names this command."""
    begin, found, rest = text.partition(f"{PART}\n")
    _, end, after = rest.partition("<!-- end -->")
    if not (found and end):
        sys.exit(f"the page has no part {PART} with an end")
    return f"{begin}{PART}\n\n{told}\n\n{end}{after}"


def main() -> None:
    """Print both tables, or write them into a page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--least", type=float, default=5, metavar="MB", help="leave out smaller packages")
    parser.add_argument("--no-uses", action="store_true", help="sizes only; nothing is run")
    parser.add_argument("--page", type=Path, metavar="FILE.md", help="write them into this page")
    given = parser.parse_args()
    packages = list(distributions())
    sizes = {package.name: size(package) for package in packages}
    lines = [*lines_of_sizes(packages, sizes, given.least)]
    if not given.no_uses:
        lines += lines_of_uses(packages, sizes)
    told = "\n".join(lines)
    if given.page is None:
        print(told)
    else:
        given.page.write_text(renewed(given.page.read_text(encoding="utf-8"), told), encoding="utf-8")


if __name__ == "__main__":
    main()
