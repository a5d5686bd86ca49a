"""A sweep and a phase map: where in a plane of two levers does the Army attack?

The sweep is a folder of Parquet files; stop it at any moment, run it again, and it goes on.

    python examples/sweep_and_map.py
"""

import matplotlib.pyplot as plt

from kantokuen import Plan, phase, sweep


def main(worlds: int = 200, steps: int = 9, workers: int | None = None) -> None:
    """Vary the German pace and the share of Soviet divisions that leave, and map the attacks."""
    plan = Plan.make(
        name="pace-and-drawdown",
        sampler="grid",
        worlds=worlds,
        vary={
            "germany.pace": {"from": 0.7, "to": 1.5, "steps": steps},
            "soviet.transfer_share": {"from": 0.0, "to": 0.8, "steps": steps},
        },
    )
    attacks = phase(sweep(plan, plan.name, workers=workers), "attack_1941")
    print(attacks.frame.sort("mean", descending=True).head(3))

    figure, axes = plt.subplots(layout="constrained")
    mesh = axes.pcolormesh(attacks.x.edges, attacks.y.edges, attacks.means, cmap="Oranges", vmin=0)
    axes.set(xlabel=attacks.x.key, ylabel=attacks.y.key)
    figure.colorbar(mesh, label="share of worlds with an attack in 1941")
    figure.savefig(f"{plan.name}.svg")
    plt.close(figure)


if __name__ == "__main__":
    main()
