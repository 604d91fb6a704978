"""Load the specification from its files, and reject files with errors.

The folder holds `specification.toml` (the edition, the order of the chapters, the glossary, the
rules) and one file per chapter, named after it. Everything is checked when it is read, so every
`Specification` is valid.
"""

import ast
import re
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from haiway_spec.capability import CAPABILITIES
from haiway_spec.clause import Chapter, Clause, Example, Level, Rule, Term
from haiway_spec.edition import Specification
from haiway_spec.table import SpecificationError, Table

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_EDITION_FILE = "specification.toml"


@cache
def specification() -> Specification:
    """Return the edition of the specification that this package contains.

    It is read and checked at the first call; later calls return the same object.

    Raises:
        SpecificationError: If the package's files are damaged.
    """
    return load_specification(files("haiway_spec") / "clauses")


def load_specification(folder: Traversable) -> Specification:
    """Read an edition of the specification from a folder.

    Args:
        folder: A `pathlib.Path`, or a folder inside a package, with the files described above.

    Raises:
        SpecificationError: If a file is missing, is not TOML, or has content that is not allowed.
            The message names the file and the entry, and says what to do.
    """
    table = _read(folder, _EDITION_FILE)
    edition = table.text("edition")
    title = table.text("title")
    guide = table.text("guide")
    sections = table.words("guide-sections")
    names = table.words("chapters")
    glossary = tuple(_term(entry, number) for number, entry in table.tables("term"))
    rules = tuple(_rule(entry, number) for number, entry in table.tables("rule"))
    table.finish()
    _refuse_forgotten_files(folder, names, table)
    return Specification(
        edition=edition,
        title=title,
        guide=guide,
        guide_sections=sections,
        chapters=tuple(_chapter(folder, name, sections) for name in names),
        glossary=glossary,
        rules=rules,
    )


def _read(folder: Traversable, name: str) -> Table:
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SpecificationError(
            f"{name}: there is no such file among the specification's files; "
            f"add it, or take its chapter out of {_EDITION_FILE}"
        ) from None
    try:
        return Table(tomllib.loads(text), place=name)
    except tomllib.TOMLDecodeError as error:
        raise SpecificationError(f"{name}: this is not TOML: {error}; correct it") from error


def _refuse_forgotten_files(folder: Traversable, names: tuple[str, ...], table: Table) -> None:
    expected = {_EDITION_FILE, *(f"{name}.toml" for name in names)}
    found = {entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")}
    for name in sorted(found - expected):
        raise table.error(
            f"{name!r} lies beside this file, but is not listed in 'chapters'; "
            "list it there, or remove the file"
        )


def _term(entry: dict[str, object], number: int) -> Term:
    table = Table(entry, place=f"{_EDITION_FILE}, term {number}")
    term = Term(
        word=table.text("word"),
        meaning=table.text("meaning"),
        forms=table.words("forms", optional=True),
    )
    table.finish()
    return term


def _rule(entry: dict[str, object], number: int) -> Rule:
    table = Table(entry, place=f"{_EDITION_FILE}, rule {number}")
    rule = Rule(title=table.text("title"), text=table.text("text"))
    table.finish()
    return rule


def _chapter(folder: Traversable, name: str, sections: tuple[str, ...]) -> Chapter:
    table = _read(folder, f"{name}.toml")
    declared = table.text("chapter")
    if declared != name or not _SLUG.fullmatch(name):
        raise table.error(
            f"'chapter' is {declared!r}, but must be the file's own name, {name!r}, "
            "in lower-case words joined by hyphens; make the two agree"
        )
    title = table.text("title")
    summary = table.text("summary")
    clauses: dict[str, Clause] = {}
    for number, entry in table.tables("clause"):
        clause = _clause(entry, number, chapter=name, sections=sections)
        if clause.slug in clauses:
            raise table.error(
                f"two clauses are {clause.id!r} (the second is number {number}); an id must name "
                "one clause for ever: give one of them another slug"
            )
        clauses[clause.slug] = clause
    table.finish()
    return Chapter(name=name, title=title, summary=summary, clauses=tuple(clauses.values()))


def _clause(
    entry: dict[str, object], number: int, *, chapter: str, sections: tuple[str, ...]
) -> Clause:
    table = Table(entry, place=f"{chapter}.toml, clause {number}")
    slug = table.text("slug")
    if not _SLUG.fullmatch(slug):
        raise table.error(f"the slug {slug!r} must be lower-case words joined by hyphens")
    table.place = f"{chapter}.toml, clause {chapter}/{slug}"
    clause = Clause(
        id=f"{chapter}/{slug}",
        chapter=chapter,
        slug=slug,
        level=_level(table),
        title=table.text("title", optional=True),
        promise=table.text("promise", optional=True),
        statement=table.text("statement"),
        judged=table.text("judged", optional=True),
        rationale=table.text("rationale"),
        rely=table.text("rely"),
        guide=table.words("guide", known=sections),
        capabilities=table.words("capabilities", known=CAPABILITIES),
        one_of=table.words("one-of", known=CAPABILITIES, optional=True),
        example=_example(table),
    )
    table.finish()
    if not clause.guide:
        raise table.error("'guide' is empty; name the section that the clause comes from")
    _check_wording(clause, table)
    return clause


def _example(table: Table) -> Example | None:
    code = table.code("example", optional=True)
    if not code:
        return None
    try:
        tree = ast.parse(code)
    except SyntaxError as error:
        raise table.error(f"'example' is not Python: {error}; correct it") from error
    if not any(
        isinstance(each, ast.AsyncFunctionDef) and each.name == "main" for each in tree.body
    ):
        raise table.error("'example' must define `async def main()`, which is what is run")
    return Example(code=code, prints=table.code("prints"), otherwise=table.text("otherwise"))


def _level(table: Table) -> Level:
    word = table.text("level")
    try:
        return Level(word)
    except ValueError:
        raise table.error(
            f"the level {word!r} is not one of: {', '.join(level.value for level in Level)}"
        ) from None


def _check_wording(clause: Clause, table: Table) -> None:
    used = {level for level in Level if re.search(rf"\b{level.value}\b", clause.statement)}
    if clause.level not in used:
        raise table.error(
            f"the statement never says {clause.level.value}; a reader must see in the sentence "
            "itself how binding it is: use the word, or correct 'level'"
        )
    strongest = min(used, key=list(Level).index)
    if strongest is not clause.level:
        raise table.error(
            f"the statement says {strongest.value}, but the clause's level is "
            f"{clause.level.value}; move the stronger part into a clause of its own"
        )
