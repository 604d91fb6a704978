"""A script that is being written: its lines, its names, and what it imports: `Page`."""

import builtins
import keyword
import re
from collections.abc import Collection, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from haiway_conformance.adapter import Adapter
from haiway_conformance.programs.execution.failures import Failing
from haiway_conformance.programs.execution.objects import PLAIN, SINGLES, Outcome

if TYPE_CHECKING:
    from haiway_conformance.programs.operations import Block, Provided
    from haiway_conformance.programs.program import Program

__all__ = ("Page", "Where")

# No name of a program ends with this.
_ONCE: Final = "\0"

_HEADS: Final = ("@", "def ", "async def ", "class ")

_TAKEN: Final = frozenset(
    {
        *dir(builtins),
        *("asyncio", "functools", "gc", "sys"),
        *("script", "main", "ctx", "adapter", "State"),
        *("process_concurrently", "execute_concurrently", "stream_concurrently"),
        *("index", "name", "given", "each", "self", "args", "kwargs"),
        *("A", "B", "C", "D", "E", "F", "G", "H", "K"),
    }
)
"""The names that stand for something else in a script than for a part of the program."""


@dataclass(frozen=True, slots=True)
class Where:
    """The place on a page at which something is written.

    Attributes:
        task: The name of the task, generator or resource whose code it is; of a handler, that of
            its call of the helper.
        handler: Whether it is a handler: then each of its calls has a name of its own, which is
            the value of a variable `name`.
        known: The names of tasks and streams that are certain to be there. An operation that makes
            one adds it, for the operations after it in its block.
    """

    task: str
    handler: bool = False
    known: set[str] = field(default_factory=set[str])

    def inside(self, task: str, *, handler: bool = False) -> "Where":
        """Return the place within a function that is defined here."""
        return replace(self, task=task, handler=handler)


@dataclass(eq=False)
class Page:
    """A script that is being written.

    A script has a variable `script`: everything in it that belongs to this kit, and not to the
    implementation or to asyncio, is an attribute of that, or imported because of `use`.

    Attributes:
        adapter: The implementation.
        program: The program.
        adapted: Whether it is used through its adapter; else it is a module in the guide's shape.
        imported: The names that the script can import from the kit.
        lines: The lines written so far.
        used: The imported names that it uses.
        called: The functions of the implementation that it uses.
        state_types: The types of state that it uses.
        milestones: The milestones for which operations of the program wait.
        opened: The expressions for streams of which others are made again.
    """

    adapter: Adapter
    program: "Program"
    adapted: bool
    imported: Collection[str] = ()
    lines: list[str] = field(default_factory=list[str])
    used: set[str] = field(default_factory=set[str])
    called: set[str] = field(default_factory=set[str])
    state_types: set[str] = field(default_factory=set[str])
    milestones: frozenset[str] = frozenset()
    opened: dict[str, str] = field(default_factory=dict[str, str])
    _depth: int = 0
    _numbers: int = 0
    _ended: bool = False
    _named: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        self.milestones = self.program.milestones

    def line(self, text: str) -> None:
        """Write a line; there are empty ones around functions and classes."""
        last = self.lines[-1].strip() if self.lines else ":"
        begins = text.startswith(_HEADS) and not last.startswith("@")
        if (begins or self._ended) and not last.endswith(":"):
            self.lines.append("")
        self._ended = False
        self.lines.append(f"{'    ' * self._depth}{text}")

    @contextmanager
    def under(self, text: str) -> Generator[None]:
        """Write a line that ends with a colon, and more under it; `pass` if there is nothing."""
        self.line(text)
        self._depth += 1
        before = len(self.lines)
        try:
            yield
            if not any(each.strip(" ") and "#" not in each for each in self.lines[before:]):
                self.line("pass")
        finally:
            self._depth -= 1
        self._ended = self._ended or text.startswith(_HEADS)

    def block(self, block: "Block", where: Where) -> None:
        """Write operations, one after the other."""
        where = replace(where, known=set(where.known))
        for operation in block:
            operation.write(self, where)

    def function(self, head: str, where: Where, body: "Block", result: str = "") -> None:
        """Write the function that a task carries out.

        Args:
            head: Its name and parameters.
            where: The place of its body.
            body: Its operations.
            result: The expression that it returns, if that is not None.
        """
        outside = ", outside_cancels=True" if where.task in self.program.injected_tasks else ""
        self.line(f"@script.task({where.task!r}{outside})")
        with self.under(f"async def {head}:"):
            self.reach_of("{} began", where)
            self.block(body, where)
            if result:
                self.line(f"return {result}")

    # Names and values.

    def identifier(self, name: str) -> str:
        """Return what something of the program is called in the script."""
        if name not in self._named:
            word = re.sub(r"\W", "_", name.removesuffix(_ONCE), flags=re.ASCII)
            word = word.strip("_") or "nameless"
            if word[0].isdigit():
                word = f"n{word}"
            taken = {*_TAKEN, *self.imported, *self._named.values()}
            while word in taken or keyword.iskeyword(word) or keyword.issoftkeyword(word):
                word = f"{word}_"
            self._named[name] = word
        return self._named[name]

    def numbered(self, word: str) -> str:
        """Return a name that is used once."""
        self._numbers += 1
        return self.identifier(f"{word}_{self._numbers}{_ONCE}")

    def use(self, expression: str) -> str:
        """Import the name with which an expression begins from the kit, if it can be imported."""
        name = re.split(r"\W", expression, maxsplit=1)[0]
        if name in self.imported:
            self.used.add(name)
        return expression

    def call(self, function: str) -> str:
        """Return a function of the implementation."""
        self.called.add(function)
        if self.adapted:
            return f"adapter.{function}"
        return function if function.endswith("_concurrently") else f"ctx.{function}"

    def error(self, name: str, kind: Failing = "exception") -> str:
        """Return an exception of the program's own."""
        more = f", {kind!r}" if kind != "exception" else ""
        return f"script.error({name!r}{more})"

    def result(self, outcome: Outcome, where: Where) -> str:
        """Return what a function returns."""
        if outcome in PLAIN:
            return repr(PLAIN[outcome])
        more = f", {outcome!r}" if outcome != "object" else ""
        return f"script.result({'name' if where.handler else repr(where.task)}{more})"

    def state_type(self, name: str) -> str:
        """Return a type of state."""
        self.state_types.add(name)
        return name

    def state(self, provided: "Provided") -> str:
        """Return a state object."""
        return f"script.state({self.state_type(provided.type)}, {provided.value!r})"

    def arguments(self, positional: tuple[str, ...], keywords: tuple[tuple[str, str], ...]) -> str:
        """Return the arguments of a call, each with a comma before it."""
        given = [_thing(each) for each in positional]
        for key, name in keywords:
            plain = key.isidentifier() and not keyword.iskeyword(key)
            given.append(f"{key}={_thing(name)}" if plain else f"**{{{key!r}: {_thing(name)}}}")
        return "".join(f", {each}" for each in given)

    # Milestones.

    def reach(self, milestone: str) -> None:
        """Reach a milestone, if anything in the program waits for it."""
        if milestone in self.milestones:
            self.line(f"script.reach({milestone!r})")

    def reach_finally(self, milestone: str) -> None:
        """Reach a milestone on every way out of the `try` above."""
        with self.under("finally:"):
            self.reach(milestone)

    def reach_of(self, form: str, where: Where) -> None:
        """Reach a milestone of a task, if anything in the program waits for it.

        Args:
            form: Its name, with `{}` for that of the task.
            where: The place.
        """
        if not where.handler:
            self.reach(form.replace("{}", where.task))
        elif self.awaits_of(form, where):
            self.line(f"script.reach(f{form.replace('{}', '{name}')!r})")

    def awaits_of(self, form: str, where: Where) -> bool:
        """Return whether anything in the program waits for a milestone of a task."""
        if not where.handler:
            return form.replace("{}", where.task) in self.milestones
        before, after = form.split("{}")
        of_calls = re.escape(f"{before}{where.task}[") + r"(\d+|\?)\]" + re.escape(after)
        return any(re.fullmatch(of_calls, each) for each in self.milestones)

    def is_opened_again(self, stream: str) -> bool:
        """Return whether another stream is made of what a stream was made of."""
        return stream in self.program.opened_again

    @property
    def asking_is_awaited(self) -> bool:
        """True if anything waits for an item of a stream to be asked for or delivered."""
        return any(each.endswith(" delivered") or " asks " in each for each in self.milestones)


def _thing(name: str) -> str:
    return name if name in SINGLES else f"script.thing({name!r})"
