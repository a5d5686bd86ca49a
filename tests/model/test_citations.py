"""What a source cites is read out of its words."""

import pytest

from kantokuen.model.citations import ids_in, keys_in
from kantokuen.model.evidence import document, ids
from kantokuen.model.parameters import PARAMETERS


def test_ids_come_once_each_in_order_whatever_stands_between() -> None:
    assert ids_in("CHR053, CHR057; again CHR053 (PAT04A)") == ["CHR053", "CHR057", "PAT04A"]


@pytest.mark.parametrize("link", ["-", " to "])
def test_a_series_of_facts_names_those_between(link: str) -> None:
    assert ids_in(f"OIL001{link}OIL003: 7.4 to 9.7") == ["OIL001", "OIL002", "OIL003"]


def test_from_one_event_to_another_is_a_span_of_time() -> None:
    assert ids_in("CHR034 to CHR037: sealed on 2 July, sanctioned on 7 July") == ["CHR034", "CHR037"]
    assert ids_in("CHR034-CHR036") == ["CHR034", "CHR035", "CHR036"]


def test_a_series_leaves_out_ids_that_do_not_exist() -> None:
    last = max(each for each in ids() if each.startswith("THE"))
    assert ids_in(f"{last}-THE999") == [last]


def test_words_in_capitals_are_no_ids() -> None:
    assert ids_in("judgement of the USA in 1941, ABC123") == []


def test_keys_come_without_brackets_once_each_in_order() -> None:
    source = "[Jervis1976] through [Benjamin2019]; [Jervis1976] p. 16"
    assert keys_in(source) == ["Jervis1976", "Benjamin2019"]


def test_a_source_without_citations_names_nothing() -> None:
    assert (ids_in("judgement"), keys_in("judgement")) == ([], [])


def test_every_lever_rests_on_a_record_a_work_a_judgement_or_a_rule() -> None:
    for lever in PARAMETERS.values():
        assert all(document(key) for key in keys_in(lever.source))
        cites = ids_in(lever.source) or keys_in(lever.source)
        assert cites or "judgement" in lever.source or "rule" in lever.source, lever.key
