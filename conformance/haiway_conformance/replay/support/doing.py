"""What scripts do in more than one line: waiting, and saying what happens."""

from typing import Final

__all__ = (
    "ACKNOWLEDGE",
    "ASK_TO_STOP",
    "CHECK",
    "HEARD",
    "LOOK",
    "MEET",
    "QUERY",
    "REACH",
    "SAY",
    "STOPPABLE",
    "TOLD",
    "WAIT",
)

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
    for name, each in errors.items():
        if each is error:
            return name
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

QUERY: Final = '''\
of_callback = contextvars.ContextVar("of_callback", default="another one")


def query(task, callback="plain"):
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

    def called(given):
        where = f", in context: {of_callback.get()}" if callback == "in a context" else ""
        say(f"callback, given the task: {given is task}{where}")

    if not hasattr(task, "add_done_callback"):
        return
    if callback == "in a context":
        context = contextvars.copy_context()
        context.run(of_callback.set, "its own")
        task.add_done_callback(called, context=context)
        return
    for _ in range(2 if callback == "twice" else 1):
        task.add_done_callback(called)
'''

ACKNOWLEDGE: Final = '''\
def acknowledge():
    """Take back one request to cancel the current task."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        task.uncancel()
'''

STOPPABLE: Final = '''\
suspended = {}


def suspensions(name):
    """The suspensions of a task."""
    return suspended.setdefault(name, Suspensions(loop))


def stoppable(name):
    """Watch where a task suspends, so that somebody outside may ask it to stop there."""

    def decorate(function):
        @functools.wraps(function)
        async def watched(*args, **kwargs):
            return await suspensions(name).watch(function(*args, **kwargs))

        return watched

    return decorate
'''

ASK_TO_STOP: Final = '''\
def ask_to_stop(name, moment, suspension=1):
    """Have somebody outside ask a task to stop: while it waits, or when it is woken.

    That is at its first suspension from here on, or a later one.
    """

    def stop():
        if name in tasks:
            say(f"somebody outside asks {name} to stop")
            tasks[name].cancel()

    suspensions(name).ask(stop, moment, suspension)
'''
