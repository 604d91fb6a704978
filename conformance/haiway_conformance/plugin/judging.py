"""Judging: what a property comes to, told to pytest and to the report: `Judge`."""

import re
from collections.abc import Generator
from typing import Any, Final, NoReturn

import pytest
from haiway_spec import Clause, Level, specification
from hypothesis.errors import Flaky

from haiway_conformance.judgement import Findings, KitError, Violation
from haiway_conformance.plugin.again import remembered
from haiway_conformance.plugin.collection import Property, property_of
from haiway_conformance.plugin.exploration import Exploration, exploration_of
from haiway_conformance.plugin.garbage import collected
from haiway_conformance.plugin.given import Given
from haiway_conformance.plugin.logs import unheard
from haiway_conformance.plugin.rerun import command_for
from haiway_conformance.plugin.settings import under_own_settings
from haiway_conformance.plugin.stopping import TookTooLong, Watch, watching
from haiway_conformance.report.explanation import explain_failure, paragraphs
from haiway_conformance.report.judged import FailedProperty
from haiway_conformance.report.repeatability import USUAL_REASON
from haiway_conformance.report.result import Outcome, Result, outcome_without_violation

__all__ = ("Judge",)

_RESULT: Final = pytest.StashKey[Result]()


class Judge:
    """Runs properties, and turns what comes of them into results.

    It is a plugin of its own, registered when properties are there to be run.

    Args:
        config: pytest's.
        given: The implementation.
    """

    def __init__(self, config: pytest.Config, given: Given) -> None:
        self._config = config
        self._given = given
        self._complained: set[str] = set()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Give each property its settings for as long as it is run, and no garbage to the next."""
        judging = property_of(item)
        if judging is None:
            return (yield)
        if _RESULT in item.stash:  # it is run a second time
            del item.stash[_RESULT]
        with collected(), under_own_settings(item, judging):
            return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip what the implementation can't be judged by."""
        judging = property_of(item)
        if judging is None:
            return
        missing = [name for name in judging.needs if name not in self._given.present]
        if missing:
            reason = f"{self._given.identity.name} lacks {', '.join(missing)}"
            item.stash[_RESULT] = _result(judging, Outcome.UNSUPPORTED, reason)
            pytest.skip(f"unsupported: {reason}")

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
        """Run a property, and say in its own words how it came out."""
        judging = property_of(pyfuncitem)
        if judging is None:
            return (yield)
        exploration = exploration_of(pyfuncitem)
        watch = Watch()
        explorer = None if exploration is None else exploration.explorer
        violation: Violation | None = None
        return_value = None
        with remembered(pyfuncitem, None if explorer is None else explorer.note) as again:
            try:
                with unheard(), watching(watch):
                    if exploration is not None:
                        exploration.watch = watch
                    try:
                        return_value = yield
                    finally:
                        watch.check()
            except Violation as found:
                violation = found
            except TookTooLong as error:
                raise KitError(
                    f"{judging.test} was not done after the time it is given (the marker"
                    " `timeout`). The usual reason is that the implementation loops without ever"
                    " giving the event loop a turn; the traceback above shows where it was."
                ) from error
            except KeyboardInterrupt as error:
                if watch.stopped:
                    raise
                # Nobody has pressed a key: it must not end the judging of all the others.
                raise KitError(
                    f"{judging.test} let a KeyboardInterrupt out, which a program under it raised"
                ) from error
            except Flaky as error:
                # The run in which the clause was violated is as real as any that can be repeated.
                violation = None if explorer is None else explorer.recall()
                if violation is None:
                    raise KitError(
                        f"{judging.test} came out differently when the same programs were run"
                        f" again under the same schedules, so that nothing can be said."
                        f" {USUAL_REASON}"
                    ) from error
            # Not while the violation is handled: it would be the context of all that is raised in
            # the smaller programs.
            if violation is not None and explorer is not None:
                violation = explorer.shrink(violation, again, any_program=judging.net)
        if violation is not None:
            self._fail(pyfuncitem, judging, exploration, violation)
        self._conclude(pyfuncitem, judging, exploration)
        return return_value

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Complain of what a property's programs left behind, where the property itself passed."""
        done = yield
        result = item.stash.get(_RESULT, None)
        if result is None or result.outcome not in (Outcome.PASSED, Outcome.RECORDED):
            return done
        for identifier, shown in sorted(result.findings.unclean.items()):
            clause = specification().clause(identifier)
            if clause.level is Level.MUST and identifier not in self._complained:
                self._complained.add(identifier)
                failed = FailedProperty(result.test, shown.message, shown)
                beside = paragraphs(
                    f"The property {result.test} itself passed; others whose programs show it too"
                    " are not named.",
                    indent="",
                )
                raise pytest.fail.Exception(
                    f"{explain_failure(clause, [failed])}\n\n{beside}", pytrace=False
                )
        return done

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Attach a property's result to its reports, as plain data that crosses processes."""
        report = yield
        judging = property_of(item)
        if judging is not None:
            result = self._result_to_report(item, judging, call)
            report.haiway = {  # type: ignore[attr-defined]
                "test": judging.test,
                "clause": judging.clause.id,
                "result": None if result is None else result.to_json(),
            }
        return report

    def _result_to_report(
        self, item: pytest.Item, judging: Property, call: pytest.CallInfo[None]
    ) -> Result | None:
        result = item.stash.get(_RESULT, None)
        error = None if call.excinfo is None else call.excinfo.value
        if call.when == "teardown":
            complained = isinstance(error, pytest.fail.Exception) and result is not None
            if error is None or complained:
                return None
            return _result(judging, Outcome.ERROR, _in_words(error))
        if result is not None and (call.when == "call" or error is not None):
            return result
        if error is None or isinstance(error, pytest.skip.Exception):
            return None  # done with setting up; or skipped, which says nothing of the clause
        return _result(judging, Outcome.ERROR, _in_words(error))

    def _conclude(
        self, item: pytest.Item, judging: Property, exploration: Exploration | None
    ) -> None:
        findings = _findings(exploration)
        outcome = outcome_without_violation(judging.clause.level, findings)
        if outcome is not Outcome.VACUOUS:
            item.stash[_RESULT] = _result(judging, outcome, findings=findings)
            return
        message = (
            f"the premise of {judging.test} occurred in none of {findings.programs} programs"
            f" ({findings.schedules} runs)"
        )
        item.stash[_RESULT] = _result(judging, outcome, message, findings)
        if judging.net:
            pytest.skip(f"{message}; others judge the clause")
        _raise(
            judging.clause,
            f"{judging.clause.id}: vacuous: {message}\n\n"
            "So nothing was judged. Try a larger --haiway-profile or another --haiway-seed. If it"
            " stays,\nthen either the implementation never lets it come to that, or the property's"
            " programs are wrong.",
        )

    def _fail(
        self,
        item: pytest.Item,
        judging: Property,
        exploration: Exploration | None,
        violation: Violation,
    ) -> NoReturn:
        shown = None if exploration is None else exploration.explorer.counterexample(violation)
        item.stash[_RESULT] = Result(
            test=judging.test,
            clause=judging.clause.id,
            outcome=Outcome.FAILED,
            message=violation.sentence,
            findings=_findings(exploration),
            counterexample=shown,
            net=judging.net,
        )
        again = command_for(item, self._given.identity.target)
        failed = FailedProperty(judging.test, violation.sentence, shown)
        text = explain_failure(judging.clause, [failed], again)
        _raise(judging.clause, text)


def _findings(exploration: Exploration | None) -> Findings:
    return Findings() if exploration is None else exploration.explorer.findings()


def _result(
    judging: Property, outcome: Outcome, message: str = "", findings: Findings | None = None
) -> Result:
    return Result(
        test=judging.test,
        clause=judging.clause.id,
        outcome=outcome,
        message=message,
        findings=findings or Findings(),
        net=judging.net,
    )


def _raise(clause: Clause, text: str) -> NoReturn:
    if clause.level is Level.MUST:
        raise pytest.fail.Exception(text, pytrace=False) from None
    # Never a failure of the run: pytest shows an `x`, and our summary a warning.
    raise pytest.xfail.Exception(text) from None


def _in_words(error: BaseException) -> str:
    # An address differs from run to run, and the report must not.
    words = re.sub(r"\bat 0x[0-9a-fA-F]+", "at 0x...", str(error))
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
