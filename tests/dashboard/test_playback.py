"""Facts about playbacks: plain numbers, parts that sum, persons that change, and forks."""

import pickle
from collections.abc import Iterator
from datetime import date

import pytest

from kantokuen.agents.profile import offices, successors
from kantokuen.agents.weighing import UNDECIDED
from kantokuen.dashboard.playback import Playback, play, playback
from kantokuen.dashboard.state import Question
from kantokuen.experiments.runner import Run
from kantokuen.model.events import by_period, events
from kantokuen.model.evidence import value
from kantokuen.model.model import DEFAULT_SEED, KantokuenModel
from kantokuen.model.scenario import Scenario

HISTORY = Scenario.load("historical")
CALM = HISTORY.replace({"sanctions.freeze": "never", "sanctions.oil_embargo": "never"})
PLAIN = Run()
FINER = Run(cadence="ten-day", until="1941-12")


@pytest.fixture(scope="module")
def history() -> Playback:
    return play(Question(PLAIN))


def forked(later: Scenario, month_number: int, request: Run = PLAIN) -> Playback:
    return play(Question(request, 0, month_number, later))


@pytest.fixture
def played() -> Iterator[KantokuenModel]:
    model = KantokuenModel(HISTORY, worlds=3, seed=DEFAULT_SEED, until="1941-12", detail="contributions")
    model.run()
    yield model
    model.release()


@pytest.mark.parametrize("name", ["historical", "soviet-collapse", "no-sanctions", "unopposed-hawks"])
def test_the_parts_sum_to_the_stance(name: str) -> None:
    for month in play(Question(Run(name))).months:
        for seat in month.seats.values():
            for parts, stance in ((seat.parts_north, seat.north), (seat.parts_south, seat.south)):
                assert abs(UNDECIDED + sum(parts.values()) - stance) < 1e-12
                assert {"disposition", "held"} < parts.keys()
            assert seat.net == seat.north - seat.south


def test_only_a_stance_at_an_end_of_its_scale_is_held(history: Playback) -> None:
    held = set()
    for seat in (seat for month in history.months for seat in month.seats.values()):
        for parts, stance in ((seat.parts_north, seat.north), (seat.parts_south, seat.south)):
            assert parts["held"] == 0.0 or stance in {0.0, 1.0}
            held.add(parts["held"] != 0.0)
    assert held == {False, True}


def test_a_month_has_every_office_in_the_order_of_the_table(history: Playback) -> None:
    for month in history.months:
        assert list(month.seats) == list(offices())
        assert all(seat.office == office for office, seat in month.seats.items())
    seat, profile = history.months[0].seats["NGS"], offices()["NGS"]
    assert (seat.house, seat.veto, seat.power) == (profile.house, profile.veto, profile.power)


def days_of(told: Playback, key: str) -> list[date]:
    """The days on which something happened, in their order."""
    return [each.day for month in told.months for each in month.events if each.key == key]


def test_a_successor_holds_the_office_from_the_day_of_the_change(history: Playback) -> None:
    (left,), (*_, formed) = days_of(history, "prime_minister"), days_of(history, "foreign_minister")
    toyoda = days_of(history, "foreign_minister")[0]
    assert toyoda < left == formed
    for month in history.months:
        at = month.date
        who = {office: month.seats[office].person for office in ("FOR", "PM", "NAV", "AGS")}
        minister = "TOG" if at >= left else "TOY" if at >= toyoda else ""
        assert who["FOR"] == (successors()[minister].person if minister else offices()["FOR"].person)
        assert who["PM"] == (successors()["TOJ"] if at >= left else offices()["PM"]).person
        assert who["NAV"] == (successors()["SHI"] if at >= left else offices()["NAV"]).person
        assert who["AGS"] == offices()["AGS"].person


def test_the_months_carry_what_happened_in_them(played: KantokuenModel) -> None:
    for world in range(3):
        told = [month.events for month in playback(played, world).months]
        assert told == by_period(events(played.world, world), played.ends)


def test_each_world_of_a_model_is_its_own_playback(played: KantokuenModel) -> None:
    for world in range(3):
        alone = play(Question(Run(until="1941-12"), world))
        one = playback(played, world)
        assert one.drawn == alone.drawn
        assert [m.signals for m in one.months] == [m.signals for m in alone.months]
        assert [m.seats for m in one.months] == [m.seats for m in alone.months]


def test_the_turns_of_the_default_world_are_dated(history: Playback) -> None:
    ending = history.ending
    for name, key in (
        ("mobilise", "mobilisation"),
        ("reversal", "give_up"),
        ("southern_war", "southern_war"),
        ("freeze", "freeze"),
        ("embargo", "embargo"),
    ):
        assert ending.days[name] in days_of(history, key), name
    refused = ending.days["refused"]
    assert refused is not None
    assert refused >= max(days_of(history, "truce_refused"))  # who refuses again is not told again
    assert ending.days["war"] is ending.days["settlement"] is ending.days["truce_over"] is None
    assert (ending.outcome, ending.result, ending.divisions) == ("stand_guard", "none", 16.0)
    assert history.drawn["germany.pace"] == pytest.approx(0.93, abs=0.005)


def test_what_lies_beyond_the_last_month_is_not_told() -> None:
    cut, whole = play(Question(Run(until="1941-08"))), play(Question(Run()))
    assert cut.months[-1].label == "1941-08"
    assert cut.ending.days["southern_war"] is None
    assert whole.ending.days["southern_war"] is not None
    assert cut.ending.days["embargo"] == whole.ending.days["embargo"]


def test_a_world_with_an_attack_has_its_day_and_its_result() -> None:
    attacked = play(Question(Run("soviet-collapse")))
    assert attacked.ending.outcome == "attack_1941"
    assert attacked.ending.days["war"] is not None
    assert attacked.ending.result != "none"
    crossed = [each for month in attacked.months for each in month.events if each.key == "cross_border"]
    assert [each.day for each in crossed] == [attacked.ending.days["war"]]


def test_the_general_staff_believes_in_materiel_on_the_scale_of_its_own_estimate(history: Playback) -> None:
    tanks, aircraft = value("SOV026"), value("SOV027")
    first, *_, last = (month.believed for month in history.months)
    assert tanks * 0.98 < first["soviet_tanks"] <= tanks
    for believed in (month.believed for month in history.months):
        assert believed["soviet_tanks"] / tanks == pytest.approx(believed["soviet_aircraft"] / aircraft)
    assert last["soviet_tanks"] < first["soviet_tanks"]


def test_what_the_general_staff_believes_agrees_with_its_seat(history: Playback) -> None:
    for month in history.months:
        for name in ("soviet_divisions", "german_war"):
            assert month.believed[name] == getattr(month.seats["AGS"], name)
        assert 0.0 <= month.believed["chance_of_ripening"] <= 1.0
        assert month.believed["divisions_needed"] > 0.0


def test_before_the_attack_nobody_sees_a_german_war(history: Playback) -> None:
    april, june = history.months[0], history.months[2]
    assert {seat.german_war for seat in april.seats.values()} == {0.0}
    assert all(seat.german_war > 0.0 for seat in june.seats.values())


def test_what_an_office_sees_of_the_german_war_has_berlins_word_in_it_where_it_is_believed(
    history: Playback,
) -> None:
    deaf = play(Question(Run(HISTORY.replace({"germany.pressure": 0.0}), until="1941-06")))
    june, silent = history.months[2].seats, deaf.months[2].seats
    moved = {office for office in june if june[office].german_war != silent[office].german_war}
    assert moved == {
        office for office, each in offices().items() if "berlin" in each.reads and each.alliance > 0.0
    }


def test_idle_ships_are_those_that_no_one_claims(history: Playback) -> None:
    levers = HISTORY.levers
    idle = [month.signals["ships_idle"] for month in history.months]
    claimed = levers["means.southern_ships"]
    assert idle[0] == pytest.approx(value("JPN131") / 1e6 - levers["means.civil_ships"])
    assert idle[0] - idle[-1] == pytest.approx(claimed)


def test_a_playback_is_plain_numbers_and_survives_a_pickle(history: Playback) -> None:
    for month in history.months:
        kept = [*month.signals.values(), *month.believed.values()]
        for seat in month.seats.values():
            kept += [*seat.parts_north.values(), *seat.parts_south.values(), seat.net, seat.german_war]
        assert {type(each) for each in kept} == {float}
        assert "-0.0" not in map(str, kept)
    assert pickle.loads(pickle.dumps(history)) == history  # noqa: S301 (it was written a moment ago)


@pytest.mark.parametrize("month_number", [0, 1, 4, 8, 14])
def test_a_fork_without_a_change_is_the_same_playback(history: Playback, month_number: int) -> None:
    assert forked(HISTORY, month_number) == history


def test_a_fork_without_a_change_is_the_same_playback_on_the_finer_cadence() -> None:
    assert forked(HISTORY, 13, FINER) == play(Question(FINER))


@pytest.mark.parametrize("month_number", [2, 4, 9])
def test_the_months_before_a_fork_are_those_of_the_world_without_it(
    history: Playback, month_number: int
) -> None:
    calm = forked(CALM, month_number)
    assert calm.months[:month_number] == history.months[:month_number]
    assert [month.date for month in calm.months] == [month.date for month in history.months]


def test_what_is_changed_at_a_fork_changes_what_comes_after(history: Playback) -> None:
    calm = forked(CALM, 3)
    assert calm.ending.days["embargo"] is None
    assert history.months[8].signals["embargo"] == 1.0
    assert calm.months[8].signals["embargo"] == 0.0
    assert calm.months[8].seats["NGS"].oil_loss < history.months[8].seats["NGS"].oil_loss


def test_who_has_left_before_a_fork_is_gone_after_it() -> None:
    calm = forked(CALM, 4)
    assert days_of(calm, "foreign_minister")[0] <= calm.months[3].date
    assert calm.months[2].seats["FOR"].person == offices()["FOR"].person
    assert calm.months[4].seats["FOR"].person == successors()["TOY"].person


def test_a_fork_belongs_to_the_world_that_was_asked_for() -> None:
    assert play(Question(PLAIN, 7, 5, HISTORY)) == play(Question(PLAIN, 7))


def test_what_is_told_of_the_past_of_a_fork_is_what_its_trunk_knew() -> None:
    """A change of a day that has passed cannot change the past."""
    earlier = HISTORY.replace({"germany.barbarossa": date(1941, 5, 15)})
    late = forked(earlier, 6)
    attacks = [each.day for month in late.months for each in month.events if each.key == "german_attack"]
    assert attacks == [date(1941, 6, 22)]


def test_a_playback_needs_the_parts_of_the_stances_and_every_period() -> None:
    thin = KantokuenModel(HISTORY, worlds=1, seed=DEFAULT_SEED, until="1941-05", detail="worlds")
    thin.run()
    trunk = KantokuenModel(HISTORY, seed=DEFAULT_SEED, until="1941-06")
    trunk.step()
    branch = trunk.fork(1)
    branch.run()
    for model in (thin, branch):
        with pytest.raises(ValueError, match="every period"):
            playback(model)
    assert len(playback(branch, trunk=trunk).months) == 3
    for model in (branch, trunk, thin):
        model.release()
