"""Whole programs: drawn from a seed, of everything within everything.

They are no strategies of Hypothesis, which draws small programs, and many that are alike, since it
wants to shrink what it draws. Start with `whole_program`.
"""

from haiway_conformance.programs.whole.interrupted import interrupted_programs
from haiway_conformance.programs.whole.mixture import whole_program
from haiway_conformance.programs.whole.theme import Piece, Theme

__all__ = ("Piece", "Theme", "interrupted_programs", "whole_program")
