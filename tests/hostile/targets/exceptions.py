"""Raises and returns objects that are hard to look at."""

import asyncio

import haiway_reference
from hostile import Hostile


class Odd(BaseException):
    pass


class FalsyError(Exception):
    def __bool__(self):
        return False

    def __len__(self):
        return 0


class UnspeakableError(Exception):
    def __str__(self):
        raise ValueError("no words")

    __repr__ = __str__


class IncomparableError(Exception):
    __hash__ = None

    def __eq__(self, other):
        raise ValueError("no comparison")


class RaisesOdd(Hostile):
    def check_cancellation(self):
        raise Odd


class RaisesFalsy(Hostile):
    def check_cancellation(self):
        raise FalsyError


class RaisesUnspeakable(Hostile):
    def check_cancellation(self):
        raise UnspeakableError


class RaisesIncomparable(Hostile):
    def check_cancellation(self):
        raise IncomparableError


class RaisesEnormous(Hostile):
    def check_cancellation(self):
        raise ValueError("<script>alert(1)</script>|`#\x1b[2J" * 1_000_000)


class Named(Hostile):
    name, version = "<script>alert(1)</script>", "1.0 | ```\x1b[2J\n# heading \ud800"

    def check_cancellation(self):
        raise ValueError("<script>alert(1)</script> | ``` \x1b[2J\n# heading \ud800")


class EqualToAll:
    def __eq__(self, other):
        return True

    __hash__ = None


class ResultsEqualAll(Hostile):
    def spawn(self, function, /, *args, **kwargs):
        async def call():
            await function(*args, **kwargs)
            return EqualToAll()

        return haiway_reference.ctx.spawn(call)


class SwallowsCancellation(Hostile):
    def spawn(self, function, /, *args, **kwargs):
        async def call():
            try:
                return await function(*args, **kwargs)
            except asyncio.CancelledError:
                return None

        return haiway_reference.ctx.spawn(call)


class Lies(Hostile):
    """Offers what it does not have."""

    def check_cancellation(self):
        raise NotImplementedError("coming soon")
