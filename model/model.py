"""The model: one summer in many worlds, a period at a step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.faction import Faction
from kantokuen.agents.foreign import Abroad
from kantokuen.agents.table import Table
from kantokuen.agents.view import Array, Reports, Rules, View
from kantokuen.model import outcome
from kantokuen.model.arguments import branch_given, scenario_given, seed_or_chance, worlds_given
from kantokuen.model.calendar import Step, periods, to_date, to_day
from kantokuen.model.display import Facts, Shown, counted, run_in_words
from kantokuen.model.errors import InputError, shown, whole
from kantokuen.model.hostilities import NEVER, incident_rate
from kantokuen.model.lenses import ACTING, find_lens
from kantokuen.model.limits import DEFAULT_SCENARIO, DEFAULT_SEED
from kantokuen.model.members import Members
from kantokuen.model.observation import from_abroad, on_the_table
from kantokuen.model.record import Detail, Record
from kantokuen.model.reference import reference_view
from kantokuen.model.reporters import REPORTERS
from kantokuen.model.scenario import Scenario
from kantokuen.model.seating import seat
from kantokuen.model.setup import set_up
from kantokuen.model.story import shares_in_words
from kantokuen.model.streams import DrawCache, Streams
from kantokuen.model.values import realise, rules_of

if TYPE_CHECKING:
    import polars as pl

__all__ = ["DEFAULT_SCENARIO", "DEFAULT_SEED", "KantokuenModel"]

_LAST_WORLD = 2**62
"""The last world at which a model may begin; the counters of chance end not far beyond."""

_DRAWN_ONCE = ("freeze", "embargo", "incident", "campaign")
"""Draws made once a world: an event comes when the chance that it has come passes its draw."""


class KantokuenModel(Shown, mesa.Model):
    """The decision on Kantokuen in ``worlds`` parallel worlds.

    Every state is an array over worlds.  World ``k`` of a seed is the same world, bit for bit,
    alone or among a million.

    Args:
        scenario: a `Scenario`, or the name or path of one.  The page of Mesa's `SolaraViz` passes
            an object of its own when it is reset; that counts as none given.
        worlds: how many worlds, 1 or more.
        seed: the seed, 0 or more; None draws one, which `seed` then tells.  ``rng`` is taken as the
            same thing, as Mesa's tools call it.
        lens: how a decision comes about, see `kantokuen.model.lenses`.
        cadence: ``month`` or ``ten-day``.
        until: last month, ``YYYY-MM``.
        first_world: index of the first world.
        draws: a dictionary that keeps the draws for another run of the same worlds.
        detail: how much the record keeps, see `Record`.
        branch: name of the branch of chance, for forks.
        members: which world's chance each world sees, and numbers of its own for some levers, in
            place of ``first_world``; it has as many members as there are worlds.

    Raises:
        InputError: an argument is not an allowed one.
    """

    def __init__(
        self,
        scenario: Scenario | str | object = DEFAULT_SCENARIO,
        worlds: int = 1,
        seed: int | None = None,
        *,
        rng: int | None = None,
        lens: str = "politics",
        cadence: str = "month",
        until: str | None = None,
        first_world: int = 0,
        draws: DrawCache | None = None,
        detail: Detail | None = None,
        branch: str = "",
        members: Members | None = None,
    ) -> None:
        chosen = seed_or_chance(seed, rng)
        super().__init__(rng=chosen % 2**31)
        self._numbered = 0
        self.case = _case(scenario)
        self.worlds = worlds_given(worlds)
        self.first_world = whole("first_world", first_world, least=0, most=_LAST_WORLD)
        self.seed = chosen
        if draws is not None and not isinstance(draws, dict):
            raise InputError(f"draws {shown(draws)}; allowed: a dictionary, or None")
        self.lens = lens
        self.cadence = cadence
        self.until = until
        self._lens = find_lens(lens)
        self.periods = periods(cadence, until)
        self.period_number = 0
        self.members = members
        self.world_index = _world_index(members, self.worlds, self.first_world)
        index = None if members is None else self.world_index
        named = branch_given(branch)
        self.streams = Streams(
            chosen, self.worlds, first=self.first_world, index=index, draws=draws, branch=named
        )
        self.values: dict[str, Any] = realise(self.case, self.streams, members)
        self.once = {each: self.streams.uniform(each) for each in _DRAWN_ONCE}
        self.rules: Rules = rules_of(self.values)
        setup = set_up(self.values, self.worlds)
        self.german_war, self.far_east = setup.german_war, setup.far_east
        self.sanctions, self.means = setup.sanctions, setup.means
        self.council, self.persons, self.hostilities = setup.council, setup.persons, setup.hostilities
        self.table, self.seats = seat(self, self.values, self.rules, self.streams, reference_view())
        self.record = Record(self.worlds, detail)
        self.assembly = Table(self._asked(), self.values["weighing.scale"])
        self.datacollector = mesa.DataCollector(model_reporters=REPORTERS)

    def _asked(self) -> list[Faction]:
        """Return the offices that weigh: all, or only those who are asked where no stance is recorded."""
        asks = self._lens.asks
        if self.record.detail != "outcomes" or asks is None:
            return list(self.table.values())
        return [each for office, each in self.table.items() if office in asks | ACTING]

    def step(self) -> None:
        """Advance by one period.

        The world moves, orders are carried out, outsiders answer, reports arrive; offices
        appraise, the council sits, the record is written.
        """
        if not self.running:
            return
        period = self.periods[self.period_number]
        for moment in period.steps:
            abroad = from_abroad(self, moment)
            self._the_world_moves(moment, abroad)
            self._orders_are_carried_out(moment)
            self._outsiders_answer(moment, abroad)
            self._reports_arrive(moment)
        view = on_the_table(self, period)
        self._offices_appraise(view)
        self._the_council_sits(view)
        self.record.write(self, view, period.date)
        self.period_number += 1
        self.running = self.period_number < len(self.periods)
        self.datacollector.collect(self)

    def run(self) -> None:
        """Run to the end of the last period."""
        while self.running:
            self.step()

    def _the_world_moves(self, step: Step, abroad: Abroad) -> None:
        self.german_war.advance(step, self.values)
        soviet = self.seats.soviet_union
        if self.values["mechanism.outside_response"]:
            factor, refill = soviet.transfer_factor(abroad), soviet.refill_factor(abroad)
        else:
            factor, refill = 1.0 + abroad.crisis, np.ones(self.worlds)
        self.far_east.move(step, self.values, factor=factor, refill_factor=refill, at_war=abroad.at_war)
        self.means.move(
            step,
            self.values,
            oil_loss=self.sanctions.oil_loss(step.start, self.values),
            sanctioned=self.council.sanctioned,
            is_moving=self.council.mobilise_day <= step.start,
            war=self.great_wars(step.start),
        )

    def _orders_are_carried_out(self, step: Step) -> None:
        """Cross the border where it is ordered and due, or where the field army does not wait for orders."""
        values, council, war = self.values, self.council, self.hostilities
        discipline = 1.0 if values["nomonhan.lost"] else values["army.without_purge"]
        rate = incident_rate(
            step,
            self.seats.field_staff.recklessness(self.seats.general_staff.north),
            rate=values["army.incident_rate"] * values["army.indiscipline"] * discipline,
            is_mobilised=council.mobilise_day <= step.start,
        )
        begun = war.begin(step, attack_day=council.attack_day, incident_rate=rate, draw=self.once["incident"])
        if begun.any():
            war.settle(
                step,
                begun,
                self.far_east,
                self.german_war,
                force=self.means.present,
                winter_shift=values["season.winter_shift"],
                rules=self.rules,
                draw=self.once["campaign"],
            )
        war.divisions_peak = np.maximum(war.divisions_peak, self.means.present)

    def _outsiders_answer(self, step: Step, abroad: Abroad) -> None:
        """Let Washington answer what it sees, and London and the Indies follow."""
        values, usa = self.values, self.seats.united_states
        freeze = embargo = np.zeros(self.worlds)
        if values["mechanism.outside_response"]:
            resolve = values["sanctions.us_resolve"]
            freeze, embargo = resolve * usa.freeze_rate(abroad), resolve * usa.embargo_rate(abroad)
        self.sanctions.answer(
            step,
            freeze_rate=freeze,
            embargo_rate=embargo,
            freeze_draw=self.once["freeze"],
            embargo_draw=self.once["embargo"],
        )
        self.sanctions.britain_follows = self.seats.britain.freezes(abroad)
        self.sanctions.dutch_stopped = self.seats.netherlands.stops_oil(abroad)

    def _reports_arrive(self, step: Step) -> None:
        """Hand each office the reports that it is entitled to see."""
        values, at_war = self.values, self.german_war.at_war(step.end)
        lag = values["intelligence.lag"] if values["mechanism.motivated_belief"] else 0.0
        noise = values["intelligence.noise"] * self.streams.normal("count", "", step.number)
        counted = self.far_east.counted(step, lag=lag) + noise
        front = self.german_war.nearness
        if at_war:
            seen = values["intelligence.front_noise"] * self.streams.normal("front", "", step.number)
            front = (front + seen).clip(0.0, 1.0)
        raw = Reports(
            days=step.days,
            at_war=at_war,
            soviet_divisions=counted,
            german_war=front,
            proclaimed=self.german_war.proclaimed(values),
            rules=self.rules,
        )
        # those who do not read the counts are told what the General Staff believes
        self.assembly.perceive(raw, self.assembly.belief("AGS"))

    def _offices_appraise(self, view: View) -> None:
        self.assembly.appraise(view)

    def _the_council_sits(self, view: View) -> None:
        """Let Operations draft, the General Staff table its paper, the lens decide, the persons change."""
        values, table, council, seats = self.values, self.table, self.council, self.seats
        asked = seats.operations.draft()
        view = view.with_paper(seats.general_staff.table(view))
        decision = self._lens.decide(table, view)
        warned = values["germany.coordination"] * values["germany.forewarned_days"]
        council.sit(
            view,
            decision,
            asked=asked,
            is_open=view.day >= self.german_war.outbreak - warned,
            at_peace=self.hostilities.at_peace,
        )
        fixed, felt = values["south.indochina"], seats.naval_staff.mind.oil_loss
        is_weighed = fixed == "weigh" and bool(view.at_war)
        council.go_south(
            view,
            decision,
            is_tabled=(felt >= values["council.oil_alarm"]) & is_weighed,
            is_pressing=felt >= values["council.oil_emergency"],
            delay=values["foreign_minister.obstruction_days"] * seats.foreign_minister.obstruction(),
            fixed=to_day(fixed) if isinstance(fixed, date) else None,
            is_shared=values["mechanism.shared_means"],
        )
        changed = self.persons.change(
            table,
            view,
            reference_view(),
            is_settled=council.prepare_day < NEVER,
            only_premier=decision.only_premier_objects & council.is_war_due(view.day),
            is_barred=values["foreign_minister.matsuoka_stays"],
        )
        for office in changed:
            self.assembly.renew(office)

    def great_wars(self, day: float) -> Array:
        """Return the number of great wars beside China on a day, north and south, 0 to 2."""
        north = (self.hostilities.war_day <= day).astype(np.float64)
        wars: Array = north + (self.council.southern_war_day <= day)
        return wars

    @property
    def today(self) -> float:
        """Day of the last sitting played, -1 before the first."""
        return self.periods[self.period_number - 1].sitting if self.period_number else -1.0

    @property
    def outcome_codes(self) -> Array:
        """Outcome of each world by the last sitting played, index into `outcome.OUTCOMES`."""
        return outcome.classify(
            war_day=self.hostilities.war_day,
            was_ordered=self.hostilities.was_ordered,
            mobilise_day=self.by_today(self.council.mobilise_day),
        )

    def by_today(self, days: Array) -> Array:
        """Return days of events, infinite where they lie beyond the last sitting played."""
        return np.where(days <= self.today, days, NEVER)

    @property
    def outcomes(self) -> pl.DataFrame:
        """A row per world: outcome, dates, peak and every lever that varies."""
        from kantokuen.model.frames import outcomes_frame  # noqa: PLC0415  (Polars is loaded when asked for)

        return outcomes_frame(self)

    def to_pandas(self) -> Any:
        """Return the outcomes as a `pandas.DataFrame`."""
        from kantokuen.model.frames import to_pandas  # noqa: PLC0415  (likewise)

        return to_pandas(self.outcomes)

    def fork(
        self,
        worlds: int,
        *,
        world: int = 0,
        seed: int | None = None,
        scenario: Scenario | str | None = None,
        keep_chance: bool = False,
    ) -> KantokuenModel:
        """Return many worlds that share the past of one of this model's; see `kantokuen.model.forking`."""
        from kantokuen.model.forking import fork  # noqa: PLC0415  (it imports this module)

        return fork(self, worlds, world=world, seed=seed, scenario=scenario, keep_chance=keep_chance)

    def release(self) -> None:
        """Give the memory of a model back at once; it cannot be used after that.

        A model and its agents refer to each other, so that their arrays would wait for the garbage
        collector.
        """
        vars(self).clear()

    def register_agent(self, agent: mesa.Agent) -> None:
        """Register an agent, as Mesa does for each that is made.

        Mesa before 3.4 numbers the agents of a model in a table of the whole process, which would keep
        every model alive.  There the model takes itself out of the table and goes on with the numbers.
        """
        table = getattr(type(agent), "_ids", None)
        if table is not None and table.pop(self, None) is not None:
            self._numbered += 1
            agent.unique_id = self._numbered
        mesa_model: Any = super()  # some versions have no types here
        mesa_model.register_agent(agent)

    def _shown(self) -> tuple[str, Facts]:
        played, of_all = self.period_number, len(self.periods)
        facts: dict[str, object] = {
            "run": run_in_words(self.seed, self.lens, self.cadence),
            "levers": self.case.in_words,
            "played": f"{played} of {of_all} periods" + (f", to {to_date(self.today)}" if played else ""),
        }
        if played:
            facts["so far" if self.running else "ends"] = shares_in_words(self.outcome_codes)
        return f"{counted(self.worlds, 'world')} of {self.case.name}", facts


def _case(scenario: object) -> Scenario:
    """Return the scenario that was asked for; Mesa's own, which says nothing, stands for the first one."""
    is_of_mesa = type(scenario).__module__.startswith("mesa.")
    return scenario_given(DEFAULT_SCENARIO if is_of_mesa else scenario)


def _world_index(members: Members | None, worlds: int, first: int) -> NDArray[np.int64]:
    if members is None:
        return np.arange(first, first + worlds, dtype=np.int64)
    if not isinstance(members, Members):
        raise InputError(f"members {shown(members)}; allowed: Members, or None")
    if members.count != worlds:
        raise InputError(f"there are {members.count} members for {worlds} worlds")
    return members.worlds
