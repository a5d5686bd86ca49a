"""Bridges: the model as a plain function of points, for SALib, and as a model of the EMA workbench."""

from kantokuen.experiments.bridges.asking import MEASURES
from kantokuen.experiments.bridges.block import block_evaluator
from kantokuen.experiments.bridges.bounds import Bounds
from kantokuen.experiments.bridges.points import (
    PointFunction,
    PointMeasures,
    problem,
    vectorised,
    vectorised_measures,
)
from kantokuen.experiments.bridges.workbench import Experiment, ema_model

__all__ = [
    "MEASURES",
    "Bounds",
    "Experiment",
    "PointFunction",
    "PointMeasures",
    "block_evaluator",
    "ema_model",
    "problem",
    "vectorised",
    "vectorised_measures",
]
