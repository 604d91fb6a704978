"""Programs that ask more of servers and of their addresses; see `network_programs`."""

import asyncio
import socket
from typing import Any

from network_programs import port_of, program


@program
async def nobody_listens() -> Any:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = port_of(server)
    server.close()
    await server.wait_closed()
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except OSError as error:
        return type(error).__name__, error.errno, str(error).replace(str(port), "PORT")


@program
async def a_port_is_in_use() -> Any:
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as server:
        port = port_of(server)
        try:
            await asyncio.start_server(lambda *_: None, "127.0.0.1", port)
        except OSError as error:
            return type(error).__name__, error.errno, "address already in use" in str(error)


@program
async def addresses_agree() -> Any:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append((writer.get_extra_info("peername"), writer.get_extra_info("sockname")))
        writer.close()

    seen: list[Any] = []
    async with await asyncio.start_server(serve, "localhost", 0, family=socket.AF_INET) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(server))
        await reader.read()
        mine = writer.get_extra_info("sockname"), writer.get_extra_info("peername")
        sock = writer.get_extra_info("socket")
        writer.close()
        await writer.wait_closed()
    kinds = sock.family, sock.type, server.sockets, writer.get_extra_info("nothing", "none")
    return mine == seen[0], mine[0][0], kinds


@program
async def a_server_ends() -> Any:
    accepted = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.set()
        log.append(f"client sent {await reader.read()!r}")
        writer.close()

    log: list[str] = []
    server = await asyncio.start_server(serve, "127.0.0.1", 0, start_serving=False)
    log.append(f"serving: {server.is_serving()}")
    forever = asyncio.create_task(server.serve_forever())
    await asyncio.sleep(0.01)
    log.append(f"serving: {server.is_serving()}")
    _, writer = await asyncio.open_connection("127.0.0.1", port_of(server))
    await accepted.wait()
    server.close()
    waiting = asyncio.create_task(server.wait_closed())
    writer.write(b"still here")
    writer.close()
    await waiting
    await asyncio.wait([forever])
    log.append(f"ended: {forever.cancelled()}")
    log.append(f"serving: {server.is_serving()}")
    return log


@program
async def buffered_protocols_get_everything() -> Any:
    class Buffered(asyncio.BufferedProtocol):
        def __init__(self) -> None:
            self.buffer = bytearray(3)
            self.received = b""
            self.lost = asyncio.get_running_loop().create_future()

        def get_buffer(self, sizehint: int) -> bytearray:
            return self.buffer

        def buffer_updated(self, nbytes: int) -> None:
            self.received += self.buffer[:nbytes]

        def connection_lost(self, exc: Exception | None) -> None:
            self.lost.set_result(exc)

    loop = asyncio.get_running_loop()
    protocol = Buffered()
    async with await loop.create_server(lambda: protocol, "127.0.0.1", 0) as server:
        transport, _ = await loop.create_connection(asyncio.Protocol, "127.0.0.1", port_of(server))
        transport.writelines([b"hello, ", b"", b"world"])
        transport.close()
        lost = await protocol.lost
    return protocol.received, lost


@program
async def a_failing_handler_closes_its_connection() -> Any:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        raise LookupError("no such line")

    said: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: said.append(told["message"]))
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(server))
        writer.write(b"a line\n")
        got = await reader.read()
        writer.close()
        await writer.wait_closed()
    return got, said


@program
async def clients_are_many() -> Any:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        name = await reader.readline()
        writer.write(b"hello " + name)
        writer.close()
        await writer.wait_closed()

    async def greet(port: int, name: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(name + b"\n")
        try:
            return await reader.read()
        finally:
            writer.close()
            await writer.wait_closed()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = port_of(server)
        return await asyncio.gather(*(greet(port, name) for name in (b"a", b"b", b"c")))
