"""What may be asked of a run: the names and bounds that its input is held to.

Nothing heavy is imported here, so that the help of the command line need not wait for the model.
"""

from __future__ import annotations

from typing import Final, Literal

Cadence = Literal["month", "ten-day"]

CADENCES: Final[tuple[Cadence, ...]] = ("month", "ten-day")
"""What may be told as one period."""

Ensemble = Literal["historians", "june-1941"]

ENSEMBLES: Final[tuple[Ensemble, ...]] = ("historians", "june-1941")
"""Whose view of the German war the worlds are drawn by: that of historians today, or of June 1941."""

DEFAULT_ENSEMBLE: Final[Ensemble] = "historians"

LENS_NAMES: Final = ("politics", "organisation", "rational", "mean", "median", "nash")
"""The theories of decision; the rule of each is the function of that name in `kantokuen.model.lenses`."""

FIRST_MONTH: Final = "1941-04"
"""The month in which every run begins."""

DEFAULT_UNTIL: Final = "1942-06"
"""The last month of a run of which nobody says how long it goes on."""

LAST_MONTH: Final = "1945-08"
"""The last month that a run may have."""

DEFAULT_SCENARIO: Final = "historical"

DEFAULT_SEED: Final = 19410702
"""The day of the imperial conference; chosen because its first world lies near the recorded summer."""

LARGEST_SEED: Final = 2**63 - 1

MOST_WORLDS: Final = 10_000_000
"""Worlds of one run; more are a sweep."""

LARGEST_PORT: Final = 65_535

MOST_WORKERS: Final = 1024
"""Processes that may share the work."""

MOST_PART_ROWS: Final = 1_048_576
"""Rows of a file of a sweep."""
