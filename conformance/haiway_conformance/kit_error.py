"""The error that says: not the implementation failed, the kit did."""

__all__ = ("KitError",)


class KitError(Exception):
    """The kit itself failed, so nothing can be said of the implementation."""
