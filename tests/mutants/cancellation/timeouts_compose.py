"""Mutants of `cancellation/timeouts-compose`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_second_timeout_is_doubled",
        symptom="code that polls with a time-out is cancelled at the second one",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                if getattr(self, 'count', 0):\n"
            "                    asyncio.current_task().cancel()\n"
            "                self.count = 1\n"
            "                raise\n"
        ),
        clauses=("cancellation/timeouts-compose",),
        message=r"2 .*item of stream s1.*TimeoutError.* 1 of them",
    ),
    Mutant(
        name="aclose_asks_its_caller_to_stop",
        symptom="closing a feed under a time-out cancels the code after it",
        module="streams",
        right=(
            "        if cancelled is not None:\n            raise cancelled\n\n    async def _next("
        ),
        wrong=(
            "        if cancelled is not None:\n"
            "            asyncio.current_task().cancel()\n"
            "\n"
            "    async def _next("
        ),
        clauses=("cancellation/timeouts-compose",),
        message=r"s1 was closing .*TimeoutError",
    ),
    Mutant(
        name="a_cancelled_scope_acknowledges",
        symptom="of two nested time-outs the wrong one raises TimeoutError, or none",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            cancelled = await tasks.end() or cancelled\n"
            "            if cancelled is not None:\n"
            "                this_task().uncancel()\n"
        ),
        clauses=("cancellation/timeouts-compose",),
        message=r"never ends|no TimeoutError",
    ),
    Mutant(
        name="a_timeout_becomes_an_error",
        symptom="a time-out around a helper is never recognized",
        module="calls",
        right="raise cancelled\n",
        wrong='raise RuntimeError("cancelled") from cancelled\n',
        clauses=("cancellation/timeouts-compose",),
        message=r"deadline of \d s .*no TimeoutError",
    ),
    Mutant(
        name="scopes_take_back_the_requests_of_others",
        symptom="a request to cancel is lost when a scope ends",
        module="scope_tasks",
        right=("        if self._interrupted_host:\n            self._host.uncancel()\n"),
        wrong="        self._host.uncancel()\n",
        clauses=("cancellation/timeouts-compose",),
        message=r"never ends|no TimeoutError",
    ),
)
