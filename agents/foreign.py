"""The powers outside: they do not sit at the table, but they answer it.

Each is a Mesa agent with its own rule and its own `Abroad`, what it may see from outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import mesa
import numpy as np

from kantokuen.agents.terms import Overture
from kantokuen.agents.view import Array, Mask, Rules


class Outlook(Protocol):
    """What the powers believe of the chance that Japan attacks the Soviet Union within the season, 0..1."""

    US: Array
    USSR: Array
    GER: Array


@dataclass(frozen=True, slots=True)
class Abroad:
    """What an outside power may see of the others during one step; arrays of shape ``(worlds,)``.

    Attributes:
        day, days: first day of the step and its length.
        at_war: 1 while Germany and the Soviet Union are at war, else 0.
        crisis: how hard the Soviet west is pressed, 0..1.
        nearness: nearness of a German victory as the front shows it, 0..1.
        days_to_pick: days until the shortest campaign of this season, or of the next, can no longer begin.
        days_to_season: days until that season opens, 0 inside it.
        build_up: divisions called up for Manchuria and Korea beyond those of June 1941.
        resolve: hope of the General Staff while the attack is not given up, which only an ear in Tokyo hears.
        southern_move: the move into southern Indochina is known abroad.
        is_frozen: Japanese assets are frozen by the United States.
        days_frozen: days since then, 0 before.
        is_embargoed: the American oil embargo is total.
        northern_war, southern_war: Japan is at war there.
        believes: what each power believes of a northern attack, see `Outlook`.
        rules: parameter values.
    """

    day: float
    days: float
    at_war: float
    crisis: Array
    nearness: Array
    days_to_pick: float
    days_to_season: float
    build_up: Array
    resolve: Array
    southern_move: Mask
    is_frozen: Mask
    days_frozen: Array
    is_embargoed: Mask
    northern_war: Mask
    southern_war: Mask
    believes: Outlook
    rules: Rules


class Power(mesa.Agent):
    """An outside power."""

    id = ""
    name = ""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"


_SEASON = 75.0
"""Days before the last of a season at which all of it still lies ahead: from early July on it runs out."""


class Watcher(Power):
    """A power that forms a belief of what Japan will do in the north, from what it can see."""

    def believes(self, belief: Array, abroad: Abroad) -> Array:
        """Return the believed chance of a northern attack within the season after a step, 0..1.

            belief' = belief + gain (likely - belief)

        with gain ``outsiders.gain``.
        """
        after: Array = belief + abroad.rules.outsiders.gain * (self.likely(abroad) - belief)
        return after

    def likely(self, abroad: Abroad) -> Array:
        """Return how likely a northern attack looks to this power today; see `from_the_signs`."""
        return from_the_signs(abroad)


def from_the_signs(abroad: Abroad) -> Array:
    """Return how likely a northern attack looks from what all the world can see, 0..1.

        likely = season (war 1[at war] + near nearness + built min(1, build-up / 4)) turned
        season = clip(days to pick / 75, 0, 1) / (1 + days until it opens / patience)
        turned = 1 - south (1[southern move known] + 1[southern war]) / 2

    with war, near, built and south ``outsiders.at_war``, ``outsiders.nearness``, ``outsiders.build_up``
    and ``outsiders.southern``, patience ``staff.patience``; 1 once the war has begun.
    """
    signs = abroad.rules.outsiders
    ahead = min(max(abroad.days_to_pick / _SEASON, 0.0), 1.0)
    season = ahead / (1.0 + abroad.days_to_season / abroad.rules.staff.patience)
    seen = signs.at_war * abroad.at_war + signs.nearness * abroad.nearness
    seen = seen + signs.build_up * (0.25 * abroad.build_up).clip(0.0, 1.0)
    moved = 0.5 * abroad.southern_move + 0.5 * abroad.southern_war
    likely = season * seen * (1.0 - signs.southern * moved)
    return np.where(abroad.northern_war, 1.0, likely.clip(0.0, 1.0))


class Germany(Watcher):
    """Tells Tokyo that victory is near, whatever the front shows; gives no plan to join."""

    id = "GER"
    name = "Germany"

    def claim(self, nearness: Array, rules: Rules) -> Array:
        """Return what Berlin says of the nearness of its victory, 0..1: ``germany.boast`` ahead of it."""
        return (nearness + rules.germany.boast).clip(0.0, 1.0)

    def likely(self, abroad: Abroad) -> Array:
        """Return how likely Berlin holds a northern attack: by the signs, and ``outsiders.wish`` more."""
        wish = abroad.rules.outsiders.wish
        seen = from_the_signs(abroad)
        return seen + wish * (1.0 - seen) * (abroad.at_war * ~abroad.southern_war)


class SovietUnion(Watcher):
    """Sends divisions west as the west is pressed, keeps and refills them as it fears Japan."""

    id = "SOV"
    name = "Soviet Union"

    def transfer_factor(self, abroad: Abroad) -> Array:
        """Return the multiplier of the recorded flow of divisions west.

            factor = trust max(0, 1 + crisis - response (build_up - 2) - fear (belief - usual))

        with response and fear ``soviet.response`` and ``soviet.fear``, usual ``soviet.usual_fear``,
        belief that of a Japanese attack, and trust 1 under a neutrality pact and
        ``soviet.without_pact`` without one.  The recorded flow was seen against a build-up of two
        divisions (JPN036) and no crisis worse than the real one, so it is about 1 there.
        """
        rules = abroad.rules
        held = rules.soviet.response * (abroad.build_up - 2.0)
        held = held + rules.soviet.fear * (abroad.believes.USSR - rules.soviet.usual_fear)
        trust = 1.0 if rules.pact.neutrality else rules.soviet.without_pact
        return trust * (1.0 + abroad.crisis - held).clip(0.0, np.inf)

    def likely(self, abroad: Abroad) -> Array:
        """Return how likely Moscow holds an attack: what the signs show, and what is heard from Tokyo.

            likely = (1 - heard) signs + heard season resolve

        with heard ``outsiders.sorge``: Sorge told Moscow what Tokyo itself hoped and put off.
        """
        heard = abroad.rules.outsiders.sorge
        season = 1.0 / (1.0 + abroad.days_to_season / abroad.rules.staff.patience)
        told: Array = (1.0 - heard) * from_the_signs(abroad) + heard * (
            season * abroad.at_war
        ) * abroad.resolve
        return np.where(abroad.northern_war, 1.0, told)

    def refill_factor(self, abroad: Abroad) -> Array:
        """Return the multiplier of the speed at which vacated places are filled.

            factor = clip(floor + rise build_up, floor, most)

        with floor ``soviet.refill_floor``, rise ``soviet.refill_rise`` and most ``soviet.refill_most``;
        their defaults make it 1 at the real build-up.
        """
        pace = abroad.rules.soviet
        faster: Array = pace.refill_floor + pace.refill_rise * abroad.build_up
        return faster.clip(pace.refill_floor, pace.refill_most)


class UnitedStates(Watcher):
    """Freezes and then cuts off oil when Japan moves south; worries about the north as well."""

    id = "USA"
    name = "United States"

    def freeze_rate(self, abroad: Abroad) -> Array:
        """Return the hazard per day of a freeze of Japanese assets.

            rate = south 1[southern move known] + north (belief + war 1[northern war])

        with south ``sanctions.freeze_rate``, north ``sanctions.northern_rate``, belief that of a
        northern attack, and war ``sanctions.northern_war``.
        """
        hazards = abroad.rules.sanctions
        alarm = abroad.believes.US + hazards.northern_war * abroad.northern_war
        return hazards.freeze_rate * abroad.southern_move + hazards.northern_rate * alarm

    def embargo_rate(self, abroad: Abroad) -> Array:
        """Return the hazard per day that a freeze becomes a total embargo: no licence is ever paid out.

            rate (fade / (fade + days frozen))      under a freeze, else 0

        with rate ``sanctions.embargo_rate`` and fade ``sanctions.embargo_fade``.
        """
        rate, fade = abroad.rules.sanctions.embargo_rate, abroad.rules.sanctions.embargo_fade
        return rate * abroad.is_frozen * (fade / (fade + abroad.days_frozen))

    def lets_through(self, abroad: Abroad, overture: Overture) -> Array:
        """Return the oil that Washington would let through under a truce, share of imports, 0..1.

            oil = some + time min(deadline, 1) + dutch 1[Indies bound] - protest - north belief
                - stop 1[embargo] - firm (resolve - 1) - terms
            protest = china (1 + british 1[Britain bound])     while the war in China goes on, else 0

        and no less than what flows while nothing is frozen.  Some, time, dutch, china, british, north,
        stop, firm and terms are ``talks.us_oil``, ``talks.us_time``, ``talks.dutch_favour``,
        ``talks.china_weight``, ``talks.british_doubt``, ``talks.us_north``, ``talks.us_stop``,
        ``talks.us_firmness`` and ``talks.us_terms``; belief that of a northern attack, resolve
        ``sanctions.us_resolve``.  It buys time where war is near, needs no truce with who is bound in the
        north, and hears China, whom London seconds.
        """
        talks = abroad.rules.talks
        bought = talks.us_oil + talks.us_time * np.minimum(overture.deadline, 1.0)
        bought = bought + talks.dutch_favour * overture.are_dutch_bound - talks.us_terms
        protest = talks.china_weight * (1.0 + talks.british_doubt * overture.is_britain_bound)
        heard = 0.0 if overture.is_china_free else protest
        held = talks.us_north * abroad.believes.US + talks.us_stop * abroad.is_embargoed
        held = held + talks.us_firmness * (abroad.rules.sanctions.us_resolve - 1.0)
        oil = (bought - heard - held).clip(0.0, 1.0)
        return np.where(abroad.is_frozen, oil, np.maximum(oil, overture.flowing))

    def asks_in_china(self, abroad: Abroad, overture: Overture) -> Array:
        """Return the withdrawal from China that Washington asks of a settlement, 0..1.

        ``talks.us_china`` and ``talks.us_terms`` while the war there goes on: no deal that China pays for.
        """
        asked = abroad.rules.talks.us_china + abroad.rules.talks.us_terms + np.zeros_like(overture.flowing)
        return asked.clip(0.0, 1.0) * (not overture.is_china_free)

    def asks_of_pact(self, abroad: Abroad, overture: Overture) -> Array:
        """Return how loosely a settlement must read the Pact, 0..1: ``talks.us_axis``, ``talks.us_terms``."""
        asked = abroad.rules.talks.us_axis + abroad.rules.talks.us_terms + np.zeros_like(overture.flowing)
        return asked.clip(0.0, 1.0)


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

    def ties(self, rules: Rules, worlds: int, *, is_over: bool) -> Array:
        """Return the Japanese divisions tied down in China, shape ``(worlds,)``.

        All of ``china.tied_divisions``; the share ``china.garrison`` of them when the war is over.
        """
        tied = rules.china.tied_divisions * (rules.china.garrison if is_over else 1.0)
        return tied + np.zeros(worlds)


POWERS: tuple[type[Power], ...] = (Germany, SovietUnion, UnitedStates, Britain, Netherlands, China)
