"""Many worlds: how they end, counted and drawn.

python examples/many_worlds.py
"""

from pathlib import Path

import matplotlib.pyplot as plt
import polars as pl

from kantokuen import run_worlds


def main(worlds: int = 10_000, chart: Path = Path("many_worlds.svg")) -> None:
    """Count the outcomes of many worlds, and draw each share with twice its standard error."""
    results = run_worlds("historical", worlds, stances=False)
    shares = (
        results.outcomes.group_by("outcome")
        .agg(share=pl.len() / worlds)
        .with_columns(error=2 * (pl.col("share") * (1 - pl.col("share")) / worlds).sqrt())
        .sort("share")
    )
    print(shares)

    figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
    axes.barh(shares["outcome"], shares["share"], xerr=shares["error"], color="#8a5a2b")
    axes.set_xlabel(f"share of {worlds:,} worlds")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(chart)
    plt.close(figure)


if __name__ == "__main__":
    main()
