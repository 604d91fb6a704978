"""The suite: a module per chapter of the specification, at least one property per clause.

Run it with `haiway-conformance certify TARGET`, or as tests of your own project:

    pytest --pyargs haiway_conformance.suite --implementation TARGET

Each property draws programs, runs them under many schedules, states its premise, and says in
`expect` what its clause asks.
"""
