"""Imports: a room has one name, is loaded once, and brings no more than it needs."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

ROOMS = ("agents", "model", "experiments", "dashboard")

IMPORT_ALL = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(sorted({"polars", "matplotlib", "solara"} & set(sys.modules)))
"""
TO_ANCESTORS = """
import grimp
graph = grimp.build_graph("kantokuen", "tools", cache_dir=None)
for name in sorted(graph.modules):
    for imported in graph.find_modules_directly_imported_by(name):
        if name.startswith(f"{imported}."):
            print(name, "imports", imported)
"""


def run(code: str, *arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", code, *arguments]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["kantokuen", "tests", "docs", "tools"])
def test_what_stands_at_the_root_beside_the_rooms_is_no_part_of_the_package(name: str) -> None:
    assert (ROOT / name).is_dir()
    assert f"No module named 'kantokuen.{name}'" in run(f"import kantokuen.{name}").stderr


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("before", ["", "import kantokuen.{room};"])
def test_a_room_is_refused_under_its_bare_name(before: str, room: str) -> None:
    done = run(f"{before.format(room=room)}import {room}")
    assert done.stderr.splitlines()[-1] == f"ImportError: a room has one name: import kantokuen.{room}"


def test_a_room_of_a_checkout_is_that_beside_the_package_that_was_found() -> None:
    done = run("import kantokuen, kantokuen.model; print(kantokuen.__file__, kantokuen.model.__file__)")
    assert done.stdout.split() == [str(ROOT / "kantokuen/__init__.py"), str(ROOT / "model/__init__.py")]


def test_no_module_of_agents_or_model_loads_a_table_a_chart_or_a_page() -> None:
    exempt = {"kantokuen.model.frames"}  # the frames themselves, which the model imports when asked for one
    names = {
        f"kantokuen.{'.'.join(path.relative_to(ROOT).with_suffix('').parts)}".removesuffix(".__init__")
        for room in ("agents", "model")
        for path in (ROOT / room).rglob("*.py")
    }
    done = run(IMPORT_ALL, *sorted(names - exempt))
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_no_module_imports_a_package_that_it_stands_in(tmp_path: Path) -> None:
    """What a package imports of its modules and they of it would be a cycle; the contract sees the others."""
    runpy.run_path(str(ROOT / ".ci" / "link_rooms.py"))["link"](tmp_path / "linked")
    done = run(TO_ANCESTORS, folder=tmp_path / "linked")
    assert (done.stdout, done.stderr) == ("", "")
