"""What all tests share: where they run, how long they may take, how hypothesis behaves here and in CI."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.support")

os.environ["SOLARA_CHECK_HOOKS"] = "off"  # Solara would warn of a hook in the page of Mesa itself

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

LONGEST_SLOW_TEST = 600
"""Seconds that a test of the slow suite may take; pyproject.toml has the limit of the quick one."""

CONTRACT = {
    "agents/test_roster.py": "what every office keeps to",
    "agents/test_roster_laws.py": "the laws of the agents",
    "cli/test_app.py": "commands, their JSON and the status with which they end",
    "cli/test_sweep.py": "likewise of sweeps",
    "experiments/sweeps/test_part.py": "the rows of a sweep, and their bytes",
    "experiments/test_bridges.py": "the model as a function, and in the EMA workbench",
    "model/test_lenses.py": "what every lens keeps to",
    "model/test_model_batches.py": "a world is the same alone and among many",
    "model/test_scenario.py": "what a scenario file may hold",
    "model/test_streams.py": "the draws of a seed",
    "package/test_examples.py": "the examples",
    "package/test_mesa_tools.py": "Mesa's own tools",
    "package/test_packaging.py": "what is installed",
    "package/test_public.py": "the public names",
    "dashboard/test_server.py": "the page is served",
}
"""What users and other programs rely on: run, with the golden runs, on every Python."""


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Hand out whole files."""
    from tests.support.scheduling import FilesTogether

    return FilesTogether(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the contract, and give a slow test more time, unless it says itself how much."""
    here = Path(__file__).parent
    contract = {here / name for name in CONTRACT}
    for item in items:
        if item.path in contract:
            item.add_marker("contract")
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(LONGEST_SLOW_TEST))
