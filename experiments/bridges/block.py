"""An evaluator of the EMA workbench that plays all experiments of a design side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any

from kantokuen.experiments.bridges.workbench import Experiment
from kantokuen.experiments.ema import load_ema
from kantokuen.model.display import Facts, Shown, listed
from kantokuen.model.errors import input_error, shown

Settings = Mapping[str, Any]


def block_evaluator(models: Any) -> Any:
    """Return an evaluator that plays a whole design in one go, in place of one experiment after another.

    It is used as the workbench's own are: ``with block_evaluator(model) as evaluator:
    evaluator.perform_experiments(20_000)``.  The outcomes are to the bit those of its sequential evaluator.

    Args:
        models: what `ema_model` returned, or several of them.

    Raises:
        InputError: a model is not one of ours, or the EMA workbench is not installed.
    """
    ema = load_ema()
    given = models if isinstance(models, (list, tuple)) else [models]
    if not given:
        raise input_error("block_evaluator", "no model given", "models that ema_model returned")
    for each in given:
        if not isinstance(getattr(each, "function", None), Experiment):
            raise input_error("block_evaluator", f"{shown(each)} given", "models that ema_model returned")
    return _evaluator(ema)(models)


class _Listener:
    """Stands in for the function of a model and writes down what it is called with."""

    def __init__(self, measures: Iterable[str]) -> None:
        self.nothing = dict.fromkeys(measures, 0.0)
        self.heard: list[Settings] = []

    def __call__(self, **settings: Any) -> Mapping[str, float]:
        self.heard.append(settings)
        return self.nothing


class _Speaker:
    """Stands in for the function of a model and gives back what was played before, in the order asked for."""

    def __init__(self, rows: Iterator[Mapping[str, float]]) -> None:
        self.rows = rows

    def __call__(self, **_: Any) -> Mapping[str, float]:
        return next(self.rows)


@cache
def _evaluator(ema: ModuleType) -> type[Any]:
    """Return the class; its base is there only once the workbench is loaded."""
    base: Any = ema.SequentialEvaluator

    class BlockEvaluator(Shown, base):  # type: ignore[misc]  # the workbench has no types
        """Lets the workbench go through its design twice: to hear what it asks, and to be told what came."""

        def evaluate_experiments(self, *design: Any, **options: Any) -> None:
            """Play a design; its last part is the callback, in every version of the workbench."""
            *what, callback = design
            parts = [list(each) if isinstance(each, Iterator) else each for each in what]
            functions = {each: each.function for each in self._msis}
            listeners = {each: _Listener(function.measures) for each, function in functions.items()}
            try:
                for each, listener in listeners.items():
                    each.function = listener
                super().evaluate_experiments(*parts, _unheeded, **options)
                for each, listener in listeners.items():
                    each.function = _Speaker(iter(functions[each].side_by_side(listener.heard)))
                super().evaluate_experiments(*parts, callback, **options)
            finally:
                for each, function in functions.items():
                    each.function = function

        def _shown(self) -> tuple[str, Facts]:
            played = [each.function for each in self._msis]
            facts = {
                "models": listed([each.run.scenario.name for each in played]),
                "measures": listed(dict.fromkeys(name for each in played for name in each.measures)),
            }
            return "all experiments of a design side by side", facts

    return BlockEvaluator


def _unheeded(*_: Any) -> None:
    """Take no notice of an experiment and its outcomes."""
