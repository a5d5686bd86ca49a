"""Settle the judgements where a calibration found them: ``python -m tools.settle FOLDER [ROOT]``.

Ships the posterior of a folder of `kantokuen calibrate`, and writes the median of each judgement, in three
digits, to ``model/data/fitted.csv``: both of this checkout, or of another ROOT.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from kantokuen.experiments.calibration.calibrate import POSTERIOR
from kantokuen.experiments.files import save_text, write_whole

_SHIPPED: Final = Path("experiments/data", POSTERIOR)
_FITTED: Final = Path("model/data/fitted.csv")


def settled(posterior: pl.DataFrame) -> str:
    """Return the table of the medians, a line a judgement."""
    medians = {key: float(np.median(posterior[key].to_numpy())) for key in posterior.columns}
    return "".join(("key,value\n", *(f"{key},{value:.3g}\n" for key, value in medians.items())))


def main() -> None:
    """Ship what the folder holds that is named on the command line."""
    folder, *rest = map(Path, sys.argv[1:])
    shipped, told = (Path(*rest) / each for each in (_SHIPPED, _FITTED))
    for file in (shipped, told):
        file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(shipped, (folder / POSTERIOR).read_bytes())
    save_text(settled(pl.read_parquet(shipped)), told)


if __name__ == "__main__":
    main()
