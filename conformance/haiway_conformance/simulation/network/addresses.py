"""Addresses of a network in memory: what names stand for, and which ports are free."""

import errno
import os
import socket
from ipaddress import ip_address
from itertools import count
from typing import Any, Final, NoReturn, cast

from haiway_conformance.simulation.network.sockets import MemorySocket
from haiway_conformance.simulation.refusals import refuse

__all__ = ("Addresses", "in_words", "names_of", "resolved")

type Info = tuple[int, int, int, str, tuple[Any, ...]]
"""An item of the list that `socket.getaddrinfo` returns, one for each address."""

# The first port that the Internet Assigned Numbers Authority leaves to whoever asks for any.
_FIRST_FREE: Final = 49_152

_LOCAL: Final = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}
_EVERYWHERE: Final = {socket.AF_INET: "0.0.0.0", socket.AF_INET6: "::"}  # noqa: S104 - in memory
_NAMES: Final = ("localhost", "localhost.")


def resolved(
    host: str | bytes | None, port: str | bytes | int | None, family: int, flags: int
) -> list[Info]:
    """Return the addresses that a host and a port stand for.

    Args:
        host: A literal address, localhost, or None.
        port: A number.
        family: The family of addresses that is wanted; 0 for any.
        flags: As `socket.getaddrinfo` takes them; AI_PASSIVE counts.

    Raises:
        NotSimulated: If the host has another name, or the port is one.
        socket.gaierror: If the host has no address of this family.
    """
    name = host.decode() if isinstance(host, bytes) else host
    number = _port(port)
    if not name:
        table = _EVERYWHERE if flags & socket.AI_PASSIVE else _LOCAL
        found = [*table.items()]
    elif name in _NAMES:
        # As in a network without IPv6, unless that is what is asked for.
        wanted = socket.AF_INET6 if family == socket.AF_INET6 else socket.AF_INET
        found = [(wanted, _LOCAL[wanted])]
    else:
        try:
            literal = ip_address(name)
        except ValueError:
            _refuse_name(name)
        found = [(socket.AF_INET if literal.version == 4 else socket.AF_INET6, name)]  # noqa: PLR2004
    infos: list[Info] = [
        (each, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", _address(each, text, number))
        for each, text in found
        if family in (0, each)
    ]
    if not infos:
        raise socket.gaierror(socket.EAI_NONAME, f"{name} has no address of this family")
    return infos


def names_of(address: tuple[Any, ...], flags: int) -> tuple[str, str]:
    """Return the names of a host and a port.

    Args:
        address: The address.
        flags: As `socket.getnameinfo` takes them.
    """
    host, port = str(address[0]), str(address[1])
    if host in _LOCAL.values() and not flags & socket.NI_NUMERICHOST:
        return "localhost", port
    if flags & socket.NI_NAMEREQD:
        _refuse_name(host)
    return host, port


def in_words(address: Any) -> str:
    """Return an address as people write it.

    Args:
        address: As sockets have it: a path, or a tuple.
    """
    if not isinstance(address, tuple):
        return str(address)
    host, port = cast("tuple[str, int]", address)[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class Addresses:
    """The addresses that are in use."""

    def __init__(self) -> None:
        self._listening: dict[str | tuple[Any, ...], MemorySocket] = {}
        self._ports = count(_FIRST_FREE)

    def bind(self, sock: MemorySocket, address: Any) -> None:
        """Give a socket an address.

        Args:
            sock: The socket.
            address: The address; a port 0 stands for any that is free.

        Raises:
            OSError: If another socket has it.
        """
        sock.address = self.free(address)
        # asyncio removes the file of another server before it binds a path.
        if sock.address in self._listening and isinstance(address, tuple):
            problem = os.strerror(errno.EADDRINUSE).lower()
            raise OSError(
                errno.EADDRINUSE,
                f"error while attempting to bind on address {address!r}: {problem}",
            )
        sock.name = in_words(sock.address)
        self._listening[sock.address] = sock

    def unnamed(self, server: Any) -> Any:
        """Return an address for a client that does not ask for one.

        Args:
            server: The address of the server.
        """
        return self.free((server[0], 0, *server[2:])) if isinstance(server, tuple) else ""

    def is_bound(self, address: Any) -> bool:
        """Tell if a socket has an address, whether or not it listens.

        Args:
            address: The address.
        """
        return address in self._listening

    def free(self, address: Any) -> Any:
        """Return an address whose port is not 0.

        Args:
            address: The address.
        """
        if not isinstance(address, tuple):
            return address
        host, port, *rest = cast("tuple[Any, ...]", address)
        if not port:
            taken = {each[1] for each in self._listening if isinstance(each, tuple)}
            port = next(each for each in self._ports if each not in taken)
        return (host, port, *rest)

    def listening(self, address: Any) -> MemorySocket | None:
        """Return the socket that takes connections to an address; None for none.

        Args:
            address: The address.
        """
        wanted = [address]
        if isinstance(address, tuple):
            family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
            wanted.append((_EVERYWHERE[family], *address[1:]))
        for each in wanted:
            sock = self._listening.get(each)
            if sock is not None and sock.queue is not None:
                return sock
        return None

    def forget(self, sock: MemorySocket) -> None:
        """Take the address of a socket that is closed, if it has one of its own.

        Args:
            sock: The socket.
        """
        if self._listening.get(sock.address) is sock:
            del self._listening[sock.address]


def _address(family: int, host: str, port: int) -> tuple[Any, ...]:
    return (host, port) if family == socket.AF_INET else (host, port, 0, 0)


def _port(port: str | bytes | int | None) -> int:
    if port is None:
        return 0
    if isinstance(port, int):
        return port
    text = port.decode() if isinstance(port, bytes) else port
    if not text.isdecimal():
        refuse(f"the port {text!r}", "Give its number: services have no names here.")
    return int(text)


def _refuse_name(name: str) -> NoReturn:
    refuse(
        f"the host {name!r}",
        "Start a server on localhost, within the program, and connect to that; or replace what"
        " connects by a fake that waits for `world.event(...)`.",
    )
