"""A counterexample as a program of its own, for a bug report: `standalone`."""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from haiway_conformance.adapter import EAGER, Adapter
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs.writing import Page, Where
from haiway_conformance.replay import runtime

__all__ = ("standalone",)

_STANDARD: Final = ("asyncio", "functools", "gc", "sys")


def standalone(token: Token, adapter: Adapter, target: str) -> str:
    """Write a counterexample as a script.

    It imports the implementation, and `haiway_conformance.replay.runtime`.

    Args:
        token: The counterexample.
        adapter: The implementation. It has the capabilities that the program needs.
        target: The implementation's name, as the command line takes it.

    Returns:
        A Python module, which runs the program under its schedule, says what happens, and at last
        how it ended.
    """
    page = Page(adapter, token.program, adapted=":" in target, imported=runtime.__all__)
    page.function("main()", Where("main"), token.program.main)
    body = "\n".join(page.lines)
    script = _script(token, adapter, eager=target.endswith(EAGER))
    parts = [
        _about(token),
        "\n".join(f"import {each}" for each in _STANDARD if f"{each}." in f"{script}{body}"),
        "\n".join(_implementation(page, target.removesuffix(EAGER))),
        f"from {runtime.__name__} import {', '.join(sorted(_used(page)))}",
        script,
        "\n".join(f"{each} = state_types(State)[{each!r}]" for each in sorted(page.state_types)),
    ]
    text = "\n\n".join(part for part in parts if part)
    return f"{text}\n\n\n{body}\n\n\nscript.run(main())\n"


def _used(page: Page) -> set[str]:
    return {*page.used, "Script", *(["state_types"] if page.state_types else [])}


def _about(token: Token) -> str:
    of = token.implementation
    clause = f", of clause {token.clause}" if token.clause else ""
    return (
        f'"""A counterexample that haiway-conformance found{_harmless(clause)}.\n\n'
        f"Found with {_harmless(of.name)} {_harmless(of.version)},"
        f" by haiway-conformance {_harmless(token.kit)}, on Python {_harmless(token.python)}.\n"
        "It needs both, and prints what happens: virtual seconds, the loop's iteration, what.\n"
        '"""'
    )


def _harmless(text: str) -> str:
    """Return text from a token as part of a docstring."""
    return re.sub(r"[^\w ,./:+-]", "?", text)[:100]


def _implementation(page: Page, target: str) -> Iterator[str]:
    module, colon, path = target.partition(":")
    needs_state = bool(page.state_types)
    if colon:
        yield f"import {module}"
        yield ""
        found = import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
        yield f"adapter = {module}.{path}{'()' if isinstance(found, type) else ''}"
        if needs_state:
            yield "State = adapter.State"
        return
    helpers = sorted(each for each in page.called if each.endswith("_concurrently"))
    there = [each for each in helpers if hasattr(import_module(module), each)]
    has_ctx = hasattr(import_module(module), "ctx")  # a library of helpers has none
    names = [*(["State"] if needs_state else []), *(["ctx"] if has_ctx else []), *there]
    if names:
        yield f"from {module} import {', '.join(names)}"
    if elsewhere := [each for each in helpers if each not in there]:
        yield f"from {module}.helpers.concurrent import {', '.join(elsewhere)}"


def _script(token: Token, adapter: Adapter, *, eager: bool) -> str:
    choices = ", ".join(f"{at}: {to}" for at, to in sorted(token.deviations.items()))
    factory = ""
    if adapter.task_factory is not None:
        name = "asyncio.eager_task_factory" if eager else "adapter.task_factory"
        factory = f", task_factory={name}"
    return (
        "# The schedule: by the number of a choice, which way it goes, if not the canonical one.\n"
        f"script = Script({{{choices}}}{factory})"
    )
