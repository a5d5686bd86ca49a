"""What each chair has: the links along which an office acts, with the rule and the judgements behind each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kantokuen.agents.profile import offices
from tools.manual.docstrings import in_code
from tools.manual.text import table


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that an office has beside its stance.

    Attributes:
        has: what it is, in words.
        rule: the rule in the code, module and name, as the submodels list it.
        keys: the parameters of that rule.
    """

    has: str
    rule: str
    keys: tuple[str, ...]


CHAIRS: Final[dict[str, tuple[Link, ...]]] = {
    "OPS": (
        Link(
            "drafts the order to attack where the fruit is ripe enough for it, and the reopening",
            "lenses.politics",
            ("council.reopens",),
        ),
        Link("asks for a force", "army.OperationsBureau.draft", ("army.asks", "army.field_share")),
        Link(
            "leaves room to the Second Bureau",
            "army.OperationsBureau.leaves_to_intelligence",
            ("intelligence.heard",),
        ),
    ),
    "AGS": (
        Link("tables the estimate that all read", "army.GeneralStaff.estimate", ("staff.win_odds",)),
        Link("signs or does not", "army.GeneralStaff.consent", ("council.northern_preparation",)),
        Link(
            "signs or refuses a text with Washington",
            "army.GeneralStaff.asks_oil",
            ("talks.army_oil", "talks.garrison", "talks.own_reading"),
        ),
    ),
    "INT": (
        Link(
            "its estimate enters the General Staff's belief",
            "weighing.hear_intelligence",
            ("intelligence.heard",),
        ),
    ),
    "KAH": (
        Link(
            "vouches for the force, or not: without it no border order",
            "army.KwantungHeadquarters.vouches",
            ("army.vouches",),
        ),
        Link("draws plans up with Operations", "army.OperationsBureau.draft", ("army.field_share",)),
        Link("keeps its staff in hand", "army.KwantungHeadquarters.holds_back", ("army.incident_rate",)),
    ),
    "KAS": (
        Link(
            "may open a war without orders",
            "army.KwantungStaff.recklessness",
            ("army.incident_rate", "army.indiscipline"),
        ),
        Link("colours the counts", "schedule.reports_arrive", ("intelligence.colour",)),
    ),
    "KOR": (
        Link(
            "releases divisions or holds them back",
            "army.TheatreArmy.releases",
            ("army.korea_divisions",),
        ),
    ),
    "CEA": (
        Link(
            "releases divisions or holds them back",
            "army.TheatreArmy.releases",
            ("army.china_divisions",),
        ),
    ),
    "WAR": (
        Link("funds a ceiling, and can be talked round", "army.WarMinister.consent", ("war_ministry.ear",)),
        Link(
            "signs or does not; a build-up is also an insurance",
            "army.WarMinister.consent",
            ("council.insurance", "war_ministry.mobilisation"),
        ),
        Link(
            "signs or refuses a text with Washington",
            "army.WarMinister.asks_oil",
            ("talks.army_oil", "talks.order", "talks.navy_word"),
        ),
    ),
    "MAB": (
        Link(
            "counter-drafts the ceiling",
            "army.MilitaryAffairsBureau.counter_draft",
            ("army.stretch",),
        ),
        Link(
            "speaks to the Minister against Operations, while it is there",
            "army.MilitaryAffairsBureau.contended",
            ("war_ministry.ear", "war_ministry.muto_ill"),
        ),
    ),
    "NGS": (
        Link(
            "the screen of the southern posture",
            "navy.NavyOffice.consent",
            ("navy.tolerance", "navy.urgency", "navy.war_urgency", "navy.payment", "navy.moved"),
        ),
        Link(
            "tables the southern steps",
            "council.Council.go_south",
            ("council.oil_alarm", "council.oil_emergency"),
        ),
        Link(
            "signs or refuses a text with Washington",
            "navy.NavyGeneralStaff.asks_oil",
            ("talks.navy_oil", "talks.patience", "talks.war_months"),
        ),
    ),
    "NAV": (
        Link(
            "the same screen, by its own measure", "navy.NavyMinistry.firmness", ("navy.ministry_firmness",)
        ),
        Link(
            "is silent on one, unless the Premier takes the blame",
            "navy.NavyMinistry.asks_oil",
            ("talks.cabinet_oil", "talks.blame"),
        ),
    ),
    "FOR": (
        Link(
            "holds up Indochina, keeps the pact or breaks it",
            "cabinet.ForeignMinister.obstruction",
            ("foreign_minister.obstruction_days", "council.breaks_pact"),
        ),
        Link(
            "passes on what Berlin says",
            "weighing.seen_war",
            ("intelligence.berlin_share", "foreign_minister.quiet_voice"),
        ),
        Link("tables a text with Washington", "cabinet.ForeignMinister.asks_oil", ("talks.cabinet_oil",)),
    ),
    "PM": (
        Link(
            "brings the table together",
            "cabinet.PrimeMinister.convening",
            ("politics.turn_days", "politics.convening"),
        ),
        Link(
            "takes the blame, or resigns before a war that he will not sign",
            "cabinet.PrimeMinister.takes_blame",
            ("talks.blame", "politics.forming_days"),
        ),
    ),
    "KID": (
        Link("the Emperor's ear", "court.advice", ("emperor.ear", "emperor.audience_days")),
        Link("doubts the war with him", "court.Emperor.orders_talks", ("talks.order",)),
    ),
    "EMP": (
        Link(
            "sanctions each step, or does not",
            "court.Emperor.consent",
            ("council.mobilisation", "council.near_certain", "emperor.sanction"),
        ),
        Link("orders that the talks succeed", "court.Emperor.orders_talks", ("talks.order",)),
    ),
    "HAR": (Link("the Emperor's ear", "court.advice", ("emperor.ear", "emperor.audience_days")),),
    "CPB": (
        Link(
            "the figure of oil that everyone else reads",
            "cabinet.PlanningBoard.figure",
            ("planning_board.shade",),
        ),
    ),
}
"""What each office has; its ``office.ID.lean`` moves all of it."""


def chairs() -> str:
    """Return what each chair has, the rule, and the parameters of that rule."""
    rows = (
        (office, profile.title, link.has, f"`{link.rule}`", in_code(", ".join(link.keys)))
        for office, profile in offices().items()
        for link in CHAIRS.get(office, ())
    )
    return table(("id", "office", "what it has", "rule", "parameters"), rows)
