"""Connections in memory: what the schedule decides, and what the picture says of it."""

import asyncio
import errno
import socket
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from haiway_conformance.exploration import BoundedSearch, Bounds
from haiway_conformance.simulation import (
    Kind,
    NotSimulated,
    SimulationFailed,
    simulate,
    simulated,
    world,
)
from haiway_conformance.simulation.settings import Settings
from haiway_conformance.simulation.single_run import run_once

LEFT = ("tasks", "timers")


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while line := await reader.readline():
            writer.write(line)
            await writer.drain()
    except ConnectionError:
        pass  # the client has closed without reading
    finally:
        writer.close()


async def asks() -> bytes:
    """Ask a server, and close everything."""
    async with await asyncio.start_server(echo, "localhost", 8000):
        reader, writer = await asyncio.open_connection("localhost", 8000)
        writer.write(b"hello\n")
        try:
            return await reader.readline()
        finally:
            writer.close()


def found(main: Callable[[], Coroutine[Any, Any, Any]], **settings: Any) -> SimulationFailed:
    with pytest.raises(SimulationFailed) as raised:
        simulate(main, **settings)
    return raised.value


def test_the_picture_names_what_comes_by_a_connection() -> None:
    async def main() -> None:
        await asks()
        raise LookupError

    picture = " ".join(found(main, allow=LEFT).picture.to_text().split())
    assert "connection to 127.0.0.1:8000" in picture
    assert "data for 127.0.0.1:8000" in picture
    assert "data from 127.0.0.1:8000" in picture


async def reads_once() -> bytes:
    """Take what arrives first for all that was sent."""
    got = asyncio.get_running_loop().create_future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.set_result(await reader.read(100))
        writer.close()

    async with await asyncio.start_server(serve, "localhost", 8000):
        _, writer = await asyncio.open_connection("localhost", 8000)
        writer.write(b"ab")
        writer.write(b"c")
        try:
            return await got
        finally:
            writer.close()


def test_writes_arrive_together_or_apart_or_in_parts() -> None:
    results = set(simulate(reads_once, exhaustive=True, allow=LEFT).results)
    assert results == {b"abc", b"ab", b"a"}


def test_what_arrives_in_part_is_a_deviation_in_the_picture() -> None:
    async def main() -> None:
        got = await reads_once()
        assert got == b"abc"

    picture = found(main, allow=LEFT).picture
    assert "deviates once" in picture.schedule
    deviations = [getattr(each, "deviation", "") for each in picture.timeline.rows]
    assert [*filter(None, deviations)] == ["data for 127.0.0.1:8000 arrives in part"]


@pytest.mark.parametrize("program", [asks, reads_once])
def test_pruning_loses_no_result(program: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    settings = Settings(allow=frozenset(LEFT))  # type: ignore[arg-type]
    seen: list[set[Any]] = []
    for reducing in (True, False):
        results: set[Any] = set()
        search = BoundedSearch(Bounds(2, 20_000), reducing=reducing)
        for choices in search:
            ran = run_once(program, settings, choices)
            finding = ran.finding and (ran.finding.kind, ran.finding.what)
            results.add((ran.result, finding))
        assert search.cut is None
        seen.append(results)
    assert seen[0] == seen[1]


def test_the_same_seed_gives_the_same_failure() -> None:
    async def main() -> None:
        got = await reads_once()
        assert got == b"abc"

    first, second = (found(main, allow=LEFT, seed=3) for _ in range(2))
    assert str(first) == str(second)
    replayed = found(main, allow=LEFT, replay=first.token)
    assert replayed.picture.timeline == first.picture.timeline


@pytest.mark.skipif(
    sys.version_info < (3, 13), reason="asyncio itself complains of handlers that are cancelled"
)
def test_cancellation_anywhere_leaves_the_network_in_order() -> None:
    assert simulate(asks, cancel="everywhere", schedules=100, allow=LEFT).cancellations > 5


def test_a_client_may_come_before_its_server() -> None:
    async def hangs_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async def main() -> str:
        async def client() -> str:
            try:
                reader, writer = await asyncio.open_connection("localhost", 8000)
            except ConnectionRefusedError as error:
                return f"{error.errno == errno.ECONNREFUSED}: {error.strerror}"
            await reader.read()
            writer.close()
            return "connected"

        connecting = asyncio.create_task(client())
        await world.event("the server is there")
        async with await asyncio.start_server(hangs_up, "localhost", 8000):
            return await connecting

    results = set(simulate(main, allow=LEFT).results)
    assert results == {"connected", "True: Connect call failed ('127.0.0.1', 8000)"}


@pytest.mark.parametrize(
    ("slowest", "results"), [(None, {True, False}), (1, {True, False}), (0.5, {True}), (0, {True})]
)
def test_data_may_be_slower_than_a_timer(slowest: float | None, results: set[bool]) -> None:
    async def main() -> bool:
        if slowest is not None:
            world.network(slowest=slowest)
        async with await asyncio.start_server(echo, "localhost", 8000):
            reader, writer = await asyncio.open_connection("localhost", 8000)
            writer.write(b"hello\n")
            try:
                async with asyncio.timeout(1):
                    await reader.readline()
            except TimeoutError:
                return False
            finally:
                writer.close()
            return True

    assert set(simulate(main, allow=LEFT).results) == results


@simulated()
async def test_a_network_takes_no_negative_time() -> None:
    with pytest.raises(ValueError, match="slowest=-1 should be"):
        world.network(slowest=-1)


def test_a_lost_connection_resets_both_ends() -> None:
    async def main() -> tuple[str, ...]:
        ends: list[str] = []

        async def reads(who: str, reader: asyncio.StreamReader) -> None:
            try:
                ends.append(f"{who} read {await reader.read()!r}")
            except ConnectionResetError:
                ends.append(f"{who} was reset")

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reads("server", reader)
            writer.close()
            served.set()

        served = asyncio.Event()
        async with await asyncio.start_server(serve, "localhost", 8000):
            reader, writer = await asyncio.open_connection("localhost", 8000)
            world.cut(writer)
            await reads("client", reader)
            await served.wait()
            writer.close()
            with pytest.raises(ValueError, match="is no connection in memory"):
                world.cut(asyncio.BaseTransport())
        return tuple(sorted(ends))

    assert set(simulate(main, allow=LEFT).results) == {("client was reset", "server was reset")}


def test_a_deadlock_of_two_that_only_write_is_found() -> None:
    async def main() -> None:
        async def floods(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(bytes(10_000_000))
            await writer.drain()
            writer.close()

        async with await asyncio.start_server(floods, "localhost", 8000):
            reader, writer = await asyncio.open_connection("localhost", 8000)
            # Nobody reads, for the reader of a stream takes no more than fits into it.
            await floods(reader, writer)

    assert found(main, schedules=3, allow=LEFT).finding.kind is Kind.DEADLOCK


@simulated(schedules=20, allow=LEFT)
async def test_a_path_is_a_name(tmp_path: Any) -> None:
    path = str(tmp_path / "socket")
    with pytest.raises(FileNotFoundError):
        await asyncio.open_unix_connection(path)
    async with await asyncio.start_unix_server(echo, path) as server:
        assert server.sockets[0].getsockname() == path
        reader, writer = await asyncio.open_unix_connection(path)
        writer.write(b"hello\n")
        assert await reader.readline() == b"hello\n"
        assert writer.get_extra_info("peername") == path
        writer.close()
    assert not (tmp_path / "socket").exists()


@simulated(schedules=5, allow=LEFT)
async def test_free_ports_are_the_same_in_every_run() -> None:
    async with (
        await asyncio.start_server(echo, "127.0.0.1", 0) as one,
        await asyncio.start_server(echo, "::1", 0) as two,
        await asyncio.start_server(echo, ["10.0.0.1", "10.0.0.2"], 80) as many,
        await asyncio.start_server(echo, port=9000) as everywhere,
    ):
        servers = one, two, many, everywhere
        assert [each.getsockname()[:2] for server in servers for each in server.sockets] == [
            ("127.0.0.1", 49152),
            ("::1", 49153),
            ("10.0.0.1", 80),
            ("10.0.0.2", 80),
            ("0.0.0.0", 9000),
            ("::", 9000),
        ]
        for host in ("10.0.0.7", "::1"):
            _, writer = await asyncio.open_connection(host, 9000)
            writer.close()


@simulated(schedules=2)
async def test_literal_addresses_and_localhost_have_names() -> None:
    loop = asyncio.get_running_loop()
    stream = (socket.SOCK_STREAM, socket.IPPROTO_TCP, "")
    assert await loop.getaddrinfo("localhost", 80) == [(socket.AF_INET, *stream, ("127.0.0.1", 80))]
    assert await loop.getaddrinfo("::1", "80") == [(socket.AF_INET6, *stream, ("::1", 80, 0, 0))]
    assert await loop.getnameinfo(("127.0.0.1", 80)) == ("localhost", "80")
    assert await loop.getnameinfo(("10.0.0.1", 80)) == ("10.0.0.1", "80")
    with pytest.raises(NotSimulated, match=r"the host 'db\.example' cannot .* fake"):
        await loop.getaddrinfo("db.example", 5432)
    with pytest.raises(NotSimulated, match=r"the port 'http' cannot .* number"):
        await loop.getaddrinfo("localhost", "http")
    with pytest.raises(socket.gaierror):
        await loop.getaddrinfo("127.0.0.1", 80, family=socket.AF_INET6)


def test_a_socket_that_the_loop_connects_is_in_memory() -> None:
    """Libraries that make their own sockets connect like this."""

    async def main() -> bytes:
        loop = asyncio.get_running_loop()
        async with await asyncio.start_server(echo, "localhost", 8000):
            sock = socket.socket()
            sock.setblocking(False)
            await loop.sock_connect(sock, ("127.0.0.1", 8000))
            reader, writer = await asyncio.open_connection(sock=sock)
            writer.write(b"hello\n")
            try:
                return await reader.readline()
            finally:
                writer.close()

    assert simulate(main, schedules=10, allow=LEFT).results == (b"hello\n",)
