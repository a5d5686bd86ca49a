"""Each control does what it says, and what a page cannot have meant is told, never raised."""

import threading
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kantokuen.dashboard import commands
from kantokuen.dashboard.link import read_link
from kantokuen.dashboard.session import Blame, Dialog, Session
from kantokuen.dashboard.state import State, set_levers
from kantokuen.model.parameters import PARAMETERS
from tests.support.links import settings

NO_BLAME = Blame("faults.link", "", ())


def done(query: str, *picked: str) -> Session:
    session = Session(query or "opening=off")
    for command in picked:
        commands.pick(session, command)
    assert session.blame.value == NO_BLAME
    return session


def told(session: Session) -> str:
    return "\n".join(session.blame.value.faults)


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
    assert settings(done("", command).link).removesuffix("&opening=off") == link


def test_another_scenario_takes_levers_and_fork_away() -> None:
    session = done("germany.pace=1.2&fork=1941-06-30&fork.soviet.refill=0.5", "scenario:mild-winter")
    assert settings(session.link) == "scenario=mild-winter"


def test_an_office_that_is_chosen_again_is_closed() -> None:
    assert done("", "OPS:", "OPS:").state.value.office == ""
    assert done("office=OPS", "office:").state.value.office == ""


def test_reset_keeps_levers_and_the_other_button_gives_them_up() -> None:
    query = (
        "germany.pace=1.2&base.germany.pace=2.0&fork=1941-06-30&fork.soviet.refill=0.5&office=OPS"
        "&language=ja&theme=dark&view=worlds"
    )
    kept = done(query, "do:reset").state.value
    assert set_levers(kept.request.scenario) == {"germany.pace": 1.2}
    assert (kept.moment, kept.fork, kept.office) == ("1941-04-30", "1941-06-30", "")
    assert kept.changed == {"soviet.refill": 0.5}
    assert done(query, "do:defaults").state.value == State(language="ja", theme="dark", view="worlds")


def test_the_baseline_is_kept_and_given_back() -> None:
    session = done("germany.pace=1.2", "do:keep")
    assert session.state.value.baseline == session.state.value.request.scenario
    commands.pick(session, "do:historical")
    assert session.state.value.baseline == State().baseline


def test_a_fork_begins_at_the_month_that_is_looked_at_once_and_ends_with_its_levers() -> None:
    session = done("moment=1941-09-15", "do:fork")
    assert session.state.value.fork == "1941-08-31"
    commands.go(session, 8)
    commands.pick(session, "do:fork")
    assert session.state.value.fork == "1941-08-31"
    commands.move(session, {"key": "germany.pace", "value": 1.5, "number": 1})
    state = session.state.value
    assert (state.request, state.changed) == (State().request, {"germany.pace": 1.5})
    commands.pick(session, "do:end_fork")
    assert session.state.value == State(moment="1941-12-31")


def test_after_the_last_sitting_nothing_can_be_forked() -> None:
    session = Session("moment=1942-06-30")
    commands.pick(session, "do:fork")
    assert session.state.value.fork == ""
    assert session.blame.value.faults == ("fork: nothing follows 1942-06-30; allowed: an earlier sitting",)


def test_another_world_is_one_that_the_link_can_name() -> None:
    session = done("world=999999", "do:another")
    assert session.state.value.world == 0
    session = done("", "do:another")
    assert session.state.value.world == 1
    assert read_link(session.link) == (session.state.value, [])


def test_a_day_that_lies_before_the_fork_cannot_be_made_to_come_again() -> None:
    session = done("fork=1941-08-31", "view:table")
    commands.move(session, {"key": "germany.barbarossa", "value": 150.0, "number": 1})
    assert session.state.value.changed == {}
    assert "lies before it" in session.blame.value.faults[0]
    state, faults = read_link("fork=1941-08-31&fork.germany.barbarossa=1942-05-01&fork.soviet.refill=0.5")
    assert state.changed == {"soviet.refill": 0.5}
    assert "germany.barbarossa lies before it" in faults[0]
    assert read_link("fork=1941-05-31&fork.germany.barbarossa=1942-05-01")[1] == []


def test_what_is_tried_or_opened_ends_a_fork_of_another_history() -> None:
    session = done("fork=1941-08-31&fork.soviet.refill=0.5", "try:germany.pace=1.5")
    assert session.state.value.fork == ""
    assert session.state.value.changed == {"germany.pace": 1.5}


def test_a_message_of_the_page_goes_when_something_is_chosen_and_one_of_the_link_stays() -> None:
    session = Session("seed=x")
    commands.pick(session, "world:5")
    assert session.blame.value.faults != ()
    session = Session("opening=off")
    commands.pick(session, "seed:x")
    assert session.blame.value.lead == "faults.page"
    commands.pick(session, "seed:7")
    assert session.blame.value.faults == ()


def test_of_many_faults_ten_are_told_each_once() -> None:
    assert len(Session("&".join(f"a{n}=1" for n in range(50))).blame.value.faults) == 10
    assert len(Session("&".join("a=1" for _ in range(50))).blame.value.faults) == 1


def test_nothing_is_kept_of_a_file_that_was_saved() -> None:
    session = done("", "do:toml")
    assert session.file.value is not None
    commands.pick(session, "received:")
    assert (session.file.value.number, session.file.value.content) == (1, "")


def test_dialogs_open_and_close() -> None:
    for kind, about in (("source", "SOV083"), ("lever", "germany.pace"), ("office-source", "OPS")):
        session = done("", f"{kind}:{about}")
        assert session.dialog.value == Dialog(kind, about)
        commands.pick(session, "dialog:")
        assert session.dialog.value == Dialog()


def test_the_page_says_what_it_wears_and_whether_the_link_was_copied() -> None:
    assert done("", "dark:true").is_dark.value
    assert not done("theme=dark", "dark:false").is_dark.value
    assert done("", "copied:yes").said.value != done("", "copied:no").said.value
    session = done("", "do:copy", "do:upload", "do:upload")
    assert (session.copies.value, session.asks_file.value) == (1, 2)


def test_what_was_understood_is_taken_off_the_page() -> None:
    session = Session("lens=x")
    assert told(session)
    commands.pick(session, "do:understood")
    assert session.blame.value == NO_BLAME


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
    session = Session("germany.pace=1.2")
    before = session.state.value
    commands.pick(session, command)
    assert message in told(session)
    assert session.state.value is before


VERBS = ("scenario", "lens", "seed", "world", "view", "try", "save", "source", "lever", "x", "do", "OPS", "a")
ANY_TEXT = st.text(st.characters() | st.just("\ud800"), max_size=40)  # JSON can carry a lone surrogate


@given(st.tuples(st.sampled_from(VERBS), ANY_TEXT).map(":".join) | ANY_TEXT)
@example("lens:\ud800")
def test_no_command_raises(command: str) -> None:
    session = Session("opening=off")
    commands.pick(session, command)
    assert all(each.isprintable() for each in session.blame.value.faults)
    assert read_link(session.link) == (session.state.value, [])


# ---- levers ------------------------------------------------------------------------------------------


def test_a_lever_is_set_undone_and_answered() -> None:
    session = Session("opening=off")
    commands.move(session, {"key": "germany.pace", "value": 1.3, "number": 4})
    assert (session.state.value.changed, session.answered.value) == ({"germany.pace": 1.3}, 4)
    commands.move(session, {"key": "germany.pace", "value": None, "number": 5})
    assert (session.state.value, session.answered.value) == (State(), 5)


def test_a_lever_of_a_fork_is_undone_to_what_held_before() -> None:
    session = Session("germany.pace=1.2&fork=1941-07-31&fork.germany.pace=2.0&fork.soviet.refill=0.5")
    commands.move(session, {"key": "germany.pace", "value": None, "number": 1})
    assert session.state.value.changed == {"soviet.refill": 0.5}
    assert set_levers(session.state.value.request.scenario) == {"germany.pace": 1.2}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"key": "pace", "value": 1.0}, "unknown lever 'pace'"),
        ({"key": "germany.pace", "value": 9.0}, "lever: germany.pace = 9.0 is too high"),
        ({"key": "germany.pace", "value": "fast"}, "lever: germany.pace = 'fast' is not a number"),
        ({"key": "germany.pace", "value": True}, "lever: germany.pace = true is not a number"),
        ({"key": "germany.barbarossa", "value": 1e300}, "is not a day"),
        ({"key": "germany.barbarossa", "value": -5000.0}, "is too early"),
        ({"key": "germany.barbarossa", "value": True}, "is not a date"),
        ({"key": "soviet.collapse", "value": "soon"}, "soviet.collapse = 'soon'"),
        ({"key": "navy.backs_north", "value": 1.0}, "is not true or false"),
    ],
)
@pytest.mark.parametrize("query", ["", "fork=1941-07-31"])
def test_a_value_that_a_lever_does_not_take_is_told_and_answered(data: Any, message: str, query: str) -> None:
    session = Session(query or "opening=off")
    commands.move(session, data | {"number": 3})
    assert message in told(session)
    assert session.answered.value == 3
    assert settings(session.link) == (query or "opening=off")


def test_months_beyond_the_ends_are_the_ends() -> None:
    session = Session("opening=off")
    for number, day in ((-3, "1941-04-30"), (99, "1942-06-30"), (2, "1941-06-30")):
        commands.go(session, number)
        assert session.state.value.moment == day


def test_a_cell_of_the_map_opens_as_a_scenario() -> None:
    session = Session("soviet.refill=0.5")
    commands.open_with(session, {"germany.pace": 1.4, "season.winter_shift": -10.0})
    assert session.state.value.changed == {
        "soviet.refill": 0.5, "germany.pace": 1.4, "season.winter_shift": -10.0
    }  # fmt: skip
    commands.open_with(session, {"germany.pace": 1.0, "season.winter_shift": 0.0})
    assert session.state.value.changed == {"soviet.refill": 0.5}


# ---- files -------------------------------------------------------------------------------------------

GOOD = 'name = "Mine"\nbase = "mild-winter"\n[germany]\npace = 1.2\nbarbarossa = 1941-06-01\n'


def uploaded(name: str, text: str | None, size: int) -> Session:
    session = Session("fork=1941-07-31&fork.germany.pace=2.0")
    commands.upload(session, {"name": name, "text": text, "size": size})
    return session


def test_a_scenario_file_is_opened_and_takes_the_fork_away() -> None:
    session = uploaded(name="mine.toml", text=GOOD, size=len(GOOD))
    state = session.state.value
    assert (state.request.scenario.name, state.title, state.fork) == ("mild-winter", "Mine", "")
    assert state.changed == {"germany.pace": 1.2, "germany.barbarossa": date(1941, 6, 1)}
    assert session.blame.value == NO_BLAME
    assert "mine.toml" in session.said.value


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
    session = uploaded(name="bad.toml", text=text, size=len(text))
    assert (session.blame.value.lead, session.blame.value.name) == ("faults.file", "bad.toml")
    assert all(each in told(session) for each in messages), told(session)
    assert session.state.value.fork == "1941-07-31"


def test_a_file_with_two_faults_has_two_lines() -> None:
    session = uploaded(name="bad.toml", text='name = "a"\n[germany]\npace = 9\npce = 1\n', size=1)
    assert len(session.blame.value.faults) == 2


@pytest.mark.parametrize(
    ("text", "size", "bytes_"),
    [
        (None, 5_000_000, "5,000,000"),
        ("ä" * 150_000, 300_000, "300,000"),
    ],
)
def test_a_file_that_is_too_large_is_told_with_its_size_and_the_largest(
    text: str | None, size: int, bytes_: str
) -> None:
    session = uploaded(name="large.toml", text=text, size=size)
    (fault,) = session.blame.value.faults
    assert all(each in fault for each in ("large.toml", bytes_, "200,000"))


def test_a_file_name_with_control_characters_is_made_printable_and_short() -> None:
    session = uploaded(name="a\x1b[31m\n\u202e" + "b" * 500, text="= bad", size=5)
    assert session.blame.value.name.isprintable()
    assert len(session.blame.value.name) < 100
    assert all(each.isprintable() for each in session.blame.value.faults)


@given(ANY_TEXT, ANY_TEXT | st.none(), st.integers(0, 10**15))
def test_no_upload_raises(name: str, text: str | None, size: int) -> None:
    session = uploaded(name, text, size)
    assert read_link(session.link) == (session.state.value, [])


# ---- two visitors ------------------------------------------------------------------------------------


def test_two_sessions_share_nothing_that_can_be_changed() -> None:
    one, other = Session("opening=off"), Session("opening=off")
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
        commands.pick(one, command)
    commands.move(one, {"key": "germany.pace", "value": 1.3, "number": 4})
    one.pictures["table"] = lambda: "<svg></svg>"
    one.send("a", "b", b"c")
    assert (vars(other), other.link) == before
    assert other.state.value == State()
    assert (other.answered.value, other.file.value, other.pictures) == (0, None, {})
    assert (other.blame.value, other.dialog.value, other.said.value) == (NO_BLAME, Dialog(), "")


def test_sessions_of_many_threads_keep_to_themselves() -> None:
    levers = [each.key for each in PARAMETERS.values() if each.type == "float"][:12]
    sessions = [Session("opening=off") for _ in levers]

    def move(session: Session, key: str) -> None:
        for number in range(1, 20):
            share = number / 20.0
            low, high = PARAMETERS[key].low, PARAMETERS[key].high
            commands.move(session, {"key": key, "value": low + share * (high - low), "number": number})  # type: ignore[operator]

    threads = [threading.Thread(target=move, args=each) for each in zip(sessions, levers, strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for session, key in zip(sessions, levers, strict=True):
        assert set(session.state.value.changed) <= {key}
        assert (session.answered.value, session.blame.value) == (19, NO_BLAME)
