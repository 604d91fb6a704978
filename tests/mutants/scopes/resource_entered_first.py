"""Mutants of `scopes/resource-entered-first`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="equal_resources_are_one",
        symptom="of two connections with the same settings one is never opened",
        module="scope",
        right="        self._disposables = tuple(disposables)\n",
        wrong="        self._disposables = tuple(dict.fromkeys(disposables))\n",
        clauses=("scopes/resource-entered-first",),
        message=r"resource\d of scope1, some of .* equal|unhashable",
    ),
    Mutant(
        name="two_resources_are_enough",
        symptom="a third connection is never opened",
        module="scope",
        right="            for resource in self._disposables:\n",
        wrong="            for resource in self._disposables[:2]:\n",
        clauses=("scopes/resource-entered-first",),
        message=r"the body of scope1 began before resource3 had been entered",
    ),
    Mutant(
        name="the_last_resource_is_entered_in_the_background",
        symptom="the first query finds a connection that is still being made",
        module="scope",
        right="                given = await self._resources.enter(resource)\n",
        wrong=(
            "                import asyncio\n"
            "\n"
            "                entering = asyncio.ensure_future(self._resources.enter(resource))\n"
            '                self.__dict__.setdefault("background", []).append(entering)\n'
            "                given = () if resource is self._disposables[-1] else await entering\n"
        ),
        clauses=("scopes/resource-entered-first",),
        message=r"the body of scope1 began before resource\d had been entered",
    ),
    Mutant(
        name="resources_are_looked_through_first",
        symptom="no connection is opened if they are given as a generator",
        module="scope",
        right="        self._disposables = tuple(disposables)\n",
        wrong=(
            "        if not all(hasattr(each, '__aenter__') for each in disposables):\n"
            "            raise TypeError('not a resource')\n"
            "        self._disposables = tuple(disposables)\n"
        ),
        clauses=("scopes/resource-entered-first",),
        message=r"resource\d of scope1.* was never\s+entered",
    ),
    Mutant(
        name="false_resources_are_none",
        symptom="a pool that is empty at first is never opened",
        module="scope",
        right="        self._disposables = tuple(disposables)\n",
        wrong="        self._disposables = tuple(each for each in disposables if each)\n",
        clauses=("scopes/resource-entered-first",),
        message=r"resource\d of scope1.* was never\s+entered",
    ),
)
