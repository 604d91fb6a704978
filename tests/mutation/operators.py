"""The operators that make mutants: those of Cosmic Ray, and some of our own."""

import re
from collections.abc import Iterator
from typing import Any

import parso
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

__all__ = ("OPERATORS",)

type Span = tuple[tuple[int, int], tuple[int, int]]

# Operators of Cosmic Ray that are left out, with the reason.
LEFT_OUT = {
    r"Variable(Replacer|Inserter)": "they are random: no two runs would agree",
    r"AddNot": "a condition that is always true or always false is harder to notice: `Condition`",
    r"ExceptionReplacer": "it uses a name that does not exist: `CatchNothing`",
    r"ReplaceComparisonOperator_(Is|IsNot)_[GL]t|ReplaceComparisonOperator_[GL]tE?_Is": (
        "objects that are compared by identity have no order, and the other way round"
    ),
    r"ReplaceBinaryOperator_(?!BitOr_BitAnd|BitAnd_BitOr|Add_Sub|Sub_Add)": (
        "there is hardly any arithmetic, and any other operator would be a TypeError"
    ),
}


class _Operator(Operator):
    """An operator that replaces a node by one of several texts."""

    def texts(self, node: Any) -> tuple[Any, tuple[str, ...]] | None:
        """Return the part of a node that is replaced and its replacements, or None."""
        raise NotImplementedError

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        """Yield the position of the part that is replaced, once for each text."""
        if found := self.texts(node):
            place, texts = found
            for _ in texts:
                yield place.start_pos, place.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """Replace the part by the text with this index."""
        found = self.texts(node)
        assert found is not None
        place, texts = found
        new = parso.parse(place.get_first_leaf().prefix + texts[index])
        if place is node:
            return new
        node.children[node.children.index(place)] = new
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        """Return no examples, which are for tests of Cosmic Ray's own."""
        return ()


def _names(node: Any) -> Iterator[Any]:
    if node.type == "name":
        yield node
    for child in getattr(node, "children", ()):
        yield from _names(child)


class RemoveStatement(_Operator):
    """Replace a statement of a function by `pass`.

    Left out are docstrings; `del` statements, `.clear()` in a `finally` block and `.release()`,
    which only drop references (hygiene/no-cycles is a MAY); and the only assignment to a local
    name, since any use of the name would fail.
    """

    def texts(self, node: Any) -> tuple[Any, tuple[str, ...]] | None:
        """Return the statement and `pass`."""
        if node.type != "simple_stmt" or node.search_ancestor("funcdef") is None:
            return None
        statement = node.children[0]
        kept = statement.type in {"string", "del_stmt"} or statement.get_code(False) == "pass"
        if kept or self._drops_references(statement) or self._binds_alone(statement):
            return None
        return statement, ("pass",)

    @staticmethod
    def _drops_references(statement: Any) -> bool:
        block = statement.search_ancestor("suite")
        before = block.get_previous_sibling().get_previous_sibling()  # the colon is in between
        code = statement.get_code(False)
        cleans_up = before.get_code(False) == "finally"
        return code.endswith(".release()") or (cleans_up and code.endswith(".clear()"))

    @staticmethod
    def _binds_alone(statement: Any) -> bool:
        if statement.type != "expr_stmt":
            return False
        function = statement.search_ancestor("funcdef")
        names = [name for name in statement.get_defined_names() if name.parent.type != "trailer"]
        return bool(names) and all(
            sum(other.value == name.value and other.is_definition() for other in _names(function))
            == 1
            for name in names
        )


class CatchNothing(_Operator):
    """Make an `except` clause catch nothing."""

    def texts(self, node: Any) -> tuple[Any, tuple[str, ...]] | None:
        """Return the exceptions that it catches, and `()`."""
        return (node.children[1], ("()",)) if node.type == "except_clause" else None


class Condition(_Operator):
    """Make a condition always true or always false. `while True` is left out."""

    def texts(self, node: Any) -> tuple[Any, tuple[str, ...]] | None:
        """Return the condition of an `if` or of a `while`."""
        texts = {"if_stmt": ("True", "False"), "while_stmt": ("False",)}.get(node.type)
        return None if texts is None else (node.children[1], texts)


class OneSide(_Operator):
    """Replace `and`, `or`, and `... if ... else ...` by one of the sides."""

    def texts(self, node: Any) -> tuple[Any, tuple[str, ...]] | None:
        """Return the whole, and the sides."""
        if node.type in {"and_test", "or_test"}:
            sides = node.children[::2]
            operator = f" {node.children[1].value} "
            return node, tuple(
                operator.join(side.get_code() for side in sides if side is not left_out).strip()
                for left_out in sides
            )
        if node.type == "test":  # A if B else C
            return node, tuple(node.children[side].get_code(False) for side in (0, -1))
        return None


OWN = (RemoveStatement, CatchNothing, Condition, OneSide)

OPERATORS: dict[str, Operator] = {
    name.removeprefix("core/"): get_operator(name)()
    for name in operator_names()
    if not re.match("|".join(LEFT_OUT), name.removeprefix("core/"))
} | {operator.__name__: operator() for operator in OWN}
