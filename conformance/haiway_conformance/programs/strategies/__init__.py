"""Hypothesis strategies that draw programs, a module per chapter of the specification.

`building` has what they share: a `Builder` that draws operations and gives out names.
"""
