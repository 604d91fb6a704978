"""Mutants of `process/awaits-calls`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="the_last_call_goes_on",
        symptom="the connection is closed while the last mail is being sent",
        module="calls",
        right=(
            "        cancelled = await self._tasks.wait()\n        if self._failure is not None:\n"
        ),
        wrong=(
            "        cancelled, reader = None, next(iter(self._tasks.running))\n"
            "        while not reader.done() or self._unfinished > 1 or self._failure:\n"
            "            try:\n"
            "                await self._tasks.one_ended()\n"
            "            except CancelledError as error:\n"
            "                self._tasks.stop()\n"
            "                cancelled = error\n"
            "            if not self._tasks.running:\n"
            "                break\n"
            "        if self._failure is not None or cancelled:\n"
            "            cancelled = await self._tasks.wait() or cancelled\n"
            "        if self._failure is not None:\n"
        ),
        clauses=("process/awaits-calls",),
        message=r"h1 returned None( before its handler call h1\[\d\] had ended|$)",
    ),
    Mutant(
        name="a_minute_is_enough_to_process",
        symptom="a long upload is still running when its batch is reported as done",
        module="helpers/concurrent",
        right=("    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)\n"),
        wrong=(
            "    import asyncio\n"
            "\n"
            "    calls = Calls(handler, concurrent_tasks, tolerates=tolerates)\n"
            "    running = asyncio.ensure_future(calls.run(source))\n"
            "    try:\n"
            "        await asyncio.wait((running,), timeout=60)\n"
            "    except asyncio.CancelledError:\n"
            "        running.cancel()\n"
            "        await asyncio.wait((running,))\n"
            "        raise\n"
            "    if running.done():\n"
            "        running.result()\n"
        ),
        clauses=("process/awaits-calls",),
        message=r"h1 returned None( before its handler call h1\[\d\] had ended|$)",
    ),
)
