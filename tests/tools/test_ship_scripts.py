"""The scripts and styles of others that are shipped: those that the page asks for, as they were published."""

from __future__ import annotations

import hashlib
import re
import runpy
import tomllib
from pathlib import Path

import pytest

from kantokuen.dashboard.scripts import SCRIPTS
from tests.support.paths import ROOT

VENDOR = SCRIPTS
OURS = {"README.md", "LICENSES.txt", "SHA256SUMS"}
MOST_BYTES = 6_000_000


def sums() -> dict[str, str]:
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def shipped() -> dict[str, Path]:
    return {path.relative_to(VENDOR).as_posix(): path for path in VENDOR.rglob("*") if path.is_file()}


def test_every_shipped_script_is_byte_for_byte_the_published_one() -> None:
    found = {name: path for name, path in shipped().items() if name not in OURS}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()} == sums()


def test_the_list_of_checksums_is_that_of_the_tool_that_takes_the_scripts_from_their_archives() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "ship_scripts.py"))
    assert sorted(tool["FILES"]) == sorted(sums())


def test_no_more_is_shipped_than_the_page_loads() -> None:
    assert sum(path.stat().st_size for path in shipped().values()) < MOST_BYTES


def test_every_work_in_the_scripts_has_its_licence_beside_it() -> None:
    said = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    for work in (
        "vue (MIT)",
        "vuetify (MIT)",
        "requirejs (MIT",
        "jquery (MIT)",
        "katex (MIT)",
        "@lumino/widgets (BSD",
    ):
        assert work in said, work
    for name in ("LICENSE", "NOTICE", "licenses/LICENSE-d3"):
        assert (VENDOR / "echarts@5.4.0" / name).is_file()
    assert "Zero-Clause BSD" in (VENDOR / "idiomorph@0.8.0" / "LICENSE").read_text(encoding="utf-8")


def test_the_page_about_them_names_each_script_with_its_size() -> None:
    told = dict(
        re.findall(r"^\| `([^`]+)` \| ([\d,]+) \|", (VENDOR / "README.md").read_text("utf-8"), re.MULTILINE)
    )
    sizes = {name: f"{(VENDOR / name).stat().st_size:,}" for name in sums() if name.endswith((".js", ".css"))}
    assert told == sizes


@pytest.mark.parametrize("package", ["solara", "solara-assets", "pyarrow", "plotly"])
def test_a_plain_install_asks_for_nothing_heavy_that_nothing_needs(package: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert package not in {re.split(r"[^\w-]", each, maxsplit=1)[0] for each in project["dependencies"]}
