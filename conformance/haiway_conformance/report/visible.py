"""Show what a terminal would obey, or cannot show: `visible`."""

__all__ = ("visible",)


def visible(text: str) -> str:
    r"""Replace control characters, and halves of surrogate pairs, by escape sequences.

    Names and messages come from the implementation under test. None of them may move the cursor,
    colour what follows, or hide a line of a report.

    Args:
        text: The text. Its line breaks are kept.

    Example:
        >>> visible("it said \x1b[2J")
        'it said \\x1b[2J'
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each == "\n" else _escaped(each) for each in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
