"""The ways that the specification leaves open, and which of them an implementation goes."""

from dataclasses import dataclass

__all__ = ("Ways",)


@dataclass(frozen=True)
class Ways:
    """What is done otherwise than by plain `Actors`.

    Attributes:
        lag: How many iterations of the loop everything waits before it is done.
        on_demand: Whether a stream begins only when it is asked for an item, and a helper reads an
            element only when there is a place for its call (`streams/rendezvous`, `process/lazy`).
        call_at_spawn: Whether `spawn` itself calls the function (`tasks/call-error-at-spawn`).
        refuse_late: Whether a scope that is stopping refuses what is spawned, instead of taking and
            cancelling it (`scopes/late-spawn`).
        detach: Whether `spawn` outside of any scope starts a task, instead of refusing
            (`scopes/outside`).
        reverse: Whether tasks are cancelled before the body, the last spawned first.
        hold_requests: Whether later requests to a scope's exit are kept from its tasks
            (`cancellation/second-request`).
        keep_resources: Whether resources are entered and exited by a task of their own, and their
            exits protected from requests (`scopes/resource-exit-cancelled`).
        first_out: Whether the resource that was entered first is exited first (`scopes/resources`).
        obey_resources: Whether a resource may suppress what the body raised
            (`scopes/resource-suppresses`).
        awaited_fails: Whether a failure that an awaiter got fails the scope all the same
            (`failures/awaiter-caught`).
        failures_leave: Whether failures leave a scope when they meet a request, which stays
            pending, instead of the CancelledError (`cancellation/simultaneous`).
        body_leaves: Whether what the body raised leaves a scope when it meets failures of tasks,
            instead of their group (`failures/body-and-task`).
        cancelled_call_ends: Whether a call that ends cancelled by itself ends its helper
            (`process/handler-cancelled-default`).
    """

    lag: int = 0
    on_demand: bool = False
    call_at_spawn: bool = False
    refuse_late: bool = False
    detach: bool = False
    reverse: bool = False
    hold_requests: bool = False
    keep_resources: bool = False
    first_out: bool = False
    obey_resources: bool = False
    awaited_fails: bool = False
    failures_leave: bool = False
    body_leaves: bool = False
    cancelled_call_ends: bool = False
