"""The evidence is whole: typed, dated, sourced, and honest about contradictions."""

import csv
import re
import subprocess
import sys
from datetime import date

import polars as pl
import pytest

from kantokuen.agents.roster import OFFICES
from kantokuen.model import evidence
from kantokuen.model.citations import ids_in
from kantokuen.model.errors import InputError
from kantokuen.model.parameters import PARAMETERS
from tests.support.paths import ROOT

DATA = ROOT / "model" / "data" / "evidence"
KEY = re.compile(r"\[([A-Z][A-Za-z0-9]*)\]")
ID = re.compile(r"\b(?:SOV|JPN|OIL|EAS|THE|DEC|CHR|CON|COR|PAT|CTF)\d{2,3}[A-Z]?\b")
TABLES = sorted(DATA.glob("*.csv"))


FACTS = (*evidence.quantities().to_dicts(), *evidence.chronology().to_dicts())


def text_of(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def bibliography_keys() -> list[str]:
    return re.findall(r"^- \*\*\[([A-Za-z0-9]+)\]\*\*", text_of("docs/bibliography.md"), re.MULTILINE)


# ---- schema


def test_quantities_have_one_schema_with_dates_and_numbers() -> None:
    schema = evidence.quantities().schema
    assert list(schema) == (
        [
            "id",
            "topic",
            "date_start",
            "date_end",
            "side",
            "quantity",
            "value",
            "value_max",
            "unit",
            "kind",
            "source",
            "confidence",
            "seen",
            "note",
        ]
    )
    assert {name: schema[name] for name in ("date_start", "date_end", "value", "value_max", "id")} == {
        "date_start": pl.Date,
        "date_end": pl.Date,
        "value": pl.Float64,
        "value_max": pl.Float64,
        "id": pl.String,
    }


def test_every_topic_has_rows_and_names_itself() -> None:
    for topic in evidence.TOPICS:
        assert evidence.quantities(topic)["topic"].unique().to_list() == [topic]


def test_an_id_occurs_once_in_all_files_together() -> None:
    found = [
        row["id"]
        for path in TABLES
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        if "id" in row
    ]
    assert len(found) == len(set(found)) == len(evidence.ids())


def test_every_row_says_what_whose_in_which_unit_from_where_and_how_sure() -> None:
    columns = ["id", "side", "quantity", "unit", "kind", "source", "confidence", "seen"]
    assert evidence.quantities().select(columns).null_count().sum_horizontal().item() == 0


def test_kinds_and_confidences_come_from_their_lists_and_every_kind_occurs() -> None:
    quantities = evidence.quantities()
    assert set(quantities["kind"]) == set(evidence.KINDS)
    assert set(quantities["confidence"]) <= {"high", "medium", "low"}
    for frame in (evidence.patterns(), evidence.counterfactuals(), evidence.chronology()):
        assert set(frame["confidence"]) <= set(evidence.CONFIDENCES)


def test_a_period_and_a_range_run_forward() -> None:
    quantities = evidence.quantities()
    assert quantities.filter(pl.col("date_end") < pl.col("date_start")).is_empty()
    assert quantities.filter(pl.col("value_max") < pl.col("value")).is_empty()
    assert quantities.filter(pl.col("date_end").is_not_null() & pl.col("date_start").is_null()).is_empty()
    for bounds in (evidence.patterns(), evidence.counterfactuals()):
        assert bounds.filter(pl.col("high") < pl.col("low")).is_empty()


def test_only_dated_events_lack_a_value() -> None:
    without = evidence.quantities().filter(pl.col("value").is_null())
    assert set(without["unit"]) == {"date", "event", "measure"}
    assert without["date_start"].null_count() == 0


def test_the_chronology_is_dated_and_in_order() -> None:
    days = evidence.chronology()["date"]
    assert days.dtype == pl.Date
    assert days.null_count() == 0
    assert days.is_sorted()


def test_files_are_plain_utf8_with_unix_line_ends_and_no_blanks_at_the_ends_of_cells() -> None:
    for path in TABLES:
        content = path.read_bytes()
        assert b"\r" not in content
        assert not content.startswith(b"\xef\xbb\xbf")
        cells = [cell for row in csv.reader(content.decode().splitlines()) for cell in row]
        assert all(cell == cell.strip() for cell in cells)


def test_the_two_readers_agree() -> None:
    for row in evidence.quantities().iter_rows(named=True):
        fact = evidence.fact(row["id"])
        assert (fact.value, fact.value_max, fact.date) == (row["value"], row["value_max"], row["date_start"])
        assert (fact.source, fact.kind, fact.seen) == (row["source"], row["kind"], row["seen"])
        assert fact.note == (row["note"] or "")


# ---- sources


def test_every_fact_has_a_key_of_the_bibliography_or_names_the_facts_it_is_computed_from() -> None:
    for row in (*evidence.quantities().to_dicts(), *evidence.chronology().to_dicts()):
        source = row["source"]
        assert KEY.search(source) or ID.search(source) or source == "computed here", row["id"]


def test_every_key_in_data_manual_code_and_levers_stands_in_the_bibliography_once() -> None:
    keys = bibliography_keys()
    assert len(keys) == len(set(keys))
    cited = set(KEY.findall("\n".join(path.read_text(encoding="utf-8") for path in TABLES)))
    for path in [*ROOT.glob("docs/*.md"), *ROOT.glob("model/**/*.py"), *ROOT.glob("agents/**/*.py")]:
        cited |= {key for key in KEY.findall(path.read_text(encoding="utf-8")) if re.search(r"\d{4}", key)}
    cited |= {key for lever in PARAMETERS.values() for key in KEY.findall(lever.source)}
    assert cited - set(keys) == set()


def test_every_entry_of_the_bibliography_says_how_far_it_was_read() -> None:
    entries = [line for line in text_of("docs/bibliography.md").splitlines() if line.startswith("- **[")]
    assert [e for e in entries if not re.search(r" — (read|excerpt|through others|not checked)\b", e)] == []


def test_the_page_of_the_bibliography_holds_every_work_of_the_data_in_its_section() -> None:
    parts = re.findall(
        r"<!-- generated: bibliography (\w+) -->\n\n(.*?)\n\n<!-- end -->",
        text_of("docs/bibliography.md"),
        re.DOTALL,
    )
    assert [section for section, _ in parts] == list(evidence.SECTIONS)
    works = evidence.documents()
    for section, entries in parts:
        keys = works.filter(pl.col("section") == section)["key"].to_list()
        assert re.findall(r"^- \*\*\[(\w+)\]", entries, re.MULTILINE) == keys


def test_every_work_says_how_far_it_was_read_in_one_of_four_ways() -> None:
    works = evidence.documents()
    assert set(works["checked"]) == set(evidence.CHECKED)
    assert set(works["section"]) == set(evidence.SECTIONS)
    assert works.select("key", "work").null_count().sum_horizontal().item() == 0


def test_a_row_is_certain_only_where_it_was_seen_in_a_document_or_a_scholarly_work() -> None:
    for row in FACTS:
        assert row["seen"] in evidence.SEEN, row["id"]
        assert row["confidence"] != "high" or row["seen"] in evidence.SEEN[:2], row["id"]


def test_a_row_that_was_seen_cites_a_work_that_was_at_least_partly_seen() -> None:
    works = evidence.documents().filter(
        (pl.col("checked") != "not checked") | pl.col("exception").is_not_null()
    )
    checked = set(works["key"])
    for row in FACTS:
        keys = set(KEY.findall(row["source"]))
        assert row["seen"] == "none" or not keys or keys & checked, row["id"]


def test_a_derived_row_was_seen_no_better_than_what_it_is_derived_from() -> None:
    seen = {row["id"]: row["seen"] for row in FACTS}
    for row in FACTS:
        if row["source"].startswith("derived from"):
            worst = max((seen[each] for each in ID.findall(row["source"])), key=evidence.SEEN.index)
            assert row["seen"] == worst, row["id"]


def test_what_rests_on_rows_is_no_more_certain_than_they_are() -> None:
    sure = {row["id"] for row in FACTS if row["confidence"] == "high"}
    claims = [(lever.key, lever.source) for lever in PARAMETERS.values() if lever.confidence == "high"]
    for frame in (evidence.patterns(), evidence.counterfactuals()):
        claims += frame.filter(pl.col("confidence") == "high").select("id", "source").iter_rows()
    for claim, source in claims:
        assert set(ids_in(source)) <= sure, claim


def test_every_changed_history_says_in_a_sentence_why_historians_expect_it_and_after_whom() -> None:
    assert evidence.counterfactuals()["reason"].null_count() == 0
    for row in evidence.counterfactuals().to_dicts():
        assert KEY.findall(row["reason"]), row["id"]
        assert re.fullmatch(r"[A-Z][^.]+\.", row["reason"]), row["id"]


def test_a_correction_is_as_certain_as_the_weakest_row_that_supports_it() -> None:
    confidence = {row["id"]: row["confidence"] for row in FACTS}
    for row in evidence.corrections().to_dicts():
        supports = [confidence[each] for each in row["support"].split()]
        assert row["confidence"] == max(supports, key=evidence.CONFIDENCES.index), row["id"]


def test_data_cite_documents_and_not_the_pages_where_a_copy_was_read() -> None:
    address = re.compile(r"\b[\w-]+\.(?:com|jp|ru|net|cn|tw|su|online|club|me|info)\b")
    works = evidence.documents().filter(pl.col("section") == "history").fill_null("").to_dicts()
    own_page = {"RussianRailways"}
    texts = [(row["id"], f"{row['source']} {row.get('note') or ''}") for row in FACTS]
    texts += [
        (row["key"], f"{row['work']} {row['exception']}") for row in works if row["key"] not in own_page
    ]
    assert [where for where, text in texts if address.search(text)] == []


def test_every_id_that_data_manual_and_levers_cite_exists() -> None:
    docs = [path.read_text(encoding="utf-8") for path in ROOT.glob("docs/*.md")]
    cited = ID.findall("\n".join([*docs, *(path.read_text(encoding="utf-8") for path in TABLES)]))
    cited += [each for lever in PARAMETERS.values() for each in ID.findall(lever.source)]
    assert set(cited) - evidence.ids() == set()


# ---- contradictions and corrections


def test_both_sides_of_every_conflict_are_in_the_data_and_the_baseline_is_one_of_them() -> None:
    for row in evidence.conflicts().to_dicts():
        rivals = row["ids"].split()
        assert len(rivals) >= 2
        assert set(rivals) <= evidence.ids()
        assert row["baseline"]
        assert set(row["baseline"].split()) <= set(rivals)
        assert row["why"].endswith(".")


def test_the_known_quarrels_are_listed() -> None:
    together = [set(ids.split()) for ids in evidence.conflicts()["ids"]]
    for quarrel in (
        {"SOV030", "SOV040"},  # Soviet men
        {"SOV031", "SOV042", "SOV026"},  # Soviet tanks
        {"SOV032", "SOV043", "SOV027"},  # Soviet aircraft
        {"SOV034", "SOV041"},  # Soviet guns
        {"SOV105", "SOV112"},  # divisions moved west
        {"JPN018", "JPN019", "JPN020"},  # men in Manchuria
        {"JPN083", "JPN089"},  # 850,000 men
        {"JPN084", "JPN091"},  # shipping
        {"DEC008", "DEC018"},  # day of the attack
        {"OIL003", "OIL006"},  # oil
        {"SOV028", "SOV158"},  # tanks of a corps
        {"SOV029", "SOV159"},
    ):
        assert any(quarrel <= rivals for rivals in together), quarrel


def test_the_tank_ledger_of_1941_closes_on_the_december_count() -> None:
    left = evidence.value("SOV031") - evidence.value("SOV104") - evidence.value("SOV110")
    assert left == pytest.approx(evidence.value("SOV058"), abs=5)


def test_fronts_and_navy_together_give_the_december_count_of_men() -> None:
    assert evidence.value("SOV053") + evidence.value("SOV047") == pytest.approx(
        evidence.value("SOV056"), rel=0.01
    )


def test_the_manchurian_build_up_closes_from_the_number_before_to_the_number_after() -> None:
    assert evidence.value("JPN020") + evidence.value("JPN037") == evidence.value("JPN040")


def test_the_crash_schedule_adds_up_to_18_and_22() -> None:
    stance, from_china, from_home = (evidence.value(each) for each in ("JPN088", "JPN118", "JPN119"))
    assert (stance + from_china, stance + from_china + from_home) == (18, 22)
    assert (evidence.value("DEC010"), evidence.value("DEC011")) == (18, 22)


def test_the_crash_schedule_runs_from_28_june_to_15_october() -> None:
    days = [evidence.fact(f"DEC00{n}").date for n in range(1, 10)]
    assert days == [
        date(1941, 6, 28),
        date(1941, 7, 5),
        date(1941, 7, 20),
        date(1941, 8, 10),
        date(1941, 8, 24),
        date(1941, 8, 29),
        date(1941, 9, 5),
        date(1941, 9, 10),
        date(1941, 10, 15),
    ]


def test_the_trigger_is_half_the_divisions_and_a_third_of_tanks_and_aircraft() -> None:
    assert evidence.value("SOV083") == evidence.value("SOV024") / 2
    assert evidence.value("SOV085") == evidence.value("SOV026") / 3
    assert evidence.value("SOV086") == round(evidence.value("SOV027") / 3)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (r"Prime Minister when he met Tanaka", r"War Minister"),
        (r"Tono", r"Toyoda Teijiro"),
        (r"occupation on 24 July", r"28 and 29 July"),
        (r"16 divisions with the two from North China", r"18"),
        (r"embargo enacted on 1 August", r"licences"),
        (r"Kwantung Army as eager", r"headquarters"),
        (r"both to 22 divisions", r"16 divisions"),
    ],
)
def test_a_known_error_of_the_source_article_is_corrected(wrong: str, right: str) -> None:
    (row,) = evidence.corrections().filter(pl.col("article_says").str.contains(wrong)).to_dicts()
    assert re.search(right, row["better"])
    assert set(row["support"].split()) <= evidence.ids()


@pytest.mark.parametrize("table", ["corrections", "conflicts"])
def test_the_manual_shows_every_correction_and_conflict_as_in_the_data(table: str) -> None:
    manual = text_of("docs/corrections.md")
    for row in getattr(evidence, table)().iter_rows():
        assert f"| {' | '.join(row)} |" in manual


# ---- offices


def test_the_offices_are_offices_of_the_roster_in_its_order() -> None:
    recorded = evidence.offices()["office"].to_list()
    assert recorded == [office for office in OFFICES if office in recorded]
    assert recorded


def test_powers_and_saliences_are_shares_and_positions_lie_between_south_and_north() -> None:
    offices = evidence.offices()
    assert offices["power"].is_between(0, 1).all()
    assert offices["salience"].is_between(0, 1).all()
    assert evidence.positions()["position"].is_between(-1, 1).all()


def test_only_the_positions_of_22_june_are_inputs() -> None:
    inputs = evidence.positions().filter(pl.col("use") == "input")
    assert inputs["date"].unique().to_list() == [date(1941, 6, 22)]
    assert inputs["office"].is_unique().all()
    assert set(inputs["office"]) <= set(evidence.offices()["office"])


def test_an_office_is_compared_on_every_date_or_on_none() -> None:
    compared = evidence.positions().filter(pl.col("use") == "comparison")
    counts = compared.group_by("office").agg(pl.col("date").n_unique())["date"].unique().to_list()
    assert counts == [compared["date"].n_unique()]


def test_the_weights_of_an_office_sum_to_one() -> None:
    sums = evidence.weights().group_by("office").agg(pl.col("weight").sum())
    assert sums["weight"].to_list() == pytest.approx([1.0] * 5)


# ---- looking up


def test_a_fact_carries_value_date_kind_source_and_confidence() -> None:
    fact = evidence.fact("SOV024")
    assert (fact.value, fact.unit, fact.date) == (30, "divisions", date(1941, 6, 22))
    assert (fact.kind, fact.confidence, fact.seen) == ("japanese_estimate", "medium", "summary")
    assert "[Kawada2015]" in fact.source


def test_an_event_carries_its_day_and_in_what_it_was_seen() -> None:
    assert (evidence.entry("CHR034").date, evidence.entry("CHR034").seen) == (date(1941, 7, 2), "document")


def test_it_was_roosevelt_who_spoke_of_oil_on_24_july() -> None:
    assert evidence.entry("CHR055").actor == "Roosevelt"


def test_a_work_carries_its_entry_and_how_far_it_was_read() -> None:
    work = evidence.document("Coox1985")
    assert (
        work.text == "Alvin D. Coox, Nomonhan: Japan against Russia, 1939. Stanford University Press, 1985."
    )
    assert (work.section, work.checked, work.exception) == ("history", "not checked", "")
    assert evidence.document("Krivosheev1997").exception.startswith("except the totals of 1941")


def test_an_unknown_work_names_the_nearest_known_one() -> None:
    with pytest.raises(InputError, match=r"unknown document 'Coox1958'.*'Coox1985'"):
        evidence.document("Coox1958")


def test_an_unknown_id_names_the_nearest_known_one() -> None:
    with pytest.raises(InputError, match=r"unknown fact 'SOVO24'.*'SOV\d+'"):
        evidence.value("SOVO24")


def test_a_dated_event_has_no_number_to_give() -> None:
    with pytest.raises(InputError, match=r"'THE026'.*has no number"):
        evidence.value("THE026")


def test_an_unknown_topic_names_the_nearest_known_one() -> None:
    with pytest.raises(InputError, match=r"unknown topic 'oils'.*'oil'"):
        evidence.quantities("oils")


def test_a_frame_that_a_caller_changes_leaves_the_evidence_alone() -> None:
    frame = evidence.chronology()
    frame.drop_in_place("event")
    assert "event" in evidence.chronology().columns


def test_looking_up_a_value_loads_neither_polars_nor_mesa() -> None:
    program = (
        "import sys; from kantokuen.model import evidence; evidence.value('SOV024'); evidence.ids(); "
        "evidence.document('Coox1985'); "
        "sys.exit(bool({'polars', 'mesa', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
