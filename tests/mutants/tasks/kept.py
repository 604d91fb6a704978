"""Mutants of `tasks/kept`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="scopes_know_their_tasks_weakly",
        symptom="a background task that nobody awaits vanishes, now and then, without a trace",
        module="scope_tasks",
        right="        self._tasks = Tasks()\n",
        wrong=(
            "        from weakref import WeakKeyDictionary\n"
            "\n"
            "        self._tasks = Tasks()\n"
            "        self._tasks.running = WeakKeyDictionary()\n"
        ),
        clauses=("tasks/kept",),
        message=r"t\d waited .* was lost when garbage was collected",
    ),
    Mutant(
        name="helpers_know_their_calls_weakly",
        symptom="a handler that waits for an answer vanishes, and the batch never ends",
        module="calls",
        right="        self._tasks = Tasks()\n",
        wrong=(
            "        from weakref import WeakKeyDictionary\n"
            "\n"
            "        self._tasks = Tasks()\n"
            "        self._tasks.running = WeakKeyDictionary()\n"
        ),
        clauses=("tasks/kept",),
        message=r"helper\[\d\] waited .* was lost when garbage was collected",
    ),
    Mutant(
        name="streams_know_their_sources_weakly",
        symptom="a feed that is silent for a while is closed, and its consumer waits for ever",
        module="streams",
        right="        self._tasks = Tasks()\n",
        wrong=(
            "        from weakref import WeakKeyDictionary\n"
            "\n"
            "        self._tasks = Tasks()\n"
            "        self._tasks.running = WeakKeyDictionary()\n"
        ),
        clauses=("tasks/kept",),
        message=r"(stream|source of \w+(\.b)?) waited .* was lost when garbage was collected",
    ),
)
