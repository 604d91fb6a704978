"""Usage errors are clear and end the run; users of other tests never notice the plugin."""

import os
import subprocess
import sys
import textwrap

import pytest

pytest_plugins = ["pytester"]

TASKS = "--haiway-implementation=fake_implementations:OnlyScopesAndTasks"

PROPERTY = """
    @clause("{clause}")
    @given(program=st.integers(0, 9))
    def test_it(explore, program):
        for run in explore(program):
            pass
"""
KNOWN = PROPERTY.format(clause="scopes/exit-awaits-tasks")
BOTH_WAYS = pytest.mark.parametrize("workers", [(), ("-n2",)], ids=["alone", "xdist"])


def refused(result: pytest.RunResult, *lines: str) -> None:
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    said = pytest.LineMatcher([*result.outlines, *result.errlines])
    for line in lines:
        said.fnmatch_lines([line])
    assert not any("Traceback" in line for line in said.lines)


@BOTH_WAYS
def test_properties_without_an_implementation_are_refused(project, workers):
    result = project(test_scopes=KNOWN).runpytest(*workers)
    refused(
        result, "ERROR: there are properties to judge by, but no*--haiway-implementation TARGET*"
    )


@BOTH_WAYS
def test_an_unknown_clause_is_refused_with_the_nearest_ones(project, workers):
    source = PROPERTY.format(clause="scopes/exit-await-tasks")
    result = project(test_scopes=source).runpytest(TASKS, *workers)
    refused(result, "ERROR: test_scopes.py::test_it:*'scopes/exit-awaits-tasks'*")


def test_a_clause_marker_takes_one_id(project):
    source = KNOWN.replace("@clause(", '@pytest.mark.haiway_clause("scopes/single-use", ')
    refused(project(test_scopes=source).runpytest(TASKS), "ERROR: *takes one id*")


def test_an_unknown_capability_is_refused(project):
    source = KNOWN.replace("@clause", '@pytest.mark.haiway_needs("telepathy")\n    @clause')
    refused(project(test_scopes=source).runpytest(TASKS), "ERROR: *'telepathy'*Known are: scope,*")


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("no_such_module", "ERROR: no_such_module cannot be judged: there is no module*"),
        ("fake_implementations:Nothing", "ERROR: *has no attribute 'Nothing'*"),
        ("fake_implementations:ScopeIsACoroutine", "ERROR: *returned a coroutine*"),
    ],
)
@BOTH_WAYS
def test_a_target_that_cannot_be_judged_is_refused(project, target, line, workers):
    made = project(test_scopes=KNOWN)
    refused(made.runpytest(f"--haiway-implementation={target}", *workers), line)


@BOTH_WAYS
def test_a_bad_target_in_the_configuration_is_refused(project, workers):
    made = project(test_scopes=KNOWN)
    made.makeini("[pytest]\nhaiway_implementation = no_such_module")
    refused(made.runpytest(*workers), "ERROR: no_such_module cannot be judged*")


def test_a_target_that_only_workers_cannot_find_is_refused(project, monkeypatch):
    made = project(test_scopes=KNOWN)
    folder = made.mkdir("elsewhere")
    made.path.joinpath("fake_implementations.py").rename(folder / "only_here.py")
    monkeypatch.syspath_prepend(folder)
    result = made.runpytest("--haiway-implementation=only_here:OnlyScopesAndTasks", "-n2")
    refused(result, "ERROR: only_here:OnlyScopesAndTasks cannot be judged: there is no module*")


def test_the_implementation_can_stand_in_the_configuration(project):
    made = project(test_scopes=KNOWN)
    made.makeini("[pytest]\nhaiway_implementation = fake_implementations:OnlyScopesAndTasks")
    made.runpytest().assert_outcomes(passed=1)


def test_an_unknown_profile_is_refused(project):
    refused(project(test_scopes=KNOWN).runpytest(TASKS, "--haiway-profile=slow"), "*quick*")


def test_an_unknown_clause_on_the_command_line_is_refused(project):
    result = project(test_scopes=KNOWN).runpytest(TASKS, "--haiway-clause=scopes/late-spwan")
    refused(result, "ERROR: --haiway-clause:*'scopes/late-spawn'*")


def test_explore_without_a_clause_is_an_error_of_that_test(project):
    source = "def test_it(explore): pass"
    result = project(test_own=source).runpytest(TASKS)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*asks for `explore`*mark it with*"])


def test_properties_can_be_listed_without_an_implementation(project):
    result = project(test_scopes=KNOWN).runpytest("--collect-only", "-q")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["test_scopes.py::test_it"])


def test_deselected_properties_need_no_implementation(project):
    made = project(test_scopes=KNOWN, test_own="def test_other(): pass")
    made.runpytest("-k", "other").assert_outcomes(passed=1, deselected=1)


FOREIGN = """
    @pytest.fixture
    def explore(): return "mine"

    @pytest.mark.clause("GDPR", 5)
    @pytest.mark.needs("telepathy")
    @pytest.mark.random_program
    def test_other(request, explore):
        assert explore == "mine"
        assert request.config.getoption("implementation") == "abroad"
"""
OPTIONS = """
    def pytest_addoption(parser):
        parser.addoption("--implementation")
        parser.addoption("--clause")
        parser.addoption("--profile")
        parser.addoption("--seed")

    def pytest_configure(config):
        for name in ("clause", "needs", "random_program"):
            config.addinivalue_line("markers", f"{name}: somebody else's")
"""


def test_what_somebody_else_names_without_our_prefix_is_left_alone(pytester):
    pytester.makeconftest(OPTIONS)
    pytester.makepyfile(test_own=f"import pytest\n{textwrap.dedent(FOREIGN)}")
    result = pytester.runpytest(
        *("--implementation=abroad", "--clause=x", "--profile=y", "--seed=z", "--strict-markers")
    )
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*conformance of*")


def test_other_tests_keep_their_own_settings(project):
    source = """
        from hypothesis import settings

        seen = []

        @settings(max_examples=3, database=None)
        @given(number=st.integers())
        def test_own(number):
            seen.append(number)
            assert len(seen) <= 3
    """
    made = project(test_own=source, test_scopes=KNOWN)
    made.runpytest(TASKS).assert_outcomes(passed=2)


def test_the_markers_are_declared(project):
    made = project(test_scopes=KNOWN)
    made.runpytest(TASKS, "--strict-markers").assert_outcomes(passed=1)
    made.runpytest("--markers").stdout.fnmatch_lines(
        ["@pytest.mark.haiway_clause(id): *", "@pytest.mark.haiway_needs(capability, ...): *"]
    )


def test_importing_the_plugin_imports_nothing_heavy():
    code = (
        "import pytest, sys; before = set(sys.modules); import haiway_conformance.plugin;"
        " print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [
        "haiway_conformance",
        "haiway_conformance.plugin",
        "haiway_conformance.plugin.simulations",
    ]


def test_a_run_of_other_tests_imports_nothing_heavy(tmp_path):
    (tmp_path / "test_own.py").write_text("def test_it(): pass", encoding="utf-8")
    code = (
        "import pytest, sys; assert pytest.main(['-q', '-p', 'haiway_conformance.plugin']) == 0;"
        " print('imported:', *sorted(each for each in sys.modules if each.startswith(HEAVY)))"
    ).replace("HEAVY", "('haiway', 'hypothesis', 'jinja2', 'click', 'execnet')")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1].split()[1:] == [
        "haiway_conformance",
        "haiway_conformance.plugin",
        "haiway_conformance.plugin.sending",
        "haiway_conformance.plugin.simulations",
        "haiway_conformance.plugin.suite_modules",
    ]


def test_the_names_of_profiles_are_those_that_there_are():
    from haiway_conformance.judgement import PROFILES
    from haiway_conformance.plugin import PROFILE_NAMES

    assert tuple(PROFILES) == PROFILE_NAMES
