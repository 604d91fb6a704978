"""The suite: a folder per chapter of the specification, a module per clause.

Run it with `haiway-conformance certify TARGET`, or as tests of your own project:

    pytest --pyargs haiway_conformance.suite --haiway-implementation TARGET

The properties of `scopes/exit-awaits-tasks` are in `scopes/test_exit_awaits_tasks.py`. Each stands
right below the program that it draws; it runs the program under many schedules, states its premise,
and says in `expect` what its clause asks. What several properties of a chapter draw or check is in
its modules `programs` and `checks`. Chapters that share clauses share a folder: `helpers` is for
process and execute, `consumers` for streams and merge.

A chapter's `monitor` says what its clauses ask of any program; `random_programs` draws such
programs.
"""
