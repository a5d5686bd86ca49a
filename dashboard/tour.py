"""The guided tour: six links that use the page itself, each with a few sentences beside it.

What a step says holds whatever the model gives: it says where to look, not which number is there.
"""

from __future__ import annotations

from typing import Final

import solara

from kantokuen.dashboard.sections import section
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.state import State
from kantokuen.dashboard.steps import STEPS

QUESTIONS: Final = ("1", "2", "3")
"""What the tour ends in: open questions, to which the page has no answer."""


@solara.component
def Tour(session: Session, state: State) -> None:
    """The step of the tour at which the visitor is; nothing where there is no tour."""
    step = state.tour
    if not step:
        return
    section(
        session,
        "tour.html",
        kind="tour-box",
        step=step,
        of=len(STEPS),
        questions=QUESTIONS if step == len(STEPS) else (),
    )
