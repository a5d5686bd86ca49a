"""Codes, keys and names: what is drawn for a room, what of it is kept, and what a person may be called.

Only the code of a room, which stands on the wall, is kept as it is.  Of the teacher's key, of tokens and of
recovery codes a digest is kept.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from hashlib import sha256
from typing import Final

from kantokuen.dashboard.rooms.refused import Refused

LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Those that nobody takes for another: no I, L, O, U, 0 and 1."""

CODE_LENGTH: Final = 8
"""30 letters give 6.6e11 codes."""

RECOVERY_LENGTH: Final = 5
LONGEST_NAME: Final = 40
_KEY_BYTES: Final = 18
_LONGEST_GIVEN: Final = 200


def drawn_code() -> str:
    """Return a code for a room."""
    return _drawn(CODE_LENGTH)


def drawn_recovery() -> str:
    """Return a code by which a person takes up his chair again."""
    return _drawn(RECOVERY_LENGTH)


def drawn_key() -> str:
    """Return a secret for a teacher or for a phone."""
    return secrets.token_urlsafe(_KEY_BYTES)


def as_code(text: str) -> str:
    """Return a code as it is kept, however it was typed."""
    return "".join(each for each in text[:_LONGEST_GIVEN].upper() if each.isalnum())


def digest(code: str, secret: str) -> str:
    """Return what is kept of a secret of a room."""
    return sha256(f"{code}:{secret[:_LONGEST_GIVEN]}".encode()).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Return whether two digests are the same, in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())


def clean_name(text: str) -> str:
    """Return the name that a person goes by.

    Raises:
        Refused: it is empty, too long, or holds what could steer a screen.
    """
    name = " ".join(unicodedata.normalize("NFKC", text[:_LONGEST_GIVEN]).split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused("name", most=LONGEST_NAME)
    return name


def folded(name: str) -> str:
    """Return what two names that look the same have in common."""
    return unicodedata.normalize("NFKC", name).casefold()


def _drawn(length: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(length))
