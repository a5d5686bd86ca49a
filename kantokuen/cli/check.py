"""`kantokuen check`: whether a scenario or a plan of one's own is right."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.catalogue import settings_in_words
from kantokuen.cli.options import Quiet, asked_words
from kantokuen.cli.pipes import write_text
from kantokuen.cli.request import takes
from kantokuen.cli.sweep import in_words
from kantokuen.model.errors import InputError, ends

if TYPE_CHECKING:
    from kantokuen.model.text.words import Words


@takes(words=asked_words)
def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A scenario or a plan of a sweep or a calibration (TOML).")
    ],
    *,
    words: "Words",
    quiet: Quiet = False,
) -> None:
    """Check a scenario or a plan: say what is wrong, where, and what is allowed."""
    from kantokuen.model.levers.reading import is_calibration, is_plan, read_document
    from kantokuen.model.scenario import check_file

    try:
        document = read_document(file) if file.exists() else {}
    except (InputError, OSError, ValueError):
        document = {}  # what cannot be read is left to the check of a scenario
    if is_plan(document):
        from kantokuen.experiments.sweeps.plan import read_plan

        plan = read_plan(document, ends(file), file.parent)
        said = words("check.plan", file=ends(file), name=plan.name, plan=in_words(plan, words))
    elif is_calibration(document):
        from kantokuen.experiments.calibration.plan import CalibrationPlan

        asked = CalibrationPlan.load(file)
        keys, worlds = len(asked.keys), f"{asked.all_worlds:,}"
        said = words("check.calibration", file=ends(file), name=asked.name, keys=keys, worlds=worlds)
    else:
        scenario = check_file(file)
        own = f"ensemble = {scenario.ensemble}" if scenario.ensemble else ""
        changed = ", ".join(filter(None, (own, settings_in_words(scenario.changed))))
        changed = changed or words("check.nothing")
        said = words("check.scenario", file=ends(file), name=scenario.name, settings=changed)
    if not quiet:
        write_text(f"{said}\n")
