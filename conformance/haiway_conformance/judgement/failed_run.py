"""A run in which a property was violated: `FailedRun`, and its description: `described`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from haiway_conformance.adapter import Adapter, Implementation
from haiway_conformance.judgement.counterexample import counterexample
from haiway_conformance.judgement.expectation import Violation
from haiway_conformance.judgement.findings import Contrast, Counterexample
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.worked_programs import WorkedRun
from haiway_conformance.kit_error import KitError

__all__ = ("FailedRun", "described")


@dataclass(frozen=True, slots=True)
class FailedRun:
    """A run in which a property was violated.

    Attributes:
        run: The run; None if the property was violated before it ran any program.
        violation: The violation that the property raised.
        minimal: True if no operation and no deviation can be taken away from the run, False if the
            budget ran out before that was known, None if nobody tried.
        contrast: The first difference to a run that passes; None if none is known.
    """

    run: Run | WorkedRun | None
    violation: Violation
    minimal: bool | None = None
    contrast: Contrast | None = None


def described(
    failed: FailedRun,
    *,
    adapter: Adapter,
    implementation: Implementation,
    clause: str,
    find_violated: Callable[[Run], Iterable[str]],
) -> Counterexample:
    """Describe a failed run.

    Args:
        failed: The run.
        adapter: The implementation, with which the run is repeated to find out the reasons for its
            events.
        implementation: Its identity.
        clause: The id of the clause.
        find_violated: Finds the clauses that a run violates.

    Raises:
        KitError: If the property was violated before it ran any program.
    """
    sentence = failed.violation.sentence
    match failed.run:
        case None:
            raise KitError(
                f"the property was violated before it ran any program: {sentence}. Only what a run"
                " shows can be judged: call `expect` in the loop over `explore(program)`."
            ) from failed.violation
        case WorkedRun() as worked:
            return worked.counterexample(sentence)
        case run:
            return counterexample(
                run,
                sentence,
                adapter=adapter,
                implementation=implementation,
                clause=clause,
                minimal=failed.minimal,
                violates=find_violated(run),
                contrast=failed.contrast,
            )
