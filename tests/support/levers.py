"""Facts about each lever, held group by group: as many tests as groups, and the lever at fault is named."""

from collections.abc import Callable, Sequence

import pytest

from kantokuen.model.parameters import PARAMETERS, Parameter

ALL = tuple(PARAMETERS.values())

Fact = Callable[[Parameter], None]


def each_lever(levers: Sequence[Parameter] = ALL) -> Callable[[Fact], Callable[[str], None]]:
    """Hold a fact about one lever to all of some levers."""

    def of_all(fact: Fact) -> Callable[[str], None]:
        @pytest.mark.parametrize("group", list(dict.fromkeys(each.group for each in levers)))
        def holds(group: str) -> None:
            for lever in (each for each in levers if each.group == group):
                try:
                    fact(lever)
                except AssertionError as fault:
                    raise AssertionError(lever.key) from fault

        holds.__name__, holds.__doc__ = fact.__name__, fact.__doc__
        return holds

    return of_all
