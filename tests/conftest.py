"""What all tests share: how hypothesis behaves, here and in CI."""

import os

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.support")

os.environ["SOLARA_CHECK_HOOKS"] = "off"  # Solara would warn of a hook in the page of Mesa itself

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
