"""Programs as frozen data, and what carries them out.

A `Program` is made of `operations`; Hypothesis draws them with `strategies`; `interpreter` carries
them out against an implementation; `script` prints them.
"""

from haiway_conformance.programs.program import Program, ProgramError
from haiway_conformance.programs.script import script

__all__ = ("Program", "ProgramError", "script")
