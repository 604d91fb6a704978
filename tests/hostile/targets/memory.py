"""Wants more memory than there is."""

import sys

import haiway_reference
from hostile import Hostile

KEPT = []


class Eats(Hostile):
    def check_cancellation(self):
        while True:
            KEPT.append(b"x" * 100_000_000)


class KeepsEverything(Hostile):
    def check_cancellation(self):
        KEPT.append(b"x" * 200_000_000)
        haiway_reference.ctx.check_cancellation()


class AsksForTooMuch(Hostile):
    def check_cancellation(self):
        KEPT.append(b"x" * (1 << 44))


class Recurses(Hostile):
    def check_cancellation(self):
        self.check_cancellation()


class RecursesWithoutLimit(Hostile):
    def check_cancellation(self):
        sys.setrecursionlimit(2**31 - 1)
        self.check_cancellation()
