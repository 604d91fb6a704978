"""Text that comes from a target is made harmless, and stays readable."""

from haiway_conformance.report.formats.text import in_one_line, readable, shortened
from made_up_reports import HOSTILE


def test_nothing_is_left_that_cannot_be_seen_or_encoded():
    shown = readable(HOSTILE, 9999)
    assert shown.encode()
    assert shown.replace("\n", "").isprintable()
    assert r"\x1b[31mred\x1b[0m" in shown
    assert r"\ud800 half \udcff \u202eturned\u2028" in shown


def test_line_breaks_become_spaces():
    assert in_one_line("  a\r\n\n b\tc \x1b ", 99) == r"a b c \x1b"


def test_a_long_text_says_how_much_is_left_out():
    assert shortened("x" * 1000, 10) == f"{'x' * 10} [... 990 more characters]"
    assert shortened("x" * 30, 10) == "x" * 30
    assert shortened("x" * 10, 10) == "x" * 10


def test_what_becomes_visible_is_limited_too():
    assert len(readable("\x1b" * 10_000_000, 100)) < 150
