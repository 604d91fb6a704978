"""The smoke check: what it says of adapters that are wrong, each in a way of its own."""

import asyncio
import textwrap
from contextlib import asynccontextmanager, contextmanager, nullcontext

import pytest
from haiway_conformance.adapter import Adapter, TargetError, resolve, smoke_check

ADVICE_ON_SCOPES = (
    " Write it as an `async def` with one `yield`, decorated with"
    " `contextlib.asynccontextmanager`, or let a plain function return an object with"
    " `__aenter__` and `__aexit__`."
)


class Right(Adapter):
    """As little as can be judged."""

    @asynccontextmanager
    async def scope(self, name, /, *state):
        yield

    def spawn(self, function, /, *args, **kwargs):
        return asyncio.get_running_loop().create_task(function(*args, **kwargs))


class InGroups(Right):
    """Its scopes raise groups, whatever is raised in them."""

    @asynccontextmanager
    async def scope(self, name, /, *state):
        async with asyncio.TaskGroup() as self.group:
            yield


class Values:
    def __init__(self, **values):
        vars(self).update(values)


class WithState(Right):
    State = Values

    def state(self, kind, /, default=None):
        return default

    def variable(self, what, /, *, default=None):
        return None if isinstance(what, type) else what


def complaint(adapter: Adapter) -> str:
    with pytest.raises(TargetError) as caught:
        smoke_check(adapter)
    return str(caught.value)


@pytest.mark.parametrize("right", [Right, InGroups, WithState])
def test_a_right_adapter_passes(right):
    smoke_check(right())


@pytest.mark.parametrize("target", ["haiway_reference", "haiway"])
def test_real_implementations_pass(target):
    pytest.importorskip(target)
    smoke_check(resolve(target))


class NoScope(Adapter): ...


class ScopeIsNone(Right):
    scope = None


class ScopeIsDeclaredLacking(Right):
    lacks = frozenset({"scope"})


@pytest.mark.parametrize("wrong", [NoScope, ScopeIsNone, ScopeIsDeclaredLacking])
def test_without_scopes_nothing_can_be_judged(wrong):
    assert complaint(wrong()) == (
        "there is no `scope`, or the adapter's `lacks` names it, and without scopes nothing can be"
        " judged. Give the adapter a function `scope(name, /, *state, disposables=None)` that"
        " returns an asynchronous context manager."
    )


class ScopeIsACoroutine(Adapter):
    async def scope(self, name, /, *state): ...


class ScopeIsPlain(Adapter):
    @contextmanager
    def scope(self, name, /, *state):
        yield


class ScopeIsABareAsyncGenerator(Adapter):
    async def scope(self, name, /, *state):
        yield


class ScopeIsABareGenerator(Adapter):
    def scope(self, name, /, *state):
        yield


class ScopeIsDecoratedButNotAsync(Adapter):
    @asynccontextmanager
    def scope(self, name, /, *state):
        yield


class ScopeIsDecoratedButDoesNotYield(Adapter):
    @asynccontextmanager
    async def scope(self, name, /, *state): ...


class ScopeReturnsNothing(Adapter):
    def scope(self, name, /, *state):
        nullcontext()


class ScopeReturnsAnything(Adapter):
    def scope(self, name, /, *state):
        return name


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            ScopeIsACoroutine,
            (
                "a coroutine, so it is an `async def` without a `yield`, and `async with` can't"
                " enter that."
            ),
        ),
        (
            ScopeIsPlain,
            (
                "'_GeneratorContextManager', a plain context manager, as"
                " `contextlib.contextmanager` makes it: `async with` needs an asynchronous one."
            ),
        ),
        (
            ScopeIsABareAsyncGenerator,
            (
                "a bare generator, so its function lacks a decorator, and `async with` can't enter"
                " that."
            ),
        ),
        (
            ScopeIsABareGenerator,
            (
                "a bare generator, so its function lacks a decorator, and `async with` can't enter"
                " that."
            ),
        ),
        (
            ScopeIsDecoratedButNotAsync,
            (
                "what `contextlib.asynccontextmanager` makes of a plain `def` with a `yield`: it"
                " must be an `async def`."
            ),
        ),
        (
            ScopeIsDecoratedButDoesNotYield,
            (
                "what `contextlib.asynccontextmanager` makes of an `async def` without a `yield`:"
                " there is no place in it where the scope's body would run."
            ),
        ),
        (
            ScopeReturnsNothing,
            "None, which is no asynchronous context manager: is a `return` missing?",
        ),
        (
            ScopeReturnsAnything,
            "'str', which is no asynchronous context manager: it lacks `__aenter__`, `__aexit__`.",
        ),
    ],
)
def test_a_scope_that_is_no_asynchronous_context_manager(wrong, said):
    assert complaint(wrong()) == f"`scope(...)` returned {said}{ADVICE_ON_SCOPES}"


class ScopeRaises(Adapter):
    @asynccontextmanager
    async def scope(self, name, /, *state):
        raise ConnectionError(f"no server for {self!r}")
        yield


class ScopeTakesNoName(Adapter):
    @asynccontextmanager
    async def scope(self):
        yield


class ScopeRaisesAGroup(Adapter):
    @asynccontextmanager
    async def scope(self, name, /, *state):
        yield
        raise ExceptionGroup("several", [ValueError("one"), ExceptionGroup("in", [KeyError(2)])])


class ScopeExits(Adapter):
    def scope(self, name, /, *state):
        raise SystemExit


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (ScopeRaises, "ConnectionError: no server for <test_adapter_smoke.ScopeRaises object at"),
        (ScopeTakesNoName, "TypeError: ScopeTakesNoName.scope() takes 1 positional argument but 2"),
        (
            ScopeRaisesAGroup,
            (
                "ExceptionGroup: several (2 sub-exceptions), of ValueError: one; ExceptionGroup: in"
                " (1 sub-exception), of KeyError: 2. "
            ),
        ),
        (ScopeExits, "SystemExit. "),
    ],
)
def test_a_scope_that_raises(wrong, said):
    told = complaint(wrong())
    assert told.startswith(
        f"entering and leaving an empty scope, `async with scope(name)`, raised {said}"
    )
    assert "compare its signatures with those that `haiway_conformance.Adapter` names" in told
    assert "0x..." in told or "0x" not in told


def test_a_scope_that_needs_what_the_loop_has_not():
    class Connects(Adapter):
        @asynccontextmanager
        async def scope(self, name, /, *state):
            await asyncio.create_subprocess_exec("true")
            yield

    told = complaint(Connects())
    assert "raised NotImplementedError. " in told
    assert "what the kit's simulated loop has not: sockets, processes, and signals." in told


class ScopeWaitsForEver(Adapter):
    @asynccontextmanager
    async def scope(self, name, /, *state):
        yield
        await asyncio.get_running_loop().create_future()


class Ticking(nullcontext):
    async def __aenter__(self):
        while True:  # noqa: ASYNC110 - nothing will ever happen
            await asyncio.sleep(1)


class ScopeTicksForEver(Adapter):
    def scope(self, name, /, *state):
        return Ticking()


@pytest.mark.parametrize("wrong", [ScopeWaitsForEver, ScopeTicksForEver])
def test_a_scope_that_never_ends(wrong):
    told = complaint(wrong())
    assert told.startswith(
        "entering and leaving an empty scope, `async with scope(name)`, never came to an end (tasks"
        " were waiting in: "
    )
    assert "There is nothing to wait for in it" in told


def test_an_interruption_is_no_mistake_of_the_adapter():
    class Interrupted(Adapter):
        def scope(self, name, /, *state):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        smoke_check(Interrupted())


def spawning(function, base: type[Adapter]) -> Adapter:
    return type("Wrong", (base,), {"spawn": function})()


async def spawns_asynchronously(self, function, /, *args, **kwargs):
    return asyncio.get_running_loop().create_task(function(*args, **kwargs))


def only_calls(self, function, /, *args, **kwargs):
    return function(*args, **kwargs)


def returns_nothing(self, function, /, *args, **kwargs):
    asyncio.get_running_loop().create_task(function(*args, **kwargs))


def returns_a_number(self, function, /, *args, **kwargs):
    return 3


def wants_a_coroutine(self, coroutine, /):
    return asyncio.get_running_loop().create_task(coroutine)


NOT_AWAITABLE = (
    ", which can't be awaited. It must return the task, an awaitable that gives the function's"
    " result."
)


@pytest.mark.parametrize("base", [Right, InGroups])
@pytest.mark.parametrize(
    ("spawn", "said"),
    [
        (spawns_asynchronously, "a coroutine: either it is an `async def`, or it only calls the"),
        (only_calls, "a coroutine: either it is an `async def`, or it only calls the function."),
        (returns_nothing, f"None (is a `return` missing?){NOT_AWAITABLE}"),
        (returns_a_number, f"'int'{NOT_AWAITABLE}"),
    ],
)
def test_a_spawn_that_returns_no_task(spawn, said, base):
    assert complaint(spawning(spawn, base)).startswith(f"`spawn(...)` returned {said}")


@pytest.mark.parametrize("base", [Right, InGroups])
def test_a_spawn_that_can_not_be_called_so(base):
    told = complaint(spawning(wants_a_coroutine, base))
    assert told.startswith(
        "spawning a task in a scope and awaiting it, `await spawn(function)`, raised "
    )
    assert (
        "TypeError: a coroutine was expected, got <function _spawn.<locals>.work at 0x...>" in told
    )


def test_a_spawn_whose_task_never_ends():
    def spawn(self, function, /, *args, **kwargs):
        return asyncio.get_running_loop().create_future()

    assert "`await spawn(function)`, never came to an end" in complaint(spawning(spawn, Right))


def with_state(**attributes) -> Adapter:
    return type("Wrong", (WithState,), attributes)()


class NoSubclasses:
    def __init_subclass__(cls):
        raise TypeError("no field of this kind")


class ByPosition:
    def __init__(self, label): ...


class NoKeywords: ...


class OtherValue:
    label = "other"

    def __init__(self, **values): ...


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            NoSubclasses,
            (
                "declaring `class Smoke(State)` with the annotation `label: str` raised TypeError:"
                " no field of this kind. "
            ),
        ),
        (
            NoKeywords,
            (
                "making a State by keyword, `Smoke(label='smoke')` of `class Smoke(State)` with the"
                " annotation `label: str`, raised TypeError: "
            ),
        ),
        (ByPosition, "a State made as Smoke(label='smoke') has label None: its attributes must"),
        (OtherValue, "a State made as Smoke(label='smoke') has label 'other': its attributes"),
    ],
)
def test_a_state_that_can_not_be_declared_or_made(state, said):
    told = complaint(with_state(State=state))
    assert told.startswith(said)
    assert told.endswith(
        "`State` must be a class whose subclasses are declared by annotations and made by keyword;"
        " set it to None if there is none."
    )


def test_a_state_that_can_not_be_looked_up():
    def state(self, kind, /):
        return None

    told = complaint(with_state(state=state))
    assert told.startswith("looking up a State in a scope raised TypeError: ")


def test_a_state_that_nothing_needs_is_not_tried():
    smoke_check(with_state(State=NoSubclasses, state=None, variable=None))


async def coroutine(self, *args): ...


async def generator(self, *args):
    yield


@pytest.mark.parametrize(
    "name", ["cancel", "check_cancellation", "state", "variable", "record", "stream", "log_info"]
)
def test_what_is_called_without_await_is_no_coroutine(name):
    told = complaint(with_state(**{name: coroutine}))
    assert told.startswith(f"the adapter's `{name}` is an `async def`, but it is called without")


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("stream", generator),
        ("stream_concurrently", generator),
        ("process_concurrently", coroutine),
        ("execute_concurrently", coroutine),
    ],
)
def test_what_is_iterated_or_awaited_may_be_asynchronous(name, function):
    smoke_check(with_state(**{name: function}))


@pytest.mark.parametrize("name", ["scope", "spawn", "trace_id", "process_concurrently"])
def test_what_can_not_be_called_is_refused(name):
    assert complaint(with_state(**{name: "text"})) == (
        f"the adapter's `{name}` is of type 'str', which can't be called. Make `{name}` a function,"
        " or set it to None if the implementation lacks it."
    )


def test_state_is_a_class():
    assert complaint(with_state(State={})).startswith(
        "the adapter's `State` is of type 'dict', but types of state are derived from it."
    )


@pytest.mark.parametrize("name", ["name", "version"])
def test_name_and_version_are_text(name):
    assert complaint(with_state(**{name: (1, 0)})).startswith(
        f"the adapter's `{name}` is (1, 0), but it is written into reports as text."
    )


def a_function_of_the_library(name, /, *state):
    return nullcontext()


def test_a_function_that_became_a_method_by_accident():
    assert complaint(with_state(scope=a_function_of_the_library)) == (
        "the adapter's `scope` is test_adapter_smoke.a_function_of_the_library, a function that was"
        " put into the class as it is, so Python passes it the adapter as its first argument. Write"
        " `scope = staticmethod(...)`. If it is meant to be a method, call its first parameter"
        " `self`."
    )
    smoke_check(with_state(scope=staticmethod(a_function_of_the_library)))


def test_a_task_factory_that_became_a_method_by_accident():
    eager = asyncio.eager_task_factory
    told = complaint(with_state(task_factory=eager))
    assert "Write `task_factory = staticmethod(...)`." in told
    smoke_check(with_state(task_factory=staticmethod(eager)))


def test_a_task_factory_that_can_not_be_called():
    assert complaint(with_state(task_factory="eager")).startswith(
        "the adapter's `task_factory` is 'eager', which can't be called."
    )


def test_a_method_under_a_decorator_that_hides_it_is_one():
    def hiding(function):
        def inner(*args, **kwargs):
            return function(*args, **kwargs)

        return inner

    smoke_check(with_state(spawn=hiding(Right.spawn)))


def test_each_message_is_one_line_for_its_author(module):
    module(
        "mine",
        textwrap.dedent("""
            from haiway_conformance import Adapter

            class Mine(Adapter):
                def scope(self, name):
                    raise ValueError("two\\nlines")
        """),
    )
    assert "\n" not in complaint(resolve("mine:Mine"))
