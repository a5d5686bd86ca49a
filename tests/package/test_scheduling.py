"""A run of the tests ends, whatever one of them does: it fails, and the others go on."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

CONFTEST = """
from tests.support.scheduling import FilesTogether

def pytest_xdist_make_scheduler(config, log):
    return FilesTogether(config, log)
"""
DEADLY = """
import os, time, pytest

@pytest.mark.parametrize("number", range(4))
def test_one(number):
    if number == 2:
        os._exit(9)

@pytest.mark.timeout(1)
def test_slow():
    time.sleep(50)
"""


@pytest.mark.slow
@pytest.mark.timeout(90)
def test_a_test_that_kills_its_process_and_one_that_never_ends_stall_nothing(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_deadly.py").write_text(DEADLY)
    (tmp_path / "test_other.py").write_text("def test_a(): pass\ndef test_b(): pass\n")
    words = [sys.executable, "-m", "pytest", "-n", "2", "-p", "no:cacheprovider", "-o", f"pythonpath={ROOT}"]
    ran = subprocess.run(
        [*words, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert "2 failed, 5 passed" in ran.stdout
    assert "crashed while running 'test_deadly.py::test_one[2]'" in ran.stdout
    assert "Timeout (>1.0s)" in ran.stdout
