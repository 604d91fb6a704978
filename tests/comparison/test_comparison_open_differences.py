"""Programs on which two implementations differ where the specification leaves a choice open."""

from haiway_conformance.adapter import Implementation, capabilities, resolve
from haiway_conformance.comparison import Change, Direction, OpenDifference, open_differences, told
from haiway_conformance.judgement.counterexample import token_of
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program, script
from haiway_conformance.programs.operations import Next, Open, Scope, Sleep, Source, Spawn, Yield
from haiway_conformance.report import JudgedClause, Outcome
from haiway_conformance.simulated_loop import Canonical
from haiway_conformance.suite.blame import violated_by
from haiway_spec import specification
from sample_reports import report

CLAUSE = specification().clause("streams/concurrent-requests")
REFERENCE, GROUPS = resolve("haiway_reference"), resolve("haiway_conformance.oracles:TaskGroups")
BOTH = capabilities(REFERENCE) & capabilities(GROUPS)

# Two tasks ask one stream at once. What else happens matters to nobody.
ASKED_TWICE = Program(
    (
        Sleep(1),
        Scope(
            "scope1",
            (
                Open("s1", Source()),
                Spawn("t1", (Yield(), Next("s1"))),
                Spawn("t2", (Yield(), Next("s1"))),
                Sleep(3),
            ),
        ),
        Sleep(2),
    )
)


def change(program: Program, before: str = "both are served", after: str = "an error") -> Change:
    def judged(adapter, answer: str) -> JudgedClause:
        token = token_of(
            execute(adapter, program, Canonical()), Implementation("a", "b", "c"), CLAUSE.id
        )
        return JudgedClause(
            CLAUSE, Outcome.RECORDED, observed=(answer,), shows={answer: token.to_text()}
        )

    return Change(CLAUSE, judged(REFERENCE, before), judged(GROUPS, after), Direction.OTHERWISE)


def found(of: Change) -> list[OpenDifference]:
    return list(open_differences([of], REFERENCE, GROUPS, BOTH, violated_by))


def test_the_smallest_program_shows_what_each_does():
    (difference,) = found(change(ASKED_TWICE))
    assert difference.clause is CLAUSE
    assert difference.before.program == difference.after.program
    assert difference.before.program[0] == "scope scope1:"
    assert len(difference.before.program) < len(script(ASKED_TWICE).splitlines()) - 2
    before, after = (
        [row.text for row in picture.timeline.rows]
        for picture in (difference.before, difference.after)
    )
    assert any("RuntimeError" in text for text in after)
    assert not any("RuntimeError" in text for text in before)


def test_they_are_drawn_side_by_side():
    of = change(ASKED_TWICE)
    (*_, block) = told(report(), report(), [of], found(of), width=100)
    assert block.startswith(f"{CLAUSE.id} leaves it open: {CLAUSE.title}\n    scope scope1:")
    lines = block.splitlines()
    assert any(line.split() == ["before", "|", "now"] for line in lines)
    assert all(len(line) <= 100 for line in lines)


def test_a_program_on_which_they_agree_shows_nothing():
    assert found(change(Program((Sleep(1),)))) == []


def test_the_same_answer_needs_no_program():
    assert found(change(ASKED_TWICE, "the same", "the same")) == []


def test_a_program_that_one_of_them_cannot_run_is_left_out():
    of = change(ASKED_TWICE)
    without = BOTH - {"stream"}
    assert list(open_differences([of], REFERENCE, GROUPS, without, violated_by)) == []
