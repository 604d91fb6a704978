"""Unix sockets of the network in memory: `UnixNetworkLoop`."""

import os
import socket
from asyncio.base_events import Server
from collections.abc import Callable
from typing import Any

from haiway_conformance.simulation.network.loop import NetworkLoop
from haiway_conformance.simulation.refusals import refuse, refuse_tls

__all__ = ("UnixNetworkLoop",)


class UnixNetworkLoop(NetworkLoop):
    """A simulated loop whose network in memory has Unix sockets, too; a path is only a name."""

    async def create_unix_connection(
        self,
        protocol_factory: Callable[[], Any],
        path: Any = None,
        *,
        ssl: Any = None,
        sock: Any = None,
        **_: Any,
    ) -> Any:
        """Connect to a server of the program, as `asyncio.loop.create_unix_connection` does."""
        if ssl:
            refuse_tls()
        if sock is not None:
            return await self.create_connection(protocol_factory, sock=sock)
        if path is None:
            raise ValueError("no path and sock were specified")
        memory = self._network.new(socket.AF_UNIX)
        await self._connect(memory, os.fspath(path))
        return await self._create_connection_transport(memory, protocol_factory, None, None)

    async def create_unix_server(
        self,
        protocol_factory: Callable[[], Any],
        path: Any = None,
        *,
        sock: Any = None,
        backlog: int = 100,
        ssl: Any = None,
        start_serving: bool = True,
        **_: Any,
    ) -> Server:
        """Serve the program's own connections, as `asyncio.loop.create_unix_server` does.

        There is no file: the path is only a name.
        """
        if ssl is not None:
            refuse_tls()
        if sock is not None:
            refuse("a server on a socket that is there already", "Pass a path instead.")
        if path is None:
            raise ValueError("path was not specified, and no sock specified")
        addresses: list[tuple[int, Any]] = [(socket.AF_UNIX, os.fspath(path))]
        return await self._serve(protocol_factory, addresses, backlog, serving=start_serving)
