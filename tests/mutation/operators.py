"""What is changed in the reference: operators of Cosmic Ray, and some of our own."""

import re
from collections.abc import Iterator
from typing import Any

import parso
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

__all__ = ("OPERATORS",)

type Span = tuple[tuple[int, int], tuple[int, int]]

# What Cosmic Ray offers and is left out, with the reason.
LEFT_OUT = {
    r"Variable(Replacer|Inserter)": "they draw lots: no two runs would agree",
    r"AddNot": "a condition that is always true, or never, is harder to see: `Condition`",
    r"ExceptionReplacer": "it names what does not exist; to catch nothing is harder to see",
    r"ReplaceComparisonOperator_(Is|IsNot)_[GL]t|ReplaceComparisonOperator_[GL]tE?_Is": (
        "what is compared by identity has no order, and what has an order has no identity"
    ),
    r"ReplaceBinaryOperator_(?!BitOr_BitAnd|BitAnd_BitOr|Add_Sub|Sub_Add)": (
        "there is hardly any arithmetic, and what else could stand there is a TypeError"
    ),
}


class _Operator(Operator):
    """An operator that puts one of several texts in the place of a node."""

    def texts(self, node: Any) -> tuple[Any, tuple[str, ...]] | None:
        """Tell what is replaced in a node, and by what."""
        raise NotImplementedError

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        """The place of what is replaced, once for each text."""
        if found := self.texts(node):
            place, texts = found
            for _ in texts:
                yield place.start_pos, place.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """Put the text there."""
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
        """None: Cosmic Ray does not test it."""
        return ()


def _names(node: Any) -> Iterator[Any]:
    if node.type == "name":
        yield node
    for child in getattr(node, "children", ()):
        yield from _names(child)


class RemoveStatement(_Operator):
    """Put `pass` in the place of a statement of a function.

    Docstrings are none. What only lets go of exceptions, so that no cycle is left to the garbage
    collector, is left out, for hygiene/no-cycles leaves that to the implementation: `del`, and in
    `finally` what assigns None or clears. So is the only assignment to a local name: any use of the
    name would fail.
    """

    def texts(self, node: Any) -> tuple[Any, tuple[str, ...]] | None:
        """The statement, if it is one."""
        if node.type != "simple_stmt" or node.search_ancestor("funcdef") is None:
            return None
        statement = node.children[0]
        kept = statement.type in {"string", "del_stmt"} or statement.get_code(False) == "pass"
        if kept or self._lets_go(statement) or self._binds_alone(statement):
            return None
        return statement, ("pass",)

    @staticmethod
    def _lets_go(statement: Any) -> bool:
        block = statement.search_ancestor("suite")
        before = block.get_previous_sibling().get_previous_sibling()  # the colon is in between
        code = statement.get_code(False)
        return before.get_code(False) == "finally" and code.endswith((" = None", ".clear()"))

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
    """Let an `except` clause catch nothing."""

    def texts(self, node: Any) -> tuple[Any, tuple[str, ...]] | None:
        """What it catches."""
        return (node.children[1], ("()",)) if node.type == "except_clause" else None


class Condition(_Operator):
    """Let a condition always hold, or never. A loop that never ends by itself is left out."""

    def texts(self, node: Any) -> tuple[Any, tuple[str, ...]] | None:
        """The condition of an `if` or of a `while`."""
        texts = {"if_stmt": ("True", "False"), "while_stmt": ("False",)}.get(node.type)
        return None if texts is None else (node.children[1], texts)


class OneSide(_Operator):
    """Let one side stand for the whole, in `and`, `or`, and `... if ... else ...`."""

    def texts(self, node: Any) -> tuple[Any, tuple[str, ...]] | None:
        """The sides."""
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
