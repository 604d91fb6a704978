"""How the report for people is written: as wide and as colourful as the stream allows."""

import io

import pytest
from haiway_conformance.certify.telling import tell, width_for


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("columns", "width"), [("40", 60), ("72", 72), ("500", 120), ("", 88), ("wide", 88), ("0", 88)]
)
def test_columns_decide_the_width_within_what_can_be_read(monkeypatch, columns, width):
    monkeypatch.setenv("COLUMNS", columns)
    assert width_for(io.StringIO()) == width


def test_colours_are_for_terminals_without_no_color(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    blocks = ["verdict: not conformant", "a table"]
    plain = "verdict: not conformant\n\na table\n"

    def told(stream: io.StringIO) -> str:
        tell(blocks, stream)
        return stream.getvalue()

    assert told(io.StringIO()) == plain
    coloured = told(Screen())
    assert "\x1b[1;31mverdict: not conformant\x1b[0m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert told(Screen()) == plain


@pytest.mark.parametrize("stream", [io.StringIO, Screen])
def test_what_a_terminal_would_obey_is_shown(monkeypatch, stream):
    monkeypatch.setenv("NO_COLOR", "1")
    out = stream()
    tell(["[bold]not markup[/] \x1b[2J\x07\r\u202e", "half \ud800"], out)
    assert out.getvalue() == "[bold]not markup[/] \\x1b[2J\\x07\\r\\u202e\n\nhalf \\ud800\n"
