"""The bell of a room: tells all who listen that something has changed, and nothing else.

What goes over the wire is the number of the room's version.  A page that hears a new one asks for what it
may see itself, so that no secret travels here.  Phones hear of scenes only: if each choice were news to all,
the choices of forty would make them ask sixteen hundred times.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from anyio import CapacityLimiter, to_thread

from kantokuen.dashboard.limits import household

MOST_OF_ROOM: Final = 150
"""Pages of one room that may listen: a class, some of it with two, a teacher and a wall."""

MOST_OF_ADDRESS: Final = 150
MOST_IN_ALL: Final = 400
_MOST_ROOMS: Final = 40
"""Rooms that are listened to at once; each has a thread that waits."""

HEARTBEAT_SECONDS: Final = 15.0
"""After how long without news a sign of life is sent, so that nothing between gives the connection up."""

_WAIT_SECONDS: Final = 1.0
"""How long a thread waits for news before it looks whether it still has to."""

REST_SECONDS: Final = 0.5
"""How long the bell rests after it has rung: what happens meanwhile is told together."""

RETRY_MS: Final = 2_000
"""After how long a browser that has lost the connection tries again."""


class Changing(Protocol):
    """A room, as far as the bell knows it."""

    @property
    def version(self) -> int:
        """Another one after all that happens."""

    @property
    def scene(self) -> int:
        """Another one after what is news to all people."""

    def wait(self, version: int, timeout: float) -> int:
        """Return the version once it is another, or after so many seconds."""


@dataclass(slots=True)
class _Rope:
    """What the listeners of one room share: one thread waits for all."""

    version: int
    scene: int
    listeners: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)
    ringing: asyncio.Task[None] | None = None
    is_gone: bool = False


class Bell:
    """Holds who listens to which room, within bounds."""

    def __init__(self) -> None:
        self._ropes: dict[str, _Rope] = {}
        self._homes: Counter[str] = Counter()
        self._threads = CapacityLimiter(_MOST_ROOMS)

    def has_room(self, code: str, address: str) -> bool:
        """Tell whether one more page at an address may listen to a room."""
        rope = self._ropes.get(code)
        of_room = rope.listeners if rope else 0
        return (
            of_room < MOST_OF_ROOM
            and (rope is not None or len(self._ropes) < _MOST_ROOMS)
            and self._homes[household(address)] < MOST_OF_ADDRESS
            and self._homes.total() < MOST_IN_ALL
        )

    async def listen(
        self, code: str, room: Changing, address: str, *, to_scenes: bool = False
    ) -> AsyncIterator[bytes]:
        """Yield what a page that listens to a room is sent, until it goes or the room does.

        Args:
            code: of the room.
            room: the room.
            address: where the page is.
            to_scenes: whether only what is news to all people is told, and not each choice.
        """
        home = household(address)
        rope = self._ropes.get(code)
        if rope is None:
            rope = self._ropes[code] = _Rope(room.version, room.scene)
            rope.ringing = asyncio.create_task(self._ring(rope, room))
        rope.listeners += 1
        self._homes[home] += 1
        try:
            yield f"retry: {RETRY_MS}\n".encode()
            told = -1
            while not rope.is_gone:
                now = rope.scene if to_scenes else rope.version
                if told != now:
                    told = now
                    yield f"data: {told}\n\n".encode()
                    continue
                try:
                    await asyncio.wait_for(rope.news.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield b": here\n\n"
            yield b"event: gone\ndata: 0\n\n"
        finally:
            self._leave(code, rope, home)

    def _leave(self, code: str, rope: _Rope, home: str) -> None:
        rope.listeners -= 1
        self._homes[home] -= 1
        if not self._homes[home]:
            del self._homes[home]
        if not rope.listeners:
            if rope.ringing is not None:
                rope.ringing.cancel()
            if self._ropes.get(code) is rope:
                del self._ropes[code]

    async def _ring(self, rope: _Rope, room: Changing) -> None:
        """Wait for news of a room in a thread, and wake all who listen."""
        while not rope.is_gone:
            try:
                version = await to_thread.run_sync(
                    room.wait, rope.version, _WAIT_SECONDS, limiter=self._threads, abandon_on_cancel=True
                )
            except Exception:  # noqa: BLE001  (whatever has become of the room, nobody waits for it any more)
                rope.is_gone = True
                version = rope.version
            if version != rope.version or rope.is_gone:
                rope.version, rope.scene = version, room.scene
                news, rope.news = rope.news, asyncio.Event()
                news.set()
                await asyncio.sleep(REST_SECONDS)
