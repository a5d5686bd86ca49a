"""A component without a browser: what it shows, and what its controls would send."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import solara
from markupsafe import escape

from kantokuen.dashboard import app, parts
from kantokuen.dashboard.panels import PANELS
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.view_model import ViewModel

SCRIPT = "<script>alert(1)</script>"
_PATIENCE = 120.0


class Shown:
    """A component that has been rendered.

    Args:
        element: the component with its arguments.
    """

    def __init__(self, element: Any) -> None:
        self._box, self._context = solara.render(element, handle_error=False)

    def widgets(self, trait: str) -> list[Any]:
        """Return the widgets that have a trait, in the order of the page.

        What was set while another thread renders, that thread shows: it is waited for.
        """
        self.until(lambda: not (self._context._is_rendering or self._context._rerender_needed))
        return [each for each in _walk(self._box) if trait in each.keys]

    def only(self, trait: str) -> Any:
        """Return the one widget that has a trait."""
        (found,) = self.widgets(trait)
        return found

    @property
    def html(self) -> str:
        """The HTML of all templates, one after the other."""
        return "\n".join(each.html for each in self.widgets("html"))

    @property
    def link(self) -> str:
        """What the address bar holds after the question mark."""
        link: str = self.only("address").address["link"]
        return link

    def said(self, text: str) -> bool:
        """Return whether a text stands on the page, as people read it."""
        return str(escape(text)) in self.html

    def pick(self, command: str) -> None:
        """Choose what has this command, or the field whose new value it is; it must be there."""
        verb = command.partition(":")[0]
        marks = (f'data-pick="{escape(command)}"', f'data-change="{verb}"')
        found = [each for each in self.widgets("html") if any(mark in each.html for mark in marks)]
        assert found, f"nothing on the page says {command}"
        found[0].vue_event_pick(command)

    def send(self, trait: str, event: str, data: object) -> None:
        """Send an event of the widget that has a trait."""
        getattr(self.only(trait), f"vue_event_{event}")(data)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for work that goes on beside the page."""
        end = time.monotonic() + _PATIENCE
        while not holds():
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.02)

    def close(self) -> None:
        """Take it off the page."""
        self._context.close()


def _walk(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", None) or ():
        if not isinstance(child, str):
            yield from _walk(child)


@solara.component
def at(query: str) -> None:
    """The page at a link."""
    solara.routing.router_context.provide(solara.routing.Router(f"/?{query}", []))
    app.Page()


@solara.component
def open_panel(session: Session) -> None:
    """The open panel of a session."""
    view = ViewModel.of(session.state.value, session.palette, session.telling.value)
    PANELS[view.state.view](session, view)


@solara.component
def head(session: Session) -> None:
    """The parts around the panels, of a session."""
    view = ViewModel.of(session.state.value, session.palette, session.telling.value)
    parts.Bar(session, view.state)
    parts.Faults(session)
    parts.Side(session, view)
    parts.Verdict(session, view)
    parts.Timebox(session, view)
