"""Ends the process, or tries to."""

import ctypes
import os
import sys

import haiway_reference
from hostile import Hostile


class Exits(Hostile):
    def check_cancellation(self):
        os._exit(0)


class Replaces(Hostile):
    def check_cancellation(self):
        os.execlp("true", "true")


class AsksToExit(Hostile):
    def check_cancellation(self):
        sys.exit(0)


class Crashes(Hostile):
    def check_cancellation(self):
        ctypes.string_at(0)


class CrashesAtOnce(Hostile):
    def spawn(self, function, /, *args, **kwargs):
        ctypes.string_at(0)


class CrashesLater(Hostile):
    """Ends the process while another property runs: a thread does so."""

    def check_cancellation(self):
        import threading

        threading.Timer(0.05, os._exit, [0]).start()
        haiway_reference.ctx.check_cancellation()


class Interrupts(Hostile):
    def check_cancellation(self):
        raise KeyboardInterrupt
