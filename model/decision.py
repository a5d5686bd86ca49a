"""What a sitting decides: the strongest texts that the rules of a lens let through."""

from __future__ import annotations

from dataclasses import dataclass

from kantokuen.agents.view import Array, Mask


@dataclass(frozen=True, slots=True)
class Decision:
    """What one sitting lets through, before the calendar of permissions; shape ``(worlds,)`` each.

    Attributes:
        prepare: a text that prepares in both directions.
        divisions: the largest force that passes, 0 where none does.
        cross: the order to cross the border.
        keep: the northern option is kept in the present season.
        reopen: an option that was given up is taken up again.
        indochina: the move into southern Indochina.
        southern_preparation: preparations for a southern war.
        southern_war: the southern war.
        only_premier_objects: all but the Prime Minister would sign the southern war.
    """

    prepare: Mask
    divisions: Array
    cross: Mask
    keep: Mask
    reopen: Mask
    indochina: Mask
    southern_preparation: Mask
    southern_war: Mask
    only_premier_objects: Mask
