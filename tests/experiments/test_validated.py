"""What ships of the validation is read at once."""

import subprocess
import sys

from tests.support.paths import ROOT

READ = """
import sys
from kantokuen.experiments.validated import shipped
assert shipped()["record"]
print(sorted({"kantokuen.experiments.validation", "numpy", "polars", "scipy"} & set(sys.modules)))
"""


def test_what_ships_is_read_without_what_plays_and_weighs_it() -> None:
    done = subprocess.run([sys.executable, "-c", READ], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
