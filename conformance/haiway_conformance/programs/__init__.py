"""Programs as frozen data, and what carries them out.

A `Program` is made of `operations`, each of which says all that there is to say of it. Hypothesis
draws programs with `strategies`; `execution` is what operations share when they are carried out;
`script` prints them, and `writing` has the pages on which they write themselves.
"""

from haiway_conformance.programs.program import Program, ProgramError
from haiway_conformance.programs.script import script

__all__ = ("Program", "ProgramError", "script")
