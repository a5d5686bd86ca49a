"""Each control does what it says, and what a page cannot have meant is told, never raised."""

import threading
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kantokuen.dashboard import acts
from kantokuen.dashboard.choice import Choice, History, read_link
from kantokuen.dashboard.visit import Blame, Dialog, Visit
from kantokuen.model.parameters import PARAMETERS

NO_BLAME = Blame("faults.link", "", ())


def done(query: str, *commands: str) -> Visit:
    visit = Visit(query)
    for command in commands:
        acts.pick(visit, command)
    assert visit.blame.value == NO_BLAME
    return visit


def told(visit: Visit) -> str:
    return "\n".join(visit.blame.value.faults)


# ---- commands ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "link"),
    [
        ("lens:rational", "lens=rational"),
        ("cadence:ten-day", "cadence=ten-day"),
        ("world:7", "world=7"),
        ("seed:5", "seed=5"),
        ("language:ja", "language=ja"),
        ("theme:dark", "theme=dark"),
        ("view:months", "view=months"),
        ("worlds:50000", "worlds=50000"),
        ("scenario:soviet-collapse", "scenario=soviet-collapse"),
        ("office:OPS", "office=OPS"),
        ("KAS:", "office=KAS"),
        ("x:soviet.refill", "x=soviet.refill&y=season.winter_shift"),
        ("y:soviet.refill", "x=germany.pace&y=soviet.refill"),
        ("x:season.winter_shift", "x=season.winter_shift&y=germany.pace"),
        ("y:germany.pace", "x=season.winter_shift&y=germany.pace"),
        ("try:germany.pace=1.3", "germany.pace=1.3"),
        ("try:navy.backs_north=true", "navy.backs_north=true"),
        ("do:fork", "fork=1941-07-31"),
        ("do:reset", "moment=1941-04-30"),
    ],
)
def test_a_command_sets_what_it_names(command: str, link: str) -> None:
    assert done("", command).link == link


def test_another_scenario_takes_levers_and_fork_away() -> None:
    visit = done("germany.pace=1.2&fork=1941-06-30&fork.soviet.refill=0.5", "scenario:mild-winter")
    assert visit.link == "scenario=mild-winter"


def test_an_office_that_is_chosen_again_is_closed() -> None:
    assert done("", "OPS:", "OPS:").choice.value.office == ""
    assert done("office=OPS", "office:").choice.value.office == ""


def test_reset_keeps_levers_and_the_other_button_gives_them_up() -> None:
    query = (
        "germany.pace=1.2&base.germany.pace=2.0&fork=1941-06-30&fork.soviet.refill=0.5&office=OPS"
        "&language=ja&theme=dark&view=worlds"
    )
    kept = done(query, "do:reset").choice.value
    assert kept.history == History(levers={"germany.pace": 1.2})
    assert (kept.moment, kept.fork, kept.office) == ("1941-04-30", "1941-06-30", "")
    assert kept.changed == {"soviet.refill": 0.5}
    assert done(query, "do:defaults").choice.value == Choice(language="ja", theme="dark", view="worlds")


def test_the_baseline_is_kept_and_given_back() -> None:
    visit = done("germany.pace=1.2", "do:keep")
    assert visit.choice.value.baseline == visit.choice.value.history
    acts.pick(visit, "do:historical")
    assert visit.choice.value.baseline == History()


def test_a_fork_begins_at_the_month_that_is_looked_at_once_and_ends_with_its_levers() -> None:
    visit = done("moment=1941-09-15", "do:fork")
    assert visit.choice.value.fork == "1941-08-31"
    acts.go(visit, 8)
    acts.pick(visit, "do:fork")
    assert visit.choice.value.fork == "1941-08-31"
    acts.move(visit, {"key": "germany.pace", "value": 1.5, "number": 1})
    assert (visit.choice.value.history, visit.choice.value.changed) == (History(), {"germany.pace": 1.5})
    acts.pick(visit, "do:end_fork")
    assert visit.choice.value == Choice(moment="1941-12-31")


def test_another_world_is_one_that_the_link_can_name() -> None:
    visit = done("world=999999", "do:another")
    assert visit.choice.value.world == 0
    visit = done("", "do:another")
    assert visit.choice.value.world == 1
    assert read_link(visit.link) == (visit.choice.value, [])


def test_a_day_that_lies_before_the_fork_cannot_be_made_to_come_again() -> None:
    visit = done("fork=1941-08-31", "view:table")
    acts.move(visit, {"key": "germany.barbarossa", "value": 150, "number": 1})
    assert visit.choice.value.changed == {}
    assert "lies before it" in visit.blame.value.faults[0]
    choice, faults = read_link("fork=1941-08-31&fork.germany.barbarossa=1942-05-01&fork.soviet.refill=0.5")
    assert choice.changed == {"soviet.refill": 0.5}
    assert "germany.barbarossa lies before it" in faults[0]
    assert read_link("fork=1941-05-31&fork.germany.barbarossa=1942-05-01")[1] == []


def test_what_is_tried_or_opened_ends_a_fork_of_another_history() -> None:
    visit = done("fork=1941-08-31&fork.soviet.refill=0.5", "try:germany.pace=1.5")
    assert (visit.choice.value.fork, visit.choice.value.changed) == ("", {})
    assert visit.choice.value.history.levers == {"germany.pace": 1.5}


def test_a_message_of_the_page_goes_when_something_is_chosen_and_one_of_the_link_stays() -> None:
    visit = Visit("seed=x")
    acts.pick(visit, "world:5")
    assert visit.blame.value.faults != ()
    visit = Visit("")
    acts.pick(visit, "seed:x")
    assert visit.blame.value.lead == "faults.page"
    acts.pick(visit, "seed:7")
    assert visit.blame.value.faults == ()


def test_of_many_faults_ten_are_told_each_once() -> None:
    assert len(Visit("&".join(f"a{n}=1" for n in range(50))).blame.value.faults) == 10
    assert len(Visit("&".join("a=1" for _ in range(50))).blame.value.faults) == 1


def test_nothing_is_kept_of_a_file_that_was_saved() -> None:
    visit = done("", "do:toml")
    assert visit.file.value is not None
    acts.pick(visit, "received:")
    assert (visit.file.value.number, visit.file.value.content) == (1, "")


def test_dialogs_open_and_close() -> None:
    for kind, about in (("source", "SOV083"), ("lever", "germany.pace"), ("office-source", "OPS")):
        visit = done("", f"{kind}:{about}")
        assert visit.dialog.value == Dialog(kind, about)
        acts.pick(visit, "dialog:")
        assert visit.dialog.value == Dialog()


def test_the_page_says_what_it_wears_and_whether_the_link_was_copied() -> None:
    assert done("", "dark:true").is_dark.value
    assert not done("theme=dark", "dark:false").is_dark.value
    assert done("", "copied:yes").said.value != done("", "copied:no").said.value
    visit = done("", "do:copy", "do:upload", "do:upload")
    assert (visit.copies.value, visit.asks_file.value) == (1, 2)


def test_what_was_understood_is_taken_off_the_page() -> None:
    visit = Visit("lens=x")
    assert told(visit)
    acts.pick(visit, "do:understood")
    assert visit.blame.value == NO_BLAME


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("veiw:months", "unknown command 'veiw'; nearest known name: 'view'"),
        ("do:forks", "unknown button 'forks'; nearest known name: 'fork'"),
        ("view:month", "unknown view 'month'; nearest known name: 'months'"),
        ("office:TOJO", "unknown office 'TOJO'"),
        ("x:pace", "unknown lever 'pace'"),
        ("try:germany.pace=9", "germany.pace = 9.0 is too high; allowed: a number from 0.3 to 3"),
        ("try:nothing", "nothing = '' is not a known lever"),
        ("world:-1", "world = '-1' is not allowed; allowed: a whole number from 0 to 999,999"),
        ("seed:" + "9" * 9000, "allowed: "),
        ("", "unknown command ''"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(command: str, message: str) -> None:
    visit = Visit("germany.pace=1.2")
    before = visit.choice.value
    acts.pick(visit, command)
    assert message in told(visit)
    assert visit.choice.value is before


VERBS = ("scenario", "lens", "seed", "world", "view", "try", "save", "source", "lever", "x", "do", "OPS", "a")
ANY_TEXT = st.text(st.characters() | st.just("\ud800"), max_size=40)  # JSON can carry a lone surrogate


@given(st.tuples(st.sampled_from(VERBS), ANY_TEXT).map(":".join) | ANY_TEXT)
@example("lens:\ud800")
def test_no_command_raises(command: str) -> None:
    visit = Visit("")
    acts.pick(visit, command)
    assert all(each.isprintable() for each in visit.blame.value.faults)
    assert read_link(visit.link) == (visit.choice.value, [])


# ---- levers ------------------------------------------------------------------------------------------


def test_a_lever_is_set_undone_and_answered() -> None:
    visit = Visit("")
    acts.move(visit, {"key": "germany.pace", "value": 1.3, "number": 4})
    assert (visit.choice.value.history.levers, visit.answered.value) == ({"germany.pace": 1.3}, 4)
    acts.move(visit, {"key": "germany.pace", "value": None, "number": 5})
    assert (visit.choice.value.history, visit.answered.value) == (History(), 5)


def test_a_lever_of_a_fork_is_undone_to_what_held_before() -> None:
    visit = Visit("germany.pace=1.2&fork=1941-07-31&fork.germany.pace=2.0&fork.soviet.refill=0.5")
    acts.move(visit, {"key": "germany.pace", "value": None, "number": 1})
    assert visit.choice.value.changed == {"soviet.refill": 0.5}
    assert visit.choice.value.history.levers == {"germany.pace": 1.2}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "unknown lever None;"),
        ({"key": "pace", "value": 1.0}, "unknown lever 'pace'"),
        ({"key": ["germany.pace"], "value": 1.0}, "unknown lever"),
        ({"key": "germany.pace", "value": 9}, "lever: germany.pace = 9.0 is too high"),
        ({"key": "germany.pace", "value": "fast"}, "lever: germany.pace = 'fast' is not a number"),
        ({"key": "germany.pace", "value": True}, "lever: germany.pace = true is not a number"),
        ({"key": "germany.pace", "value": float("nan")}, "is not a finite number"),
        ({"key": "germany.pace", "value": 10**400}, "germany.pace"),
        ({"key": "germany.pace", "value": {"a": 1}}, "is not a number"),
        ({"key": "germany.barbarossa", "value": 1e300}, "is not a day"),
        ({"key": "germany.barbarossa", "value": float("nan")}, "is not a day"),
        ({"key": "germany.barbarossa", "value": -5000}, "is too early"),
        ({"key": "germany.barbarossa", "value": True}, "is not a date"),
        ({"key": "soviet.collapse", "value": "soon"}, "soviet.collapse = 'soon'"),
        ({"key": "navy.backs_north", "value": 1}, "is not true or false"),
    ],
)
@pytest.mark.parametrize("query", ["", "fork=1941-07-31"])
def test_a_value_that_a_lever_does_not_take_is_told_and_answered(
    data: dict[str, Any], message: str, query: str
) -> None:
    visit = Visit(query)
    acts.move(visit, data | {"number": 3})
    assert message in told(visit)
    assert visit.answered.value == 3
    assert visit.link == query


@pytest.mark.parametrize("number", [None, "x", [], float("inf"), float("nan")])
def test_a_move_without_a_number_is_not_answered(number: object) -> None:
    visit = Visit("")
    acts.move(visit, {"key": "germany.pace", "value": 1.3, "number": number})
    assert visit.answered.value == 0
    assert visit.choice.value.history.levers == {"germany.pace": 1.3}


def test_months_beyond_the_ends_are_the_ends() -> None:
    visit = Visit("")
    for number, day in ((-3, "1941-04-30"), (99, "1942-06-30"), (2, "1941-06-30")):
        acts.go(visit, number)
        assert visit.choice.value.moment == day


def test_a_cell_of_the_map_opens_as_a_scenario() -> None:
    visit = Visit("soviet.refill=0.5")
    acts.open_cell(visit, 1.4, -10.0)
    assert visit.choice.value.history.levers == {
        "soviet.refill": 0.5, "germany.pace": 1.4, "season.winter_shift": -10.0
    }  # fmt: skip
    acts.open_cell(visit, 1.0, 0.0)
    assert visit.choice.value.history.levers == {"soviet.refill": 0.5}


# ---- files -------------------------------------------------------------------------------------------

GOOD = 'name = "Mine"\nbase = "mild-winter"\n[germany]\npace = 1.2\nbarbarossa = 1941-06-01\n'


def uploaded(**data: Any) -> Visit:
    visit = Visit("fork=1941-07-31&fork.germany.pace=2.0")
    acts.upload(visit, data)
    return visit


def test_a_scenario_file_is_opened_and_takes_the_fork_away() -> None:
    visit = uploaded(name="mine.toml", text=GOOD, size=len(GOOD))
    levers = {"germany.pace": 1.2, "germany.barbarossa": date(1941, 6, 1)}
    assert visit.choice.value == Choice(history=History("mild-winter", levers, "Mine"))
    assert visit.blame.value == NO_BLAME
    assert "mine.toml" in visit.said.value


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("= bad", ("bad.toml: is not readable as TOML", "line 1")),
        ("", ("bad.toml: is empty",)),
        ('name = "a"\nsampler = "grid"\n', ("bad.toml: is the plan of a sweep; allowed: a scenario",)),
        ('name = "a"\n[germany]\npce = 1\n', ("germany.pce = 1 is not a known lever", "'germany.pace'")),
        ('name = "a"\n[germany]\npace = 9\n', ("germany.pace = 9 is too high", "from 0.3 to 3")),
        ('name = "a"\nbase = "nowhere"\n', ("base = 'nowhere' is not a known scenario", "historical")),
        ('name = "a"\nbase = "/etc/passwd"\n', ("base = '/etc/passwd'", "historical")),
        ("[germany]\npace = 1.1\n", ("bad.toml: name",)),
        ('name = "\ud800"\n', ("not usable",)),
        ("a." * 60_000 + "a = 1", ("a key of too many parts: 60,001; allowed: at most 8",)),
    ],
    ids=["toml", "empty", "plan", "lever", "value", "base", "path", "nameless", "surrogate", "deep"],
)
def test_a_bad_file_is_told_with_its_name_and_changes_nothing(text: str, messages: tuple[str, ...]) -> None:
    visit = uploaded(name="bad.toml", text=text, size=len(text))
    assert (visit.blame.value.lead, visit.blame.value.name) == ("faults.file", "bad.toml")
    assert all(each in told(visit) for each in messages), told(visit)
    assert visit.choice.value.fork == "1941-07-31"


def test_a_file_with_two_faults_has_two_lines() -> None:
    visit = uploaded(name="bad.toml", text='name = "a"\n[germany]\npace = 9\npce = 1\n', size=1)
    assert len(visit.blame.value.faults) == 2


@pytest.mark.parametrize(
    ("text", "size", "bytes_"),
    [
        (None, 5_000_000, "5,000,000"),
        ("ä" * 150_000, 300_000, "300,000"),
        (None, None, "?"),
        (None, "big", "?"),
        (7, True, "?"),
        (None, float("inf"), "–"),
    ],
)
def test_a_file_that_is_too_large_is_told_with_its_size_and_the_largest(
    text: object, size: object, bytes_: str
) -> None:
    visit = uploaded(name="large.toml", text=text, size=size)
    (fault,) = visit.blame.value.faults
    assert all(each in fault for each in ("large.toml", bytes_, "200,000"))


def test_a_file_name_with_control_characters_is_made_printable_and_short() -> None:
    visit = uploaded(name="a\x1b[31m\n\u202e" + "b" * 500, text="= bad", size=5)
    assert visit.blame.value.name.isprintable()
    assert len(visit.blame.value.name) < 100
    assert all(each.isprintable() for each in visit.blame.value.faults)


@given(st.fixed_dictionaries({}, optional={each: ANY_TEXT | st.none() for each in ("name", "text", "size")}))
def test_no_upload_raises(data: dict[str, Any]) -> None:
    visit = Visit("")
    acts.upload(visit, data)
    assert read_link(visit.link) == (visit.choice.value, [])


# ---- two visitors ------------------------------------------------------------------------------------


def test_two_visits_share_nothing_that_can_be_changed() -> None:
    one, other = Visit(""), Visit("")
    before = vars(other).copy(), other.link
    for command in (
        "view:months",
        "lens:rational",
        "dark:true",
        "do:fork",
        "do:copy",
        "source:SOV083",
        "x",
        "a",
    ):
        acts.pick(one, command)
    acts.move(one, {"key": "germany.pace", "value": 1.3, "number": 4})
    one.pictures["table"] = lambda: "<svg></svg>"
    one.send("a", "b", b"c")
    assert (vars(other), other.link) == before
    assert other.choice.value == Choice()
    assert (other.answered.value, other.file.value, other.pictures) == (0, None, {})
    assert (other.blame.value, other.dialog.value, other.said.value) == (NO_BLAME, Dialog(), "")


def test_visits_of_many_threads_keep_to_themselves() -> None:
    levers = [each.key for each in PARAMETERS.values() if each.type == "float"][:12]
    visits = [Visit("") for _ in levers]

    def move(visit: Visit, key: str) -> None:
        for number in range(1, 20):
            share = number / 20.0
            low, high = PARAMETERS[key].low, PARAMETERS[key].high
            acts.move(visit, {"key": key, "value": low + share * (high - low), "number": number})  # type: ignore[operator]

    threads = [threading.Thread(target=move, args=each) for each in zip(visits, levers, strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for visit, key in zip(visits, levers, strict=True):
        assert set(visit.choice.value.history.levers) <= {key}
        assert (visit.answered.value, visit.blame.value) == (19, NO_BLAME)
