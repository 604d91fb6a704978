"""Mutants of `failures/body-alone`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="base_exceptions_of_the_body_are_put_into_a_group",
        symptom="the GeneratorExit that closes a generator does not leave it as such (gh-135736)",
        module="failures",
        right="        return others[-1]\n",
        wrong=(
            "        if len(others) == 1 and not isinstance(others[0], Exception | None):\n"
            '            return BaseExceptionGroup("errors in the body", others)\n'
            "        return others[-1]\n"
        ),
        clauses=("failures/body-alone",),
        message=r"body of scope scope\d raised error\d, .*BaseExceptionGroup",
    ),
    Mutant(
        name="errors_of_bodies_with_variables_are_grouped",
        symptom="`except ValueError` around a block stops working when the block sets a variable",
        module="scope",
        right="            failed = leaving(self._name, tasks.failures, body)\n",
        wrong=(
            "            failed = leaving(self._name, tasks.failures, body)\n"
            "            if failed is body and isinstance(body, Exception) and "
            "current.get().variables:\n"
            "                failed = ExceptionGroup(self._name, [body])\n"
        ),
        clauses=("failures/body-alone",),
        message=r"body of scope scope\d raised .*no task failed.*Group",
    ),
    Mutant(
        name="errors_are_wrapped",
        symptom=(
            "`except ValueError` around a call stops working when the callee begins to use a scope"
        ),
        module="failures",
        right="    if not tasks:\n        return others[-1]\n",
        wrong="    if not tasks and others[-1] is None:\n        return None\n",
        clauses=("failures/body-alone",),
        message=r"body of scope scope\d raised error\d, .* exited with \w*Group\[error\d\]",
    ),
    Mutant(
        name="the_cause_is_dropped",
        symptom="an error raised with `raise ... from ...` in a body has lost its cause",
        module="scope",
        right="        if failed is None:\n",
        wrong=(
            "        if body is not None:\n"
            "            body.__cause__ = None\n"
            "        if failed is None:\n"
        ),
        clauses=("failures/body-alone",),
        message=r"`__cause__` was None instead of cause",
    ),
)
