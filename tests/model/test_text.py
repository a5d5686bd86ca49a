"""Everything that people read has words in every language, and the words fit what they name."""

import ast
import copy
import pickle
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Formatter
from types import MappingProxyType

import pytest

from kantokuen.agents.considerations import CONSIDERATIONS
from kantokuen.agents.profile import offices, successors
from kantokuen.agents.terms import REFUSERS
from kantokuen.dashboard.playback import play
from kantokuen.dashboard.state import Question
from kantokuen.experiments.runner import Run
from kantokuen.model import scenario_reading
from kantokuen.model.campaign import RESULTS
from kantokuen.model.errors import InputError
from kantokuen.model.events import KEYS, Event
from kantokuen.model.evidence import CONFIDENCES, KINDS, SAYINGS, SEEN, TOPICS
from kantokuen.model.lenses import LENSES
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.parameters import GROUPS, PARAMETERS
from kantokuen.model.scenario import Scenario
from kantokuen.model.text import own
from kantokuen.model.text import words as words_module
from kantokuen.model.text.languages import LANGUAGE_NAMES, LANGUAGES, texts
from kantokuen.model.text.words import Words

EN, JA = (Words.of(language) for language in LANGUAGES)
ROOT = Path(__file__).parent.parent.parent
ROOMS = ("model", "experiments", "dashboard", "kantokuen/cli")

SAID_ELSEWHERE = re.compile(
    r"levers\..+\.help|scenarios\..+\.description|plans\..+|offices\..+\.title|persons\..+"
)
"""Texts that stand in English with the levers and offices, and in the files of scenarios and plans."""

BOTH_NAMES = {"called", "shipped.scenario", "levers_list.help", "levers_list.allowed"}
"""Texts that are given a name in commands and a name in words; each language takes those that it says."""

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
LATIN_IN_JAPANESE = {"CSV", "ID", "KS", "Kantokuen", "Parquet", "PNG", "SVG", "TOML", "cm", "km", "mm"}
"""Latin words that stand alone in a Japanese text: formats, units and names."""

ASKED = [each for each in PARAMETERS.values() if each.kind != "judgement"]
"""What a user sets; a judgement without words is called by its key."""

CHOICES = {choice for each in PARAMETERS.values() for choice in each.choices}
PEOPLE = [*offices().values(), *successors().values()]


def texts_by_key() -> dict[str, dict[str, str]]:
    """Every text by dotted key, in the languages that it is written in."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for file in texts(language).values():
            for key, text in file.items():
                found.setdefault(key, {})[language] = text
    return found


TEXTS = texts_by_key()


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def names_under(table: str) -> set[str]:
    """The names of the entries of a table that have a text of their own, or a table of texts."""
    found = {key.removeprefix(f"{table}.") for key in TEXTS if key.startswith(f"{table}.")}
    return {
        re.sub(r"\.(name|title|help|model|description|value|one|text|forms)$", "", each) for each in found
    }


def named_levers() -> set[str]:
    """The parameters that have a name in words; what every office has is named for all of them at once."""
    named = names_under("levers")
    return {key for key in PARAMETERS if re.sub(r"^(office)\.\w+\.", r"\1.", key) in named}


# ---- the files ----------------------------------------------------------------------------------


def test_every_text_has_both_languages_but_those_said_elsewhere_in_english() -> None:
    lone = {key: set(text) for key, text in TEXTS.items() if set(text) != set(LANGUAGES)}
    assert all(SAID_ELSEWHERE.fullmatch(key) and languages == {"ja"} for key, languages in lone.items()), lone


def test_languages_have_the_same_files_and_no_text_stands_twice() -> None:
    english, japanese = (texts(language) for language in LANGUAGES)
    assert set(english) == set(japanese)
    for files in (english, japanese):
        keys = [key for file in files.values() for key in file]
        assert len(keys) == len(set(keys))
    for name, file in english.items():
        assert [key for key in file if key not in japanese[name]] == []


def test_texts_are_of_one_line_and_blank_in_no_language_alone() -> None:
    blanks = {key: [not each.strip() for each in text.values()] for key, text in TEXTS.items()}
    assert [key for key, languages in blanks.items() if any(languages) and not all(languages)] == []
    broken = re.compile(r"\s\s|[^\S \u3000]")
    lines = {key for key, text in TEXTS.items() for each in text.values() if broken.search(each)}
    assert {key for key in lines if not key.startswith("story.signals.")} == set()


def test_both_languages_have_the_same_fields() -> None:
    unlike = {key for key, text in TEXTS.items() if len({tuple(fields(t)) for t in text.values()}) > 1}
    assert unlike == BOTH_NAMES


def test_fields_are_named_and_formatted_by_the_caller() -> None:
    for key, text in TEXTS.items():
        for each in text.values():
            for _, name, form, conversion in Formatter().parse(each):
                assert name is None or (name.isidentifier() and not form and not conversion), key


def test_japanese_texts_are_japanese() -> None:
    for key, text in TEXTS.items():
        without_fields = re.sub(r"\{\w+\}", "", text["ja"])
        latin = set(re.findall(r"[A-Za-z]{2,}", without_fields))
        assert JAPANESE.search(without_fields) or latin <= LATIN_IN_JAPANESE, key


def test_japanese_sentences_end_as_japanese_sentences_do() -> None:
    assert [key for key, text in TEXTS.items() if re.search(r"[A-Za-zぁ-んァ-ヶ一-龠][.,]", text["ja"])] == []


# ---- every thing that people are shown has words, and no words are about a thing that is gone -------


@pytest.mark.parametrize(
    ("table", "known"),
    [
        ("groups", GROUPS),
        ("choices", {*CHOICES, "yes", "no"}),
        ("offices", offices()),
        ("persons", {each.person for each in PEOPLE}),
        ("houses", {each.house for each in PEOPLE}),
        ("vetoes", {each.veto for each in PEOPLE}),
        ("considerations", {*CONSIDERATIONS, "disposition", "held"}),
        ("outcomes", OUTCOMES),
        ("verdict.ends", RESULTS),
        ("lenses", LENSES),
        ("scenarios", Scenario.names()),
        ("events.kinds", KEYS),
        ("events.text", KEYS["text"]),
        ("events.order", KEYS["order"]),
        ("events.event", KEYS["event"]),
        ("refusers", REFUSERS),
        ("kinds", {*KINDS, *SAYINGS, "event", "forecast", "expectation"}),
        ("confidence", CONFIDENCES),
        ("seen", SEEN),
        ("topics", {*TOPICS, "chronology", "words", "forecasts", "expectations"}),
    ],
)
def test_a_table_has_words_for_all_that_there_is_and_no_more(table: str, known: object) -> None:
    assert names_under(table) == set(known)


def test_all_that_is_set_to_ask_or_differs_between_worlds_has_words_and_a_judgement_may() -> None:
    assert {each.key for each in ASKED} <= named_levers()
    assert names_under("levers") - PARAMETERS.keys() == {"office.lean"}


def test_a_unit_has_words_where_the_name_of_its_lever_has() -> None:
    of_all = {each.unit for each in PARAMETERS.values() if each.unit}
    of_the_named = {PARAMETERS[key].unit for key in named_levers() if PARAMETERS[key].unit}
    assert of_the_named <= names_under("units") <= of_all


def test_parts_of_a_stance_have_words() -> None:
    april = play(Question(Run(seed=1, until="1941-04"))).months[0]
    for seat in april.seats.values():
        assert all(EN.has(f"considerations.{part}.name") for part in {**seat.parts_north, **seat.parts_south})


@pytest.mark.parametrize("words", [EN, JA], ids=LANGUAGES)
def test_entries_of_a_table_have_all_their_texts(words: Words) -> None:
    shapes = {
        "levers": ("name",),
        "units": ("name", "value"),
        "offices": ("name",),
        "vetoes": ("name",),
        "considerations": ("name", "help"),
        "outcomes": ("name",),
        "lenses": ("name", "model", "help"),
        "scenarios": ("title",),
        "glossary": ("name", "forms", "text"),
    }
    for table, named in shapes.items():
        for entry in names_under(table):
            assert [text for text in named if not words.has(f"{table}.{entry}.{text}")] == [], (table, entry)


@pytest.mark.parametrize("words", [EN, JA], ids=LANGUAGES)
@pytest.mark.parametrize(
    "table", ["levers", "offices", "considerations", "outcomes", "lenses", "glossary", "groups"]
)
def test_no_two_things_have_one_name(words: Words, table: str) -> None:
    own = "" if table == "groups" else ".name"
    names = [words(f"{table}.{entry}{own}") for entry in names_under(table) if entry != "office.lean"]
    assert len(set(names)) == len(names)


def test_names_of_levers_are_a_few_words() -> None:
    named = named_levers()
    assert {key: EN.lever_name(key) for key in named if len(EN.lever_name(key).split()) > 5} == {}
    assert {key: JA.lever_name(key) for key in named if len(JA.lever_name(key)) > 18} == {}


def test_texts_that_the_code_names_are_there() -> None:
    keys = set(TEXTS)
    missing = [
        (where, name) for where, name in named_in_code() if not any(re.fullmatch(name, k) for k in keys)
    ]
    assert missing == []


def test_every_text_is_asked_for_by_code_or_template() -> None:
    asked = [re.compile(each) for each in {*written_in_code(), *written_in_templates()}]
    assert [key for key in TEXTS if not any(each.fullmatch(key) for each in asked)] == []


def files_of(pattern: str) -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob(pattern))


def written_in_code() -> Iterator[str]:
    """Each string of the room that could be a key, as a pattern; one that begins with a field is none."""
    for path in files_of("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant)
            for target in [node.target]
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            pattern = as_pattern(node, constants) if isinstance(node, ast.expr) else None
            if pattern is not None and not pattern.startswith(".+"):
                yield pattern


def written_in_templates() -> Iterator[str]:
    """Each key that a template asks words for, as a pattern: its texts in a row, with names between."""
    for path in files_of("*.html"):
        for asked in re.findall(r"words\(([^(),]+)", path.read_text(encoding="utf-8")):
            parts = [each.strip() for each in asked.split("~")]
            yield "".join(re.escape(each[1:-1]) if each[0] in "\"'" else ".+" for each in parts)


def named_in_code() -> Iterator[tuple[str, str]]:
    """Each key that the room asks words for, as a pattern, and the file that asks."""
    for path in files_of("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"words", "self._words", "ENGLISH"}:
                pattern = as_pattern(node.args[0]) if node.args else None
                if pattern is not None:
                    yield path.name, pattern


def as_pattern(argument: ast.expr, constants: Mapping[str, object] = MappingProxyType({})) -> str | None:
    """A string as a pattern of keys, with constants of its file filled in and anything for other fields."""
    match argument:
        case ast.Constant(value=value):
            return re.escape(str(value))
        case ast.JoinedStr(values=parts):
            return "".join(as_pattern(part, constants) or ".+" for part in parts)
        case ast.FormattedValue(value=ast.Name(id=name)) if name in constants:
            return re.escape(str(constants[name]))
    return None


# ---- what the words say -------------------------------------------------------------------------


def test_help_of_levers_and_scenarios_is_english_where_they_are_declared() -> None:
    assert all(EN.lever_help(key) == each.help for key, each in PARAMETERS.items())
    assert all(EN.scenario_text(name) == Scenario.load(name).description.strip() for name in Scenario.names())


def test_help_of_levers_and_scenarios_is_japanese_in_japanese() -> None:
    assert all(JAPANESE.search(JA.lever_help(key)) for key in named_levers())
    assert all(JAPANESE.search(JA.scenario_text(name)) for name in Scenario.names())


def test_what_every_office_has_is_named_for_each_of_them() -> None:
    assert EN.lever_name("office.OPS.lean") == f"{EN('offices.OPS.name')}: lean"
    assert JA.lever_name("office.OPS.lean") == f"{JA('offices.OPS.name')}の傾き"
    leans = [key for key in PARAMETERS if key.startswith("office.")]
    for words in (EN, JA):
        assert len({words.lever_name(key) for key in leans}) == len(leans) == len(offices())


def test_units_are_plain_and_absent_where_a_lever_has_none() -> None:
    assert EN.unit("million gross tons") == "million gross tons"
    assert JA.unit("days") == "日"
    assert EN.unit("") == JA.unit("") == ""


@pytest.mark.parametrize(
    ("key", "value", "english", "japanese"),
    [
        ("germany.pace", 1.25, "1.25×", "1.25倍"),
        ("army.ready_days", 62, "62 days", "62日"),
        ("intelligence.lag", 1, "1 day", "1日"),
        ("army.incident_rate", 0.00012, "0.00012 per day", "1日当たり0.00012"),
        ("germany.pace", 1.0 / 3.0, "0.3333×", "0.3333倍"),
        ("sanctions.northern_rate", 0.001, "0.001 per day", "1日当たり0.001"),
        ("staff.patience", 1000.0, "1,000 days", "1,000日"),
        ("season.winter_shift", -12.0, "\N{MINUS SIGN}12 days", "\N{MINUS SIGN}12日"),
        ("germany.barbarossa", date(1941, 5, 15), "15 May 1941", "1941年5月15日"),
        ("soviet.collapse", "never", "never", "なし"),
        ("navy.backs_north", True, "yes", "はい"),
    ],
)
def test_a_value_of_a_lever_is_written_for_people(
    key: str, value: float | str | date, english: str, japanese: str
) -> None:
    assert EN.lever_value(key, value) == english
    assert JA.lever_value(key, value) == japanese


@pytest.mark.parametrize("words", [EN, JA], ids=LANGUAGES)
def test_every_lever_can_write_its_default(words: Words) -> None:
    assert all(words.lever_value(key, each.default) for key, each in PARAMETERS.items())


@pytest.mark.parametrize("words", [EN, JA], ids=LANGUAGES)
def test_all_that_can_happen_can_be_said(words: Words) -> None:
    details = {"divisions": 16.0, "person": "Toyoda Teijiro", "by": "WAR"}
    said = {words.event(Event(kind, key, date(1941, 7, 2), details)) for kind in KEYS for key in KEYS[kind]}
    assert len(said) == sum(len(keys) for keys in KEYS.values())


def test_an_event_names_divisions_and_persons_as_the_language_writes_them() -> None:
    mobilised = Event("text", "mobilise", date(1941, 7, 7), {"divisions": 16.0})
    assert EN.event(mobilised) == "Mobilise in the north, to 16 divisions"
    replaced = Event("event", "foreign_minister", date(1941, 7, 18), {"person": "Toyoda Teijiro"})
    assert "豊田貞次郎" in JA.event(replaced)


def test_days_and_months_are_written_as_each_language_does() -> None:
    day = date(1941, 7, 2)
    assert (EN.day(day), EN.month(day)) == ("2 July 1941", "Jul 1941")
    assert (JA.day(day), JA.month(day)) == ("1941年7月2日", "1941年7月")


def test_numbers_have_separators_and_a_true_minus() -> None:
    assert EN.number(12345.6, digits=1) == "12,345.6"
    assert EN.number(-1234.5) == "\N{MINUS SIGN}1,234"
    assert EN.number(-0.01) == "0"
    assert EN.number(float("inf")) == EN.number(float("nan")) == "–"
    assert EN.percent(0.1234, digits=1) == JA.percent(0.1234, digits=1) == "12.3%"


@pytest.mark.parametrize(
    ("share", "english", "japanese"),
    [
        (0.0, "0", "0"),
        (0.0001, "fewer than 1", "1未満"),
        (0.01, "1", "1"),
        (0.113, "11", "11"),
        (0.99, "99", "99"),
        (0.9999, "more than 99", "99超"),
        (1.0, "100", "100"),
    ],
)
def test_only_none_and_all_are_0_and_100_of_100(share: float, english: str, japanese: str) -> None:
    assert EN.of_100(share) == english
    assert JA.of_100(share) == japanese


@pytest.mark.parametrize("words", [EN, JA], ids=LANGUAGES)
def test_entries_of_a_table_are_its_names_in_the_order_of_the_file(words: Words) -> None:
    assert words.entries("lenses") == tuple(LENSES)
    assert words.entries("glossary")[:2] == ("hokushin", "nanshin")
    assert words.entries("glossa") == ()


def test_lists_are_joined_as_each_language_does() -> None:
    assert [EN.listing(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert JA.listing(["甲", "乙", "丙"]) == "甲、乙、丙"


# ---- the object ---------------------------------------------------------------------------------


def test_there_is_one_object_a_language_also_after_copying() -> None:
    assert Words.of("ja") is JA
    assert copy.deepcopy(JA) is JA
    assert pickle.loads(pickle.dumps(JA)) is JA  # noqa: S301  (our own bytes)
    assert set(LANGUAGE_NAMES) == set(LANGUAGES)


def test_an_unknown_language_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="unknown language 'jp'; nearest known name: 'ja'; allowed: en, ja"):
        Words.of("jp")


def test_a_missing_text_or_field_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"offices\.XYZ\.name"):
        EN("offices.XYZ.name")
    with pytest.raises(KeyError, match="n"):
        EN("odds.share")
    assert not EN.has("offices.XYZ.name")


@pytest.mark.parametrize("words", [EN, JA], ids=LANGUAGES)
def test_what_somebody_adds_is_called_by_its_own_name_in_every_language(
    words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    fog = replace(PARAMETERS["germany.pace"], key="season.fog", unit="foggy {days}", help="Days {lost}.")
    ministry = replace(offices()["CPB"], id="FIN", title="Finance Ministry")
    monkeypatch.setattr(own, "PARAMETERS", {"season.fog": fog})
    monkeypatch.setattr(own, "offices", lambda: {"FIN": ministry})
    monkeypatch.setitem(LENSES, "head_strong", LENSES["politics"])
    monkeypatch.setattr(scenario_reading, "_SHIPPED", Shelf())
    said = {
        "levers.season.fog.name": "season.fog",
        "levers.season.fog.help": "Days {lost}.",
        "units.foggy {days}.name": "foggy {days}",
        "offices.FIN.name": "Finance Ministry",
        "offices.FIN.title": "Finance Ministry",
        "lenses.head_strong.name": "head strong",
        "lenses.head_strong.model": "",
        "scenarios.late-start.title": "late-start",
        "scenarios.late-start.description": "What if {x}?",
        "persons.Kawada Isao": "Kawada Isao",
        "groups.fog": "fog",
        "choices.thick_mist": "thick mist",
        "vetoes.purse_strings.name": "purse strings",
        "considerations.honour.name": "honour",
        "considerations.honour.help": "",
        "verdict.ends.no_end": "no end",
        "events.event.flood": "flood",
    }
    assert {key: words(key) for key in said} == said
    assert words("units.foggy {days}.value", n="3") == "3 foggy {days}"
    assert words("lenses.head_strong.help").startswith("Decide by unanimity")


class Shelf:
    """A folder of shipped scenarios in which somebody has put one."""

    def __truediv__(self, name: str) -> "Shelf":
        assert name == "late-start.toml"
        return self

    def iterdir(self) -> Iterator[Path]:
        return iter([Path("late-start.toml")])

    def read_text(self, encoding: str) -> str:
        assert encoding == "utf-8"
        return "name = 'late-start'\ndescription = 'What if {x}?'"


def test_what_a_language_lacks_is_said_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    written = {"en": {"page.title": "Kantokuen"}, "ja": {"levers.germany.pace.help": "速さ"}}
    monkeypatch.setattr(words_module, "texts", lambda language: {"some.toml": written[language]})
    english, japanese = (words_module._words.__wrapped__(language) for language in LANGUAGES)
    assert (english("page.title"), japanese("page.title")) == ("Kantokuen", "Kantokuen")
    assert japanese.lever_help("germany.pace") == "速さ"
    assert english.lever_help("germany.pace") == PARAMETERS["germany.pace"].help


@pytest.mark.parametrize(
    "key",
    [
        "page.nothing",
        "levers.season.fog.name",
        "levers.germany.pace.nothing",
        "scenarios.none.description",
        "lenses.x.help",
    ],
)
def test_what_there_is_not_has_no_words(key: str) -> None:
    with pytest.raises(KeyError, match=re.escape(key)):
        EN(key)


def test_what_is_filled_in_is_not_read_as_a_field() -> None:
    assert EN("verdict.so_far", day="{x}", said="{y}") == "So far, by {x}: {y}"
