"""Mutants of `variables/generators`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="scopes_clear_variables_in_generators",
        symptom="a generator loses its variables after it has used a scope",
        module="scope",
        right="            current.set(self._outer)\n",
        wrong=(
            "            inner = current.get()\n"
            "            import asyncio\n"
            "            me = asyncio.current_task()\n"
            "            outer = self._outer\n"
            "            streams = [] if outer is None else outer.tasks._streams\n"
            "            if inner is not None and any(me in each.running for each in streams):\n"
            "                current.set(replace(self._outer, variables={}))\n"
            "            else:\n"
            "                current.set(self._outer)\n"
        ),
        clauses=("variables/generators",),
        message=r"saw variable \w = None.*set itself",
    ),
    Mutant(
        name="generators_have_the_variables_of_the_consumer",
        symptom="a generator sees the variables of its consumer",
        module="streams",
        right="        self._context = own_context()\n",
        wrong=(
            "        import contextvars\n\n        self._context = contextvars.copy_context()\n"
        ),
        clauses=("variables/generators",),
        message=r"stream saw variable \w = value\d.* set by main",
    ),
    Mutant(
        name="the_streams_of_a_task_share_one_context",
        symptom="a second stream begins with the variables of the first one",
        module="streams",
        right="        self._context = own_context()\n",
        wrong=(
            "        class Shared:\n"
            "            def __init__(self) -> None:\n"
            "                self.context = own_context()\n"
            "\n"
            "            def copy(self) -> Any:\n"
            "                return self\n"
            "\n"
            "            def run(self, create: Any, coroutine: Any) -> Any:\n"
            "                return create(coroutine, context=self.context)\n"
            "\n"
            '        contexts = vars(asyncio.get_running_loop()).setdefault("contexts", {})\n'
            "        self._context = contexts.setdefault(asyncio.current_task(), Shared())\n"
        ),
        clauses=("variables/generators", "state/in-streams"),
        message=(
            r"stream\d? saw variable \w = value\d.* set by|source of stream .*state of type \w"
            r" .*(of earlier|fallback|raised)"
        ),
    ),
    Mutant(
        name="consumers_have_the_variables_of_the_generator",
        symptom="a loop over a stream changes the variables of its consumer",
        module="streams",
        right="        return self._held.popleft()\n",
        wrong=(
            "        from dataclasses import replace\n"
            "\n"
            "        from .surroundings import current\n"
            "\n"
            "        for task in self._tasks.running:\n"
            "            its = task.get_context()[current].variables\n"
            "            mine = current.get()\n"
            "            current.set(replace(mine, variables={**mine.variables, **its}))\n"
            "        return self._held.popleft()\n"
        ),
        clauses=("variables/generators",),
        message=r"main saw variable \w = value\d.* set by stream",
    ),
)
