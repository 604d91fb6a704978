"""Scripts of programs in which helpers share something, or have sources of all kinds."""

import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Catch,
    Consume,
    Element,
    Execute,
    LookAgain,
    Merge,
    Open,
    Process,
    Scope,
    Source,
    Wait,
)
from haiway_conformance.simulated_loop import Canonical
from scripts import REFERENCE, ends_alike, run, script_of

TWO = (Element(body=(Wait("p1", after="h1[1] began"),), error="e1"), Element())
PLAIN = (Element(),)
FEED = Source("async iterable", PLAIN)
SHARED = {"same_source": "s", "same_handler": "f"}


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (
            (
                Catch((Execute("h1", Source("string", TWO)),)),
                Execute("h2", Source("indexed object", (Element(result="unhashable"),))),
                LookAgain("h2"),
            ),
            ("h1[0] raises as it is called", "the results of h2 [result of h2[0]]"),
        ),
        (
            (
                Process("h1", Source("generator", (Element(),)), **SHARED),
                Process("h2", Source("generator", (Element(),)), **SHARED),
            ),
            ("h1 returned None", "h2 returned None"),
        ),
        (
            (
                Scope(
                    "scope1",
                    (
                        Open("s1", Source("async generator", PLAIN)),
                        Execute("h1", Source("stream", PLAIN, stream="s1")),
                        Execute("h2", Source("lazy list", PLAIN)),
                        Open("s2", Source("async generator", PLAIN)),
                        Merge("s3", (Source("stream", PLAIN, stream="s2"), Source("stream"))),
                        Consume("s3", (), 1),
                        Merge("s4", (FEED, FEED), exhaustive=True, same=True),
                        Consume("s4"),
                    ),
                ),
            ),
            (
                "h1 returned [result of h1[0]]",
                "h2 returned [result of h2[0]]",
                "s4 gives element 0 of s4",
                "s4 has ended",
            ),
        ),
    ],
)
def test_a_script_does_what_the_program_does(program, said, tmp_path):
    program = Program(program)
    lines = run(script_of(program), tmp_path).stdout.splitlines()
    assert ends_alike(lines[-1], execute(resolve(REFERENCE), program, Canonical()))
    assert [each for each in said if not any(each in line for line in lines)] == []
