"""Mutants of `scopes/descendants`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tasks_of_tasks_are_detached",
        symptom="a task that was spawned by a task goes on after its scope",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        if asyncio.current_task() is not self._host:\n"
            "            loop = asyncio.get_running_loop()\n"
            "            return context.run(loop.create_task, coroutine)\n"
            "        return self._tasks.start(coroutine, context, self._ended)\n"
        ),
        clauses=("scopes/descendants",),
        message=(
            r"scope scope\d was exited \(.*\) before its task t\d had ended|task t\d began"
            r" after scope"
        ),
    ),
    Mutant(
        name="the_third_generation_is_detached",
        symptom="a task that was spawned by a task of a task goes on after its scope",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        spawner = asyncio.current_task().get_name()\n"
            "        if spawner.endswith('++'):\n"
            "            loop = asyncio.get_running_loop()\n"
            "            return context.run(loop.create_task, coroutine)\n"
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "        task.set_name(spawner + '+')\n"
            "        return task\n"
        ),
        clauses=("scopes/descendants",),
        message=(
            r"scope scope\d was exited \(.*\) before its task t\d had ended|task t\d began"
            r" after scope"
        ),
    ),
    Mutant(
        name="tasks_of_tasks_are_waited_for",
        symptom="a background task that was spawned by a task keeps its scope from ending",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "        if asyncio.current_task() is not self._host:\n"
            "            loop = asyncio.get_running_loop()\n"
            "            loop.call_soon(lambda: setattr(self._tasks, 'stop', lambda: [\n"
            "                each.cancel() for each in self._tasks.running if each is not task]))\n"
            "        return task\n"
        ),
        clauses=("scopes/descendants",),
        message=r"never ends|never cancelled at its wait",
    ),
    Mutant(
        name="tasks_of_the_ninth_generation_are_free",
        symptom="a crawler that spawns a task for each link leaves deep pages running at the end",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        generation = getattr(this_task(), 'generation', 0) + 1\n"
            "        if generation > 8:\n"
            "            task = context.run(self._host.get_loop().create_task, coroutine)\n"
            "        else:\n"
            "            task = self._tasks.start(coroutine, context, self._ended)\n"
            "        task.generation = generation\n"
            "        return task\n"
        ),
        clauses=("scopes/descendants",),
        message=r"t\d+|level",
    ),
)
