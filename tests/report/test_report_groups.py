"""Failing clauses are grouped by what shows them."""

import pytest
from haiway_conformance.adapter import Implementation
from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.judgement.fingerprint import Fingerprint
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Execute, Fail, Process, Scope, Source, Spawn
from haiway_conformance.report.groups import Group, grouped
from haiway_conformance.report.judged import FailedProperty, JudgedClause
from haiway_conformance.report.result import Outcome
from haiway_spec import specification

WAITS = "main in the exit of a scope; task waits"


def token(program: Program) -> str:
    implementation = Implementation("mine", "mine", "1")
    return Token(program, {}, Fingerprint(0, "", ""), implementation, "3.13", "1").to_text()


def program(scope: str = "scope1", task: str = "t1", tasks: int = 1) -> Program:
    spawned = tuple(Spawn(f"{task}{number or ''}", (Fail("error1"),)) for number in range(tasks))
    return Program((Scope(scope, spawned),))


def failed(
    clause: str,
    message: str = "",
    *,
    size: int = 3,
    shown: Program | None = None,
    **known: object,
) -> JudgedClause:
    text, message = f"a run of {clause}", message or f"{clause} was not kept"
    of = "" if shown is None else token(shown)
    counterexample = Counterexample(message, text, of, size, **known)  # type: ignore[arg-type]
    return JudgedClause(
        clause=specification().clause(clause),
        outcome=Outcome.FAILED,
        message=message,
        failures=(FailedProperty("a::test_b", message, counterexample),),
    )


def ids(groups: tuple[Group, ...]) -> list[list[str]]:
    return [[each.clause.id for each in group.clauses] for group in groups]


def test_clauses_that_nothing_joins_stay_alone():
    found = grouped([failed("scopes/late-spawn"), failed("tasks/result"), failed("state/default")])
    assert ids(found) == [["scopes/late-spawn"], ["tasks/result"], ["state/default"]]


def test_the_same_program_but_for_names_shows_both():
    found = grouped(
        [
            failed("scopes/late-spawn", shown=program("scope1", "t1")),
            failed("tasks/result", shown=program("scope4", "t7")),
            failed("state/default", shown=program(tasks=2)),
        ]
    )
    assert ids(found) == [["scopes/late-spawn", "tasks/result"], ["state/default"]]


@pytest.mark.parametrize("size", [2, 4])
def test_a_run_that_violates_another_clause_too_joins_it(size):
    first = failed("failures/surfaces", size=3)
    other = failed("failures/all-surface", size=size, violates=("failures/surfaces",))
    (group,) = grouped([first, other])
    assert group.shown is (first if size > 3 else other)


def test_hangs_in_the_same_place_are_one():
    hangs = [failed(each, ending=WAITS) for each in ("streams/unused", "streams/early-stop")]
    ends = failed("streams/order", ending="")
    assert len(grouped([*hangs, ends])) == 2


@pytest.mark.parametrize(("clause", "groups"), [("execute/first-failure", 1), ("merge/failure", 2)])
def test_a_third_clause_joins_only_those_of_one_part_of_the_interface(clause, groups):
    third = ("cancellation/not-invented",)
    found = [failed(each, violates=third) for each in ("process/first-failure", clause)]
    assert len(grouped(found)) == groups


def test_process_and_execute_with_the_same_program_are_one():
    source = Source()
    helpers = [Scope("scope1", (each("h1", source, 1),)) for each in (Process, Execute)]
    found = [
        failed(clause, shown=Program((each,)))
        for clause, each in zip(("process/sources", "execute/sources"), helpers, strict=True)
    ]
    assert len(grouped(found)) == 1


@pytest.mark.parametrize(("clause", "groups"), [("execute/at-most-limit", 1), ("merge/ends", 2)])
def test_the_same_sentence_joins_only_those_of_one_part_of_the_interface(clause, groups):
    found = [failed(each, "3 of 2 at once") for each in ("process/at-most-limit", clause)]
    assert len(grouped(found)) == groups


def test_those_that_explain_most_come_first_and_shoulds_last():
    shoulds = [failed(each, ending=WAITS) for each in ("scopes/single-use", "scopes/after-exit")]
    alone = failed("scopes/late-spawn")
    pair = [failed(each, shown=program()) for each in ("tasks/result", "tasks/arguments")]
    found = grouped([*shoulds, alone, *pair])
    assert ids(found) == [
        ["tasks/result", "tasks/arguments"],
        ["scopes/late-spawn"],
        ["scopes/single-use", "scopes/after-exit"],
    ]
    assert [each.fails for each in found] == [True, True, False]


def test_a_token_of_another_version_groups_by_its_text():
    one, other = failed("tasks/result"), failed("tasks/arguments")
    unreadable = [
        JudgedClause(
            each.clause,
            Outcome.FAILED,
            failures=(
                FailedProperty("a::test_b", "m", Counterexample("m", "the run", "hwc0.x", 1)),
            ),
        )
        for each in (one, other)
    ]
    assert len(grouped(unreadable)) == 1
