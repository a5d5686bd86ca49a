"""`kantokuen lesson`: packs are listed, told, and written as one file to print."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kantokuen.cli.app import app
from kantokuen.dashboard.lessons import figures
from kantokuen.dashboard.lessons.packs import LESSONS
from kantokuen.model.errors import InputError


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few worlds stand behind the numbers of the model."""
    monkeypatch.setattr(figures, "WORLDS", 20)


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, ["lesson", *words])


def refused(*words: str) -> str:
    ran = typed(*words)
    assert ran.exit_code != 0
    return str(ran.exception) if isinstance(ran.exception, InputError) else ran.output


def test_without_a_name_the_lessons_are_listed() -> None:
    ran = typed()
    assert ran.exit_code == 0, ran.output
    for said in ("reveal: Predict, then see, 20 minutes", "pairs: ", "room: ", "Operations Bureau"):
        assert said in ran.stdout
    listed = json.loads(typed("--json").stdout)
    assert [each["name"] for each in listed] == list(LESSONS)


def test_a_lesson_is_told_in_the_terminal() -> None:
    ran = typed("pairs", "--quiet")
    assert ran.exit_code == 0, ran.output
    said = " ".join(ran.stdout.split())
    assert "6–21 The first summer" in said
    assert "Type: kantokuen play --seat WAR" in said


def test_a_lesson_is_told_in_japanese() -> None:
    ran = typed("reveal", "--quiet", "--language", "ja")
    assert ran.exit_code == 0, ran.output
    assert "予想してから見る、20分" in ran.stdout
    assert "language=ja" in "".join(ran.stdout.split())


def test_a_lesson_is_printed_as_data() -> None:
    ran = typed("room", "--json", "--quiet")
    assert ran.exit_code == 0, ran.output
    data = json.loads(ran.stdout)
    assert (data["name"], data["minutes"], len(data["sheets"])) == ("room", 90, 10)
    assert {"aims", "needs", "steps", "questions", "victims", "handout", "figures", "measured"} <= data.keys()


def test_a_lesson_is_written_and_not_over_a_file_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "lesson.html"
    ran = typed("reveal", "--out", str(path), "--quiet")
    assert (ran.exit_code, ran.stdout) == (0, "")
    first = path.read_text(encoding="utf-8")
    assert first.startswith("<!doctype html>")
    assert "is there already" in refused("pairs", "--out", str(path))
    assert path.read_text(encoding="utf-8") == first
    again = typed("pairs", "--out", str(path), "--force")
    assert again.exit_code == 0, again.output
    assert "lesson.html: the lesson" in again.stdout
    assert "Two in one chair" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("revael",), "unknown lesson 'revael'; nearest known name: 'reveal'"),
        (("reveal", "--out", "lesson.pdf"), "does not end in .html"),
        (("reveal", "--out", "nowhere/lesson.html"), "a folder that does not exist"),
        (("--out", "lesson.html"), "--out is given without a lesson"),
        (("reveal", "--force"), "there is no file to write to"),
        (("reveal", "--language", "fr"), "unknown language 'fr'"),
    ],
)
def test_what_cannot_be_given_is_refused(words: tuple[str, ...], said: str) -> None:
    assert said in refused(*words)
