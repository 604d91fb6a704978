"""What scripts need besides plain asyncio, piece by piece: `SUPPORT`, `support_for`."""

from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ("NAMES", "SUPPORT", "support_for")

SAY: Final = '''\
said = []


def say(what):
    """Print what happens, with the virtual time and the loop's iteration."""
    said.append(what)
    if len(said) < 300:
        print(f"{loop.time():6g} s {loop.iteration:6}  {what}")
    elif len(said) == 300:
        print("... and so on ...")


def described(error):
    """An exception, and what is in it if it is a group, in a line."""
    if any(each is error for each in errors.values()):
        return str(error.args[0])
    if isinstance(error, BaseExceptionGroup):
        inner = ", ".join(described(each) for each in error.exceptions)
        return f"{type(error).__name__}[{inner}]"
    return f"{type(error).__name__}: {error}".removesuffix(": ")
'''

TOLD: Final = '''\
under_way = []


def told(function):
    """Say when what a task does begins, and how it ends."""

    @functools.wraps(function)
    async def telling(*args, **kwargs):
        name = function.__name__
        under_way.append(name)
        keywords = (f"{key}={value!r}" for key, value in kwargs.items())
        given = ", ".join([*map(repr, args), *keywords])
        say(f"{name} begins{f' with {given}' if given else ''}")
        try:
            result = await function(*args, **kwargs)
        except BaseException as error:
            say(f"{name} ends with {described(error)}")
            raise
        else:
            say(f"{name} returns")
            return result
        finally:
            under_way.remove(name)

    return telling
'''

REACH: Final = '''\
def reach(milestone):
    """Let what waits for a milestone of the program come."""
    loop.world.reach(milestone)
'''

WAIT: Final = '''\
async def wait(name, until="any", after=None):
    """Wait for something outside. The schedule says when it comes."""
    say(f"waiting for {name}")
    try:
        await loop.point(name, Readiness(until), after=after)
    except asyncio.CancelledError:
        say(f"cancelled while waiting for {name}")
        raise
    say(f"{name} is there")
'''

MEET: Final = '''\
barriers = {}


async def meet(barrier, parties):
    """Wait until so many tasks have come here."""
    there, everybody = barriers.get(barrier, (0, loop.create_future()))
    barriers[barrier] = (there + 1, everybody)
    if there + 1 >= parties and not everybody.done():
        everybody.set_result(None)
    await asyncio.shield(everybody)
'''

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
    """An exception that equals all others of its class, and has no hash."""

    __hash__ = None

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
class FailedLookup(Failed, LookupError):
    """What a missing key raises."""
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

UNHASHABLE: Final = '''\
class Unhashable(Thing):
    """An object without a hash."""

    __hash__ = None
'''

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
'''

ITERABLE: Final = '''\
class Iterable:
    """What is iterated by `async for`, and is no iterator."""

    def __init__(self, generate):
        self.generate = generate

    def __aiter__(self):
        return self.generate()
'''

STREAMS: Final = """\
streams = {}  # by name, the iterators
"""

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

LOOK: Final = '''\
def look(what, see):
    """Say what the program sees."""
    try:
        seen = see()
    except Exception as error:
        say(f"{what}: raised {described(error)}")
    else:
        say(f"{what}: {getattr(seen, 'label', seen)!r}")
'''

CHECK: Final = '''\
def check(see):
    """Say whether the current task is told that it was asked to stop."""
    try:
        see()
    except asyncio.CancelledError:
        say("asked to stop")
    except Exception as error:
        say(f"asked whether to stop: raised {described(error)}")
    else:
        say("not asked to stop")
'''

HEARD: Final = '''\
@contextlib.contextmanager
def heard():
    """Say what is logged within, by whatever logger."""
    make, root = logging.getLogRecordFactory(), logging.getLogger()
    level, silent = root.level, logging.NullHandler()
    records = []

    def listen(*args, **kwargs):
        records.append(make(*args, **kwargs))
        return records[-1]

    logging.setLogRecordFactory(listen)
    root.addHandler(silent)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(silent)
        logging.setLogRecordFactory(make)
        for each in records:
            say(f"logged: {each.levelname} {each.name}: {each.getMessage()} ({each.exc_info!r})")
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

QUERY: Final = '''\
def query(task):
    """Say what a task says of itself, and have its end said."""
    for method in ("done", "cancelled", "result", "exception"):
        try:
            seen = getattr(task, method)()
        except (asyncio.InvalidStateError, asyncio.CancelledError, AttributeError) as error:
            seen = type(error).__name__
        except BaseException as error:
            if all(each is not error for each in errors.values()):
                raise
            seen = described(error)
        say(f"{method}(): {seen!r}")
    if hasattr(task, "add_done_callback"):
        task.add_done_callback(lambda given: say(f"callback, given the task: {given is task}"))
'''

ACKNOWLEDGE: Final = '''\
def acknowledge():
    """Take back one request to cancel the current task."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        task.uncancel()
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

SUPPORT: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "errors": (ERRORS, ()),
    "error": (ERROR, ("errors",)),
    "FailedFalsy": (FALSY, ("error",)),
    "FailedTwin": (TWIN_ERROR, ("error",)),
    "FailedBase": (BASE, ("error",)),
    "FailedGroup": (GROUP, ("error",)),
    "FailedLookup": (LOOKUP, ("error",)),
    "FailedStop": (STOP, ("error",)),
    "FailedTimeout": (TIMEOUT, ("error",)),
    "FailedCancelled": (CANCELLED, ("error",)),
    "FailedInterrupt": (INTERRUPT, ("error",)),
    "FailedExit": (EXIT, ("error",)),
    "thing": (THING, ()),
    "Twin": (TWIN, ("thing",)),
    "Unhashable": (UNHASHABLE, ("thing",)),
    "tasks": (TASKS, ()),
    "own": (OWN, ()),
    "scopes": (SCOPES, ()),
    "streams": (STREAMS, ()),
    "say": (SAY, ("errors",)),
    "told": (TOLD, ("say",)),
    "reach": (REACH, ()),
    "wait": (WAIT, ("say",)),
    "meet": (MEET, ()),
    "index_of": (INDEX, ()),
    "another": (ANOTHER, ("error", "thing")),
    "Once": (ONCE, ()),
    "OnceAsync": (ONCE_ASYNC, ()),
    "Iterable": (ITERABLE, ()),
    "ask": (ASK, ("streams",)),
    "ask_as": (ASK_AND_REACH, ("streams", "reach")),
    "close": (CLOSE, ("streams",)),
    "look": (LOOK, ()),
    "check": (CHECK, ()),
    "heard": (HEARD, ()),
    "keeping": (KEEPING, ()),
    "query": (QUERY, ()),
    "acknowledge": (ACKNOWLEDGE, ()),
}
"""The pieces by name, in the order in which they stand in a script, each with what it needs."""

NAMES: Final = (
    frozenset(SUPPORT)
    | {"Failed", "Keeping", "Thing", "things", "barriers", "contents"}
    | {
        *(
            "under_way",
            "said",
            "end",
            "error",
            "did",
            "iterations",
            "stepping",
            "described",
            "loop",
            "main",
            "adapter",
            "ctx",
            "State",
        ),
        *("index", "name", "given", "element", "timeout", "value", "each", "before", "leaving"),
        *("asyncio", "contextlib", "contextvars", "functools", "logging", "zlib"),
        *("process_concurrently", "execute_concurrently", "stream_concurrently"),
        *("Readiness", "SimulatedLoop", "Tape", "simulate", "Deadlock", "Livelock", "Returned"),
        *("Raised", "next", "list", "tuple", "repr", "len", "int", "isinstance", "SystemExit"),
        *("getattr", "print", "range", "enumerate", "set", "iter", "aiter", "anext", "self"),
        *("Exception", "BaseException", "GeneratorExit", "TimeoutError", "aftermath", "ending"),
        *("A", "B", "D", "F", "ended", "args", "kwargs"),
    }
)
"""What nothing of a program may be called in a script, because it stands there for something."""


def support_for(used: Iterable[str]) -> Iterator[str]:
    """The pieces that a script needs.

    Args:
        used: The names that it uses itself.

    Returns:
        Their text, and that of what they need, in order.
    """
    pending, needed = list(used), set[str]()
    while pending:
        name = pending.pop()
        if name not in needed:
            needed.add(name)
            pending += SUPPORT[name][1]
    return (text for name, (text, _) in SUPPORT.items() if name in needed)
