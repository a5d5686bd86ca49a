"""The model: one summer in many worlds, a period at a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import mesa
import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.army import GeneralStaff, KwantungStaff, OperationsBureau
from kantokuen.agents.cabinet import ForeignMinister
from kantokuen.agents.faction import Faction
from kantokuen.agents.foreign import Abroad
from kantokuen.agents.navy import NavyGeneralStaff
from kantokuen.agents.roster import OFFICES
from kantokuen.agents.view import Reports, View
from kantokuen.model.arguments import branch_given, scenario_given, seed_or_chance, worlds_given
from kantokuen.model.calendar import NEVER, Step, to_date
from kantokuen.model.display import Facts, Shown, counted
from kantokuen.model.errors import InputError, shown, whole
from kantokuen.model.forking import forget, futures, is_same, own_members
from kantokuen.model.hostilities import incident_rate
from kantokuen.model.lenses import ACTING, find_lens
from kantokuen.model.limits import DEFAULT_SCENARIO, DEFAULT_SEED
from kantokuen.model.members import Members
from kantokuen.model.observation import from_abroad, on_the_table
from kantokuen.model.record import Detail, Record
from kantokuen.model.reference import reference_view
from kantokuen.model.reporters import REPORTERS
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario
from kantokuen.model.seating import Powers, seat, set_table
from kantokuen.model.story import ending, shares_in_words, story
from kantokuen.model.streams import DrawCache, Streams
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from kantokuen.model.timing import Timing
from kantokuen.model.values import realise, rules_of
from kantokuen.model.world import World

if TYPE_CHECKING:
    import polars as pl

Office = TypeVar("Office", bound=Faction)

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
        super().__init__(rng=(chosen := seed_or_chance(seed, rng)) % 2**31)
        self._numbered = 0
        self.request = Request(_scenario(scenario), chosen, lens, cadence, until)
        self.worlds = worlds_given(worlds)
        self.first_world = whole("first_world", first_world, least=0, most=_LAST_WORLD)
        self.seed = chosen
        if draws is not None and not isinstance(draws, dict):
            raise InputError(f"draws {shown(draws)}; allowed: a dictionary, or None")
        self.periods = self.request.periods
        self.period_number = 0
        self.members = members
        index = _world_index(members, self.worlds, self.first_world)
        self.streams = Streams(
            chosen,
            self.worlds,
            first=self.first_world,
            index=None if members is None else index,
            draws=draws,
            branch=branch_given(branch),
        )
        values = realise(self.request.scenario, self.streams, members)
        rules = rules_of(values)
        self.once = {each: self.streams.uniform(each) for each in _DRAWN_ONCE}
        self.record = Record(self.worlds, detail)
        self._lens = find_lens(lens)
        keeps_stances = self.record.detail != "outcomes"
        sitting = OFFICES if keeps_stances or self._lens.asks is None else self._lens.asks | ACTING
        table = set_table(values, rules, self.streams, (each for each in OFFICES if each in sitting))
        self.offices = seat(self, table)
        self.powers = Powers.of(self)
        self.world = World.at_outset(index, values, rules, table, keeps_minutes=keeps_stances)
        self.datacollector = mesa.DataCollector(model_reporters=REPORTERS)

    def step(self) -> None:
        """Advance by one period.

        The world moves, orders are carried out, outsiders answer, reports arrive; offices
        appraise, the council sits, the record is written.
        """
        if not self.running:
            return
        period = self.periods[self.period_number]
        for moment in period.steps:
            abroad = from_abroad(self.world, moment)
            self._the_world_moves(moment, abroad)
            self._orders_are_carried_out(moment)
            self._outsiders_answer(moment, abroad)
            self._reports_arrive(moment)
        view = on_the_table(self.world, period, self.powers)
        self._offices_appraise(view)
        self._the_council_sits(view)
        self.world.today = period.sitting
        self.record.write(self.world, view, period.date)
        self.period_number += 1
        self.running = self.period_number < len(self.periods)
        self.datacollector.collect(self)

    def run(self) -> None:
        """Run to the end of the last period."""
        while self.running:
            self.step()

    def _the_world_moves(self, step: Step, abroad: Abroad) -> None:
        world, values, soviet = self.world, self.world.values, self.powers.soviet_union
        world.german_war.advance(step, values)
        if values["mechanism.outside_response"]:
            factor, refill_factor = soviet.transfer_factor(abroad), soviet.refill_factor(abroad)
        else:
            factor, refill_factor = 1.0 + abroad.crisis, np.ones(self.worlds)
        world.far_east.move(step, values, factor=factor, refill_factor=refill_factor)
        world.means.move(
            step,
            values,
            oil_loss=world.oil_loss(step.start),
            sanctioned=world.council.sanctioned,
            is_moving=world.council.mobilise_day <= step.start,
            war=world.great_wars(step.start),
        )

    def _orders_are_carried_out(self, step: Step) -> None:
        """Cross the border where it is ordered and due, or where the field army does not wait for orders."""
        world, values, war = self.world, self.world.values, self.world.hostilities
        discipline = 1.0 if values["nomonhan.lost"] else values["army.without_purge"]
        staff = self._office(KwantungStaff)
        rate = incident_rate(
            step,
            staff.recklessness(self._office(GeneralStaff).north),
            rate=values["army.incident_rate"] * values["army.indiscipline"] * discipline,
            is_mobilised=world.council.mobilise_day <= step.start,
        )
        begun = war.begin(
            step, attack_day=world.council.attack_day, incident_rate=rate, draw=self.once["incident"]
        )
        if begun.any():
            war.settle(
                step,
                begun,
                world.far_east,
                world.german_war,
                force=world.means.present,
                winter_shift=values["season.winter_shift"],
                rules=world.rules,
                draw=self.once["campaign"],
            )
        war.divisions_peak = np.maximum(war.divisions_peak, world.means.present)

    def _outsiders_answer(self, step: Step, abroad: Abroad) -> None:
        """Let Washington answer what it sees, and London and the Indies follow."""
        values, usa, sanctions = self.world.values, self.powers.united_states, self.world.sanctions
        freeze = embargo = np.zeros(self.worlds)
        if values["mechanism.outside_response"]:
            resolve = values["sanctions.us_resolve"]
            freeze, embargo = resolve * usa.freeze_rate(abroad), resolve * usa.embargo_rate(abroad)
        sanctions.answer(
            step,
            freeze=Timing.of(values["sanctions.freeze"]),
            embargo=Timing.of(values["sanctions.oil_embargo"]),
            freeze_rate=freeze,
            embargo_rate=embargo,
            freeze_draw=self.once["freeze"],
            embargo_draw=self.once["embargo"],
        )
        sanctions.britain_follows = self.powers.britain.freezes(abroad)
        sanctions.dutch_stopped = self.powers.netherlands.stops_oil(abroad)

    def _reports_arrive(self, step: Step) -> None:
        """Hand each office the reports that it is entitled to see."""
        world, values, at_war = self.world, self.world.values, self.world.at_war(step.end)
        lag = values["intelligence.lag"] if values["mechanism.motivated_belief"] else 0.0
        noise = values["intelligence.noise"] * self.streams.normal("count", "", step.number)
        counted = world.far_east.counted(step, lag=lag) + noise
        front = world.german_war.nearness
        if at_war:
            seen = values["intelligence.front_noise"] * self.streams.normal("front", "", step.number)
            front = (front + seen).clip(0.0, 1.0)
        raw = Reports(
            days=step.days,
            at_war=at_war,
            soviet_divisions=counted,
            german_war=front,
            proclaimed=world.german_war.proclaimed(values),
            rules=world.rules,
        )
        # those who do not read the counts are told what the General Staff believes
        world.table.perceive(raw, self._office(GeneralStaff).mind.soviet_divisions)

    def _offices_appraise(self, view: View) -> None:
        """Let all offices weigh what lies on the table, and take a stance."""
        self.world.table.appraise(view)

    def _the_council_sits(self, view: View) -> None:
        """Let Operations draft, the General Staff table its paper, the lens decide, the persons change."""
        world, values, council = self.world, self.world.values, self.world.council
        asked = self._office(OperationsBureau).draft()
        view = view.with_paper(self._office(GeneralStaff).table_paper(view))
        decision = self._lens.decide(self.offices, view)
        warned = values["germany.coordination"] * values["germany.forewarned_days"]
        council.sit(
            values,
            view,
            decision,
            asked=asked,
            is_open=view.day >= world.outbreak - warned,
            at_peace=world.hostilities.at_peace,
        )
        felt = self._office(NavyGeneralStaff).mind.oil_loss
        is_weighed = values["south.indochina"] == "weigh" and bool(view.at_war)
        council.go_south(
            values,
            view,
            decision,
            is_tabled=(felt >= values["council.oil_alarm"]) & is_weighed,
            is_pressing=felt >= values["council.oil_emergency"],
            delay=values["foreign_minister.obstruction_days"] * self._office(ForeignMinister).obstruction(),
        )
        changed = world.persons.change(
            self.offices,
            view,
            is_settled=council.prepare_day < NEVER,
            only_premier=decision.only_premier_objects & council.is_war_due(view.day),
            is_barred=values["foreign_minister.matsuoka_stays"],
        )
        for office, where in changed.items():
            world.table.succeed(office, where, reference_view(), world.rules)

    def _office(self, kind: type[Office]) -> Office:
        """Return the office that is held by a class of its own."""
        return next(each for each in self.offices.values() if isinstance(each, kind))

    @property
    def outcomes(self) -> pl.DataFrame:
        """A row per world: outcome, dates, peak and every lever that varies."""
        from kantokuen.model.frames import columns, frame_of  # noqa: PLC0415  (Polars is loaded when asked for)

        return frame_of(columns(self.world))

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
        """Return a model of many worlds that share the past of one of this model's; see `forking`.

        Args:
            worlds: how many futures.
            world: which of its worlds, counted from 0.
            seed: seed of the futures, that of this model when not given.
            scenario: what is to hold from here on, or its name or path; its own when not given.
            keep_chance: keep the chance of the past world instead of drawing anew; for one future
                only.  Without a change of scenario the future is then the one that would have come.

        Raises:
            InputError: there is no such world, or chance is to be kept for several.
        """
        if not self.running:
            raise InputError("nothing is left to play in this model; fork it before its last period")
        number, asked = whole("world", world, least=0, most=self.worlds - 1), self.request
        worlds = worlds_given(worlds)
        if keep_chance and worlds != 1:
            raise InputError(f"chance can be kept for one future only, not for {worlds}")
        later = asked.scenario if scenario is None else scenario_given(scenario)
        origin = int(self.world.index[number])
        first = origin if keep_chance else 0
        members = self.members and own_members(
            self.members, number, first=first, worlds=worlds, before=asked.scenario, after=later
        )
        child = type(self)(
            later,
            worlds=worlds,
            seed=asked.seed if seed is None else seed,
            lens=asked.lens,
            cadence=asked.cadence,
            until=asked.until,
            first_world=first,
            members=members,
            detail=self.record.detail if self.record.detail != "means" else None,
            branch=self.streams.branch + ("" if keep_chance else f"/{origin}@{self.period_number}"),
        )
        future = futures(self.world, number, child.world)
        if not keep_chance:
            forget(future, later, child.streams)
        elif not is_same(asked.scenario, later, "soviet.resilience"):
            future.german_war.resilience = child.world.values["soviet.resilience"]
        child._begin_at(future, self.period_number)  # noqa: SLF001  (it is one of us)
        return child

    def _begin_at(self, world: World, period_number: int) -> None:
        """Go on from worlds that have been played elsewhere."""
        self.world, self.period_number = world, period_number
        for each in self.offices.values():
            each.table = world.table

    @property
    def sittings(self) -> list[float]:
        """Day of every sitting played."""
        return [each.sitting for each in self.periods[: self.period_number]]

    def story(self, world: int = 0, language: str = LANGUAGES[0]) -> list[dict[str, Any]]:
        """Return the periods of one of its worlds in words and numbers; see `kantokuen.model.story.Story`.

        Every world has to be in the record: see ``detail``.

        Raises:
            InputError: there is no such world, or the record does not keep each world.
        """
        number = whole("world", world, least=0, most=self.worlds - 1)
        if self.record.detail == "outcomes" or (self.record.detail == "means" and self.worlds > 1):
            fault = f"the record keeps {self.record.detail}, and no single world"
            raise InputError(f"story: {fault}; allowed: a model with detail 'worlds' or 'contributions'")
        return story(self.world, self.record.periods, self.sittings, number).tell(language)

    def verdict(self, world: int = 0, language: str = LANGUAGES[0]) -> str:
        """Return what became of Kantokuen in one of its worlds, in a sentence or two.

        Raises:
            InputError: there is no such world.
        """
        number = whole("world", world, least=0, most=self.worlds - 1)
        return ending(self.world, number).in_words(Words.of(language))

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
        until = f", to {to_date(self.world.today)}" if played else ""
        facts: dict[str, object] = {
            "run": self.request.in_words,
            "levers": self.request.scenario.in_words,
            "played": f"{played} of {of_all} periods{until}",
        }
        if played:
            facts["so far" if self.running else "ends"] = shares_in_words(self.world.outcome_codes)
        return f"{counted(self.worlds, 'world')} of {self.request.scenario.name}", facts


def _scenario(scenario: object) -> Scenario:
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
