"""An implementation made of actors: tasks that do what they are told, a message after the other.

Each scope has a supervisor, a task that makes the scope's tasks, stops and collects them; each use
of a helper, and each merged stream, an actor with readers and calls. Nothing is shared with the
reference. Where the specification is open, `Ways` say which way is gone.
"""

from actors.adapter import (
    Actors,
    ActorsOfOtherEnds,
    ActorsOfOtherMeans,
    EagerActors,
    SlowActors,
)

__all__ = ("Actors", "ActorsOfOtherEnds", "ActorsOfOtherMeans", "EagerActors", "SlowActors")
