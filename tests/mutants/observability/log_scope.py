"""Mutants of `observability/log-scope`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tasks_log_in_no_scope",
        symptom="log records of errors have no scope",
        module="logs",
        right="    surroundings = current.get()\n",
        wrong=(
            "    import asyncio\n"
            "    task = asyncio.current_task()\n"
            "    surroundings = current.get()\n"
            "    if surroundings and surroundings.tasks._host is not task:\n"
            "        surroundings = None\n"
        ),
        clauses=("observability/log-scope",),
        message=r"one logged in scope\d by t\d identifies",
    ),
    Mutant(
        name="the_log_knows_one_scope_for_all",
        symptom="lines of concurrent requests are mixed up",
        module="logs",
        right="    surroundings = current.get()\n",
        wrong="    surroundings = log.__dict__.setdefault('first', current.get())\n",
        clauses=("observability/log-scope",),
        message=r"record logged in (the body of )?scope scope\d.* identifies",
    ),
    Mutant(
        name="generators_log_in_the_scope_of_the_reader",
        symptom="log records of a generator name the scope of its first consumer",
        module="streams",
        right="self._tasks.start(self._read(self._unread.pop(0)), self._context)",
        wrong="self._tasks.start(self._read(self._unread.pop(0)), own_context())",
        clauses=("observability/log-scope",),
        message=r"by the generator of a stream created in scope\d identifies scope scope\d",
    ),
    Mutant(
        name="handlers_log_in_no_scope",
        symptom="the log records of a batch have no scope",
        module="calls",
        right="        self._context = own_context()\n",
        wrong=(
            "        from .surroundings import current\n"
            "\n"
            "        self._context = own_context()\n"
            "        self._context.run(current.set, None)\n"
        ),
        clauses=("observability/log-scope",),
        message=r"one logged in scope\d by h1\[\d\] identifies",
    ),
    Mutant(
        name="generators_log_in_no_scope",
        symptom="the lines of a feed cannot be told apart",
        module="streams",
        right=("        try:\n            while not self._tasks.stopped:\n"),
        wrong=(
            "        from dataclasses import replace\n"
            "\n"
            "        from .surroundings import current\n"
            "\n"
            "        if here := current.get():\n"
            "            current.set(replace(here, identity=None))\n"
            "        try:\n"
            "            while not self._tasks.stopped:\n"
        ),
        clauses=("observability/log-scope",),
        message=r"generator of a stream created in scope\d identifies no scope",
    ),
)
