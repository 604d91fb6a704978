"""Programs in which a task ends the interpreter."""

from haiway_conformance.programs.operations import Block, CleanUp, Fail, Operation, Scope, Wait
from haiway_conformance.programs.strategies.building import Builder, programs

__all__ = ("interpreter_exits",)


@programs
def interpreter_exits(build: Builder) -> Block:
    """A task raises KeyboardInterrupt or SystemExit while others, and the body, go on for ever.

    It does so after a pause: an exit in the first step of an eager task is asyncio's own problem.
    """
    fail = Fail("exit", build.one_of("interrupt", "exit"))

    def task(scope: str) -> Operation:
        end = build.one_of(build.until_exit(scope), build.for_ever())
        return build.spawn(build.with_clean_up((*build.pauses(1), end)))

    def failing(scope: str) -> Block:
        match build.number(0, 2):
            case 0:
                return (build.spawn((*build.pauses(2, least=1), fail)), build.for_ever())
            case 1:
                child = build.spawn((build.pause(), fail))
                return (build.spawn((child, *build.pauses(1))), build.for_ever())
            case _:
                work = (*build.pauses(1), build.until_exit(scope))
                task = build.spawn((CleanUp(work, (*build.pauses(1), fail)),))
                return (task, Wait("rest", "idle"))

    inner: Block = ()
    if build.flag():
        inner = (Scope("scope2", (*build.some(0, 2, lambda: task("scope2")), *failing("scope2"))),)
    tasks = build.some(0, 2, lambda: task("scope1"))
    return (Scope("scope1", (*tasks, *build.pauses(1), *(inner or failing("scope1")))),)
