"""What the tests of sweeps share: the small sweep, played once, and a copy of it to be spoilt."""

from pathlib import Path

import pytest

from kantokuen.experiments.sweeps.sweep import sweep
from tests.support.small import PART_ROWS, content, small_plan


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small sweep, played by one process and never disturbed; it is only read."""
    folder = tmp_path_factory.mktemp("finished") / "store"
    assert sweep(small_plan(), folder, workers=1, part_rows=PART_ROWS).complete
    return folder


@pytest.fixture(scope="module")
def undisturbed(finished: Path) -> dict[str, bytes]:
    """The bytes of every file of the small sweep."""
    return content(finished)


@pytest.fixture
def copy(finished: Path, tmp_path: Path) -> Path:
    """A copy of the small sweep."""
    folder = tmp_path / "copy"
    folder.mkdir()
    for name, data in content(finished).items():
        (folder / name).write_bytes(data)
    return folder
