"""Standard output and error as they are found: any encoding, closed, full, or a reader that leaves early.

A closed stream is one to which nobody listens: the command does its work, and its status tells. A reader such
as `head` that has seen enough is no fault. Any other refusal of standard output ends the command with
words; that of standard error does not, since it has no result.
"""

import io
import json
import os
import sys
from typing import Any


class OutputError(OSError):
    """Standard output takes no more, and its reader has not left: the disk is full, say."""


class _Result(io.FileIO):
    """Standard output, which says in words why it cannot be written."""

    def write(self, data: Any, /) -> int:
        """Write bytes; if the reader has left, end the command with status 0."""
        try:
            return super().write(data)
        except BrokenPipeError:
            # Python writes what is left once more at exit; that must not fail on the same pipe.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            sys.exit(0)
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            raise OutputError(f"standard output cannot be written: {error.strerror or error}") from error


class _Aside(io.FileIO):
    """Standard error, whose loss costs no result."""

    def write(self, data: Any, /) -> int:
        """Write bytes, or lose them."""
        try:
            return super().write(data)
        except OSError:
            return len(data)


def prepare_pipes() -> None:
    """Let no stream be missing or fail on a sign that its encoding lacks, and say what goes wrong with it."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # the number of a closed stream would be given to the next file that is opened, a result perhaps
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, open(nowhere, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    sys.stdout, sys.stderr = _guarded(sys.stdout, _Result), _guarded(sys.stderr, _Aside)


def _guarded(stream: Any, kind: type[io.FileIO]) -> Any:
    """Return a stream over the same file that replaces what its encoding cannot hold."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.reconfigure(errors="replace")
    raw = getattr(stream.buffer, "raw", stream.buffer)
    if type(raw) is not io.FileIO:  # a terminal of Windows, or one that is guarded already
        return stream
    file = io.BufferedWriter(kind(raw.fileno(), "w", closefd=False))
    at_once = stream.line_buffering or kind is _Aside
    return io.TextIOWrapper(file, encoding=stream.encoding, errors="replace", line_buffering=at_once)


def write_text(text: str) -> None:
    """Write text to standard output, at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def write_file(text: str) -> None:
    """Write the text of a file: in UTF-8 when it is redirected, whatever the encoding of the terminal."""
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")
    write_text(text)


def write_json(data: Any) -> None:
    """Write one JSON document; ASCII only, so that it survives every encoding."""
    write_text(json.dumps(data, indent=2, allow_nan=False) + "\n")
