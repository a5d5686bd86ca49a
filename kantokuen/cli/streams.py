"""Standard output and error as they are found: any encoding, a pipe, a reader that leaves early."""

import io
import json
import os
import sys
from typing import Any

import typer


def make_streams_safe() -> None:
    """Replace what the encoding of a stream cannot hold, instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def write_text(text: str) -> None:
    """Write text to standard output; if the reader has left, end quietly."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        leave_broken_pipe()


def write_file(text: str) -> None:
    """Write the text of a file: in UTF-8 when it is redirected, whatever the encoding of the terminal."""
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")
    write_text(text)


def write_json(data: Any) -> None:
    """Write one JSON document; ASCII only, so that it survives every encoding."""
    write_text(json.dumps(data, indent=2, allow_nan=False) + "\n")


def leave_broken_pipe() -> None:
    """End with status 0: that a reader such as `head` has seen enough is no fault."""
    # Python flushes standard output once more at exit; that must not fail on the same pipe.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(0)
