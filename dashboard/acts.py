"""What the controls of the page do.

A control says a command: a verb, a colon, and what it is about, such as ``view:months``.  What a visitor
sends is checked like a link: nothing of it is run, and what cannot be used is told on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlencode

from kantokuen.agents.roster import OFFICES
from kantokuen.dashboard import export
from kantokuen.dashboard.answers import asked, summer_of
from kantokuen.dashboard.choice import (
    MOST_WORLD,
    NOTHING,
    Choice,
    History,
    before_the_fork,
    fork_index,
    is_past,
    moment_index,
    read_link,
    sittings,
)
from kantokuen.dashboard.lever_panel import value_of
from kantokuen.dashboard.visit import Dialog, Visit
from kantokuen.model.checking import check_text
from kantokuen.model.errors import InputError, cut, known_name
from kantokuen.model.levers.reading import LARGEST_FILE
from kantokuen.model.parameters import PARAMETERS, Value

LARGEST_UPLOAD: Final = min(LARGEST_FILE, 200_000)
"""Bytes of a scenario file that a visitor may open."""

_LARGEST_TOLD: Final = 10**15
"""The size of a file that is told, in bytes; a page that was tampered with may claim any."""

_LONGEST_ABOUT: Final = 4_000
"""Characters of what a dialog may be asked about."""

_LIKE_A_LINK: Final = ("scenario", "lens", "cadence", "world", "seed", "language", "theme", "view", "worlds")
_FORMS: Final = frozenset({"svg", "png"})

Act = Callable[[Visit, str], None]


def pick(visit: Visit, command: object) -> None:
    """Do what a control says; what cannot be done is told on the page."""
    verb, _, about = command.partition(":") if isinstance(command, str) else ("", "", "")
    try:
        act = _VERBS[known_name("command", verb, _VERBS)]
        before = visit.choice.value
        act(visit, about)
        if visit.choice.value != before and visit.blame.value.lead == "faults.page":
            visit.forgive()
    except InputError as error:
        visit.tell_faults(*str(error).splitlines(), lead="faults.page")


def go(visit: Visit, number: object) -> None:
    """Look at another period, by its number; the one at the end for a number beyond, none for no number."""
    days = sittings(visit.choice.value.cadence)
    if isinstance(number, int):
        visit.change(moment=days[max(0, min(number, len(days) - 1))].isoformat())


def move(visit: Visit, data: object) -> None:
    """Set a lever from the panel, or undo it.

    Args:
        visit: the page.
        data: ``key``; ``value``, a position for a number or a day, None to undo; and ``number``, which is
            given back as the answer.
    """
    data = data if isinstance(data, Mapping) else {}
    try:
        _move(visit, known_name("lever", data.get("key"), PARAMETERS), data.get("value"))
    except InputError as error:
        visit.tell_faults(*str(error).splitlines(), lead="faults.page")
    finally:
        with suppress(TypeError, ValueError, OverflowError):
            visit.answered.value = int(data.get("number", 0))


def _move(visit: Visit, key: str, value: object) -> None:
    choice = visit.choice.value
    before = choice.starting_levers()[key]
    new = before if value is None else value_of(key, value)
    if not choice.fork:
        visit.change(history=choice.history.with_lever(key, new))
        return
    if is_past(choice, before):
        raise before_the_fork(key)
    changed = {each: given for each, given in choice.changed.items() if each != key}
    if new != before:
        changed[key] = new
    visit.change(changed=MappingProxyType(changed))


def upload(visit: Visit, data: object) -> None:
    """Open a scenario file, or say why not.

    Args:
        visit: the page.
        data: ``name`` and ``text`` of the file, and its ``size``; no text where it was too large to send.
    """
    data = data if isinstance(data, Mapping) else {}
    name, text = data.get("name"), data.get("text")
    size: Any = data.get("size")
    name = cut(name) if isinstance(name, str) else ""
    words = visit.words
    if not isinstance(text, str) or len(text.encode(errors="replace")) > LARGEST_UPLOAD:
        is_whole = isinstance(size, int) and not isinstance(size, bool) and abs(size) < _LARGEST_TOLD
        bytes_ = words.number(size) if is_whole or isinstance(size, float) else "?"
        fault = words("faults.too_large", name=name, size=bytes_, most=words.number(LARGEST_UPLOAD))
        visit.tell_faults(fault, lead="faults.file", name=name)
        return
    try:
        history = export.opened(text, name)
    except InputError as error:
        visit.tell_faults(*str(error).splitlines(), lead="faults.file", name=name)
        return
    visit.forgive()
    _open(visit, history)
    visit.said.value = words("bar.opened", name=name)


def open_cell(visit: Visit, x: Value, y: Value) -> None:
    """Open a cell of the phase map as a scenario."""
    (x_key, y_key), history = visit.choice.value.axes, visit.choice.value.history
    _open(visit, history.with_lever(x_key, x).with_lever(y_key, y))


def _open(visit: Visit, history: History) -> None:
    """Play another history from its beginning; a fork of the one before is at its end."""
    visit.change(history=history, fork="", changed=NOTHING)


# ---- verbs -------------------------------------------------------------------------------------------


def _like_a_link(name: str) -> Act:
    """Make the verb that sets what a link would set by the same name."""

    def act(visit: Visit, text: str) -> None:
        read, faults = read_link(urlencode({name: text}, errors="replace"))
        if faults:
            raise InputError("\n".join(faults))
        if name == "scenario":
            _open(visit, History(read.history.scenario))
        else:
            visit.change(**{name: getattr(read, name)})

    return act


def _office(visit: Visit, office: str) -> None:
    """Look into an office, or into none; chosen again it is closed."""
    if office:
        known_name("office", office, OFFICES)
    visit.change(office="" if visit.choice.value.office == office else office)


def _this_office(office: str) -> Act:
    """Make the verb that the table's own marks say."""

    def act(visit: Visit, _: str) -> None:
        _office(visit, office)

    return act


def _axis(which: int) -> Act:
    """Make the verb that puts a lever on an axis of the map; one on the other axis changes places."""

    def act(visit: Visit, key: str) -> None:
        known_name("lever", key, PARAMETERS)
        before = visit.choice.value.axes
        other = before[1 - which] if before[1 - which] != key else before[which]
        visit.change(axes=(key, other) if which == 0 else (other, key))

    return act


def _try(visit: Visit, setting: str) -> None:
    key, _, text = setting.partition("=")
    _open(visit, visit.choice.value.history.with_lever(key, check_text(key, text, "page")))


def _save(visit: Visit, about: str) -> None:
    name, _, form = about.partition(".")
    draw = visit.pictures.get(name)
    if draw is not None and form in _FORMS:
        picture = export.standalone(draw())
        visit.send(f"kantokuen-{name}.{form}", "image/svg+xml", picture.encode(), draws=form == "png")


def _dialog(kind: str) -> Act:
    def act(visit: Visit, about: str) -> None:
        visit.dialog.value = Dialog(kind, about[:_LONGEST_ABOUT])

    return act


def _wear(visit: Visit, is_dark: str) -> None:
    visit.is_dark.value = is_dark == "true"


def _received(visit: Visit, _: str) -> None:
    """Keep nothing of a file that has been saved."""
    if visit.file.value is not None:
        visit.file.value = replace(visit.file.value, content="")


def _measure(visit: Visit, is_narrow: str) -> None:
    visit.is_narrow.value = is_narrow == "true"


def _copied(visit: Visit, is_done: str) -> None:
    visit.said.value = visit.words("bar.copied" if is_done == "yes" else "bar.not_copied")


def _do(visit: Visit, name: str) -> None:
    _BUTTONS[known_name("button", name, _BUTTONS)](visit)


# ---- buttons -----------------------------------------------------------------------------------------


def _reset(visit: Visit) -> None:
    """Go back to the first month; the levers stay, those of a fork as well."""
    first = sittings(visit.choice.value.cadence)[0]
    visit.change(moment=first.isoformat(), office="")


def _defaults(visit: Visit) -> None:
    now = visit.choice.value
    visit.start_over(replace(Choice(), language=now.language, theme=now.theme, view=now.view))


def _another(visit: Visit) -> None:
    visit.change(world=(visit.choice.value.world + 1) % (MOST_WORLD + 1))


def _fork(visit: Visit) -> None:
    choice = visit.choice.value
    if fork_index(choice) is None:
        day = sittings(choice.cadence)[moment_index(choice)]
        visit.change(fork=day.isoformat(), changed=NOTHING)


def _end_fork(visit: Visit) -> None:
    visit.change(fork="", changed=NOTHING)


def _keep(visit: Visit) -> None:
    visit.change(baseline=visit.choice.value.history)


def _historical(visit: Visit) -> None:
    visit.change(baseline=History())


def _copy(visit: Visit) -> None:
    visit.copies.value += 1


def _ask_file(visit: Visit) -> None:
    visit.asks_file.value += 1


def _toml(visit: Visit) -> None:
    name, text = export.scenario_file(visit.choice.value.history)
    visit.send(name, "application/toml", text.encode())


def _months(form: str) -> Callable[[Visit], None]:
    def act(visit: Visit) -> None:
        summer = summer_of(asked(visit.choice.value))
        visit.send(f"kantokuen-months.{form}", export.TYPES[form], export.months_file(summer, form))

    return act


def _worlds(form: str) -> Callable[[Visit], None]:
    def act(visit: Visit) -> None:
        choice = visit.choice.value
        content = export.worlds_file(asked(choice), choice.worlds, form)
        visit.send(f"kantokuen-worlds.{form}", export.TYPES[form], content)

    return act


_BUTTONS: Final[Mapping[str, Callable[[Visit], None]]] = MappingProxyType(
    {
        "reset": _reset,
        "defaults": _defaults,
        "another": _another,
        "fork": _fork,
        "end_fork": _end_fork,
        "keep": _keep,
        "historical": _historical,
        "understood": Visit.forgive,
        "copy": _copy,
        "upload": _ask_file,
        "toml": _toml,
        **{f"{form}_months": _months(form) for form in export.TYPES},
        **{f"{form}_worlds": _worlds(form) for form in export.TYPES},
    }
)

_VERBS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        **{name: _like_a_link(name) for name in _LIKE_A_LINK},
        **{kind: _dialog(kind) for kind in ("source", "lever", "office-source")},
        **{office: _this_office(office) for office in OFFICES},
        "office": _office,
        "dialog": lambda visit, _: _dialog("")(visit, ""),
        "x": _axis(0),
        "y": _axis(1),
        "try": _try,
        "save": _save,
        "dark": _wear,
        "narrow": _measure,
        "received": _received,
        "copied": _copied,
        "do": _do,
    }
)
