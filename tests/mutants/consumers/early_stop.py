"""Mutants of `streams/early-stop` and `merge/early-stop`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="streams_deep_within_are_nobodys",
        symptom="a file that was opened by a generator within a generator is never closed",
        module="streams",
        right=(
            "        if scope is not None:\n"
            "            scope.keep_stream(self._tasks, self._stop)\n"
        ),
        wrong=(
            "        import contextvars\n"
            "\n"
            "        if not hasattr(Stream, 'depth'):\n"
            "            Stream.depth = contextvars.ContextVar('depth', default=0)\n"
            "        if Stream.depth.get() > 1:\n"
            "            scope = self._scope = None\n"
            "        self._context.run(Stream.depth.set, Stream.depth.get() + 1)\n"
            "        if scope is not None:\n"
            "            scope.keep_stream(self._tasks, self._stop)\n"
        ),
        clauses=("streams/early-stop", "merge/early-stop"),
        message=(
            r"scope scope1, in which stream s[34] was made, was exited .* before source of"
            r" s[34] had"
        ),
    ),
    Mutant(
        name="an_error_of_a_clean_up_leaves_others_open",
        symptom="connections stay open when one of them fails to close",
        module="streams",
        right="    with suppress(Exception):\n        await source.aclose()\n",
        wrong=(
            "    loop = asyncio.get_running_loop()\n"
            "    left = loop.__dict__.setdefault('left', [])\n"
            "    try:\n"
            "        if not left:\n"
            "            await source.aclose()\n"
            "            return\n"
            "    except Exception:\n"
            "        pass\n"
            "    left.append(source)\n"
        ),
        clauses=("streams/early-stop", "merge/early-stop"),
        message=r"was exited \(.*\) before source of s\d(\.b)? had ended.*never",
    ),
    Mutant(
        name="generators_that_go_on_stay_open",
        symptom="a query that finishes its last step when it is cancelled keeps its connection",
        module="streams",
        right="        finally:\n            await close(iterator)\n",
        wrong="            await close(iterator)\n",
        clauses=("streams/early-stop", "merge/early-stop"),
        message=r"was exited \(.*\) before source of s1 had ended.*never",
    ),
)
