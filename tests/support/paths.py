"""Where things stand in the checkout."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
"""The folder of the checkout."""

DOCS: Final = ROOT / "docs"
"""The manual."""

EVIDENCE: Final = ROOT / "model" / "data" / "evidence"
"""The files of the evidence."""

PAGE: Final = ROOT / "dashboard"
"""The room of the page."""
