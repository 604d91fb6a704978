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
    Mutant(
        name="a_helper_reads_the_generator_of_a_stream_itself",
        symptom="a stream that a helper reads in an inner scope finds the state of that scope",
        module="calls",
        right="        iterator = aiter(source)\n",
        wrong=(
            "        from .streams import Stream\n"
            "\n"
            "        unread = isinstance(source, Stream) and len(source._unread) == 1\n"
            "        iterator = source._unread.pop() if unread else aiter(source)\n"
        ),
        clauses=("streams/own-context",),
        message=r"source of s1 (saw|identified)|log record of source of s1",
    ),
    Mutant(
        name="a_merge_reads_the_generator_of_a_stream_itself",
        symptom="a stream that is merged in an inner scope finds the state of that scope",
        module="streams",
        right="        self._unread = [aiter(source) for source in sources]",
        wrong=(
            "        self._unread = [\n"
            "            source._unread.pop()\n"
            "            if isinstance(source, Stream) and len(source._unread) == 1\n"
            "            else aiter(source)\n"
            "            for source in sources\n"
            "        ]"
        ),
        clauses=("streams/own-context",),
        message=r"source of s1 saw|log record of source of s1",
    ),
    Mutant(
        name="streams_that_generators_make_get_their_variables",
        symptom="a request's id turns up in what a stream that is made of streams reads",
        module="streams",
        right="        self._context = own_context()\n",
        wrong=(
            "        self._context = own_context()\n"
            "        from contextvars import ContextVar, copy_context\n"
            "\n"
            "        inside = Stream.__dict__.get('inside') or ContextVar('inside')\n"
            "        Stream.inside = inside\n"
            "        if self._context.get(inside):\n"
            "            self._context = copy_context()\n"
            "        self._context.run(inside.set, True)\n"
        ),
        clauses=("streams/own-context",),
        message=r"saw variable A = value\d, but it has set none",
    ),
)
