"""`kantokuen play`: a game in the terminal, with whatever is typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kantokuen.cli.app import app
from kantokuen.experiments.game import debrief as debrief_module
from kantokuen.model.errors import InputError
from kantokuen.model.text.words import Words


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few worlds and futures stand behind a debrief."""
    monkeypatch.setattr(debrief_module.debrief, "__kwdefaults__", {"worlds": 20, "progress": None})
    monkeypatch.setattr(debrief_module, "_FUTURES", 5)


def typed(*words: str, answers: str = "") -> Result:
    return CliRunner().invoke(app, ["play", *words], input=answers)


def test_the_end_of_input_ends_the_game_with_the_debrief_so_far() -> None:
    ran = typed("--seat", "OPS", "--seed", "7", answers="30\n34\n\n")
    assert ran.exit_code == 0, ran.output
    for said in (
        "Turn 1, 30 June 1941",
        "Turn 2, 10 July 1941",
        "Looking back",
        "Brier score",
        "Calibration",
    ):
        assert said in ran.stdout
    assert "34 (the office would: 22)" in " ".join(ran.stdout.split())
    assert ran.stdout.count("Turn 2, ") == 1  # it was begun and not ended, so that it is not looked back upon


def test_enter_alone_is_the_office_itself_and_a_prediction_of_50() -> None:
    ran = typed("--seat", "WAR", "--seed", "7", "--turns", "2", "--json", answers="\n" * 20)
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert [(turn["predicted"], turn["answers"]) for turn in told["turns"]] == [(0.5, {})] * 2
    assert told["parts_on"] is None
    assert told["outcome"] == told["outcome_without"]
    assert told["brier"]["person"] == 0.25
    assert all(each["others"]["share"] == 0.0 for each in told["changed"])


def test_a_turn_is_taken_back_and_the_game_ended_by_a_letter() -> None:
    ran = typed("--seat", "WAR", "--seed", "7", "--json", answers="b\n20\n" + "\n" * 3 + "b\n40\nq\n")
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert told["turns"] == []
    assert told["brier"] == {"person": None, "model": None, "base": None}
    en = Words.of("en")
    said = " ".join(ran.stderr.split())
    assert en("game.nothing_to_take_back") in said
    assert en("game.taken_back") in said


def test_what_is_no_answer_is_said_and_asked_again() -> None:
    answers = "many\n101\nnan\n-1\n1e1\n7\nnone\n0\n" + "\n" * 20
    ran = typed("--seat", "WAR", "--seed", "7", "--turns", "1", "--json", answers=answers)
    assert ran.exit_code == 0, ran.output
    said = " ".join(ran.stderr.split())
    for wrong in ("'many' is no chance", "'101' is no chance", "'nan' is no chance", "'-1' is no chance"):
        assert wrong in said
    assert "'7' is no answer here" in said
    assert json.loads(ran.stdout)["turns"][0]["predicted"] == 0.1


def test_it_speaks_japanese() -> None:
    ran = typed("--seat", "EMP", "--seed", "7", "--turns", "1", "--language", "ja", answers="\n" * 9)
    assert ran.exit_code == 0, ran.output
    for said in ("会議の席：", "振り返り", "ブライア得点", "較正"):
        assert said in ran.stdout
    assert max(len(line) for line in ran.stdout.splitlines()) <= 80


def test_a_game_is_saved_and_played_on(tmp_path: Path) -> None:
    path = tmp_path / "game.json"
    first = typed("--seat", "NAV", "--seed", "7", "--save", str(path), "--json", answers="30\n0\n\n")
    assert first.exit_code == 0, first.output
    again = typed("--from", str(path), "--json")
    assert again.exit_code == 0, again.output
    assert json.loads(again.stdout) == json.loads(first.stdout)
    assert json.loads(first.stdout)["turns"][0]["answers"] == {"divisions": "none"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--seat", "OSP"), "OPS"),
        (("--seat", "navy"), "allowed: OPS"),
        ((), "--seat"),
        (("--seat", "WAR", "--turns", "12"), "1 to 11"),
        (("--seat", "WAR", "--from", "game.json"), "without --seat"),
        (("--from", "nothing.json"), "nothing.json"),
        (("--seat", "WAR", "--save", "game.txt"), ".json"),
        (("--seat", "WAR", "atlantis"), "atlantis"),
    ],
)
def test_what_cannot_be_played_is_refused_before_anything_is_asked(words: tuple[str, ...], said: str) -> None:
    ran = typed(*words)
    assert ran.exit_code != 0
    told = str(ran.exception) if isinstance(ran.exception, InputError) else ran.output
    assert said in told
    assert "Turn 1" not in ran.output


def test_a_debrief_is_written_into_one_file(tmp_path: Path) -> None:
    out = tmp_path / "d.html"
    ran = typed(
        "--seat", "OPS", "--seed", "7", "--turns", "1", "--quiet", "--report", str(out), answers="\n" * 9
    )
    assert ran.exit_code == 0, ran.output
    page = out.read_text(encoding="utf-8")
    assert Words.of("en")("game.debrief.title") in page
    assert "src=" not in page
    assert "href=" not in page
    ran = typed("--seat", "OPS", "--report", str(out))
    assert isinstance(ran.exception, InputError)
    assert "--report" in str(ran.exception) or "d.html" in str(ran.exception)
