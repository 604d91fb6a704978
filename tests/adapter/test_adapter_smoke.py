"""The smoke check's messages about adapters whose scopes are wrong, each in its own way."""

import asyncio
from contextlib import asynccontextmanager, contextmanager, nullcontext

import pytest
from haiway_conformance.adapter import Adapter, resolve, smoke_check
from smoke_adapters import InGroups, Right, WithState, complaint

ADVICE_ON_SCOPES = (
    " Write it as an `async def` with one `yield`, decorated with"
    " `contextlib.asynccontextmanager`, or let a plain function return an object with"
    " `__aenter__` and `__aexit__`."
)


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
def test_without_scopes_and_helpers_nothing_can_be_judged(wrong):
    assert complaint(wrong()) == (
        "there is neither a `scope` nor one of the helpers, or the adapter's `lacks` names them,"
        " so nothing can be judged. Give the adapter a function `scope(name, /, *state,"
        " disposables=None)` that returns an asynchronous context manager, or one of"
        " `process_concurrently`, `execute_concurrently` and `stream_concurrently`."
    )


class HelperAlone(Adapter):
    async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
        for each in source:
            await handler(each)


def test_a_library_of_helpers_needs_no_scope():
    smoke_check(HelperAlone())


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
                "a coroutine, which `async with` can't enter: `scope` is an `async def` without a"
                " `yield`."
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
            ("a bare generator, which `async with` can't enter: `scope` lacks its decorator."),
        ),
        (
            ScopeIsABareGenerator,
            ("a bare generator, which `async with` can't enter: `scope` lacks its decorator."),
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
                " the scope's body runs at the `yield`."
            ),
        ),
        (
            ScopeReturnsNothing,
            "None, which is not an asynchronous context manager: is a `return` missing?",
        ),
        (
            ScopeReturnsAnything,
            (
                "'str', which is not an asynchronous context manager: it lacks `__aenter__` and"
                " `__aexit__`."
            ),
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
    assert "compare its signatures with those in the docstring of `haiway_conformance" in told
    assert "0x..." in told or "0x" not in told


def test_a_scope_that_needs_what_the_loop_has_not():
    class Connects(Adapter):
        @asynccontextmanager
        async def scope(self, name, /, *state):
            await asyncio.create_subprocess_exec("true")
            yield

    told = complaint(Connects())
    assert "raised NotImplementedError. " in told
    assert "that the kit's simulated loop does not have: sockets, processes, or signals." in told


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
        "entering and leaving an empty scope, `async with scope(name)`, never ended (tasks were"
        " waiting in: "
    )
    assert "It has nothing to wait for" in told


def test_an_interruption_is_no_mistake_of_the_adapter():
    class Interrupted(Adapter):
        def scope(self, name, /, *state):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        smoke_check(Interrupted())
