"""From a target to a verdict: `certify`, and `merge` if several machines shared the work.

It plugs in the implementation, runs the suite's properties with pytest in this process (or with
pytest-xdist's workers), isolated from the user's own configuration of pytest, and turns their
results into a report. `CertifyOptions` say what to judge, and how thoroughly.
"""

from haiway_conformance.certify.certifying import certify, merge
from haiway_conformance.certify.options import CertifyOptions, OptionsError

__all__ = ("CertifyOptions", "OptionsError", "certify", "merge")
