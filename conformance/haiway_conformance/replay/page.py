"""What a script is written on: lines, names, and what they need: `Page`."""

import keyword
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final

from haiway_conformance.adapter import Adapter
from haiway_conformance.programs import Program
from haiway_conformance.programs.interpreter.values import CONTAINERS, SINGLES
from haiway_conformance.programs.operations import (
    AskToStop,
    Block,
    Failing,
    Open,
    Outcome,
    Provided,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.replay.support import NAMES

__all__ = ("Page", "Where", "shown", "writes")

type Writer = Callable[["Page", Any, "Where"], None]

_WRITERS: Final[dict[type, tuple[Writer, str | None]]] = {}

_CLASSES: Final[dict[Failing, str]] = {
    "exception": "",
    "falsy": "FailedFalsy",
    "twin": "FailedTwin",
    "base": "FailedBase",
    "group": "FailedGroup",
    "lookup": "FailedLookup",
    "type": "FailedType",
    "runtime": "FailedRuntime",
    "stop": "FailedStop",
    "timeout": "FailedTimeout",
    "cancelled": "FailedCancelled",
    "interrupt": "FailedInterrupt",
    "exit": "FailedExit",
}

# What no name of a program ends with.
_ONCE: Final = "\0"

_HEADS: Final = ("@", "def ", "async def ", "class ")

_VALUES: Final = {"none": "None", "zero": "0", "false": "False", "empty": "()"}


def writes(kind: type, needs: str | None = None) -> Callable[[Writer], Writer]:
    """Register the function that writes one kind of operation.

    Args:
        kind: The operation's class.
        needs: The capability without which the operation does nothing.
    """

    def register(writer: Writer) -> Writer:
        _WRITERS[kind] = (writer, needs)
        return writer

    return register


@dataclass(frozen=True, slots=True)
class Where:
    """Where on a page something is written.

    Attributes:
        task: The name of the task, generator or resource whose code it is; of a handler, that of
            its call of the helper.
        handler: Whether it is a handler: then each of its calls has a name of its own, and that is
            the value of a variable `name`.
        known: The names of tasks and streams that are certain to be there.
    """

    task: str
    handler: bool = False
    known: frozenset[str] = frozenset()

    def inside(self, task: str, *, handler: bool = False) -> "Where":
        """Within a function that is defined here."""
        return replace(self, task=task, handler=handler)


@dataclass(eq=False)
class Page:
    """A script that is being written.

    Attributes:
        adapter: The implementation.
        program: The program.
        has: The implementation's capabilities.
        adapted: Whether it is used through its adapter; else it is a module in the guide's shape.
        lines: What is written so far.
        used: The pieces of support code that it uses.
        called: What it uses of the implementation.
        state_types: The types of state that it uses.
        states: The state objects that it uses, by the name of their variable.
        contexts: The context variables that it uses.
    """

    adapter: Adapter
    program: Program
    has: frozenset[str]
    adapted: bool
    lines: list[str] = field(default_factory=list[str])
    used: set[str] = field(default_factory=set[str])
    called: set[str] = field(default_factory=set[str])
    state_types: set[str] = field(default_factory=set[str])
    states: dict[str, Provided] = field(default_factory=dict[str, Provided])
    contexts: set[str] = field(default_factory=set[str])
    _depth: int = 0
    _numbers: int = 0
    _ended: bool = False
    _named: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        waits = [each for each in self.program if isinstance(each, Wait)]
        self.milestones = {each.after for each in waits if each.after is not None}

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

    def block(self, block: Block, where: Where) -> None:
        """Write operations, one after the other."""
        known = set(where.known)
        for operation in block:
            writer, needs = _WRITERS[type(operation)]
            if needs is None or needs in self.has:
                writer(self, operation, replace(where, known=frozenset(known)))
                match operation:
                    case Spawn(task=name) | Start(task=name) | Open(stream=name):
                        known.add(name)
                    case _:
                        pass
            else:
                what = type(operation).__name__
                self.line(f"# {what}: nothing happens, the implementation lacks {needs}")

    # Names and values.

    def identifier(self, name: str) -> str:
        """What something of the program is called in the script."""
        if name not in self._named:
            word = re.sub(r"\W", "_", name.removesuffix(_ONCE), flags=re.ASCII)
            word = word.strip("_") or "nameless"
            if word[0].isdigit():
                word = f"n{word}"
            taken = {*NAMES, *self._named.values()}
            while word in taken or keyword.iskeyword(word) or keyword.issoftkeyword(word):
                word = f"{word}_"
            self._named[name] = word
        return self._named[name]

    def numbered(self, word: str) -> str:
        """A name that is used once."""
        self._numbers += 1
        return self.identifier(f"{word}_{self._numbers}{_ONCE}")

    def context(self, name: str) -> str:
        """A context variable."""
        self.contexts.add(name)
        return self.identifier(f"variable {name}")

    def use(self, name: str) -> str:
        """Use a piece of support code."""
        self.used.add(name)
        return name

    def call(self, function: str) -> str:
        """A function of the implementation."""
        self.called.add(function)
        if self.adapted:
            return f"adapter.{function}"
        return function if function.endswith("_concurrently") else f"ctx.{function}"

    def error(self, name: str, kind: Failing = "exception", *, formatted: bool = False) -> str:
        """An exception of the program's own."""
        self.use("error")
        more = f", {self.use(_CLASSES[kind])}" if _CLASSES[kind] else ""
        return f"error({'f' if formatted else ''}{name!r}{more})"

    def thing(self, name: str, kind: str = "", *, formatted: bool = False) -> str:
        """An object of the program's own."""
        if name in SINGLES:
            return name
        self.use("thing")
        if name in CONTAINERS:
            return f"thing({name!r}, lambda _: {name})"
        more = f", {self.use(kind)}" if kind else ""
        return f"thing({'f' if formatted else ''}{name!r}{more})"

    def result(self, outcome: Outcome, where: Where) -> str:
        """What a function returns."""
        if outcome in _VALUES:
            return _VALUES[outcome]
        name = f"result of {'{name}' if where.handler else where.task}"
        if outcome == "exception":
            return self.error(name, formatted=where.handler)
        kind = "Awaitable" if outcome == "awaitable" else ""
        return self.thing(name, kind, formatted=where.handler)

    def state_type(self, name: str) -> str:
        """A type of state."""
        self.state_types |= {"A", "G"} if name == "G" else {name}  # G is derived from A
        return name

    def state(self, provided: Provided) -> str:
        """A state object."""
        self.state_type(provided.type)
        name = self.identifier(f"{provided.type} {provided.value}")
        self.states[name] = provided
        return name

    def arguments(self, positional: tuple[str, ...], keywords: tuple[tuple[str, str], ...]) -> str:
        """Arguments of a call, each with a comma before it."""
        given = [self.thing(each) for each in positional]
        for key, name in keywords:
            plain = key.isidentifier() and not keyword.iskeyword(key)
            value = self.thing(name)
            given.append(f"{key}={value}" if plain else f"**{{{key!r}: {value}}}")
        return "".join(f", {each}" for each in given)

    # Tasks.

    def has_task(self, name: str) -> bool:
        """Whether a task of that name is spawned or started."""
        return any(isinstance(it, Spawn | Start) and it.task == name for it in self.program)

    def is_asked(self, name: str) -> bool:
        """Whether somebody outside asks a task of that name to stop."""
        return any(isinstance(it, AskToStop) and it.task == name for it in self.program)

    # Milestones.

    def reach(self, milestone: str) -> None:
        """Reach a milestone, if anything in the program waits for it."""
        if milestone in self.milestones:
            self.line(f"{self.use('reach')}({milestone!r})")

    def reach_finally(self, milestone: str) -> None:
        """Reach a milestone on every way out of the `try` above."""
        with self.under("finally:"):
            self.reach(milestone)

    def reach_of(self, form: str, where: Where) -> None:
        """Reach a milestone of a task, if anything in the program waits for it.

        Args:
            form: Its name, with `{}` for that of the task.
            where: Where.
        """
        if not where.handler:
            self.reach(form.replace("{}", where.task))
        elif self.awaits_of(form, where):
            self.line(f"{self.use('reach')}(f{form.replace('{}', '{name}')!r})")

    def awaits_of(self, form: str, where: Where) -> bool:
        """Whether anything in the program waits for a milestone of a task."""
        if not where.handler:
            return form.replace("{}", where.task) in self.milestones
        before, after = form.split("{}")
        of_calls = re.escape(f"{before}{where.task}[") + r"(\d+|\?)\]" + re.escape(after)
        return any(re.fullmatch(of_calls, each) for each in self.milestones)


def shown(name: str) -> str:
    """A name of the program as part of a formatted string."""
    return name if re.fullmatch(r"[\w .,\[\]-]+", name) else f"{{{name!r}}}"
