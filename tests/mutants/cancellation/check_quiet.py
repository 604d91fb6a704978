"""Mutants of `cancellation/check-quiet`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="check_looks_at_the_scope",
        symptom="a connection cannot send its last message when its scope ends",
        module="context",
        right="        if task.cancelling():\n",
        wrong=(
            "        from .surroundings import current\n"
            "        around = current.get()\n"
            "        if task.cancelling() or (around is not None and around.tasks._closing):\n"
        ),
        clauses=("cancellation/check-quiet",),
        message=r"`cancelling\(\)` was 0, `ctx.check_cancellation\(\)` raised CancelledError",
    ),
    Mutant(
        name="check_looks_at_the_exception_at_hand",
        symptom="whoever awaits a cancelled task, and then checks, is taken for cancelled as well",
        module="context",
        right="        if task.cancelling():\n",
        wrong=(
            "        import sys\n"
            "\n"
            "        if task.cancelling() or isinstance(sys.exception(), CancelledError):\n"
        ),
        clauses=("cancellation/check-quiet",),
        message=r"`cancelling\(\)` was 0, `ctx.check_cancellation\(\)` raised CancelledError",
    ),
    Mutant(
        name="check_raises_what_is_at_hand",
        symptom="a rollback that checks between its steps ends at the first one",
        module="context",
        right="        if task.cancelling():\n",
        wrong=(
            "        import sys\n"
            "\n"
            "        if (error := sys.exception()) is not None:\n"
            "            raise error\n"
            "        if task.cancelling():\n"
        ),
        clauses=("cancellation/check-quiet",),
        message=r"`cancelling\(\)` was 0, `ctx.check_cancellation\(\)` raised",
    ),
    Mutant(
        name="check_looks_at_the_siblings",
        symptom="cancelling one of several long computations ends those beside it as well",
        module="context",
        right="        if task.cancelling():\n",
        wrong=(
            "        from .surroundings import current\n"
            "\n"
            "        around = current.get()\n"
            "        known = () if around is None else around.tasks._tasks.running\n"
            "        if task.cancelling() or any(each.cancelling() for each in known):\n"
        ),
        clauses=("cancellation/check-quiet",),
        message=r"`cancelling\(\)` was 0, .* raised|nothing had cancelled",
    ),
)
