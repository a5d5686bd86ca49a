"""What the tests of the model's room share: no model outlives its test."""

from collections.abc import Iterator

import pytest

from tests.support.scenes import release_all


@pytest.fixture(autouse=True)
def _no_model_outlives_its_test() -> Iterator[None]:
    yield
    release_all()
