"""The releases of haiway that are certified, each in an environment of its own."""

from dataclasses import dataclass

__all__ = ("RELEASES", "Release")


@dataclass(frozen=True)
class Release:
    """A release, and what its environment needs.

    Attributes:
        version: Its version.
        python: The Python version that judges it: from 0.49 on, haiway needs 3.14.
        forgotten: Distributions that it imports, but does not require.
    """

    version: str
    python: str = "3.13"
    forgotten: tuple[str, ...] = ()


_FORGOTTEN = ("typing-extensions",)

RELEASES = (
    Release("0.24.3"),
    Release("0.28.1"),
    Release("0.29.1"),
    Release("0.30.1"),
    Release("0.31.1", forgotten=_FORGOTTEN),
    Release("0.34.7", forgotten=_FORGOTTEN),
    Release("0.37.5"),
    Release("0.40.2"),
    Release("0.42.3"),
    Release("0.42.4"),
    Release("0.43.3"),
    Release("0.48.0"),
    Release("0.52.0", python="3.14"),
    Release("0.55.0", python="3.14"),
    Release("0.56.0", python="3.14"),
    Release("0.58.2", python="3.14"),
    Release("0.59.1", python="3.14"),
)
"""The releases, the oldest first."""
