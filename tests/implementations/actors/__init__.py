"""An implementation made of actors: tasks that carry out one message after the other.

Each scope has a supervisor, a task that creates, cancels and collects the scope's tasks. Each call
of a helper, and each merged stream, is an actor with readers and handler calls. Nothing is shared
with the reference. `Ways` says how the questions that the specification leaves open are answered.
"""

from actors.adapter import (
    Actors,
    ActorsOfOtherEnds,
    ActorsOfOtherMeans,
    EagerActors,
    PollingActors,
    SlowActors,
    SpinningActors,
    VerySlowActors,
)

__all__ = (
    "Actors",
    "ActorsOfOtherEnds",
    "ActorsOfOtherMeans",
    "EagerActors",
    "PollingActors",
    "SlowActors",
    "SpinningActors",
    "VerySlowActors",
)
