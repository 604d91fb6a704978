"""Programs that mix operations of all kinds: they find what no directed property looks for.

Every such program ends by itself under every schedule of a conforming implementation: no code
awaits a task that only cancellation ends, and tasks are awaited only after they were spawned, so
no two wait for each other. Nothing that the specification leaves open occurs: clean-ups use no
scopes and helpers, and nothing is spawned, set or looked up outside any scope.
"""

from dataclasses import replace
from itertools import repeat
from typing import Final

from haiway_conformance.programs.drawing.available import drawn
from haiway_conformance.programs.drawing.builder import EAGER_SHARE, Builder, Seeded
from haiway_conformance.programs.drawing.sources import elements
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CheckCancellation,
    CleanUp,
    Consume,
    Deadline,
    Element,
    Execute,
    Fail,
    Join,
    Merge,
    Next,
    Open,
    Operation,
    Outcome,
    Process,
    Provided,
    Scope,
    Source,
    Spawn,
    Start,
    StartEagerly,
    Wait,
)
from haiway_conformance.programs.program import Program
from haiway_conformance.suite.monitoring.theme import LOOKS, NEEDS, USUAL, Look, Piece, Theme
from haiway_conformance.suite.random_programs.parts import (
    any_source,
    ends_by_itself,
    failure,
    generator,
    late_spawner,
    look,
    resource,
    rest,
)
from haiway_conformance.suite.random_programs.place import DEEPEST, Place

__all__ = ("LARGEST", "random_program")

LARGEST: Final = 12
"""The largest number of pieces in a program; a piece may take several operations."""

_RESULTS: Final[tuple[Outcome, ...]] = ("object", "none", "exception", "zero")


class _Mixture:
    """Draws one program."""

    def __init__(self, build: Builder, theme: Theme, largest: int) -> None:
        self._build = build
        self._failing = build.flag() if theme.failing is None else theme.failing
        self._cancelling = build.flag() if theme.cancelling is None else theme.cancelling
        self._always = theme.always
        self._likely = build.flag if "fail" in theme.always else build.seldom
        self._liked: list[Look] = [each for each in LOOKS if each in theme.always]
        self._first = theme.always
        self._left = largest

    def main(self) -> Block:
        """Draw the main task, which does everything itself or in a task that may be cancelled."""
        build = self._build
        body = self._outermost()
        if self._left > 0 and build.flag():
            body = (*body, *self._outermost())
        if not self._cancelling:
            return body
        cancel: Block = (*build.pauses(2), Cancel("runner")) if build.flag() else ()
        return (Start("runner", body), *cancel, Join("runner"))

    def _outermost(self) -> Block:
        build = self._build
        always, self._first = self._first, ()
        scope = self._scope(Place(DEEPEST), always)
        match build.number(0, 3):
            case 0:
                whole: Operation = Catch((scope,))
            case 1 if self._cancelling:
                whole = Deadline(build.number(1, 3), (scope,))
            case _:
                whole = scope
        return (whole, Wait(build.name("p")))

    def _scope(self, here: Place, first: tuple[Piece, ...] = ()) -> Scope:
        build = self._build
        name = build.name("scope")
        given = build.flag() or "state" in self._always
        state = (Provided("A", f"A of {name}"),) if given else ()
        resources = (resource(build),) if build.seldom() and build.has("disposables") else ()
        body = self._block(here.deeper(), first)
        if not isinstance(body[-1], Fail):
            body = (*body, *rest(build))
        return Scope(name, body, state, resources)

    def _block(self, here: Place, first: tuple[Piece, ...] = ()) -> Block:
        """Draw some pieces, one after the other; those named come first."""
        build = self._build
        block: Block = (build.pause(),) if self._left <= 0 else ()
        more = build.number(0 if first else 1, 4)
        for kind in (*first, *repeat(None, more)):
            if self._left <= 0 and kind is None:
                break
            self._left -= 1
            kinds = self._kinds(here)
            possible = kind if kind in kinds else None
            piece = self._piece(possible or build.one_of(*kinds), here)
            block = (*block, *piece)
            for each in piece:
                if isinstance(each, Spawn):
                    here = replace(here, tasks=(*here.tasks, each.task))
                    if ends_by_itself(each):
                        here = replace(here, finite=(*here.finite, each.task))
            if any(isinstance(each, Fail) for each in piece):
                break  # anything after it would never be reached
        return block

    def _kinds(self, here: Place) -> list[Piece]:
        kinds = list[Piece](USUAL + self._always * 4)
        if self._failing:
            kinds.extend(("fail", "fail"))
        if self._cancelling:
            kinds.extend(("cancel", "cancel", "deadline"))
        possible = {"scope": here.depth > 0, "await": here.finite, "cancel": here.tasks}
        lacking = [each for each, need in NEEDS.items() if not self._build.has(need)]
        return [each for each in kinds if possible.get(each, True) and each not in lacking]

    def _piece(self, kind: Piece, here: Place) -> Block:  # noqa: PLR0911, PLR0912 - one per kind
        build = self._build
        match kind:
            case "pause":
                return (build.pause(),)
            case "state" | "variable" | "context" | "log" | "trace" | "check":
                return look(build, kind)
            case "spawn":
                return (self._task(here),)
            case "endless":
                return (self._endless_task(),)
            case "await":
                awaits = Await(build.one_of(*here.finite), build.one_of("await", "gather"))
                return (Catch((awaits,)) if build.flag() else awaits,)
            case "scope":
                scope = self._scope(here)
                return (Catch((scope,)) if build.flag() else scope,)
            case "late":
                return (late_spawner(build),)
            case "process" | "execute":
                helper = self._helper(Process if kind == "process" else Execute, here)
                return (Catch((helper,)) if build.flag() else helper,)
            case "stream":
                items = elements(build, [()] * build.number(0, 3))
                return self._stream(here, Open(build.name("s"), self._generator(items)))
            case "merge":
                # Plain objects: it must be clear which source an item comes from.
                plain = (Element(),) * build.number(0, 3), (Element(),) * build.number(0, 3)
                sources = tuple(self._generator(items) for items in plain)
                return self._stream(
                    here,
                    Merge(
                        build.name("s"),
                        sources,
                        exhaustive=build.flag() and build.has("exhaustive"),
                    ),
                )
            case "fail":
                return (*rest(build), failure(build))
            case "deadline":
                body = (*self._block(here.deeper()), build.pause())
                return (Deadline(build.number(1, 2), body),)
            case "cancel":
                return (*build.pauses(1), Cancel(build.one_of(*here.tasks)))

    def _look(self) -> Block:
        return look(self._build, self._build.one_of(*(self._liked or LOOKS)))

    def _liked_look(self) -> Block:
        """Draw a look of the kind that the theme is about, if it is about one."""
        return self._look() if self._liked else ()

    def _task(self, here: Place) -> Spawn:
        """Draw a task that does anything, and ends by itself."""
        build = self._build
        name = build.name("t")
        inner = replace(here.deeper(), tasks=here.tasks, finite=here.finite)
        body = self._block(inner) if here.depth > 0 else build.pauses(2)
        if not body or not isinstance(body[-1], Fail):
            body = (*body, *self._perhaps_failure())
        if self._cancelling and build.seldom() and build.has("cancel"):
            body = (*body, CancelCurrent(), build.pause())
        return Spawn(
            name,
            (*self._liked_look(), *self._cleaning_up(body)),
            call=build.one_of("coroutine", "plain"),
            result=build.one_of(*_RESULTS),
        )

    def _endless_task(self) -> Spawn:
        """Draw a task that only cancellation ends."""
        build = self._build
        name = build.name("t")
        first = self._look() if build.flag() else ()
        return Spawn(name, self._cleaning_up((*first, *build.pauses(1), build.for_ever())))

    def _cleaning_up(self, body: Block) -> Block:
        build = self._build
        checks = "check" in self._liked
        if not (checks or self._likely()):
            return body
        clean_up = build.pauses(2)
        # Elsewhere few tasks check after they have been cancelled.
        if checks or (self._cancelling and build.seldom()):
            clean_up = (*clean_up, CheckCancellation())
        clean_up = (*clean_up, *self._perhaps_failure())
        return (CleanUp(body, clean_up),) if clean_up else body

    def _perhaps_failure(self) -> Block:
        return (failure(self._build),) if self._failing and self._likely() else ()

    def _helper(self, helper: type[Process | Execute], here: Place) -> Operation:
        build = self._build
        name = build.name("h")
        bodies = [self._handling(here) for _ in range(build.number(2, 4))]
        source = any_source(build, bodies, failing=self._failing)
        return helper(name, source, build.number(1, 3), tolerant=self._failing and build.flag())

    def _handling(self, here: Place) -> Block:
        """Draw what a handler does with an element."""
        build = self._build
        if here.depth > 0 and self._left > 0 and build.flag():
            self._left -= 1
            inner = replace(here.deeper(), handling=True)
            body = self._piece(build.one_of(*self._kinds(inner)), inner)
        else:
            body = (*build.pauses(1), *self._perhaps_failure())
        return (*self._liked_look(), *self._cleaning_up(body))

    def _stream(self, here: Place, opened: Open | Merge) -> Block:
        """Draw how a stream is read: to its end, left early, by a task, or not at all."""
        build = self._build
        # The body is carried out for each item, so it must contain nothing that has a name.
        body = (*self._look(), *build.pauses(1)) if build.flag() else ()
        consume = Consume(opened.stream, body, build.one_of(None, None, 1, 2))
        match build.number(0, 5):
            case 0:
                return (opened, Catch((consume,)))
            case 1 if not here.handling and build.has("spawn"):
                return (opened, Spawn(build.name("t"), (consume,)))
            case 2 if not body:
                return (opened,)
            case 3:
                name = build.name("scope")
                return (opened, Scope(name, (consume,), (Provided("A", f"A of {name}"),)))
            case _:
                return (opened, consume, *((Next(opened.stream),) if build.flag() else ()))

    def _generator(self, items: tuple[Element, ...]) -> Source:
        before = self._look() if self._build.seldom() else ()
        return generator(self._build, items, before, failing=self._failing)


def random_program(seed: int, theme: Theme, largest: int = LARGEST) -> Program:
    """Draw a program of scopes, tasks, helpers, streams, state, failures and cancellations.

    Args:
        seed: The same seed draws the same program.
        theme: What the program is about.
        largest: The largest number of pieces; a piece may take several operations.

    Example:
        >>> random_program(1, Theme()) == random_program(1, Theme())
        True
    """
    main = _Mixture(Seeded(seed), theme, largest).main()
    return drawn((StartEagerly(), *main) if seed % EAGER_SHARE == 0 else main)
