"""How pytest shows the outcomes of properties."""

import textwrap

import pytest

pytest_plugins = ["pytester"]


TASKS = "--haiway-implementation=fake_implementations:OnlyScopesAndTasks"


PASSING = """
    @clause("scopes/exit-awaits-tasks")
    @given(program=st.integers(0, 9))
    def test_passes(explore, program):
        for run in explore(program):
            expect(run < 10, "never said")
"""


FAILING = """
    @clause("scopes/exit-awaits-tasks")
    @given(program=st.integers(3, 9))  # the smallest comes first
    def test_fails(explore, program):
        for run in explore(program):
            expect(run < 3, f"task t{run} outlived scope s1")
"""


def test_a_property_that_sees_nothing_forbidden_passes(project):
    result = project(test_scopes=PASSING).runpytest(TASKS)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        [
            "*= conformance of only-scopes-and-tasks 1.0 =*",
            "*passed  failed*recorded",
            "scopes *1",
        ]
    )


def test_a_violation_is_explained_instead_of_traced_back(project):
    result = project(test_scopes=FAILING).runpytest(TASKS, "--haiway-seed=5")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "scopes/exit-awaits-tasks: task t3 outlived scope s1",
            "What the clause asks (MUST):",
            "*MUST*",
            "Property that fails:",
            "    fails",
            "What happened instead:",
            "    task t3 outlived scope s1",
            "Counterexample:",
            "    the program 3",
            "    under its only schedule",
            "Token:",
            "    token-3",
            "Why it is asked:",
            "To judge just this again:",
            "    pytest test_scopes.py::test_fails --haiway-implementation *Tasks --haiway-seed 5",
            "FAILED test_scopes.py::test_fails - Failed: scopes/exit-awaits-tasks: *",
        ]
    )
    result.stdout.no_fnmatch_line("*Error*")
    result.stdout.no_fnmatch_line("*fake_explorer*")


@pytest.mark.parametrize(
    ("identifier", "level"),
    [("scopes/single-use", "SHOULD"), ("scopes/foreign-exit", "MAY")],
)
@pytest.mark.parametrize("options", [(), ("--runxfail",), ("-p", "no:skipping")])
def test_what_is_no_must_fails_as_a_warning_only(project, identifier, level, options):
    source = FAILING.replace("scopes/exit-awaits-tasks", identifier)
    result = project(test_scopes=source).runpytest(TASKS, *options)
    assert result.ret == 0
    assert "failed" not in result.parseoutcomes()
    result.stdout.fnmatch_lines(
        [
            "*passed  failed  warnings*",
            f"WARNING {identifier}: task t3 outlived scope s1",
            f"What the clause asks ({level}):",
            "    the program 3",
        ]
    )


def test_a_property_whose_premise_never_occurs_fails_as_vacuous(project):
    source = """
        @clause("scopes/exit-awaits-tasks")
        @given(program=st.integers(0, 9))
        def test_hollow(explore, program):
            for run in explore(program, met=False):
                pass
    """
    result = project(test_scopes=source).runpytest(TASKS)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "scopes/exit-awaits-tasks: vacuous: *test_hollow occurred in none of 10 programs*",
            "*passed  failed*vacuous*",
            "VACUOUS scopes/exit-awaits-tasks (MUST)",
        ]
    )


def test_a_property_whose_runs_all_violate_another_clause_fails_as_blocked(project):
    source = """
        @clause("scopes/exit-awaits-tasks")
        @given(program=st.integers(0, 9))
        def test_hindered(explore, program):
            for run in explore(program, met=False, blamed=["tasks/result"]):
                pass
    """
    result = project(test_scopes=source).runpytest(TASKS)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "scopes/exit-awaits-tasks: blocked by tasks/result, which its runs violated first",
            "tasks/result: t2 hung",
            "*passed  failed*blocked*",
            "BLOCKED clauses were not judged*",
            "    blocked by tasks/result: scopes/exit-awaits-tasks",
        ]
    )


def test_what_a_property_sees_of_another_clause_fails_the_run_though_it_passes(project):
    source = """
        @clause("scopes/exit-awaits-tasks")
        @given(program=st.integers(0, 9))
        def test_passes(explore, program):
            for run in explore(program, blamed=["tasks/result"]):
                pass
    """
    result = project(test_scopes=source).runpytest(TASKS)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["tasks/result: t2 hung", "*test_passes itself passed*"])


@pytest.mark.parametrize(
    ("identifier", "found"),
    [("scopes/exit-awaits-tasks", "violated_by"), ("scopes/foreign-exit", "find_nothing")],
)
def test_only_programs_of_a_must_are_evidence_against_other_clauses(project, identifier, found):
    source = f"""
        @clause("{identifier}")
        def test_asks(explore):
            for run in explore(7):
                assert explore.find_violated.__name__ == "{found}"
    """
    project(test_scopes=source).runpytest(TASKS).assert_outcomes(passed=1)


def test_a_property_that_runs_no_program_is_vacuous(project):
    source = """
        @clause("scopes/exit-awaits-tasks")
        @given(program=st.integers(0, 9))
        def test_hollow(explore, program):
            pass
    """
    result = project(test_scopes=source).runpytest(TASKS)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*vacuous: *test_hollow occurred in none of 0 programs*"])


@pytest.mark.parametrize("met", [True, False])
def test_a_may_clause_is_recorded_whether_it_was_observed_or_not(project, met):
    source = f"""
        @clause("scopes/foreign-exit")
        @given(program=st.integers(0, 9))
        def test_open(explore, program):
            for run in explore(program, met={met}):
                explore.observe("an error")
    """
    result = project(test_scopes=source).runpytest(TASKS)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*recorded"])


def test_a_property_without_programs_passes_by_coming_to_its_end(project):
    source = """
        @clause("scopes/exit-awaits-tasks")
        def test_direct(implementation):
            assert implementation.name == "only-scopes-and-tasks"
    """
    project(test_scopes=source).runpytest(TASKS).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    "statement",
    [
        "raise KitError('the kit is broken')",
        *("raise KeyError(1)", "raise KeyboardInterrupt", "raise SystemExit", "assert False"),
    ],
)
def test_an_error_of_the_kit_is_shown_with_its_traceback(project, statement):
    source = f"""
        @clause("scopes/exit-awaits-tasks")
        @given(program=st.integers(0, 9))
        def test_broken(explore, program):
            for run in explore(program):
                {statement}
    """
    result = project(test_scopes=source).runpytest(TASKS)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["test_scopes.py:*", "*passed  failed*error*"])
    result.stdout.no_fnmatch_line("*Interrupted*")


def test_a_property_that_depends_on_chance_says_nothing_of_the_clause(project):
    source = """
        from itertools import count
        calls = count()

        @clause("scopes/exit-awaits-tasks")
        @given(program=st.integers(0, 9))
        def test_chance(explore, program):
            for run in explore(program):
                expect(next(calls) != 3, "once only")
    """
    result = project(test_scopes=source).runpytest(TASKS)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*scopes/exit-awaits-tasks::test_chance came out differently*"])
    result.stdout.fnmatch_lines(["ERROR scopes/exit-awaits-tasks (MUST)"])


def test_what_was_seen_counts_where_the_implementation_is_not_deterministic(project):
    source = """
        from itertools import count
        calls = count()

        @clause("scopes/exit-awaits-tasks")
        @given(program=st.integers(0, 9))
        def test_chance(explore, program):
            explore.deterministic = False
            for run in explore(program):
                expect(next(calls) != 3, "once only")
    """
    result = project(test_scopes=source).runpytest(TASKS)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["scopes/exit-awaits-tasks: once only"])
    result.stdout.no_fnmatch_line("ERROR*")


def test_an_implementation_that_never_gives_the_loop_a_turn_is_stopped(project):
    source = """
        @clause("scopes/exit-awaits-tasks")
        @pytest.mark.timeout(0.2)
        @given(program=st.integers(0, 9))
        def test_stuck(explore, program):
            for run in explore(program):
                try:
                    while True:
                        pass
                except BaseException:
                    pass  # what a simulated run makes of it: how the program ended
    """
    both = textwrap.dedent(source) + textwrap.dedent(PASSING)
    result = project(test_scopes=both).runpytest(TASKS)
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(
        ["*scopes/exit-awaits-tasks::test_stuck was not done after the time*"]
    )
