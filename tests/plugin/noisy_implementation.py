"""The reference, with everything that pytest may be told to make a failure."""

import logging
import warnings

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter


class Unraisable:
    """Fails where Python can raise nothing."""

    def __del__(self):
        raise ValueError("nobody can catch this")


class Noisy(ModuleAdapter):
    name, version = "noisy", "1.0"

    def __init__(self):
        warnings.warn("an adapter is made", DeprecationWarning, stacklevel=2)
        super().__init__(haiway_reference)

    def scope(self, name, /, *state, **options):
        warnings.warn("a scope is made", DeprecationWarning, stacklevel=2)
        logging.getLogger("noisy").error("a scope is made")
        Unraisable()
        return haiway_reference.ctx.scope(name, *state, **options)

    def spawn(self, function, /, *arguments, **more):
        """Refuse arguments: a violation of tasks/arguments."""
        return haiway_reference.ctx.spawn(function)
