"""Every monitor of random programs finds a mutant of its clause."""

import hashlib
import logging
from pathlib import Path

import pytest
from catalogue import HERE, MUTANTS
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement import Explorer, Profile, Violation
from haiway_conformance.suite.monitoring.history import History
from haiway_conformance.suite.random_programs import random_program
from haiway_conformance.suite.random_programs.monitors import MONITORS

BUDGET = Profile("monitors", programs=360, schedules=10)


# For each clause that has a monitor, a mutant that the monitor finds.
FOUND: dict[str, str] = {
    "cancellation/check": "check_forgets_what_was_delivered",
    "cancellation/check-quiet": "check_looks_at_the_siblings",
    "cancellation/clean-up-runs": "cancelled_again_and_again",
    "cancellation/downward": "a_cancelled_helper_forgets_its_calls",
    "cancellation/not-invented": "a_failed_helper_fails_its_scope",
    "cancellation/not-swallowed": "a_helper_drops_a_request",
    "cancellation/one-task": "a_cancelled_task_fails_its_scope",
    "execute/at-most-limit": "an_ignored_failure_frees_two_places",
    "execute/caller-cancelled": "OnlyCancels",
    "execute/each-once": "KeyedByElement",
    "execute/failure-ends-calls": "GatherOfAll",
    "execute/first-failure": "Groups",
    "execute/ordered": "InOrderOfEnding",
    "execute/returns-exceptions": "failures_become_none",
    "execute/source-failure": "failures_of_sources_are_tolerated",
    "failures/all-surface": "one_failure_a_type",
    "failures/awaiter": "a_failed_task_gives_none",
    "failures/body-alone": "errors_are_wrapped",
    "failures/body-and-task": "the_body_s_error_gives_way",
    "failures/cancelled-is-not-failed": "a_cancelled_task_has_failed",
    "failures/in-clean-up": "failures_during_exit_are_ignored",
    "failures/surfaces": "copies_surface",
    "merge/early-stop": "abandoned_sources_stay_open",
    "merge/failure": "failures_of_sources_are_wrapped",
    "merge/per-source-order": "sources_are_read_in_pairs",
    "observability/log-nested-scope": "nested_scopes_log_in_the_name_of_the_outermost",
    "observability/log-scope": "handlers_log_in_no_scope",
    "observability/trace-continues": "each_task_begins_a_trace",
    "process/at-most-limit": "OneMoreAfterTwoEndings",
    "process/caller-cancelled": "OnlyCancels",
    "process/each-once": "KeyedByElement",
    "process/failure-ends-calls": "GatherOfAll",
    "process/first-failure": "Groups",
    "process/returns-none": "process_gives_results",
    "process/source-failure": "failures_of_sources_are_tolerated",
    "process/tolerates": "only_the_first_failure_is_tolerated",
    "scopes/descendants": "tasks_of_tasks_are_detached",
    "scopes/error-cancels-tasks": "errors_do_not_wait",
    "scopes/exit-awaits-tasks": "exit_does_not_await",
    "scopes/exit-cancels-tasks": "exit_does_not_cancel",
    "scopes/late-spawn": "late_spawns_are_detached",
    "scopes/nested-tasks-end-inside": "inner_tasks_go_to_the_outer_scope",
    "state/in-helpers": "handlers_run_without_state",
    "state/in-streams": "streams_run_where_they_are_read",
    "state/in-tasks": "tasks_see_only_their_scope",
    "state/overrides": "inner_state_hides_the_outer",
    "state/restored": "nothing_is_restored_after_an_error",
    "streams/early-stop": "abandoned_generators_stay_open",
    "streams/end": "the_second_request_after_the_end_hangs",
    "streams/failure": "failures_of_generators_are_wrapped",
    "streams/order": "items_are_delivered_again",
    "tasks/called-once": "functions_are_called_twice",
    "tasks/context-copied": "all_tasks_share_one_context",
    "tasks/result": "results_are_copies",
    "tasks/unawaited": "a_third_task_waits_for_its_awaiter",
    "variables/generators": "generators_have_the_variables_of_the_consumer",
    "variables/handlers": "handlers_have_the_callers_variables",
    "variables/not-inherited": "variables_are_inherited",
    "variables/not-leaked": "spawning_clears_the_variables_of_the_spawner",
    "variables/set-get": "values_are_copied",
}


def complaint(watched: str, target: str) -> str | None:
    """Return the complaint of a clause's monitor about an implementation; None if there is none."""
    watch = MONITORS[watched]
    seed = int.from_bytes(hashlib.sha256(watched.encode()).digest()[:8])
    explore = Explorer(resolve(target), seed=seed, profile=BUDGET)
    try:
        for each in explore.seeds():
            program = random_program(each, watch.theme)
            for run in explore(program, any_ending=True, about_exit=True):
                watch.holds(History(run))
    except Violation as violation:
        return violation.sentence
    return None


@pytest.fixture
def importable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which mutants are imported."""
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(logging, "lastResort", None)
    return tmp_path


# Generators that a mutant leaves open may refuse to be closed.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("watched", "name"), FOUND.items())
def test_a_monitor_finds_a_mutant_of_its_clause(watched, name, importable):
    """The reference passes all of them: see `test_implementations_premises`."""
    mutant = next(each for each in MUTANTS if each.name == name and watched in each.clauses)
    mutant.write(importable)
    assert complaint(watched, mutant.target)


def test_there_is_a_mutant_for_every_monitor():
    assert set(FOUND) == set(MONITORS)
