"""Refusals: what a person in a room asked for and cannot have, told in one sentence."""

from __future__ import annotations

from kantokuen.model.text.words import Words


class Refused(Exception):  # noqa: N818  (no error of anybody's, but a wish that cannot be met)
    """Something cannot be done in a room.

    Args:
        key: which sentence, of the texts ``rooms.refused``.
        fields: what is filled in.
    """

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(key)
        self.key = key
        self.fields = fields

    def told(self, words: Words) -> str:
        """Return the sentence."""
        return words(f"rooms.refused.{self.key}", **self.fields)
