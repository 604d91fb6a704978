"""Run properties, and give pytest and the report their results: `Judge`."""

from collections.abc import Collection, Generator, Sequence
from typing import Any, Final, NoReturn

import pytest
from haiway_spec import Clause, Level, specification
from hypothesis.errors import Flaky

from haiway_conformance.adapter import ImplementationUnderTest, only_available
from haiway_conformance.judgement import Explorer, FailedRun, Findings, KitError, Violation
from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.plugin.error_results import error_result
from haiway_conformance.plugin.exploration import exploration_of, with_own_fixtures
from haiway_conformance.plugin.garbage import collected
from haiway_conformance.plugin.known_failures import known_failures_of
from haiway_conformance.plugin.limits import limited
from haiway_conformance.plugin.logs import silenced_logging
from haiway_conformance.plugin.property import Property, property_of, seconds_for
from haiway_conformance.plugin.replay_property import replayable
from haiway_conformance.plugin.rerun_command import rerun_command
from haiway_conformance.plugin.selection import selected_clauses
from haiway_conformance.plugin.sending import make_encodable
from haiway_conformance.plugin.settings import under_own_settings
from haiway_conformance.plugin.shrinking_plan import plan_of
from haiway_conformance.plugin.stopping import StopLatch, latching_signals
from haiway_conformance.plugin.surroundings import undisturbed
from haiway_conformance.report.determinism import USUAL_REASON
from haiway_conformance.report.explanation import explain_failure, paragraphs
from haiway_conformance.report.judged import FailedProperty
from haiway_conformance.report.result import Outcome, Result, outcome_without_violation

__all__ = ("Judge",)

_RESULT: Final = pytest.StashKey[Result]()


class Judge:
    """Runs properties, and makes results of their outcomes.

    It is a plugin of its own, which is registered if there are properties to run.

    Args:
        config: pytest's.
        under_test: The implementation under test.
    """

    def __init__(self, config: pytest.Config, under_test: ImplementationUnderTest) -> None:
        self._config = config
        self._under_test = under_test
        self._selected = {each.id for each in selected_clauses(config)}
        self._known = known_failures_of(config)
        self._complained: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Give each property its own settings, and collect its garbage before the next one."""
        judging = property_of(item)
        if judging is None:
            return (yield)
        present = self._under_test.present_for(judging.clause.id)
        # Inside pytest's own wrapper, which applies the project's `filterwarnings`.
        with undisturbed(), collected(), under_own_settings(item, judging), only_available(present):
            return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip properties that need a capability which the implementation lacks."""
        judging = property_of(item)
        if judging is None:
            return
        if _RESULT in item.stash:  # it is run a second time
            del item.stash[_RESULT]
        if missing := judging.missing(self._under_test.present_for(judging.clause.id)):
            self._skip_unsupported(item, judging, missing, Findings())

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Give each property the fixtures that it asks for."""
        with with_own_fixtures(item):
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
        """Run a property, and report its outcome."""
        judging = property_of(pyfuncitem)
        if judging is None:
            return (yield)
        exploration = exploration_of(pyfuncitem)
        explorer = None if exploration is None else exploration.explorer
        latch = StopLatch() if exploration is None else exploration.latch
        with silenced_logging(), limited(pyfuncitem, judging, latch):
            return (yield from self._judge(pyfuncitem, judging, explorer, latch))

    def _judge(
        self, item: pytest.Function, judging: Property, explorer: Explorer | None, latch: StopLatch
    ) -> Generator[None, object, object]:
        failed, return_value = None, None
        with replayable(item, None if explorer is None else explorer.note) as replay:
            try:
                with latching_signals(latch, alarm=seconds_for(item) is None):
                    try:
                        return_value = yield
                    finally:
                        latch.raise_if_stopped()
            except Violation as violation:
                failed = FailedRun(None, violation)
                if explorer is not None:
                    failed = explorer.failed_run(violation)
            except KeyboardInterrupt as error:
                if latch.stopped:
                    raise
                # Nobody pressed a key, so it must not end the whole run of pytest.
                raise KitError(
                    f"{judging.test} let a KeyboardInterrupt out, which a program under it raised"
                ) from error
            except Flaky as error:
                # The violation did happen, although the same run does not show it again.
                failed = None if explorer is None else explorer.recall()
                if failed is None:
                    raise KitError(
                        f"{judging.test} came out differently when the same programs were run"
                        f" again under the same schedules, so that nothing can be said."
                        f" {USUAL_REASON}"
                    ) from error
            # Not while the violation is handled: it would become the context of all exceptions that
            # are raised in the smaller programs.
            if failed is not None and explorer is not None:
                budget = plan_of(self._config).budget_for(judging.test, judging.clause.id)
                failed = explorer.shrink(
                    failed, replay, any_program=judging.random_program, budget=budget
                )
        if failed is not None:
            self._fail(item, judging, explorer, failed)
        self._conclude(item, judging, explorer)
        return return_value

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Report what the programs of a property left behind, if the property itself passed."""
        done = yield
        result = item.stash.get(_RESULT, None)
        if result is None or result.outcome not in (Outcome.PASSED, Outcome.RECORDED):
            return done
        beside_it = {**result.findings.blamed, **result.findings.unclean}
        for identifier, shown in sorted(beside_it.items()):
            clause = specification().clause(identifier)
            unheard = identifier in self._selected - self._complained - self._known.keys()
            if clause.level is Level.MUST and unheard:
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
        """Attach a property's result to its report, as plain data that crosses processes."""
        report = yield
        judging = property_of(item)
        if judging is not None:
            if call.excinfo is not None and isinstance(call.excinfo.value, pytest.xfail.Exception):
                # As pytest does itself, but for `--runxfail`: a warning is none of its marks.
                report.outcome, report.wasxfail = "skipped", f"reason: {call.excinfo.value.msg}"
            result = self._result_to_report(item, judging, call)
            report.haiway = {  # type: ignore[attr-defined]
                "test": judging.test,
                "clause": judging.clause.id,
                "random_program": judging.random_program,
                "prior_use": judging.prior_use,
                "result": None if result is None else result.to_json(),
                "under_test": self._under_test.described.to_json()
                if call.when == "setup"
                else None,
            }
            make_encodable(report)
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
            return error_result(judging, error)
        if result is not None and (call.when == "call" or error is not None):
            return result
        if error is None or isinstance(error, pytest.skip.Exception):
            return None  # set up, or skipped, which says nothing about the clause
        return error_result(judging, error)

    def _conclude(self, item: pytest.Item, judging: Property, explorer: Explorer | None) -> None:
        findings = _findings(explorer)
        outcome = outcome_without_violation(
            judging.clause.level, findings, explores=explorer is not None
        )
        if outcome is Outcome.UNSUPPORTED:
            self._skip_unsupported(item, judging, findings.lacking, findings)
        if outcome is Outcome.BLOCKED:
            self._block(item, judging, findings)
        if outcome is not Outcome.VACUOUS:
            item.stash[_RESULT] = _result(judging, outcome, "", findings)
            return
        message = (
            f"the premise of {judging.test} occurred in none of {findings.programs} programs"
            f" ({findings.schedules} runs)"
        )
        item.stash[_RESULT] = _result(judging, outcome, message, findings)
        if judging.random_program:
            pytest.skip(f"{message}; others judge the clause")
        self._raise(
            judging.clause,
            f"{judging.clause.id}: vacuous: {message}\n\n"
            "So nothing was judged. Try a larger --haiway-profile or another --haiway-seed. If it"
            " stays,\nthen either the implementation never lets it come to that, or the property's"
            " programs are wrong.",
        )

    def _block(self, item: pytest.Item, judging: Property, findings: Findings) -> NoReturn:
        blocking = sorted(findings.blamed)
        message = f"blocked by {', '.join(blocking)}, which its runs violated first"
        item.stash[_RESULT] = _result(judging, Outcome.BLOCKED, message, findings)
        if judging.random_program:
            pytest.skip(f"{message}; others judge the clause")
        shown = "\n\n".join(
            explain_failure(
                specification().clause(each),
                [FailedProperty(judging.test, found.message, found)],
            )
            for each, found in sorted(findings.blamed.items())
        )
        self._raise(judging.clause, f"{judging.clause.id}: {message}\n\n{shown}", findings.blamed)

    def _skip_unsupported(
        self, item: pytest.Item, judging: Property, lacking: Sequence[str], findings: Findings
    ) -> NoReturn:
        reason = f"{self._under_test.identity.name} lacks {', '.join(lacking)}"
        item.stash[_RESULT] = _result(judging, Outcome.UNSUPPORTED, reason, findings)
        pytest.skip(f"unsupported: {reason}")

    def _fail(
        self,
        item: pytest.Item,
        judging: Property,
        explorer: Explorer | None,
        failed: FailedRun,
    ) -> NoReturn:
        shown = None if explorer is None else explorer.counterexample(failed)
        sentence = failed.violation.sentence
        findings = _findings(explorer)
        item.stash[_RESULT] = _result(judging, Outcome.FAILED, sentence, findings, shown)
        rerun = rerun_command(item, self._under_test.identity.target)
        failures = [FailedProperty(judging.test, sentence, shown)]
        text = explain_failure(judging.clause, failures, rerun)
        self._raise(judging.clause, text, (judging.clause.id,))

    def _raise(self, clause: Clause, text: str, violated: Collection[str] = ()) -> NoReturn:
        if clause.id not in self._selected:
            pytest.skip(f"{clause.id} is not selected; its programs are judged by hygiene only")
        if violated and self._known.keys() >= set(violated):
            reasons = "; ".join(self._known[each].reason for each in sorted(violated))
            raise pytest.xfail.Exception(f"known failure: {reasons}\n\n{text}") from None
        if clause.level is Level.MUST:
            raise pytest.fail.Exception(text, pytrace=False) from None
        # It does not fail the run: pytest shows an `x`, and our summary a warning.
        raise pytest.xfail.Exception(text) from None


def _findings(explorer: Explorer | None) -> Findings:
    return Findings() if explorer is None else explorer.findings()


def _result(
    judging: Property,
    outcome: Outcome,
    message: str,
    findings: Findings,
    counterexample: Counterexample | None = None,
) -> Result:
    return Result(
        test=judging.test,
        clause=judging.clause.id,
        outcome=outcome,
        message=message,
        findings=findings,
        counterexample=counterexample,
        random_program=judging.random_program,
        prior_use=judging.prior_use,
    )
