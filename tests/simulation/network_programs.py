"""Programs that talk over connections of their own, and return what they saw.

Each is run with real sockets and in memory.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

type Program = Callable[[], Coroutine[Any, Any, Any]]

PROGRAMS: list[Program] = []


def program(function: Program) -> Program:
    PROGRAMS.append(function)
    return function


def port_of(server: asyncio.Server) -> int:
    return server.sockets[0].getsockname()[1]


class Logging(asyncio.Protocol):
    """Writes down which of its methods are called."""

    def __init__(self, log: list[str], name: str, *, keeps_open: bool = False) -> None:
        self.log = log
        self.name = name
        self.keeps_open = keeps_open
        self.received = bytearray()
        self.lost = asyncio.get_running_loop().create_future()
        self.ended = asyncio.get_running_loop().create_future()
        self.transport: Any = None

    def say(self, text: str) -> None:
        self.log.append(f"{self.name}: {text}")

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.say("made")

    def data_received(self, data: bytes) -> None:
        if not self.received:
            self.say("data")
        self.received += data

    def eof_received(self) -> bool:
        self.say("eof")
        self.ended.set_result(None)
        return self.keeps_open

    def connection_lost(self, exc: Exception | None) -> None:
        self.say(f"lost {exc!r}")
        self.lost.set_result(None)

    def pause_writing(self) -> None:
        self.say("pause")

    def resume_writing(self) -> None:
        self.say("resume")


async def pair(log: list[str], **options: Any) -> tuple[asyncio.Server, Logging, Logging]:
    """Connect two protocols that log."""
    loop = asyncio.get_running_loop()
    served: list[Logging] = []

    def make() -> Logging:
        served.append(Logging(log, "server", **options))
        return served[-1]

    server = await loop.create_server(make, "127.0.0.1", 0)
    _, client = await loop.create_connection(
        lambda: Logging(log, "client", **options), "127.0.0.1", port_of(server)
    )
    while not served or served[0].transport is None:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    return server, client, served[0]


def apart(log: list[str]) -> list[list[str]]:
    """Return what each end saw: their order among each other is up to the network."""
    return [[each for each in log if each.startswith(end)] for end in ("client", "server")]


@program
async def the_client_closes() -> Any:
    log: list[str] = []
    server, client, served = await pair(log)
    client.transport.write(b"hello")
    client.transport.close()
    await client.lost
    await served.lost
    server.close()
    await server.wait_closed()
    return apart(log), served.received, client.transport.is_closing()


@program
async def one_direction_is_closed() -> Any:
    log: list[str] = []
    server, client, served = await pair(log, keeps_open=True)
    client.transport.write(b"question")
    client.transport.write_eof()
    await served.ended
    served.transport.write(b"answer")
    served.transport.close()
    await client.ended
    client.transport.close()
    await client.lost
    await served.lost
    server.close()
    await server.wait_closed()
    return apart(log), served.received, client.received


@program
async def nothing_is_written_after_the_end() -> Any:
    server, client, _ = await pair([])
    client.transport.write_eof()
    try:
        client.transport.write(b"too late")
    except RuntimeError as error:
        return str(error)
    finally:
        client.transport.abort()
        server.close()
        await client.lost


@program
async def aborted_connections_are_lost_without_an_error() -> Any:
    log: list[str] = []
    server, client, served = await pair(log)
    client.transport.abort()
    await client.lost
    await served.lost
    server.close()
    await server.wait_closed()
    return apart(log)


@program
async def writing_pauses_and_resumes() -> Any:
    log: list[str] = []
    server, client, served = await pair(log)
    served.transport.pause_reading()
    client.transport.set_write_buffer_limits(high=1_000, low=100)
    limits = client.transport.get_write_buffer_limits()
    size = 10_000_000
    client.transport.write(bytes(size))
    paused = client.transport.get_write_buffer_size() > 0
    served.transport.resume_reading()
    client.transport.close()
    await client.lost
    await served.lost
    server.close()
    await server.wait_closed()
    return apart(log), limits, paused, len(served.received) == size


@program
async def drain_waits_for_the_reader() -> Any:
    go_on, log = asyncio.Event(), list[str]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await go_on.wait()
        size = len(await reader.read())
        log.append(f"read {size}")
        writer.close()

    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(bytes(10_000_000))
        await writer.drain()
        log.append("drained")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        _, writer = await asyncio.open_connection("127.0.0.1", port_of(server))
        writing = asyncio.create_task(write(writer))
        await asyncio.sleep(0.05)
        log.append("go on")
        go_on.set()
        await writing
        await writer.wait_closed()
        server.close()
        await server.wait_closed()
    return log


@program
async def reading_is_paused() -> Any:
    log: list[str] = []
    server, client, served = await pair(log)
    served.transport.pause_reading()
    states = [served.transport.is_reading()]
    client.transport.write(b"hello")
    await asyncio.sleep(0.02)
    states.append(bool(served.received))
    served.transport.resume_reading()
    states.append(served.transport.is_reading())
    while not served.received:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    client.transport.close()
    await served.lost
    await client.lost
    server.close()
    return apart(log), states, served.received


@program
async def whoever_does_not_read_resets_the_connection() -> Any:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()
        go_on.set()
        await asyncio.sleep(0.02)
        writer.close()

    go_on = asyncio.Event()
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(server))
        await go_on.wait()
        writer.write(b"nobody reads this")
        try:
            return await reader.read()
        except ConnectionResetError as error:
            return str(error)
        finally:
            writer.close()


@program
async def writing_to_a_closed_connection_breaks_it() -> Any:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(server))
        assert await reader.read() == b""
        try:
            while True:
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.01)
        except ConnectionError as error:
            return type(error).__name__
        finally:
            writer.close()
