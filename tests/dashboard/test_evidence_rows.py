"""The sources panel names for every number its document, date, kind and confidence."""

import pytest

from kantokuen.agents.considerations import CONSIDERATIONS
from kantokuen.agents.profile import offices
from kantokuen.dashboard.evidence_rows import (
    Row,
    assumed_rows,
    evidence_rows,
    lever_rows,
    office_rows,
    ranked,
)
from kantokuen.model import evidence
from kantokuen.model.errors import InputError
from kantokuen.model.grounds import grounds_of_part
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

ENGLISH, JAPANESE = Words.of("en"), Words.of("ja")


def only(cited: str, words: Words = ENGLISH) -> Row:
    (row,) = evidence_rows([cited], words)
    return row


def test_a_fact_has_value_date_kind_confidence_and_the_works_in_full() -> None:
    row = only("SOV024")
    assert (row.value, row.date, row.kind, row.confidence, row.seen) == (
        "30 divisions",
        "22 June 1941",
        "japanese_estimate",
        "medium",
        "summary",
    )
    assert [work.key for work in row.documents] == ["Kawada2015", "WikipediaZh"]
    assert row.documents[0].text.startswith("Kawada Minoru, Showa rikugun zenshi 3.")


def test_a_fact_in_japanese_has_its_unit_and_its_date_in_japanese() -> None:
    row = only("SOV024", JAPANESE)
    assert (row.value, row.date) == ("30個師団", "1941年6月22日")


@pytest.mark.parametrize(
    ("cited", "value"),
    [
        ("THE032", "18 to 20 cm"),
        ("THE033", "−32 to −12 °C"),
        ("OIL001", "8,100,000 kilolitres"),
        ("DEC020", "0.6667 as a share"),
        ("THE053", "day 25 of the war"),
        ("PAT01", "0.9 to 1 as a share"),
        ("PAT09B", "0.2 or more on the scale of stances"),
        ("FOR001", "6 to 8.7 weeks"),
        ("FOR015", "up to 6 weeks"),
        ("CTF05B", ""),
        ("THE026", ""),
    ],
)
def test_an_amount_is_written_with_its_unit_its_range_and_its_open_ends(cited: str, value: str) -> None:
    assert only(cited).value == value


def test_an_open_end_in_japanese_stands_before_the_number_and_its_unit() -> None:
    assert only("FOR015", JAPANESE).value == "最大6週間"


def test_an_open_lower_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    table = evidence.patterns().to_dicts()
    half = next(row for row in table if row["low"] is not None and row["high"] is None)
    from kantokuen.dashboard import evidence_rows as module

    monkeypatch.setattr(
        module, "_bounds", lambda: {"PAT01": {**half, "id": "PAT01", "low": None, "high": 0.5}}
    )
    assert "up to 0.5" in only("PAT01").value


def test_a_span_of_days_has_both_ends_and_a_fact_without_a_date_none() -> None:
    assert only("SOV001").date == "1 September 1931 to 30 November 1931"
    assert only("THE001").date == ""


def test_the_number_of_the_document_stands_in_the_source() -> None:
    row = only("CHR034")
    assert (row.kind, row.value) == ("event", "")
    assert "doc. 191" in row.source


def test_a_computed_fact_names_the_facts_it_is_computed_from() -> None:
    computed = next(
        row["id"] for row in evidence.quantities().to_dicts() if row["source"].startswith("derived from")
    )
    row = only(computed)
    assert row.facts
    assert set(row.facts) <= evidence.ids()


def test_a_work_says_how_far_it_was_read() -> None:
    row = only("[Krivosheev1997]")
    assert (row.id, row.kind, row.confidence) == ("Krivosheev1997", "document", "")
    assert row.note.startswith(ENGLISH("sources.checked.not checked"))
    assert "totals of 1941" in row.note


def test_conflicts_and_corrections_have_their_reasons_and_their_records() -> None:
    conflict, correction = evidence_rows(["CON01", "COR02"], ENGLISH)
    assert (conflict.kind, correction.kind) == ("conflict", "correction")
    assert "SOV024" in conflict.facts
    assert correction.note == "Admiral Toyoda Teijiro."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_record_work_lever_and_office_has_entries_with_words_for_its_kind(language: str) -> None:
    words = Words.of(language)
    works = [f"[{key}]" for key in evidence.documents()["key"]]
    rows = evidence_rows([*sorted(evidence.ids()), *works, *PARAMETERS, *offices()], words)
    for row in rows:
        assert row.what
        assert row.kind_name(words)
        assert row.confidence == "" or words(f"confidence.{row.confidence}")
        assert row.seen == "" or words(f"seen.{row.seen}")
        assert row.source or row.kind == "document", row.id


def test_a_judgement_says_so() -> None:
    rows = evidence_rows([*sorted(evidence.ids()), *PARAMETERS, *offices()], ENGLISH)
    sure = [row for row in rows if row.confidence == "judgement" and row.kind != "judgement"]
    assert sure == []
    assert "judgement" in only("PAT03").kind_name(ENGLISH)
    assert only("SOV024").kind != "judgement"


def test_all_that_is_assumed_of_an_office_is_judgement() -> None:
    for office in offices():
        rows = assumed_rows(office, ENGLISH)
        assert all(row.kind == row.confidence == "judgement" for row in rows)
        assert office_rows(office, ENGLISH) == evidence_rows([office], ENGLISH)
        assert office_rows(office, ENGLISH)[-len(rows) :] == rows


@pytest.mark.parametrize("office", offices())
def test_the_sources_of_an_office_open_with_records_and_end_with_judgements(office: str) -> None:
    kinds = [row.kind for row in office_rows(office, ENGLISH)]
    assert kinds[0] not in ("judgement", "lever")
    assert kinds == sorted(kinds, key=lambda kind: kind == "judgement")
    records = [kind for kind in kinds if kind != "judgement"]
    assert any(kind in evidence.SAYINGS for kind in records)
    assert any(kind not in evidence.SAYINGS for kind in records)


def test_the_sources_of_the_navy_open_with_what_was_seen_in_a_document() -> None:
    for office in ("NGS", "NAV"):
        first = office_rows(office, ENGLISH)[0]
        assert (first.seen, first.confidence) == ("document", "high")


@pytest.mark.parametrize("office", offices())
def test_each_consideration_of_each_office_cites_records_that_exist_before_its_judgements(
    office: str,
) -> None:
    for part in (*CONSIDERATIONS, "disposition"):
        rows = ranked(evidence_rows(grounds_of_part(part, office), ENGLISH))
        kinds = [2 if row.kind == "judgement" else int(row.kind == "lever") for row in rows]
        assert kinds[0] == 0
        assert kinds == sorted(kinds)
        assert kinds[-1] == 2


def test_of_records_the_used_come_first_then_the_better_checked_then_the_more_used() -> None:
    rows = ranked(evidence_rows([*evidence.ids()], ENGLISH))
    records = [row for row in rows if row.kind != "judgement"]
    ranks = [(not row.uses, (*evidence.SEEN, "").index(row.seen), -row.uses) for row in records]
    assert ranks == sorted(ranks)
    assert (records[0].seen, records[0].confidence) == ("document", "high")
    assert records[0].uses > 1
    assert all(row.kind == "judgement" for row in rows[len(records) :])


def test_recorded_words_say_whose_when_where_and_whose_translation() -> None:
    row = only("QUO039")
    assert row.what == "Matsuoka Yosuke: “When I foretell what comes years ahead, I never miss.”"
    assert (row.kind, row.date, row.seen) == ("verbatim", "30 June 1941", "document")
    assert "Our translation from the Japanese." in row.note
    original = only("QUO039", JAPANESE)
    assert original.what == "松岡洋右「我輩ハ数年先ノ豫言ヲシテ適中セヌコトハナイ」"
    assert JAPANESE("people.origins.ja") not in original.note


@pytest.mark.parametrize(
    ("cited", "when"),
    [("QUO011", "July 1941"), ("QUO022", "1941, day not known"), ("QUO031", "30 July 1941")],
)
def test_words_are_dated_as_far_as_their_day_is_known(cited: str, when: str) -> None:
    assert only(cited).date == when


def test_an_office_shows_its_stance_over_time_power_care_weights_and_temper() -> None:
    rows = {row.id: row for row in office_rows("OPS", ENGLISH)}
    stances = evidence_rows(["OPS.stance"], ENGLISH)
    assert len(stances) == evidence.positions()["date"].n_unique()
    assert (stances[0].value, stances[0].date) == ("0.90", "22 June 1941")
    assert rows["OPS.power"].value == "0.55"
    assert ENGLISH("considerations.window.name") in rows["OPS.window"].what
    assert rows["OPS.picks_at"].value == "0.5"
    assert rows["OPS.school"].value == ENGLISH("sources.schools.berlin")


def test_a_lever_comes_first_and_what_it_rests_on_after_it() -> None:
    rows = lever_rows("nomonhan.lost", ENGLISH)
    assert [row.id for row in rows] == ["nomonhan.lost", "CHR007", "Coox1985"]
    assert rows[0].what == ENGLISH.lever_name("nomonhan.lost")
    assert rows[0].kind == "lever"


def test_a_lever_without_a_source_is_judgement() -> None:
    (row,) = lever_rows("weighing.window", ENGLISH)
    assert (row.kind, row.confidence) == ("judgement", "judgement")


def test_every_part_of_a_stance_has_the_weight_of_the_office_and_sources() -> None:
    for part in (*CONSIDERATIONS, "disposition"):
        rows = evidence_rows(grounds_of_part(part, "NGS"), ENGLISH)
        assert rows[-1].id.startswith("NGS.")
    assert grounds_of_part("held", "NGS") == []


def test_an_unknown_id_names_the_nearest_known_one() -> None:
    with pytest.raises(InputError, match="SOVO24"):
        evidence_rows(["SOVO24"], ENGLISH)
    with pytest.raises(InputError, match="Coox1958"):
        evidence_rows(["[Coox1958]"], ENGLISH)
