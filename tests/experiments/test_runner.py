"""Runs: a request, and what is kept of its worlds."""

from kantokuen.experiments.runner import Run


def test_a_bare_run_keeps_its_worlds_and_nothing_but_their_outcomes() -> None:
    run = Run(seed=5, lens="nash", trace=True)
    assert run.bare == Run(seed=5, lens="nash", trace=False, stances=False)


def test_the_facts_of_a_request_are_plain_and_in_the_order_in_which_they_are_printed() -> None:
    facts = Run(seed=5, lens="nash", cadence="ten-day").facts
    wanted = {
        "scenario": "historical",
        "seed": 5,
        "lens": "nash",
        "cadence": "ten-day",
        "ensemble": "historians",
    }
    assert list(facts.items()) == list(wanted.items())
