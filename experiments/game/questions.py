"""Questions: what a person in a chair is asked at a sitting, and how the answer enters the model.

Each question belongs to one thing that the office is asked anyhow (`kantokuen.agents.seated.ACTS`).  Who
answers none of them leaves the office as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from kantokuen.agents.army import FORCE_VARIANTS
from kantokuen.agents.view import Consent, View

OWN: Final = "own"
"""The answer that leaves it to the office, as the model plays it."""

_YES_NO: Final = MappingProxyType({"yes": 1.0, "no": 0.0})
_SIGNS: Final = MappingProxyType({"none": 0.0, "16": 16.0, "22": 22.0, "25": 25.0, "34": 34.0})
_HASTE: Final = MappingProxyType({"soon": 4.0, "late": 10.0})
"""Days that a northern paper takes at the table; judgement: a jun is ten."""

_DRAFTS: Final = MappingProxyType({f"{each:.0f}": each for each in FORCE_VARIANTS})


@dataclass(frozen=True, slots=True)
class Asked:
    """What bears on which questions are put at a sitting; all of it is known to everyone at the table.

    Attributes:
        view: what lies on the table, with the papers where the office is asked about them.
        acts: what the office is asked.
        is_tabled: whether the Foreign Minister tables what Washington would sign.
    """

    view: View
    acts: frozenset[str]
    is_tabled: bool = False

    @property
    def is_at_war(self) -> bool:
        """Whether Germany and the Soviet Union are at war."""
        return self.view.at_war > 0.0

    @property
    def north(self) -> int:
        """0 nothing sanctioned in the north, 1 preparations, 2 a mobilisation, 3 the order to attack."""
        return int(self.view.northern_step[0])

    @property
    def south(self) -> int:
        """0 nothing in the south, 1 Indochina, 2 preparations for war, 3 war."""
        return int(self.view.southern_step[0])

    @property
    def is_given_up(self) -> bool:
        """Whether the attack in the present season is given up."""
        return bool(self.view.has_given_up[0])

    @property
    def may_build(self) -> bool:
        """Whether a force for the north may be asked for."""
        return self.is_at_war and not self.is_given_up and self.north < 3

    @property
    def is_more_asked(self) -> bool:
        """Whether the papers ask for a force that has not been sanctioned yet."""
        paper = self.view.paper
        more = paper is not None and paper.asked[0] >= self.view.divisions_sanctioned[0] + 2.0
        return self.may_build and (self.north < 2 or more)

    @property
    def is_order_laid(self) -> bool:
        """Whether the order to attack lies on the table."""
        paper = self.view.paper
        return self.north == 2 and not self.is_given_up and paper is not None and bool(paper.order[0])


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a person may answer.

    Attributes:
        key: its name.
        act: what the office is asked in the model.
        options: by the name of an answer, the number that it stands for.
        is_put: whether it is put at a sitting.
        enters: from the office's own answer and that number to the answer in the model.
        reads: from the office's own answer to the number that it amounts to.
    """

    key: str
    act: str
    options: Mapping[str, float]
    is_put: Callable[[Asked], bool]
    enters: Callable[[Any, float], Any]
    reads: Callable[[Any], float]

    def own(self, answer: Any) -> str:
        """Return the option nearest to what the office would say itself."""
        number = self.reads(answer)
        return min(self.options, key=lambda name: abs(self.options[name] - number))


def _first(values: Any) -> float:
    return float(np.asarray(values, dtype=np.float64).ravel()[0])


def _flag(own: Any, number: float) -> Any:
    return np.full_like(own, bool(number))


def _number(own: Any, number: float) -> Any:
    return np.zeros_like(own) + number


def _consents(name: str) -> tuple[Callable[[Consent, float], Consent], Callable[[Consent], float]]:
    """Return how an answer enters a text that is to be signed, and how the office's own is read there."""

    def enters(own: Consent, number: float) -> Consent:
        given = getattr(own, name)
        put = _number(given, number) if name == "divisions" else _flag(given, number)
        return replace(own, **{name: put})

    return enters, lambda own: _first(getattr(own, name))


def _text(name: str, is_put: Callable[[Asked], bool], key: str = "") -> Question:
    """Return the question whether a text is signed; how far, where it is about a force."""
    options = _SIGNS if name == "divisions" else _YES_NO
    return Question(key or name, "consent", options, is_put, *_consents(name))


def _act(
    key: str,
    act: str,
    is_put: Callable[[Asked], bool],
    options: Mapping[str, float] = _YES_NO,
    enters: Callable[[Any, float], Any] = _number,
) -> Question:
    return Question(key, act, options, is_put, enters, _first)


def _sealed(key: str) -> Question:
    """Return the question whether what Washington would sign is signed here."""

    def enters(own: Any, number: float) -> Any:
        return np.full_like(own, -np.inf if number else np.inf)

    def is_put(asked: Asked) -> bool:
        return "asks_oil" in asked.acts and asked.is_tabled

    return Question(key, "asks_oil", _YES_NO, is_put, enters, _asks_little)


def _asks_little(own: Any) -> float:
    """Return 1 where an office would sign for less oil than there was before, 0 where for no less."""
    return float(_first(own) < 1.0)


_PREPARES = _text("prepare", lambda asked: asked.is_at_war and asked.north < 1)
_FORCE = _text("divisions", lambda asked: asked.is_more_asked)
_CROSSES = _text("cross", lambda asked: asked.is_order_laid)
_INDOCHINA = _text("indochina", lambda asked: asked.south < 1)
_SOUTH = _text("southern_preparation", lambda asked: asked.south == 1)
_SOUTHERN_WAR = _text("southern_war", lambda asked: asked.south == 2)
_KEEPS = _act("keep", "keeps_north", lambda a: a.may_build and a.north >= 1, enters=_flag)
_TALKS = _sealed("sign_talks")
_YIELDS = _act("withdraw", "yields_in_china", lambda asked: "yields_in_china" in asked.acts)


def _reopens(act: str) -> Question:
    return _act("reopen", act, lambda asked: asked.is_given_up and asked.north < 3, enters=_flag)


_ARMY_HEADS = (
    _PREPARES, _FORCE, _CROSSES, _KEEPS, _reopens("reopens_north"), _INDOCHINA, _SOUTH, _SOUTHERN_WAR, _TALKS,
)  # fmt: skip
_NAVY_HEADS = (_FORCE, _CROSSES, _INDOCHINA, _SOUTH, _SOUTHERN_WAR, _TALKS)

QUESTIONS: Final[Mapping[str, tuple[Question, ...]]] = MappingProxyType(
    {
        "OPS": (
            _act("draft", "draft", lambda asked: asked.may_build, _DRAFTS),
            _act("press", "speaks_for_north", lambda asked: asked.may_build),
            _act("order", "drafts_order", lambda a: a.may_build and a.north == 2, enters=_flag),
            _reopens("drafts_reopening"),
        ),
        "AGS": _ARMY_HEADS,
        "WAR": _ARMY_HEADS,
        "MAB": (
            _act("counter", "counter_draft", lambda asked: asked.may_build, _SIGNS),
            _act("object", "speaks_for_south", lambda asked: asked.may_build),
        ),
        "KAH": (
            _act("vouch", "vouches", lambda a: a.may_build and a.north == 2, enters=_flag),
            _act(
                "hold",
                "holds_back",
                lambda asked: asked.is_at_war,
                MappingProxyType({"tight": 2.0, "usual": 1.0, "loose": 0.0}),
            ),
        ),
        "NGS": _NAVY_HEADS,
        "NAV": _NAVY_HEADS,
        "FOR": (
            _CROSSES,
            _act("obstruct", "obstruction", lambda asked: asked.south < 1),
            _act("table_talks", "tables_talks", lambda a: "tables_talks" in a.acts, enters=_flag),
            _YIELDS,
            _SOUTHERN_WAR,
        ),
        "PM": (
            _act(
                "convene",
                "convening",
                lambda asked: asked.may_build,
                _HASTE,
            ),
            _CROSSES,
            _INDOCHINA,
            _SOUTH,
            _text("southern_war", lambda asked: asked.south == 2, key="sign_or_resign"),
            _YIELDS,
            _act("blame", "takes_blame", lambda asked: "takes_blame" in asked.acts, enters=_flag),
        ),
        "EMP": (
            _text("divisions", lambda asked: asked.is_more_asked, key="sanction"),
            _text("cross", lambda asked: asked.is_order_laid, key="sanction_attack"),
            _SOUTH,
            _SOUTHERN_WAR,
            _act("order_talks", "orders_talks", lambda asked: "orders_talks" in asked.acts),
        ),
    }
)
"""By seat, what its person may be asked, in the order in which it is put."""

SEATS: Final = tuple(QUESTIONS)
