"""A fork: one past, many futures.

To the end of July 1941 all worlds are one and the same; what comes after is drawn anew in each.

    python examples/fork.py
"""

import polars as pl

from kantokuen import KantokuenModel


def main(futures: int = 2_000, months: int = 4) -> None:
    """Fork one world after its first months, with oil and without, and print how the futures end."""
    past = KantokuenModel("historical", seed=19410702)
    for _ in range(months):
        past.step()

    for name, scenario in (("as it was", None), ("no oil embargo", "no-oil-embargo")):
        forked = past.fork(futures, scenario=scenario)
        forked.run()
        ends = forked.outcomes.group_by("outcome").agg(share=pl.len() / futures)
        print(f"{name}, from {past.periods[months].date:%B %Y} on:")
        print(ends.sort("share", descending=True))


if __name__ == "__main__":
    main()
