"""Terms: what lies between Tokyo and Washington at one sitting.

A settlement asks for Indochina, China and the Pact, and brings all trade back; a truce empties southern
Indochina, or takes no step toward it, and lets some oil through for a while.  Oil is counted in shares of
the imports of before, a withdrawal from China from 0, the garrisons stay, to 1, all out by a date.  All
arrays have the shape ``(worlds,)``.
"""

from __future__ import annotations

from dataclasses import dataclass

from kantokuen.agents.rules import Array, Mask

ABROAD = "US"
"""How the United States is named among those who may refuse."""

SIGNATORIES = ("AGS", "WAR", "NGS", "NAV")
"""The offices that must sign, all of them, what the Foreign Minister and the Prime Minister table."""

REFUSERS = (ABROAD, "FOR", *SIGNATORIES)
"""Who may refuse a text: Washington, a Foreign Minister who would not table it, those who must sign."""


@dataclass(frozen=True, slots=True)
class Overture:
    """What bears on Washington's offer beside what it sees of the others.

    Attributes:
        deadline: how near Japan's southern preparations are to their end: 0 far off or none, 1 ready, up to
            2 the longer they wait; Washington reads it in decrypts.
        flowing: share of oil imports that comes in without any text.
        is_china_free: the war in China is over.
        is_britain_bound: Britain has frozen as well.
        are_dutch_bound: the Indies sell no more oil.
    """

    deadline: Array
    flowing: Array
    is_china_free: bool
    is_britain_bound: Mask
    are_dutch_bound: Mask


@dataclass(frozen=True, slots=True)
class Terms:
    """What Washington would sign, and what bears on the answer in Tokyo.

    Attributes:
        china: the withdrawal from China that a settlement asks for, 0..1.
        axis: how loosely it asks the Pact with Berlin to be read: 0 to the letter, 1 as if it were void.
        oil_of_settlement, oil_of_truce: oil that either would bring beyond what is counted on anyhow.
        deadline: see `Overture`.
        is_late: the date to which the last sealed decision lets the talks go on is past.
        oil_months: months that the oil lasts without imports.
        order: how far the throne orders that the talks are to succeed, 0..1.
        is_blame_taken: the Prime Minister takes it on himself that there is no war.
    """

    china: Array
    axis: Array
    oil_of_settlement: Array
    oil_of_truce: Array
    deadline: Array
    is_late: Mask
    oil_months: Array
    order: Array
    is_blame_taken: Mask
