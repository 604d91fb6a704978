"""The reference with some additional loop iterations before each step, by the kit's own wrapper."""

import haiway_reference
from haiway_conformance import oracles
from haiway_conformance.adapter import ModuleAdapter

__all__ = ("Unhurried",)


class Unhurried(oracles.Unhurried):
    """The reference, slowed down."""

    def __init__(self) -> None:
        super().__init__(ModuleAdapter(haiway_reference))
