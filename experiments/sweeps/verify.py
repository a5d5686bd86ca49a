"""Verification: is a store, to the bit, what its plan and its model give?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from kantokuen.experiments.runner import Progress
from kantokuen.experiments.sweeps.folder import MANIFEST, store_error
from kantokuen.experiments.sweeps.manifest import version_in_words
from kantokuen.experiments.sweeps.part import play_part
from kantokuen.experiments.sweeps.resuming import HERE_IT_CAN_BE_READ, how_to_mend
from kantokuen.experiments.sweeps.store import Store, open_store
from kantokuen.model.arguments import progress_given, seed_given
from kantokuen.model.display import Facts, Shown, counted, listed
from kantokuen.model.errors import printable, whole

SAMPLE: Final = 4
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, repr=False)
class Verification(Shown):
    """What was checked and found right.

    Attributes:
        rows: how many rows the store holds.
        files: how many files have the checksum that was written down.
        played: numbers of the parts that were played again, with the same bytes.
        complete: whether the sweep is finished.
        failures: parts that failed when they were last tried, with the reason.
    """

    rows: int
    files: int
    played: tuple[int, ...]
    complete: bool
    failures: dict[int, str]

    def _shown(self) -> tuple[str, Facts]:
        facts = {
            "checksums": f"{counted(self.files, 'file')} as written",
            "played": f"again with the same bytes: {counted(len(self.played), 'part')}",
            "failed": f"part {listed(self.failures)}" if self.failures else None,
        }
        return f"{'complete' if self.complete else 'unfinished'}, {counted(self.rows, 'row')}", facts


def verify(
    path: str | Path, *, sample: int = SAMPLE, seed: int | None = None, progress: Progress | None = None
) -> Verification:
    """Check every file of a store against its checksum and its plan, and play a random sample again.

    Args:
        path: the folder.
        sample: how many parts to play again; 0 for none.
        seed: of the choice; another choice at each call when not given.
        progress: called with the parts played and all that will be.

    Raises:
        StoreError: a file is missing or its bits differ, parts, columns or rows are not those of the
            plan, a part played again has other bytes, a file lies there that the store does not know,
            or the versions here are not those that made the store, so that playing again would say nothing.
    """
    sample = whole("sample", sample, least=0)
    seed = None if seed is None else seed_given(seed)
    tell = progress_given(progress) or (lambda _done, _whole: None)
    store = open_store(path)
    _check_files(store)
    numbers = sorted(store.entries)
    size = min(sample, len(numbers))
    differing = version_in_words(store.manifest)
    if size and differing is not None:
        fault = f"was made with another version: {differing}"
        allowed = f"playing again under the version that made it; {HERE_IT_CAN_BE_READ}"
        raise store_error(store.path, fault, allowed)
    chosen = sorted(np.random.default_rng(seed).choice(numbers, size, replace=False).tolist()) if size else []
    tell(0, size)
    for done, number in enumerate(chosen, start=1):
        entry = store.entries[number]
        if play_part(store.plan, number, store.part_rows).digest != entry.sha256:
            fault = f"{entry.file}: the model gives other bytes when it plays this part again"
            raise store_error(store.path, fault, "what the plan gives")
        tell(done, size)
    return Verification(store.rows_done, len(numbers), tuple(chosen), store.complete, dict(store.failures))


def _check_files(store: Store) -> None:
    wrong = store.faults()
    known = {MANIFEST, *(entry.file for entry in store.entries.values())}
    strays = [file.name for file in store.path.glob("*.parquet") if file.name not in known]
    if store.complete:
        wrong += [f"{printable(name)} does not belong to the sweep" for name in sorted(strays)]
    if wrong:
        more = f", and {len(wrong) - _SHOWN:,} more" if len(wrong) > _SHOWN else ""
        faults = "; ".join(wrong[:_SHOWN]) + more
        allowed = f"the files as they were written; {how_to_mend(store.manifest, store.path)}"
        raise store_error(store.path, faults, allowed)
