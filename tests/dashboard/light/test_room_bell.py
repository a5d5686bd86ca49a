"""Who listens to a room hears its version and nothing else, within bounds."""

import asyncio
import threading

from kantokuen.dashboard.light.room_bell import MOST_OF_ADDRESS, MOST_OF_ROOM, Bell


class Room:
    """A room that changes when told."""

    def __init__(self) -> None:
        self.version = 1
        self.scene = 1
        self.waiting = 0
        self.changed = threading.Condition()

    def wait(self, version: int, timeout: float) -> int:
        with self.changed:
            self.waiting += 1
            self.changed.wait_for(lambda: self.version != version, timeout)
            self.waiting -= 1
            return self.version

    def change(self, *, is_scene: bool = False) -> None:
        with self.changed:
            self.version += 1
            self.scene = self.version if is_scene else self.scene
            self.changed.notify_all()


def test_all_who_listen_hear_each_new_version_and_one_thread_waits_for_them() -> None:
    room, bell = Room(), Bell()

    async def listens() -> tuple[list[list[bytes]], int]:
        streams = [bell.listen("ABC", room, f"192.0.2.{n}") for n in range(5)]
        heard = [[await anext(each), await anext(each)] for each in streams]
        await asyncio.sleep(0.2)
        threads = room.waiting
        room.change()
        for known, each in zip(heard, streams, strict=True):
            known.append(await anext(each))
            await each.aclose()  # type: ignore[attr-defined]
        return heard, threads

    heard, threads = asyncio.run(listens())
    assert heard == [[b"retry: 2000\n", b"data: 1\n\n", b"data: 2\n\n"]] * 5
    assert threads == 1


def test_what_happens_while_the_bell_rests_is_told_together() -> None:
    room = Room()

    async def listens() -> list[bytes]:
        stream = Bell().listen("ABC", room, "192.0.2.1")
        heard = [await anext(stream), await anext(stream)]
        room.change()
        heard.append(await anext(stream))
        for _ in range(9):
            room.change()
        heard.append(await anext(stream))
        await stream.aclose()  # type: ignore[attr-defined]
        return heard

    assert asyncio.run(listens())[1:] == [b"data: 1\n\n", b"data: 2\n\n", b"data: 11\n\n"]


def test_a_phone_hears_of_scenes_and_not_of_each_choice() -> None:
    room = Room()

    async def listens() -> tuple[list[bytes], list[bytes]]:
        bell = Bell()
        phone = bell.listen("ABC", room, "192.0.2.1", to_scenes=True)
        wall = bell.listen("ABC", room, "192.0.2.2")
        heard = [[await anext(each), await anext(each)] for each in (phone, wall)]
        room.change()
        heard[1].append(await anext(wall))
        room.change(is_scene=True)
        for known, each in zip(heard, (phone, wall), strict=True):
            known.append(await anext(each))
            await each.aclose()  # type: ignore[attr-defined]
        return heard[0], heard[1]

    phone, wall = asyncio.run(listens())
    assert phone[1:] == [b"data: 1\n\n", b"data: 3\n\n"]
    assert wall[1:] == [b"data: 1\n\n", b"data: 2\n\n", b"data: 3\n\n"]


def test_a_room_that_is_gone_sends_its_listeners_away() -> None:
    class Gone(Room):
        def wait(self, version: int, timeout: float) -> int:
            raise KeyError(version, timeout)

    async def listens() -> list[bytes]:
        return [each async for each in Bell().listen("ABC", Gone(), "192.0.2.1")]

    assert asyncio.run(listens())[-1] == b"event: gone\ndata: 0\n\n"


def test_a_room_and_an_address_have_so_many_listeners_and_those_who_left_do_not_count() -> None:
    room, bell = Room(), Bell()

    async def listens() -> list[bool]:
        found = [bell.has_room("ABC", "192.0.2.1")]
        streams = [bell.listen("ABC", room, f"192.0.2.{n % 2}") for n in range(MOST_OF_ROOM)]
        for each in streams:
            await anext(each)
        found += [bell.has_room("ABC", "192.0.2.9"), bell.has_room("XYZ", "192.0.2.0")]
        more = [bell.listen("XYZ", room, "192.0.2.0") for _ in range(MOST_OF_ADDRESS - MOST_OF_ROOM // 2)]
        for each in more:
            await anext(each)
        found += [bell.has_room("XYZ", "192.0.2.0"), bell.has_room("XYZ", "192.0.2.9")]
        for each in (*streams, *more):
            await each.aclose()  # type: ignore[attr-defined]
        return [*found, bell.has_room("ABC", "192.0.2.0")]

    assert asyncio.run(listens()) == [True, False, True, False, True, True]
