"""Looking up clauses and chapters, right ones and wrong ones."""

import pytest
from haiway_spec import UnknownChapter, UnknownClause, describe_capability, specification


def test_a_clause_is_found_by_its_id() -> None:
    clause = specification().clause("scopes/exit-cancels-tasks")
    assert (clause.chapter, clause.slug, clause.level) == ("scopes", "exit-cancels-tasks", "MUST")
    assert clause.capabilities == ("scope", "spawn")
    assert clause in specification().chapter("scopes").clauses


@pytest.mark.parametrize(
    ("present", "missing"),
    [
        ({"scope", "spawn", "stream", "process", "execute"}, ()),
        ({"scope", "execute"}, ()),
        ({"scope", "merge"}, ("spawn", "stream", "process", "execute")),
        ({"spawn"}, ("scope",)),
    ],
)
def test_one_of_several_capabilities_is_enough(present: set[str], missing: tuple[str, ...]) -> None:
    clause = specification().clause("cancellation/downward")
    assert clause.one_of == ("spawn", "stream", "process", "execute")
    assert clause.missing(present) == missing


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("scopes/exit-cancel-tasks", ["'scopes/exit-cancels-tasks'"]),
        ("Scopes/late-spawn", ["'scopes/late-spawn'"]),
        ("merge/rendezvous", ["'streams/rendezvous'"]),
        ("tasks/exit-cancels-task", ["'scopes/exit-cancels-tasks'"]),
    ],
    ids=["misspelt", "capital", "other chapter", "other chapter and misspelt"],
)
def test_an_unknown_clause_names_near_misses(asked: str, named: list[str]) -> None:
    with pytest.raises(UnknownClause) as caught:
        specification().clause(asked)
    message = str(caught.value)
    assert repr(asked) in message
    assert "did you mean" in message
    assert all(name in message for name in named)


def test_a_bare_slug_names_every_clause_that_has_it() -> None:
    with pytest.raises(UnknownClause, match="an id is a chapter and a slug") as caught:
        specification().clause("each-once")
    for name in ("process/each-once", "execute/each-once", "merge/each-once"):
        assert repr(name) in str(caught.value)


def test_a_chapter_is_no_clause() -> None:
    with pytest.raises(UnknownClause, match="'streams' is a chapter; name one of its clauses"):
        specification().clause("streams")


def test_an_id_like_no_other_names_the_chapters() -> None:
    with pytest.raises(UnknownClause, match=r"none with a similar id.*scopes, tasks"):
        specification().clause("zzz")


def test_an_unknown_chapter_names_near_misses() -> None:
    with pytest.raises(UnknownChapter, match="no chapter 'scope'; did you mean 'scopes'"):
        specification().chapter("scope")
    with pytest.raises(UnknownChapter, match="the chapters are scopes, tasks"):
        specification().chapter("zzz")


def test_they_are_lookup_errors() -> None:
    with pytest.raises(LookupError):
        specification().clause("zzz")
    with pytest.raises(LookupError):
        specification().chapter("zzz")


def test_a_capability_is_described() -> None:
    assert "ctx.spawn" in describe_capability("spawn")
    with pytest.raises(LookupError, match="'spwan'; the closed list is: scope, "):
        describe_capability("spwan")
