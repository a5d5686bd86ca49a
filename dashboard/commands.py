"""What the controls of the page do.

A control says a command: a verb, a colon, and what it is about, such as ``view:months``.  The views have seen
to it that what arrives has its shape (`kantokuen.dashboard.widgets`); whether there is such a lever, month or
file is seen to here: nothing of what a visitor sends is run, and what cannot be used is told on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Final

from kantokuen.agents.roster import OFFICES
from kantokuen.dashboard import export
from kantokuen.dashboard.guess import ROADS, Guess, chance_of_100
from kantokuen.dashboard.handing_out import about, credit, with_credit
from kantokuen.dashboard.lever_panel import value_of
from kantokuen.dashboard.link import read_link, with_setting
from kantokuen.dashboard.results import playback_of
from kantokuen.dashboard.session import Dialog, Session
from kantokuen.dashboard.share import page_address
from kantokuen.dashboard.state import MOST_WORLD, State
from kantokuen.dashboard.steps import STEP_NUMBERS
from kantokuen.dashboard.widgets import Move, Telling, Travel, Upload
from kantokuen.model.checking import check_text
from kantokuen.model.errors import InputError, cut, input_error, known_name
from kantokuen.model.levers.reading import LARGEST_FILE
from kantokuen.model.parameters import PARAMETERS, Value
from kantokuen.model.scenario import Scenario

LARGEST_UPLOAD: Final = min(LARGEST_FILE, 200_000)
"""Bytes of a scenario file that a visitor may open."""

_LONGEST_ADDRESS: Final = 300
"""Characters of the address of the page."""

_LONGEST_ABOUT: Final = 4_000
"""Characters of what a dialog may be asked about."""

_SETTINGS: Final = ("lens", "cadence", "ensemble", "world", "seed", "language", "theme", "view", "worlds")
"""What a control sets as a link would by the same name."""

_FORMS: Final = frozenset({"svg", "png"})

Verb = Callable[[Session, str], None]


def pick(session: Session, command: str) -> None:
    """Do what a control says; what cannot be done is told on the page."""
    verb, _, about = command.partition(":")
    before = session.state.value
    try:
        _VERBS[known_name("command", verb, _VERBS)](session, about)
    except InputError as error:
        session.tell_faults(*str(error).splitlines())
    else:
        if session.state.value != before and session.blame.value.lead == "faults.page":
            session.forgive()


def go(session: Session, number: int) -> None:
    """Look at another period, by its number; at the one at the end for a number beyond."""
    days = session.state.value.days
    moment = days[max(0, min(number, len(days) - 1))].isoformat()
    session.change(moment=moment)
    told = session.telling.value
    if told:  # with the last period the story is at its end, and all is known
        session.telling.value = "" if moment == days[-1].isoformat() else max(told, moment)


def tell(session: Session, what: Telling) -> None:
    """Begin to tell the story from its first period, or end it: then all is shown again."""
    if what == "end":
        session.telling.value = ""
        return
    first = session.state.value.days[0].isoformat()
    session.change(moment=first)
    session.telling.value = first


def move(session: Session, told: Move) -> None:
    """Set a lever from the panel, or undo it.

    Args:
        session: of the page.
        told: ``key``; ``value``, a position for a number or a day, None to undo; and ``number``, which is
            given back as the answer.
    """
    state, key, given = session.state.value, told["key"], told["value"]
    try:
        known_name("lever", key, PARAMETERS)
        value = state.starting.levers[key] if given is None else value_of(key, given)
        session.state.value = state.with_levers({key: value})
    except InputError as error:
        session.tell_faults(*str(error).splitlines())
    finally:
        session.answered.value = told["number"]


def upload(session: Session, told: Upload) -> None:
    """Open a scenario file, or say why not.

    Args:
        session: of the page.
        told: ``name`` and ``text`` of the file, and its ``size``; no text where it was too large to send.
    """
    words, name, text = session.words, cut(told["name"]), told["text"]
    if text is None or len(text.encode(errors="replace")) > LARGEST_UPLOAD:
        sizes = {"size": words.number(told["size"]), "most": words.number(LARGEST_UPLOAD)}
        session.tell_faults(words("faults.too_large", name=name, **sizes), lead="faults.file", name=name)
        return
    try:
        opened = export.opened(text, name)
    except InputError as error:
        session.tell_faults(*str(error).splitlines(), lead="faults.file", name=name)
        return
    session.forgive()
    session.state.value = session.state.value.opened(*opened)
    session.said.value = words("bar.opened", name=name)


def travel(session: Session, told: Travel) -> None:
    """Go where Back or Forward of the browser leads.

    Args:
        session: of the page.
        told: ``link``, the query of the address there, and ``number``, which is given back as the answer.
    """
    state, faults = read_link(told["link"])
    session.forgive()
    session.state.value = state
    if faults:
        session.tell_faults(*faults, lead="faults.link")
    session.travelled.value = told["number"]


def open_with(session: Session, levers: Mapping[str, Value]) -> None:
    """Play the scenario of the page with other levers, from its beginning."""
    state = session.state.value
    session.state.value = state.opened(state.request.scenario.replace(levers), state.title)


# ---- verbs -------------------------------------------------------------------------------------------


def _set(name: str) -> Verb:
    """Make the verb that sets what a link would set by the same name."""

    def act(session: Session, text: str) -> None:
        session.state.value = with_setting(session.state.value, name, text)

    return act


def _scenario(session: Session, name: str) -> None:
    known = known_name("scenario", name, Scenario.names())
    session.state.value = session.state.value.opened(Scenario.load(known))


def _office(session: Session, office: str) -> None:
    """Look into an office, or into none; chosen again it is closed."""
    if office:
        known_name("office", office, OFFICES)
    session.change(office="" if session.state.value.office == office else office)


def _this_office(office: str) -> Verb:
    """Make the verb that the table's own marks say."""
    return lambda session, _: _office(session, office)


def _axis(which: int) -> Verb:
    """Make the verb that puts a lever on an axis of the map; one on the other axis changes places."""

    def act(session: Session, key: str) -> None:
        known_name("lever", key, PARAMETERS)
        before = session.state.value.axes
        other = before[1 - which] if before[1 - which] != key else before[which]
        session.change(axes=(key, other) if which == 0 else (other, key))

    return act


def _try(session: Session, setting: str) -> None:
    key, _, text = setting.partition("=")
    open_with(session, {key: check_text(key, text, "page")})


def _save(session: Session, about: str) -> None:
    name, _, form = about.partition(".")
    draw = session.pictures.get(name)
    if draw is not None and form in _FORMS:
        picture = export.standalone(with_credit(session, name, draw())).encode()
        session.send(export.file_name(name, form), "image/svg+xml", picture, draws=form == "png")


def _dialog(kind: str) -> Verb:
    def act(session: Session, about: str) -> None:
        session.dialog.value = Dialog(kind, about[:_LONGEST_ABOUT])

    return act


def _flag(name: str) -> Verb:
    """Make the verb by which a browser says how it looks."""
    return lambda session, told: getattr(session, name).set(told == "true")


def _received(session: Session, _: str) -> None:
    """Keep nothing of a file that has been saved."""
    if session.file.value is not None:
        session.file.value = replace(session.file.value, content="")


def _copied(session: Session, is_done: str) -> None:
    session.copied.value = session.words("bar.copied" if is_done == "yes" else "bar.not_copied")
    session.said.value = session.copied.value


def _here(session: Session, address: str) -> None:
    """Take note of where the visitor's browser found the page; what is no address is left alone."""
    session.visited = page_address(address[:_LONGEST_ADDRESS])


def _road(session: Session, road: str) -> None:
    session.draft.value = replace(session.draft.value, road=known_name("road", road, ROADS), fault="")


def _likely(session: Session, text: str) -> None:
    likely, draft = chance_of_100(text), session.draft.value
    changed = {"fault": "likely"} if likely is None else {"likely": likely, "fault": ""}
    session.draft.value = replace(draft, **changed)


def _tour(session: Session, step: str) -> None:
    """Go to a step of the tour, which is a link; language, colours and the guess stay."""
    now, (asked, _) = (
        session.state.value,
        read_link(f"tour={known_name('step of the tour', step, STEP_NUMBERS)}"),
    )
    session.state.value = replace(
        asked, language=now.language, theme=now.theme, worlds=now.worlds, guess=now.guess, opening=False
    )


def _do(session: Session, name: str) -> None:
    _BUTTONS[known_name("button", name, _BUTTONS)](session)


# ---- buttons -----------------------------------------------------------------------------------------


def _reset(session: Session) -> None:
    """Go back to the first month; the levers stay, those of a fork as well."""
    session.change(moment=session.state.value.days[0].isoformat(), office="")


def _defaults(session: Session) -> None:
    now = session.state.value
    session.state.value = State(language=now.language, theme=now.theme, view=now.view)
    session.telling.value = ""
    session.forgive()


def _begin(session: Session) -> None:
    """Leave the opening scene for the page."""
    session.change(opening=False)


def _opening(session: Session) -> None:
    session.change(opening=True, tour=0)


def _guess(session: Session) -> None:
    """Keep the guess of the opening scene, and leave it; without a road the scene says so."""
    draft = session.draft.value
    if not draft.road:
        session.draft.value = replace(draft, fault="road")
    elif not draft.fault:
        session.change(opening=False, guess=Guess(draft.road, draft.likely))


def _share(session: Session) -> None:
    session.copied.value = ""
    _dialog("share")(session, "")


def _another(session: Session) -> None:
    session.change(world=(session.state.value.world + 1) % (MOST_WORLD + 1))


def _fork(session: Session) -> None:
    state = session.state.value
    if state.fork:
        return
    if not state.can_fork:
        raise input_error("fork", f"nothing follows {state.days[-1]}", "an earlier sitting")
    session.change(fork=state.days[state.index].isoformat(), later=state.request.scenario)


def _end_fork(session: Session) -> None:
    session.change(fork="", later=None)


def _keep(session: Session) -> None:
    state = session.state.value
    session.change(baseline=state.request.scenario, baseline_title=state.title)


def _historical(session: Session) -> None:
    session.change(baseline=State().baseline, baseline_title="")


def _count(name: str) -> Callable[[Session], None]:
    """Make the button that asks the browser for something, once more."""
    return lambda session: getattr(session, name).set(getattr(session, name).value + 1)


def _toml(session: Session) -> None:
    state = session.state.value
    name, text = export.scenario_file(state.request, state.title)
    version, _, rest = text.partition("\n")
    said = "\n".join([version, *(f"# {line}" for line in credit(session)), rest])
    session.send(name, "application/toml", said.encode())


def _months(session: Session, form: str) -> None:
    content = export.months_file(playback_of(session.state.value.question), form, about(session))
    session.send(export.file_name("months", form), export.TYPES[form], content)


def _worlds(session: Session, form: str) -> None:
    """Let the many worlds be saved: they are played beside the page, see `parts.Exporting`."""
    session.exporting.value = form


_BUTTONS: Final[Mapping[str, Callable[[Session], None]]] = MappingProxyType(
    {
        "reset": _reset,
        "defaults": _defaults,
        "another": _another,
        "fork": _fork,
        "end_fork": _end_fork,
        "begin": _begin,
        "opening": _opening,
        "guess": _guess,
        "forget_guess": lambda session: session.change(guess=None),
        "end_tour": lambda session: session.change(tour=0),
        "keep": _keep,
        "historical": _historical,
        "understood": Session.forgive,
        "share": _share,
        "poster": lambda session: _dialog("poster")(session, ""),
        "print": _count("prints"),
        "copy": _count("copies"),
        "upload": _count("asks_file"),
        "toml": _toml,
        **{f"{form}_months": partial(_months, form=form) for form in export.TYPES},
        **{f"{form}_worlds": partial(_worlds, form=form) for form in export.TYPES},
    }
)

_VERBS: Final[Mapping[str, Verb]] = MappingProxyType(
    {
        **{name: _set(name) for name in _SETTINGS},
        **{kind: _dialog(kind) for kind in ("source", "lever", "office-source")},
        **{office: _this_office(office) for office in OFFICES},
        "scenario": _scenario,
        "office": _office,
        "dialog": lambda session, _: _dialog("")(session, ""),
        "x": _axis(0),
        "y": _axis(1),
        "road": _road,
        "likely": _likely,
        "tour": _tour,
        "try": _try,
        "save": _save,
        "dark": _flag("is_dark"),
        "narrow": _flag("is_narrow"),
        "received": _received,
        "copied": _copied,
        "here": _here,
        "do": _do,
    }
)
