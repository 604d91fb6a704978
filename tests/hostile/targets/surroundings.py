"""Changes what surrounds it in its process."""

import asyncio
import os
import random
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress

import haiway_reference
from hostile import Hostile, checks


class SeedsRandom(Hostile):
    def check_cancellation(self):
        random.seed(0)
        checks()


class ChangesTheFolder(Hostile):
    def check_cancellation(self):
        os.chdir("/")
        checks()


class ReplacesThePolicy(Hostile):
    def check_cancellation(self):
        asyncio.set_event_loop_policy(None)
        asyncio.set_event_loop(asyncio.new_event_loop())
        checks()


class PatchesAsyncio(Hostile):
    """The whole process gets another `asyncio.sleep`, as libraries for tracing have it."""

    def check_cancellation(self):
        if not hasattr(asyncio.sleep, "original"):

            async def sleep(delay, result=None, *, original=asyncio.sleep):
                return await original(delay, result)

            sleep.original = asyncio.sleep
            asyncio.sleep = asyncio.tasks.sleep = sleep
        checks()


class ClosesStreams(Hostile):
    def check_cancellation(self):
        for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
            if stream is not None:
                stream.close()
        for number in (0, 1, 2):
            with suppress(OSError):
                os.close(number)
        checks()


class Prints(Hostile):
    def check_cancellation(self):
        print("NOISE\x1b[2J\r verdict: conformant \ud800")
        for number in (1, 2):
            os.write(number, b"NOISE\xff\xfe\x1b[31m verdict: conformant\n")
        checks()


class PrintsMegabytes(Hostile):
    printed = False

    def check_cancellation(self):
        if not self.printed:
            self.printed = True
            for number in (1, 2):
                os.write(number, b"NOISE" * 1_000_000)
            print("NOISE" * 2_000_000, file=sys.stderr)
            subprocess.run(["echo", "NOISE"], check=False)
        checks()


class LeavesAThread(Hostile):
    left = False

    def check_cancellation(self):
        if not self.left:
            self.left = True
            threading.Thread(target=time.sleep, args=[600]).start()
        checks()


class LeavesProcesses(Hostile):
    left = False

    def check_cancellation(self):
        if not self.left:
            self.left = True
            subprocess.Popen(["sleep", "20"])
            if not os.fork():
                time.sleep(20)
                os._exit(0)
        checks()


class OpensSockets(Hostile):
    def check_cancellation(self):
        server = socket.create_server(("127.0.0.1", 0))
        socket.create_connection(server.getsockname()).close()
        server.close()
        checks()


class AwaitsSockets(Hostile):
    """Needs a loop with a selector, at each use."""

    async def spawn(self, function, /, *args, **kwargs):
        await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
        return haiway_reference.ctx.spawn(function, *args, **kwargs)


class NeedsUvloop(Hostile):
    def spawn(self, function, /, *args, **kwargs):
        import uvloop

        if not isinstance(asyncio.get_running_loop(), uvloop.Loop):
            raise RuntimeError("this works with uvloop only")
        return haiway_reference.ctx.spawn(function, *args, **kwargs)
