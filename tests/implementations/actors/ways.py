"""The questions that the specification leaves open, and how an implementation answers them."""

from dataclasses import dataclass

__all__ = ("Ways",)


@dataclass(frozen=True)
class Ways:
    """The answers that differ from those of plain `Actors`.

    Attributes:
        lag: The number of additional loop iterations before each step.
        poll: The seconds after which whoever waits looks again whether it can go on; None if it is
            woken instead.
        on_demand: True if a stream begins only when it is asked for an item, and a helper reads an
            element only when its call may begin (`streams/rendezvous`, `process/lazy`).
        call_at_spawn: True if `spawn` itself calls the function (`tasks/call-error-at-spawn`).
        refuse_late: True if a scope that is stopping refuses to spawn, instead of accepting and
            cancelling the task (`scopes/late-spawn`).
        detach: True if `spawn` outside any scope starts a task, instead of refusing
            (`scopes/outside`).
        reverse: True if tasks are cancelled before the body, the last spawned first.
        hold_requests: True if later cancellations of a scope's exit are kept from its tasks
            (`cancellation/second-request`).
        keep_resources: True if resources are entered and exited in a task of their own, and their
            exits shielded from cancellation (`scopes/resource-exit-cancelled`).
        first_out: True if the resource that was entered first is exited first
            (`scopes/resource-order`).
        obey_resources: True if a resource may suppress what the body raised
            (`scopes/resource-suppresses`).
        awaited_fails: True if a failure that an awaiter has received fails the scope all the same
            (`failures/awaiter-caught`).
        failures_leave: True if failures leave a scope when they meet a cancellation, which stays
            pending, instead of the CancelledError (`cancellation/simultaneous`).
        body_leaves: True if the exception of the body leaves a scope when it meets failures of
            tasks, instead of their group (`failures/body-and-task`).
        cancelled_call_ends: True if a call that ends cancelled by itself ends its helper
            (`process/handler-cancelled-default`).
    """

    lag: int = 0
    poll: float | None = None
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
