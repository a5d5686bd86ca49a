"""One world: who stood where at each sitting, and how the summer ended.

python examples/one_world.py
"""

import polars as pl

from kantokuen import run_worlds

OFFICES = ("OPS", "AGS", "WAR", "NAV", "FOR", "EMP")


def main(seed: int = 19410702) -> None:
    """Play one world, and print the net stance of six offices: above 0 north, below 0 south."""
    world = run_worlds("historical", seed=seed, until="1941-12")
    stances = (
        world.periods.filter(pl.col("actor").is_in(OFFICES))
        .with_columns(pl.col("net").round(2))
        .pivot("actor", index="date", values="net")
    )
    print(stances)
    print(world.verdict)


if __name__ == "__main__":
    main()
