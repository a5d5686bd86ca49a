"""`kantokuen class`: a class of scripted people, from the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kantokuen.cli.app import app
from kantokuen.dashboard.rooms import debrief as debrief_module
from kantokuen.dashboard.rooms.service import Rooms
from kantokuen.experiments.game import debrief as game_debrief
from kantokuen.model.errors import InputError


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few worlds and futures stand behind a debrief."""
    monkeypatch.setattr(debrief_module.table_debrief, "__kwdefaults__", {"worlds": 20, "progress": None})
    monkeypatch.setattr(game_debrief, "_FUTURES", 5)


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, ["class", *words])


def test_a_class_is_rehearsed_and_looked_back_upon() -> None:
    ran = typed("--rehearse", "12", "--turns", "2")
    assert ran.exit_code == 0, ran.output
    said = " ".join(ran.stdout.split())
    for part in (
        "12 scripted people sat in 10 chairs",
        "Sitting 1, 30 June 1941",
        "Brier score of the class",
    ):
        assert part in said


def test_the_same_in_japanese_and_as_data() -> None:
    ran = typed("--rehearse", "3", "--turns", "1", "--seats", "ops,war", "--language", "ja")
    assert ran.exit_code == 0, ran.output
    assert "振り返り：クラス" in ran.stdout
    ran = typed("--rehearse", "3", "--turns", "2", "--json", "--quiet")
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert (told["people"], len(told["sittings"]), len(told["participants"])) == (3, 2, 3)
    assert told["sent"] == sum(each["sent"] for each in told["participants"])


def test_a_room_is_kept_where_it_is_wanted(tmp_path: Path) -> None:
    place = tmp_path / "rooms.db"
    ran = typed("--rehearse", "2", "--turns", "1", "--json", "--rooms", str(place))
    assert ran.exit_code == 0, ran.output
    rooms = Rooms(place)
    assert len(rooms.room(json.loads(ran.stdout)["room"]).state.people) == 2
    rooms.close()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((), "no number of people"),
        (("--rehearse", "3", "--seats", "OPQ"), "OPQ"),
        (("nowhere", "--rehearse", "3"), "nowhere"),
    ],
)
def test_what_is_wrong_is_told(words: tuple[str, ...], fault: str) -> None:
    ran = typed(*words)
    assert isinstance(ran.exception, InputError)
    assert fault in str(ran.exception)
