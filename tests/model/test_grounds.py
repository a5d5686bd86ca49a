"""Every lever and every part of a stance rests on levers and records that exist."""

import re

from kantokuen.agents.considerations import CONSIDERATIONS
from kantokuen.model import evidence
from kantokuen.model.grounds import PARTS, grounds_of_lever
from kantokuen.model.parameters import PARAMETERS


def test_the_sources_of_a_lever_are_ids_and_then_keys() -> None:
    assert grounds_of_lever(PARAMETERS["mechanism.expiry"]) == ["THE026", "THE039", "[DixitPindyck1994]"]
    assert len(grounds_of_lever(PARAMETERS["germany.pace"])) == 38


def test_what_stands_behind_a_part_is_a_lever_or_a_record_that_exists() -> None:
    assert set(PARTS) == set(CONSIDERATIONS)
    for behind in PARTS.values():
        named = [*behind.split()]
        ids = [each for name in named for each in re.findall(r"[A-Z]{3}\d{3}", name)]
        assert set(ids) <= evidence.ids()
        assert [
            each for each in named if each not in PARAMETERS and not re.match(r"[A-Z]{3}\d{3}", each)
        ] == []
