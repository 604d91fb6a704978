"""Any part of a program can be dropped, and what remains is a program.

Shrinking depends on that: an operation that has lost what it refers to does nothing, and nothing
that the kit itself does may fail because of it.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import haiway_conformance
import pytest
from drawn_programs import STRATEGIES, drawn
from example_programs import EXAMPLES, KINDS, WithSimpleHelpers
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.raised import leaves
from haiway_conformance.programs import Program, script
from haiway_conformance.programs.execution import Failure
from haiway_conformance.simulated_loop import Canonical, RandomWalk

REFERENCE = resolve("haiway_reference")
KIT = Path(haiway_conformance.__file__).parent


def _less(block: tuple) -> Iterator[tuple]:
    """The block without one of its operations (or resources), at whatever depth."""
    for index, each in enumerate(block):
        yield (*block[:index], *block[index + 1 :])
        for field in fields(each):
            value = getattr(each, field.name)
            if isinstance(value, tuple) and value and is_dataclass(value[0]):
                for less in _less(value):
                    smaller = replace(each, **{field.name: less})
                    yield (*block[:index], smaller, *block[index + 1 :])


def _raised_by(error: BaseException) -> Path | None:
    """The file in which an exception was raised."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return Path(traceback.tb_frame.f_code.co_filename) if traceback is not None else None


def _runs_without_an_error_of_the_kit(adapter, program):
    for choices in (Canonical(), RandomWalk(1)):
        run = execute(adapter, program, choices)
        for error in leaves(run.error):
            place = None if isinstance(error, Failure) else _raised_by(error)
            if place is not None and place.is_relative_to(KIT):
                raise AssertionError(f"the kit fails in\n{script(program)}") from error


@pytest.mark.parametrize("name", STRATEGIES)
def test_any_operation_of_a_drawn_program_can_be_dropped(name):
    for program in drawn(name, 3):
        for main in _less(program.main):
            smaller = Program(main)
            assert smaller.size < program.size or smaller != program
            _runs_without_an_error_of_the_kit(REFERENCE, smaller)


@pytest.mark.parametrize("kind", KINDS)
def test_any_operation_of_an_example_can_be_dropped(kind):
    program, _ = EXAMPLES[kind]
    for main in _less(program.main):
        _runs_without_an_error_of_the_kit(WithSimpleHelpers(), Program(main))
