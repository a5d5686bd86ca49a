"""`kantokuen sensitivity`, `phase`, `regional`, `discover`: what a finished sweep shows."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kantokuen.cli.options import AsJson, Language, Quiet, asked_words, folder_name, share, whole_number
from kantokuen.cli.pipes import write_json
from kantokuen.cli.request import takes
from kantokuen.cli.targets import Targets, asked_targets
from kantokuen.model.errors import input_error

if TYPE_CHECKING:
    from kantokuen.experiments.analyses.measures import Measure
    from kantokuen.experiments.analyses.study import Study
    from kantokuen.experiments.sheets import Sheet
    from kantokuen.model.text.words import Words

_MOST_RESAMPLES = 100_000
_MOST_ROWS = 10_000


def complete_measure(incomplete: str) -> list[str]:
    """Offer the names of measures to the shell."""
    from kantokuen.experiments.analyses.measures import MEASURES

    return [name for name in MEASURES if name.startswith(incomplete)]


Top = Annotated[
    int, typer.Option("--top", parser=whole_number(1, _MOST_ROWS), metavar="N", help="Rows and bars shown.")
]
Resamples = Annotated[
    int,
    typer.Option(
        "--resamples",
        parser=whole_number(2, _MOST_RESAMPLES),
        metavar="N",
        help="Bootstrap resamples behind the intervals.",
    ),
]


@dataclass(frozen=True)
class Asked:
    """What is asked of a sweep, and how the answer is printed.

    Attributes:
        measure: what is explained.
        store: the folder of the sweep.
        is_partial, is_checked: whether an unfinished sweep will do, and whether checksums are compared.
        as_json: whether to print JSON in place of tables.
        words: in which tables are printed.
    """

    measure: "Measure"
    store: Path
    is_partial: bool
    is_checked: bool
    as_json: bool
    words: "Words"

    @cached_property
    def study(self) -> "Study":
        """The sweep."""
        from kantokuen.experiments.analyses.study import open_study

        return open_study(self.store, partial=self.is_partial, check=self.is_checked)

    def show(self, sheets: list["Sheet"], **found: Any) -> None:
        """Print the result: what was found as JSON if that is wanted, else tables."""
        if self.as_json:
            from kantokuen.experiments.analyses.words import as_json

            write_json(as_json(self.study, self.measure, **found))
            return
        from kantokuen.cli.console import open_console
        from kantokuen.cli.sheets import show_sheets

        show_sheets(open_console(), sheets, self.words)


def _asked(
    store: Annotated[
        Path, typer.Argument(parser=folder_name, metavar="STORE", help="The folder of a sweep.")
    ],
    measure: Annotated[
        str,
        typer.Option(
            "--measure",
            metavar="MEASURE",
            autocompletion=complete_measure,
            help="What is explained, e.g. attack_1941, war_in_north, divisions_peak; a wrong one lists all.",
        ),
    ] = "attack_1941",
    partial: Annotated[bool, typer.Option("--partial", help="Take an unfinished sweep as it is.")] = False,
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="Read the files without comparing their checksums first.")
    ] = False,
    language: Language = None,
    as_json: AsJson = False,
) -> Asked:
    """Return what was asked of a sweep.

    Raises:
        InputError: there is no such measure.
    """
    from kantokuen.experiments.analyses.measures import measure as find

    return Asked(find(measure), store, partial, not unchecked, as_json, asked_words(language))


_takes_a_sweep = takes(targets=asked_targets, asked=_asked)


@_takes_a_sweep
def sensitivity(
    asked: Asked, *, resamples: Resamples = 200, top: Top = 15, targets: Targets, quiet: Quiet = False
) -> None:
    """Rank the levers of a Saltelli sweep (Sobol indices) or a Morris sweep (elementary effects).

    Total order is the share of the variance that a lever has a hand in, first
    order what it explains alone. The indices are averages over chance, which
    every point of a comparison shares.
    """
    from kantokuen.experiments.analyses import charts, words
    from kantokuen.experiments.analyses.sensitivity import sensitivity as analyse

    study = asked.study
    found = analyse(study, asked.measure, resamples=resamples)
    targets.write(
        found.frame, lambda: charts.draw_sensitivity(study, found, top=top), asked.words, quiet=quiet
    )
    told = {name: getattr(found, name) for name in ("method", "worlds", "groups", "variance", "first_sum")}
    asked.show([words.sensitivity_sheet(study, found, top, asked.words)], **told, levers=found.frame)


@_takes_a_sweep
def phase(
    asked: Asked,
    *,
    x: Annotated[
        str | None, typer.Option("--x", metavar="KEY", help="The lever across; the plan's first by default.")
    ] = None,
    y: Annotated[
        str | None, typer.Option("--y", metavar="KEY", help="The lever upwards; the plan's next by default.")
    ] = None,
    bins: Annotated[
        int | None,
        typer.Option(parser=whole_number(2, 200), metavar="N", help="Bins of a lever of many values."),
    ] = None,
    top: Top = 15,
    targets: Targets,
    quiet: Quiet = False,
) -> None:
    """Map a measure over two levers of a sweep; the other levers are averaged over."""
    from kantokuen.experiments.analyses import phase_map, words
    from kantokuen.experiments.analyses.phase import phase as analyse

    study = asked.study
    found = analyse(study, asked.measure, x, y, bins=bins)
    targets.write(found.frame, lambda: phase_map.draw_phase(study, found), asked.words, quiet=quiet)
    told = {"x": found.x.key, "y": found.y.key, "worlds": found.worlds, "averaged": found.averaged}
    asked.show([words.phase_sheet(study, found, top, asked.words)], **told, cells=found.frame)


@_takes_a_sweep
def regional(
    asked: Asked, *, resamples: Resamples = 100, top: Top = 15, targets: Targets, quiet: Quiet = False
) -> None:
    """Compare the levers of worlds that have a result with those of worlds that have not.

    Any sweep will do. The distance is Kolmogorov-Smirnov's, of keywords and
    switches Cramer's V. It speaks of one lever at a time.
    """
    from kantokuen.experiments.analyses import charts, words
    from kantokuen.experiments.analyses.regional import regional as analyse

    study = asked.study
    found = analyse(study, asked.measure, resamples=resamples)
    targets.write(found.frame, lambda: charts.draw_regional(study, found, top=top), asked.words, quiet=quiet)
    table = words.regional_sheet(study, found, top, asked.words)
    asked.show([table], worlds=found.worlds, hits=found.hits, levers=found.frame)


@_takes_a_sweep
def discover(
    asked: Asked,
    *,
    density: Annotated[
        float | None,
        typer.Option(parser=share, metavar="SHARE", help="Choose the widest box at least so dense."),
    ] = None,
    box: Annotated[
        int | None, typer.Option(parser=whole_number(0, _MOST_ROWS), metavar="N", help="Choose this box.")
    ] = None,
    targets: Targets,
    quiet: Quiet = False,
) -> None:
    """Find the box of lever values in which a result is concentrated (PRIM, of the EMA workbench).

    Needs the extra `discovery`. With neither --density nor --box the box is
    chosen that balances coverage and density best. --data writes the boxes.
    """
    if density is not None and box is not None:
        raise input_error("discover", "--density with --box", "one of them")
    from kantokuen.experiments.analyses import boxes, words
    from kantokuen.experiments.analyses.discovery import discover as analyse

    study = asked.study
    found = analyse(study, asked.measure, density=density, box=box)
    targets.write(found.trajectory, lambda: boxes.draw_discovery(study, found), asked.words, quiet=quiet)
    names = ("worlds", "hits", "out_of", "chosen", "limits", "trajectory")
    asked.show(
        words.discovery_sheets(study, found, asked.words), **{name: getattr(found, name) for name in names}
    )
