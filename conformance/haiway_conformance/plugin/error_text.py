"""An exception as a report names it: `in_words`."""

import re

from haiway_conformance.adapter import said_by

__all__ = ("in_words",)


def in_words(error: BaseException) -> str:
    """Return the class and the message of an exception, the same in every run.

    Args:
        error: The exception. Addresses of objects in its message are left out.
    """
    words = re.sub(r"\bat 0x[0-9a-fA-F]+", "at 0x...", said_by(error))
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
