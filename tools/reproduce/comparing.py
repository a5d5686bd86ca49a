"""How a file that was kept is compared with one that was made anew, each kind in its own way."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from PIL import Image

_WIDTH: Final = 100
_BEFORE: Final = 30
"""Signs of a line that are shown, and how many of them stand before the first that differs."""

_SHADES: Final = 48
_DOTS: Final = 40
"""A picture may differ in so many dots by more than so many shades of 255: a letter drawn by another hand."""

_RELATIVE: Final = 1e-6
"""By how much a number of a frame may differ: what another processor makes of the same sum."""

_PNG: Final = re.compile(r'("image/png": ")([^"]*)')


def difference(kept: Path, made: Path) -> list[str]:
    """Return where two files part and what stands there, in a few lines; nothing if they are alike."""
    return _WAYS.get(kept.suffix, _texts)(kept.read_bytes(), made.read_bytes())


def _texts(kept: bytes, made: bytes) -> list[str]:
    """Compare texts line by line."""
    lines = zip_longest(kept.decode().splitlines(), made.decode().splitlines())
    for number, (before, now) in enumerate(lines, start=1):
        if before != now:
            return [f"line {number}", *_cut("- ", before, now), *_cut("+ ", now, before)]
    return [] if kept == made else ["only in the ends of its lines"]


def _cut(sign: str, line: str | None, other: str | None) -> list[str]:
    """Return a line, cut to what can be read around the first sign that differs from the other."""
    if line is None:
        return []
    same = next((at for at, (a, b) in enumerate(zip(line, other or "", strict=False)) if a != b), 0)
    start = max(0, same - _BEFORE)
    return [f"{sign}{line[start : start + _WIDTH]}"]


def _pictures(kept: bytes, made: bytes) -> list[str]:
    """Compare pictures by their dots, but for what the edges of letters may differ in."""
    before, now = _dots(kept), _dots(made)
    if before.shape != now.shape:
        sizes = [f"{each.shape[1]} × {each.shape[0]}" for each in (before, now)]
        return [f"{sizes[0]} dots before, {sizes[1]} now"]
    apart = int((np.abs(before - now).max(axis=2) > _SHADES).sum())
    return [f"{apart:,} of {before.shape[0] * before.shape[1]:,} dots differ"] if apart > _DOTS else []


def _dots(png: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    with Image.open(BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"), dtype=np.int16)


def _notebooks(kept: bytes, made: bytes) -> list[str]:
    """Compare what stands in two notebooks, and then their pictures."""
    found = _texts(*(_PNG.sub(r"\1", each.decode()).encode() for each in (kept, made)))
    pictures = zip(*(_PNG.findall(each.decode()) for each in (kept, made)), strict=False)
    for (_, before), (_, now) in pictures:
        found = found or _pictures(*(_decoded(each) for each in (before, now)))
    return found


def _decoded(told: str) -> bytes:
    return b64decode(told.replace("\\n", ""))


def _frames(kept: bytes, made: bytes) -> list[str]:
    """Compare frames by their rows; what is written beside them, such as versions, does not count."""
    before, now = pl.read_parquet(kept), pl.read_parquet(made)
    if before.columns != now.columns or before.height != now.height:
        return [f"{_shape(before)} before, {_shape(now)} now"]
    apart = [name for name in before.columns if not _alike(before[name], now[name])]
    if not apart:
        return []
    means = [f"{float(np.mean(each[apart[0]].to_numpy())):.6g}" for each in (before, now)]
    return [
        f"{len(apart)} of {before.width} columns differ",
        f"{apart[0]}: mean {means[0]} before, {means[1]} now",
    ]


def _alike(before: pl.Series, now: pl.Series) -> bool:
    return np.allclose(before.to_numpy(), now.to_numpy(), rtol=_RELATIVE, atol=0.0)


def _shape(frame: pl.DataFrame) -> str:
    return f"{frame.height:,} rows of {frame.width} columns"


_WAYS: Final[dict[str, Callable[[bytes, bytes], list[str]]]] = {
    ".png": _pictures,
    ".ipynb": _notebooks,
    ".parquet": _frames,
}
"""By the ending of a file; every other one is text, and drawings are too."""
