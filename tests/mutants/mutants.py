"""Implementations that are wrong on purpose: the reference, broken by hand in one place each."""

from dataclasses import dataclass
from pathlib import Path

import haiway_reference

__all__ = ("MUTANTS", "Mutant")


@dataclass(frozen=True)
class Mutant:
    """A way to break the reference.

    Attributes:
        name: How it is wrong; the name of its package too.
        noticed: How a user would notice.
        module: The module that is changed.
        right: The text that is replaced, which occurs there once.
        wrong: What stands there instead.
        clause: The clause that it breaks.
        message: What the suite must say of it: a regular expression.
    """

    name: str
    noticed: str
    module: str
    right: str
    wrong: str
    clause: str
    message: str

    def write(self, folder: Path) -> None:
        """Write the broken implementation as a package.

        Args:
            folder: Where the package's folder is made.
        """
        package = folder / self.name
        package.mkdir()
        source = Path(haiway_reference.__file__).parent
        for module in source.glob("*.py"):
            text = module.read_text(encoding="utf-8")
            if module.stem == self.module:
                assert text.count(self.right) == 1, f"{self.name}: {self.right!r} is not there once"
                text = text.replace(self.right, self.wrong)
            (package / module.name).write_text(text, encoding="utf-8")


MUTANTS = (
    Mutant(
        "exit_does_not_await",
        "code after a scope runs beside the clean-up of its tasks",
        "tasks",
        "            while self._running:\n",
        "            while False:\n",
        "scopes/exit-awaits-tasks",
        r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        "exit_does_not_cancel",
        "a scope with a background task never ends",
        "tasks",
        '        self._close("is exiting")\n',
        '        self._closing = self._closing or "is exiting"\n',
        "scopes/exit-cancels-tasks",
        r"never ends: nothing could run any more \(deadlock\).*exit of scope scope1",
    ),
    Mutant(
        "inner_tasks_go_to_the_outer_scope",
        "tasks of an inner scope go on after it",
        "scope",
        "            tasks=tasks,\n",
        "            tasks=outer.tasks if outer else tasks,\n",
        "scopes/nested-tasks-end-inside",
        r"task t\d began after scope scope\d, in which it was spawned, had been exited"
        r"|scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        "variables_are_inherited",
        "a request's id turns up in a background task of another request",
        "context",
        "variables=NO_VARIABLES",
        "variables=surroundings.variables",
        "variables/not-inherited",
        r"t\d saw variable \w = value\d, which (main|t\d), by which it was spawned, had set",
    ),
    Mutant(
        "resources_are_closed_first",
        "a task finds its connection closed while it cleans up",
        "scope",
        "            arrived = await tasks.end()\n",
        "            await self._resources.exit(exception)\n"
        "            arrived = await tasks.end()\n",
        "scopes/resources",
        r"resource\d was exited while task t\d of scope scope\d, which may be using it",
    ),
    Mutant(
        "keyword_arguments_are_dropped",
        "a task runs with default values instead of what it was given",
        "tasks",
        "context.run(function, *args, **kwargs)",
        "context.run(function, *args)",
        "tasks/arguments",
        r"task t\d was spawned with \(.*=object\d\), but its function was called with",
    ),
    Mutant(
        "all_tasks_share_one_context",
        "a language or time zone set in one task changes in another",
        "tasks",
        "            task: Task[R] = context.run(loop.create_task, coroutine)\n",
        '            context = self.__dict__.setdefault("_context", context)\n'
        "            task: Task[R] = loop.create_task(coroutine, context=context)\n",
        "tasks/context-copied",
        r"task t\d saw context \w = \w+; as of its spawn and what it set since, it is",
    ),
    Mutant(
        "late_spawns_are_detached",
        "something still runs when the program believes that all is over",
        "tasks",
        "        if self._closing:\n            raise RuntimeError(\n",
        "        if self._closing:\n"
        "            return asyncio.get_running_loop().create_task(function(*args, **kwargs))\n"
        "            raise RuntimeError(\n",
        "scopes/late-spawn",
        r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
)
