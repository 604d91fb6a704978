"""Draw operations and give out unique names: `Builder`, and `programs`, which makes strategies.

Hypothesis draws all choices of a program at once, as a string with one byte per choice. Drawn one
by one, most programs would be variations of the previous one, because Hypothesis likes to copy a
choice over others of the same kind: five programs in six would show nothing new. Bytes shrink well
too, and what is drawn does not depend on which modules happen to be imported.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from haiway_conformance.adapter.availability import available
from haiway_conformance.programs.drawing.available import drawn
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
    StartEagerly,
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

_ONE_IN_THREE = (False, False, True)


# The number of bytes drawn for a program: more than any program uses, and one more that decides
# whether its tasks start eagerly.
CHOICES = 161

# One program in so many has eager tasks.
EAGER_SHARE = 5


class Builder(ABC):
    """Draws the parts of one program; subclasses supply the choices."""

    def __init__(self) -> None:
        self._names: Counter[str] = Counter()

    # Choices. Shrinking ends at the first of several, and at the smallest number.

    @abstractmethod
    def number(self, low: int, high: int) -> int:
        """Draw an integer from `low` to `high`, both included."""

    @abstractmethod
    def flag(self) -> bool:
        """Draw True or False."""

    @abstractmethod
    def one_of[Choice](self, *choices: Choice) -> Choice:
        """Draw one of several values."""

    def seldom(self) -> bool:
        """Draw True one time in three."""
        return self.one_of(*_ONE_IN_THREE)

    def some(self, low: int, high: int, make: Callable[[], Operation]) -> Block:
        """Draw from `low` to `high` operations, each made by a function that may draw."""
        return tuple(make() for _ in range(self.number(low, high)))

    def name(self, kind: str) -> str:
        """Return a new name: the kind and a number."""
        self._names[kind] += 1
        return f"{kind}{self._names[kind]}"

    def has(self, capability: str) -> bool:
        """Tell if the implementation under test has a capability; see `CAPABILITIES`."""
        return capability in available()

    # Operations that most programs contain.

    def pause(self) -> Operation:
        """Draw an operation that may suspend its task, and always ends."""
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
        """Draw a pause that also ends while other tasks keep the loop busy."""
        return self.one_of(Wait(self.name("p")), Yield(), Sleep(1))

    def pauses(self, most: int = 2, least: int = 0) -> Block:
        """Draw from `least` to `most` pauses."""
        return self.some(least, most, self.pause)

    def suspension(self) -> Operation:
        """Draw a pause that cannot end before other tasks have run."""
        return self.one_of(
            Wait(self.name("p")), Wait(self.name("p"), "idle"), Sleep(1), Sleep(9_999)
        )

    def for_ever(self) -> Operation:
        """Return a wait that never completes: only cancellation ends it."""
        return Wait(self.name("never"), "never")

    def until_exit(self, scope: str) -> Operation:
        """Return a wait that ends soon after a scope's exit has begun, cancelled or not.

        Programs whose clause is not about cancellation keep a task busy with it until the exit:
        they end even if the implementation fails to cancel the task.
        """
        return Wait(self.name("end"), "any", after=f"exit of {scope}")

    def with_clean_up(self, body: Block) -> Block:
        """Draw a clean-up of some pauses around the operations, or none."""
        clean_up = self.pauses(3)
        return (CleanUp(body, clean_up),) if clean_up else body

    def busy_until_exit(self, scope: str) -> Block:
        """Draw work that ends soon after a scope's exit has begun, perhaps with a clean-up."""
        return self.with_clean_up((*self.pauses(), self.until_exit(scope)))

    def endless(self) -> Block:
        """Draw work that only cancellation ends, perhaps with a clean-up."""
        return self.with_clean_up((*self.pauses(), self.for_ever()))

    def ticking(self) -> Block:
        """Draw a loop that only cancellation ends, like the guide's background task."""
        tick: Block = (self.one_of(Sleep(1), Yield()),)
        clean_up = self.some(0, 3, self.moment)
        return (CleanUp((Forever(tick),), clean_up),) if clean_up else (Forever(tick),)

    def long_while(self) -> Operation:
        """Return work that lasts 150 virtual seconds, or thousands of iterations of a busy loop."""
        return Deadline(150, (Forever((Sleep(1),)),))

    def spawn(self, body: Block) -> Spawn:
        """Return a spawn of a task with a new name."""
        return Spawn(self.name("t"), body)

    def scope(self, body: Block) -> Scope:
        """Return a scope with a new name."""
        return Scope(self.name("scope"), body)

    def in_a_task(self, body: Block) -> Block:
        """Draw the operations as they are, or in a spawned task that is awaited."""
        if not (self.flag() and self.has("spawn")):
            return body
        task = self.spawn(body)
        return (task, Await(task.task))

    def hosted(self, body: Block) -> Block:
        """Draw the operations as they are, or carried out once by a handler or a generator.

        Use it only where the scope cannot exit meanwhile: whether a stream can still be made during
        the exit is left open by the specification.
        """
        match self.number(0, 4):
            case 0 if self.has("process"):
                return (Process(self.name("h"), Source(elements=(Element(body=body),))),)
            case 1 if self.has("stream"):
                return (Iterate(self.name("s"), 1, body),)
            case _:
                return body


class _Drawing(Builder):
    """Draws from bytes, one per choice; once they are used up, each choice is the simplest.

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
    """Draws from a seed, so that programs are as large and as mixed as they are meant to be.

    Hypothesis cannot shrink them; they are shrunk as data instead (`judgement.reduction`).

    Args:
        seed: The same seed draws the same program.
    """

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._random = Random(seed)  # noqa: S311 - repeatable by design, not a secret

    def number(self, low: int, high: int) -> int:  # noqa: D102
        return self._random.randint(low, high)

    def flag(self) -> bool:  # noqa: D102
        return self._random.random() < 0.5  # noqa: PLR2004 - an even chance

    def one_of[Choice](self, *choices: Choice) -> Choice:  # noqa: D102
        return self._random.choice(choices)


class Programs:
    """A function that returns a Hypothesis strategy for programs; made by `programs`.

    Args:
        make: Draws the operations of the main task with the builder that it is passed.
    """

    def __init__(self, make: Callable[[Builder], Block]) -> None:
        def program(draw: DrawFn) -> Program:
            choices = draw(st.binary(min_size=CHOICES, max_size=CHOICES))
            main = make(_Drawing(choices[:-1]))
            eager = choices[-1] * EAGER_SHARE >> 8 == EAGER_SHARE - 1
            return drawn((StartEagerly(), *main) if eager else main)

        program.__name__ = program.__qualname__ = self.__name__ = make.__name__
        self.__doc__ = make.__doc__
        self._strategy: Callable[[], SearchStrategy[Program]] = st.composite(program)

    def __call__(self) -> SearchStrategy[Program]:
        """Return the strategy."""
        return self._strategy()


def programs(make: Callable[[Builder], Block]) -> Programs:
    """Decorate a function that draws a program's operations: make it a strategy for programs.

    Args:
        make: Draws the operations of the main task with the builder that it is passed.

    Returns:
        A function without arguments that returns the strategy; it keeps the name and docstring.

    Example:
        >>> @programs
        ... def one_pause(build):
        ...     return (build.pause(),)
        >>> one_pause()
        one_pause()
    """
    return Programs(make)


def maybe_pause(build: Builder) -> Block:
    """Draw no operation, or one that suspends its task."""
    return build.one_of((), (Yield(),), (Wait(build.name("p")),))
