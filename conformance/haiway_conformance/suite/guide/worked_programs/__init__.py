"""The worked programs of chapter guide, by theme: ordinary programs, as users write them.

Each is a coroutine function that takes the adapter, uses what its clause is about in a scope, and
checks the outcome with `expect` after the scope. `Explorer.work` runs it on the simulated loop and
in real time. So no program looks at the clock or relies on one sleep being longer than another:
where something has to happen first, the program waits for it.
"""
