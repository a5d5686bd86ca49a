"""The request that a command receives whole, and the options that make it: which worlds are asked for."""

from collections.abc import Callable
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kantokuen.cli.options import Cadence, Ensemble, Lens, Seed, Until, complete_scenario
from kantokuen.model.limits import DEFAULT_SCENARIO, DEFAULT_SEED

if TYPE_CHECKING:
    from kantokuen.experiments.runner import Run
    from kantokuen.model.scenario import Scenario

Command = Callable[..., None]

ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO", autocompletion=complete_scenario, help="A shipped scenario, or a TOML file."
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Set a lever; repeatable. See `kantokuen levers`."),
]


def takes(**readers: Callable[..., Any]) -> Callable[[Command], Command]:
    """Let a command receive whole what several options say together.

    Under ``@takes(run=asked_run)`` the parameter ``run`` of a command gives place to those of `asked_run`,
    which become options of the command, and the command is called with what `asked_run` returns. Readers
    are called in the order in which they are named; an option that two of them ask for stands there once.
    """

    def dress(command: Command) -> Command:
        own = signature(command).parameters
        options: dict[str, Parameter] = {}
        for name, parameter in own.items():
            asked = signature(readers[name]).parameters.values() if name in readers else (parameter,)
            options |= {each.name: each.replace(kind=Parameter.KEYWORD_ONLY) for each in asked}

        def read(**given: Any) -> None:
            made = {
                name: reader(**{each: given[each] for each in signature(reader).parameters})
                for name, reader in readers.items()
            }
            command(**{name: made[name] if name in made else given[name] for name in own})

        read.__name__, read.__doc__ = command.__name__, command.__doc__
        read.__annotations__ = {name: each.annotation for name, each in options.items()}
        read.__signature__ = Signature(list(options.values()))  # type: ignore[attr-defined]
        return read

    return dress


def asked_run(
    scenario: ScenarioName = DEFAULT_SCENARIO,
    seed: Seed = DEFAULT_SEED,
    settings: Settings = None,
    lens: Lens = "politics",
    cadence: Cadence = "month",
    until: Until = None,
    ensemble: Ensemble = None,
) -> "Run":
    """Return the run that was asked for.

    Raises:
        InputError: there is no such scenario, or a lever does not take its value.
    """
    played = loaded(scenario, settings)
    # The engine is loaded only now: it takes a second or two, and a wrong word is answered at once.
    from kantokuen.experiments.runner import Run

    return Run(played, seed, lens, cadence, until, ensemble or "")


def loaded(scenario: str, settings: list[str] | None) -> "Scenario":
    """Return a scenario with the levers that were set.

    Raises:
        InputError: there is no such scenario, or a lever does not take its value.
    """
    from kantokuen.model.scenario import Scenario, parse_setting

    return Scenario.load(scenario).replace(dict(map(parse_setting, settings or ())))
