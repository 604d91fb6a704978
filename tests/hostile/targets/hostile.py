"""The reference, made nasty: each target here does one thing, mostly in `check_cancellation`.

So `cancellation/check` is what it prevents or violates, and clauses that never call it are as good
as the reference's.
"""

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter

__all__ = ("Hostile", "checks")


class Hostile(ModuleAdapter):
    module = haiway_reference
    name, version = "hostile", "1.0"


def checks() -> None:
    haiway_reference.ctx.check_cancellation()
