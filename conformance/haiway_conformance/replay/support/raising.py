"""What scripts raise."""

from typing import Final

__all__ = (
    "BASE",
    "CANCELLED",
    "ERROR",
    "ERRORS",
    "EXIT",
    "FALSY",
    "GROUP",
    "INTERRUPT",
    "LOOKUP",
    "RUNTIME",
    "STOP",
    "TIMEOUT",
    "TWIN_ERROR",
    "TYPE",
)

ERRORS: Final = """\
errors = {}  # by name: the same name is always the same exception object
"""

ERROR: Final = '''\
class Failed(Exception):
    """What the program raises on purpose."""


def error(name, kind=Failed):
    """The exception of that name."""
    if name not in errors:
        errors[name] = kind(name)
    return errors[name]
'''

FALSY: Final = '''\
class FailedFalsy(Failed):
    """An exception that is false."""

    def __bool__(self):
        return False
'''

TWIN_ERROR: Final = '''\
class FailedTwin(Failed):
    """An exception that equals all others of its class, arguments and all, and has no hash."""

    __hash__ = None

    def __init__(self, name):
        super().__init__("the same")

    def __eq__(self, other):
        return isinstance(other, FailedTwin)
'''

BASE: Final = '''\
class FailedBase(BaseException):
    """No Exception."""
'''

GROUP: Final = '''\
class FailedGroup(ExceptionGroup):
    """A group with one exception in it."""

    def __new__(cls, name):
        member = f"{name}, in its group"
        return super().__new__(cls, name, [errors.setdefault(member, Failed(member))])
'''

LOOKUP: Final = '''\
class FailedLookup(Failed, IndexError):
    """What a missing index raises."""
'''

RUNTIME: Final = '''\
class FailedRuntime(Failed, RuntimeError):
    """What a generator raises instead of a StopIteration."""
'''

TYPE: Final = '''\
class FailedType(Failed, TypeError):
    """What a wrong argument raises."""
'''

STOP: Final = '''\
class FailedStop(Failed, StopAsyncIteration):
    """What ends an asynchronous iteration."""
'''

TIMEOUT: Final = '''\
class FailedTimeout(Failed, TimeoutError):
    """What a time-out raises, though here none ran out."""
'''

CANCELLED: Final = '''\
class FailedCancelled(asyncio.CancelledError):
    """What a cancelled task raises, though here nobody asked it to stop."""
'''

INTERRUPT: Final = '''\
class FailedInterrupt(KeyboardInterrupt):
    """What Ctrl-C raises."""
'''

EXIT: Final = '''\
class FailedExit(SystemExit):
    """What `sys.exit` raises."""
'''
