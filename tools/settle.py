"""Settle the judgements where a calibration found them: ``python -m tools.settle FOLDER [ROOT]``.

Ships the posterior of a folder of `kantokuen calibrate`, and writes the median of each judgement, in three
digits, to ``model/data/fitted.csv``: both of this checkout, or of another ROOT.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

import polars as pl

from kantokuen.experiments.calibration.calibrate import POSTERIOR
from kantokuen.experiments.files import save_text, write_whole

_SHIPPED: Final = Path("experiments/data", POSTERIOR)
_FITTED: Final = Path("model/data/fitted.csv")


def settled(posterior: Path) -> str:
    """Return the table of the medians that a posterior says it has, a line a judgement."""
    judged = json.loads(pl.read_parquet_metadata(posterior)["kantokuen"])["judged"]["judgements"]
    return "".join(("key,value\n", *(f"{key},{own['median']:.3g}\n" for key, own in judged.items())))


def main() -> None:
    """Ship what the folder holds that is named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, help="of a calibration")
    parser.add_argument("root", type=Path, nargs="?", default=Path(), help="the checkout")
    asked = parser.parse_args()
    folder = asked.folder
    if not (folder / POSTERIOR).is_file():
        parser.error(f"{folder} holds no {POSTERIOR}; allowed: a folder that kantokuen calibrate has filled")
    shipped, told = (asked.root / each for each in (_SHIPPED, _FITTED))
    for file in (shipped, told):
        file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(shipped, (folder / POSTERIOR).read_bytes())
    save_text(settled(shipped), told)


if __name__ == "__main__":
    main()
