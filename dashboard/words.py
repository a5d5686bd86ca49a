"""The words of the page; they stand in `kantokuen.model.text`."""

from kantokuen.model.text import LANGUAGE_NAMES, LANGUAGES
from kantokuen.model.text.words import Words

__all__ = ["LANGUAGES", "LANGUAGE_NAMES", "Words"]
