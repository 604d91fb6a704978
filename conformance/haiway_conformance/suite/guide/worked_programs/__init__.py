"""The worked programs of chapter guide, by theme: ordinary programs, as users write them.

Each is a coroutine function that takes the adapter, uses what its clause is about, and demands with
`expect`, after its scope, what must have come of it. `Explorer.work` runs it on the simulated loop
and in real time. So none looks at the clock, and none relies on how long a sleep takes beside
another: where something has to have happened first, the program waits for it.
"""
