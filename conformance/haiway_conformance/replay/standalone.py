"""A counterexample as a program of its own, for a bug report: `standalone`."""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from haiway_conformance.adapter import Adapter, capabilities
from haiway_conformance.judgement.execute import PATIENCE, STEPS
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs.operations import Start
from haiway_conformance.replay import (
    looking,  # noqa: F401  # pyright: ignore[reportUnusedImport] - registers its operations
    reading,  # noqa: F401  # pyright: ignore[reportUnusedImport]
    streaming,  # noqa: F401  # pyright: ignore[reportUnusedImport]
)
from haiway_conformance.replay.page import Page, Where
from haiway_conformance.replay.statements import MAIN_TASK, function
from haiway_conformance.replay.support import support_for

__all__ = ("standalone",)

_STANDARD: Final = ("asyncio", "contextlib", "contextvars", "functools", "logging", "sys", "zlib")

_SIMULATION: Final = ("Deadlock", "Livelock", "Raised", "Returned", "SimulatedLoop", "Tape")

_RUN: Final = f'''\
def end():
    """Say what has not ended; what is said afterwards is said because it is torn down."""
    say(f"the end; under way still: {{', '.join(under_way) or 'nothing'}}")
    said.extend(range(300))


ending = simulate(loop, main(), steps={STEPS:_}, when_ended=end).ending
match ending:
    case Returned():
        print("the end: main returned")
    case Raised(error):
        print(f"the end: main raised {{described(error)}}")
    case Deadlock():
        print("the end: deadlock: nothing could run any more")
    case Livelock(iterations=iterations, stepping=stepping):
        did = "went on and on" if stepping else "made no step"
        print(f"the end: livelock: main {{did}} in {{iterations:,}} iterations")
'''

_TYPES: Final = {
    "C": "class A(State):\n    label: str\n\n\nC = A  # another one has the same name\n",
    "A": "class A(State):\n    label: str\n",
    "B": "class B(State):\n    label: str\n",
    "D": 'class D(State):\n    label: str = "made by default"\n',
    "E": (
        "class E(State):\n    label: str\n\n"
        "    def __eq__(self, other):\n        return isinstance(other, E)\n\n"
        "    def __hash__(self):\n        return 0\n"
    ),
    "F": ("class F(State):\n    label: str\n\n    def __bool__(self):\n        return False\n"),
    "G": "class G(A):\n    pass\n",
}
"""The types of state, in the order in which they are declared."""


def standalone(token: Token, adapter: Adapter, target: str) -> str:
    """Write a counterexample as a script.

    It imports the implementation, and the simulation of this kit, and nothing else of it.

    Args:
        token: The counterexample.
        adapter: The implementation.
        target: What names it.

    Returns:
        A Python module, which runs the program under its schedule, says what happens, and at last
        how it ended.
    """
    page = Page(adapter, token.program, capabilities(adapter), adapted=":" in target)
    _main(page)
    body = "\n".join(page.lines)
    page.use("say")
    support = "\n\n".join(support_for(page.used))
    own = list(_implementation(page, target))
    standard = [f"import {it}" for it in _STANDARD if f"{it}." in f"{body}\n{support}"]
    if page.contexts and "import contextvars" not in standard:
        standard = sorted([*standard, "import contextvars"])
    more = [it for it in ("Readiness", "Suspensions") if it in support]
    simulation = sorted([*_SIMULATION, *more])
    parts = [
        _about(token),
        "\n".join(standard),
        "\n".join(own),
        "\n".join(
            [
                "from haiway_conformance.simulation import (",
                *(f"    {name}," for name in [*simulation, "simulate"]),
                ")",
            ]
        ),
        _loop(token, adapter),
        *_declared(page),
    ]
    text = "\n\n".join(part.rstrip() for part in parts if part)
    return f"{text}\n\n\n{support}\n\n{body}\n\n\n{_RUN}"


def _main(page: Page) -> None:
    where = Where("main")
    starts = any(isinstance(it, Start) for it in page.program)
    if not starts:
        function(page, "main()", where, page.program.main)
        return
    page.use("own")
    page.line(f"@{page.use('told')}")
    if page.is_asked("main"):
        page.line(f"@{page.use('stoppable')}('main')")
    with page.under("async def main():"):
        if page.is_asked("main"):
            page.line(MAIN_TASK)
        page.reach_of("{} began", where)
        with page.under("try:"):
            page.block(page.program.main, where)
        with page.under("finally:"):
            if page.is_asked("main"):
                page.line("suspensions('main').close()")
            page.line("for each in own:")
            page.line("    if not each.done():")
            page.line("        await asyncio.wait([each])")
            page.line("    if not each.cancelled():")
            page.line("        each.exception()")


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
    """What comes from a token, as part of a docstring."""
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
    helpers = sorted(it for it in page.called if it.endswith("_concurrently"))
    there = [it for it in helpers if hasattr(import_module(module), it)]
    names = [*(["State"] if needs_state else []), "ctx", *there]
    yield f"from {module} import {', '.join(names)}"
    if elsewhere := [it for it in helpers if it not in there]:
        yield f"from {module}.helpers.concurrent import {', '.join(elsewhere)}"


def _loop(token: Token, adapter: Adapter) -> str:
    plain = adapter.task_factory is None
    factory = "" if plain else "    task_factory=adapter.task_factory,\n"
    tape = ", ".join(f"{at}: {to}" for at, to in sorted(token.deviations.items()))
    return (
        "# By the number of a choice, which way it goes, if it is not the canonical one.\n"
        f"SCHEDULE = Tape({{{tape}}})\n"
        f"loop = SimulatedLoop(\n    SCHEDULE,\n{factory}    iterations={PATIENCE:_},\n)"
    )


def _declared(page: Page) -> Iterator[str]:
    for name, declared in _TYPES.items():
        if name in page.state_types:
            yield f"\n{declared}"
    yield "\n" * bool(page.states) + "\n".join(
        f"{name} = {it.type}(label={it.value!r})" for name, it in sorted(page.states.items())
    )
    yield "\n".join(
        f"{page.identifier(f'variable {name}')} = contextvars.ContextVar({name!r}, default='unset')"
        for name in sorted(page.contexts)
    )
