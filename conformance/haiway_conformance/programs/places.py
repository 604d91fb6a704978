"""An alias for modules that still use the old name of `ownership.Ownership`."""

from haiway_conformance.programs.ownership import Ownership as Places

__all__ = ("Places",)
