"""Programs run as they would alone: exceptions that the kit handles do not reach them."""

import sys

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter
from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.options import CertifyOptions
from haiway_conformance.certify.progress import Nothing
from haiway_conformance.certify.witness import Witness

SEEN = []


class Swallows(ModuleAdapter):
    """Suppresses what bodies raise; records the exception being handled when a scope is made."""

    def __init__(self):
        super().__init__(haiway_reference)

    def scope(self, name, /, *state, **more):
        SEEN.append(sys.exception())
        return Swallowing(haiway_reference.ctx.scope(name, *state, **more))


class Swallowing:
    def __init__(self, scope):
        self.scope = scope

    async def __aenter__(self):
        return await self.scope.__aenter__()

    async def __aexit__(self, *raised):
        await self.scope.__aexit__(None, None, None)
        return True


def test_no_exception_is_handled_while_a_program_begins():
    """Otherwise it would become the context of every exception, also while shrinking."""
    witness = Witness(Nothing())
    target = f"{Swallows.__module__}:Swallows"
    run_suite(CertifyOptions(target, "quick", 0), ("failures/body-alone",), witness)
    assert {each.outcome.value for each in witness.results()} == {"failed"}
    assert {*SEEN} == {None}
