"""Operations that look at tasks, and at what an implementation provides, as Python statements."""

from haiway_conformance.programs import operations as each
from haiway_conformance.programs.interpreter.observing import declares, takes_arguments
from haiway_conformance.programs.operations import Provided
from haiway_conformance.replay.page import Page, Where, shown, writes

__all__ = ()


def _if_there(page: Page, task: str, where: Where, statements: list[str]) -> None:
    """Write what is done with a task if it was made."""
    page.use("tasks")
    if task in where.known:
        for statement in statements:
            page.line(statement)
        return
    with page.under(f"if {task!r} in tasks:"):
        for statement in statements:
            page.line(statement)


@writes(each.Await)
def _await(page: Page, operation: each.Await, where: Where) -> None:
    task, given = f"tasks[{operation.task!r}]", page.numbered("given")
    page.use("say")
    ways = {
        "await": [f"{given} = await {task}"],
        "gather": [f"({given},) = await asyncio.gather({task})"],
        "wait": [f"await asyncio.wait([{task}])", f"{given} = {task}.result()"],
        "as_completed": [f"{given} = await next(iter(asyncio.as_completed([{task}])))"],
        "shield": [f"{given} = await asyncio.shield({task})"],
    }
    said = f'say(f"{shown(operation.task)} gave {{{given}!r}}")'
    _if_there(page, operation.task, where, [*ways[operation.via], said] * operation.times)


@writes(each.Join)
def _join(page: Page, operation: each.Join, where: Where) -> None:
    task = f"tasks[{operation.task!r}]"
    wait = [f"await asyncio.wait([{task}])"]
    own = any(isinstance(it, each.Start) and it.task == operation.task for it in page.program)
    if not own:  # what `spawn` returns need not be a future
        wait = [f"if asyncio.isfuture({task}):", f"    {wait[0]}"]
    _if_there(page, operation.task, where, wait)


@writes(each.Gather)
def _gather(page: Page, operation: each.Gather, where: Where) -> None:
    page.use("tasks")
    page.use("say")
    if set(operation.tasks) <= where.known:
        given = ", ".join(f"tasks[{name!r}]" for name in operation.tasks)
    else:
        given = f"*[tasks[each] for each in {operation.tasks!r} if each in tasks]"
    page.line(f'say(f"gather gave {{await asyncio.gather({given})!r}}")')


@writes(each.Query)
def _query(page: Page, operation: each.Query, where: Where) -> None:
    query = page.use("query")
    how = "" if operation.callback == "plain" else f", {operation.callback!r}"
    _if_there(page, operation.task, where, [f"{query}(tasks[{operation.task!r}]{how})"])


@writes(each.Cancel)
def _cancel(page: Page, operation: each.Cancel, where: Where) -> None:
    page.use("say")
    said = f"say({f'asking {operation.task} to stop'!r})"
    _if_there(page, operation.task, where, [said, f"tasks[{operation.task!r}].cancel()"])


@writes(each.AskToStop)
def _ask_to_stop(page: Page, operation: each.AskToStop, where: Where) -> None:  # noqa: ARG001
    # Who is not in the program any more can't be asked.
    if operation.task == "main" or page.has_task(operation.task):
        given = [repr(operation.task), repr(operation.moment)]
        if operation.suspension != 1:
            given.append(f"{operation.suspension}")
        page.line(f"{page.use('ask_to_stop')}({', '.join(given)})")


@writes(each.CancelCurrent, needs="cancel")
def _cancel_current(page: Page, operation: each.CancelCurrent, where: Where) -> None:  # noqa: ARG001
    page.line(f"{page.call('cancel')}()")


@writes(each.CheckCancellation, needs="check-cancellation")
def _check(page: Page, operation: each.CheckCancellation, where: Where) -> None:  # noqa: ARG001
    page.line(f"{page.use('check')}({page.call('check_cancellation')})")


@writes(each.Acknowledge)
def _acknowledge(page: Page, operation: each.Acknowledge, where: Where) -> None:  # noqa: ARG001
    page.line(f"{page.use('acknowledge')}()")


@writes(each.CountRequests)
def _count_requests(page: Page, operation: each.CountRequests, where: Where) -> None:  # noqa: ARG001
    page.use("say")
    page.line('say(f"cancelling() is {asyncio.current_task().cancelling()}")')


def _look(page: Page, what: str, see: str) -> None:
    page.line(f"{page.use('look')}({what!r}, {see})")


@writes(each.GetState, needs="state")
def _get_state(page: Page, operation: each.GetState, where: Where) -> None:  # noqa: ARG001
    default = _default(page, operation.derived or operation.type, operation.default)
    kind = page.state_type(operation.type)
    _look(page, f"state {kind}", f"lambda: {page.call('state')}({kind}{default})")


@writes(each.GetVariable, needs="variable")
def _get_variable(page: Page, operation: each.GetVariable, where: Where) -> None:  # noqa: ARG001
    default = _default(page, operation.type, operation.default)
    kind = page.state_type(operation.type)
    _look(page, f"variable {kind}", f"lambda: {page.call('variable')}({kind}{default})")


def _default(page: Page, type_: str, value: str | None) -> str:
    return "" if value is None else f", default={page.state(Provided(type_, value))}"


@writes(each.SetVariable, needs="variable")
def _set_variable(page: Page, operation: each.SetVariable, where: Where) -> None:  # noqa: ARG001
    value = page.state(Provided(operation.type, operation.value))
    page.line(f"{page.call('variable')}({value})")


@writes(each.SetContext)
def _set_context(page: Page, operation: each.SetContext, where: Where) -> None:  # noqa: ARG001
    page.line(f"{page.context(operation.variable)}.set({operation.value!r})")


@writes(each.GetContext)
def _get_context(page: Page, operation: each.GetContext, where: Where) -> None:  # noqa: ARG001
    _look(page, f"context {operation.variable}", f"{page.context(operation.variable)}.get")


@writes(each.Log, needs="logging")
def _log(page: Page, operation: each.Log, where: Where) -> None:  # noqa: ARG001
    with page.under(f"with {page.use('heard')}():"):
        call = page.call(f"log_{operation.level}")
        _look(page, "log", f"lambda: {call}({operation.message!r})")


@writes(each.LogFailure, needs="logging")
def _log_failure(page: Page, operation: each.LogFailure, where: Where) -> None:  # noqa: ARG001
    name = f"log_{operation.level}"
    function = getattr(page.adapter, name)
    if not declares(function, "exception"):
        page.line(f"# {name}: nothing happens, it has no parameter `exception`")
        return
    error = page.error(operation.error, operation.kind)
    with page.under(f"with {page.use('heard')}():"):
        formatted = operation.formatted and takes_arguments(function)
        message = "'probe %s', 1" if formatted else "'probe'"
        _look(page, name, f"lambda: {page.call(name)}({message}, exception={error})")


@writes(each.Record, needs="record")
def _record(page: Page, operation: each.Record, where: Where) -> None:  # noqa: ARG001
    given = ", ".join(f"{key}={value!r}" for key, value in operation.given.items())
    with page.under(f"with {page.use('heard')}():"):
        _look(page, "record", f"lambda: {page.call('record')}({given})")


@writes(each.Listen)
def _listen(page: Page, operation: each.Listen, where: Where) -> None:
    with page.under(f"with {page.use('heard')}():"):
        page.block(operation.body, where)


@writes(each.Trace, needs="trace")
def _trace(page: Page, operation: each.Trace, where: Where) -> None:  # noqa: ARG001
    _look(page, "trace", page.call("trace_id"))
