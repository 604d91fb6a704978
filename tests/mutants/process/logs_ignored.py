"""Mutants of `process/logs-ignored`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="ignored_failures_are_not_logged",
        symptom="failures that are ignored are not logged",
        module="helpers/concurrent",
        right='"A call failed with %s, which is ignored", name, exception=failure)',
        wrong='"A call failed with %s, which is ignored", name)',
        clauses=("process/logs-ignored",),
        message=r"h1\[\d\] raised error\d.*ignored.*no log record",
    ),
    Mutant(
        name="ignored_failures_are_logged_at_the_end",
        symptom="ignored failures are not logged if the source fails later",
        module="helpers/concurrent",
        right=(
            "        name = type(failure).__qualname__\n"
            '        ctx.log_error("A call failed with %s, which is ignored", name, '
            "exception=failure)\n"
            "        return True\n"
            "\n"
            "    tolerates = log if ignore_exceptions else None\n"
            "    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)\n"
        ),
        wrong=(
            "        failures.append(failure)\n"
            "        return True\n"
            "\n"
            "    failures = []\n"
            "    tolerates = log if ignore_exceptions else None\n"
            "    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)\n"
            "    for each in failures:\n"
            "        ctx.log_error('A call failed, which is ignored', exception=each)\n"
        ),
        clauses=("process/logs-ignored",),
        message=r"h1\[\d\] raised .*ignored.*no log record",
    ),
    Mutant(
        name="one_exception_is_logged_once",
        symptom="when all calls fail because of one error, a single record says so",
        module="helpers/concurrent",
        right=(
            "        name = type(failure).__qualname__\n"
            '        ctx.log_error("A call failed with %s, which is ignored", name, '
            "exception=failure)\n"
            "        return True\n"
            "\n"
            "    tolerates = log if ignore_exceptions else None\n"
            "    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)\n"
        ),
        wrong=(
            "        if failure not in failures:\n"
            "            failures.append(failure)\n"
            "            ctx.log_error('A call failed, which is ignored', exception=failure)\n"
            "        return True\n"
            "\n"
            "    failures = []\n"
            "    tolerates = log if ignore_exceptions else None\n"
            "    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)\n"
        ),
        clauses=("process/logs-ignored",),
        message=r"h1\[\d\] raised \w+.*ignored.*(no|only 1 of 2) log record",
    ),
    NaiveHelpers(
        name="GatherOfAll",
        symptom="failures that are ignored are not logged",
        clauses=("process/logs-ignored",),
        message=r"h1\[\d\] raised error\d.*ignored.*no log record",
    ),
)
