"""The log: what strangers can cause to be written there is a line, and not many of them."""

from __future__ import annotations

import errno
import logging

_NO_MORE_FILES = {errno.EMFILE, errno.ENFILE}


class Sparing(logging.Filter):
    """Lets a line through and then none for a second: who sends nonsense fills no disk."""

    _next = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a line may stand."""
        if record.created < self._next:
            return False
        self._next = record.created + 1.0
        return True


class OneLine(logging.Filter):
    """Keeps what strangers can cause to a line in the logs of uvicorn and asyncio, or to none."""

    def __init__(self) -> None:
        super().__init__()
        self._sparing = Sparing()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell of odd texts and of too many connections without a stack, and of a refusal not at all."""
        fault = record.exc_info[1] if record.exc_info else None
        if isinstance(fault, UnicodeError):
            record.exc_info = None
        if isinstance(fault, OSError) and fault.errno in _NO_MORE_FILES:
            record.exc_info = None
            return self._sparing.filter(record)
        return record.msg != "ASGI callable returned without completing handshake."
