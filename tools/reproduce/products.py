"""What the manual and the README show, and the command that makes each thing of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from tools.manual.pages import PAGES, PICTURE

Cost = Literal["cheap", "minutes", "browser"]
"""What it takes: seconds, minutes, or a Chromium."""


@dataclass(frozen=True, slots=True)
class Product:
    """Something that commands make.

    Attributes:
        name: by which it is asked for.
        files: that it writes, from the root of the checkout; a star stands for a part of a name.
        commands: as one would type them there; ``OUT`` is the folder in which the files are to stand.
        cost: what it takes.
        renews: whether the commands bring files up to date, and so have to find them in ``OUT``.
        tested: the suite that compares it as well; in a cheap run it is left out.
        varies: why it is not compared, though it can be made anew; empty if it is compared.
    """

    name: str
    files: tuple[str, ...]
    commands: tuple[str, ...]
    cost: Cost
    renews: bool = False
    tested: str = ""
    varies: str = ""

    @property
    def is_quick(self) -> bool:
        """Whether it belongs to a cheap run."""
        return self.cost == "cheap" and not self.tested and not self.varies


_PAGES: Final = ("README.md", *(f"docs/{name}" for name in PAGES))

PRODUCTS: Final = (
    Product(
        "posterior",
        ("experiments/data/posterior.parquet", "docs/calibrated.md"),
        (
            "kantokuen calibrate --out OUT/calibration --check --page OUT/docs/calibrated.md --quiet",
            "python -m tools.settle OUT/calibration OUT",
        ),
        "minutes",
    ),
    Product(
        "judgements",
        ("model/data/fitted.csv",),
        ("python -m tools.settle experiments/data OUT",),
        "cheap",
    ),
    Product(
        "playthroughs",
        ("tests/golden/*.txt", "tests/golden/outcomes.json"),
        ("python -m tools.playthrough --write OUT/tests/golden",),
        "cheap",
        tested="quick suite",
    ),
    Product(
        "manual",
        (*_PAGES, f"docs/{PICTURE}"),
        ("python -m tools.manual --write OUT/docs --readme OUT/README.md",),
        "cheap",
        renews=True,
    ),
    Product(
        "phase",
        ("docs/phase.svg",),
        (
            "kantokuen sweep pace-and-winter --out OUT/pace-and-winter --quiet",
            "kantokuen phase OUT/pace-and-winter --out OUT/docs/phase.svg",
        ),
        "minutes",
    ),
    Product(
        "tutorial",
        ("docs/tutorial.ipynb",),
        ("python -m tools.manual --notebook OUT/docs/tutorial.ipynb",),
        "minutes",
        renews=True,
    ),
    Product(
        "validation",
        ("docs/validation.md", "docs/validation.svg", "experiments/data/validation.json"),
        (
            (
                "kantokuen validate --worlds 10000 --seed 19410702 --out OUT/docs/validation.md"
                " --charts OUT/docs/validation.svg --brief OUT/experiments/data/validation.json --quiet"
            ),
        ),
        "minutes",
    ),
    Product(
        "effects",
        ("experiments/data/effects.json",),
        ("python -m tools.effects OUT/experiments/data/effects.json",),
        "minutes",
    ),
    Product(
        "claims",
        ("docs/cluster.md",),
        ("python -m tools.reproduce.claims OUT",),
        "minutes",
        renews=True,
    ),
    Product(
        "screenshots",
        ("docs/dashboard*.png",),
        ("python -m tools.screenshots OUT/docs",),
        "browser",
    ),
    Product(
        "sizes",
        ("docs/installing.md",),
        (
            "python -m venv OUT/environment",
            "OUT/environment/bin/pip install --quiet .",
            "OUT/environment/bin/python tools/installed_size.py --page OUT/docs/installing.md",
        ),
        "minutes",
        renews=True,
        varies="sizes depend on the system and on the packages of the day",
    ),
)
"""In the order in which one is made from another: the posterior moves the judgements, they move the rest."""
