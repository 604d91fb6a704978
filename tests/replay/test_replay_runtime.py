"""The run-time support of scripts works, and has everything that operations write."""

import ast
import asyncio
import doctest

import pytest
from example_programs import EXAMPLES, WithSimpleHelpers
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs.execution import described
from haiway_conformance.programs.execution.failures import FAILURES
from haiway_conformance.replay import runtime
from haiway_conformance.replay.runtime import script as documented
from haiway_conformance.replay.runtime.run import MOST_LINES
from haiway_conformance.replay.standalone import standalone
from replayed import inside, token_of


def test_the_example_in_the_documentation():
    assert doctest.testmod(documented) == (0, 3)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_everything_that_an_operation_writes_is_there(script, kind):
    target = "example_programs:WithSimpleHelpers"
    token = Token.from_text(token_of(target, EXAMPLES[kind][0]))
    tree = ast.parse(standalone(token, WithSimpleHelpers(), target))
    used = {
        each.attr
        for each in ast.walk(tree)
        if isinstance(each, ast.Attribute)
        and isinstance(each.value, ast.Name)
        and each.value.id == "script"
    }
    assert "run" in used
    assert [each for each in used if not hasattr(script, each)] == []
    imported = next(
        each
        for each in ast.walk(tree)
        if isinstance(each, ast.ImportFrom) and each.module == runtime.__name__
    )
    assert {each.name for each in imported.names} <= set(runtime.__all__)


def test_a_script_that_says_too_much_says_no_more(script, said):
    async def main():
        for number in range(2 * MOST_LINES):
            script.say(f"{number}")

    lines = said(script, main)
    assert lines[-3:] == [f"{MOST_LINES - 3}", "... and so on ...", "the end: main returned"]
    assert len(lines) == MOST_LINES + 1


def test_what_happens_after_the_end_is_not_said(script, said):
    @script.task("t")
    async def t():
        await asyncio.sleep(1)

    async def main():
        script.kept = asyncio.create_task(t())
        await asyncio.sleep(0)

    assert said(script, main)[-2:] == ["the end; under way still: t", "the end: main returned"]


def test_tasks_that_the_program_starts_are_awaited_at_the_end(script, said):
    @script.task("t")
    async def t():
        await asyncio.sleep(1)
        raise script.error("e")

    @script.task("cancelled")
    async def cancelled():
        asyncio.current_task().cancel()
        await asyncio.sleep(1)

    async def main():
        script.start(t())
        script.start(cancelled())

    lines = said(script, main)
    assert lines.index("main returns") < lines.index("t begins")
    assert lines[-4:-1] == [
        "cancelled ends with CancelledError",
        "t ends with e",
        "the end; under way still: nothing",
    ]


def test_a_task_says_what_it_is_given_and_returns_what_it_returns(script, said):
    @script.task("t")
    async def t(*args, **kwargs):
        return args, kwargs

    async def main():
        assert await t(script.thing("o"), key=1) == ((script.thing("o"),), {"key": 1})

    assert inside(said(script, main)) == ["t begins with o, key=1", "t returns"]
    assert t.__name__ == "t"


@pytest.mark.parametrize("kind", FAILURES)
def test_an_exception_is_always_the_same_object(script, kind):
    error = script.error("e", kind)
    assert script.error("e") is error
    assert error.genuine
    assert described(error) == "e"


def test_objects_are_known_by_their_names(script):
    assert script.thing("o") is script.thing("o")
    assert script.thing("[]") == []
    assert script.thing("[]") is script.thing("[]")
    assert script.result("t") is script.result("t")
    assert repr(script.result("t")) == "result of t"
    assert script.result("t", "exception") is script.error("result of t")
    assert script.elements("h", "none", "zero", "object", "list") == [
        None,
        0,
        script.thing("element 2 of h"),
        ["element 3 of h"],
    ]
    assert script.item(3, "s") is script.thing("item 3 of s")


def test_state_is_always_the_same_object(script):
    kind = runtime.state_types(resolve("haiway_reference").State)["E"]
    assert script.state(kind, "a") is script.state(kind, "a")
    assert script.state(kind, "a") is not script.state(kind, "b")


@pytest.mark.parametrize("moment", ["waiting", "woken"])
def test_a_task_is_cancelled_from_outside_at_a_suspension(script, said, moment):
    @script.task("t", outside_cancels=True)
    async def t():
        await script.wait("p")
        await script.wait("q")
        await asyncio.sleep(0)

    async def main():
        script.cancel_from_outside("t", moment, 2)
        script.cancel_from_outside("absent", moment)
        script.tasks["t"] = asyncio.create_task(t())
        await asyncio.wait([script.tasks["t"]])

    assert inside(said(script, main)) == [
        *("t begins", "waiting for p", "p is there", "waiting for q"),
        *("t is cancelled from outside", "cancelled while waiting for q"),
        "t ends with CancelledError",
    ]
