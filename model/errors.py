"""What a user is told when the input is wrong: one clear message, never a traceback."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from operator import index
from reprlib import Repr
from types import TracebackType
from typing import Final

MOST_FAULTS: Final = 20
"""Faults of one input that are told; then nothing more of it is read."""

_LONGEST_ANSWER: Final = 8_000
"""Bytes of all that is told of one input."""

_LONGEST_SHOWN: Final = 60
_LONGEST_ENDS: Final = 300
_MOST_LISTED: Final = 100
_LONGEST_COMPARED: Final = 100  # difflib is quadratic in length; no known name comes near this
_CUTOFF: Final = 0.5
_MOST_BITS: Final = 200


class InputError(ValueError):
    """The input is wrong; the message says what was given, where, and what is allowed."""


def input_error(where: str, fault: str, allowed: str, closest: str | None = None) -> InputError:
    """Build an error in the one form that all have.

    `where` is the file that was read, or the way in which the input came; `fault` says what
    was given and what is wrong with it; `closest` is the nearest known name, if any.
    """
    return InputError(f"{where}: {fault}{_hint(closest)}; allowed: {allowed}")


def fault_in(fault: str, allowed: str, closest: str | None = None) -> InputError:
    """Build the same for a fault whose place is put before it by what takes it over."""
    return InputError(f"{fault}{_hint(closest)}; allowed: {allowed}")


class Faults:
    """What is wrong with an input, gathered so that all of it can be told at once.

    ``with faults:`` takes over an `InputError` that is raised inside, and goes on behind it. The fault
    that is one too many is raised, with those before it, so that a long input costs no more than a short one.

    Args:
        where: the start of a message.

    Attributes:
        lines: the faults, a line each.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self.lines: list[str] = []
        self._bytes = 0

    def __enter__(self) -> None:
        """Begin a part of the input that may be wrong."""

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> bool:
        if not isinstance(error, InputError):
            return False
        self.add(error)
        return True

    def add(self, error: InputError, before: str = "") -> None:
        """Gather the lines of an error, each with its place `before` it.

        Raises:
            InputError: it is one too many.
        """
        for line in str(error).split("\n"):
            told = f"{before}{line}"
            self._bytes += len(told.encode(errors="replace"))
            if self.lines and (len(self.lines) >= MOST_FAULTS or self._bytes > _LONGEST_ANSWER):
                more = (
                    f"{self.where}: there is more that is wrong; the first {len(self.lines)} faults are told"
                )
                raise InputError("\n".join([*self.lines, more]))
            self.lines.append(told)

    def raise_any(self) -> None:
        """Raise what was gathered, if anything was.

        Raises:
            InputError: every fault, a line each.
        """
        if self.lines:
            raise InputError("\n".join(self.lines))


def _groups(names: Iterable[str]) -> list[str]:
    """Return what stands before the dots of names, each once."""
    return list(dict.fromkeys(name.partition(".")[0] for name in names))


def unknown_name(what: str, name: object, known: Iterable[str], *, besides: str = "") -> InputError:
    """Build the error for a name that is not among `known`.

    `what` says in plain words what the name was meant to be, e.g. "scenario" or "lens";
    `besides` adds what else may be given.  Of very many names only the groups before their dots are listed.
    """
    names = list(known)
    listed = names if len(names) <= _MOST_LISTED else [f"{each}.*" for each in _groups(names)]
    allowed = ", ".join(listed) + (f", or {besides}" if besides else "")
    if not isinstance(name, str):
        return InputError(f"unknown {what} {shown(name)}; allowed: {allowed}")
    return InputError(f"unknown {what} '{cut(name)}'{_hint(nearest(name, names))}; allowed: {allowed}")


def known_name(what: str, name: object, known: Collection[str]) -> str:
    """Return a name that is among `known`.

    Raises:
        InputError: it is none of them.
    """
    if not isinstance(name, str) or name not in known:
        raise unknown_name(what, name, known)
    return name


def whole(what: str, number: object, *, least: int, most: int | None = None) -> int:
    """Return a whole number, or say that it is none.

    Args:
        what: what the number is, in plain words.
        number: what was given.
        least: the least that is allowed.
        most: the most that is allowed, if there is such a bound.

    Raises:
        InputError: it is no whole number, too small, or too large.
    """
    try:
        value = None if isinstance(number, bool) else index(number)  # type: ignore[arg-type]
    except TypeError:
        value = None
    if value is None or value < least or (most is not None and value > most):
        bounds = f"of {least:,} or more" if most is None else f"from {least:,} to {most:,}"
        raise InputError(f"{what} {shown(number)}; allowed: a whole number {bounds}")
    return value


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, ignoring case, or None if none is alike."""
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(name[:_LONGEST_COMPARED].casefold(), folded, n=1, cutoff=_CUTOFF)
    return folded[close[0]] if close else None


def shown(value: object) -> str:
    """Write a value as it would stand in a scenario file, cut to a readable length."""
    match value:
        case bool():
            text = str(value).lower()
        case int() if value.bit_length() > _MOST_BITS:
            return "(a very large whole number)"
        case str():
            return f"'{cut(value)}'"
        case date():
            text = value.isoformat()
        case Mapping():
            text = "(a table)"
        case _:
            text = _SHORT.repr(value)
    return cut(text)


class _Short(Repr):
    """Writes no more of a value than is shown, however long or deeply nested it is."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxarray = _LONGEST_SHOWN
        self.maxstring = self.maxother = 2 * _LONGEST_SHOWN

    def repr_int(self, number: int, _: int) -> str:
        """Write a whole number, unless it is one that Python refuses to write."""
        return "..." if number.bit_length() > _MOST_BITS else repr(number)


_SHORT: Final = _Short()


def cut(text: str) -> str:
    """Cut a text to a readable length and make it printable."""
    return printable(text[:_LONGEST_SHOWN]) + ("..." if len(text) > _LONGEST_SHOWN else "")


def ends(text: object) -> str:
    """Make a text printable, such as a path; of a very long one only both ends are kept."""
    whole_text = str(text)
    if len(whole_text) > _LONGEST_ENDS:
        half = _LONGEST_ENDS // 2
        whole_text = f"{whole_text[:half]}...{whole_text[-half:]}"
    return printable(whole_text)


def printable(text: str) -> str:
    """Escape what would disturb a terminal, such as line breaks and control characters."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def is_plain(text: str, *, has_lines: bool) -> bool:
    """Return whether a text could steer no terminal.

    Args:
        text: what was given.
        has_lines: whether it may have several lines, and tabs.
    """
    breaks = "\n\r\t" if has_lines else ""
    return all(each.isprintable() or each in breaks for each in text)


def _hint(closest: str | None) -> str:
    return f"; nearest known name: '{closest}'" if closest else ""
