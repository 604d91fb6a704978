"""From a target to a verdict: `certify`.

It plugs in the implementation, runs the suite's properties with pytest in this process (or with
pytest-xdist's workers), cut off from the user's own configuration of pytest, and turns what they
come to into a report. A `Request` says what is asked for.
"""

from haiway_conformance.certify.certifying import certify
from haiway_conformance.certify.request import Request, RequestError

__all__ = ("Request", "RequestError", "certify")
