"""Print the results of all properties for a target as JSON, with how often their premise was met.

    python premises.py TARGET

Needs a process of its own, since the log records that pytest captures keep the tasks of all runs
alive.
"""

import io
import json
import sys

from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.options import CertifyOptions
from haiway_conformance.certify.progress import Lines
from haiway_conformance.certify.witness import Witness

__all__ = ("results",)


def results(target: str) -> list[dict[str, object]]:
    """Return the results of all properties in the profile `default`, as plain data."""
    witness = Witness(Lines(io.StringIO()))
    run_suite(CertifyOptions(target, profile="default"), (), witness)
    assert not witness.problems, witness.problems
    return [each.to_json() for each in witness.results()]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(results(sys.argv[1])))
