"""Recorded words are whole: dated, of an office that there is, and honest about whose wording they have."""

import re
from datetime import date

import polars as pl
import pytest

from kantokuen.agents.considerations import CONSIDERATIONS
from kantokuen.agents.profile import persons_of
from kantokuen.agents.roster import OFFICES
from kantokuen.model import evidence
from kantokuen.model.citations import keys_in
from kantokuen.model.errors import InputError
from kantokuen.model.grounds import DISPOSITION, PARTS, grounds_of_office, grounds_of_part, uses

ROWS = evidence.recorded_words().to_dicts()
ADDRESS = re.compile(r"https?:|www\.|\.(?:com|jp|ru|net|cn|tw|org|html)\b")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
MOST_CHARACTERS = 220
"""A quotation is short."""


@pytest.mark.parametrize("office", OFFICES)
def test_every_office_has_words_of_its_own_or_a_paraphrase(office: str) -> None:
    assert evidence.sayings(office)


def test_ids_are_those_of_the_series_and_stand_in_its_order() -> None:
    ids = [row["id"] for row in ROWS]
    assert all(re.fullmatch(r"QUO\d{3}", each) for each in ids)
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)


def test_words_are_of_who_may_sit_in_the_chair() -> None:
    for row in ROWS:
        assert row["holder"] in {each.person for each in persons_of(row["office"])}, row["id"]


def test_kinds_tongues_topics_and_checks_are_of_their_lists() -> None:
    assert {row["kind"] for row in ROWS} == set(evidence.SAYINGS)
    assert {row["language"] for row in ROWS} == {"en", "ja", "ru"}
    assert {row["topic"] for row in ROWS} <= {*CONSIDERATIONS, "settlement", "discipline"}
    assert {row["seen"] for row in ROWS} <= set(evidence.SEEN[:4])
    for row in ROWS:
        assert row["confidence"] in evidence.CONFIDENCES[:3], row["id"]
        assert row["confidence"] != "high" or row["seen"] in evidence.SEEN[:2], row["id"]


def test_nothing_is_left_empty_and_nothing_names_an_address() -> None:
    assert evidence.recorded_words().null_count().sum_horizontal().item() == 0
    assert [row["id"] for row in ROWS if ADDRESS.search(" ".join(row.values()))] == []


def test_what_stands_as_japanese_is_japanese_and_what_as_english_is_not() -> None:
    for row in ROWS:
        for name in ("ja", "speaker_ja", "occasion_ja", "document_ja"):
            assert JAPANESE.search(row[name]), (row["id"], name)
        for name in ("en", "speaker", "occasion", "document"):
            assert not JAPANESE.search(row[name]), (row["id"], name)


def test_quotations_are_short() -> None:
    assert [row["id"] for row in ROWS if max(len(row["en"]), len(row["ja"])) > MOST_CHARACTERS] == []


def test_every_row_cites_works_that_were_at_least_partly_seen() -> None:
    works = evidence.documents().filter(
        (pl.col("checked") != "not checked") | pl.col("exception").is_not_null()
    )
    for row in ROWS:
        assert set(keys_in(row["source"])) & set(works["key"]), row["id"]


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("QUO031", date(1941, 7, 30), date(1941, 7, 30)),
        ("QUO011", date(1941, 7, 1), date(1941, 7, 31)),
        ("QUO022", date(1941, 1, 1), date(1941, 12, 31)),
    ],
)
def test_what_is_known_of_a_day_is_a_span(said: str, first: date, last: date) -> None:
    saying = evidence.saying(said)
    assert (saying.first, saying.last) == (first, last)


def test_no_span_of_a_month_or_a_year_is_empty() -> None:
    for office in OFFICES:
        assert all(each.first <= each.last for each in evidence.sayings(office))


def test_the_wording_is_the_records_own_in_the_language_in_which_it_was_seen_alone() -> None:
    own = evidence.saying("QUO039")
    assert (own.seen_language, own.is_ours("ja"), own.is_ours("en")) == ("ja", False, True)
    through_russian = evidence.saying("QUO061")
    assert (through_russian.is_ours("ja"), through_russian.is_ours("en")) == (True, True)
    paraphrase = evidence.saying("QUO035")
    assert (paraphrase.kind, paraphrase.is_ours("ja"), paraphrase.is_ours("en")) == ("paraphrase", True, True)


def test_where_no_words_of_an_office_are_known_there_is_a_paraphrase_and_nothing_is_made_up() -> None:
    for office in ("INT", "KAH", "KOR", "CEA"):
        assert {each.kind for each in evidence.sayings(office)} == {"paraphrase"}
    assert [each for each in evidence.sayings("NAV") if each.holder == "Shimada Shigetaro"] == []


def test_unknown_words_name_the_nearest_known_ones() -> None:
    with pytest.raises(InputError, match="QU0039"):
        evidence.saying("QU0039")


# ---- grounds


@pytest.mark.parametrize("office", OFFICES)
def test_records_behind_an_office_exist_and_are_of_a_part_that_it_has(office: str) -> None:
    assert evidence.records_behind()[office, ""]
    for (whose, part), records in evidence.records_behind().items():
        assert whose in OFFICES
        assert part in ("", *PARTS)
        assert set(records) <= evidence.ids()
    cited = {each for part in (*PARTS, DISPOSITION) for each in grounds_of_part(part, office)}
    assert set(grounds_of_office(office)) <= cited


def test_each_part_of_each_office_rests_on_a_record() -> None:
    for office in OFFICES:
        for part in (*PARTS, DISPOSITION):
            assert set(grounds_of_part(part, office)) & evidence.ids(), (office, part)


def test_uses_count_what_rests_on_a_record() -> None:
    assert set(uses()) <= evidence.ids()
    assert uses()["CHR034"] > uses()["CHR063"] >= 1
    assert "CHR104" not in uses()
