"""Mutants of `failures/group-members`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="the_first_of_a_group_stands_for_all",
        symptom="of all hosts that a task could not reach, the report names one",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            "        while isinstance(failure, BaseExceptionGroup):\n"
            "            failure = failure.exceptions[0]\n"
            "        self.failures.append(failure)\n"
        ),
        clauses=("failures/group-members",),
        message=r"task t\d raised error\d, .* did not surface: .*error\d, deeper in it",
    ),
    Mutant(
        name="groups_are_flattened_by_one_level",
        symptom="what a task group inside a task reports is lost, if a scope is in between",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            "        if isinstance(failure, BaseExceptionGroup):\n"
            "            members = failure.exceptions\n"
            "            self.failures.extend(\n"
            "                each for each in members if not isinstance(each, BaseExceptionGroup)\n"
            "            )\n"
            "        else:\n"
            "            self.failures.append(failure)\n"
        ),
        clauses=("failures/group-members",),
        message=r"task t\d raised error\d, .* did not surface: .*error\d, deeper in it",
    ),
    Mutant(
        name="groups_are_taken_apart_from_within",
        symptom="a task's group arrives without the exceptions that were raised beside a group",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            "        groups = [\n"
            "            each\n"
            "            for each in getattr(failure, 'exceptions', ())\n"
            "            if isinstance(each, BaseExceptionGroup)\n"
            "        ]\n"
            "        self.failures.extend(groups or [failure])\n"
        ),
        clauses=("failures/group-members",),
        message=r"task t\d raised error\d, .* did not surface: .*error\d, in its group",
    ),
    Mutant(
        name="cancellations_are_split_off",
        symptom="an error report lacks a member of the group that a task has raised",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            "        if isinstance(failure, BaseExceptionGroup):\n"
            "            failure = failure.split(CancelledError)[1] or failure\n"
            "        self.failures.append(failure)\n"
        ),
        clauses=("failures/group-members",),
        message=r"a member of it did not surface: error\d+, cancelled in it",
    ),
    Mutant(
        name="groups_are_cut_at_a_depth",
        symptom="what failed in the innermost of several scopes is summed up as text",
        module="failures",
        right="    errors = [*tasks, *(",
        wrong=(
            "    def shallow(error: BaseException, depth: int) -> BaseException:\n"
            "        if not isinstance(error, BaseExceptionGroup):\n"
            "            return error\n"
            "        if not depth:\n"
            "            return RuntimeError(str(error))\n"
            "        return error.derive([shallow(each, depth - 1) for each in error.exceptions])\n"
            "\n"
            "    tasks = [shallow(each, 4) for each in tasks]\n"
            "    errors = [*tasks, *("
        ),
        clauses=("failures/group-members",),
        message=r"a member of it did not surface: error\d+, deeper in it",
    ),
)
