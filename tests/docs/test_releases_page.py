"""The page about releases of haiway says what the file about them has."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from haiway_book.releases import failures, history, releases, said
from haiway_conformance.report.result import Outcome
from haiway_spec import Clause, specification

type HtmlOf = Callable[[str], str]


def anchor(clause: Clause) -> str:
    return f"{clause.chapter}-{clause.slug}"


KNOWN = {clause.id for clause in specification().clauses}


@pytest.mark.parametrize("each", releases(), ids=lambda each: each.version)
def test_it_is_about_present_clauses(each) -> None:
    unknown = set(each.outcomes) - KNOWN
    assert not unknown, "write the file anew: python3 -m tox -e matrix"
    assert set(each.outcomes.values()) <= {str(outcome) for outcome in Outcome}


def test_the_release_of_the_guide_is_judged() -> None:
    (one,) = [each for each in releases() if each.version == "0.30.1"]
    assert one.outcomes["scopes/exit-cancels-tasks"] == "failed"
    assert one.outcomes["tasks/handle"] == "passed"


def test_every_violation_is_told_once() -> None:
    for each in releases():
        failed = {name for name, outcome in each.outcomes.items() if outcome == "failed"}
        told = [
            clause.id
            for failure in failures()
            if each.version in failure.versions
            for clause in (failure.clause, *failure.others)
        ]
        assert failed <= set(told)


def test_a_failure_has_the_program_that_shows_it() -> None:
    (one,) = [each for each in failures() if each.clause.id == "scopes/exit-cancels-tasks"]
    assert " ".join(one.program.split()) == (
        "scope scope1: spawn task t1: wait for never1, which never completes"
    )
    drawn = [each for each in failures() if each.program]
    assert len(drawn) > len(failures()) / 2  # the others are programs of the guide or of a clause


def test_neighbours_are_named_by_the_first_and_the_last() -> None:
    versions = [each.version for each in releases()]
    assert said(versions) == f"{versions[0]} to {versions[-1]}"
    assert said([versions[3], versions[0], versions[1]]) == (
        f"{versions[0]} to {versions[1]}, {versions[3]}"
    )
    assert said(versions[2:3]) == versions[2]


def test_a_history_has_one_part_for_each_change() -> None:
    for clause in specification().clauses:
        runs = history(clause)
        assert all(one[0] != other[0] for one, other in pairwise(runs))
        for outcome, versions in runs:
            for each in releases():
                if each.version in versions:
                    assert each.outcomes[clause.id] == outcome


def test_the_page_has_a_row_for_each_change_failure_and_clause(html_of: HtmlOf) -> None:
    html = html_of("specification/releases").partition('id="release-changes"')[2]
    changes, _, rest = html.partition('id="release-failures"')
    wrong, _, clauses = rest.partition('id="release-clauses"')

    def shown(part: str) -> list[str]:
        return re.findall(r'<tr class="row-\w+"><td><p><code.*?#clause-([^"]+)"', part, re.DOTALL)

    every = specification().clauses
    changed = [clause for clause in every if len(history(clause)) > 1]
    assert shown(changes) == [anchor(each) for each in changed]
    assert shown(wrong) == [anchor(each.clause) for each in failures()]
    assert shown(clauses) == [anchor(each) for each in every]
