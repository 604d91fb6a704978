"""Sockets in memory, as far as asyncio's own transports and servers use them: `MemorySocket`."""

import errno
import os
import socket
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Final

from haiway_conformance.simulation.network.flow import Flow

__all__ = ("Changed", "MemorySocket", "connect")

type Changed = Callable[["MemorySocket"], None]
"""Called with a socket to which something has happened."""


class MemorySocket:
    """A socket in memory, which never blocks.

    Args:
        number: Its file descriptor, which is one for the simulated loop alone.
        family: Its address family.
        changed: Called when the socket may have become ready, or no longer, or was closed.
        resets: Called with a socket that is to learn that its connection is lost.

    Attributes:
        number: See there.
        changed: See there.
        name: The address of the server, for people; with a number if it is not the first
            connection to it.
        of_server: True for a socket that was accepted.
        peer: The other end; None if it is not connected.
        queue: Connections that wait to be accepted; None if it does not listen.
        closed: True if it was closed.
        severed: True if nothing that it sends arrives any more.
    """

    def __init__(self, number: int, family: int, changed: Changed, resets: Changed) -> None:
        self.number: Final = number
        self.family: Final = socket.AddressFamily(family)
        self.type: Final = socket.SOCK_STREAM
        self.proto: Final = 0 if family == getattr(socket, "AF_UNIX", -1) else socket.IPPROTO_TCP
        self.name = ""
        self.of_server = False
        self.address: Any = ""
        self.peer: MemorySocket | None = None
        self.inbound = Flow()
        self.queue: deque[MemorySocket] | None = None
        self.closed = self.severed = False
        self.changed: Final = changed
        self._resets = resets
        self._broken = 0  # the number of the error, once the connection is lost
        self._untold = False
        self._options: dict[tuple[int, int], Any] = {}

    # What it is ready for.

    @property
    def readable(self) -> bool:
        """True if there is something to accept, to read or to be told, now or later."""
        if self.queue is not None:
            return bool(self.queue)
        return bool(self.inbound) or self.inbound.ended or self._untold

    @property
    def lost(self) -> bool:
        """True if the connection is lost, and the program has not been told."""
        return self._untold

    @property
    def writable(self) -> bool:
        """True if something can be written."""
        peer = self.peer
        return peer is not None and (
            peer.inbound.has_much_room or peer.closed or bool(self._broken)
        )

    @property
    def reads(self) -> str:
        """The next thing to be read from it, in words."""
        if self.queue is not None:
            return f"a client at {self.name}"
        return f"{'data' if self.inbound else 'end of data'} {self.way} {self.name}"

    @property
    def way(self) -> str:
        """How what it reads is called: from or for the server."""
        return "for" if self.of_server else "from"

    @property
    def writes(self) -> str:
        """The room that it can write to, in words."""
        return f"room for data {'from' if self.of_server else 'for'} {self.name}"

    # What asyncio's transports and servers call.

    def fileno(self) -> int:
        """Return its file descriptor; -1 if it is closed."""
        return -1 if self.closed else self.number

    def getsockname(self) -> Any:
        """Return its own address."""
        return self.address

    def getpeername(self) -> Any:
        """Return the address of the other end."""
        if self.peer is None:
            raise _error(errno.ENOTCONN)
        return self.peer.address

    def setblocking(self, flag: object) -> None:
        """Do nothing: it never blocks."""

    def gettimeout(self) -> float:
        """Return 0: it never blocks."""
        return 0.0

    def setsockopt(self, level: int, option: int, value: Any, *_: object) -> None:
        """Keep an option, which changes nothing."""
        self._options[level, option] = value

    def getsockopt(self, level: int, option: int, *_: object) -> Any:
        """Return an option that was set; 0 for others."""
        return self._options.get((level, option), 0)

    def listen(self, backlog: int = 0) -> None:  # noqa: ARG002 - as many as come may wait
        """Begin to take connections."""
        if self.queue is None:
            self.queue = deque()

    def accept(self) -> tuple["MemorySocket", Any]:
        """Return the next connection, and the address of its other end."""
        if not self.queue:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        accepted = self.queue.popleft()
        return accepted, accepted.getpeername()

    def send(self, data: Any) -> int:
        """Send as much as there is room for, and return how much that is."""
        peer = self._connected()
        if self._broken:
            number, self._broken, self._untold = self._broken, errno.EPIPE, False
            raise _error(number)
        if peer.inbound.ended:
            raise _error(errno.EPIPE)
        if self.severed:
            return len(memoryview(data).cast("B"))
        if not peer.inbound.room:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        sent = bytes(memoryview(data).cast("B")[: peer.inbound.room])
        if peer.closed:
            self._resets(self)  # nobody will read it
        elif sent:
            peer.inbound.add(sent)
            peer.changed(peer)
        return len(sent)

    def sendmsg(self, buffers: Iterable[Any]) -> int:
        """Send as much of several buffers as there is room for, and return how much that is."""
        peer = self._connected()
        sent = b""
        for each in buffers:
            view = memoryview(each).cast("B")
            sent += view[: peer.inbound.room - len(sent)]
        return self.send(sent)

    def recv(self, most: int) -> bytes:
        """Receive what has arrived; nothing once the other end has closed its direction."""
        peer = self._connected()
        if data := self.inbound.take(most):
            peer.changed(peer)
            return data
        if self._untold:
            self._untold = False
            raise _error(self._broken)
        if not self.inbound and (self.inbound.ended or self._broken):
            return b""
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    def recv_into(self, buffer: Any) -> int:
        """Receive what has arrived into a buffer, and return how much that is."""
        view = memoryview(buffer).cast("B")
        data = self.recv(len(view))
        view[: len(data)] = data
        return len(data)

    def shutdown(self, how: int) -> None:
        """Close the direction in which it sends."""
        peer = self._connected()
        if how != socket.SHUT_RD:
            self._end(peer)

    def close(self) -> None:
        """Close it. The other end is reset if it has sent what was not read."""
        if self.closed:
            return
        self.closed = True
        self.changed(self)
        waiting, self.queue = self.queue, None
        for each in waiting or ():
            each.reset_peer()
            each.close()
        if self.peer is None or self.peer.closed or self._broken:
            return
        if self.inbound:
            self.reset_peer()
        else:
            self._end(self.peer)

    # What the network does.

    def cut(self) -> None:
        """Have both ends learn that the connection is lost; nothing passes any more."""
        for each in (self, self.peer):
            if each is not None:
                each.severed = True
        self._resets(self)
        self.reset_peer()

    def reset_peer(self) -> None:
        """Have the other end learn that the connection is lost."""
        if self.peer is not None and not self.peer.closed:
            self._resets(self.peer)

    def lose(self) -> None:
        """Lose the connection, and tell so at the next opportunity."""
        if self._broken or self.closed:
            return
        if self.inbound.ended:
            # What the other end has sent before it closed is still there.
            self._broken = errno.EPIPE
        else:
            self.inbound.clear()
            self._broken = errno.ECONNRESET
            self._untold = True

    def _end(self, peer: "MemorySocket") -> None:
        if not (peer.inbound.ended or self.severed):
            peer.inbound.ended = True
            peer.changed(peer)

    def _connected(self) -> "MemorySocket":
        if self.closed:
            raise _error(errno.EBADF)
        if self.peer is None:
            raise _error(errno.ENOTCONN)
        return self.peer


def connect(client: MemorySocket, server: MemorySocket) -> None:
    """Connect two sockets.

    Args:
        client: The one whose program asked for it.
        server: The one that will be accepted.
    """
    client.peer, server.peer = server, client
    server.of_server = True


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))
