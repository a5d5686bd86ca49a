"""Bridges: the model as a plain function of points, for SALib, and as a model of the EMA workbench."""

from kantokuen.experiments.bridges.asking import MEASURES
from kantokuen.experiments.bridges.bounds import Bounds
from kantokuen.experiments.bridges.points import PointFunction, problem, vectorised
from kantokuen.experiments.bridges.workbench import Experiment, ema_model

__all__ = ["MEASURES", "Bounds", "Experiment", "PointFunction", "ema_model", "problem", "vectorised"]
