"""The error of the kit itself, as opposed to one of the implementation."""

__all__ = ("KitError",)


class KitError(Exception):
    """The kit itself failed, so there is no verdict on the implementation."""
