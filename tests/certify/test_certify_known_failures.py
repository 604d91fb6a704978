"""Known failures let the others decide, and the list is kept true."""

import json
import signal

import pytest
from haiway_conformance.known_failures import parse_known_failures

MUST, OTHER, THIRD = "scopes/exit-awaits-tasks", "tasks/result", "tasks/arguments"
PASSES = "for run in explore(program): pass"
FAILS = "for run in explore(program): expect(run < 3, f'task t{run} was left')"


@pytest.fixture
def listed(folder):
    def write(*clauses, **fields):
        lines = [f'{name} = "{value}"\n' for name, value in fields.items()]
        text = "# Ours.\n" + "\n".join(
            f'["{each}"]\nreason = "why"\n{"".join(lines)}' for each in clauses
        )
        (folder / "known.toml").write_text(text)
        return folder / "known.toml"

    return write


def outcomes(folder):
    data = json.loads((folder / "report.json").read_bytes())
    return {each["id"]: each["outcome"] for each in data["clauses"]}


def test_a_listed_failure_does_not_fail_the_run(suite, judge, listed, folder):
    suite({MUST: FAILS, OTHER: PASSES})
    told = judge(known_failures=listed(MUST), output=folder, clauses=(MUST, OTHER))
    assert told.code == 0
    assert " 1 clause (scopes 1) failed as\n    listed" in told.out
    assert outcomes(folder) == {MUST: "known-failure", OTHER: "passed"}
    assert f"    why: {MUST}\n" in told.out


@pytest.mark.parametrize(
    ("bodies", "clauses"),
    [
        ({MUST: FAILS, OTHER: FAILS}, [MUST]),
        ({MUST: PASSES, OTHER: FAILS}, [MUST, OTHER]),
        ({MUST: FAILS, OTHER: FAILS}, []),
    ],
    ids=["a new failure", "an unexpected pass", "an entry is gone"],
)
def test_anything_else_fails_it(suite, judge, listed, bodies, clauses):
    suite(bodies)
    told = judge(known_failures=listed(*clauses), clauses=(MUST, OTHER))
    assert told.code == 1
    assert told.verdict.startswith("verdict (partial): not conformant — ")


def test_entries_of_clauses_that_are_not_judged_are_no_error(suite, judge, listed):
    suite({MUST: FAILS, OTHER: PASSES})
    assert judge(known_failures=listed(MUST), clauses=(OTHER,)).code == 0


def test_entries_of_another_version_mean_nothing(suite, judge, listed):
    suite({MUST: FAILS, OTHER: PASSES})
    assert judge(known_failures=listed(MUST, versions="<1"), clauses=(MUST,)).code == 1


def test_a_list_that_cannot_be_read_is_told_before_anything_is_judged(judge, suite, listed, folder):
    suite({MUST: FAILS})
    told = judge(known_failures=listed("scopes/exit-awaits-task"))
    assert (told.code, told.out) == (2, "")
    assert told.err.endswith(f"did you mean '{MUST}'?\n") or f"did you mean '{MUST}'" in told.err
    assert judge(known_failures=folder / "none.toml").code == 2
    assert judge(write_known_failures=folder / "known.toml").code == 2


def test_known_failures_are_not_made_smaller_unless_all_are(suite, judge, listed):
    suite({MUST: FAILS, OTHER: FAILS})
    asked = {"known_failures": listed(MUST), "clauses": (MUST, OTHER)}
    assert "making 1 counterexample smaller" in judge(**asked).err
    full = judge(**asked, full=True)
    assert "making 2 counterexamples smaller" in full.err
    assert f"KNOWN FAILURE {MUST}: task t3 was left" in full.out
    assert "smaller" not in judge(**asked | {"clauses": (MUST,)}).err


def test_what_fails_now_is_written(suite, judge, listed, folder):
    suite({MUST: PASSES, OTHER: FAILS, THIRD: FAILS})
    file = listed(OTHER, MUST)
    told = judge(known_failures=file, write_known_failures=file)
    assert told.code == 1  # the verdict is about the list as it was
    text = file.read_text()
    assert text.startswith(f'# Ours.\n["{OTHER}"]\nreason = "why"\n')
    assert [(each.clause, each.reason) for each in parse_known_failures(text, "it").values()] == [
        (OTHER, "why"),
        (THIRD, "not yet explained"),
    ]
    again = judge(known_failures=file, write_known_failures=file, clauses=(MUST, OTHER, THIRD))
    assert again.code == 0
    assert file.read_text() == text


def test_another_list_is_begun_with_what_was_read(suite, judge, listed, folder):
    suite({MUST: FAILS, OTHER: FAILS})
    new = folder / "deep" / "new.toml"
    judge(known_failures=listed(MUST), write_known_failures=new)
    assert new.read_text() == (
        f'# Ours.\n["{MUST}"]\nreason = "why"\n\n["{OTHER}"]\nreason = "not yet explained"\n'
    )


def test_a_list_that_is_not_there_yet_can_be_named_twice(suite, judge, folder):
    suite({MUST: FAILS})
    file = folder / "new.toml"
    assert judge(known_failures=file, write_known_failures=file).code == 1
    assert judge(known_failures=file, clauses=(MUST,)).code == 0


@pytest.mark.usefixtures("in_the_foreground")
def test_an_interrupted_run_says_nothing_about_the_list(suite, judge, listed):
    suite({MUST: f"import os; os.kill(os.getpid(), {int(signal.SIGINT)})", OTHER: PASSES})
    file = listed(OTHER)
    told = judge(known_failures=file, write_known_failures=file)
    assert told.code == 130
    assert "known.toml' stays as it is, because the run ended early" in told.err
    assert file.read_text() == f'# Ours.\n["{OTHER}"]\nreason = "why"\n'
    assert "UNEXPECTED" not in told.out


def test_a_place_that_cannot_be_written_to_is_told_first(suite, judge, folder):
    suite({MUST: FAILS})
    (folder / "file").write_text("")
    told = judge(write_known_failures=folder / "file" / "known.toml")
    assert (told.code, told.out) == (2, "")
    assert "Name a place with --write-known-failures" in told.err
