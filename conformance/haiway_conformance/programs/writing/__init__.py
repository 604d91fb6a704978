"""The pages on which operations write themselves: an `Outline` for people, a `Page` of Python."""

from haiway_conformance.programs.writing.outline import Outline
from haiway_conformance.programs.writing.page import Page, Where

__all__ = ("Outline", "Page", "Where")
