"""The powers outside: they do not sit at the table, but they answer it.

Each is a Mesa agent with its own rule and its own `Abroad`, what it may see from outside.
"""

from __future__ import annotations

from dataclasses import dataclass

import mesa
import numpy as np

from kantokuen.agents.view import Array, Mask, Rules


@dataclass(frozen=True, slots=True)
class Abroad:
    """What an outside power may see of the others during one step; arrays of shape ``(worlds,)``.

    Attributes:
        day, days: first day of the step and its length.
        at_war: 1 while Germany and the Soviet Union are at war, else 0.
        front: progress of the German advance, 1 is Moscow.
        crisis: how hard the Soviet west is pressed, 0..1.
        build_up: divisions in Manchuria and Korea beyond those of June 1941.
        southern_move: the move into southern Indochina is known abroad.
        is_frozen: Japanese assets are frozen by the United States.
        days_frozen: days since then, 0 before.
        is_embargoed: the American oil embargo is total.
        northern_war, southern_war: Japan is at war there.
        rules: parameter values.
    """

    day: float
    days: float
    at_war: float
    front: Array
    crisis: Array
    build_up: Array
    southern_move: Mask
    is_frozen: Mask
    days_frozen: Array
    is_embargoed: Mask
    northern_war: Mask
    southern_war: Mask
    rules: Rules


class Power(mesa.Agent):
    """An outside power."""

    id = ""
    name = ""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"


class Germany(Power):
    """Tells Tokyo that victory is near, whatever the front shows; gives no plan to join."""

    id = "GER"
    name = "Germany"

    def claim(self, nearness: Array, rules: Rules) -> Array:
        """Return what Berlin says of the nearness of its victory, 0..1: ``germany.boast`` ahead of it."""
        return (nearness + rules.germany.boast).clip(0.0, 1.0)


class SovietUnion(Power):
    """Sends divisions west as the west is pressed, keeps and refills them as Japan builds up."""

    id = "SOV"
    name = "Soviet Union"

    def transfer_factor(self, abroad: Abroad) -> Array:
        """Return the multiplier of the recorded flow of divisions west.

            factor = trust max(0, 1 + crisis - response (build_up - 2))

        with response ``soviet.response``, and trust 1 under a neutrality pact and
        ``soviet.without_pact`` without one.  The recorded flow was seen against a build-up of two
        divisions (JPN036) and no crisis worse than the real one, so it is 1 there.
        """
        rules = abroad.rules
        held = rules.soviet.response * (abroad.build_up - 2.0)
        trust = 1.0 if rules.pact.neutrality else rules.soviet.without_pact
        return trust * (1.0 + abroad.crisis - held).clip(0.0, np.inf)

    def refill_factor(self, abroad: Abroad) -> Array:
        """Return the multiplier of the speed at which vacated places are filled.

            factor = clip(floor + rise build_up, floor, most)

        with floor ``soviet.refill_floor``, rise ``soviet.refill_rise`` and most ``soviet.refill_most``;
        their defaults make it 1 at the real build-up.
        """
        pace = abroad.rules.soviet
        faster: Array = pace.refill_floor + pace.refill_rise * abroad.build_up
        return faster.clip(pace.refill_floor, pace.refill_most)


class UnitedStates(Power):
    """Freezes and then cuts off oil when Japan moves south; worries about the north as well."""

    id = "USA"
    name = "United States"

    def freeze_rate(self, abroad: Abroad) -> Array:
        """Return the hazard per day of a freeze of Japanese assets.

            rate = south 1[southern move known] + north (build_up / 10 + war 1[northern war])

        with south ``sanctions.freeze_rate``, north ``sanctions.northern_rate`` and war
        ``sanctions.northern_war``.
        """
        hazards = abroad.rules.sanctions
        alarm = abroad.build_up.clip(0.0, np.inf) * 0.1 + hazards.northern_war * abroad.northern_war
        return hazards.freeze_rate * abroad.southern_move + hazards.northern_rate * alarm

    def embargo_rate(self, abroad: Abroad) -> Array:
        """Return the hazard per day that a freeze becomes a total embargo: no licence is ever paid out.

            rate (fade / (fade + days frozen))      under a freeze, else 0

        with rate ``sanctions.embargo_rate`` and fade ``sanctions.embargo_fade``.
        """
        rate, fade = abroad.rules.sanctions.embargo_rate, abroad.rules.sanctions.embargo_fade
        return rate * abroad.is_frozen * (fade / (fade + abroad.days_frozen))


class Britain(Power):
    """Follows an American freeze within a day (CHR058)."""

    id = "GBR"
    name = "Britain"
    lag = 1.0

    def freezes(self, abroad: Abroad) -> Mask:
        """Return where Britain has frozen as well."""
        return abroad.is_frozen & (abroad.days_frozen >= self.lag)


class Netherlands(Power):
    """The government in exile and the Indies: follow within days, unless they go on selling (CHR059)."""

    id = "NED"
    name = "Netherlands"
    lag = 3.0

    def stops_oil(self, abroad: Abroad) -> Mask:
        """Return where the Indies sell no more oil."""
        follows = abroad.is_frozen & (abroad.days_frozen >= self.lag)
        return np.zeros_like(follows) if abroad.rules.sanctions.dutch_sell else follows


class China(Power):
    """Ties Japanese divisions down while its war lasts, and gains by any new enemy of Japan's."""

    id = "CHN"
    name = "China"

    def ties(self, abroad: Abroad, *, is_over: bool) -> Array:
        """Return the Japanese divisions tied down in China, shape ``(worlds,)``.

        All of ``china.tied_divisions``; the share ``china.garrison`` of them when the war is over.
        """
        rules = abroad.rules.china
        tied = rules.tied_divisions * (rules.garrison if is_over else 1.0)
        return tied + np.zeros_like(abroad.front)


POWERS: tuple[type[Power], ...] = (Germany, SovietUnion, UnitedStates, Britain, Netherlands, China)
