"""Every mutation of the reference that is tried: `mutations`."""

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

# Not compared: a decorator for type checkers only, and how strict a class of data is, as long as it
# does what is asked of it.
DECORATOR_FOR_TYPES = "dataclass_transform"
STRICTNESS = {"frozen", "kw_only", "slots"}


@dataclass(frozen=True)
class Mutation:
    """A change of one place in one module.

    Attributes:
        module: The module's path in the package.
        line: Where it differs first.
        definition: The function or class that is changed, with what it is in; or `module`.
        operator: How it was made.
        before: What stands there, a line's spaces made one.
        after: What the mutant has instead.
        text: The whole module, changed.
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
        """What tells it from all others, also when lines have moved elsewhere."""
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
        Those that are Python, that differ in what is executed, and no two that are the same: what
        only type checkers read is no behaviour, and which arguments may be given by position or by
        keyword only is not judged, as long as those that are used may be given.
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
    """What two modules have in common that do the same by their form; None for no module."""
    try:
        compile(source, "mutant", "exec")  # finds more than the parser does
        tree = ast.parse(source)
    except SyntaxError:
        return None
    return ast.dump(_Essence().visit(tree))


class _Essence(ast.NodeTransformer):
    """Takes out of a module what only type checkers read, and makes like things the same."""

    OPPOSITES = (
        {ast.Is: ast.IsNot, ast.Eq: ast.NotEq, ast.In: ast.NotIn}
        | {ast.IsNot: ast.Is, ast.NotEq: ast.Eq, ast.NotIn: ast.In}
    )  # fmt: skip

    def visit_arg(self, node: ast.arg) -> Any:
        return ast.arg(node.arg)

    def visit_arguments(self, node: ast.arguments) -> Any:
        self.generic_visit(node)
        node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        # Each of them has defaults for its last ones; None stands for none.
        node.defaults = [*node.defaults, *(each for each in node.kw_defaults if each is not None)]
        node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        return node

    def visit_FunctionDef(self, node: Any) -> Any:
        self.generic_visit(node)
        node.returns, node.type_params = None, []
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> Any:
        return self.visit_FunctionDef(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        self.generic_visit(node)
        node.type_params = []
        node.decorator_list = [
            each for each in node.decorator_list if DECORATOR_FOR_TYPES not in ast.dump(each)
        ]
        return node

    def visit_keyword(self, node: ast.keyword) -> Any:
        self.generic_visit(node)
        return None if node.arg in STRICTNESS else node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        self.generic_visit(node)
        node.annotation = ast.Constant(None)
        return node

    def visit_TypeAlias(self, node: ast.TypeAlias) -> None:
        """Evaluated when somebody asks for it, and nobody does."""

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        self.generic_visit(node)
        match node:
            case ast.UnaryOp(ast.Not(), ast.Compare(ops=[op]) as inner) if (
                opposite := self.OPPOSITES.get(type(op))
            ):
                return ast.Compare(inner.left, [opposite()], inner.comparators)
        return node
