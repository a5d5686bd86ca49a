"""HTML from templates: every text that goes in is escaped, only pictures drawn here pass as they are."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

__all__ = ["Markup", "render"]


def render(template: str, /, **fields: object) -> str:
    """Return a template filled in.

    Args:
        template: file name of the template.
        fields: what it asks for; a field that is missing is an error.
    """
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
