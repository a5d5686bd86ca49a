"""Write how far each lever moves the endings: ``python -m tools.effects FILE``; it takes some minutes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kantokuen.experiments.effects import WORLDS, effects
from kantokuen.experiments.files import save_text


def main() -> None:
    """Play the effects, and write them to the file that is named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.effects", description=__doc__)
    parser.add_argument("file", type=Path, help="to be written")
    parser.add_argument("--worlds", type=int, default=WORLDS, help="worlds behind each share")
    asked = parser.parse_args()
    save_text(json.dumps(effects(asked.worlds), indent=1) + "\n", asked.file)


if __name__ == "__main__":
    main()
