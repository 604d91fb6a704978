"""Find the sentences in comments and docstrings that name clauses: `mentions`."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from haiway_spec import specification

__all__ = ("Mention", "mentions")

_CHAPTERS = "|".join(chapter.name for chapter in specification().chapters)
# A clause's id, and not a part of a path.
_IDENTIFIER = re.compile(rf"(?<![\w/.-])(?:{_CHAPTERS})/[a-z][a-z0-9-]*+(?![\w/]|\.\w)")
# An empty line, perhaps with the heading of a docstring's section ("Args:"), or a list item.
_NEW_BLOCK = re.compile(r"\n[ \t]*\n(?:[ \t]*[A-Z][a-z]+:[ \t]*\n)?|\n[ \t]*(?=- )")
_END_OF_SENTENCE = re.compile(r"(?<=\.)\s+|(?<=;)[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence that names a clause.

    Attributes:
        clause: The clause's id.
        name: The qualified name of the function or class that contains it; empty for the module.
        sentence: The sentence, or the part of it between lines that end with a semicolon, as one
            line; empty if it consists of nothing but ids.
    """

    clause: str
    name: str
    sentence: str


def mentions(source: str) -> Iterator[Mention]:
    """Find the sentences that name clauses.

    Args:
        source: The text of a Python module.

    Yields:
        A mention for each clause of each sentence, in the order of the text.
    """
    tree = ast.parse(source)
    for line, text in sorted([*_comments(source), *_docstrings(tree)]):
        for sentence in _sentences(text):
            says_more = _IDENTIFIER.sub("", sentence).strip("`,. ")
            for clause in dict.fromkeys(_IDENTIFIER.findall(sentence)):
                yield Mention(clause, _name_at(tree, line), sentence if says_more else "")


def _comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield each comment with its first line; neighbouring comment lines are one comment."""
    first, block, previous = 0, "", (0, 0)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, column = token.start
        if previous == (line - 1, column) and not token.line[:column].strip():
            block += "\n"
        else:
            yield first, block
            first, block = line, ""
        block += token.string.lstrip("# ")
        previous = line, column
    yield first, block


def _docstrings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.lineno, str(node.value.value)


def _sentences(text: str) -> Iterator[str]:
    for block in _NEW_BLOCK.split(text):
        for sentence in _END_OF_SENTENCE.split(block):
            yield " ".join(sentence.split()).removeprefix("- ").removesuffix(";")


def _name_at(tree: ast.Module, line: int) -> str:
    names: list[str] = []
    body: list[ast.stmt] = tree.body
    while True:
        for node in body:
            if isinstance(
                node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
            ) and node.lineno <= line <= (node.end_lineno or 0):
                names.append(node.name)
                body = node.body
                break
        else:
            return ".".join(names)
