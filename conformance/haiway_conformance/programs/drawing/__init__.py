"""Drawing programs: what the properties' own strategies are built of.

A property's program stands right above the property, in the suite. `builder` has what all of them
use: a `Builder` that draws operations and gives out names, and `programs`, which turns a function
of a builder into a Hypothesis strategy.
"""
