"""Mutants of `scopes/nesting-restores`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="scopes_with_variables_stay_current",
        symptom="after a scope that set a variable, log records still name that scope",
        module="scope",
        right="            current.set(self._outer)\n",
        wrong=(
            "            if not current.get().variables:\n"
            "                current.set(self._outer)\n"
        ),
        clauses=("scopes/nesting-restores",),
        message=(
            r"in scope scope1, (state A|log) was .* before scope scope2 inside it, but .* after"
            r"|refused task after1 with RuntimeError: Scope 'scope2' is exiting"
        ),
    ),
    Mutant(
        name="only_exceptions_restore_what_was_current",
        symptom="after Ctrl-C, log records name a scope that has ended",
        module="scope",
        right="            current.set(self._outer)\n",
        wrong=(
            "            if exception is None or isinstance(exception, (Exception, "
            "CancelledError)):\n"
            "                current.set(self._outer)\n"
        ),
        clauses=("scopes/nesting-restores",),
        message=(
            r"in scope scope1, .* was .* before scope scope2 inside it, but .* after scope2 had"
            r" been"
        ),
    ),
    Mutant(
        name="state_stays_after_an_error",
        symptom=(
            "after an error that was caught, the configuration is still that of the failed scope"
        ),
        module="scope",
        right="            current.set(self._outer)\n",
        wrong="            if exception is None:\n                current.set(self._outer)\n",
        clauses=("scopes/nesting-restores",),
        message=(
            r"in scope scope1, .* was \[.*\] before scope scope2 inside it, but \[.*\] after"
            r"|was ended while the body|had ended; that task was spawned after|in scope2,"
            r" entered after scope1 had been exited, the state of type \w, .*was still that of"
        ),
    ),
    Mutant(
        name="spawns_stay_with_an_ended_scope",
        symptom="after an inner scope, spawning is refused",
        module="scope",
        right="            current.set(self._outer)\n",
        wrong="            current.set(self._outer and replace(self._outer, tasks=tasks))\n",
        clauses=("scopes/nesting-restores",),
        message=r"scope\d accepted task before\d, .*refused",
    ),
    Mutant(
        name="the_log_stays_with_an_ended_scope",
        symptom="after an inner scope, log records still name it",
        module="scope",
        right="            current.set(self._outer)\n",
        wrong=(
            "            stale = current.get()\n"
            "            current.set(\n"
            "                self._outer and stale\n"
            "                and replace(self._outer, identity=stale.identity)\n"
            "            )\n"
        ),
        clauses=("scopes/nesting-restores",),
        message=(
            r"in scope scope\d, log was \[.*\] before scope scope\d inside it, but \[.*\] after"
        ),
    ),
    Mutant(
        name="the_outermost_scope_stays_current",
        symptom=(
            "a second run in the same task is told that its scope has exited, or reads old settings"
        ),
        module="scope",
        right="            current.set(self._outer)\n",
        wrong=(
            "            if self._outer is not None:\n                current.set(self._outer)\n"
        ),
        clauses=("scopes/nesting-restores",),
        message=(
            r"in scope2, entered after scope1 had been exited, the state of type D, .* of scope1"
        ),
    ),
    Mutant(
        name="nothing_is_restored_if_a_request_meets_the_exit",
        symptom=(
            "after a time-out that was caught, the configuration is still that of the inner scope"
        ),
        module="scope",
        right="            current.set(self._outer)\n",
        wrong=(
            "            if cancelled is None or cancelled is exception:\n"
            "                current.set(self._outer)\n"
        ),
        clauses=("scopes/nesting-restores",),
        message=(
            r"in scope scope\d, .* was \[.*\] before scope scope\d inside it, but \[.*\] after"
            r"|scope\d accepted task before\d, .*refused|in scope2, entered after scope1 had been"
            r" exited, the state of type \w, .*was still that of"
        ),
    ),
)
