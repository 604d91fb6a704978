"""Mutants of `scopes/independence`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="scopes_are_one_for_the_process",
        symptom="a server answers one request with the settings of another",
        module="surroundings",
        right=(
            "current: ContextVar[Surroundings | None] = "
            'ContextVar("haiway_reference.current", default=None)\n'
        ),
        wrong=(
            "class Current:\n"
            "    value = None\n"
            "\n"
            "    def get(self):\n"
            "        return self.value\n"
            "\n"
            "    def set(self, value):\n"
            "        self.value = value\n"
            "\n"
            "\n"
            "current = Current()\n"
        ),
        clauses=("scopes/independence",),
        message=(
            r"the state of type A was \[.*\], which belongs to another task's scope"
            r"|record logged in scope scope\d says"
            r"|was cancelled while the body of scope\d was still running|RuntimeError"
        ),
    ),
    Mutant(
        name="scopes_are_told_apart_by_name",
        symptom="the end of one request stops the work of another",
        module="scope",
        right="        tasks = ScopeTasks(self._name)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        known = asyncio.get_running_loop().__dict__.setdefault('known', {})\n"
            "        tasks = known.get(self._name)\n"
            "        if tasks is None or tasks._closing:\n"
            "            tasks = known[self._name] = ScopeTasks(self._name)\n"
        ),
        clauses=("scopes/independence",),
        message=(
            r"was cancelled while the body of scope\d was still running|RuntimeError|before its"
            r" task|a failure in another task's scope"
        ),
    ),
    Mutant(
        name="exit_cancels_whatever_runs",
        symptom="the end of one request stops all others",
        module="tasks",
        right="            for task in tuple(self.running):\n                task.cancel()\n",
        wrong=(
            "            for task in asyncio.all_tasks() - {asyncio.current_task()}:\n"
            "                if getattr(task.get_coro(), '__name__', '') == 'work':\n"
            "                    task.cancel()\n"
        ),
        clauses=("scopes/independence",),
        message=r"was cancelled while the body of scope\d was still running",
    ),
    Mutant(
        name="one_scope_enters_resources_at_a_time",
        symptom="all requests wait while one of them waits for its connection",
        module="scope",
        right="                given = await self._resources.enter(resource)\n",
        wrong=(
            "                import asyncio\n"
            "\n"
            "                lock = "
            'vars(asyncio.get_running_loop()).setdefault("resources", asyncio.Lock())\n'
            "                async with lock:\n"
            "                    given = await self._resources.enter(resource)\n"
        ),
        clauses=("scopes/independence",),
        message=r"never ends.*deadlock",
    ),
    Mutant(
        name="one_scope_exits_resources_at_a_time",
        symptom="all requests wait while one of them closes its connection",
        module="scope",
        right=(
            "            left = await self._resources.exit(cancelled if failed is None "
            "else failed)\n"
        ),
        wrong=(
            "            import asyncio\n"
            "\n"
            "            lock = "
            'vars(asyncio.get_running_loop()).setdefault("resources", asyncio.Lock())\n'
            "            async with lock:\n"
            "                left = await self._resources.exit(cancelled if failed is "
            "None else failed)\n"
        ),
        clauses=("scopes/independence",),
        message=r"never ends.*deadlock",
    ),
)
