"""The smoke check's messages about functions that do not take what the kit passes."""

import pytest
from haiway_conformance.adapter import Adapter, resolve, smoke_check
from smoke_adapters import Right, WithState, complaint


class Whole(WithState):
    """Takes everything that the kit passes."""

    def stream(self, source, /, *args, **kwargs):
        return source(*args, **kwargs)

    def cancel(self): ...
    def check_cancellation(self): ...
    def log_error(self, message, /, *args, exception=None): ...

    log_warning = log_info = log_debug = log_error

    def record(self, *, event=None, metric=None, value=0, unit="", kind="", attributes=None): ...
    def trace_id(self): ...
    async def process_concurrently(
        self, source, /, handler, *, concurrent_tasks=2, ignore_exceptions=False
    ): ...
    async def execute_concurrently(
        self, handler, /, elements, *, concurrent_tasks=2, return_exceptions=False
    ): ...
    def stream_concurrently(self, source_a, source_b, /, exhaustive=False):
        return source_a


def whole(**attributes) -> Adapter:
    return type("Changed", (Whole,), attributes)()


def test_an_adapter_that_takes_everything_passes():
    smoke_check(Whole())


@pytest.mark.parametrize("name", ["log_info", "log_debug"])
def test_what_is_no_error_is_logged_without_an_exception(name):
    smoke_check(whole(**{name: lambda self, message, /, *args: None}))


async def takes_a_limit(self, source, /, handler, *, limit=2): ...


def test_the_message_says_what_is_passed_and_what_is_taken():
    assert complaint(whole(process_concurrently=takes_a_limit)) == (
        "`process_concurrently` can't be called as the kit calls it,"
        " `process_concurrently(source, handler, concurrent_tasks=...)`: got an unexpected keyword"
        " argument 'concurrent_tasks'. Its signature is `(source, /, handler, *, limit=...)`. Write"
        " a function in the adapter that takes these arguments and passes them on, or set"
        " `process_concurrently` to None if the implementation lacks it."
    )


@pytest.mark.parametrize(
    ("name", "function", "call"),
    [
        ("spawn", lambda self, function, /: None, "spawn(function, argument, key=...)"),
        ("spawn", lambda self, function, argument, /, key: None, "spawn(function)"),
        ("stream", lambda self, source, /, *args: None, "stream(source, argument, key=...)"),
        ("cancel", lambda self, task, /: None, "cancel()"),
        ("check_cancellation", lambda self, task, /: None, "check_cancellation()"),
        ("state", lambda self, kind, /: None, "state(type, default=...)"),
        ("variable", lambda self, kind, default, /: None, "variable(instance)"),
        ("log_info", lambda self, message, /: None, "log_info(message, argument)"),
        ("log_warning", lambda self, *message: None, "log_warning(message, exception=...)"),
        ("record", lambda self, **event: None, None),
        ("record", lambda self, event="": None, "record(event=..., attributes=...)"),
        ("trace_id", lambda self, scope, /: None, "trace_id()"),
        ("scope", lambda self: None, "scope(name)"),
        ("scope", lambda self, name, /: None, "scope(name, state)"),
        ("stream_concurrently", lambda self, sources, /: None, None),
        (
            "execute_concurrently",
            lambda self, elements, /, *, handler, concurrent_tasks=2: None,
            "execute_concurrently(handler, elements, concurrent_tasks=...)",
        ),
    ],
)
def test_each_function_takes_the_documented_calls(name, function, call):
    if name == "record" and call is None:
        smoke_check(whole(record=function))
        return
    told = complaint(whole(**{name: function}))
    assert told.startswith(f"`{name}` can't be called as the kit calls it, `{call or name}")


async def intolerant(self, source, /, handler, *, concurrent_tasks=2): ...


def test_a_parameter_that_is_a_capability_of_its_own_may_be_missing():
    smoke_check(whole(process_concurrently=intolerant))


@pytest.mark.parametrize("name", ["haiway", "haiway_reference"])
def test_real_implementations_take_everything(name):
    pytest.importorskip(name)
    smoke_check(resolve(name))


def test_a_function_that_is_declared_to_be_missing_may_take_anything():
    smoke_check(whole(process_concurrently=takes_a_limit, lacks=("process",)))


def test_a_function_without_a_signature_is_taken_at_its_word():
    class Odd:
        __signature__ = "none"

        def __call__(self, *args, **kwargs): ...

    smoke_check(whole(trace_id=Odd()))


def test_where_there_is_no_state_none_is_passed_to_a_scope():
    class WithoutState(Right):
        def scope(self, name, /):
            return super().scope(name)

    smoke_check(WithoutState())
