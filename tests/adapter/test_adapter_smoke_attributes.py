"""The smoke check's messages about `State`, and about attributes of the wrong kind."""

import asyncio
import textwrap
from contextlib import nullcontext

import pytest
from haiway_conformance.adapter import resolve, smoke_check
from smoke_adapters import Right, complaint, with_state


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
        (ByPosition, "a State made by Smoke(label='smoke') has the label None: its attributes"),
        (OtherValue, "a State made by Smoke(label='smoke') has the label 'other': its attributes"),
    ],
)
def test_a_state_that_can_not_be_declared_or_made(state, said):
    told = complaint(with_state(State=state))
    assert told.startswith(said)
    assert told.endswith(
        "`State` must be a class whose subclasses are declared by annotations and made by keyword;"
        " set it to None if the implementation has none."
    )


def test_a_state_that_can_not_be_looked_up():
    def state(self, kind, /, default=None):
        raise ValueError

    told = complaint(with_state(state=state))
    assert told.startswith("looking up a State in a scope raised ValueError. ")


def test_a_state_that_nothing_needs_is_not_tried():
    smoke_check(with_state(State=NoSubclasses, state=None, variable=None))


async def coroutine(self, *args, **kwargs): ...


async def generator(self, *args, **kwargs):
    yield


@pytest.mark.parametrize(
    "name", ["cancel", "check_cancellation", "state", "variable", "record", "stream", "log_info"]
)
def test_what_is_called_without_await_is_no_coroutine(name):
    told = complaint(with_state(**{name: coroutine}))
    assert told.startswith(f"the adapter's `{name}` is an `async def`, but the kit calls it")


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


class Raising:
    def __get__(self, adapter, kind):
        raise ValueError("not here")


@pytest.mark.parametrize("name", ["name", "lacks", "task_factory", "State", "cancel"])
def test_what_can_not_be_looked_up_is_refused(name):
    assert complaint(with_state(**{name: Raising()})) == (
        f"looking up the adapter's `{name}` raised ValueError: not here. Make it an attribute that"
        " is always there, or set it to None if the implementation lacks it."
    )


@pytest.mark.parametrize("lacks", [None, 3])
def test_what_is_lacking_is_a_collection(lacks):
    assert complaint(with_state(lacks=lacks)).startswith(
        f"the adapter's `lacks` is {lacks}, but must be a collection of names. Write it as a tuple;"
    )


def test_a_merge_ends_one_way_or_the_other():
    lacks = ("ends-first", "exhaustive")
    told = complaint(with_state(lacks=lacks))
    assert told.startswith("the adapter's `lacks` names both ends-first and exhaustive, but a")
    smoke_check(with_state(lacks=(*lacks, "merge")))


def returns_a_list(self, *args, **kwargs):
    return [1]


def returns_a_coroutine(self, *args, **kwargs):
    return coroutine(self)


def raises(self, *args, **kwargs):
    raise LookupError


@pytest.mark.parametrize("base", [{}, {"scope": None}], ids=["in a scope", "without scopes"])
@pytest.mark.parametrize(
    ("name", "function", "said"),
    [
        ("process_concurrently", returns_a_list, "returned 'list', which can't be awaited."),
        ("execute_concurrently", returns_a_list, "returned 'list', which can't be awaited."),
        (
            "stream_concurrently",
            returns_a_coroutine,
            "returned 'coroutine', which `async for` can't iter",
        ),
    ],
)
def test_what_a_helper_returns_is_looked_at(name, function, said, base):
    told = complaint(with_state(**{name: function}, **base))
    assert told.startswith(f"`{name}(...)` {said}")


def test_what_a_stream_is_is_looked_at():
    told = complaint(with_state(stream=returns_a_list))
    assert told.startswith("`stream(...)` returned 'list', which `async for` can't iterate.")


@pytest.mark.parametrize("name", ["process_concurrently", "stream", "stream_concurrently"])
def test_a_call_that_raises_is_left_to_the_suite(name):
    smoke_check(with_state(**{name: raises}))


def test_state_is_a_class():
    assert complaint(with_state(State={})).startswith(
        "the adapter's `State` is of type 'dict', but must be the base class of state types."
    )


@pytest.mark.parametrize("name", ["name", "version"])
def test_name_and_version_are_text(name):
    assert complaint(with_state(**{name: (1, 0)})).startswith(
        f"the adapter's `{name}` is (1, 0), but reports need a text."
    )


def a_function_of_the_library(name, /, *state):
    return nullcontext()


def test_a_function_that_became_a_method_by_accident():
    assert complaint(with_state(scope=a_function_of_the_library)) == (
        "the adapter's `scope` is test_adapter_smoke_attributes.a_function_of_the_library, a"
        " plain function assigned in the class, so Python passes it the adapter as its"
        " first argument. Write"
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
