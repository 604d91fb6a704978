"""Examples of operations: the loop's task factory, and memory; with their canonical events."""

from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Cancel,
    CollectGarbage,
    Forget,
    Start,
    StartEagerly,
    Wait,
    Yield,
)

EXAMPLES: dict[type, tuple[Program, str]] = {
    StartEagerly: (
        Program((StartEagerly(), Start("own", (Wait("p"),)), Wait("q"))),
        """
        main: began
        own: began
        own: waits p
        main: waits q
        own: goes on p
        own: returned
        main: goes on q
        main: returned
        """,
    ),
    Forget: (
        Program((Start("t", (Wait("p"),)), Forget("t"), Cancel("t"), Wait("q"))),
        """
        main: began
        main: waits q
        t: began
        t: waits p
        main: goes on q
        main: returned
        t: goes on p
        t: returned
        """,
    ),
    CollectGarbage: (
        Program((Start("t", (Wait("p"),)), Yield(), CollectGarbage(), Wait("q"))),
        """
        main: began
        t: began
        t: waits p
        main: waits q
        t: goes on p
        t: returned
        main: goes on q
        main: returned
        """,
    ),
}
