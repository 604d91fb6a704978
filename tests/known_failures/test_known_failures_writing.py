"""Known failures are brought up to date, and what people wrote stays as it is."""

import pytest
from haiway_conformance.known_failures import KnownFailure, parse_known_failures, updated_text

A, B, C = "scopes/exit-awaits-tasks", "scopes/single-use", "tasks/result"

TEXT = f"""\
# Known failures of ours, kept by the team.
# Ask before you add one.
["{A}"]
# Found by the nightly run.
reason = '''It waits
# this is text, no comment
["{C}"]
too long.'''   # since 2024
issue = "https://example.org/7"

# --- scopes, the rest ---

# Alice looks after this one.
["{B}"]
reason = "a reason"
versions = "<2"  # mended after that
# The end.
"""


def entry(clause, reason="not yet explained", **fields):
    return KnownFailure(clause, reason, **fields)


def read(text):
    return list(parse_known_failures(text, "it").values())


def test_entries_that_are_there_stay_byte_for_byte():
    failing = [entry(B, "a reason", versions="<2"), entry(A, "whatever")]
    assert updated_text(TEXT, failing=failing) == TEXT


def test_new_entries_are_added_at_the_end():
    text = updated_text(TEXT, failing=[entry(C)])
    assert text == f'{TEXT}\n["{C}"]\nreason = "not yet explained"\n'
    assert [each.clause for each in read(text)] == [A, B, C]


def test_an_entry_is_removed_with_its_own_comments_only():
    text = updated_text(TEXT, failing=[], removed=[B])
    assert text == TEXT[: TEXT.index("# Alice")] + "# The end.\n"
    text = updated_text(TEXT, failing=[], removed=[A])
    assert text == (
        "# Known failures of ours, kept by the team.\n# Ask before you add one.\n"
        "\n# --- scopes, the rest ---\n\n" + TEXT[TEXT.index("# Alice") :]
    )
    assert read(text) == [entry(B, "a reason", versions="<2")]
    assert read(updated_text(TEXT, failing=[], removed=[A, B])) == []


def test_an_entry_that_was_for_other_versions_is_made_to_apply():
    text = updated_text(TEXT, failing=[entry(B, "a reason")])
    assert text == TEXT.replace('versions = "<2"  # mended after that\n', "")


@pytest.mark.parametrize(
    "text",
    [
        f'"{B}" = {{ reason = "a reason", versions = "<2" }}\n',
        f'"{B}".reason = "a reason"\n"{B}".versions = "<2"\n',
        f'"{B}".reason = "a reason"\r\n"{B}".versions = "<2"',
    ],
)
def test_other_ways_to_write_an_entry_are_understood(text):
    assert read(updated_text(text, failing=[entry(B, "a reason", versions="<2"), entry(C)])) == [
        entry(B, "a reason", versions="<2"),
        entry(C),
    ]
    assert read(updated_text(text, failing=[], removed=[B])) == []
    assert read(updated_text(text, failing=[entry(B, "a reason")])) == [entry(B, "a reason")]


def test_a_new_file_says_what_it_is():
    text = updated_text("", failing=[entry(A, 'say "no"\x7f\n', issue="https://x.org"), entry(B)])
    assert text.startswith("# Clauses that are known to fail.")
    assert read(text) == [entry(A, 'say "no"\x7f\n', issue="https://x.org"), entry(B)]
    assert "\x7f" not in text
    assert updated_text(text, failing=[entry(A), entry(B)]) == text
    assert read(updated_text("", failing=[])) == []


def test_lines_end_where_toml_says():
    text = f'["{A}"]\nreason = "x"  # one\u2028line\x85\n'
    assert updated_text(text, failing=[entry(A)]) == text
    assert read(updated_text(text.rstrip(), failing=[entry(B)])) == [entry(A, "x"), entry(B)]
