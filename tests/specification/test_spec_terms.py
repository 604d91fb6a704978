"""The glossary defines what the clauses use, each term once, and its uses are found in a text."""

import re
from collections import Counter

import pytest
from haiway_spec import Clause, Term, specification, term_uses

CLAUSES = specification().clauses
GLOSSARY = specification().glossary


def without_code(text: str) -> str:
    return re.sub("`[^`]*`", "``", text)


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+(?:-[a-z]+)*", without_code(text).lower()))


# Words that a reader may not know, or may take in another sense: a text that is normative uses
# them as the glossary defines them, or not at all.
NEED_A_DEFINITION = words("""
    awaiter body caller clean-up consumer current element ended exit failure generator handled
    handler hang helper idle immediately item iteration limit outermost pending request resource
    scope sibling source spawned spawner stream surface suspension task unacknowledged
    backpressure child children coalesced daemon descendant host idempotent job leaf livelock
    nursery orphan parent shielded tick worker
""")

# Phrases that say two things, or none, and what to write instead.
AMBIGUOUS = {
    "at once": "“immediately”, or “at the same time”",
    "promptly": "“immediately”",
    "request for": "“ask for”: a request is a call of `cancel`",
    "requests for": "“ask for”: a request is a call of `cancel`",
}


FORMS = [form for term in GLOSSARY for form in (term.word, *term.forms)]
# What a meaning defines beside its own term.
DEFINED = {word for form in FORMS for word in form.split()} | {"outermost", "unacknowledged"}


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_a_statement_uses_no_undefined_term(clause: Clause) -> None:
    assert (words(clause.statement) & NEED_A_DEFINITION) - DEFINED == set()


@pytest.mark.parametrize("term", GLOSSARY, ids=lambda term: term.word)
def test_a_meaning_uses_no_undefined_term(term: Term) -> None:
    assert (words(term.meaning) & NEED_A_DEFINITION) - DEFINED == set()


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_a_statement_says_one_thing(clause: Clause) -> None:
    said = f" {' '.join(without_code(clause.statement).lower().split())} "
    assert {phrase: better for phrase, better in AMBIGUOUS.items() if f" {phrase} " in said} == {}


def test_every_term_is_used() -> None:
    used = {use.term for clause in CLAUSES for use in term_uses(clause.statement, GLOSSARY)}
    assert [term.word for term in GLOSSARY if term not in used] == []


def test_every_form_belongs_to_one_term() -> None:
    assert [form for form, times in Counter(FORMS).items() if times > 1] == []
    assert [form for form in FORMS if form != form.lower()] == []


def test_uses_are_found_in_all_forms_outside_code() -> None:
    task = Term(word="task", forms=("tasks",), meaning="")
    spawned = Term(word="spawned task", meaning="")
    text = "Tasks, a `task`, a spawned task, and a taskmaster's task."
    found = [(use.term.word, text[use.start : use.end]) for use in term_uses(text, [task, spawned])]
    assert found == [("task", "Tasks"), ("spawned task", "spawned task"), ("task", "task")]
