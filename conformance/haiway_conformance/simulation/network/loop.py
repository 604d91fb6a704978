"""The loop whose connections stay in memory: `NetworkLoop`."""

import asyncio
import socket
from asyncio import selector_events
from asyncio.base_events import Server
from collections.abc import Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any, Final

from haiway_conformance.simulated_loop import NOTHING, ExternalEvent, Readiness, SimulatedLoop
from haiway_conformance.simulation.network.addresses import in_words, names_of, resolved
from haiway_conformance.simulation.network.memory import Memory
from haiway_conformance.simulation.network.selector import MemorySelector
from haiway_conformance.simulation.network.sockets import MemorySocket
from haiway_conformance.simulation.refusals import refuse, refuse_tls

if TYPE_CHECKING:
    from weakref import WeakValueDictionary

__all__ = ("PART", "NetworkLoop")

PART: Final = "quiet:part"
"""The label of the question how much of what is under way arrives: 0 for all of it."""

SLOWEST: Final = 10.0
"""In virtual seconds: what is under way in the network arrives by then. A real network may be
slower; but then every timeout of every library would come under some schedule."""

_Selecting: Final[Any] = selector_events.BaseSelectorEventLoop


class NetworkLoop(SimulatedLoop):
    """A simulated loop with a network in memory; made as `SimulatedLoop` is.

    Transports and servers are those of asyncio's selector event loops, and so is what they call.

    Attributes:
        slowest_network: In virtual seconds: what is under way arrives by then.
        arrives_in_part: What arrives, while it is chosen how much of it does.
    """

    # A method of `asyncio.BaseEventLoop` that it does not declare.
    _create_connection_transport: Callable[..., Any]

    slowest_network = SLOWEST
    arrives_in_part = ""
    _memory: Memory | None = None

    async def create_connection(
        self,
        protocol_factory: Callable[[], Any],
        host: Any = None,
        port: Any = None,
        *,
        ssl: Any = None,
        sock: Any = None,
        **options: Any,
    ) -> Any:
        """Connect to a server of the program, as `asyncio.loop.create_connection` does."""
        if ssl:
            refuse_tls()
        if sock is not None:
            sock = self._network.own(sock)
        create: Any = super().create_connection
        return await create(protocol_factory, host, port, sock=sock, **options)

    async def create_server(
        self,
        protocol_factory: Callable[[], Any],
        host: Any = None,
        port: Any = None,
        *,
        family: int = socket.AF_UNSPEC,
        flags: int = socket.AI_PASSIVE,
        sock: Any = None,
        backlog: int = 100,
        ssl: Any = None,
        start_serving: bool = True,
        **_: Any,
    ) -> Server:
        """Serve the program's own connections, as `asyncio.loop.create_server` does."""
        if ssl is not None:
            refuse_tls()
        if sock is not None:
            refuse("a server on a socket that is there already", "Pass a host and a port instead.")
        if host is None and port is None:
            raise ValueError("Neither host/port nor sock were specified")
        hosts = [host] if host is None or isinstance(host, str | bytes) else host
        infos = [info for each in hosts for info in resolved(each, port, family, flags)]
        addresses = [(info[0], info[4]) for info in dict.fromkeys(infos)]
        return await self._serve(protocol_factory, addresses, backlog, serving=start_serving)

    async def sock_connect(self, sock: Any, address: Any) -> None:
        """Connect a new socket to a server of the program.

        The socket itself stays as it is. `create_connection(sock=...)` takes the connection.
        """
        await self._connect(self._network.twin(sock), address)

    async def getaddrinfo(
        self,
        host: Any,
        port: Any,
        *,
        family: int = 0,
        type: int = 0,  # noqa: A002, ARG002 - as asyncio has it
        proto: int = 0,  # noqa: ARG002
        flags: int = 0,
    ) -> Any:
        """Return the addresses of a literal address or of localhost."""
        return resolved(host, port, family, flags)

    async def getnameinfo(self, sockaddr: Any, flags: int = 0) -> tuple[str, str]:
        """Return the names of an address."""
        return names_of(sockaddr, flags)

    def cut(self, transport: object) -> bool:
        """Lose a connection: both ends learn of it, each sooner or later.

        Args:
            transport: The transport of either end.

        Returns:
            False if it has none.
        """
        sock: object = getattr(transport, "_sock", None)
        if not isinstance(sock, MemorySocket):
            return False
        sock.cut()
        return True

    def close(self) -> None:
        """Close the loop, and forget all connections."""
        memory, self._memory = self._memory, None
        super().close()
        if memory is not None:
            memory.forget()

    def choose_part(self, what: str, parts: int) -> int:
        """Choose how much arrives of what is under way.

        Args:
            what: What arrives.
            parts: The number of possibilities, at least 2.

        Returns:
            The number of the possibility; 0 for all.
        """
        self.arrives_in_part = what
        return self._choices.choose(
            PART, parts, lambda: [NOTHING, *((what, each) for each in range(1, parts))]
        )

    # What asyncio's own loops call or expect of a subclass.

    @property
    def _transports(self) -> "WeakValueDictionary[int, Any]":
        return self._network.transports

    async def _connect_sock(
        self, exceptions: list[list[OSError]], addr_info: Any, local_addr_infos: Any = None
    ) -> MemorySocket:
        family, _, _, _, address = addr_info
        sock = self._network.new(family)
        own: list[OSError] = []
        exceptions.append(own)
        if local_addr_infos is not None:
            local = [each[4] for each in local_addr_infos if each[0] == family]
            sock.address = self._network.addresses.free(local[0]) if local else ""
        try:
            await self._connect(sock, address)
        except OSError as error:
            own.append(error)
            raise
        return sock

    _add_reader = _Selecting._add_reader  # noqa: SLF001
    _add_writer = _Selecting._add_writer  # noqa: SLF001
    _remove_reader = _Selecting._remove_reader  # noqa: SLF001
    _remove_writer = _Selecting._remove_writer  # noqa: SLF001
    _start_serving = _Selecting._start_serving  # noqa: SLF001
    _stop_serving = _Selecting._stop_serving  # noqa: SLF001
    _accept_connection = _Selecting._accept_connection  # noqa: SLF001
    _ensure_fd_no_transport = _Selecting._ensure_fd_no_transport  # noqa: SLF001
    _make_socket_transport = _Selecting._make_socket_transport  # noqa: SLF001

    def _accept_connection2(self, *arguments: Any, **options: Any) -> Coroutine[Any, Any, None]:
        accepting = _Selecting._accept_connection2(self, *arguments, **options)  # noqa: SLF001
        accepting.__qualname__ = "accept"  # so that its task has a name that people know
        return accepting

    @property
    def _network(self) -> Memory:
        if self._memory is None:
            self._check_closed()
            begin = self._begin_acting
            selector = MemorySelector(self._environment_acts, begin, self.choose_part)
            self._memory = Memory(selector, begin)
            self._selector: Any = selector
        return self._memory

    def _begin_acting(self, label: str, acts: Callable[[], None]) -> ExternalEvent:
        # What comes by one connection is as slow, or as fast, as this is.
        event = self._new_external_event(label, Readiness.ANY, label)
        event.acts = acts
        self.environment.begin(event)
        self._network.begun[event.serial] = self._now
        return event

    def _time_can_pass(self) -> bool:
        if not super()._time_can_pass():
            return False
        memory = self._memory
        if memory is None:
            return True
        # They are in the order in which they began.
        oldest = next((each for each in self.environment.anytime if each.acts is not None), None)
        if oldest is None:
            return True
        return self._scheduled[0].when() <= memory.begun[oldest.serial] + self.slowest_network

    async def _connect(self, sock: MemorySocket, address: Any) -> None:
        memory = self._network
        refused: list[OSError] = []

        def arrives() -> None:
            error = memory.connect(sock, address)
            if error is not None:
                refused.append(error)

        try:
            await self._begin_acting(f"connection to {in_words(address)}", arrives)
        except BaseException:
            sock.close()
            raise
        if refused:
            raise refused[0]

    async def _serve(
        self,
        protocol_factory: Callable[[], Any],
        addresses: Iterable[tuple[int, Any]],
        backlog: int,
        *,
        serving: bool,
    ) -> Server:
        sockets: list[Any] = []
        try:
            for family, address in addresses:
                sock = self._network.new(family)
                self._network.addresses.bind(sock, address)
                sockets.append(sock)
        except BaseException:
            for each in sockets:
                each.close()
            raise
        make: Any = Server
        server = make(self, sockets, protocol_factory, None, backlog, None, None)
        if serving:
            server._start_serving()  # noqa: SLF001 - as asyncio's own loops do
            await asyncio.sleep(0)
        return server
