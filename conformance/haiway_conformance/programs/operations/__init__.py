"""The operations of which programs are made: frozen data, and all that there is to say of each.

An operation is one class in one module, by topic; `operation` has their base class, and says what
such a class must define. Adding a class is all it takes to add an operation.

Names (of tasks, scopes, points, resources, helpers) are unique in a program. Durations are virtual
seconds.
"""

from haiway_conformance.programs.execution.callables import Function
from haiway_conformance.programs.execution.failures import Failing
from haiway_conformance.programs.execution.objects import Outcome, Value
from haiway_conformance.programs.operations.awaiting import Await, Callback, Gather, Join, Query
from haiway_conformance.programs.operations.cancellation import (
    Acknowledge,
    Cancel,
    CancelCurrent,
    CheckCancellation,
    CountRequests,
    InjectCancel,
)
from haiway_conformance.programs.operations.consuming import Close, Consume, Next
from haiway_conformance.programs.operations.deadlines import Deadline
from haiway_conformance.programs.operations.eager_tasks import StartEagerly
from haiway_conformance.programs.operations.elements import Element
from haiway_conformance.programs.operations.failing import INTERRUPTION, Catch, CleanUp, Fail
from haiway_conformance.programs.operations.garbage import CollectGarbage, Forget, ForgetStream
from haiway_conformance.programs.operations.helpers import (
    Execute,
    HelperCall,
    LookAgain,
    Process,
)
from haiway_conformance.programs.operations.inheriting import Inherit
from haiway_conformance.programs.operations.observability import (
    Level,
    Listen,
    Log,
    LogFailure,
    LogLevel,
    Trace,
)
from haiway_conformance.programs.operations.often import OftenUsed, UseOften
from haiway_conformance.programs.operations.opening_again import OpenAgain
from haiway_conformance.programs.operations.operation import Block, Operation, Part
from haiway_conformance.programs.operations.recording import Measure, Record
from haiway_conformance.programs.operations.resources import Form, Provided, Resource
from haiway_conformance.programs.operations.scopes import EnterAgain, LeaveElsewhere, Scope
from haiway_conformance.programs.operations.source_kinds import Ending, Kind
from haiway_conformance.programs.operations.sources import Source
from haiway_conformance.programs.operations.state import (
    GetContext,
    GetState,
    GetVariable,
    MakeTwice,
    SetContext,
    SetVariable,
)
from haiway_conformance.programs.operations.streams import Iterate, Merge, Open
from haiway_conformance.programs.operations.tasks import Call, Spawn, Start
from haiway_conformance.programs.operations.waiting import (
    Forever,
    Meet,
    Reach,
    Sleep,
    Wait,
    Yield,
)

__all__ = (
    "INTERRUPTION",
    "Acknowledge",
    "Await",
    "Block",
    "Call",
    "Callback",
    "Cancel",
    "CancelCurrent",
    "Catch",
    "CheckCancellation",
    "CleanUp",
    "Close",
    "CollectGarbage",
    "Consume",
    "CountRequests",
    "Deadline",
    "Element",
    "Ending",
    "EnterAgain",
    "Execute",
    "Fail",
    "Failing",
    "Forever",
    "Forget",
    "ForgetStream",
    "Form",
    "Function",
    "Gather",
    "GetContext",
    "GetState",
    "GetVariable",
    "HelperCall",
    "Inherit",
    "InjectCancel",
    "Iterate",
    "Join",
    "Kind",
    "LeaveElsewhere",
    "Level",
    "Listen",
    "Log",
    "LogFailure",
    "LogLevel",
    "LookAgain",
    "MakeTwice",
    "Measure",
    "Meet",
    "Merge",
    "Next",
    "OftenUsed",
    "Open",
    "OpenAgain",
    "Operation",
    "Outcome",
    "Part",
    "Process",
    "Provided",
    "Query",
    "Reach",
    "Record",
    "Resource",
    "Scope",
    "SetContext",
    "SetVariable",
    "Sleep",
    "Source",
    "Spawn",
    "Start",
    "StartEagerly",
    "Trace",
    "UseOften",
    "Value",
    "Wait",
    "Yield",
)
