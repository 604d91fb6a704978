"""Mutants of `cancellation/current-only`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="cancel_asks_the_siblings_too",
        symptom="a worker that finds nothing to do stops all workers",
        module="context",
        right="        this_task().cancel()\n",
        wrong=(
            "        from .surroundings import current\n"
            "\n"
            "        this_task().cancel()\n"
            "        around = current.get()\n"
            "        for each in tuple(() if around is None else around.tasks._tasks.running):\n"
            "            if each is not this_task():\n"
            "                each.cancel()\n"
        ),
        clauses=("cancellation/current-only",),
        message=r"\w+ was cancelled at \w+, though only .* had called `ctx.cancel\(\)`",
    ),
    Mutant(
        name="cancel_asks_the_host_too",
        symptom="a batch is cancelled as a whole when one of its tasks cancels itself",
        module="context",
        right="        this_task().cancel()\n",
        wrong=(
            "        from .surroundings import current\n"
            "\n"
            "        this_task().cancel()\n"
            "        around = current.get()\n"
            "        if around is not None and around.tasks._host is not this_task():\n"
            "            around.tasks._host.cancel()\n"
        ),
        clauses=("cancellation/current-only",),
        message=r"runner was cancelled at \w+, though only .* had called `ctx.cancel\(\)`",
    ),
)
