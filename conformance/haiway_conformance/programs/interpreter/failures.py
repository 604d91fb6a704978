"""An alias for modules that still use the old place of `programs.execution.masked`."""

from haiway_conformance.programs.execution import masked

__all__ = ("masked",)
