"""Worker processes: what happens to them, and to us, when work is stopped."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 120

STOPPED = """
import time
from kantokuen.experiments.processes import process_pool

def played(number):
    return bytes(20_000_000)

if __name__ == "__main__":
    for seconds in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3):
        try:
            with process_pool(2) as pool:
                pool.submit(played, 0).result()
                for number in range(40):
                    pool.submit(played, number)
                time.sleep(seconds)
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            print("stopped")
"""


@pytest.mark.slow
def test_work_that_is_stopped_ends_though_workers_die_half_way_through_a_result(tmp_path: Path) -> None:
    script = tmp_path / "stopped.py"
    script.write_text(STOPPED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=True,
    )
    assert done.stdout.split() == ["stopped"] * 6
