"""The mutants of a package: every small change that is tried."""

import ast
import difflib
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from cosmic_ray.mutating import mutate_code
from operators import OPERATORS

__all__ = ("Mutation", "mutations")

# Decorators that do nothing that is judged: one is for type checkers only, the other serves
# hygiene/no-cycles, a MAY.
IGNORED_DECORATORS = ("dataclass_transform", "clears_frame")
# Arguments that make a dataclass stricter than any clause asks.
STRICTNESS = {"frozen", "kw_only", "slots"}


@dataclass(frozen=True)
class Mutation:
    """A mutant: a change at one place in one module.

    Attributes:
        module: The module's path in the package.
        line: The first line that is changed.
        definition: The dotted name of the function or class that is changed, or `module`.
        operator: The name of the operator that made it.
        before: The code that is replaced, in one line.
        after: The code that replaces it, in one line.
        text: The whole module with the change.
    """

    module: str
    line: int
    definition: str
    operator: str
    before: str
    after: str
    text: str

    @property
    def key(self) -> str:
        """An identifier that stays the same while the module does."""
        return hashlib.sha256(f"{self.module}\n{self.text}".encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return (
            f"{self.module}:{self.line} {self.definition} ({self.operator}):"
            f" `{self.before}` becomes `{self.after}`"
        )


def mutations(package: Path) -> Iterator[Mutation]:
    """Make all mutants of a package, module by module.

    Args:
        package: The folder of the package.

    Yields:
        Mutants that compile and differ in their essence from the module and from each other. Types,
        and rules about passing arguments by position or by keyword, are not part of the essence.
    """
    for path in sorted(package.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        module = path.relative_to(package).as_posix()
        seen = {_essence(source)}
        for name, operator in OPERATORS.items():
            for occurrence in count():
                text = mutate_code(source, operator, occurrence)
                if text is None:
                    break
                essence = _essence(text)
                if essence is not None and essence not in seen:
                    seen.add(essence)
                    yield _mutation(module, name, source, text)


def _mutation(module: str, operator: str, source: str, text: str) -> Mutation:
    old, new = source.splitlines(), text.splitlines()
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    first, last = changes[0], changes[-1]
    return Mutation(
        module=module,
        line=first[1] + 1,
        definition=_definition(ast.parse(source), first[1] + 1),
        operator=operator,
        before=_in_one_line(old[first[1] : last[2]]),
        after=_in_one_line(new[first[3] : last[4]]),
        text=text,
    )


def _judged(decorators: list[ast.expr]) -> list[ast.expr]:
    return [
        each
        for each in decorators
        if not any(name in ast.dump(each) for name in IGNORED_DECORATORS)
    ]


def _in_one_line(lines: list[str]) -> str:
    return re.sub(r"(?<=[\[(:]) +(?=[-\w]+\])", "", " ".join(" ".join(lines).split()))


def _definition(tree: ast.AST, line: int) -> str:
    names = [
        node.name
        for node in ast.walk(tree)  # from the outside to the inside
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and node.lineno <= line <= (node.end_lineno or line)
    ]
    return ".".join(names) or "module"


def _essence(source: str) -> str | None:
    """Return a text that is equal for modules that do the same, or None if it does not compile."""
    try:
        compile(source, "mutant", "exec")  # it refuses more than the parser does
        tree = ast.parse(source)
    except SyntaxError:
        return None
    return ast.dump(_Essence().visit(tree))


class _Essence(ast.NodeTransformer):
    """Removes types and ignored decorators, and writes equal things in the same way."""

    OPPOSITES = (
        {ast.Is: ast.IsNot, ast.Eq: ast.NotEq, ast.In: ast.NotIn}
        | {ast.IsNot: ast.Is, ast.NotEq: ast.Eq, ast.NotIn: ast.In}
    )  # fmt: skip

    def visit_arg(self, node: ast.arg) -> Any:
        return ast.arg(node.arg)

    def visit_arguments(self, node: ast.arguments) -> Any:
        self.generic_visit(node)
        node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        # None stands for an argument without a default.
        node.defaults = [*node.defaults, *(each for each in node.kw_defaults if each is not None)]
        node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        return node

    def visit_FunctionDef(self, node: Any) -> Any:
        self.generic_visit(node)
        node.returns, node.type_params = None, []
        node.decorator_list = _judged(node.decorator_list)
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> Any:
        return self.visit_FunctionDef(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        self.generic_visit(node)
        node.type_params = []
        node.decorator_list = _judged(node.decorator_list)
        return node

    def visit_keyword(self, node: ast.keyword) -> Any:
        self.generic_visit(node)
        return None if node.arg in STRICTNESS else node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        self.generic_visit(node)
        node.annotation = ast.Constant(None)
        return node

    def visit_TypeAlias(self, node: ast.TypeAlias) -> None:
        """Drop it: it is evaluated only when it is used at run time, which it isn't."""

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        self.generic_visit(node)
        match node:
            case ast.UnaryOp(ast.Not(), ast.Compare(ops=[op]) as inner) if (
                opposite := self.OPPOSITES.get(type(op))
            ):
                return ast.Compare(inner.left, [opposite()], inner.comparators)
        return node
