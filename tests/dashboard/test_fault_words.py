"""Faults that are the page's own are told in its language; all others stay as they are, and are marked."""

import pytest

from kantokuen.dashboard import commands
from kantokuen.dashboard.fault_words import told
from kantokuen.dashboard.link import read_link
from kantokuen.dashboard.session import Session
from kantokuen.model.text.words import Words
from tests.support.shown import Shown, head

EN, JA = Words.of("en"), Words.of("ja")
LINKS = (
    "seed=x", "world=-1", "lens=rationl", "cadence=year", "ensemble=tomorrow", "moment=1950-01-01",
    "fork=1942-06-30", "office=XXX", "view=nothing", "worlds=3", "language=fr", "theme=red",
    "scenario=historicl", "germany.pace=9", "germany.pace=0", "germany.pace=nan", "germany.pace=fast",
    "germany.barbarossa=1950-01-01", "germany.barbarossa=1930-01-01", "germany.barbarossa=soon",
    "navy.backs_north=perhaps", "emperor.sanction=perhaps", "germany.pce=1", "fork.germany.pace=1.2",
    "x=a", "x=season.winter_shift", "title=", "fork=1941-08-31&fork.germany.barbarossa=1941-07-01",
    f"title={'x' * 40_000}",
)  # fmt: skip


@pytest.mark.parametrize("link", LINKS, ids=[each[:40] for each in LINKS])
def test_every_fault_of_a_link_is_told_in_japanese(link: str) -> None:
    _, faults = read_link(link)
    assert faults
    for fault in faults:
        found = told(fault, JA)
        assert found.language == "ja", fault
        assert "使えるもの" in found.text
        assert not any(
            each in found.text for each in ("allowed", "unknown", "nearest", " is ", " from ", " or ")
        )


@pytest.mark.parametrize(
    "command", ["nonsense:x", "do:nonsense", "lens:x", "office:x", "try:a=1", "x:a", "worlds:3"]
)
def test_what_a_control_cannot_do_is_told_in_japanese(command: str) -> None:
    session = Session("language=ja")
    commands.pick(session, command)
    (fault,) = session.blame.value.faults
    assert told(fault, JA).language == "ja"


def test_in_english_a_fault_stays_as_it_is() -> None:
    _, (fault,) = read_link("lens=rationl")
    assert (told(fault, EN).text, told(fault, EN).language) == (fault, "en")


def test_the_nearest_name_and_what_is_allowed_are_told() -> None:
    _, (fault,) = read_link("lens=rationl")
    assert told(fault, JA).text.startswith(
        "「rationl」という見方はない。最も近い名前は「rational」。使えるもの：politics, "
    )
    _, (fault,) = read_link("fork=1942-06-30")
    assert (
        told(fault, JA).text
        == "fork に '1942-06-30' は使えない。使えるもの：1941-04-01から1942-06-29までの日付。"
    )


@pytest.mark.usefixtures("few_worlds")
def test_what_has_no_known_form_stays_english_and_is_marked_on_a_japanese_page() -> None:
    session = Session("language=ja&worlds=2000")
    session.tell_faults("something else; allowed: nothing")
    page = Shown(head(session))
    assert '<li lang="en">something else; allowed: nothing</li>' in page.html
    session.tell_faults(*read_link("lens=rationl")[1])
    assert "<li>「rationl」" in page.html
    page.close()
