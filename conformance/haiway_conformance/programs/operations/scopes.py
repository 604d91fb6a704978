"""Operations on scopes."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from haiway_conformance.kit_error import KitError
from haiway_conformance.programs.execution import Caused, Execution, Frame, described
from haiway_conformance.programs.operations.operation import (
    Block,
    Held,
    Operation,
    Step,
    never,
    no_stand_in,
)
from haiway_conformance.programs.operations.resources import Provided, Resource
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.programs.writing.outline import states_in_words
from haiway_conformance.simulated_loop import Did

__all__ = ("EnterAgain", "LeaveElsewhere", "Scope")

_SCOPE = frozenset({"scope"})


@dataclass(frozen=True, slots=True)
class Scope(Operation):
    """Enter a scope, carry out `body` in it, exit.

    Attributes:
        name: Its name in the program.
        body: The operations.
        state: The state it is given.
        resources: The resources it is given.
        title: The name it is given, if that is another: several scopes may have the same.
        generated: Whether it is given the resources as a generator, instead of as a list.
    """

    name: str
    body: Block
    state: tuple[Provided, ...] = ()
    resources: tuple[Resource, ...] = ()
    title: str = ""
    generated: bool = False

    def needs(self) -> frozenset[str]:
        if not self.state and not self.resources:
            return _SCOPE
        return _SCOPE.union(*(each.needs() for each in (*self.state, *self.resources)))

    def suspensions(self, lengths: Mapping[str, int]) -> int:
        return int(any(each.enter for each in self.resources))

    def makes(self) -> str:
        return self.name

    def blocks(self) -> tuple[Held, ...]:
        body = Held(("body",), self.body, scope=self.name)
        resources = enumerate(self.resources)
        return (body, *(held for at, each in resources for held in each.held(self.name, at)))

    def stand_in(self, *, scoped: bool) -> Block | None:
        return self.body if scoped else None

    def read(self, outline: Outline) -> None:
        given = f" with {states_in_words(self.state)}" if self.state else ""
        title = f" (named {self.title!r})" if self.title else ""
        with outline.under(f"scope {self.name}{title}{given}:"):
            if self.generated:
                outline.line("its resources, given as a generator:")
            for resource in self.resources:
                resource.read(outline)
            outline.block(self.body)

    async def perform(self, execution: Execution, frame: Frame) -> None:
        name, trace, reach = self.name, execution.trace, execution.loop.environment.reach
        balanced = execution.balance.begin(frame)
        trace.record(frame.task, Did.ENTERING, name)
        reach(f"entering {name}")
        how = "normally"
        try:
            manager = execution.managers[name] = self._manager(execution)
            async with manager:
                trace.record(frame.task, Did.ENTERED, name)
                reach(f"entered {name}")
                body = "normally"
                try:
                    await execution.run(self.body, frame.in_scope(name))
                except BaseException as error:
                    body = described(error)
                    execution.bodies[name] = Caused(error, error.__cause__)
                    execution.note_past(f"the body of scope {name}", error)
                    raise
                finally:
                    trace.record(frame.task, Did.EXITING, name, body)
                    reach(f"exit of {name}")
        except BaseException as error:
            how = described(error)
            execution.raised[name] = error
            raise
        finally:
            trace.record(frame.task, Did.EXITED, name, how)
            balanced(f"scope {name}")

    def _manager(self, execution: Execution) -> Any:
        title = self.title or self.name
        state = [execution.state(each) for each in self.state]
        if not self.resources:
            return execution.adapter.scope(title, *state)
        resources = [each.make(execution, self.name) for each in self.resources]
        given = (each for each in resources) if self.generated else resources
        return execution.adapter.scope(title, *state, disposables=given)

    def write(self, page: Page, where: Where) -> None:
        name = self.name
        page.reach(f"entering {name}")
        given = [repr(self.title or name), *map(page.state, self.state)]
        if self.resources:
            for resource in self.resources:
                resource.write(page, where)
            made = ", ".join(f"{page.identifier(each.name)}()" for each in self.resources)
            made = f"(each for each in [{made}])" if self.generated else f"[{made}]"
            given.append(f"disposables={made}")
        manager = f"{page.call('scope')}({', '.join(given)})"
        if any(isinstance(each, EnterAgain) and each.scope == name for each in page.program):
            page.line(f"script.scopes[{name!r}] = {manager}")
            manager = f"script.scopes[{name!r}]"
        with page.under(f"async with {manager}:"):
            page.reach(f"entered {name}")
            if f"exit of {name}" in page.milestones:
                with page.under("try:"):
                    page.block(self.body, where)
                page.reach_finally(f"exit of {name}")
            else:
                page.block(self.body, where)
        page.line(f"script.say({f'out of {name}'!r})")


@dataclass(frozen=True, slots=True)
class EnterAgain(Step):
    """Enter the object of an earlier `Scope` operation a second time (and leave it at once)."""

    scope: str

    def needs(self) -> frozenset[str]:
        return _SCOPE

    suspensions = never

    def read(self, outline: Outline) -> None:
        outline.line(f"enter the object of scope {self.scope} again")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        manager = execution.managers.get(self.scope)
        if manager is None:
            return
        seen = "accepted"
        try:
            async with manager:
                pass
        except KitError:
            raise
        except Exception as error:  # noqa: BLE001 - which error it is, is what is looked at
            seen = f"refused with {described(error)}"
        execution.trace.record(frame.task, Did.SAW, f"second entry of {self.scope}", seen)

    def write(self, page: Page, where: Where) -> None:
        name, error = self.scope, page.numbered("refused")
        with page.under(f"if {name!r} in script.scopes:"):
            with page.under("try:"), page.under(f"async with script.scopes[{name!r}]:"):
                page.line("pass")
            with page.under(f"except Exception as {error}:"):
                page.line(f"script.say('second entry refused with', {error})")
            with page.under("else:"):
                page.line("script.say('second entry accepted')")


@dataclass(frozen=True, slots=True)
class LeaveElsewhere(Operation):
    """Enter a scope, carry out `body` in it, and let another task call its exit."""

    scope: str
    body: Block

    suspensions = never
    stand_in = no_stand_in

    def needs(self) -> frozenset[str]:
        return _SCOPE

    def makes(self) -> str:
        return self.scope

    def blocks(self) -> tuple[Held, ...]:
        return (Held(("body",), self.body, scope=self.scope),)

    def read(self, outline: Outline) -> None:
        outline.block_under(f"scope {self.scope}, exited by another task:", self.body)

    async def perform(self, execution: Execution, frame: Frame) -> None:
        name, trace = self.scope, execution.trace
        manager = execution.adapter.scope(name)
        await manager.__aenter__()
        await execution.run(self.body, frame.in_scope(name))
        leaving = execution.loop.create_task(manager.__aexit__(None, None, None))
        await asyncio.wait([leaving])
        if leaving.cancelled():
            seen = "cancelled"
        elif error := leaving.exception():
            seen = f"refused with {described(error)}"
        else:
            seen = "accepted"
        trace.record(frame.task, Did.SAW, f"exit of {name} in another task", seen)

    def write(self, page: Page, where: Where) -> None:
        scope, leaving = page.numbered("scope"), page.numbered("leaving")
        page.line(f"{scope} = {page.call('scope')}({self.scope!r})")
        page.line(f"await {scope}.__aenter__()")
        page.block(self.body, where)
        page.line(f"{leaving} = script.loop.create_task({scope}.__aexit__(None, None, None))")
        page.line(f"await asyncio.wait([{leaving}])")
        with page.under(f"if {leaving}.cancelled():"):
            page.line("script.say('exit in another task: cancelled')")
        with page.under(f"elif {leaving}.exception():"):
            page.line(f"script.say('exit in another task: refused with', {leaving}.exception())")
        with page.under("else:"):
            page.line("script.say('exit in another task: accepted')")
