"""The network of one run: its sockets, and what is under way between them: `Memory`."""

import errno
import os
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary, WeakValueDictionary

from haiway_conformance.simulation.network.addresses import Addresses, in_words
from haiway_conformance.simulation.network.selector import Begin, MemorySelector
from haiway_conformance.simulation.network.sockets import MemorySocket, connect
from haiway_conformance.simulation.refusals import refuse

if TYPE_CHECKING:
    import socket

    from haiway_conformance.simulated_loop import ExternalEvent

__all__ = ("Memory",)

# Real file descriptors are smaller.
_FIRST_NUMBER: Final = 1_000_000


class Memory:
    """The network of one run.

    Args:
        selector: Tells the loop which sockets are ready.
        begin: Begins an external event, by its name, that calls a function when it completes.

    Attributes:
        selector: See there.
        addresses: The addresses that are in use.
        begun: When each external event of the network began, by its serial number.
        transports: The loop's transports, by the file descriptor, as asyncio's own loops keep them.
    """

    def __init__(self, selector: MemorySelector, begin: Begin) -> None:
        self.selector: Final = selector
        self.addresses: Final = Addresses()
        self.transports: Final[WeakValueDictionary[int, Any]] = WeakValueDictionary()
        self.begun: Final[dict[int, float]] = {}
        self._begin = begin
        self._numbers = count(_FIRST_NUMBER)
        self._connections: Counter[str] = Counter()
        self._resetting: dict[MemorySocket, ExternalEvent] = {}
        self._twins: WeakKeyDictionary[socket.socket, MemorySocket] = WeakKeyDictionary()

    def new(self, family: int) -> MemorySocket:
        """Make a socket.

        Args:
            family: Its address family.
        """
        number = next(self._numbers)
        sock = MemorySocket(number, family, self._changed, self.reset)
        self.selector.sockets[number] = sock
        return sock

    def twin(self, sock: Any) -> MemorySocket:
        """Return the socket in memory that takes the place of a real one.

        Args:
            sock: The real one, which is neither connected nor listens.
        """
        if sock not in self._twins:
            self._twins[sock] = self.new(sock.family)
        return self._twins[sock]

    def own(self, sock: Any) -> MemorySocket:
        """Return the socket in memory that was connected in place of a real one, which is closed.

        Args:
            sock: The real one.
        """
        twin = self._twins.pop(sock, None)
        if twin is None or twin.peer is None:
            refuse(
                "a connection over a socket that was not connected by the simulated loop",
                "Pass a host and a port, or a path: this connects to a server of the program.",
            )
        sock.close()
        return twin

    def connect(self, sock: MemorySocket, address: Any) -> OSError | None:
        """Connect a socket to whoever listens.

        Args:
            sock: The socket.
            address: The address.

        Returns:
            The error, if nobody does.
        """
        listener = self.addresses.listening(address)
        if listener is None or listener.queue is None:
            return self._refused(address)
        sock.address = sock.address or self.addresses.unnamed(address)
        accepted = self.new(sock.family)
        accepted.address = address
        name = in_words(address)
        self._connections[name] += 1
        if (times := self._connections[name]) > 1:
            name = f"{name} ({times})"
        sock.name = accepted.name = name
        connect(sock, accepted)
        listener.queue.append(accepted)
        self._changed(listener)
        return None

    def reset(self, sock: MemorySocket) -> None:
        """Have a socket learn, sooner or later, that its connection is lost.

        Args:
            sock: The socket.
        """
        if sock.closed or sock in self._resetting:
            return

        def lose() -> None:
            self._resetting.pop(sock, None)
            sock.lose()
            self.selector.arrived(sock)

        self._resetting[sock] = self._begin(f"reset {sock.way} {sock.name}", lose)

    def forget(self) -> None:
        """Forget everything: the loop is closed, and transports that are not have no socket."""
        for each in list(self.transports.values()):
            # Else they would complain, at any time, of a loop that no longer is.
            each._closing = True  # noqa: SLF001
            each._sock = None  # noqa: SLF001
        self.selector.forget()
        self._resetting.clear()

    def _refused(self, address: Any) -> OSError:
        if isinstance(address, tuple):
            return OSError(errno.ECONNREFUSED, f"Connect call failed {address}")
        number = errno.ECONNREFUSED if self.addresses.is_bound(address) else errno.ENOENT
        return OSError(number, os.strerror(number))

    def _changed(self, sock: MemorySocket) -> None:
        if sock.closed:
            self.selector.sockets.pop(sock.number, None)
            event = self._resetting.pop(sock, None)
            if event is not None:
                event.cancel()
            self.addresses.forget(sock)
        else:
            self.selector.look_at(sock.number)
