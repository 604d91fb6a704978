"""Programs as frozen data, and what carries them out.

A `Program` is made of `operations`; each is one class that says everything about it. `drawing` has
what programs are drawn with, `execution` what operations share when they are carried out, `script`
prints a program for people, and `writing` has the pages on which operations write themselves.
"""

from haiway_conformance.programs.program import Program, ProgramError
from haiway_conformance.programs.script import script

__all__ = ("Program", "ProgramError", "script")
