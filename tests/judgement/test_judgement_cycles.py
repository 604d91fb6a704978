"""Reference cycles between exceptions and frames of the implementation are found."""

import asyncio
import contextvars
from pathlib import Path

import haiway_conformance
import pytest
from haiway_conformance.judgement.cycles import passages_of


def passage_of(errors):
    return passages_of({"main": errors})["main"]


VARIABLE = contextvars.ContextVar("VARIABLE", default=None)


class Keeper:
    def __init__(self, kept):
        self.kept = kept

    def keeps(self):
        return self.kept


def lets_go(error):
    try:
        raise error
    finally:
        del error


def in_a_variable(error):
    raise error


def in_a_list(error):
    errors = [error]
    del error
    raise errors[0]


def in_a_dictionary_in_a_set(error):
    errors = frozenset({(("first", error),)})
    del error
    raise next(iter(errors))[0][1]


def in_an_attribute(error):
    keeper = Keeper(error)
    del error
    raise keeper.kept


def behind_a_method(error):
    kept = Keeper(error).keeps
    del error
    raise kept()


def behind_a_closure(error):
    kept = lambda: error  # noqa: E731
    raise kept()


def in_a_group(error):
    group = ExceptionGroup("several", [error])
    del error
    raise group.exceptions[0]


def as_a_context(error):
    other = ValueError("other")
    other.__context__ = error
    del error
    raise other.__context__


def in_a_future(error):
    future = asyncio.Future(loop=LOOP)
    future.set_exception(error)
    try:
        raise error
    finally:
        del error
        future.exception()


def in_a_context(error):
    """Contexts hold the kit's own books: they are not looked into."""
    context = contextvars.copy_context()
    context.run(VARIABLE.set, error)
    del error
    raise context[VARIABLE]


def in_another_variable(error):
    other = ValueError("other")
    try:
        raise error
    finally:
        del error
        assert other


LOOP = asyncio.new_event_loop()
LOOP.close()


def raised_by(function):
    error = KeyError("e")
    with pytest.raises(KeyError):
        function(error)
    # This frame is in the traceback too, and holds the exception by a variable.
    error.__traceback__ = error.__traceback__.tb_next
    return error


@pytest.mark.parametrize(
    "function",
    [
        in_a_variable,
        in_a_list,
        in_a_dictionary_in_a_set,
        in_an_attribute,
        behind_a_method,
        behind_a_closure,
        in_a_group,
        as_a_context,
        in_a_future,
    ],
)
def test_a_frame_that_holds_the_exception_is_named(function):
    passage = passage_of([raised_by(function)])
    assert passage.held_by == (function.__name__,)
    assert function.__name__ in passage.through


@pytest.mark.parametrize("function", [lets_go, in_a_context, in_another_variable])
def test_a_frame_that_lets_go_of_it_is_not(function):
    passage = passage_of([raised_by(function)])
    assert passage.through == (function.__name__,)
    assert passage.held_by == ()


def test_frames_of_the_kit_and_of_python_are_nobodys():
    errors = []
    for path in (Path(haiway_conformance.__file__), Path(asyncio.__file__)):
        names = {}
        exec(compile("def raises(error):\n    raise error", str(path), "exec"), names)
        errors.append(raised_by(names["raises"]))
    passage = passage_of(errors)
    assert passage.through == passage.held_by == ()


def test_each_of_several_is_looked_at():
    passage = passage_of([raised_by(lets_go), raised_by(in_a_list)])
    assert passage.through == ("lets_go", "in_a_list")
    assert passage.held_by == ("in_a_list",)
