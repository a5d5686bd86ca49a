"""The base of all who sit at the table.

A faction is a Mesa agent and one row of a `Table`, on which it perceives and appraises with all
others.  What it says itself is what it would sign.  It knows its own row and the `View` it is
handed, nothing else; it never looks at the model.
"""

from __future__ import annotations

from typing import TypeVar

import mesa

from kantokuen.agents.mind import Mind, Temper
from kantokuen.agents.profile import Profile, Traits
from kantokuen.agents.table import Table
from kantokuen.agents.view import Array, Consent, Mask, Rules, View
from kantokuen.agents.weighing import Parts

Part = TypeVar("Part", Mind, Temper, Traits)


class Faction(mesa.Agent):
    """One office at the table.

    Subclasses say what they would sign (`consent`) where they hold a veto.  What an office
    believes and where it stands are arrays of shape ``(worlds,)``, its row of the table.

    Args:
        model: the Mesa model in which it is registered.
        table: the table at which it sits.
        row: its row there.
    """

    has_veto = False

    def __init__(self, model: mesa.Model, table: Table, row: int) -> None:
        super().__init__(model)
        self.table = table
        self.row = row

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.profile.id}: {self.profile.title}, {self.profile.person}>"

    @property
    def profile(self) -> Profile:
        """Who held the office on 22 June 1941."""
        return self.table.profiles[self.row]

    @property
    def mind(self) -> Mind:
        """What it believes."""
        return self._own(self.table.mind)

    @property
    def temper(self) -> Temper:
        """How its holder differs from the record in each world."""
        return self._own(self.table.temper)

    @property
    def nerve(self) -> Array:
        """Shift of what it takes to consent; positive consents sooner."""
        return self._row(self.table.temper.nerve)

    @property
    def traits(self) -> Traits:
        """What its holder reasons with."""
        return self._own(self.table.traits)

    @property
    def german_war(self) -> Array:
        """Nearness of a German victory as it sees it, Berlin's word included, 0..1."""
        return self._row(self.table.appraisal.german_war)

    @property
    def has_heard_of_fall(self) -> Mask:
        """Where it knows that the Soviet regime has fallen."""
        mask: Mask = self._row(self.table.mind.german_war) >= 1.0
        return mask

    @property
    def hope(self) -> Array:
        """Chance, as it sees it, that the fruit reaches its picking point in time."""
        return self._row(self.table.appraisal.hope)

    @property
    def picks_at(self) -> Array:
        """Its picking point: the ripeness at which it would pick the fruit."""
        return self._row(self.table.appraisal.picks_at)

    @property
    def would_pick(self) -> Mask:
        """Where the fruit is ripe enough for it today; a fallen one is for everyone who has heard of it."""
        ripe: Mask = self.has_heard_of_fall | (self.ripeness + self.nerve >= self.picks_at)
        return ripe

    @property
    def divisions_then(self) -> Array:
        """Soviet divisions that it expects on the last day on which the fruit can be picked."""
        return self._row(self.table.appraisal.divisions_then)

    @property
    def keep(self) -> Array:
        """Worth of keeping the northern option, in units of victory."""
        return self._row(self.table.appraisal.keep)

    @property
    def need(self) -> Array:
        """Japanese divisions that it would want for an attack today."""
        return self._row(self.table.appraisal.need)

    @property
    def ripeness(self) -> Array:
        """Ripeness of the persimmon as it sees it, 0..1."""
        return self._row(self.table.appraisal.ripeness)

    @property
    def relief(self) -> Array:
        """Worth of a southern war against the sure loss of oil."""
        return self._row(self.table.appraisal.relief)

    @property
    def north(self) -> Array:
        """Stance toward the north, 0..1."""
        return self._row(self.table.appraisal.north)

    @property
    def south(self) -> Array:
        """Stance toward the south, 0..1."""
        return self._row(self.table.appraisal.south)

    @property
    def net(self) -> Array:
        """North minus south, -1..1."""
        return self._row(self.table.appraisal.net)

    @property
    def contributions(self) -> dict[str, Parts]:
        """For north and south, the named parts that sum to the stance before it is held to 0..1."""
        tracks = self.table.appraisal.contributions
        return {track: {n: each[self.row] for n, each in parts.items()} for track, parts in tracks.items()}

    def consent(self, view: View) -> Consent:
        """Return what this office would sign at this sitting; only holders of a veto are asked."""
        raise NotImplementedError(f"{self.profile.id} holds no veto and is not asked")

    def keeps_north(self) -> Mask:
        """Return where it holds to the northern option while that is kept open."""
        keeps: Mask = self.keep + self.nerve >= 0.0
        return keeps

    def reopens_north(self, rules: Rules) -> Mask:
        """Return where it clearly wants to take up again what was given up: by ``council.reopens``."""
        reopens: Mask = self.keep > rules.council.reopens
        return reopens

    def speaks_for_north(self) -> Array:
        """Return how far it speaks for the north where its word counts beside the papers, 0..1."""
        return self.north

    def speaks_for_south(self) -> Array:
        """Return how far it speaks for the south there, 0..1."""
        return self.south

    def accepts_southern_war(self, view: View) -> Mask:
        """Return where the office leans south enough and the gamble clearly beats the sure loss."""
        rules, nerve = view.rules, self.nerve
        leans = self.south + nerve >= rules.council.southern_war
        return leans & (self.relief + nerve >= rules.council.recoil)

    def _row(self, stacked: Array) -> Array:
        own: Array = stacked[self.row]
        return own

    def _own(self, part: Part) -> Part:
        """Return its row of a part of the table."""
        return type(part)(*[getattr(part, name)[self.row] for name in part.__dataclass_fields__])
