"""A page over a bare WebSocket: what a browser sends and hears, and whatever else one likes to send."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from struct import unpack
from time import sleep
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

Message = dict[str, Any]
SECONDS = 30.0


def read(frame: str | bytes) -> Message:
    """Return the message in a frame; a picture comes with its bytes behind it."""
    if isinstance(frame, str):
        return cast("Message", json.loads(frame))
    count, start = unpack("!2I", frame[:8])
    (end,) = unpack("!I", frame[8:12]) if count > 1 else (len(frame),)
    return cast("Message", json.loads(frame[start:end]))


@contextmanager
def wired(address: str, cookie: str = "") -> Iterator[Wire]:
    """Come to a page as a browser does.

    Args:
        address: of the page, with a slash at its end.
        cookie: the session of an earlier page; without it a new visitor comes.
    """
    if not cookie:
        with urlopen(Request(address), timeout=SECONDS) as answer:  # noqa: S310  (the server of the test)
            cookie = answer.headers["set-cookie"].partition(";")[0]
    host, session = urlsplit(address).netloc, str(uuid4())
    with connect(
        f"ws://{host}/jupyter/api/kernels/{uuid4()}/channels?session_id={session}",
        origin=Origin(f"http://{host}"),
        additional_headers={"Cookie": cookie},
        max_size=None,
    ) as socket:
        yield Wire(socket, session, cookie)


@dataclass
class Wire:
    """One open page, without a browser.

    Attributes:
        socket: the connection.
        session: the name of the page.
        cookie: the name of the visitor.
        widgets: the state of each widget of the page as far as it was heard, by its model.
    """

    socket: ClientConnection
    session: str
    cookie: str
    widgets: dict[str, Message] = field(default_factory=dict)

    def say(self, kind: str, content: object, /, **others: Any) -> str:
        """Send a message and return its id; `others` take the place of what is beside the content."""
        identity = str(uuid4())
        header = {
            "msg_id": identity,
            "msg_type": kind,
            "session": self.session,
            "username": "",
            "version": "5.2",
        }
        plain = {"header": header, "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": []}
        self.socket.send(json.dumps({**plain, "content": content, **others}))
        return identity

    def tell(self, comm: str, **data: Any) -> None:
        """Say something to one end of a conversation."""
        self.say("comm_msg", {"comm_id": comm, "data": data})

    def event(self, widget: str, **content: Any) -> None:
        """Send a widget a message of its own kind, such as an event."""
        self.tell(widget, method="custom", content=content)

    def hear(self) -> list[Message]:
        """Return all that comes, but for the status, until the server has dealt with what was said so far."""
        asked = self.say("kernel_info_request", {})
        heard: list[Message] = []
        while True:
            message = read(self.socket.recv(timeout=SECONDS))
            if (
                message["header"]["msg_type"] == "kernel_info_reply"
                and message["parent_header"]["msg_id"] == asked
            ):
                return heard
            if message["header"]["msg_type"] != "status":
                heard.append(message)
                self._remember(message["content"])

    def _remember(self, content: Message) -> None:
        if "comm_id" in content:
            self.widgets.setdefault(content["comm_id"], {}).update(content["data"].get("state", {}))

    def rest(self) -> None:
        """Wait until the page has played all the worlds that it wants to, and has said so."""
        while not self._is_at_rest():
            self.hear()
            sleep(0.1)
        self.hear()

    def _is_at_rest(self) -> bool:
        verdicts = (state.get("html", "") for state in self.widgets.values())
        return any('data-worlds="10000"' in each and 'class="refining"' not in each for each in verdicts)

    def await_quiet(self) -> None:
        """Wait until nothing has come for two seconds."""
        while self.hear():
            sleep(2.0)

    def await_answer(self) -> list[Message]:
        """Wait until something comes, and return it."""
        for _ in range(int(10 * SECONDS)):
            if heard := self.hear():
                return heard
            sleep(0.1)
        return []

    def open(self, target: str) -> str:
        """Open a conversation and return its name."""
        comm = str(uuid4())
        content = {"comm_id": comm, "target_name": target, "data": {}}
        self.say("comm_open", content, metadata={"version": "1.0.0"})
        return comm

    def load(self) -> None:
        """Load the page as a browser does, and remember its widgets."""
        arguments = {
            "path": "/?opening=off",
            "dark": False,
            "themes": {"light": {}, "dark": {}},
            "appName": None,
        }
        self.tell(self.open("solara.control"), method="run", args=arguments)
        self.hear()

    def find(self, trait: str) -> str:
        """Return the first widget that has a trait."""
        return next(model for model, state in self.widgets.items() if trait in state)
