"""Blocks: what operations are made of, and what contains them."""

from haiway_conformance.programs import operations as each

__all__ = ("Block", "Operation")

type Block = tuple[Operation, ...]
"""Operations carried out one after the other."""

type Operation = (
    each.Wait
    | each.Sleep
    | each.Reach
    | each.Yield
    | each.Meet
    | each.Fail
    | each.CleanUp
    | each.Catch
    | each.Forever
    | each.Deadline
    | each.Scope
    | each.EnterAgain
    | each.LeaveElsewhere
    | each.Spawn
    | each.Start
    | each.Await
    | each.Join
    | each.Gather
    | each.Query
    | each.Cancel
    | each.AskToStop
    | each.CancelCurrent
    | each.CheckCancellation
    | each.Acknowledge
    | each.GetState
    | each.SetVariable
    | each.GetVariable
    | each.SetContext
    | each.GetContext
    | each.Log
    | each.LogFailure
    | each.Record
    | each.Listen
    | each.Trace
    | each.CountRequests
    | each.Iterate
    | each.Open
    | each.Merge
    | each.Consume
    | each.Next
    | each.Close
    | each.Process
    | each.Execute
)
"""Any operation."""
