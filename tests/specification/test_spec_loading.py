"""Loading rejects every kind of mistake, and says where it is and what to do."""

from pathlib import Path

import pytest
from haiway_spec import SpecificationError, load_specification

EDITION = """
edition = "1"
title = "A small edition"
guide = "a guide"
guide-sections = ["Basics", "More"]
chapters = ["doors"]

[[term]]
word = "door"
meaning = "What opens."

[[rule]]
title = "Rules"
text = "Rules hold."
"""

CHAPTER = """
chapter = "doors"
title = "Doors"
summary = "Doors open."

[[clause]]
slug = "open"
level = "MUST"
statement = "A door MUST open."
rationale = "One wants to go through."
rely = "Doors open."
guide = ["Basics"]
capabilities = ["scope"]

[[clause]]
slug = "close"
level = "SHOULD"
statement = \"\"\"
A door
SHOULD close.

By itself.\"\"\"
rationale = "It is cold."
rely = "Doors close."
guide = ["Basics", "More"]
capabilities = []
"""


EXAMPLE = '''
example = """
async def main():
    print("open")
"""
prints = "open"
otherwise = "It stays shut."'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "specification.toml").write_text(EDITION, encoding="utf-8")
    (tmp_path / "doors.toml").write_text(CHAPTER, encoding="utf-8")
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(SpecificationError) as caught:
        load_specification(folder)
    return str(caught.value)


def test_a_small_edition_is_read(folder: Path) -> None:
    small = load_specification(folder)
    assert (small.edition, small.title, small.guide) == ("1", "A small edition", "a guide")
    assert [clause.id for clause in small.clauses] == ["doors/open", "doors/close"]
    assert small.chapter("doors").summary == "Doors open."
    assert small.glossary[0].meaning == "What opens."
    assert small.rules[0].text == "Rules hold."


def test_lines_are_joined_and_paragraphs_kept(folder: Path) -> None:
    statement = load_specification(folder).clause("doors/close").statement
    assert statement == "A door SHOULD close.\n\nBy itself."


def test_an_example_is_read_as_it_stands(folder: Path) -> None:
    change(folder, "doors.toml", 'capabilities = ["scope"]', f'capabilities = ["scope"]\n{EXAMPLE}')
    example = load_specification(folder).clause("doors/open").example
    assert example is not None
    assert example.code == 'async def main():\n    print("open")'
    assert example.prints == "open"
    assert example.otherwise == "It stays shut."


MISTAKES_IN_A_CLAUSE = {
    "unknown key": ('slug = "open"', 'slug = "open"\ncolour = "red"', "unknown key 'colour'"),
    "missing key": ('rely = "Doors open."\n', "", "the key 'rely' is missing"),
    "example without main": (
        'slug = "open"',
        'slug = "open"\nexample = "print(1)"',
        "'example' must define `async def main()`",
    ),
    "example that is no Python": (
        'slug = "open"',
        'slug = "open"\nexample = "async def main(:"',
        "'example' is not Python",
    ),
    "example that prints nothing": (
        'slug = "open"',
        'slug = "open"\nexample = "async def main(): ..."',
        "the key 'prints' is missing",
    ),
    "empty text": ('rely = "Doors open."', 'rely = " "', "'rely' must be a text that is not empty"),
    "no text": ('rely = "Doors open."', "rely = 3", "'rely' must be a text"),
    "bad level": ('level = "MUST"', 'level = "WILL"', "'WILL' is not one of: MUST, SHOULD, MAY"),
    "unknown alternative": (
        'capabilities = ["scope"]',
        'capabilities = ["scope"]\none-of = ["spwan"]',
        "'spwan' in 'one-of' is not known",
    ),
    "unknown capability": ('["scope"]', '["socpe"]', "'socpe' in 'capabilities' is not known"),
    "unknown section": ('["Basics"]', '["Basic"]', "'Basic' in 'guide' is not known"),
    "section twice": ('["Basics"]', '["Basics", "Basics"]', "'guide' has 'Basics' twice"),
    "no section": ('["Basics"]', "[]", "'guide' is empty; name the section"),
    "no list": ('["Basics"]', '"Basics"', "'guide' must be a list of texts"),
    "no texts": ('["Basics"]', "[1]", "'guide' must be a list of texts"),
    "level not in the statement": ("MUST open", "opens", "the statement never says MUST"),
}


@pytest.mark.parametrize(
    ("old", "new", "problem"), MISTAKES_IN_A_CLAUSE.values(), ids=MISTAKES_IN_A_CLAUSE.keys()
)
def test_a_mistake_in_a_clause_is_named(folder: Path, old: str, new: str, problem: str) -> None:
    change(folder, "doors.toml", old, new)
    message = refusal(folder)
    assert message.startswith("doors.toml, clause doors/open: ")
    assert problem in message


def test_a_stronger_word_than_the_level_is_refused(folder: Path) -> None:
    change(folder, "doors.toml", "By itself.", "It MUST lock.")
    message = refusal(folder)
    assert message.startswith("doors.toml, clause doors/close: the statement says MUST")
    assert "move the stronger part into a clause of its own" in message


def test_a_weaker_word_than_the_level_is_fine(folder: Path) -> None:
    change(folder, "doors.toml", "MUST open.", "MUST open, and MAY creak.")
    assert load_specification(folder).clause("doors/open").level == "MUST"


def test_a_bad_slug_is_named_by_the_clause_s_number(folder: Path) -> None:
    change(folder, "doors.toml", 'slug = "close"', 'slug = "Close it"')
    assert "doors.toml, clause 2: the slug 'Close it' must be lower-case" in refusal(folder)


def test_a_duplicate_id_is_refused(folder: Path) -> None:
    change(folder, "doors.toml", 'slug = "close"', 'slug = "open"')
    message = refusal(folder)
    assert message.startswith("doors.toml: two clauses are 'doors/open'")
    assert "give one of them another slug" in message


def test_a_file_that_is_named_for_another_chapter_is_refused(folder: Path) -> None:
    change(folder, "doors.toml", 'chapter = "doors"', 'chapter = "windows"')
    assert "doors.toml: 'chapter' is 'windows', but must be" in refusal(folder)


def test_a_chapter_without_clauses_is_refused(folder: Path) -> None:
    (folder / "doors.toml").write_text(CHAPTER.partition("[[clause]]")[0], encoding="utf-8")
    assert "doors.toml: the key 'clause' is missing" in refusal(folder)
    change(folder, "doors.toml", 'title = "Doors"', 'title = "Doors"\nclause = []')
    assert "doors.toml: there must be at least one [[clause]]" in refusal(folder)
    change(folder, "doors.toml", "clause = []", "clause = [1]")
    assert "doors.toml: 'clause' must be tables" in refusal(folder)


def test_an_unknown_key_of_a_chapter_is_refused(folder: Path) -> None:
    change(folder, "doors.toml", 'title = "Doors"', 'title = "Doors"\nauthor = "me"')
    assert "doors.toml: unknown key 'author'" in refusal(folder)


def test_a_listed_chapter_without_a_file_is_refused(folder: Path) -> None:
    change(folder, "specification.toml", '["doors"]', '["doors", "walls"]')
    message = refusal(folder)
    assert message.startswith("walls.toml: there is no such file")
    assert "specification.toml" in message


def test_a_file_that_is_not_listed_is_refused(folder: Path) -> None:
    (folder / "walls.toml").write_text("", encoding="utf-8")
    message = refusal(folder)
    assert message.startswith("specification.toml: 'walls.toml' lies beside this file")


def test_a_file_that_is_not_toml_is_refused(folder: Path) -> None:
    (folder / "doors.toml").write_text("chapter = ", encoding="utf-8")
    assert "doors.toml: this is not TOML" in refusal(folder)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('word = "door"', 'wrod = "door"', "specification.toml, term 1: the key 'word' is missing"),
        (
            'title = "Rules"',
            'title = "Rules"\nlevel = "MUST"',
            "specification.toml, rule 1: unknown key 'level'",
        ),
        ('edition = "1"', "", "specification.toml: the key 'edition' is missing"),
        ('edition = "1"', 'edition = "1"\nyear = 1', "specification.toml: unknown key 'year'"),
    ],
    ids=["term", "rule", "missing", "unknown"],
)
def test_a_mistake_in_the_edition_s_file_is_named(
    folder: Path, old: str, new: str, problem: str
) -> None:
    change(folder, "specification.toml", old, new)
    assert problem in refusal(folder)
