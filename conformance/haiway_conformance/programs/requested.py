"""An alias for modules that still use the old name of `cancellation_injection.injected`."""

from haiway_conformance.programs.cancellation_injection import injected as requested

__all__ = ("requested",)
