"""From the results of properties to a verdict, and to the files and texts that tell it.

A property comes to a `Result`. `judge_clauses` turns all results into a `Judgement`, an outcome
per clause; `give_verdict` into one word. Together with what was judged they are a `Report`, which
`summarize` tells to people and `Report.to_bytes` to machines. All of it is a pure function of the
results: neither time nor machine nor the order in which results arrive changes a byte.
"""

from haiway_conformance.report.clauses import Judgement, by_chapter, judge_clauses
from haiway_conformance.report.explanation import explain_failure
from haiway_conformance.report.hygiene import HYGIENE
from haiway_conformance.report.judged import FailedProperty, JudgedClause
from haiway_conformance.report.record import Report, digest_of_programs
from haiway_conformance.report.repeatability import unrepeatable
from haiway_conformance.report.result import Outcome, Result, outcome_without_violation
from haiway_conformance.report.summary import summarize
from haiway_conformance.report.table import table_by_chapter
from haiway_conformance.report.verdict import CANNOT_BE_JUDGED, Verdict, exit_code, give_verdict
from haiway_conformance.report.writing import OutputError, prepare_folder, write_file

__all__ = (
    "CANNOT_BE_JUDGED",
    "HYGIENE",
    "FailedProperty",
    "JudgedClause",
    "Judgement",
    "Outcome",
    "OutputError",
    "Report",
    "Result",
    "Verdict",
    "by_chapter",
    "digest_of_programs",
    "exit_code",
    "explain_failure",
    "give_verdict",
    "judge_clauses",
    "outcome_without_violation",
    "prepare_folder",
    "summarize",
    "table_by_chapter",
    "unrepeatable",
    "write_file",
)
