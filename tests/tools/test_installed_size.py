"""How large an installation is: told for every use, and written into the page that names the command."""

import subprocess
import sys

import pytest

from tests.support.paths import DOCS, ROOT
from tools.installed_size import PART, USES, renewed


def test_the_part_of_a_page_is_written_anew_and_the_rest_is_kept() -> None:
    page = f"before\n{PART}\n\nold\n\n<!-- end -->\nafter\n<!-- end -->\n"
    written = f"before\n{PART}\n\nnew\n\n<!-- end -->\nafter\n<!-- end -->\n"
    assert renewed(page, "new") == renewed(written, "new") == written


@pytest.mark.parametrize("page", ["no part\n", f"{PART}\nno end\n"])
def test_a_page_without_the_part_is_refused(page: str) -> None:
    with pytest.raises(SystemExit, match="has no part"):
        renewed(page, "new")


def test_the_page_on_installing_has_the_part_and_tells_every_use() -> None:
    page = (DOCS / "installing.md").read_text(encoding="utf-8")
    assert page.count(PART) == 1
    assert [use for use in USES if f"| {use} |" not in page] == []


@pytest.mark.slow
def test_every_use_runs_and_is_told() -> None:
    command = [sys.executable, "tools/installed_size.py", "--least", "50"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [use for use in USES if f"| {use} |" not in told] == []
    assert "| scipy | " in told
