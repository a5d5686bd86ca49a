"""Where judgements stand that were fitted to the record: the medians of the posterior that ships.

`kantokuen calibrate` finds them, ``python -m tools.settle FOLDER`` writes them down.  What a judgement would
be by its reason alone stands where it is declared, and is the middle of its prior.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def fitted() -> Mapping[str, float]:
    """Return the fitted value of each judgement that has one, by key."""
    text = files("kantokuen.model").joinpath("data", "fitted.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["key"]: float(row["value"]) for row in csv.DictReader(text.splitlines())})
