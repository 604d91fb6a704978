"""Mutants of `cancellation/check`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_check_looks_back_to_its_scope_only",
        symptom="in a scope that a cancelled task enters to clean up, a check lets long work go on",
        module="context",
        right="        if task.cancelling():\n            raise",
        wrong=(
            "        from .surroundings import current\n"
            "\n"
            "        here = current.get()\n"
            "        known = None if here is None else "
            "here.tasks.__dict__.setdefault('known', {})\n"
            "        if known is not None and here.tasks._host is task:\n"
            "            if task.cancelling() > known.setdefault(task, task.cancelling()):\n"
            "                raise CancelledError('the current task was asked to stop')\n"
            "        elif task.cancelling():\n"
            "            raise"
        ),
        clauses=("cancellation/check",),
        message=r"t\d, .*`cancelling\(\)` was \d, `ctx.check_cancellation\(\)`",
    ),
    Mutant(
        name="check_looks_at_the_spawned_task",
        symptom=(
            "a task that was created with asyncio inside a spawned one never notices that it "
            "was cancelled"
        ),
        module="context",
        right="        task = this_task()\n        if task.cancelling():",
        wrong=(
            "        from .surroundings import current\n"
            "        task = next(\n"
            "            (each for each in (current.get() and "
            "current.get().tasks._tasks.running or ())\n"
            "             if each.get_context().get(current) is current.get()),\n"
            "            this_task(),\n"
            "        )\n"
            "        if task.cancelling():"
        ),
        clauses=("cancellation/check",),
        message=r"`cancelling\(\)` was 1, `ctx.check_cancellation\(\)`",
    ),
    Mutant(
        name="check_looks_at_the_end",
        symptom="a loop that checks at each step cannot be cancelled",
        module="context",
        right="if task.cancelling():",
        wrong="if task.cancelled():",
        clauses=("cancellation/check",),
        message=r"`cancelling\(\)` was 1, `ctx.check_cancellation\(\)`",
    ),
    Mutant(
        name="check_forgets_what_was_delivered",
        symptom="a loop that survives one CancelledError checks in vain from then on",
        module="context",
        right="if task.cancelling():",
        wrong='if getattr(task, "_must_cancel", False):',
        clauses=("cancellation/check",),
        message=r"`cancelling\(\)` was 1, `ctx.check_cancellation\(\)`",
    ),
    Mutant(
        name="check_forgets_what_was_not_delivered",
        symptom="a loop that never suspends does not notice that it was cancelled",
        module="context",
        right="if task.cancelling():",
        wrong='if task.cancelling() > getattr(task, "_must_cancel", False):',
        clauses=("cancellation/check",),
        message=r"`cancelling\(\)` was 1, `ctx.check_cancellation\(\)`",
    ),
)
