"""Whatever a loop offers works in a simulation, or is refused in words that help."""

import asyncio
import inspect
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from haiway_conformance.simulation import NotSimulated, ProgramLoop, simulated

type Loop = asyncio.AbstractEventLoop

# What a program asks of the loop, by the method, and a part of the sentence that it gets.
REFUSED: dict[str, tuple[Callable[[Loop], Any], str]] = {
    "add_reader": (lambda loop: loop.add_reader(0, print), "asyncio.open_connection"),
    "add_writer": (lambda loop: loop.add_writer(0, print), "asyncio.open_connection"),
    "add_signal_handler": (
        lambda loop: loop.add_signal_handler(signal.SIGINT, print),
        "Call the handler itself",
    ),
    "connect_accepted_socket": (
        lambda loop: loop.connect_accepted_socket(asyncio.Protocol, some_socket()),
        "asyncio.start_server",
    ),
    "connect_read_pipe": (
        lambda loop: loop.connect_read_pipe(asyncio.Protocol, sys.stdin),
        "behind a function",
    ),
    "connect_write_pipe": (
        lambda loop: loop.connect_write_pipe(asyncio.BaseProtocol, sys.stdout),
        "behind a function",
    ),
    "create_datagram_endpoint": (
        lambda loop: loop.create_datagram_endpoint(
            asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0)
        ),
        "datagram_received",
    ),
    "sendfile": (lambda loop: loop.sendfile(asyncio.Transport(), None), "`write`"),  # type: ignore[arg-type]
    "sock_accept": (lambda loop: loop.sock_accept(some_socket()), "asyncio.start_server"),
    "sock_recv": (lambda loop: loop.sock_recv(some_socket(), 1), "Use streams"),
    "sock_recv_into": (
        lambda loop: loop.sock_recv_into(some_socket(), bytearray(1)),
        "Use streams",
    ),
    "sock_recvfrom": (lambda loop: loop.sock_recvfrom(some_socket(), 1), "Use streams"),
    "sock_recvfrom_into": (
        lambda loop: loop.sock_recvfrom_into(some_socket(), bytearray(1)),
        "Use streams",
    ),
    "sock_sendall": (lambda loop: loop.sock_sendall(some_socket(), b""), "Use streams"),
    "sock_sendfile": (lambda loop: loop.sock_sendfile(some_socket(), None), "Use streams"),  # type: ignore[arg-type]
    "sock_sendto": (
        lambda loop: loop.sock_sendto(some_socket(), b"", ("127.0.0.1", 1)),
        "Use streams",
    ),
    "start_tls": (
        lambda loop: loop.start_tls(asyncio.Transport(), asyncio.Protocol(), None),  # type: ignore[arg-type]
        "Leave out `ssl=`",
    ),
    "subprocess_exec": (
        lambda loop: loop.subprocess_exec(asyncio.SubprocessProtocol, "true"),
        "world.event",
    ),
    "subprocess_shell": (
        lambda loop: loop.subprocess_shell(asyncio.SubprocessProtocol, "true"),
        "world.event",
    ),
}

# These are tested by themselves, here or where it says, or need no test of their own.
WORKS = {
    *("call_at", "call_later", "call_soon", "time", "create_future", "create_task"),
    *("run_forever", "run_until_complete", "stop", "close", "is_running", "is_closed"),
    *("set_task_factory", "get_task_factory", "shutdown_asyncgens", "shutdown_default_executor"),
    *("call_exception_handler", "default_exception_handler"),
    *("get_exception_handler", "set_exception_handler", "get_debug", "set_debug"),
    # test_simulation_threads.py
    *("call_soon_threadsafe", "run_in_executor", "set_default_executor"),
    # test_simulation_connections.py
    *("create_server", "create_connection", "create_unix_server", "create_unix_connection"),
    *("getaddrinfo", "getnameinfo", "sock_connect"),
    # There is nothing to remove.
    *("remove_reader", "remove_writer", "remove_signal_handler"),
}


def some_socket() -> Any:
    """Return what is never looked at."""
    return object()


async def answered(answer: Any) -> None:
    if inspect.isawaitable(answer):
        await answer


def test_every_method_of_a_loop_works_or_is_refused() -> None:
    methods = {each for each in dir(asyncio.AbstractEventLoop) if not each.startswith("_")}
    assert methods == {*REFUSED, *WORKS}
    for each in methods:
        assert getattr(ProgramLoop, each) is not getattr(asyncio.AbstractEventLoop, each)


@pytest.mark.parametrize("method", REFUSED)
def test_what_is_refused_tells_what_to_do_instead(method: str) -> None:
    ask, instead = REFUSED[method]

    @simulated()
    async def asks() -> None:
        with pytest.raises(NotSimulated, match=r"cannot be simulated") as refused:
            await answered(ask(asyncio.get_running_loop()))
        assert instead in str(refused.value)
        assert str(refused.value).endswith(".")

    asks()


@simulated()
async def test_nothing_is_there_to_be_removed() -> None:
    loop = asyncio.get_running_loop()
    assert not loop.remove_reader(0)
    assert not loop.remove_writer(0)
    assert not loop.remove_signal_handler(signal.SIGINT)


@simulated()
async def test_tls_is_refused_everywhere() -> None:
    for asks in (
        asyncio.open_connection("localhost", 443, ssl=True),
        asyncio.start_server(print, "localhost", 443, ssl=some_socket()),
        asyncio.open_unix_connection("path", ssl=True),
        asyncio.start_unix_server(print, "path", ssl=some_socket()),
    ):
        with pytest.raises(NotSimulated, match="TLS cannot be simulated"):
            await asks


@simulated()
async def test_real_sockets_are_refused() -> None:
    with socket.socket() as real:
        for asks in (
            asyncio.open_connection(sock=real),
            asyncio.start_server(print, sock=real),
            asyncio.start_unix_server(print, sock=real),
        ):
            with pytest.raises(NotSimulated, match=r"Pass a .*host and a port|Pass a path"):
                await asks


@simulated()
async def test_a_call_without_an_address_is_an_error_as_in_asyncio() -> None:
    for asks in (
        asyncio.open_connection(),
        asyncio.start_server(print),
        asyncio.open_unix_connection(),
        asyncio.start_unix_server(print),
    ):
        with pytest.raises(ValueError, match="specified"):
            await asks


@simulated()
async def test_subprocesses_are_refused_by_the_functions_of_asyncio_too() -> None:
    with pytest.raises(NotSimulated, match="a subprocess cannot be simulated"):
        await asyncio.create_subprocess_exec("true", stdout=subprocess.PIPE)


@simulated()
async def test_the_default_executor_can_be_shut_down() -> None:
    assert await asyncio.to_thread(sum, [1, 2]) == 3
    await asyncio.get_running_loop().shutdown_default_executor()
