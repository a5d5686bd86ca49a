"""A paired counterfactual: the same worlds under two histories.

World k meets the same chance in both, so what differs in it comes from the change alone, and the
difference is known far better than from two separate runs.

    python examples/counterfactual.py
"""

from kantokuen import Scenario, compare


def main(worlds: int = 4_000) -> None:
    """Let the German advance be a fifth faster, and print what that changes."""
    historical = Scenario.load("historical")
    faster = historical.replace({"germany.pace": 1.2})

    comparison = compare(historical, faster, worlds)
    print(comparison.changed)
    print(comparison.differences.select("measure", "a", "b", "difference", "low", "high").head(5))
    print(comparison.crossing)
    print("the first decision that differs:", comparison.parts("decision"))


if __name__ == "__main__":
    main()
