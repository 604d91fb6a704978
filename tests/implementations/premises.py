"""Count how many programs of each property meet its premise: prints that as JSON.

    python premises.py TARGET

In a process of its own: the log records that pytest keeps would keep the tasks of all runs alive.
"""

import io
import json
import sys

from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.progress import Lines
from haiway_conformance.certify.request import Request
from haiway_conformance.certify.witness import Witness

__all__ = ("results",)


def results(target: str) -> list[dict[str, object]]:
    """The results of all properties in the profile default, as plain data."""
    witness = Witness(Lines(io.StringIO()))
    run_suite(Request(target, profile="default"), (), witness)
    assert not witness.problems, witness.problems
    return [each.to_json() for each in witness.results()]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(results(sys.argv[1])))
