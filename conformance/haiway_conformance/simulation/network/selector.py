"""Tell the loop which sockets in memory are ready: `MemorySelector`."""

from collections.abc import Callable, Sequence
from selectors import EVENT_READ, EVENT_WRITE, SelectorKey
from typing import TYPE_CHECKING, Any, Final

from haiway_conformance.simulated_loop import ExternalEvent
from haiway_conformance.simulation.network.sockets import MemorySocket

if TYPE_CHECKING:
    from asyncio.events import Handle

__all__ = ("MemorySelector",)

type Begin = Callable[[str, Callable[[], None]], ExternalEvent]
"""Begins an external event, by its name, that calls a function when it completes."""

type Part = Callable[[str, int], int]
"""Chooses a number below another one; 0 is canonical. Its name is what arrives in part."""


class MemorySelector:
    """A selector of asyncio's own for sockets in memory.

    A socket that can be read from, or written to, is ready as soon as an external event says so.

    Args:
        select: What the loop's own selector does.
        begin: Begins the external events.
        part: Chooses how much arrives.
    """

    def __init__(
        self, select: Callable[[float | None], Sequence[Any]], begin: Begin, part: Part
    ) -> None:
        self.select: Final = select
        self.sockets: Final[dict[int, MemorySocket]] = {}
        self._begin = begin
        self._part = part
        self._keys: dict[int, SelectorKey] = {}
        self._pending: dict[tuple[int, int], ExternalEvent] = {}

    def get_map(self) -> dict[int, SelectorKey]:
        """Return what is registered, by the file descriptor."""
        return self._keys

    def get_key(self, fileobj: int) -> SelectorKey:
        """Return what is registered for a file descriptor.

        Args:
            fileobj: The file descriptor.
        """
        return self._keys[fileobj]

    def register(self, fileobj: int, events: int, data: Any = None) -> SelectorKey:
        """Call back when a socket is ready.

        Args:
            fileobj: Its file descriptor.
            events: For what it is to be ready.
            data: The handles of the callbacks for reading and writing.
        """
        key = self._keys[fileobj] = SelectorKey(fileobj, fileobj, events, data)
        self.look_at(fileobj)
        return key

    def modify(self, fileobj: int, events: int, data: Any = None) -> SelectorKey:
        """Call back otherwise; see `register`.

        Args:
            fileobj: See there.
            events: See there.
            data: See there.
        """
        before = self._keys[fileobj].data or (None, None)
        for flag, old, new in zip((EVENT_READ, EVENT_WRITE), before, data, strict=True):
            if old is not new:
                self._cancel(fileobj, flag)
        return self.register(fileobj, events, data)

    def unregister(self, fileobj: int) -> SelectorKey:
        """Call back no more.

        Args:
            fileobj: The socket's file descriptor.
        """
        key = self._keys.pop(fileobj)
        for flag in (EVENT_READ, EVENT_WRITE):
            self._cancel(fileobj, flag)
        return key

    def look_at(self, number: int) -> None:
        """Begin an event for what a socket has become ready for, if anybody wants to know.

        Args:
            number: Its file descriptor.
        """
        sock, key = self.sockets.get(number), self._keys.get(number)
        if sock is None or key is None:
            return
        ready = {EVENT_READ: sock.readable, EVENT_WRITE: sock.writable}
        names = {EVENT_READ: sock.reads, EVENT_WRITE: sock.writes}
        for flag in (EVENT_READ, EVENT_WRITE):
            if not (key.events & flag and ready[flag]):
                self._cancel(number, flag)
            elif (number, flag) not in self._pending:
                self._pending[number, flag] = self._begin(
                    names[flag], lambda flag=flag: self._happens(sock, number, flag)
                )

    def arrived(self, sock: MemorySocket) -> None:
        """Have a socket be read at once, if anybody wants to know and there is something to read.

        Args:
            sock: The socket.
        """
        key = self._keys.get(sock.number)
        if key is not None and key.events & EVENT_READ and sock.lost:
            self._cancel(sock.number, EVENT_READ)
            self._runs(key.data[0])
        self.look_at(sock.number)

    def forget(self) -> None:
        """Forget all sockets."""
        self.sockets.clear()
        self._keys.clear()
        self._pending.clear()

    def _cancel(self, number: int, flag: int) -> None:
        event = self._pending.pop((number, flag), None)
        if event is not None:
            event.cancel()

    def _happens(self, sock: MemorySocket, number: int, flag: int) -> None:
        event = self._pending.pop((number, flag))
        reader, writer = self._keys[number].data
        if flag == EVENT_READ and sock.inbound:
            parts = sock.inbound.parts
            which = self._part(event.label, len(parts)) if len(parts) > 1 else 0
            sock.inbound.ready = parts[which]
        self._runs(reader if flag == EVENT_READ else writer)
        self.look_at(number)

    @staticmethod
    def _runs(handle: "Handle") -> None:
        handle._run()  # noqa: SLF001 - as the loop does
