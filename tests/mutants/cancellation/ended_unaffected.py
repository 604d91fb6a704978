"""Mutants of `cancellation/ended-unaffected`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_late_request_replaces_the_result",
        symptom="a result is lost if its task is cancelled as a precaution",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "\n"
            "        class Handle:\n"
            "            asked = False\n"
            "\n"
            "            def cancel(self) -> bool:\n"
            "                self.asked = True\n"
            "                return task.cancel()\n"
            "\n"
            "            def __await__(self) -> Any:\n"
            "                if self.asked:\n"
            "                    raise CancelledError\n"
            "                return task.__await__()\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("cancellation/ended-unaffected",),
        message=r"t0 had ended .*raised CancelledError. after it",
    ),
    Mutant(
        name="a_late_request_goes_to_the_body",
        symptom="a scope is cancelled because one of its tasks was cancelled a moment too late",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "\n"
            "        class Handle:\n"
            "            def cancel(handle) -> bool:\n"
            "                return task.cancel() or bool(self._host and self._host.cancel())\n"
            "\n"
            "            def __await__(handle) -> Any:\n"
            "                return task.__await__()\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("cancellation/ended-unaffected",),
        message=(
            r"runner was cancelled at .*t0|scope0 was left by CancelledError.*t0"
            r"|`cancelling\(\)` of runner was 0 and became"
        ),
    ),
)
