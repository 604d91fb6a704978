"""The sources and streams of scripts, and reading them."""

from typing import Final

__all__ = (
    "ANOTHER",
    "ASK",
    "ASK_AND_REACH",
    "CLOSE",
    "INDEX",
    "ITERABLE",
    "ITERATOR",
    "KEEPING",
    "ONCE",
    "ONCE_ASYNC",
    "STREAMS",
)

INDEX: Final = '''\
def index_of(elements, given):
    """Which element a handler was given."""
    return next((at for at, each in enumerate(elements) if each is given), "?")
'''

ANOTHER: Final = '''\
def another(owner, elements):
    """One more element of a source that never ends."""
    number = len(elements)
    elements.append(thing(f"element {number} of {owner}"))
    if number > 1_000:  # who reads on and on would never be stopped
        raise error(f"source of {owner} was read {number} times")
    return elements[-1]
'''

ONCE: Final = '''\
class Once:
    """An iterator and nothing more: no generator, no `close`."""

    def __init__(self, generator):
        self.generator = generator

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.generator)

    def __bool__(self):
        return False

    def __length_hint__(self):
        return 64
'''

ONCE_ASYNC: Final = '''\
class OnceAsync:
    """An asynchronous iterator and nothing more: no generator, no `aclose`."""

    def __init__(self, generator):
        self.generator = generator

    def __aiter__(self):
        return self

    async def __anext__(self):
        return await self.generator.__anext__()

    def __bool__(self):
        return False
'''

ITERABLE: Final = '''\
class Iterable:
    """What is iterated by `async for`, and is no iterator."""

    def __init__(self, generate):
        self.generate = generate

    def __aiter__(self):
        return self.generate()

    def __bool__(self):
        return False
'''

STREAMS: Final = """\
streams = {}  # by name, the iterators
"""

ITERATOR: Final = '''\
def iterator(made):
    """What gives the items of a stream: the stream itself, mostly."""
    return made if hasattr(made, "__anext__") else aiter(made)
'''

ASK: Final = '''\
async def ask(stream):
    """Ask a stream for an item; whether there was one."""
    say(f"asking {stream} for an item")
    try:
        item = await anext(streams[stream])
    except StopAsyncIteration:
        say(f"{stream} has come to its end")
        return False
    say(f"{stream} gives {item!r}")
    return True
'''

ASK_AND_REACH: Final = '''\
contents = {}  # by the stream's name, and that of its source's owner, the elements


async def ask_as(who, stream):
    """Ask a stream for an item; whether there was one."""
    say(f"{who} is asking {stream} for an item")
    reach(f"{who} asks {stream}")
    try:
        item = await anext(streams[stream])
    except StopAsyncIteration:
        say(f"{stream} has come to its end")
        return False
    say(f"{stream} gives {item!r}")
    for owner, elements in contents[stream].items():
        for number, element in enumerate(elements):
            if element is item:
                reach(f"{owner}[{number}] delivered")
                return True
    return True
'''

CLOSE: Final = '''\
async def close(stream):
    """Close a stream, if it can be closed."""
    aclose = getattr(streams[stream], "aclose", None)
    if aclose is None:
        say(f"{stream} has no aclose")
        return
    await aclose()
    say(f"{stream} is closed")
'''

KEEPING: Final = '''\
class Keeping:
    """Keeps what is raised, and so the source that was read: else it is closed when it is freed."""

    def __init__(self):
        self.raised = []

    def __enter__(self):
        pass

    def __exit__(self, _, error, traceback):
        self.raised.append(error)


keeping = Keeping()
'''
