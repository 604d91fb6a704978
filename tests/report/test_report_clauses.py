"""The outcome of a clause, for every combination of the outcomes of its properties."""

import itertools
import random

import pytest
from haiway_conformance.judgement import Counterexample, Findings
from haiway_conformance.report import (
    FailedProperty,
    Outcome,
    Result,
    judge_clauses,
    outcome_without_violation,
)
from haiway_spec import Level, specification

PRESENT = frozenset({"scope", "spawn", "stream"})
MUST = specification().clause("scopes/exit-awaits-tasks")
MAY = specification().clause("scopes/foreign-exit")
ORPHANS = specification().clause("hygiene/no-orphans")
CLOSED = specification().clause("hygiene/generators-closed")
CYCLES = specification().clause("hygiene/no-cycles")

# Whichever of them comes first among the outcomes of its properties is that of the clause.
WORST_FIRST = ("failed", "error", "vacuous", "blocked", "recorded", "passed", "unsupported")
COMBINATIONS = [
    each
    for count in (1, 2, 3)
    for each in itertools.combinations_with_replacement(map(Outcome, WORST_FIRST), count)
]


def result(outcome="passed", *, test="test_a::a", clause=MUST, **rest) -> Result:
    return Result(test, clause.id, Outcome(outcome), **rest)


def shown(size: int, text: str = "text", message: str = "seen") -> Counterexample:
    return Counterexample(message, text, f"token of {text}", size)


def judge_one(clause, *results, present=PRESENT):
    judgement = judge_clauses([clause], results, present)
    assert not judgement.unjudged
    return judgement.clauses[0]


@pytest.mark.parametrize("outcomes", COMBINATIONS, ids=",".join)
def test_the_worst_property_decides(outcomes):
    results = [result(each, test=f"test_a::{number}") for number, each in enumerate(outcomes)]
    expected = next(each for each in WORST_FIRST if each in outcomes)
    assert judge_one(MUST, *results).outcome == expected


def test_programs_and_schedules_are_counted_over_all_properties():
    judged = judge_one(
        MUST,
        result(findings=Findings(programs=3, schedules=30)),
        result("failed", test="test_a::b", findings=Findings(programs=2, schedules=7)),
    )
    assert (judged.programs, judged.schedules) == (5, 37)


def failed(name: str, counterexample=None, message="why") -> Result:
    return result("failed", test=f"test_a::{name}", message=message, counterexample=counterexample)


def test_the_smallest_counterexample_is_shown_with_its_own_message():
    judged = judge_one(
        MUST,
        failed("test_a", shown(5, message="big")),
        failed("test_c", shown(2, "text", message="small")),
    )
    assert (judged.message, judged.counterexample.text) == ("small", "text")


def test_every_failing_property_is_shown_the_smallest_counterexample_first():
    results = [
        failed("test_without_programs", message="seen at once"),
        failed("test_big", shown(5, message="big")),
        failed("test_second_of_its_size[b-1]", shown(2)),
        failed("test_first_of_its_size", shown(2, "a longer text")),
        result(test="test_a::test_passes"),
        result("error", test="test_a::test_broken", message="broken"),
    ]
    random.Random(0).shuffle(results)
    judged = judge_one(MUST, *results)
    assert [(each.name, each.message) for each in judged.failures] == [
        ("first of its size", "seen"),
        ("second of its size [b-1]", "seen"),
        ("big", "big"),
        ("without programs", "seen at once"),
    ]
    assert (judged.message, judged.counterexample) == ("seen", shown(2, "a longer text"))


@pytest.mark.parametrize("outcome", WORST_FIRST[1:])
def test_what_did_not_fail_has_no_failures(outcome):
    judged = judge_one(MUST, result(outcome, message="why", counterexample=shown(1)))
    assert (judged.failures, judged.counterexample) == ((), None)


@pytest.mark.parametrize(
    ("test", "name"),
    [
        ("test_scopes::test_no_task_is_left", "no task is left"),
        ("test_scopes::test_it[a_b::c-[1]]", "it [a_b::c-[1]]"),
        ("a", "a"),
    ],
)
def test_the_name_of_a_property_is_that_of_its_function_in_words(test, name):
    assert FailedProperty(test, "").name == name


def test_the_message_of_an_outcome_that_did_not_decide_is_not_shown():
    judged = judge_one(
        MUST, result("error", message="broken"), result("vacuous", test="test_a::0", message="none")
    )
    assert judged.message == "broken"


def test_a_clause_without_properties_is_unjudged():
    judgement = judge_clauses([MAY, MUST], [result()], PRESENT)
    assert [each.clause for each in judgement.clauses] == [MUST]
    assert judgement.unjudged == (MAY,)


def test_clauses_are_in_the_order_of_the_specification_whatever_that_of_the_results():
    clauses = specification().clauses
    results = [result(test=f"test_a::{each.slug}", clause=each) for each in clauses]
    random.Random(0).shuffle(results)
    judgement = judge_clauses(clauses, results, PRESENT)
    assert [each.clause for each in judgement.clauses] == list(clauses)


def test_a_clause_fails_by_the_smallest_run_of_other_properties_that_violates_it():
    evidence = [Findings(blamed={MUST.id: shown(size, f"of {size}")}) for size in (3, 2)]
    other = specification().clause("state/provided")
    results = [
        result(),
        *(
            result(test=f"test_b::{index}", clause=other, findings=each)
            for index, each in enumerate(evidence)
        ),
    ]
    judged = judge_one(MUST, *results)
    assert judged.outcome == "failed"
    assert [(each.test, each.counterexample) for each in judged.failures] == [
        ("test_b::1", shown(2, "of 2"))
    ]


def test_a_blocked_clause_names_the_clauses_that_block_it():
    findings = Findings(programs=3, left_out=7, blamed={"tasks/result": shown(1)})
    judged = judge_one(MUST, result("blocked", findings=findings))
    assert (judged.blocked_by, judged.left_out) == (("tasks/result",), 7)


@pytest.mark.parametrize("blamed", [{}, {"tasks/result": shown(1)}])
def test_a_property_whose_runs_all_violate_other_clauses_is_blocked(blamed):
    findings = Findings(programs=3, blamed=blamed)
    expected = Outcome.BLOCKED if blamed else Outcome.VACUOUS
    assert outcome_without_violation(Level.MUST, findings) is expected


def test_answers_to_an_open_question_are_gathered():
    judged = judge_one(
        MAY,
        result("recorded", clause=MAY, findings=Findings(observed=("an error",))),
        result("recorded", test="test_a::b", clause=MAY, findings=Findings(observed=("a task",))),
        result("unsupported", test="test_a::c", clause=MAY),
    )
    assert (judged.outcome, judged.observed) == ("recorded", ("a task", "an error"))


def test_an_open_question_that_did_not_arise_is_recorded_as_that():
    judged = judge_one(MAY, result("recorded", clause=MAY))
    assert judged.observed == ("not observed",)


@pytest.mark.parametrize(
    ("level", "programs", "met", "outcome"),
    [
        (Level.MUST, 5, 1, "passed"),
        (Level.MUST, 5, 0, "vacuous"),
        (Level.MUST, 0, 0, "passed"),
        (Level.SHOULD, 5, 1, "passed"),
        (Level.SHOULD, 5, 0, "vacuous"),
        (Level.SHOULD, 0, 0, "passed"),
        (Level.MAY, 5, 1, "recorded"),
        (Level.MAY, 5, 0, "recorded"),
        (Level.MAY, 0, 0, "recorded"),
    ],
)
def test_the_outcome_of_a_property_without_violation(level, programs, met, outcome):
    assert outcome_without_violation(level, Findings(programs=programs, met=met)) == outcome


def clean(clause=ORPHANS, count=4) -> Result:
    return result(findings=Findings(programs=4, schedules=40, hygiene={clause.id: count}))


def unclean(clause=ORPHANS) -> Result:
    findings = Findings(
        programs=2, schedules=9, hygiene={clause.id: 1}, unclean={clause.id: shown(3)}
    )
    return result("failed", test="test_a::unclean", findings=findings)


@pytest.mark.parametrize(
    ("clause", "results", "present", "outcome", "programs"),
    [
        (ORPHANS, [clean()], PRESENT, "passed", 4),
        (ORPHANS, [clean(), unclean()], PRESENT, "failed", 5),
        (ORPHANS, [clean(CLOSED)], PRESENT, "vacuous", 0),
        (CLOSED, [clean(ORPHANS)], PRESENT, "vacuous", 0),
        (CLOSED, [clean(ORPHANS)], PRESENT | {"merge"}, "vacuous", 0),
        (CLOSED, [clean(ORPHANS)], PRESENT - {"stream"}, "unsupported", 0),
        (CLOSED, [clean(CLOSED)], PRESENT, "passed", 4),
        (CYCLES, [clean(CYCLES)], PRESENT, "recorded", 4),
        (CYCLES, [unclean(CYCLES)], PRESENT, "recorded", 1),
        (CYCLES, [clean(ORPHANS)], PRESENT, "recorded", 0),
    ],
)
def test_hygiene_is_judged_over_all_properties(clause, results, present, outcome, programs):
    judged = judge_one(clause, *results, present=present)
    assert (judged.outcome, judged.programs, judged.met) == (outcome, programs, programs)


@pytest.mark.parametrize(
    ("results", "observed"),
    [
        ([clean(CYCLES)], "holds in every program"),
        ([clean(CYCLES), unclean(CYCLES)], "does not hold: seen"),
        ([clean(ORPHANS)], "not observed"),
    ],
)
def test_hygiene_that_is_an_open_question_records_its_answer(results, observed):
    assert judge_one(CYCLES, *results).observed == (observed,)


def test_hygiene_shows_the_counterexample_of_any_property_that_found_one():
    judged = judge_one(ORPHANS, clean(), unclean())
    assert (judged.message, judged.counterexample) == ("seen", shown(3))


def test_hygiene_shows_one_failure_however_many_properties_found_one():
    smaller = Findings(programs=1, unclean={ORPHANS.id: shown(2)})
    same = Findings(programs=1, unclean={ORPHANS.id: shown(2, "another text")})
    judged = judge_one(
        ORPHANS,
        unclean(),
        result(test="test_a::test_z", findings=smaller),
        result(test="test_a::test_y", findings=same),
    )
    (told,) = judged.failures
    assert (told.name, told.counterexample) == ("y", shown(2, "another text"))


@pytest.mark.parametrize("results", [[], [result("unsupported")], [result("error")]])
def test_hygiene_is_unjudged_where_no_program_was_run(results):
    assert judge_clauses([ORPHANS], results, PRESENT).unjudged == (ORPHANS,)


OTHER = specification().clause("cancellation/check")


@pytest.mark.parametrize("kind", ["random_program", "prior_use"])
def test_what_stops_others_stops_no_clause_by_way_of_its_random_programs_and_prior_use(kind):
    """Unless nothing else says which clause it is about."""
    echo = result("error", test="test_a::b", stopped=True, **{kind: True})
    of_itself = result("error", test="test_b::c", clause=OTHER, stopped=True)
    judged = judge_clauses([MUST, OTHER], [result(), echo, of_itself], PRESENT).clauses
    assert [each.outcome for each in judged] == ["passed", "error"]
    assert judge_one(MUST, result(), echo).outcome == "error"


def test_a_failure_after_prior_use_is_one_whatever_stopped_other_properties():
    failing = result("failed", test="test_a::b", prior_use=True)
    of_itself = result("error", test="test_b::c", clause=OTHER, stopped=True)
    judged = judge_clauses([MUST, OTHER], [result(), failing, of_itself], PRESENT).clauses
    assert [each.outcome for each in judged] == ["failed", "error"]


def test_a_result_survives_crossing_processes():
    findings = Findings(
        *(3, 30, 2, "digest"),
        observed=("b", "a"),
        hygiene={ORPHANS.id: 1},
        unclean={ORPHANS.id: shown(1)},
    )
    whole = result("failed", message="seen", findings=findings, counterexample=shown(2))
    for each in (whole, result(), result(prior_use=True)):
        assert Result.from_json(each.to_json()) == each
