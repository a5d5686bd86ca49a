"""The values that tests of rules reckon with: round ones, as reason alone puts them."""

from typing import Final

from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.values import Values, default_values

REASONED: Final[Values] = default_values() | {
    key: each.reasoned for key, each in PARAMETERS.items() if each.reasoned is not None
}
"""The value of every parameter, judgements where they stood before any fit."""
