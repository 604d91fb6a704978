"""Mutants that break `ctx.cancel` and `ctx.check_cancellation`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

# The spawned task that runs this, or has started what runs this; else the current one.
SPAWNED_TASK = (
    "next(\n"
    "            (each for each in (current.get() and current.get().tasks._tasks.running or ())\n"
    "             if each.get_context().get(current) is current.get()),\n"
    "            this_task(),\n"
    "        )"
)
NAMES_CURRENT = "        from .surroundings import current\n"

MUTANTS = (
    Mutant(
        "a_check_looks_back_to_its_scope_only",
        "in a scope that a cancelled task enters to clean up, a check lets long work go on",
        "context",
        "        if task.cancelling():\n            raise",
        "        from .surroundings import current\n\n"
        "        here = current.get()\n"
        "        known = None if here is None else here.tasks.__dict__.setdefault('known', {})\n"
        "        if known is not None and here.tasks._host is task:\n"
        "            if task.cancelling() > known.setdefault(task, task.cancelling()):\n"
        "                raise CancelledError('the current task was asked to stop')\n"
        "        elif task.cancelling():\n            raise",
        "cancellation/check",
        r"in t\d, whose `cancelling\(\)` was 1, `ctx.check_cancellation\(\)` was quiet",
    ),
    Mutant(
        "cancel_asks_the_host",
        "a task that gives up stops the whole scope, and goes on itself",
        "context",
        "        this_task().cancel()\n",
        '        getattr(required("Cancelling").tasks, "_host", this_task()).cancel()\n',
        "cancellation/current",
        r"called `ctx.cancel\(\)` and (was not cancelled when it suspended next|returned without)",
    ),
    Mutant(
        "cancel_asks_the_spawned_task",
        "one of the requests that a task sends at once gives up, and all of them are stopped",
        "context",
        "        this_task().cancel()\n",
        NAMES_CURRENT + f"        {SPAWNED_TASK}.cancel()\n",
        "cancellation/current",
        r"own1 called `ctx.cancel\(\)` and was not cancelled when it suspended next",
    ),
    Mutant(
        "cancel_works_once",
        "a task that has survived one request can't give up any more",
        "context",
        "        this_task().cancel()\n",
        "        if not this_task().cancelling():\n            this_task().cancel()\n",
        "cancellation/current",
        r"called `ctx.cancel\(\)` and (was not cancelled when it suspended next|returned without)",
    ),
    Mutant(
        "check_looks_at_the_spawned_task",
        "a task that a task has started itself with asyncio never hears that it was asked to stop",
        "context",
        "        task = this_task()\n        if task.cancelling():",
        NAMES_CURRENT + f"        task = {SPAWNED_TASK}\n        if task.cancelling():",
        "cancellation/check",
        r"in own1, whose `cancelling\(\)` was 1, `ctx.check_cancellation\(\)` was quiet",
    ),
    Mutant(
        "cancel_comes_later",
        "a task that gave up at its last step passes for one that is complete",
        "context",
        "        this_task().cancel()\n",
        "        this_task().get_loop().call_soon(this_task().cancel)\n",
        "cancellation/current",
        r"task t\d called `ctx.cancel\(\)` and returned without suspending again; \w+, which"
        r" awaited it, was given: ",
    ),
    Mutant(
        "check_looks_at_the_end",
        "a loop that checks at each step is never stopped",
        "context",
        "if task.cancelling():",
        "if task.cancelled():",
        "cancellation/check",
        r"in \w+, whose `cancelling\(\)` was 1, `ctx.check_cancellation\(\)` was quiet",
    ),
    Mutant(
        "check_forgets_what_was_delivered",
        "a loop that survives one CancelledError checks in vain from then on",
        "context",
        "if task.cancelling():",
        'if getattr(task, "_must_cancel", False):',
        "cancellation/check",
        r"in \w+, whose `cancelling\(\)` was 1, `ctx.check_cancellation\(\)` was quiet",
    ),
    Mutant(
        "check_forgets_what_was_not_delivered",
        "a loop without suspensions does not notice that it has given up",
        "context",
        "if task.cancelling():",
        'if task.cancelling() > getattr(task, "_must_cancel", False):',
        "cancellation/check",
        r"in \w+, whose `cancelling\(\)` was 1, `ctx.check_cancellation\(\)` was quiet",
    ),
)
