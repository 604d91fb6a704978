"""Annotations of GitHub Actions: one line each, and nothing of a target becomes a command."""

import re

import pytest
from haiway_conformance.report import Outcome
from haiway_conformance.report.formats.github import PER_STEP, render_github
from haiway_spec import specification
from made_up_reports import EVERY_KIND, MUST, SHOULD, hostile, judged, many, report, said_of

LINE = re.compile(r"::(notice|warning|error) title=([^:,\r\n]*)::(.*)")


def lines(made) -> list[tuple[str, str, str]]:
    """Return command, title and message of each line."""
    found = [LINE.fullmatch(each) for each in render_github(made).decode().splitlines()]
    assert all(found)
    return [each.groups() for each in found if each]


def test_the_verdict_comes_first():
    command, title, message = lines(report(EVERY_KIND))[0]
    assert (command, title) == ("notice", "mine 0.1")
    assert message.startswith("verdict: not conformant — ")


def test_musts_that_fail_are_errors_and_the_rest_warnings():
    assert [(command, title) for command, title, _ in lines(report(EVERY_KIND))[1:]] == [
        ("error", "scopes/exit-awaits-tasks failed (MUST)"),
        ("error", "streams/failure unexpected-pass (MUST)"),
        ("warning", "tasks/result vacuous (MUST)"),
        ("warning", "tasks/arguments error (MUST)"),
        ("warning", "tasks/called-once blocked (MUST)"),
        ("warning", "scopes/single-use failed (SHOULD)"),
    ]


def test_what_one_run_shows_is_one_annotation():
    one = [judged(each, Outcome.FAILED, "left") for each in (MUST, SHOULD)]
    (_, (command, title, message)) = lines(report(one))
    assert (command, title) == ("error", "scopes/exit-awaits-tasks failed (MUST)")
    assert message.endswith("%0A%0AAnd with it: scopes/single-use")


def test_a_message_says_what_happened_and_what_was_promised():
    (_, message, *_) = (said for _, _, said in lines(report(EVERY_KIND)))
    promise = specification().clause(MUST).promise
    assert message == f"{said_of(MUST)}%0A%0A{promise}"


@pytest.mark.parametrize("count", [PER_STEP, PER_STEP + 1, 264])
def test_no_more_than_github_shows(count):
    found = [each for each in lines(many(count, "left", "")) if each[0] == "error"]
    assert len(found) == PER_STEP
    _, title, message = found[-1]
    more = count - PER_STEP + 1
    if count == PER_STEP:
        assert title.endswith("failed (MUST)")
    else:
        assert title == f"{more} more clauses"
        assert message.count("/") == more or "more characters]" in message


def test_warnings_have_a_limit_of_their_own():
    musts = [each.id for each in specification().clauses if each.level == "MUST"][:8]
    shoulds = [each.id for each in specification().clauses if each.level == "SHOULD"][:8]
    vacuous = [judged(each, Outcome.VACUOUS) for each in musts]
    failed = [judged(each, Outcome.FAILED) for each in shoulds]
    found = [title for command, title, _ in lines(report([*failed, *vacuous]))][1:]
    assert [each.split()[0] for each in found[:-1]] == [*musts, shoulds[0]]
    assert found[-1] == "7 more clauses"


def test_messages_stay_below_what_github_cuts():
    for made in (many(264, "x" * 100_000, ""), hostile()):
        assert all(len(message) < 4096 for _, _, message in lines(made))


def test_nothing_that_a_target_says_is_a_command():
    content = render_github(hostile()).decode()
    assert len(content.splitlines()) == len(content.split("\n")) - 1 == 4
    for line in content.splitlines():
        assert line.startswith(("::notice title=", "::error title=", "::warning title="))
    assert "%250A::warning::this" in content
    assert "\x1b" not in content


def test_a_title_is_escaped():
    (first, *_) = render_github(report({SHOULD: Outcome.PASSED}, name="50%: a, b")).splitlines()
    assert first.startswith(b"::notice title=50%25%3A a%2C b 0.1::")
