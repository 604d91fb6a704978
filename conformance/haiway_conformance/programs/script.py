"""A program as a script that people read: `script`."""

from collections.abc import Iterator
from itertools import groupby

from haiway_conformance.programs.operations import (
    Block,
    Catch,
    CleanUp,
    Consume,
    Deadline,
    Execute,
    Forever,
    HelperCall,
    Iterate,
    LeaveElsewhere,
    Listen,
    Merge,
    Open,
    Operation,
    Resource,
    Scope,
    Source,
    Spawn,
    Start,
)
from haiway_conformance.programs.phrases import (
    FAILING,
    STANDS_FOR,
    arguments_of,
    phrase,
    states_of,
    value_of,
)
from haiway_conformance.programs.program import Program

__all__ = ("script",)


def script(program: Program) -> str:
    """Print a program as indented text, a line an operation.

    Args:
        program: The program.

    Returns:
        Lines without a newline at the end.

    Example:
        >>> print(script(Program((Scope("s", (Spawn("t", (Wait("p", "never"),)),)),))))
        scope s:
            spawn task t:
                wait for p, which never completes
    """
    return "\n".join(_block(program.main, 0))


def _block(block: Block, depth: int) -> Iterator[str]:
    if not block:
        yield f"{'    ' * depth}nothing"
    for operation in block:
        yield from _operation(operation, depth)


def _operation(operation: Operation, depth: int) -> Iterator[str]:
    indent = "    " * depth
    match operation:
        case Scope():
            given = f" with {states_of(operation.state)}" if operation.state else ""
            title = f" (named {operation.title!r})" if operation.title else ""
            yield f"{indent}scope {operation.name}{title}{given}:"
            for resource in operation.resources:
                yield from _resource(resource, depth + 1)
            yield from _block(operation.body, depth + 1)
        case CleanUp():
            yield f"{indent}try:"
            yield from _block(operation.body, depth + 1)
            yield f"{indent}finally:"
            yield from _block(operation.clean_up, depth + 1)
        case Catch():
            yield f"{indent}try:"
            yield from _block(operation.body, depth + 1)
            caught = "Exception" if operation.what == "exception" else "CancelledError"
            yield f"{indent}except {caught}: go on"
        case Iterate():
            yield f"{indent}for each of {operation.items} items of stream {operation.stream}:"
            yield from _block(operation.body, depth + 1)
            if operation.before:
                yield f"{indent}  before each item, the generator does:"
                yield from _block(operation.before, depth + 1)
        case Open() | Merge():
            yield from _stream(operation, depth)
        case HelperCall():
            yield from _helper_call(operation, depth)
        case LeaveElsewhere() | Spawn() | Start() | Listen() | Forever() | Deadline() | Consume():
            yield f"{indent}{phrase(operation)}:"
            yield from _block(operation.body, depth + 1)
        case _:
            yield indent + phrase(operation)


def _helper_call(operation: HelperCall, depth: int) -> Iterator[str]:
    indent = "    " * depth
    source, helper = operation.source, operation.helper
    function = "execute_concurrently" if isinstance(operation, Execute) else "process_concurrently"
    tolerant = ", tolerant" if operation.tolerant else ""
    yield f"{indent}{function} {helper}, at most {operation.limit} at once{tolerant}:"
    yield from _source("source", source, depth + 1)
    if operation.handler != "function":
        yield f"{indent}    the handler: {STANDS_FOR[operation.handler]}"
    calls = [
        (f"{helper}[{index}]{value_of(each)}", each.body)
        for index, each in enumerate(source.elements)
    ]
    if source.ending == "endless":
        calls.append(("each further one", source.rest))
    # Calls that do the same stand together.
    for body, group in groupby(calls, lambda call: call[1]):
        names = ", ".join(name for name, _ in group)
        yield f"{indent}    {names}:"
        yield from _block(body, depth + 2)


def _stream(operation: Open | Merge, depth: int) -> Iterator[str]:
    indent = "    " * depth
    if isinstance(operation, Open):
        arguments = arguments_of(operation.positional, operation.keyword)
        yield f"{indent}open stream {operation.stream}{arguments}:"
        yield from _source("generator", operation.source, depth + 1)
        if operation.generator != "function":
            yield f"{indent}    the generator's function: {STANDS_FOR[operation.generator]}"
        return
    exhaustive = ", exhaustive" if operation.exhaustive else ""
    yield f"{indent}open stream {operation.stream}, merged{exhaustive}:"
    for place, source in zip(("first", "second", "third"), operation.sources, strict=False):
        yield from _source(f"{place} source", source, depth + 1)


def _source(name: str, source: Source, depth: int) -> Iterator[str]:
    indent = "    " * depth
    count = len(source.elements)
    ending = {
        "ends": "",
        "fails": f", then raises ({FAILING[source.error]})",
        "silent": ", then never gives another nor ends",
        "endless": ", then others for ever",
    }[source.ending]
    kind = "" if name == "generator" else f"{source.kind} of "
    odd = ", ".join(value_of(each).strip(" ()") or "object" for each in source.elements)
    values = f" ({odd})" if any(map(value_of, source.elements)) and name != "source" else ""
    yield f"{indent}{name}: {kind}{count} element{'' if count == 1 else 's'}{values}{ending}"
    for what, block in (("before each", source.before), ("at its end", source.clean_up)):
        if block:
            yield f"{indent}the {name}, {what}:"
            yield from _block(block, depth + 1)


def _resource(resource: Resource, depth: int) -> Iterator[str]:
    indent = "    " * depth
    gives = f", gives {states_of(resource.gives)} ({resource.form})" if resource.gives else ""
    suppresses = ", suppresses exceptions" if resource.suppresses else ""
    twin = ", equal to all such" if resource.twin else ""
    yield f"{indent}resource {resource.name}{gives}{suppresses}{twin}:"
    for moment, block in (("enter", resource.enter), ("exit", resource.exit)):
        if block:
            yield f"{indent}  on {moment}:"
            yield from _block(block, depth + 1)
