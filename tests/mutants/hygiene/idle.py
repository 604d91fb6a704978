"""Mutants of `hygiene/idle`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="scopes_and_helpers_look_for_the_end",
        symptom="a service that waits for its last request keeps a processor awake",
        module="tasks",
        right="        self._some_ended.clear()\n        await self._some_ended.wait()\n",
        wrong=(
            "        self._some_ended.clear()\n"
            "        while not self._some_ended.is_set():\n"
            "            await asyncio.sleep(0.05)\n"
        ),
        clauses=("hygiene/idle",),
        message=r"loop was kept busy meanwhile: there were [\d,]+ iterations",
    ),
    Mutant(
        name="consumers_look_for_items",
        symptom="a thousand open connections that are silent take a whole processor",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            while not self._given.is_set():\n"
            "                await asyncio.sleep(0.05)\n"
        ),
        clauses=("hygiene/idle",),
        message=r"loop was kept busy meanwhile: there were [\d,]+ iterations",
    ),
    Mutant(
        name="scopes_have_a_heartbeat",
        symptom="a laptop with an idle program does not go to sleep",
        module="scope_tasks",
        right="        self._host = this_task()\n",
        wrong=(
            "        self._host = this_task()\n"
            "        loop = self._host.get_loop()\n"
            "\n"
            "        def beat() -> None:\n"
            "            if not self._exited:\n"
            "                self._beat = loop.call_later(60, beat)\n"
            "\n"
            "        loop.call_soon(beat)\n"
        ),
        clauses=("hygiene/idle",),
        message=r"loop was kept busy meanwhile: there were [\d,]+ iterations",
    ),
)
