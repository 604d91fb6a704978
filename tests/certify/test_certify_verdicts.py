"""From a target to a verdict: outcomes, selection, interruption."""

import json
import os
import re
import shutil
import signal
from pathlib import Path

import pytest

PASSES = "for run in explore(program): pass"
FAILS = "for run in explore(program): expect(run < 3, f'task t{run} was left')"
HOLLOW = "for run in explore(program, met=False): pass"
BROKEN = "raise KitError('the kit is broken')"
UNCLEAN = "for run in explore(program, unclean=['hygiene/no-orphans']): pass"
# Checks each hygiene clause, so that none of them is vacuous.
CLEAN = """
for run in explore(program): pass
explore.hygiene.update((f"hygiene/{name}", 1) for name in (
    "no-orphans", "no-unretrieved", "generators-closed", "coroutines-awaited", "no-timers",
    "cancelling-balanced", "no-cycles"))
"""

MUST, SHOULD, MAY = "scopes/exit-awaits-tasks", "scopes/single-use", "scopes/foreign-exit"


@pytest.mark.parametrize(
    ("bodies", "code", "verdict"),
    [
        ({}, 0, "verdict: conformant — "),
        ({MUST: PASSES}, 0, "verdict: conformant — "),
        ({SHOULD: FAILS}, 0, "verdict: conformant — "),
        ({MAY: FAILS}, 0, "verdict: conformant — "),
        ({SHOULD: HOLLOW}, 0, "verdict: conformant — "),
        ({SHOULD: BROKEN}, 0, "verdict: conformant — "),
        ({"streams/order": FAILS}, 0, "verdict: conformant — "),
        ({MUST: FAILS}, 1, "verdict: not conformant — 1 MUST clause failed"),
        ({MUST: HOLLOW}, 3, "verdict: inconclusive — 1 MUST clause never met"),
        ({MUST: BROKEN}, 3, "verdict: inconclusive — 1 MUST clause ended in an error"),
        ({MUST: FAILS, "scopes/late-spawn": BROKEN}, 1, "verdict: not conformant — "),
        ({MUST: UNCLEAN}, 1, "verdict: not conformant — 1 MUST clause failed"),
    ],
)
def test_verdicts_and_exit_codes(suite, judge, bodies, code, verdict):
    suite({"tasks/result": CLEAN, **bodies})
    told = judge()
    assert told.verdict.startswith(verdict)
    assert told.code == code


def test_without_any_property_nothing_is_conformant(suite, judge):
    suite({})
    told = judge()
    assert told.code == 3
    assert told.verdict.startswith("verdict: inconclusive — no MUST was judged: no property ran")


@pytest.mark.parametrize(
    ("bodies", "asked", "words"),
    [
        (
            {SHOULD: PASSES},
            {"clauses": (SHOULD,)},
            "since only SHOULDs and MAYs were selected. Select",
        ),
        ({MAY: PASSES}, {"clauses": (MAY,)}, "since only SHOULDs and MAYs were selected. Select"),
        ({SHOULD: FAILS}, {"clauses": (SHOULD, MAY)}, "since only SHOULDs and MAYs were selected."),
        (
            {"streams/order": PASSES},
            {"clauses": ("streams/order",)},
            ": the clause is unsupported. Give the",
        ),
        (
            {"streams/order": PASSES, "streams/end": PASSES},
            {"chapters": ("streams",)},
            ": the 2 MUST clauses are unsupported.",
        ),
        ({MUST: PASSES}, {"clauses": ("scopes/late-spawn",)}, ": no property ran that judges one."),
    ],
)
def test_a_part_without_a_must_that_can_be_judged_is_inconclusive(
    suite, judge, bodies, asked, words
):
    suite({"tasks/result": CLEAN, **bodies})
    told = judge(**asked)
    assert told.code == 3
    assert told.verdict.startswith("verdict (partial): inconclusive — no MUST was judged")
    assert words in " ".join(told.out.split())


def test_each_failed_clause_is_explained_once(suite, judge):
    suite({MUST: FAILS, SHOULD: FAILS, "tasks/result": PASSES})
    told = judge(full=True)
    assert told.out.count(f"FAILED {MUST}: task t3 was left") == 1
    assert told.out.count(f"WARNING {SHOULD}: task t3 was left") == 1
    assert told.out.index("passed  failed") < told.out.index("FAILED") < told.out.index("WARNING")
    assert (
        "    haiway-conformance certify fake_implementations:OnlyScopesAndTasks --clause"
        f" {MUST} --profile quick\n" in told.out
    )


def test_every_failing_property_of_a_clause_is_explained(suite, judge, folder):
    suite({MUST: FAILS})
    path = folder / "fake_suite" / "test_scopes.py"
    one = path.read_text(encoding="utf-8")
    other = one[one.index("@clause") :].replace("def test_", "def test_again_")
    other = other.replace("integers(3", "integers(2").replace("run < 3", "run < 2")
    path.write_text(f"{one}\n{other}", encoding="utf-8")
    told = judge(output=folder / "out", full=True)
    assert f"FAILED {MUST}: task t2 was left (and 1 more)\n" in told.out
    clause = json.loads((folder / "out" / "report.json").read_bytes())["clauses"][0]
    assert clause["message"] == "task t2 was left"
    assert [(each["property"], each["message"]) for each in clause["failures"]] == [
        ("again scopes exit awaits tasks", "task t2 was left"),
        ("scopes exit awaits tasks", "task t3 was left"),
    ]


def test_the_verdict_names_what_it_does_not_cover(suite, judge):
    suite({"tasks/result": CLEAN, "streams/order": PASSES})
    told = judge()
    assert "\nunsupported: lacks disposables, cancel, " in told.out
    assert "\nunjudged: " in told.out


def test_selected_clauses_alone_are_judged(suite, judge, folder):
    suite({MUST: FAILS, "scopes/late-spawn": PASSES, "tasks/result": PASSES})
    told = judge(clauses=("scopes/late-spawn",), chapters=("tasks",), output=folder / "out")
    assert told.code == 0
    assert told.verdict == "verdict (partial): conformant — 2 MUST clauses passed"
    assert told.err.splitlines()[0] == "judging by 2 properties"
    report = json.loads((folder / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["partial"] is True
    assert [each["id"] for each in report["clauses"]] == ["scopes/late-spawn", "tasks/result"]
    assert {each.partition("/")[0] for each in report["unjudged"]} == {"tasks"}


def test_a_selected_clause_without_property_is_inconclusive(suite, judge):
    suite({MUST: PASSES})
    told = judge(clauses=("scopes/late-spawn",))
    assert told.code == 3
    assert "\nunjudged: 1 clause (scopes 1): no property judged them\n" in told.out


def test_a_hygiene_clause_is_judged_by_the_programs_of_all(suite, judge):
    suite({MUST: FAILS, "tasks/result": UNCLEAN})
    told = judge(clauses=("hygiene/no-orphans",))
    assert told.code == 1
    assert told.err.splitlines()[0] == "judging by 2 properties"
    assert "FAILED hygiene/no-orphans: t1 was left" in told.out
    assert MUST not in told.out


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"clauses": ("scopes/late-spwan",)}, "'scopes/late-spawn'"),
        ({"chapters": ("scope",)}, "did you mean 'scopes'"),
        ({"target": "no_such_module"}, "no_such_module cannot be judged: there is no module"),
        ({"target": "fake_implementations:ScopeIsACoroutine"}, "returned a coroutine"),
    ],
)
def test_a_bad_target_or_option_is_reported_before_any_work(suite, judge, asked, words):
    suite({MUST: PASSES})
    told = judge(**asked)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("Error: ")
    assert words in told.err


def test_a_folder_that_cannot_be_written_to_is_an_error_before_any_work(suite, judge, folder):
    suite({MUST: PASSES})
    (folder / "taken").write_text("")
    told = judge(output=folder / "taken")
    assert (told.code, told.out) == (2, "")
    assert "cannot write to" in told.err


def test_a_folder_that_goes_away_meanwhile_is_an_error_beside_the_verdict(suite, judge, folder):
    suite({MUST: f"import shutil; shutil.rmtree('out', ignore_errors=True)\n{PASSES}"})
    told = judge(output=folder / "out")
    assert told.code == 2
    assert told.verdict.startswith("verdict: ")
    error = told.err.splitlines()[-1]
    assert error.startswith("Error: cannot write to ")
    saved = Path(re.search("the files are in '(.*)'", error)[1])
    assert {each.name for each in saved.iterdir()} == {"report.json", "run.json"}
    shutil.rmtree(saved)


def test_without_room_for_temporary_files_nothing_is_judged(suite, judge, monkeypatch, folder):
    suite({MUST: PASSES})
    monkeypatch.setattr("tempfile.tempdir", str(folder / "none"))
    told = judge()
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("Error: no temporary file can be written: No such file")


def test_a_suite_that_fails_in_the_middle_says_nothing_of_the_whole(suite, judge, folder):
    suite({"scopes/late-spawn": PASSES, "tasks/result": PASSES})
    with (folder / "fake_suite" / "test_tasks.py").open("a") as file:
        file.write("import pytest\n@pytest.fixture(autouse=True)\ndef ends(request):\n")
        file.write("    request.config.pluginmanager.register(type('P', (), {\n")
        file.write("        'pytest_runtest_logreport': lambda self, report: 1 / 0})())\n")
    told = judge()
    assert told.code == 3
    assert told.verdict == "verdict: incomplete — the run ended early; this was judged until then"
    assert "ZeroDivisionError" in told.err


def test_a_suite_that_cannot_be_imported_is_reported(suite, judge, folder):
    suite({MUST: PASSES})
    (folder / "fake_suite" / "test_tasks.py").write_text("import no_such_thing")
    told = judge()
    assert told.code == 3
    assert "No module named 'no_such_thing'" in told.err


def test_a_worker_that_dies_is_an_error_of_the_property(suite, judge):
    suite({MUST: "import os; os._exit(1)", "tasks/result": CLEAN})
    told = judge(jobs=2)
    assert told.code == 3
    assert f"ERROR {MUST} (MUST)\n    the process that ran the property died" in told.out


INTERRUPTED = """
import signal
for run in explore(program):
    try:
        signal.raise_signal(signal.{name})
    except BaseException:
        {reaction}
"""


@pytest.mark.usefixtures("in_the_foreground")
@pytest.mark.parametrize("reaction", ["raise", "pass"], ids=["let through", "swallowed"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_reports_what_it_has(suite, judge, folder, number, reaction):
    suite({MUST: FAILS, "tasks/result": INTERRUPTED.format(name=number.name, reaction=reaction)})
    before = signal.getsignal(signal.SIGTERM)
    told = judge(output=folder / "out")
    assert told.code == {signal.SIGINT: 130, signal.SIGTERM: 143}[number]
    assert told.verdict.startswith("verdict: incomplete")
    assert f"1. {MUST}: " in told.out
    assert "VACUOUS" not in told.out
    report = json.loads((folder / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["verdict"] == "incomplete"
    assert report["clauses"][0]["id"] == MUST
    assert "tasks/result" in report["unjudged"]
    assert signal.getsignal(signal.SIGTERM) is before


# As Ctrl-C in a terminal: each process gets the signal.
INTERRUPTED_TOGETHER = """
import os, signal
for run in explore(program):
    os.kill(os.getppid(), signal.SIGINT)
    signal.raise_signal(signal.SIGINT)
"""


@pytest.mark.usefixtures("in_the_foreground")
def test_an_interrupted_run_of_several_processes_says_nothing_of_what_was_not_judged(suite, judge):
    suite({MUST: INTERRUPTED_TOGETHER, "tasks/result": HOLLOW})
    told = judge(jobs=2)
    assert told.code == 130
    assert told.verdict.startswith("verdict: incomplete")
    assert "VACUOUS" not in told.out
    assert "ERROR" not in told.out


def test_an_interruption_while_the_target_is_imported(suite, judge, folder):
    suite({MUST: PASSES})
    (folder / "slow.py").write_text("import signal; signal.raise_signal(signal.SIGTERM)")
    told = judge(target="slow")
    assert (told.code, told.out) == (143, "")


def test_the_environment_is_left_as_it_was(suite, judge):
    suite({MUST: PASSES})
    before = dict(os.environ)
    judge()
    assert dict(os.environ) == before
