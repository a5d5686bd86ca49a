"""A phone without a browser: asks an application for pages, sends forms, and keeps cookies."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message

from tests.support.asked import LOCAL, scope_of

ORIGIN = f"http://{LOCAL}"
_PATIENCE = 120.0


@dataclass(frozen=True)
class Got:
    """An answer, read whole."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def header(self, name: str) -> str:
        """Return a header, empty where there is none."""
        return next((text for each, text in self.headers if each == name), "")

    @property
    def everything(self) -> bytes:
        """All that came over the wire."""
        return b"\n".join([*(f"{n}: {t}".encode() for n, t in self.headers), self.body])


@dataclass
class Phone:
    """A phone.

    Attributes:
        app: what it asks.
        address: its own.
        cookies: by name, value and path.
        got: all answers so far.
    """

    app: ASGIApp
    address: str = "192.0.2.10"
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)
    got: list[Got] = field(default_factory=list)

    def get(self, path: str, **headers: str) -> Got:
        """Ask for a page."""
        return self._asked("GET", path, b"", headers)

    def head(self, path: str) -> Got:
        """Ask for no more than what would be said of a page."""
        return self._asked("HEAD", path, b"", {})

    def post(
        self, path: str, form: Mapping[str, object] | bytes, origin: str | None = ORIGIN, **headers: str
    ) -> Got:
        """Send a form."""
        body = form if isinstance(form, bytes) else urlencode(form).encode()
        told = {"content-type": "application/x-www-form-urlencoded", **headers}
        if origin is not None:
            told["origin"] = origin
        return self._asked("POST", path, body, {each.replace("_", "-"): text for each, text in told.items()})

    def _asked(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Got:
        where = path.partition("?")[0]
        kept = [
            f"{n}={v}"
            for n, (v, at) in self.cookies.items()
            if where == at or where.startswith(at.rstrip("/") + "/")
        ]
        told = {"host": LOCAL, **headers, **({"cookie": "; ".join(kept)} if kept else {})}
        scope = {**scope_of("http", path, told), "method": method, "client": (self.address, 5000)}
        answer = asyncio.run(answered(self.app, scope, body))
        for name, text in answer.headers:
            if name == "set-cookie":
                for cookie in SimpleCookie(text).values():
                    self.cookies[cookie.key] = (cookie.value, cookie["path"])
        self.got.append(answer)
        return answer


async def answered(app: ASGIApp, scope: dict[str, Any], body: bytes) -> Got:
    """Ask an application once."""
    parts = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[Message] = []

    async def receive() -> Message:
        if parts:
            return parts.pop()
        await asyncio.sleep(_PATIENCE)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await asyncio.wait_for(app(scope, receive, send), _PATIENCE)
    headers = [(name.decode(), text.decode("latin-1")) for name, text in sent[0]["headers"]]
    return Got(sent[0]["status"], headers, b"".join(each.get("body", b"") for each in sent[1:]))
