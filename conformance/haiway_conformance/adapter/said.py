"""The message of any exception, whatever its class does: `said_by`."""

from typing import Final

__all__ = ("said_by",)

# A message may have megabytes. Nobody reads more than this, and a report has many of them.
_LONGEST: Final = 2_000


def said_by(error: BaseException) -> str:
    """Return the message of an exception, or what is wrong with it.

    Args:
        error: The exception.

    Returns:
        The message, cut if it is very long.

    Example:
        >>> said_by(ValueError("no"))
        'no'
    """
    try:
        said = str(error)
    except Exception as failure:  # noqa: BLE001 - its class may do anything
        return f"(its __str__ raises {type(failure).__name__})"
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}… (cut)"
