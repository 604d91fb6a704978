"""Mutants of `process/context-variables` and `execute/context-variables`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="handlers_have_no_context_variables",
        symptom="the lines that handlers log have no request id",
        module="calls",
        right="        self._context = own_context()\n",
        wrong=(
            "        from contextvars import Context\n"
            "\n"
            "        from .surroundings import current\n"
            "\n"
            "        known = own_context().get(current)\n"
            "        self._context = Context()\n"
            "        self._context.run(current.set, known)\n"
        ),
        clauses=("process/context-variables", "execute/context-variables"),
        message=r"h\d\[\d\] saw context x = unset; expected value of h\d",
    ),
    Mutant(
        name="sources_have_no_context_variables",
        symptom="the queries of a source are not traced",
        module="calls",
        right=(
            "        self._tasks.start(self._read(source), self._context, self._source_ended)\n"
        ),
        wrong=(
            "        from contextvars import Context\n"
            "\n"
            "        self._tasks.start(self._read(source), Context(), self._source_ended)\n"
        ),
        clauses=("process/context-variables", "execute/context-variables"),
        message=r"the source of h1 saw context x = unset; expected value of h1",
    ),
    Mutant(
        name="the_first_helper_of_a_scope_gives_its_context",
        symptom="all batches of a service log with the id of its first request",
        module="calls",
        right="        self._context = own_context()\n",
        wrong=(
            "        from .surroundings import current\n"
            "\n"
            "        around = current.get()\n"
            "        kept = {} if around is None else around.tasks.__dict__\n"
            "        self._context = kept.setdefault('context', own_context())\n"
        ),
        clauses=("process/context-variables", "execute/context-variables"),
        message=r"h2\[\d\] saw context x = (value of h1|unset); expected value of h2",
    ),
)
