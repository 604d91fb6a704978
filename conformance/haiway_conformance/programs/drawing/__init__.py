"""Draw programs: the parts from which the properties of the suite build their strategies.

A property's strategy stands right above the property, in the suite. Every strategy uses `builder`:
a `Builder` draws operations and gives out names, and the decorator `programs` turns a function of
a builder into a Hypothesis strategy. The other modules draw parts that several chapters share:
`sources` calls of helpers and what they read, `failures` exceptions, `preambles` earlier use of a
scope, and `used_scopes` scopes with such earlier use.
"""
