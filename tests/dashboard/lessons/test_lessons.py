"""Lessons: their minutes add up, what they ask of a teacher can be done, and no number is typed by hand."""

import re
from collections.abc import Iterator
from dataclasses import replace
from string import Formatter
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from kantokuen.cli.app import app
from kantokuen.dashboard.evidence_rows import evidence_rows
from kantokuen.dashboard.lessons import figures as figures_module
from kantokuen.dashboard.lessons.figures import Played, Recorded, _declared, figure_names, figures
from kantokuen.dashboard.lessons.ideas import ideas
from kantokuen.dashboard.lessons.packs import LESSONS, Doing, pack, read_pack
from kantokuen.dashboard.lessons.printing import printed
from kantokuen.dashboard.lessons.telling import ADDRESS, listed, told
from kantokuen.dashboard.link import is_of_another_version, read_link
from kantokuen.dashboard.playback import play
from kantokuen.dashboard.state import Question
from kantokuen.experiments.game.questions import QUESTIONS
from kantokuen.model import evidence
from kantokuen.model.errors import InputError
from kantokuen.model.text.languages import LANGUAGES, texts
from kantokuen.model.text.words import Words

EN, JA = (Words.of(language) for language in LANGUAGES)

SENTENCES = {language: texts(language)["lessons.toml"] for language in LANGUAGES}

PACK = """
minutes = 10
aims = ["number"]
needs = ["wall"]
ideas = ["outcome"]
questions = ["likely"]
seats = ["OPS"]
figures = ["labour"]
before = []

[[steps]]
key = "read"
minutes = 10
paper = "handout"

[handout]
facts = ["china"]
asks = {}
later = {}
"""


@pytest.fixture(scope="module", autouse=True)
def few() -> Iterator[None]:
    """Let few worlds stand behind the numbers of the model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures_module, "WORLDS", 20)
        yield


@pytest.fixture(
    scope="module", params=[(name, language) for name in LESSONS for language in LANGUAGES], ids="-".join
)
def lesson(request: pytest.FixtureRequest) -> dict[str, Any]:
    name, language = request.param
    return told(name, Words.of(language))


def doings(name: str) -> list[Doing]:
    return [*pack(name).before, *pack(name).steps]


def things(lesson: dict[str, Any], kind: str) -> list[str]:
    return [
        each["what"]
        for step in lesson["before"] + lesson["steps"]
        for each in step["do"]
        if each["kind"] == kind
    ]


# ---- the packs ----------------------------------------------------------------------------------


def test_there_is_a_lesson_of_twenty_of_fifty_and_of_ninety_minutes() -> None:
    assert [each["minutes"] for each in listed(EN)] == [20, 50, 90]


@pytest.mark.parametrize("name", LESSONS)
def test_the_minutes_of_the_steps_add_up_to_those_of_the_lesson(name: str) -> None:
    assert sum(step.minutes for step in pack(name).steps) == pack(name).minutes


def test_the_clock_of_a_lesson_runs_from_nought_to_its_end_without_a_gap(lesson: dict[str, Any]) -> None:
    clocks = [tuple(map(int, re.findall(r"\d+", step["clock"]))) for step in lesson["steps"]]
    assert [first for first, _ in clocks] == [0, *(last for _, last in clocks[:-1])]
    assert clocks[-1][1] == lesson["minutes"]


@pytest.mark.parametrize("name", LESSONS)
def test_keys_of_a_lesson_have_sentences_and_sentences_have_keys(name: str) -> None:
    asked, prefix = pack(name), f"lessons.packs.{name}."
    sheet = asked.handout
    used = {
        "title",
        "about",
        "whom",
        "whom_answer",
        "measured",
        "handout.title",
        "handout.lead",
        "handout.later",
    }
    used |= {f"aims.{key}" for key in asked.aims}
    used |= {f"before.{each.key}" for each in asked.before}
    used |= {f"steps.{each.key}.{part}" for each in asked.steps for part in ("title", "text")}
    used |= {f"questions.{key}.{part}" for key in asked.questions for part in ("ask", "answer")}
    used |= {f"handout.{key}" for key in (*sheet.asks, *sheet.columns, *sheet.later)}
    for language in LANGUAGES:
        written = {key.removeprefix(prefix) for key in SENTENCES[language] if key.startswith(prefix)}
        assert written == used


@pytest.mark.parametrize("table", ["facts", "needs", "ideas"])
def test_what_the_lessons_share_is_used_by_one_of_them(table: str) -> None:
    used: set[str] = set()
    for name in LESSONS:
        asked = pack(name)
        used |= {"facts": {*asked.handout.facts}, "needs": {*asked.needs}, "ideas": {*asked.ideas}}[table]
    assert set(EN.entries(f"lessons.{table}")) == used


def test_every_lesson_ends_with_those_who_had_no_seat(lesson: dict[str, Any]) -> None:
    assert things(lesson, "paper")[-1] == Words.of(lesson["language"])("lessons.papers.victims")
    said = " ".join(lesson["victims"]["texts"])
    peoples = {
        "en": ("Chinese", "Koreans", "Mongols", "Soviet civilians", "South-east Asia", "labour"),
        "ja": ("中国人", "朝鮮人", "モンゴル人", "ソ連の市民", "東南アジアの人びと", "労働"),
    }
    assert [each for each in peoples[lesson["language"]] if each not in said] == []
    assert "THE025" in said


def test_a_lesson_says_that_nothing_has_been_measured_about_learning(lesson: dict[str, Any]) -> None:
    begins = {
        "en": "Whether this lesson teaches anything has not been measured",
        "ja": "この授業で何かが身につくかどうかは測られておらず",
    }
    assert lesson["measured"].startswith(begins[lesson["language"]])


def test_the_lessons_are_about_each_of_the_ideas_and_their_works_are_in_the_bibliography() -> None:
    asked = {"allison", "prospect", "motivated", "deadline", "outcome", "dilemma", "unanimity"}
    assert set(ideas()) == asked
    assert all(evidence.document(work).text for each in ideas().values() for work in each.works)


# ---- what a teacher is told to do ----------------------------------------------------------------


def links(lesson: dict[str, Any]) -> list[str]:
    return [*things(lesson, "link"), *(each["link"] for each in lesson["ideas"])]


def test_every_link_is_read_without_a_fault_and_opens_the_page_in_the_language(
    lesson: dict[str, Any],
) -> None:
    for each in links(lesson):
        query = each.removeprefix(ADDRESS).removeprefix("?")
        assert each.startswith(ADDRESS)
        state, faults = read_link(query)
        assert faults == []
        assert state.language == lesson["language"]
        assert not is_of_another_version(query)


def test_a_link_opens_what_the_data_say(lesson: dict[str, Any]) -> None:
    said = [read_link(each.link)[0] for each in doings(lesson["name"]) if each.link is not None]
    opened = [read_link(each.removeprefix(ADDRESS).removeprefix("?"))[0] for each in things(lesson, "link")]
    assert opened == [replace(each, language=lesson["language"]) for each in said]


def test_the_fork_on_the_wall_is_of_the_summer_that_pairs_play_and_nothing_is_mobilised() -> None:
    (link,) = (each.link for each in pack("pairs").steps if each.link is not None)
    state, _ = read_link(link)
    games = [parsed(each.command).params for each in doings("pairs") if " play " in (each.command or "")]
    assert {(game["seed"], game["ensemble"]) for game in games} == {
        (state.request.seed, state.request.ensemble)
    }

    def mobilised(question: Question) -> list[str]:
        return [each.key for month in play(question).months for each in month.events if "mobilis" in each.key]

    assert mobilised(state.compared) != []
    assert mobilised(state.question) == []


def parsed(command: str) -> Any:
    """Read a line as the command line does, without running it."""
    program, name, *words = command.split()
    assert program == "kantokuen"
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return group.commands[name].make_context(name, words)


def test_every_command_is_one_that_the_command_line_knows(lesson: dict[str, Any]) -> None:
    commands = [
        *things(lesson, "command"),
        *(each["command"] for each in lesson["figures"] if each["command"]),
    ]
    assert commands
    for each in commands:
        parsed(each)
    spoken = {parsed(each).params["language"] for each in things(lesson, "command")}
    assert spoken == {None if lesson["language"] == "en" else lesson["language"]}


def test_a_line_that_the_command_line_does_not_know_would_be_noticed() -> None:
    with pytest.raises(KeyError):
        parsed("kantokuen plya --seat WAR")
    with pytest.raises(Exception, match="No such option: --saet"):
        parsed("kantokuen play --saet WAR")


def test_a_button_is_called_as_it_is_on_the_page(lesson: dict[str, Any]) -> None:
    keys = [each.button for each in doings(lesson["name"]) if each.button is not None]
    words = Words.of(lesson["language"])
    files = texts(lesson["language"])
    page = {**files["page.toml"], **files["roompages.toml"]}
    assert things(lesson, "button") == [page[key] for key in keys] == [words(key) for key in keys]


@pytest.mark.parametrize("name", LESSONS)
def test_a_game_of_a_lesson_is_of_a_seat_whose_sheet_is_printed(name: str) -> None:
    for each in doings(name):
        if each.command is not None and " play " in each.command:
            assert parsed(each.command).params["seat"] in pack(name).seats


# ---- the numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_typed_into_a_sentence_but_the_year_and_the_scale(language: str) -> None:
    typed = {
        key: re.findall(r"\d+", re.sub(r"\{\w+\}", "", text)) for key, text in SENTENCES[language].items()
    }
    months = {"6", "7", "10", "12"} if language == "ja" else set()
    allowed = {"1941", "100", *months}
    rest = {key: numbers for key, numbers in typed.items() if not set(numbers) <= allowed}
    assert rest == {"lessons.share": ["100", "95"]}


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_plays_the_numbers_that_its_sentences_tell_and_no_others(name: str) -> None:
    asked = pack(name)
    keys = [key for key in SENTENCES["en"] if key.startswith((f"lessons.packs.{name}.", "lessons.victims."))]
    keys += [f"lessons.facts.{key}" for key in asked.handout.facts]
    told_in = {field for key in keys for _, field, _, _ in Formatter().parse(SENTENCES["en"][key]) if field}
    assert told_in == set(asked.figures)


def test_every_number_is_told_by_a_lesson() -> None:
    assert {each for name in LESSONS for each in pack(name).figures} == set(figure_names())


def test_a_number_of_the_evidence_is_that_of_its_row() -> None:
    found = figures(["labour", "labour_when", "ground_gone", "given_up"], EN)
    assert found["labour"].told == f"{evidence.value('THE025'):,.0f} people"
    assert found["labour"].mark == "THE025"
    assert found["labour_when"].told == evidence_rows(["THE025"], EN)[0].date
    assert found["labour_when"].mark == ""
    assert found["ground_gone"].told == f"{100 * evidence.value('DEC019'):.0f}%"
    assert found["given_up"].told == EN.day(evidence.entry("CHR071").date)
    for word in ("confidence", "seen in"):
        assert word in found["labour"].origin


def test_a_number_of_the_model_is_that_of_the_line_that_plays_it() -> None:
    found = figures(["attack_then", "fell_then", "peak_majority"], EN)
    for name, each in found.items():
        asked = _declared()[name]
        assert isinstance(asked, Played)
        params = parsed(each.command).params
        assert params["scenario"] == asked.scenario
        assert params["ensemble"] == (None if asked.ensemble == "historians" else asked.ensemble)
        assert each.mark.startswith("M")
    assert "--set mechanism.unanimity=false" in found["peak_majority"].command
    assert found["peak_majority"].told != figures(["peak_now"], EN)["peak_now"].told


def test_a_number_is_played_once_for_all_that_tell_of_the_same_worlds() -> None:
    steps: list[tuple[int, int]] = []
    figures(
        ["attack_now", "fell_now", "guard_now", "attack_then"], EN, lambda done, of: steps.append((done, of))
    )
    assert [done / of for done, of in steps] == [0.5, 1.0]


def test_marks_are_told_once_and_each_stands_in_the_table(lesson: dict[str, Any]) -> None:
    marks = [each["mark"] for each in lesson["figures"]]
    assert len(marks) == len(set(marks))
    asked = [_declared()[name] for name in pack(lesson["name"]).figures]
    assert {each.evidence for each in asked if isinstance(each, Recorded)} <= set(marks)
    said = [lesson["victims"], lesson["questions"], lesson["handout"]]
    assert set(re.findall(r"[\[［]((?:[A-Z]{3}\d{3})|(?:M\d+))[\]］]", str(said))) <= set(marks)


def test_every_source_of_a_number_stands_among_the_works(lesson: dict[str, Any]) -> None:
    cited = {key for each in lesson["figures"] for key in re.findall(r"\[(\w+)\]", each["origin"])}
    assert cited == {each["key"] for each in lesson["works"]}


# ---- role sheets -----------------------------------------------------------------------------------


def test_a_role_sheet_has_its_five_parts_its_questions_and_recorded_words(lesson: dict[str, Any]) -> None:
    assert [each["seat"] for each in lesson["sheets"]] == pack(lesson["name"]).seats
    for each in lesson["sheets"]:
        assert len(each["parts"]) == 5
        assert len(each["asked"]) == len(QUESTIONS[each["seat"]])
        assert each["words"]
        assert all(said["document"] and said["seen"] for said in each["words"])


def test_recorded_words_of_a_role_sheet_tell_nothing_of_what_came_later() -> None:
    policy = evidence.entry("CHR034").date
    for each in told("room", EN)["sheets"]:
        said = [evidence.saying(one["id"]) for one in each["words"]]
        known = [
            one
            for one in evidence.sayings(each["seat"])
            if one.holder == said[0].holder and one.first <= policy
        ]
        assert all(one.first <= policy for one in said) or (not known and len(said) == 1), each["seat"]


# ---- what is printed -------------------------------------------------------------------------------


def test_a_lesson_is_printed_as_one_file_that_needs_nothing_else(lesson: dict[str, Any]) -> None:
    page = printed(lesson, Words.of(lesson["language"]))
    assert page.count('<section class="sheet') == 1 + len(lesson["sheets"])
    assert f'<html lang="{lesson["language"]}">' in page
    assert re.findall(r"<(?:script|link|img|iframe)\b", page) == []
    assert re.findall(r"url\((?!data:)", page) == []
    assert "{{" not in page


def test_what_a_lesson_says_is_escaped() -> None:
    lesson = told("reveal", EN)
    page = printed({**lesson, "title": "<b>Predict</b> & see"}, EN)
    assert "&lt;b&gt;Predict&lt;/b&gt; &amp; see" in page


# ---- packs with faults -----------------------------------------------------------------------------


def test_a_pack_is_read() -> None:
    assert read_pack(PACK, "a pack").steps[0].minutes == 10


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        ("minutes = 10\naims", "minutes = 20\naims", "its steps take 10 minutes"),
        ('paper = "handout"', 'link = "scenario=atlantis"', "unknown scenario 'atlantis'"),
        ('paper = "handout"', 'link = "view=nowhere"', "unknown view 'nowhere'"),
        ('paper = "handout"', 'paper = "napkin"', "napkin"),
        ('paper = "handout"\n', "", "step read has nothing to do"),
        ('seats = ["OPS"]', 'seats = ["OSP"]', "nearest known name: 'OPS'"),
        ('seats = ["OPS"]', 'seats = ["OPS", "OPS"]', "stands twice"),
        ('figures = ["labour"]', 'figures = ["labor"]', "nearest known name: 'labour'"),
        ('ideas = ["outcome"]', 'ideas = ["income"]', "nearest known name: 'outcome'"),
        ("before = []", "befor = []", "nearest known name: 'before'"),
        ("minutes = 10\npaper", 'minutes = "ten"\npaper', "steps[0][minutes]"),
    ],
)
def test_a_pack_with_a_fault_is_refused_and_the_fault_is_named(was: str, is_now: str, said: str) -> None:
    assert was in PACK
    with pytest.raises(InputError, match=re.escape(said)):
        read_pack(PACK.replace(was, is_now), "a pack")


def test_an_unknown_lesson_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="unknown lesson 'pears'; nearest known name: 'pairs'"):
        pack("pears")
