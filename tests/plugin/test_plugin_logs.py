"""Logging is silenced while a property is judged, and only then."""

import logging

import pytest
from haiway_conformance.plugin.logs import silenced_logging

pytest_plugins = ["pytester"]

TASKS = "--haiway-implementation=fake_implementations:OnlyScopesAndTasks"


def test_pytest_shows_nothing_of_what_runs_log_and_all_of_what_other_tests_do(project):
    properties = """
        import logging

        @clause("scopes/exit-awaits-tasks")
        @given(program=st.integers(3, 9))
        def test_fails(explore, program):
            for run in explore(program):
                logging.error("run %s", run)
                expect(run < 3, f"task t{run} outlived scope s1")
        """
    others = """
        import logging

        def test_of_the_projects_own(caplog):
            logging.error("mine")
            assert caplog.messages == ["mine"]
            raise ValueError
        """
    result = project(test_scopes=properties, test_own=others).runpytest(TASKS)
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*mine*"])
    result.stdout.no_fnmatch_line("*run 3*")


def test_where_nobody_listens_nothing_is_printed(capsys):
    root = logging.getLogger()
    before = root.handlers[:]
    root.handlers[:] = []
    try:
        with silenced_logging():
            logging.getLogger("of an implementation").error("within")
        assert root.handlers == []
        assert capsys.readouterr().err == ""
        logging.getLogger("of an implementation").error("after")
        assert capsys.readouterr().err == "after\n"
    finally:
        root.handlers[:] = before


def test_handlers_come_back_after_an_error():
    root = logging.getLogger()
    before = root.handlers[:]
    with pytest.raises(KeyError), silenced_logging():
        raise KeyError
    assert root.handlers == before


def test_records_are_made_whatever_a_project_has_configured():
    root, other = logging.getLogger(), logging.getLogger("of an implementation")
    before = root.level
    root.setLevel(logging.CRITICAL)
    logging.disable(logging.ERROR)
    root.disabled = other.disabled = True
    try:
        with silenced_logging():
            assert root.isEnabledFor(logging.WARNING)
            assert other.isEnabledFor(logging.WARNING)
        assert (root.level, root.manager.disable) == (logging.CRITICAL, logging.ERROR)
        assert root.disabled
        assert other.disabled
    finally:
        root.disabled = other.disabled = False
        logging.disable(logging.NOTSET)
        root.setLevel(before)
