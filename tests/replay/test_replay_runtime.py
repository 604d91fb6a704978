"""What scripts import does what it says, and everything that operations write is there."""

import ast
import asyncio
import doctest
import logging
import re
from itertools import pairwise

import pytest
from example_programs import EXAMPLES, WithSimpleHelpers
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs.execution import described
from haiway_conformance.programs.execution.elements import ENOUGH
from haiway_conformance.programs.execution.failures import FAILURES
from haiway_conformance.replay import runtime
from haiway_conformance.replay.runtime import Script
from haiway_conformance.replay.runtime import script as documented
from haiway_conformance.replay.runtime.run import MOST_LINES
from haiway_conformance.replay.standalone import standalone
from replayed import token_of


@pytest.fixture
def script():
    made = Script({})
    yield made
    made.loop.close()


@pytest.fixture
def said(capsys):
    """Runs a program, and returns what its script says, without times and iterations."""

    def run(script, main):
        script.run(script.task("main")(main)())
        lines = capsys.readouterr().out.splitlines()
        return [re.sub(r"^ *\d+ s +\d+  ", "", line) for line in lines]

    return run


def inside(lines):
    """What is said between main's beginning and its end."""
    assert lines[0] == "main begins"
    assert lines[-3:] == [
        "main returns",
        "the end; under way still: nothing",
        "the end: main returned",
    ]
    return lines[1:-3]


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


def test_a_task_is_asked_what_it_says_of_itself(script, said):
    class Odd:
        pass

    async def main():
        failed = asyncio.create_task(fail())
        script.query(failed, "twice")
        await asyncio.wait([failed])
        script.query(failed)
        script.query(Odd())
        await asyncio.sleep(0)

    async def fail():
        raise script.error("e")

    lines = inside(said(script, main))
    assert lines[:2] == ["done() is False", "cancelled() is False"]
    assert ["InvalidStateError" in line for line in lines[:5]] == [False, False, True, True, False]
    called = "callback, with the task: True, in context: unset"
    assert lines.count(called) == 3
    assert "result() is e" in lines
    assert "exception() is e" in lines
    assert sum("AttributeError" in line for line in lines) == 4


def test_a_callback_is_called_in_its_own_context(script, said):
    async def main():
        done = asyncio.create_task(asyncio.sleep(0))
        script.query(done, "in a context")
        await done
        await asyncio.sleep(0)

    assert "callback, with the task: True, in context: its own" in said(script, main)


def test_what_is_seen_or_raised_is_said(script, said):
    def fails(error):
        raise error

    async def main():
        script.look("a", lambda: None)
        script.look("b", lambda: fails(ValueError("no")))
        script.check(lambda: None)
        script.check(lambda: fails(asyncio.CancelledError()))
        script.check(lambda: fails(ValueError("no")))

    assert inside(said(script, main)) == [
        "a: None",
        "b: raised ValueError: no",
        "check_cancellation: not cancelled",
        "check_cancellation: cancelled",
        "check_cancellation raised ValueError: no",
    ]


def test_what_is_logged_is_said(script, said):
    async def main():
        with script.listening():
            logging.getLogger("any").info("hello %s", "you")
            logging.getLogger("any").error("no", exc_info=script.error("e"))

    assert inside(said(script, main)) == [
        "logged: INFO any: hello you",
        "logged: ERROR any: no, with e",
    ]


def test_an_endless_source_is_not_read_for_ever(script):
    elements = script.elements("h", "object")
    for _ in range(ENOUGH):
        script.another("h", elements)
    assert all(one is not other for one, other in pairwise(elements))
    with pytest.raises(type(script.error("e"))) as raised:
        script.another("h", elements)
    assert described(raised.value) == f"source of h was read {ENOUGH + 1} times"


def test_a_handler_is_told_which_element_it_was_given(script):
    elements = script.elements("h", "twin", "twin")
    assert script.handled("h", elements, elements[1]) == (1, "h[1]")
    assert script.handled("h", elements, None) == ("?", "h[?]")


def test_a_stream_is_asked_and_closed(script, said):
    elements = script.elements("s", "object", "object")

    async def generate():
        for element in elements:
            yield element

    async def waits():
        await script.wait("late", after="s[1] delivered")
        await script.wait("later", after="main asks s")

    async def main():
        script.start(waits())
        script.open("s", generate(), {"s": elements})
        while await script.ask("s", asker="main"):
            pass
        await script.close("s")
        script.open("t", runtime.OneTimeAsyncIterator(generate()))
        await script.ask("t")
        await script.close("t")

    assert [each for each in said(script, main) if "late" not in each][1:-3] == [
        "main asks s for an item",
        "s gives element 0 of s",
        "main asks s for an item",
        "s gives element 1 of s",
        "main asks s for an item",
        "s has ended",
        "s is closed",
        "asking t for an item",
        "t gives element 0 of s",
        "t has no aclose",
    ]


def test_errors_are_kept(script):
    with pytest.raises(ValueError, match="no"), script.keeping_errors():
        raise ValueError("no")
    assert [str(each) for each in script._errors] == ["no"]


def test_tasks_meet_at_a_barrier(script, said):
    @script.task("t")
    async def t():
        await asyncio.sleep(1)
        await script.meet("b", 2)

    async def main():
        script.start(t())
        await script.meet("b", 2)
        script.say("met")

    lines = said(script, main)
    assert lines.index("t returns") < lines.index("met") < lines.index("main returns")


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        (lambda script: script.wait("p", "never"), "deadlock: nothing could run any more"),
        (lambda script: _fails(script.error("e")), "main raised e"),
        (lambda script: _fails(ValueError("no")), "main raised ValueError: no"),
    ],
)
def test_a_script_says_how_it_ended(script, said, body, ending):
    assert said(script, lambda: body(script))[-1] == f"the end: {ending}"


async def _fails(error):
    raise error
