"""The run-time support of scripts: tasks, logs, sources and streams as a script looks at them."""

import asyncio
import logging
from itertools import pairwise

import pytest
from haiway_conformance.programs.execution import described
from haiway_conformance.programs.execution.elements import ENOUGH
from haiway_conformance.replay import runtime
from replayed import inside


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
