"""Draw operations and give out unique names: `Builder`, and `programs`, which makes strategies.

Hypothesis draws all choices of a program at once, as bytes, one for each choice. If they were drawn
one by one, it would make most programs out of the previous one, by copying one choice over others
of the same kind: five programs of six would be alike. Bytes shrink well all the same, and the
random stream does not depend on which modules are imported.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from haiway_conformance.programs.operations import (
    Await,
    Block,
    CleanUp,
    Deadline,
    Element,
    Forever,
    Iterate,
    Operation,
    Process,
    Scope,
    Sleep,
    Source,
    Spawn,
    Wait,
    Yield,
)
from haiway_conformance.programs.program import Program

__all__ = (
    "Builder",
    "Programs",
    "Seeded",
    "maybe_pause",
    "programs",
)

# Choices that are true one time in three.
RARE = (False, False, True)


EVEN = 0.5


# More than any program takes.
CHOICES = 256


class Builder(ABC):
    """Draws parts of one program; from what, its subclasses say."""

    def __init__(self) -> None:
        self._names: Counter[str] = Counter()

    # Choices. The first of several, and the smallest number, is what shrinking ends at.

    @abstractmethod
    def number(self, low: int, high: int) -> int:
        """An integer from `low` to `high`."""

    @abstractmethod
    def flag(self) -> bool:
        """True or False."""

    @abstractmethod
    def one_of[Choice](self, *choices: Choice) -> Choice:
        """One of several values."""

    def seldom(self) -> bool:
        """True one time in three."""
        return self.one_of(*RARE)

    def some(self, low: int, high: int, make: Callable[[], Operation]) -> Block:
        """From `low` to `high` operations, each made by a function that may draw."""
        return tuple(make() for _ in range(self.number(low, high)))

    def name(self, kind: str) -> str:
        """A new name: the kind and a number."""
        self._names[kind] += 1
        return f"{kind}{self._names[kind]}"

    # Operations that everybody needs.

    def pause(self) -> Operation:
        """Something that takes a while, and ends."""
        match self.number(0, 3):
            case 0:
                return Wait(self.name("p"))
            case 1:
                return Yield()
            case 2:
                return Wait(self.name("p"), "idle")
            case _:
                return Sleep(self.number(0, 2))

    def moment(self) -> Operation:
        """A pause that also ends while others keep the loop busy."""
        return self.one_of(Wait(self.name("p")), Yield(), Sleep(1))

    def pauses(self, most: int = 2, least: int = 0) -> Block:
        """Some pauses."""
        return self.some(least, most, self.pause)

    def suspension(self) -> Operation:
        """A pause that can't be over before others have run."""
        return self.one_of(
            Wait(self.name("p")), Wait(self.name("p"), "idle"), Sleep(1), Sleep(9_999)
        )

    def for_ever(self) -> Operation:
        """A wait for something that never comes."""
        return Wait(self.name("never"), "never")

    def until_exit(self, scope: str) -> Operation:
        """A wait that is over soon after a scope's exit has begun, by cancellation or without.

        Programs whose clause is not about cancelling use it where a task is to be busy until the
        exit: an implementation that does not cancel is not stuck in them.
        """
        return Wait(self.name("end"), "any", after=f"exit of {scope}")

    def with_clean_up(self, body: Block) -> Block:
        """The operations, possibly with a clean-up that takes a while."""
        clean_up = self.pauses(3)
        return (CleanUp(body, clean_up),) if clean_up else body

    def busy_until_exit(self, scope: str) -> Block:
        """What is over soon after a scope's exit has begun; possibly with pauses and a clean-up."""
        return self.with_clean_up((*self.pauses(), self.until_exit(scope)))

    def endless(self) -> Block:
        """What ends by cancellation alone: a wait for ever, possibly with pauses and a clean-up."""
        return self.with_clean_up((*self.pauses(), self.for_ever()))

    def ticking(self) -> Block:
        """What ends by cancellation alone, and ticks until then: the guide's background task."""
        tick: Block = (self.one_of(Sleep(1), Yield()),)
        clean_up = self.some(0, 3, self.moment)
        return (CleanUp((Forever(tick),), clean_up),) if clean_up else (Forever(tick),)

    def long_while(self) -> Operation:
        """What takes some thousand iterations of a busy loop, and 150 virtual seconds of any."""
        return Deadline(150, (Forever((Sleep(1),)),))

    def spawn(self, body: Block) -> Spawn:
        """Spawn a new task."""
        return Spawn(self.name("t"), body)

    def scope(self, body: Block) -> Scope:
        """A new scope."""
        return Scope(self.name("scope"), body)

    def in_a_task(self, body: Block) -> Block:
        """The operations themselves, or a task that carries them out and is awaited."""
        if not self.flag():
            return body
        task = self.spawn(body)
        return (task, Await(task.task))

    def hosted(self, body: Block) -> Block:
        """The operations themselves, or a handler or a generator that carries them out once.

        Only where the scope can't be exited meanwhile: it may take no stream then.
        """
        match self.number(0, 4):
            case 0:
                return (Process(self.name("h"), Source(elements=(Element(body=body),))),)
            case 1:
                return (Iterate(self.name("s"), 1, body),)
            case _:
                return body


class _Drawing(Builder):
    """Draws from bytes, one for each choice. When they are used up, all is as simple as can be.

    Args:
        choices: The bytes.
    """

    def __init__(self, choices: bytes) -> None:
        super().__init__()
        self._choices = iter(choices)

    def number(self, low: int, high: int) -> int:
        return low + (next(self._choices, 0) * (high - low + 1) >> 8)

    def flag(self) -> bool:
        return bool(self.number(0, 1))

    def one_of[Choice](self, *choices: Choice) -> Choice:
        return choices[self.number(0, len(choices) - 1)]


class Seeded(Builder):
    """Draws from a seed: what is drawn so is as large and as mixed as it is meant to be.

    They are shrunk as data (`judgement.reduction`).

    Args:
        seed: The same one draws the same.
    """

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._random = Random(seed)  # noqa: S311 - repeatable by design, not a secret

    def number(self, low: int, high: int) -> int:  # noqa: D102
        return self._random.randint(low, high)

    def flag(self) -> bool:  # noqa: D102
        return self._random.random() < EVEN

    def one_of[Choice](self, *choices: Choice) -> Choice:  # noqa: D102
        return self._random.choice(choices)


class Programs:
    """A strategy for programs, which is made when it is called.

    Args:
        make: Draws the operations of main through the builder it is given.
    """

    def __init__(self, make: Callable[[Builder], Block]) -> None:
        def drawn(draw: DrawFn) -> Program:
            return Program(make(_Drawing(draw(st.binary(min_size=CHOICES, max_size=CHOICES)))))

        drawn.__name__ = drawn.__qualname__ = self.__name__ = make.__name__
        self.__doc__ = make.__doc__
        self._strategy: Callable[[], SearchStrategy[Program]] = st.composite(drawn)

    def __call__(self) -> SearchStrategy[Program]:
        """Return the strategy."""
        return self._strategy()


def programs(make: Callable[[Builder], Block]) -> Programs:
    """Turn a function that draws a program's operations into a strategy for programs; a decorator.

    Args:
        make: Draws the operations of main through the builder it is given.

    Example:
        >>> @programs
        ... def one_pause(build):
        ...     return (build.pause(),)
        >>> one_pause()
        one_pause()
    """
    return Programs(make)


def maybe_pause(build: Builder) -> Block:
    """Draw nothing, or something that takes a while."""
    return build.one_of((), (Yield(),), (Wait(build.name("p")),))
