"""Mutants of `streams/own-context`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="generators_run_in_the_context_of_the_consumer",
        symptom="log records of a generator name the scope of its consumer",
        module="streams",
        right="self._tasks.start(self._read(self._unread.pop(0)), self._context)",
        wrong="self._tasks.start(self._read(self._unread.pop(0)), own_context())",
        clauses=("streams/own-context",),
        message=(r"source of s1 saw state A|log record of source of s1|source of s1 saw context x"),
    ),
    Mutant(
        name="generators_share_their_variables",
        symptom="a request's id turns up in what streams to another",
        module="streams",
        right="        self._context = own_context()\n",
        wrong="        import contextvars\n        self._context = contextvars.copy_context()\n",
        clauses=("streams/own-context",),
        message=r"source of s1 saw variable A = value\d, but had set",
    ),
    Mutant(
        name="aclose_runs_the_clean_up_in_the_context_of_the_caller",
        symptom=(
            "log records of a generator that is closed name the scope of the code that closes it"
        ),
        module="context",
        right="        return Stream((source(*args, **kwargs),), scope, ends=1)\n",
        wrong=(
            "        made = source(*args, **kwargs)\n"
            "\n"
            "        class Closed(Stream):\n"
            "            async def aclose(self):\n"
            "                try:\n"
            "                    await made.aclose()\n"
            "                except RuntimeError:\n"
            "                    pass\n"
            "                await super().aclose()\n"
            "\n"
            "        return Closed((made,), scope, ends=1)\n"
        ),
        clauses=("streams/own-context",),
        message=(
            r"source of s1 saw (variable|state) A|source of s1 saw context x|record of"
            r" source of s1|source of s1 had set context"
        ),
    ),
    Mutant(
        name="generators_lack_the_creators_context_variables",
        symptom="log records of a generator lack the request id",
        module="context",
        right="        return Stream((source(*args, **kwargs),), scope, ends=1)\n",
        wrong=(
            "        from contextvars import Context\n"
            "        from .surroundings import current\n"
            "        stream = Stream((source(*args, **kwargs),), scope, ends=1)\n"
            "        bare = Context()\n"
            "        bare.run(current.set, stream._context.get(current))\n"
            "        stream._context = bare\n"
            "        return stream\n"
        ),
        clauses=("streams/own-context",),
        message=r"known was set before stream s1 was made, .* source of s1 saw unset",
    ),
    Mutant(
        name="context_variables_are_those_of_the_scopes_host",
        symptom="a generator that a request's task creates logs the id of another request",
        module="context",
        right="        return Stream((source(*args, **kwargs),), scope, ends=1)\n",
        wrong=(
            "        stream = Stream((source(*args, **kwargs),), scope, ends=1)\n"
            "        host = scope._host.get_context().copy()\n"
            "        from .surroundings import current\n"
            "        host.run(current.set, stream._context.get(current))\n"
            "        stream._context = host\n"
            "        return stream\n"
        ),
        clauses=("streams/own-context",),
        message=r"known was set before stream s1 was made, .* source of s1 saw unset",
    ),
)
