"""An operation is one class: it cannot be defined incompletely, and nothing else is needed."""

from dataclasses import dataclass

import pytest
from haiway_conformance.adapter import CAPABILITIES, resolve
from haiway_conformance.judgement.counterexample import counterexample
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.reduction import smaller
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs import Program, script
from haiway_conformance.programs.cancellation_injection import injected
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Element,
    Execute,
    Merge,
    Open,
    Process,
    Provided,
    Resource,
    Scope,
    Sleep,
    Source,
    Spawn,
    Wait,
)
from haiway_conformance.programs.operations.operation import (
    KINDS,
    Held,
    Operation,
    Part,
    makes_nothing,
    needs_nothing,
    never,
    no_stand_in,
)
from haiway_conformance.replay.standalone import standalone
from haiway_conformance.simulated_loop import Canonical

REFERENCE = resolve("haiway_reference")
TWO = (Source("async generator"), Source("async generator"))


def methods():
    """All that an operation says, as methods of a class."""

    def read(self, outline):
        outline.block_under("twice:", self.body)

    async def perform(self, execution, frame):
        for _ in range(2):
            await execution.run(self.body, frame)

    def write(self, page, where):
        with page.under("for _ in range(2):"):
            page.block(self.body, where)

    return {
        "needs": needs_nothing,
        "read": read,
        "perform": perform,
        "write": write,
        "suspensions": never,
        "blocks": lambda self: (Held(("body",), self.body),),
        "makes": makes_nothing,
        "stand_in": no_stand_in,
    }


@pytest.fixture
def no_new_kinds():
    """Forgets the operations that a test defines."""
    before = dict(KINDS)
    yield
    KINDS.clear()
    KINDS.update(before)


def test_everything_that_is_required_is_known():
    assert set(Operation.required) == set(methods())


@pytest.mark.parametrize("name", Operation.required)
def test_an_operation_that_does_not_say_everything_cannot_be_defined(name, no_new_kinds):
    said = methods()
    del said[name]
    with pytest.raises(TypeError, match=f"^Twice does not define {name}: see "):
        type("Twice", (Operation,), said)
    assert "Twice" not in KINDS


def test_the_error_names_everything_that_is_missing():
    with pytest.raises(TypeError, match=r"^Bare does not define needs, read, perform, write, sus"):
        type("Bare", (Operation,), {})


def test_a_part_that_does_not_say_what_it_needs_cannot_be_defined():
    with pytest.raises(TypeError, match=r"^Piece does not define needs: see "):
        type("Piece", (Part,), {})


def test_a_class_that_others_derive_from_need_not_say_everything():
    type("Base", (Operation,), {"abstract": True})
    assert "Base" not in KINDS


def test_a_class_is_all_that_a_new_operation_takes(no_new_kinds, capsys):
    @dataclass(frozen=True, slots=True)
    class Twice(Operation):
        body: Block

        needs, suspensions, makes = needs_nothing, never, makes_nothing
        blocks, stand_in = methods()["blocks"], no_stand_in
        read, perform, write = (methods()[each] for each in ("read", "perform", "write"))

    program = Program((Twice((Sleep(1), Wait("p"))),))
    assert Program.from_text(program.to_text()) == program
    assert script(program) == "twice:\n    sleep 1 s\n    wait for p"
    run = execute(REFERENCE, program, Canonical())
    assert run.aftermath.ending.value is None
    assert [each.subject for each in run.trace].count("sleep 1 s") == 4
    assert Program((Twice((Wait("p"),)),)) in set(smaller(program))
    assert len([*injected(program)]) == 4
    token = Token.from_text(counterexample(run, "m").token)
    exec(standalone(token, REFERENCE, "haiway_reference"), {})
    assert capsys.readouterr().out.count("p is there") == 2


@pytest.mark.parametrize(
    ("operation", "needs"),
    [
        (Sleep(1), set()),
        (Scope("s", ()), {"scope"}),
        (Scope("s", (), (Provided("A", "a"),)), {"scope", "state"}),
        (Scope("s", (), (), (Resource("r"),)), {"scope", "disposables"}),
        (
            Scope("s", (), (), (Resource("r", gives=(Provided("A", "a"),), form="one"),)),
            {"scope", "disposables", "state"},
        ),
        (Spawn("t"), {"spawn"}),
        (Process("h", Source()), {"process"}),
        (Execute("h", Source()), {"execute"}),
        (Open("o", TWO[0]), {"stream"}),
        (
            Process("h", Source("async iterator"), 2, True),
            {"process", "ignore-exceptions", "async-sources"},
        ),
        (Execute("h", Source("list"), 2, True), {"execute", "return-exceptions"}),
        (Merge("m", TWO), {"merge", "ends-first"}),
        (Merge("m", TWO, True), {"merge", "exhaustive"}),
    ],
)
def test_an_operation_needs_what_its_fields_need(operation, needs):
    assert operation.needs() == needs


def test_a_program_needs_what_its_operations_need():
    handled = Element(body=(Spawn("t", (Catch((Process("inner", Source()),)),)),))
    program = Program((Scope("s", (Execute("h", Source(elements=(handled,))),)),))
    assert program.needs == {"scope", "execute", "spawn", "process"}
    assert program.needs <= set(CAPABILITIES)


def test_every_operation_needs_known_capabilities():
    from example_programs import EXAMPLES

    needed = {need for program, _ in EXAMPLES.values() for need in program.needs}
    assert needed <= set(CAPABILITIES)
    assert set(CAPABILITIES) - needed <= {"async-sources", "return-exceptions", "exhaustive"}
