"""Mutants of `scopes/resource-told`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="resources_are_told_nothing",
        symptom="a transaction is committed although the scope failed",
        module="resources",
        right="            await resource.__aexit__(*told)\n",
        wrong="            await resource.__aexit__(None, None, None)\n",
        clauses=("scopes/resource-told",),
        message=r"resource\d was told of nothing in its exit, when .* was about to leave",
    ),
    Mutant(
        name="resources_are_told_of_the_body_alone",
        symptom="a transaction is committed although a task failed",
        module="scope",
        right=(
            "            left = await self._resources.exit(cancelled if failed is None else "
            "failed)\n"
        ),
        wrong=(
            "            left = await self._resources.exit(body)\n"
            "            if left is body:\n"
            "                left = cancelled if failed is None else failed\n"
        ),
        clauses=("scopes/resource-told",),
        message=r"resource\d was told of nothing in its exit, when .* was about to leave",
    ),
    Mutant(
        name="a_request_looks_like_a_return",
        symptom="a transaction is committed although it was cancelled half way",
        module="resources",
        right="            await resource.__aexit__(*told)\n",
        wrong=(
            "            import asyncio\n"
            "\n"
            "            cancelled = isinstance(told[1], asyncio.CancelledError)\n"
            "            await resource.__aexit__(*((None, None, None) if cancelled else told))\n"
        ),
        clauses=("scopes/resource-told",),
        message=(
            r"resource\d was told of nothing in its exit, when CancelledError was about to "
            r"leave"
        ),
    ),
    Mutant(
        name="resources_are_always_told_of_an_end",
        symptom="a transaction is rolled back although all went well",
        module="resources",
        right="            await resource.__aexit__(*told)\n",
        wrong=(
            '            end = GeneratorExit("the scope ends")\n'
            "            await resource.__aexit__(*((type(end), end, None) if told[1] is "
            "None else told))\n"
        ),
        clauses=("scopes/resource-told",),
        message=r"resource\d was told of GeneratorExit.* in its exit, though its scope ended",
    ),
    Mutant(
        name="resources_are_told_what_is_being_handled",
        symptom="a transaction in an error handler is rolled back although it went well",
        module="resources",
        right="            await resource.__aexit__(*told)\n",
        wrong=("            import sys\n\n            await resource.__aexit__(*sys.exc_info())\n"),
        clauses=("scopes/resource-told",),
        message=r"resource\d was told of handled in its exit, though its scope ended",
    ),
    Mutant(
        name="false_failures_are_not_told",
        symptom=(
            "a transaction is committed although its scope failed with an exception that is false"
        ),
        module="resources",
        right="                if leaving is not None:\n",
        wrong="                if leaving:\n",
        clauses=("scopes/resource-told",),
        message=r"told of nothing in its exit, when error of body was about to leave",
    ),
)
