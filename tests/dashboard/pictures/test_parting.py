"""The picture of a parting: two lines, the sitting, and what differs there; nothing small or outside."""

from functools import cache
from xml.etree import ElementTree as ET

import pytest

from kantokuen.dashboard.lettering import text_width
from kantokuen.dashboard.palette import PALETTES, Theme
from kantokuen.dashboard.parting import Mover, find_parting
from kantokuen.dashboard.pictures.parting import parting_picture, parting_text
from kantokuen.dashboard.playback import Playback, play
from kantokuen.dashboard.state import Question
from kantokuen.experiments.runner import Run
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

SCENARIOS = ("moscow-falls-august", "matsuoka-stays", "barbarossa-in-may", "early-embargo")


@cache
def world(scenario: str = "historical") -> Playback:
    return play(Question(Run(scenario=Scenario.load(scenario))))


def mover(scenario: str) -> Mover:
    found = find_parting(world(scenario), world())
    assert found is not None
    assert found.mover is not None
    return found.mover


def drawn(scenario: str, words: Words, theme: Theme = "light", *, narrow: bool = False) -> ET.Element:
    both = (world(scenario).months, world().months)
    text = parting_picture(*both, mover(scenario), words, PALETTES[theme], narrow=narrow)
    return ET.fromstring(text)  # noqa: S314  (our own text)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_it_names_the_day_the_histories_and_the_parts(scenario: str, language: str, *, narrow: bool) -> None:
    words = Words.of(language)
    root = drawn(scenario, words, narrow=narrow)
    said = {each.text for each in root.findall(".//{*}text")}
    first = mover(scenario)
    assert {words.day(first.day), words("parting.here"), words("parting.there")} <= said
    assert words(f"offices.{first.office}.name") in root.attrib["aria-label"]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_text_is_small_or_leaves_the_picture(scenario: str, language: str, *, narrow: bool) -> None:
    root = drawn(scenario, Words.of(language), narrow=narrow)
    _, _, width, height = (float(each) for each in root.attrib["viewBox"].split())
    for each in root.findall(".//{*}text"):
        size, x = float(each.attrib["font-size"]), float(each.attrib["x"])
        assert size >= 12.0
        wide = text_width(each.text or "", size)
        share = {"middle": 0.5, "end": 1.0}.get(each.get("text-anchor", ""), 0.0)
        assert x - share * wide >= -1.0, each.text
        assert x + (1.0 - share) * wide <= width + 1.0, each.text
        assert float(each.attrib["y"]) <= height


def test_its_rows_of_text_hold_both_stances_of_every_sitting() -> None:
    words = Words.of("en")
    both = (world("moscow-falls-august").months, world().months)
    head, *rows = parting_text(*both, mover("moscow-falls-august"), words)
    assert len(head) == 3
    assert len(rows) == len(world().months)
    parted = [row for row in rows if row[1] != row[2]]
    assert parted[0][0] == words.day(mover("moscow-falls-august").day)
