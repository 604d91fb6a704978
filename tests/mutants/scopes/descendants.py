"""Mutants of `scopes/descendants`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tasks_of_tasks_are_detached",
        symptom="a task that was spawned by a task goes on after its scope",
        module="tasks",
        right="            return self._tasks.start(coroutine, context)\n",
        wrong=(
            "            if asyncio.current_task() is not self._host:\n"
            "                loop = asyncio.get_running_loop()\n"
            "                return context.run(loop.create_task, coroutine)\n"
            "            return self._tasks.start(coroutine, context)\n"
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
        module="tasks",
        right="            return self._tasks.start(coroutine, context)\n",
        wrong=(
            "            spawner = asyncio.current_task().get_name()\n"
            "            if spawner.endswith('++'):\n"
            "                loop = asyncio.get_running_loop()\n"
            "                return context.run(loop.create_task, coroutine)\n"
            "            task = self._tasks.start(coroutine, context)\n"
            "            task.set_name(spawner + '+')\n"
            "            return task\n"
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
        module="tasks",
        right="            return self._tasks.start(coroutine, context)\n",
        wrong=(
            "            task = self._tasks.start(coroutine, context)\n"
            "            if asyncio.current_task() is not self._host:\n"
            "                loop = asyncio.get_running_loop()\n"
            "                loop.call_soon(lambda: setattr(self._tasks, 'stop', lambda: [\n"
            "                    each.cancel() for each in self._tasks.running if each is "
            "not task]))\n"
            "            return task\n"
        ),
        clauses=("scopes/descendants",),
        message=r"never ends|never cancelled at its wait",
    ),
)
