"""Sentences that name clauses are found in comments and docstrings, with the name around them."""

import textwrap

import pytest
from mentions import Mention, mentions


def found(source: str) -> list[tuple[str, str, str]]:
    return [(each.clause, each.name, each.sentence) for each in mentions(textwrap.dedent(source))]


def test_a_comment_belongs_to_the_innermost_function() -> None:
    source = """
    class Scope:
        def end(self):
            # tasks/result: kept.
            pass

        async def exit(self):
            if True:
                return 1  # merge/ends: at once
    """
    assert found(source) == [
        ("tasks/result", "Scope.end", "tasks/result: kept."),
        ("merge/ends", "Scope.exit", "merge/ends: at once"),
    ]


def test_the_docstring_of_a_module_has_no_name() -> None:
    assert found('"""Streams (`streams/order`)."""') == [
        ("streams/order", "", "Streams (`streams/order`).")
    ]


def test_a_sentence_over_several_lines_is_one_line() -> None:
    source = '''
    def run():
        """Run it. Each call has a context
        of its own (`process/lazy`,
        `execute/lazy`). It is left then.
        """
        # Not this. But this,
        # which names tasks/result.
    '''
    sentence = "Each call has a context of its own (`process/lazy`, `execute/lazy`)."
    assert found(source) == [
        ("process/lazy", "run", sentence),
        ("execute/lazy", "run", sentence),
        ("tasks/result", "", "But this, which names tasks/result."),
    ]


def test_items_of_a_list_and_sections_are_apart() -> None:
    source = '''
    def run():
        """Run it:

        - `tasks/result`: given
          to all
        - `merge/ends`: soon

        Raises:
            ValueError: The limit is wrong (`process/invalid-limit`).
        """
    '''
    assert [sentence for *_, sentence in found(source)] == [
        "`tasks/result`: given to all",
        "`merge/ends`: soon",
        "ValueError: The limit is wrong (`process/invalid-limit`).",
    ]


def test_a_semicolon_separates_only_at_the_end_of_a_line() -> None:
    source = """
    # process/lazy: first;
    # merge/ends: closed; and waits.
    """
    assert [sentence for *_, sentence in found(source)] == [
        "process/lazy: first",
        "merge/ends: closed; and waits.",
    ]


def test_a_comment_after_code_is_not_joined_with_the_one_before() -> None:
    source = """
    # Some comment without an end
    x = 1  # tasks/result
    y = 2  # tasks/result: here
    """
    assert [sentence for *_, sentence in found(source)] == ["", "tasks/result: here"]


@pytest.mark.parametrize("text", ["# tasks/result", "# `process/lazy`, `execute/lazy`."])
def test_ids_alone_say_nothing(text: str) -> None:
    assert {sentence for *_, sentence in found(text)} == {""}


@pytest.mark.parametrize(
    "source",
    ['x = "tasks/result"', "# see tests/tasks/result.py", "# tasks/result.py", "# tasks / result"],
)
def test_code_and_paths_are_no_mentions(source: str) -> None:
    assert list(mentions(source)) == []


def test_a_mention_says_where_and_what() -> None:
    assert list(mentions("# tasks/result: so.")) == [
        Mention("tasks/result", "", "tasks/result: so.")
    ]
