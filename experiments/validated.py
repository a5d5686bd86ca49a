"""The validation in short, as the file that ships: read without what plays and weighs it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

SHARES_TOLD: Final = ("attack_1941", "attack_1942", "fell_by_end", "fell_before_attack")
"""The shares that the brief tells, in order."""


@cache
def shipped() -> Mapping[str, Any]:
    """Return the brief that ships, as `kantokuen.experiments.validation.brief.brief` gives it."""
    file = files("kantokuen.experiments") / "data" / "validation.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found
