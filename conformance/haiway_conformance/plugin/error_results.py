"""The result of a property that an exception ended which is no violation: `error_result`."""

from haiway_conformance.plugin.error_text import in_words
from haiway_conformance.plugin.limits import StoppedError
from haiway_conformance.plugin.property import Property
from haiway_conformance.report.result import Outcome, Result

__all__ = ("error_result",)


def error_result(judging: Property, error: BaseException) -> Result:
    """Make a result of an exception.

    Args:
        judging: The property.
        error: The exception.
    """
    stopped = isinstance(error, StoppedError)
    return Result(
        test=judging.test,
        clause=judging.clause.id,
        outcome=Outcome.ERROR,
        message=str(error) if stopped else in_words(error),
        random_program=judging.random_program,
        prior_use=judging.prior_use,
        stopped=stopped,
    )
