"""What to type for an optional extra that is missing."""


def to_install(extra: str) -> str:
    """Return the line that brings an extra, for a checkout: no package index carries the project."""
    return f'pip install ".[{extra}]" in a checkout of the project'
