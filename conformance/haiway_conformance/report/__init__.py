"""From the results of properties to a verdict, and to the files and texts that report it.

Each property ends with a `Result`. `judge_clauses` turns all results into a `Judgement`, with an
outcome for each clause, and `give_verdict` turns that into one word. Together with the
implementation's identity they make a `Report` (`make_report`), which `summarize` writes for people
and `Report.to_bytes` for machines. All of it is a pure function of the results: neither time nor
machine nor the order in which results arrive changes a byte.
"""

from haiway_conformance.report.clauses import Judgement, by_chapter, judge_clauses
from haiway_conformance.report.determinism import nondeterministic
from haiway_conformance.report.ended_early import judged_so_far
from haiway_conformance.report.explanation import explain_failure
from haiway_conformance.report.groups import Group
from haiway_conformance.report.hygiene import HYGIENE
from haiway_conformance.report.judged import FailedProperty, JudgedClause
from haiway_conformance.report.making import make_report
from haiway_conformance.report.reading import ReportError, read_report, report_from_json
from haiway_conformance.report.record import Report, digest_of_programs
from haiway_conformance.report.result import Outcome, Result, outcome_without_violation
from haiway_conformance.report.summary import Detail, summarize
from haiway_conformance.report.table import table_by_chapter
from haiway_conformance.report.verdict import CANNOT_BE_JUDGED, Verdict, exit_code, give_verdict
from haiway_conformance.report.writing import (
    OutputError,
    prepare_folder,
    write_files,
    write_reports,
)

__all__ = (
    "CANNOT_BE_JUDGED",
    "HYGIENE",
    "Detail",
    "FailedProperty",
    "Group",
    "JudgedClause",
    "Judgement",
    "Outcome",
    "OutputError",
    "Report",
    "ReportError",
    "Result",
    "Verdict",
    "by_chapter",
    "digest_of_programs",
    "exit_code",
    "explain_failure",
    "give_verdict",
    "judge_clauses",
    "judged_so_far",
    "make_report",
    "nondeterministic",
    "outcome_without_violation",
    "prepare_folder",
    "read_report",
    "report_from_json",
    "summarize",
    "table_by_chapter",
    "write_files",
    "write_reports",
)
