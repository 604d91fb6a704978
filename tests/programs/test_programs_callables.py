"""A stand-in for a function is called like it, and is the kind of object that it is said to be."""

import inspect
from functools import partial
from typing import get_args

import pytest
from haiway_conformance.programs import Program, script
from haiway_conformance.programs.execution.callables import STANDS_FOR, standing_for
from haiway_conformance.programs.operations import Element, Function, Open, Process, Source, Spawn

EVERY = get_args(Function.__value__)


async def work(*positional, **keyword):
    return positional, keyword


@pytest.mark.parametrize("what", EVERY)
def test_it_is_called_with_the_arguments(what):
    coroutine = standing_for(work, what)(1, self=2)
    with pytest.raises(StopIteration) as ended:
        coroutine.send(None)
    assert ended.value.value == ((1,), {"self": 2})


def test_each_is_what_it_is_said_to_be():
    assert standing_for(work, "function") is work
    assert isinstance(standing_for(work, "partial"), partial)
    assert not inspect.iscoroutinefunction(standing_for(work, "plain"))
    called = standing_for(work, "object")
    assert not hasattr(called, "__name__")
    with pytest.raises(TypeError, match="unhashable"):
        hash(called)
    first, second = (standing_for(each, "equal") for each in (work, max))
    assert first == second
    assert len({first, second}) == 1


@pytest.mark.parametrize("what", [each for each in EVERY if each != "function"])
def test_a_script_says_so(what):
    source = Source("async generator", (Element(),))
    passed_on = (Open("s", source, generator=what), Process("h", source, handler=what))
    text = script(Program(passed_on))
    assert text.count(STANDS_FOR[what]) == len(passed_on)


@pytest.mark.parametrize("what", ["partial", "object", "equal"])
def test_a_spawned_task_says_so(what):
    assert f"its function: {STANDS_FOR[what]}" in script(Program((Spawn("t", call=what),)))
