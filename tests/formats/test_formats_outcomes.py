"""One table says what outcomes count for, and every format has a word for each of them."""

from dataclasses import replace

import pytest
from haiway_conformance.report import Judgement, Outcome, Verdict, give_verdict
from haiway_conformance.report.formats import FORMATS
from haiway_conformance.report.formats.badge import COLORS
from haiway_conformance.report.formats.cases import cases
from haiway_conformance.report.formats.ctrf import STATUSES
from haiway_conformance.report.formats.github import COMMANDS
from haiway_conformance.report.formats.in_toto import LISTS
from haiway_conformance.report.formats.junit import ELEMENTS
from haiway_conformance.report.formats.markdown import SECTIONS
from haiway_conformance.report.formats.outcomes import OUTCOMES, UNJUDGED, Weight
from haiway_spec import Level, specification
from made_up_reports import EVERY_KIND, KNOWN, LISTED, MUST, OTHER_MUST, SHOULD, judged, report


def test_every_outcome_has_a_meaning():
    assert set(OUTCOMES) == {*Outcome, UNJUDGED}


@pytest.mark.parametrize("words", [STATUSES, COMMANDS, LISTS, ELEMENTS, SECTIONS])
def test_every_format_has_a_word_for_every_weight(words):
    assert set(words) == set(Weight)


def test_every_verdict_has_a_color():
    assert set(COLORS) == set(Verdict)


@pytest.mark.parametrize("outcome", Outcome)
def test_a_weight_agrees_with_the_verdict(outcome):
    # Beside a MUST that passes, the verdict is due to the other clause alone.
    one = judged(MUST, outcome)
    beside = judged(OTHER_MUST, Outcome.PASSED)
    verdict = give_verdict(Judgement((one, beside), ()), complete=True)
    weight = OUTCOMES[outcome].weight(Level.MUST)
    assert (weight in {Weight.FAIL, Weight.UNCLEAR}) == (verdict is not Verdict.CONFORMANT)
    assert (weight is Weight.FAIL) == (verdict is Verdict.NOT_CONFORMANT)


def test_what_only_known_failures_block_counts_for_nothing():
    excused = replace(judged(MUST, Outcome.BLOCKED), blocked_by=(LISTED,), known=(KNOWN,))
    made = report([excused, judged(OTHER_MUST, Outcome.PASSED)])
    assert made.verdict is Verdict.CONFORMANT
    assert [each.weight for each in cases(made)] == [Weight.KNOWN, Weight.PASS]
    should = replace(judged(SHOULD, Outcome.BLOCKED), blocked_by=(LISTED,), known=(KNOWN,))
    assert cases(report([should]))[0].weight is Weight.SKIP


def test_only_musts_fail():
    assert OUTCOMES[Outcome.FAILED].weight(Level.MUST) is Weight.FAIL
    assert OUTCOMES[Outcome.FAILED].weight(Level.SHOULD) is Weight.WARN
    for outcome in (Outcome.ERROR, Outcome.BLOCKED, Outcome.VACUOUS):
        assert OUTCOMES[outcome].weight(Level.MUST) is Weight.UNCLEAR
        assert OUTCOMES[outcome].weight(Level.SHOULD) is Weight.SKIP


def test_an_unexpected_pass_fails_at_every_level():
    assert {OUTCOMES[Outcome.UNEXPECTED_PASS].weight(each) for each in Level} == {Weight.FAIL}


def test_the_reports_of_these_tests_have_every_outcome_and_level():
    assert set(EVERY_KIND.values()) == set(Outcome)
    levels = {specification().clause(each).level for each in EVERY_KIND}
    assert levels == set(Level)
    assert specification().clause(SHOULD).level is Level.SHOULD


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_renders_the_same_bytes_each_time(name):
    one, other = (FORMATS[name].render(report(EVERY_KIND, unjudged=["tasks/kept"])) for _ in "12")
    assert one == other
    assert one.endswith(b"\n")


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_renders_a_report_without_clauses(name):
    assert FORMATS[name].render(report({}))


def test_each_format_has_a_file_of_its_own():
    assert len({each.file for each in FORMATS.values()}) == len(FORMATS)
    assert [each.name for each in FORMATS.values()] == list(FORMATS)
