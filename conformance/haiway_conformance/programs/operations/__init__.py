"""The operations of which programs are made: frozen data, nothing else.

An operation says what to do, never how: `haiway_conformance.programs.interpreter`, which has a
module for each family of operations here, carries it out against an adapter. Every operation is
total: one that refers to a task or scope that does not exist (yet, or any more) does nothing. So
any part of a program can be dropped, and what remains is a program; shrinking depends on that.

Names (of tasks, scopes, points, resources, helpers) are unique in a program. Durations are virtual
seconds.
"""

from haiway_conformance.programs.operations.block import Block, Operation
from haiway_conformance.programs.operations.flow import (
    Catch,
    CleanUp,
    Deadline,
    Fail,
    Failing,
    Forever,
    Meet,
    Reach,
    Sleep,
    Wait,
    Yield,
)
from haiway_conformance.programs.operations.helping import (
    Element,
    Ending,
    Execute,
    HelperCall,
    Kind,
    Process,
    Source,
    Value,
)
from haiway_conformance.programs.operations.observing import (
    CountRequests,
    GetContext,
    GetState,
    GetVariable,
    Listen,
    Log,
    SetContext,
    SetVariable,
    Trace,
)
from haiway_conformance.programs.operations.scoping import (
    EnterAgain,
    Form,
    LeaveElsewhere,
    Provided,
    Resource,
    Scope,
)
from haiway_conformance.programs.operations.streaming import Iterate
from haiway_conformance.programs.operations.tasking import (
    Acknowledge,
    Await,
    Call,
    Cancel,
    CancelCurrent,
    CheckCancellation,
    Gather,
    Join,
    Outcome,
    Query,
    Spawn,
    Start,
)

__all__ = (
    "Acknowledge",
    "Await",
    "Block",
    "Call",
    "Cancel",
    "CancelCurrent",
    "Catch",
    "CheckCancellation",
    "CleanUp",
    "CountRequests",
    "Deadline",
    "Element",
    "Ending",
    "EnterAgain",
    "Execute",
    "Fail",
    "Failing",
    "Forever",
    "Form",
    "Gather",
    "GetContext",
    "GetState",
    "GetVariable",
    "HelperCall",
    "Iterate",
    "Join",
    "Kind",
    "LeaveElsewhere",
    "Listen",
    "Log",
    "Meet",
    "Operation",
    "Outcome",
    "Process",
    "Provided",
    "Query",
    "Reach",
    "Resource",
    "Scope",
    "SetContext",
    "SetVariable",
    "Sleep",
    "Source",
    "Spawn",
    "Start",
    "Trace",
    "Value",
    "Wait",
    "Yield",
)
