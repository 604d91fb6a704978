"""All right implementations of other kinds than the reference, which the suite must pass.

Each decides differently where the specification leaves a question open, and works differently
inside. A property that fails one of them raises a false alarm: it asks for more than its clause
says. The docstring of each module says what is different about the implementation.
"""

from dataclasses import dataclass

from haiway_conformance.oracles import PatientTaskGroups

__all__ = ("RIGHT_IMPLEMENTATIONS", "RightImplementation")


@dataclass(frozen=True)
class RightImplementation:
    """An implementation that keeps every MUST.

    Attributes:
        target: Its name on the command line of `certify`, with this folder on the path.
        difference: What is different about it, in short.
        unmet: The clauses of level SHOULD that it does not keep, and so must fail.
        variant: Whether it is a small variant of another one, tried only at several seeds.
    """

    target: str
    difference: str
    unmet: frozenset[str] = frozenset()
    variant: bool = False


RESOURCES_TOGETHER = frozenset(
    {"scopes/resource-order", "scopes/resource-task", "scopes/resource-told-of-failed-exit"}
)
"""Unmet where the resources of a scope are entered and exited together, each in its own task."""

RIGHT_IMPLEMENTATIONS = (
    RightImplementation("haiway_reference", "the reference itself"),
    RightImplementation("eager_reference:EagerReference", "the reference with eager tasks"),
    RightImplementation(
        "haiway_conformance.oracles:TaskGroups", "everything by asyncio's own means: an oracle"
    ),
    RightImplementation(
        "haiway_conformance.oracles:EagerTaskGroups", "with eager tasks", variant=True
    ),
    RightImplementation(
        "haiway_conformance.oracles:PatientTaskGroups",
        "without failing fast",
        PatientTaskGroups.unmet,
        variant=True,
    ),
    RightImplementation("worker_pool:WorkerPool", "helpers with a fixed pool of workers"),
    RightImplementation(
        "waiting_helpers:WaitingHelpers", "helpers whose caller waits for the calls, reading ahead"
    ),
    RightImplementation("waiting_helpers:EagerWaitingHelpers", "with eager tasks", variant=True),
    RightImplementation(
        "grouped_helpers:GroupedHelpers",
        "helpers made of one asyncio.TaskGroup each",
        frozenset(
            {
                "process/no-scope",
                "execute/no-scope",
                "process/invalid-limit-value-error",
                "execute/invalid-limit-value-error",
            }
        ),
    ),
    RightImplementation(
        "grouped_helpers:EagerGroupedHelpers",
        "with eager tasks",
        frozenset(
            {
                "process/no-scope",
                "execute/no-scope",
                "process/invalid-limit-value-error",
                "execute/invalid-limit-value-error",
            }
        ),
        variant=True,
    ),
    RightImplementation(
        "grouped_helpers:UnclosedGroupedHelpers",
        "leaves the source open when it ends early",
        frozenset(
            {
                "process/no-scope",
                "execute/no-scope",
                "process/invalid-limit-value-error",
                "execute/invalid-limit-value-error",
                "process/source-closed",
                "execute/source-closed",
            }
        ),
        variant=True,
    ),
    RightImplementation(
        "pulled_streams:PulledStreams",
        "streams with a task for each item that is asked for; a scope keeps all until its exit",
        frozenset({"hygiene/memory"}),
    ),
    RightImplementation(
        "pulled_streams:EagerPulledStreams",
        "with eager tasks",
        frozenset({"hygiene/memory"}),
        variant=True,
    ),
    RightImplementation(
        "pulled_streams:FragilePulledStreams",
        "a stream is closed when its consumer is cancelled, like a bare generator",
        frozenset({"streams/undelivered-item", "merge/undelivered-item", "hygiene/memory"}),
        variant=True,
    ),
    RightImplementation(
        "pushed_streams:PushedStreams",
        "streams with a task that reads ahead into a queue",
        frozenset({"streams/rendezvous", "streams/aclose", "merge/aclose", "hygiene/memory"}),
    ),
    RightImplementation(
        "pushed_streams:EagerPushedStreams",
        "with eager tasks",
        frozenset({"streams/rendezvous", "streams/aclose", "merge/aclose", "hygiene/memory"}),
        variant=True,
    ),
    RightImplementation(
        "pushed_streams:DeepPushedStreams",
        "a stream reads up to 400 items ahead",
        frozenset({"streams/rendezvous", "streams/aclose", "merge/aclose", "hygiene/memory"}),
        variant=True,
    ),
    RightImplementation(
        "unhurried:Unhurried", "the reference with some loop iterations before each step"
    ),
    RightImplementation(
        "future_handles:FutureHandles", "`spawn` returns a future that is no asyncio.Task"
    ),
    RightImplementation("future_handles:EagerFutureHandles", "with eager tasks", variant=True),
    RightImplementation(
        "future_handles:BareHandles",
        "`spawn` returns an object with `__await__` and `cancel` only",
        frozenset({"tasks/handle"}),
        variant=True,
    ),
    RightImplementation(
        "late_calls:LateCalls",
        "`spawn` calls the function only when its task begins",
        frozenset({"tasks/call-error-at-spawn"}),
        variant=True,
    ),
    RightImplementation(
        "late_calls:EagerLateCalls",
        "with eager tasks",
        frozenset({"tasks/call-error-at-spawn"}),
        variant=True,
    ),
    RightImplementation(
        "own_task_set:OwnTaskSet", "scopes with a task set of their own", RESOURCES_TOGETHER
    ),
    RightImplementation(
        "own_task_set:EagerOwnTaskSet", "with eager tasks", RESOURCES_TOGETHER, variant=True
    ),
    RightImplementation(
        "own_task_set:LaxTaskSet",
        "neither fails fast nor groups failures; functions are called inside the task",
        frozenset({"failures/fails-fast", "failures/group-shape", "tasks/call-error-at-spawn"})
        | RESOURCES_TOGETHER,
        variant=True,
    ),
    RightImplementation(
        "actors:Actors",
        "everything by actors that exchange messages",
        frozenset({"tasks/call-error-at-spawn"}),
    ),
    RightImplementation(
        "actors:EagerActors",
        "with eager tasks",
        frozenset({"tasks/call-error-at-spawn"}),
        variant=True,
    ),
    RightImplementation(
        "actors:SlowActors",
        "every step takes some loop iterations",
        frozenset({"tasks/call-error-at-spawn"}),
        variant=True,
    ),
    RightImplementation(
        "actors:VerySlowActors",
        "every step takes many loop iterations",
        frozenset({"tasks/call-error-at-spawn"}),
        variant=True,
    ),
    RightImplementation(
        "actors:PollingActors",
        "whoever waits looks again every 10 ms whether it can go on",
        frozenset({"tasks/call-error-at-spawn", "hygiene/idle"}),
        variant=True,  # judging it takes as long as judging five others
    ),
    RightImplementation(
        "actors:SpinningActors",
        "whoever waits looks again in every loop iteration whether it can go on",
        frozenset({"tasks/call-error-at-spawn", "hygiene/idle"}),
        variant=True,
    ),
    RightImplementation(
        "actors:ActorsOfOtherMeans",
        "open questions of timing, place and order answered the other way",
        frozenset({"scopes/resource-order", "scopes/resource-task"}),
        variant=True,
    ),
    RightImplementation(
        "actors:ActorsOfOtherEnds",
        "open questions of which error leaves answered the other way",
        frozenset({"tasks/call-error-at-spawn"}),
        variant=True,
    ),
    RightImplementation(
        "failures_first:FailuresFirst",
        "a failure leaves a stream before a cancellation that meets it",
        variant=True,
    ),
    RightImplementation(
        "other_cancellations:OtherCancellations",
        "each CancelledError is a new one, of a class of its own",
    ),
    RightImplementation(
        "other_cancellations:ReferenceWithMessages",
        "the reference, where each CancelledError has a message",
        variant=True,
    ),
    RightImplementation(
        "other_cancellations:TaskGroupsWithMessages",
        "task groups, where each CancelledError has a message",
        variant=True,
    ),
    RightImplementation(
        "other_cancellations:OwnTaskSetWithMessages",
        "a new CancelledError leaves the scope, with a new message",
        RESOURCES_TOGETHER,
        variant=True,
    ),
    RightImplementation(
        "callbacks",
        "state machines on futures and done-callbacks",
        frozenset({"hygiene/memory"}),
    ),
    RightImplementation("supervisors", "one supervisor task for each scope carries out commands"),
    RightImplementation(
        "memory_streams",
        "memory object streams and cancel scopes of anyio",
        frozenset({"process/interpreter-exit", "execute/interpreter-exit"}),
    ),
)
