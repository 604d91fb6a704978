"""Refuse, in plain words, things that a simulation cannot have: `RefusingLoop`."""

import asyncio
from typing import Any, Final, NoReturn

__all__ = ("NotSimulated", "RefusingLoop", "refuse", "refuse_tls")

_STREAMS: Final = (
    "`asyncio.open_connection` and `asyncio.start_server`, and the loop's `create_connection` and"
    " `create_server`, connect the tasks of the program in memory"
)
_FAKE: Final = "fake that with `world.event(...)`"


class NotSimulated(NotImplementedError):  # noqa: N818 - it names what the program asked for
    """A program asks the loop for something that cannot be simulated."""


def refuse(what: str, instead: str) -> NoReturn:
    """Refuse something in plain words.

    Args:
        what: What the program asks for; a noun.
        instead: What to do instead; a sentence.

    Raises:
        NotSimulated: In any case.
    """
    raise NotSimulated(f"{what} cannot be simulated, because the outside world is. {instead}")


def refuse_tls() -> NoReturn:
    """Refuse to encrypt a connection.

    Raises:
        NotSimulated: In any case.
    """
    refuse(
        "TLS",
        "Leave out `ssl=` and `start_tls` in the simulation, for instance by a parameter of your"
        " own: the connections stay in memory.",
    )


def _refuse_socket(method: str) -> NoReturn:
    refuse(f"a real socket or file (`loop.{method}`)", f"Use streams or transports: {_STREAMS}.")


def _refuse_subprocess() -> NoReturn:
    refuse("a subprocess", f"Put its work behind a function, and {_FAKE}.")


def _refuse_pipe() -> NoReturn:
    refuse(
        "a pipe",
        f"Put what reads or writes it behind a function, and {_FAKE}; or use streams: {_STREAMS}.",
    )


class RefusingLoop(asyncio.BaseEventLoop):
    """An event loop that refuses what is neither simulated nor in memory, and says what to do.

    This is real sockets and files, datagrams, TLS, pipes, subprocesses and signals.
    """

    def add_reader(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to watch a file descriptor."""
        _refuse_socket("add_reader")

    def add_writer(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to watch a file descriptor."""
        _refuse_socket("add_writer")

    def remove_reader(self, *_: Any, **__: Any) -> bool:
        """Return False: no file descriptor is watched."""
        return False

    def remove_writer(self, *_: Any, **__: Any) -> bool:
        """Return False: no file descriptor is watched."""
        return False

    async def sock_accept(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to use a real socket."""
        _refuse_socket("sock_accept")

    async def sock_recv(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to use a real socket."""
        _refuse_socket("sock_recv")

    async def sock_recv_into(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to use a real socket."""
        _refuse_socket("sock_recv_into")

    async def sock_recvfrom(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to use a real socket."""
        _refuse_socket("sock_recvfrom")

    async def sock_recvfrom_into(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to use a real socket."""
        _refuse_socket("sock_recvfrom_into")

    async def sock_sendall(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to use a real socket."""
        _refuse_socket("sock_sendall")

    async def sock_sendto(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to use a real socket."""
        _refuse_socket("sock_sendto")

    async def sock_sendfile(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to use a real socket."""
        _refuse_socket("sock_sendfile")

    async def connect_accepted_socket(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to use a real socket."""
        _refuse_socket("connect_accepted_socket")

    async def sendfile(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to have the operating system send a file."""
        refuse(
            "sending a file by the operating system",
            "Read it, and pass what is in it to the transport's `write`.",
        )

    async def start_tls(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to encrypt a connection."""
        refuse_tls()

    async def create_datagram_endpoint(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to send and receive datagrams."""
        refuse(
            "a datagram",
            "Call the protocol's `datagram_received` yourself, in a task that waits for"
            ' `world.event("a datagram arrives")`, and pass it a fake of the transport.',
        )

    async def connect_read_pipe(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to read a pipe."""
        _refuse_pipe()

    async def connect_write_pipe(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to write a pipe."""
        _refuse_pipe()

    async def subprocess_exec(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to start a subprocess."""
        _refuse_subprocess()

    async def subprocess_shell(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to start a shell."""
        _refuse_subprocess()

    def add_signal_handler(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to handle a signal."""
        refuse(
            "a signal",
            "Call the handler itself, in a task that waits for"
            ' `world.event("the signal arrives")`, or simulate with cancel="everywhere".',
        )

    def remove_signal_handler(self, *_: Any, **__: Any) -> bool:
        """Return False: there is no handler."""
        return False
