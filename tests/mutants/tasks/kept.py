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
    Mutant(
        name="only_a_few_tasks_are_held",
        symptom="of many background tasks the first ones vanish without a word",
        module="tasks",
        right="        self.running: dict[Task[Any], None] = {}\n",
        wrong=(
            "        from collections import deque\n"
            "        from weakref import WeakKeyDictionary\n"
            "\n"
            "        class Few(WeakKeyDictionary):\n"
            "            held = deque(maxlen=8)\n"
            "\n"
            "            def __setitem__(self, task: Any, value: None) -> None:\n"
            "                super().__setitem__(task, value)\n"
            "                self.held.append(task)\n"
            "\n"
            "        self.running = Few()\n"
        ),
        clauses=("tasks/kept",),
        message=r"was lost when garbage was",
    ),
    Mutant(
        name="readers_are_held_until_the_first_item",
        symptom="a stream that is read rarely ends early, for no reason",
        module="streams",
        right="                self._give(await anext(iterator), None)\n",
        wrong=(
            "                self._give(await anext(iterator), None)\n"
            "                from weakref import WeakKeyDictionary\n"
            "\n"
            "                if isinstance(self._tasks.running, dict):\n"
            "                    self._tasks.running = WeakKeyDictionary(self._tasks.running)\n"
        ),
        clauses=("tasks/kept",),
        message=r"was lost when garbage was",
    ),
)
