"""The steps of the guided tour, as links."""

from __future__ import annotations

from typing import Final

STEPS: Final = (
    "view=worlds",
    "view=table&moment=1941-07-31&office=WAR",
    "view=theatre&moment=1941-08-31",
    "view=months&moment=1941-08-31",
    "view=whatif&scenario=no-oil-embargo&moment=1941-07-31",
    "view=doubt",
)
"""The link of each step, but for language and colours."""

STEP_NUMBERS: Final = tuple(str(step) for step in range(1, len(STEPS) + 1))
"""The steps as a link or a control names them."""
