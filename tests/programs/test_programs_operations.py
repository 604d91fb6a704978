"""Every kind of operation is carried out, printed, and survives being written down.

A kind that is added fails here until it has an example.
"""

import re
import textwrap

import pytest
from example_programs import EXAMPLES, KINDS, WithSimpleHelpers
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.kit_error import KitError
from haiway_conformance.programs import Program, operations, script
from haiway_conformance.programs.operations import (
    Await,
    Cancel,
    Catch,
    EnterAgain,
    Execute,
    Gather,
    Iterate,
    Join,
    Process,
    Query,
    Scope,
    Spawn,
)
from haiway_conformance.simulated_loop import Canonical, Returned

REFERENCE = resolve("haiway_reference")
WITH_HELPERS = WithSimpleHelpers()


def events(run):
    """The trace, a line an event, without the implementation's own texts."""
    for each in run.trace:
        subject = "" if each.subject == each.task else f" {each.subject}"
        detail = f": {each.detail}" if each.detail else ""
        line = f"{each.task}: {each.did}{subject}{detail}"
        yield re.sub(r"((?:refused with|raised) \w+Error): .*", r"\1: ...", line)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_carried_out(kind):
    program, expected = EXAMPLES[kind]
    adapter = WITH_HELPERS if kind in (Iterate, Process, Execute) else REFERENCE
    run = execute(adapter, program, Canonical())
    assert run.aftermath.ending == Returned(value=None)
    assert "\n".join(events(run)) == textwrap.dedent(expected).strip()
    assert (run.orphans, run.unbalanced, run.aftermath.unretrieved) == ((), (), ())


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_in_its_own_example(kind):
    program, _ = EXAMPLES[kind]
    assert any(type(each) is kind for each in program)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_printed(kind):
    """By a line of its own, not by the name of its class."""
    program, _ = EXAMPLES[kind]
    lines = [line.strip() for line in script(program).splitlines()]
    assert kind.__name__ not in lines
    assert len(lines) >= program.size


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_survives_being_written_down(kind):
    program, _ = EXAMPLES[kind]
    text = program.to_text()
    assert Program.from_text(text) == program
    assert Program.from_text(text).to_text() == text
    assert "\n" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_what_it_does(kind):
    assert kind.__doc__


def test_each_kind_is_a_public_name():
    assert {kind.__name__ for kind in KINDS} <= set(operations.__all__)


@pytest.mark.parametrize(
    "operation",
    [Await("t"), Join("t"), Gather(("t",)), Query("t"), Cancel("t"), EnterAgain("s")],
    ids=lambda operation: type(operation).__name__,
)
def test_an_operation_on_what_does_not_exist_does_nothing(operation):
    run = execute(REFERENCE, Program((operation,)), Canonical())
    assert run.aftermath.ending == Returned(value=None)
    assert list(events(run)) == ["main: began", "main: returned"]


def test_a_program_that_needs_a_missing_capability_is_refused():
    class Bare(type(REFERENCE)):
        lacks = ("spawn", "state")

    bare = Bare(REFERENCE.module)
    program = Program((Scope("s", (Await("t"), Catch((Spawn("t"),)))),))
    with pytest.raises(KitError, match=r"^Spawn needs the capability spawn, which the impl"):
        execute(bare, program, Canonical())
    assert execute(bare, Program((Scope("s", ()),)), Canonical()).aftermath.ending == Returned(None)


@pytest.mark.parametrize("via", ["await", "gather", "wait", "as_completed", "shield"])
def test_a_task_is_awaited_in_each_way(via):
    program = Program((Scope("s", (Spawn("t"), Await("t", via, 2))),))
    run = execute(REFERENCE, program, Canonical())
    assert [each for each in events(run) if "got" in each] == ["main: got t: result of t"] * 2


@pytest.mark.parametrize(
    ("result", "given"),
    [
        ("object", "result of t"),
        ("none", "None"),
        ("zero", "0"),
        ("false", "False"),
        ("empty", "()"),
        ("exception", "the exception object result of t"),
        ("awaitable", "result of t"),
    ],
)
def test_each_kind_of_result_is_told_from_the_others(result, given):
    program = Program((Scope("s", (Spawn("t", result=result), Await("t"))),))
    run = execute(REFERENCE, program, Canonical())
    assert f"main: got t: {given}" in list(events(run))
