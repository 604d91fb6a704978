"""The objects with names that scripts pass around, and where they keep tasks and scopes."""

from typing import Final

__all__ = (
    "AWAITABLE",
    "CALLABLE",
    "DONE",
    "EQUAL_TO_ALL",
    "OWN",
    "SCOPES",
    "TASKS",
    "THING",
    "TWIN",
    "UNHASHABLE",
)

THING: Final = '''\
class Thing:
    """An object with a name."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name

    def __hash__(self):
        return zlib.crc32(self.name.encode())  # sets of them have the same order in every run

    def __eq__(self, other):
        return self is other


things = {}


def thing(name, kind=Thing):
    """The object of that name: always the same."""
    return things.setdefault(name, kind(name))
'''

TWIN: Final = '''\
class Twin(Thing):
    """An object that equals all others of its class."""

    def __hash__(self):
        return 0

    def __eq__(self, other):
        return isinstance(other, Twin)
'''

AWAITABLE: Final = '''\
class Awaitable(Thing):
    """An object that can be awaited, which gives None."""

    def __await__(self):
        return iter(())
'''

CALLABLE: Final = '''\
class Callable:
    """What can be called, and has neither a name nor a hash."""

    __hash__ = None

    def __init__(self, function):
        self.function = function

    def __call__(self, /, *args, **kwargs):
        return self.function(*args, **kwargs)
'''

UNHASHABLE: Final = '''\
class Unhashable(Thing):
    """An object without a hash."""

    __hash__ = None
'''

EQUAL_TO_ALL: Final = '''\
class EqualToAll(Thing):
    """An object that equals everything."""

    def __hash__(self):
        return 0

    def __eq__(self, other):
        return True
'''

DONE: Final = '''\
def done():
    """A future that is done: it could be awaited."""
    future = loop.create_future()
    future.set_result(None)
    return future
'''

TASKS: Final = """\
tasks = {}  # by name
"""

OWN: Final = """\
own = []  # the tasks that the program starts itself
"""

SCOPES: Final = """\
scopes = {}  # by name, the scopes' objects
"""
