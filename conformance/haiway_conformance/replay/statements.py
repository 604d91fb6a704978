"""Operations on scopes, tasks and time as Python statements."""

from typing import Final

from haiway_conformance.programs import operations as each
from haiway_conformance.programs.operations import Block
from haiway_conformance.replay.page import Page, Where, writes

__all__ = ("MAIN_TASK", "function", "standing_for")

MAIN_TASK: Final = "tasks['main'] = asyncio.current_task()"
"""Makes main known, where somebody outside asks it to stop."""


def function(page: Page, head: str, where: Where, body: Block, result: str = "") -> None:
    """Write the function that a task carries out.

    Args:
        page: The page.
        head: Its name and parameters.
        where: Where its body is.
        body: What it does.
        result: What it returns then, if that is not None.
    """
    page.line(f"@{page.use('told')}")
    if page.is_asked(where.task):
        page.line(f"@{page.use('stoppable')}({where.task!r})")
    with page.under(f"async def {head}:"):
        if where.task == "main" and page.is_asked("main"):
            page.line(MAIN_TASK)
        page.reach_of("{} began", where)
        page.block(body, where)
        if result:
            page.line(f"return {result}")


@writes(each.Wait)
def _wait(page: Page, operation: each.Wait, where: Where) -> None:  # noqa: ARG001
    page.use("wait")
    until = f", {operation.until!r}" if operation.until != "any" else ""
    after = f", after={operation.after!r}" if operation.after is not None else ""
    page.line(f"await wait({operation.point!r}{until}{after})")


@writes(each.Sleep)
def _sleep(page: Page, operation: each.Sleep, where: Where) -> None:  # noqa: ARG001
    page.line(f"await asyncio.sleep({operation.seconds!r})")


@writes(each.Yield)
def _yield(page: Page, operation: each.Yield, where: Where) -> None:  # noqa: ARG001
    page.line("await asyncio.sleep(0)")


@writes(each.Reach)
def _reach(page: Page, operation: each.Reach, where: Where) -> None:  # noqa: ARG001
    if operation.milestone in page.milestones:
        page.line(f"{page.use('reach')}({operation.milestone!r})")


@writes(each.Meet)
def _meet(page: Page, operation: each.Meet, where: Where) -> None:  # noqa: ARG001
    page.line(f"await {page.use('meet')}({operation.barrier!r}, {operation.parties})")


@writes(each.Fail)
def _fail(page: Page, operation: each.Fail, where: Where) -> None:  # noqa: ARG001
    cause = ""
    if operation.cause == each.INTERRUPTION:
        cause = " from sys.exception()"
    elif operation.cause:
        cause = f" from {page.error(operation.cause)}"
    page.line(f"raise {page.error(operation.error, operation.kind)}{cause}")


@writes(each.CleanUp)
def _clean_up(page: Page, operation: each.CleanUp, where: Where) -> None:
    with page.under("try:"):
        page.block(operation.body, where)
    with page.under("finally:"):
        page.reach_of("clean-up of {}", where)
        page.block(operation.clean_up, where)


@writes(each.Catch)
def _catch(page: Page, operation: each.Catch, where: Where) -> None:
    with page.under("try:"):
        page.block(operation.body, where)
    kind = "Exception" if operation.what == "exception" else "asyncio.CancelledError"
    caught = page.numbered("caught")
    with page.under(f"except {kind} as {caught}:"):
        page.use("say")
        page.line(f'say(f"caught {{described({caught})}}")')


@writes(each.Forever)
def _forever(page: Page, operation: each.Forever, where: Where) -> None:
    suspends = any(isinstance(it, each.Sleep | each.Yield | each.Wait) for it in operation.body)
    with page.under("while True:"):
        if suspends:
            page.block(operation.body, where)
            return
        before = page.numbered("before")
        page.line(f"{before} = loop.iteration")
        page.block(operation.body, where)
        with page.under(f"if loop.iteration == {before}:"):
            page.line("await asyncio.sleep(0)  # nothing else could ever run otherwise")


@writes(each.Deadline)
def _deadline(page: Page, operation: each.Deadline, where: Where) -> None:
    timeout = page.numbered("timeout")
    page.line(f"{timeout} = asyncio.timeout({operation.seconds!r})")
    with page.under("try:"), page.under(f"async with {timeout}:"):
        page.block(operation.body, where)
    with page.under("except TimeoutError:"):
        with page.under(f"if not {timeout}.expired():"):
            page.line("raise")
        page.use("say")
        page.line(f"say({f'timed out after {operation.seconds:g} s'!r})")


@writes(each.Scope)
def _scope(page: Page, operation: each.Scope, where: Where) -> None:
    name = operation.name
    page.reach(f"entering {name}")
    given = [repr(operation.title or name)]
    if "state" in page.has:
        given += [page.state(it) for it in operation.state]
    if operation.resources and "disposables" in page.has:
        for resource in operation.resources:
            _resource(page, resource, where)
        made = ", ".join(f"{page.identifier(it.name)}()" for it in operation.resources)
        given.append(f"disposables=[{made}]")
    manager = f"{page.call('scope')}({', '.join(given)})"
    if any(isinstance(it, each.EnterAgain) and it.scope == name for it in page.program):
        page.line(f"{page.use('scopes')}[{name!r}] = {manager}")
        manager = f"scopes[{name!r}]"
    with page.under(f"async with {manager}:"):
        page.reach(f"entered {name}")
        if f"exit of {name}" in page.milestones:
            with page.under("try:"):
                page.block(operation.body, where)
            page.reach_finally(f"exit of {name}")
        else:
            page.block(operation.body, where)
    page.use("say")
    page.line(f"say({f'out of {name}'!r})")


def _resource(page: Page, resource: each.Resource, where: Where) -> None:
    inner = where.inside(resource.name)
    gives = [page.state(it) for it in resource.gives] if "state" in page.has else []
    given = {
        "none": "",
        "one": gives[0] if gives else "",
        "list": f"[{', '.join(gives)}]",
        "generator": f"(each for each in [{', '.join(gives)}])",
    }[resource.form]
    with page.under(f"class {page.identifier(resource.name)}:"):
        with page.under("async def __aenter__(self):"):
            page.block(resource.enter, inner)
            if given:
                page.line(f"return {given}")
        with page.under("async def __aexit__(self, *_):"):
            page.reach_of("exit of {}", inner)
            page.block(resource.exit, inner)
            if resource.suppresses:
                page.line("return True")
        if resource.twin:
            page.line("twin = True")
            with page.under("def __hash__(self):"):
                page.line("return 0")
            with page.under("def __eq__(self, other):"):
                page.line('return hasattr(other, "twin")')


@writes(each.EnterAgain)
def _enter_again(page: Page, operation: each.EnterAgain, where: Where) -> None:  # noqa: ARG001
    scopes, name, error = page.use("scopes"), operation.scope, page.numbered("refused")
    page.use("say")
    with page.under(f"if {name!r} in {scopes}:"):
        with page.under("try:"), page.under(f"async with scopes[{name!r}]:"):
            page.line("pass")
        with page.under(f"except Exception as {error}:"):
            page.line(f'say(f"second entry refused with {{described({error})}}")')
        with page.under("else:"):
            page.line('say("second entry accepted")')


@writes(each.LeaveElsewhere)
def _leave_elsewhere(page: Page, operation: each.LeaveElsewhere, where: Where) -> None:
    scope, leaving = page.numbered("scope"), page.numbered("leaving")
    page.use("say")
    page.line(f"{scope} = {page.call('scope')}({operation.scope!r})")
    page.line(f"await {scope}.__aenter__()")
    page.block(operation.body, where)
    page.line(f"{leaving} = loop.create_task({scope}.__aexit__(None, None, None))")
    page.line(f"await asyncio.wait([{leaving}])")
    with page.under(f"if {leaving}.cancelled():"):
        page.line('say("exit in another task: cancelled")')
    with page.under(f"elif {leaving}.exception():"):
        error = f"described({leaving}.exception())"
        page.line(f'say(f"exit in another task: refused with {{{error}}}")')
    with page.under("else:"):
        page.line('say("exit in another task: accepted")')


@writes(each.Spawn, needs="spawn")
def _spawn(page: Page, operation: each.Spawn, where: Where) -> None:
    name, called = operation.task, page.identifier(operation.task)
    inner = where.inside(name)
    given = page.arguments(operation.positional, operation.keyword)
    parameters = "(*args, **kwargs)" if given else "()"
    plain = operation.result == "object" and not _looked_at(page, name)
    result = "" if plain else page.result(operation.result, inner)
    function(page, f"{called}{parameters}", inner, operation.body, result)
    match operation.call:
        case "coroutine":
            pass
        case "partial" | "object":
            called = standing_for(page, called, operation.call)
        case _:
            called = _calling(page, operation, called)
    page.line(f"{_kept(page, name)}{page.call('spawn')}({called}{given})")


def standing_for(page: Page, function: str, what: each.Function) -> str:
    """Write what is passed on in place of a function.

    Args:
        page: The script.
        function: The function's name.
        what: What is to stand for it.
    """
    match what:
        case "function":
            return function
        case "plain":
            return f"lambda *args, **kwargs: {function}(*args, **kwargs)"
        case "partial":
            return f"functools.partial({function})"
        case "object":
            return f"{page.use('Callable')}({function})"


def _calling(page: Page, operation: each.Spawn, called: str) -> str:
    name = page.identifier(f"call {operation.task}")
    with page.under(f"def {name}(*args, **kwargs):"):
        match operation.call:
            case "raises":
                page.line(f"raise {page.error(f'call of {operation.task}')}")
            case "raises LookupError":
                page.line(f"raise {page.error(f'call of {operation.task}', 'lookup')}")
            case "raises TypeError":
                page.line(f"raise {page.error(f'call of {operation.task}', 'type')}")
            case "no coroutine":
                page.line(f"return {page.thing(f'no coroutine of {operation.task}')}")
            case _:
                page.line(f"return {called}(*args, **kwargs)")
    return name


def _looked_at(page: Page, task: str) -> bool:
    """Whether anything in the program names a task that was made."""
    return any(
        (
            isinstance(it, each.Await | each.Join | each.Query | each.Cancel | each.AskToStop)
            and it.task == task
        )
        or (isinstance(it, each.Gather) and task in it.tasks)
        for it in page.program
    )


def _kept(page: Page, task: str) -> str:
    return f"{page.use('tasks')}[{task!r}] = " if _looked_at(page, task) else ""


@writes(each.Start)
def _start(page: Page, operation: each.Start, where: Where) -> None:
    name, called = operation.task, page.identifier(operation.task)
    function(page, f"{called}()", where.inside(name), operation.body)
    page.line(f"{page.use('own')}.append(loop.create_task({called}()))")
    if _looked_at(page, name):
        page.line(f"{page.use('tasks')}[{name!r}] = own[-1]")
