"""Chapter `guide`: each section of the guide has a worked program that must do what it promises.

The programs are ordinary asyncio code, as users write it (`worked_programs`). They run on the
simulated loop under several schedules, and on a real one.
"""

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.suite.guide.worked_programs import batches, streams, tasks


@clause("guide/spawn-and-gather")
def test_tasks_can_be_spawned_and_gathered(explore: Explorer) -> None:
    """If this fails, check whether tasks run one after the other, or their results are mixed up."""
    explore.work(tasks.spawn_and_gather)


@clause("guide/fire-and-forget")
def test_a_background_task_works_and_ends_with_its_scope(explore: Explorer) -> None:
    """If this fails, check whether exit waits for a task without cancelling it."""
    explore.work(tasks.keep_a_background_task)


@clause("guide/cancel-after-a-time")
def test_long_work_can_be_stopped(explore: Explorer) -> None:
    """If this fails, check whether a cancelled task goes on, or fails its scope."""
    explore.work(tasks.cancel_what_takes_too_long)


@clause("guide/stream")
def test_a_stream_can_be_looped_over(explore: Explorer) -> None:
    """If this fails, check whether a false item is lost, or the loop never ends."""
    explore.work(streams.read_a_stream)


@clause("guide/notify")
def test_everyone_who_can_be_notified_is(explore: Explorer) -> None:
    """If this fails, check whether an ignored failure ends the scope or the helper."""
    explore.work(batches.notify_everybody)


@clause("guide/fetch-with-results")
def test_results_keep_the_order_of_their_elements(explore: Explorer) -> None:
    """If this fails, check whether results come in the order in which the calls end."""
    explore.work(batches.fetch_for_each)


@clause("guide/batch-errors")
def test_one_bad_answer_leaves_the_others_alone(explore: Explorer) -> None:
    """If this fails, check whether an exception returned as a result also fails the scope."""
    explore.work(batches.collect_good_and_bad_answers)


@clause("guide/merged-sources")
def test_events_and_a_heartbeat_can_be_merged(explore: Explorer) -> None:
    """If this fails, check whether a silent source delays the other, or an endless one the end."""
    explore.work(streams.merge_news_with_a_clock)


@clause("guide/chunks")
def test_a_list_can_be_handled_in_chunks(explore: Explorer) -> None:
    """If this fails, check whether the helper returns before its last calls have ended."""
    explore.work(batches.handle_in_chunks)


@clause("guide/dynamic-limit")
def test_a_limit_can_be_computed(explore: Explorer) -> None:
    """If this fails, check whether the helper runs fewer calls at a time than the limit allows."""
    explore.work(batches.compute_the_limit)


@clause("guide/pool-sized-limit")
def test_a_limit_spares_a_pool(explore: Explorer) -> None:
    """If this fails, check whether the helper begins a call before a running one has ended."""
    explore.work(batches.spare_the_pool)


@clause("guide/error-boundary")
def test_a_handler_contains_what_it_catches(explore: Explorer) -> None:
    """If this fails, check whether a handler's result of None is taken for no result."""
    explore.work(batches.stop_failures_inside)


@clause("guide/monitored-batch")
def test_a_batch_can_be_monitored(explore: Explorer) -> None:
    """If this fails, check whether a failing call cancels its caller instead of raising there."""
    explore.work(batches.monitor_a_batch)


@clause("guide/isolation")
def test_a_task_has_variables_of_its_own(explore: Explorer) -> None:
    """If this fails, check whether a task shares or copies the variables of its spawner."""
    explore.work(tasks.give_each_task_its_own_variables)


@clause("guide/process-pool")
def test_an_executor_can_be_used_from_a_task(explore: Explorer) -> None:
    """If this fails, check whether the loop is blocked while a task waits for an executor."""
    explore.work(tasks.run_in_a_pool)


@clause("guide/batches-with-a-yield")
def test_batches_are_let_go_of(explore: Explorer) -> None:
    """If this fails, check whether a scope or helper keeps arguments of calls that have ended."""
    explore.work(batches.handle_in_batches)
