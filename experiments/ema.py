"""The EMA workbench, an optional extra: loaded when asked for, and of a version that is known to work."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from re import findall
from types import ModuleType
from typing import Final

import numpy as np

from kantokuen.experiments.extras import to_install
from kantokuen.model.errors import input_error

_FIRST: Final = (2, 5)
_BEYOND: Final = (4,)
"""The first version that is supported, and the first that is no longer; the tests run with 2.5 and 3.0."""


def load_ema(part: str = "") -> ModuleType:
    """Return the workbench or a part of it, without what it says of itself while it is loaded.

    Args:
        part: the module below ``ema_workbench``, as ``analysis.prim``; empty for the whole.

    Raises:
        InputError: it is not installed, or is of a version that is not supported.
    """
    way = to_install("discovery")
    try:
        with quieted():
            whole = import_module("ema_workbench")
            wanted = import_module(f"ema_workbench.{part}") if part else whole
    except ImportError as error:
        fault = f"cannot be loaded ({error})"
        raise input_error("EMA workbench", fault, f"it, installed by {way}") from error
    version = str(getattr(whole, "__version__", "unknown"))
    if not _FIRST <= tuple(map(int, findall(r"\d+", version)[:2])) < _BEYOND:
        raise input_error("EMA workbench", f"is version {version}", f"2.5 or 3, as installed by {way}")
    return wanted


@contextmanager
def quieted() -> Iterator[None]:
    """Keep in the warnings and the log of the workbench."""
    log = logging.getLogger("EMA")
    before = log.disabled
    log.disabled = True
    try:
        with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled = before
