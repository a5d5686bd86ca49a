"""The model: one summer in many worlds, a period at a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.roster import OFFICES
from kantokuen.agents.seated import Person, Seated
from kantokuen.model.arguments import branch_given, scenario_given, seed_or_chance, worlds_given
from kantokuen.model.calendar import to_date
from kantokuen.model.display import Facts, Shown, counted
from kantokuen.model.errors import InputError, known_name, shown, whole
from kantokuen.model.forking import forget, futures, is_same, own_members
from kantokuen.model.lenses import find_lens
from kantokuen.model.limits import DEFAULT_SCENARIO, DEFAULT_SEED
from kantokuen.model.members import Members
from kantokuen.model.observation import from_abroad, on_the_table
from kantokuen.model.record import Detail, Record
from kantokuen.model.reporters import REPORTERS
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario
from kantokuen.model.schedule import (
    DRAWN_ONCE,
    offices_appraise,
    orders_are_carried_out,
    outsiders_answer,
    persons_take_office,
    reports_arrive,
    the_council_sits,
    the_world_moves,
    washington_is_asked,
)
from kantokuen.model.seating import Powers, seat, set_table
from kantokuen.model.story import ending, shares_in_words, story
from kantokuen.model.streams import DrawCache, Streams
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from kantokuen.model.values import realise, rules_of
from kantokuen.model.world import World

if TYPE_CHECKING:
    import polars as pl

__all__ = ["DEFAULT_SCENARIO", "DEFAULT_SEED", "KantokuenModel"]

_LAST_WORLD = 2**62
"""The last world at which a model may begin; the counters of chance end not far beyond."""


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
        ensemble: ``historians`` or ``june-1941``; None for that of the scenario.
        first_world: index of the first world.
        draws: a dictionary that keeps the draws for another run of the same worlds.
        detail: how much the record keeps, see `Record`.
        branch: name of the branch of chance, for forks.
        members: which world's chance each world sees, and numbers of its own for some parameters, in
            place of ``first_world``; it has as many members as there are worlds.
        persons: who sits in a chair and answers for its office, by its id; see `kantokuen.agents.seated`.

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
        ensemble: str | None = None,
        first_world: int = 0,
        draws: DrawCache | None = None,
        detail: Detail | None = None,
        branch: str = "",
        members: Members | None = None,
        persons: Mapping[str, Person] | None = None,
    ) -> None:
        super().__init__(rng=(chosen := seed_or_chance(seed, rng)) % 2**31)
        self._numbered = 0
        self.request = Request(_scenario(scenario), chosen, lens, cadence, until, ensemble or "")
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
        values = realise(self.request.scenario, self.streams, members, self.request.ensemble)
        rules = rules_of(values)
        self.once = {each: self.streams.uniform(each) for each in DRAWN_ONCE}
        self.record = Record(self.worlds, detail)
        self._lens = find_lens(lens)
        keeps_stances = self.record.detail != "outcomes"
        table = set_table(values, rules, self.streams, OFFICES)
        self.persons = {known_name("office", each, OFFICES): who for each, who in (persons or {}).items()}
        self.offices = seat(self, table, self.persons)
        self.powers = Powers.of(self)
        self.world = World.at_outset(index, values, rules, table, keeps_minutes=keeps_stances)
        self.datacollector = mesa.DataCollector(model_reporters=REPORTERS)

    def step(self) -> None:
        """Advance by one period.

        In each of its steps the world moves, orders are carried out, outsiders answer, reports
        arrive, offices appraise and the council sits; then the record is written.
        """
        if not self.running:
            return
        world, period = self.world, self.periods[self.period_number]
        for moment in period.steps:
            abroad = from_abroad(world, moment)
            the_world_moves(world, moment, abroad, self.powers)
            orders_are_carried_out(world, moment, self.offices, self.once)
            outsiders_answer(world, moment, abroad, self.powers, self.once)
            reports_arrive(world, moment, self.offices, self.streams)
            persons_take_office(world, moment)
            view = on_the_table(world, moment, self.powers, self.offices)
            for chair in self._chairs:
                chair.view = view
            offices_appraise(world, view)
            washington_is_asked(world, view, abroad, self.powers, self.offices)
            the_council_sits(world, view, self.offices, self._lens, self.once)
            world.today = moment.end
        self.record.write(world, view, period.date)
        self.period_number += 1
        self.running = self.period_number < len(self.periods)
        self.datacollector.collect(self)

    @property
    def _chairs(self) -> list[Seated]:
        """The chairs in which persons sit."""
        return [office for office in map(self.offices.get, self.persons) if isinstance(office, Seated)]

    def run(self) -> None:
        """Run to the end of the last period."""
        while self.running:
            self.step()

    @property
    def outcomes(self) -> pl.DataFrame:
        """A row per world: outcome, dates, peak and every parameter that varies."""
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
        number, asked = self._number(world), self.request
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
            ensemble=asked.ensemble,
            first_world=first,
            members=members,
            detail=self.record.detail if self.record.detail != "means" else None,
            branch=self.streams.branch + ("" if keep_chance else f"/{origin}@{int(self.world.today)}"),
            persons=self.persons,
        )
        for own, chair in zip(self._chairs, child._chairs, strict=True):  # noqa: SLF001  (it is one of us)
            chair.view = own.view
        future = futures(self.world, number, child.world)
        if not keep_chance:
            forget(future, child.request, child.streams)
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
    def ends(self) -> list[float]:
        """Last day of every period played."""
        return [each.end for each in self.periods[: self.period_number]]

    def story(self, world: int = 0, language: str = LANGUAGES[0]) -> list[dict[str, Any]]:
        """Return the periods of one of its worlds in words and numbers; see `kantokuen.model.story.Story`.

        Raises:
            InputError: there is no such world, or the record does not keep each: see ``detail``.
        """
        number, detail = self._number(world), self.record.detail
        if detail == "outcomes" or (detail == "means" and self.worlds > 1):
            fault = f"a record of detail '{detail}' tells no world"
            raise InputError(f"{fault}; allowed: a model with detail='worlds' or 'contributions'")
        return story(self.world, self.record.periods, self.ends, number).tell(language)

    def verdict(self, world: int = 0, language: str = LANGUAGES[0]) -> str:
        """Return what became of Kantokuen in one of its worlds, in a sentence or two.

        Raises:
            InputError: there is no such world.
        """
        return ending(self.world, self._number(world)).in_words(Words.of(language))

    def _number(self, world: int) -> int:
        """Return the number of one of its worlds, counted from 0."""
        return whole("world", world, least=0, most=self.worlds - 1)

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
