"""HTML from templates: every text that goes in is escaped, only pictures drawn here pass as they are."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kantokuen.dashboard.glossary import Terms
from kantokuen.model.text.words import Words

__all__ = ["Markup", "render"]


def render(template: str, /, **fields: object) -> str:
    """Return a template filled in.

    Args:
        template: file name of the template.
        fields: what it asks for; a field that is missing is an error. With ``words`` comes ``terms``, which
            marks the terms of the glossary in a text.
    """
    words = fields.get("words")
    if isinstance(words, Words):
        fields["terms"] = Terms(words, template.partition(".")[0])
    return _templates().get_template(template).render(**fields)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("kantokuen.dashboard", "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
