"""Seated: a chair of the table whose answers come from a person.

Whoever sits there perceives and appraises as the office would; what the person says, stands in the place of
what the office would have said.  A person who says nothing is the office, bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, Final, Protocol

from kantokuen.agents.faction import Faction
from kantokuen.agents.view import View

ACTS: Final = (
    "asks_oil", "consent", "convening", "counter_draft", "draft", "drafts_order", "drafts_reopening",
    "holds_back", "keeps_north", "misses", "obstruction", "orders_talks", "releases", "reopens_north",
    "speaks_for_north", "speaks_for_south", "tables_talks", "takes_blame", "vouches", "yields_in_china",
)  # fmt: skip
"""What an office may be asked: methods of the classes of `kantokuen.agents.roster`."""


class Person(Protocol):
    """Somebody who answers for an office; keeps no state of a model, which may be forked."""

    def answers(self, office: Seated, act: str, own: Any, given: tuple[Any, ...]) -> Any:
        """Return the answer to something that the office is asked.

        Args:
            office: the chair.
            act: what is asked, of `ACTS`.
            own: what the office would say itself.
            given: what it was asked about, a `View` with the papers among it where they lie on the table.
        """


class Seated(Faction):
    """An office in whose chair a person sits.

    Attributes:
        person: who sits there.
        view: what lay on the table when the council last met, before any paper; None before the first time.
    """

    person: Person
    view: View | None = None


@cache
def seated(kind: type[Faction]) -> type[Seated]:
    """Return the class of an office in whose chair a person sits."""
    acts = {name: _asked(name, getattr(kind, name)) for name in ACTS if hasattr(kind, name)}
    return type(f"Seated{kind.__name__}", (Seated, kind), acts)


def _asked(name: str, own: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(own)
    def act(self: Seated, *given: Any, **named: Any) -> Any:
        return self.person.answers(self, name, own(self, *given, **named), given)

    return act
