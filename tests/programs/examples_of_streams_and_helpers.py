"""Examples of operations: streams, merges, helpers; with their canonical events."""

from example_parts import TWO, in_scope
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Close,
    Consume,
    Element,
    Execute,
    ForgetStream,
    Iterate,
    LookAgain,
    Merge,
    Next,
    Open,
    OpenAgain,
    Process,
    Source,
    Wait,
)

EXAMPLES: dict[type, tuple[Program, str]] = {
    Iterate: (
        in_scope(Iterate("g", 2, (Wait("p"),), (Wait("q"),))),
        """
        main: began
        main: entering s
        main: entered s
        g: began
        g: waits p
        g: goes on p
        main: item g: item 0 of g
        main: waits q
        main: goes on q
        g: waits p
        g: goes on p
        main: item g: item 1 of g
        main: waits q
        main: goes on q
        g: returned
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Open: (
        in_scope(Open("g", TWO), Consume("g"), Close("g")),
        """
        main: began
        main: entering s
        main: entered s
        main: opens g: s
        main: asks g
        source of g: began
        source of g: gives g[0]
        main: item g: g[0]
        main: asks g
        source of g: gives g[1]
        main: item g: g[1]
        main: asks g
        source of g: returned
        main: has come to the end of g
        main: waits aclose of g
        main: saw aclose of g: done
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    ForgetStream: (
        in_scope(Open("g", TWO), Next("g"), ForgetStream("g"), Next("g"), Close("g")),
        """
        main: began
        main: entering s
        main: entered s
        main: opens g: s
        main: asks g
        source of g: began
        source of g: gives g[0]
        main: item g: g[0]
        main: exiting s: normally
        source of g: was closed
        main: exited s: normally
        main: returned
        """,
    ),
    OpenAgain: (
        in_scope(Open("g", TWO), Consume("g"), OpenAgain("h", "g"), Next("h")),
        """
        main: began
        main: entering s
        main: entered s
        main: opens g: s
        main: asks g
        source of g: began
        source of g: gives g[0]
        main: item g: g[0]
        main: asks g
        source of g: gives g[1]
        main: item g: g[1]
        main: asks g
        source of g: returned
        main: has come to the end of g
        main: opens h: s
        main: asks h
        source of g: began
        source of g: gives g[0]
        main: item h: g[0]
        main: exiting s: normally
        source of g: was closed
        main: exited s: normally
        main: returned
        """,
    ),
    Merge: (
        in_scope(Merge("g", (TWO, Source("async iterator", (Element(),)))), Consume("g")),
        """
        main: began
        main: entering s
        main: entered s
        main: opens g: s
        main: asks g
        source of g: began
        source of g: gives g[0]
        source of g.b: began
        source of g.b: gives g.b[0]
        main: item g: g[0]
        main: asks g
        main: item g: g.b[0]
        main: asks g
        source of g: gives g[1]
        source of g.b: returned
        main: item g: g[1]
        main: asks g
        source of g: was closed
        main: has come to the end of g
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Consume: (
        in_scope(Open("g", TWO, ("o",)), Consume("g", (Wait("p"),), 1)),
        """
        main: began
        main: entering s
        main: entered s
        main: opens g: s
        main: asks g
        source of g: began: o
        source of g: gives g[0]
        main: item g: g[0]
        main: waits p
        main: goes on p
        main: exiting s: normally
        source of g: was closed
        main: exited s: normally
        main: returned
        """,
    ),
    Next: (
        in_scope(Open("g", TWO), Next("g", 3)),
        """
        main: began
        main: entering s
        main: entered s
        main: opens g: s
        main: asks g
        source of g: began
        source of g: gives g[0]
        main: item g: g[0]
        main: asks g
        source of g: gives g[1]
        main: item g: g[1]
        main: asks g
        source of g: returned
        main: has come to the end of g
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Close: (
        in_scope(Open("g", TWO), Next("g"), Close("g"), Next("g")),
        """
        main: began
        main: entering s
        main: entered s
        main: opens g: s
        main: asks g
        source of g: began
        source of g: gives g[0]
        main: item g: g[0]
        main: waits aclose of g
        source of g: was closed
        main: saw aclose of g: done
        main: asks g
        main: has come to the end of g
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Process: (
        in_scope(Process("h", Source("generator", (Element(body=(Wait("p"),)), Element())), 1)),
        """
        main: began
        main: entering s
        main: entered s
        main: calls helper h: limit 1
        source of h: began
        source of h: gives h[0]
        h[0]: began
        h[0]: waits p
        h[0]: goes on p
        h[0]: returned
        source of h: gives h[1]
        h[1]: began
        h[1]: returned
        source of h: returned
        main: is done with h: returned None
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Execute: (
        in_scope(Execute("h", Source(elements=(Element(body=(Wait("p"),)), Element())), 1)),
        """
        main: began
        main: entering s
        main: entered s
        main: calls helper h: limit 1
        h[0]: began
        h[0]: waits p
        h[0]: goes on p
        h[0]: returned
        h[1]: began
        h[1]: returned
        main: got h[0]: result of h[0]
        main: got h[1]: result of h[1]
        main: is done with h: returned a sequence of 2
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    LookAgain: (
        in_scope(
            Execute("h", Source(elements=(Element(), Element(result="zero")))), LookAgain("h")
        ),
        """
        main: began
        main: entering s
        main: entered s
        main: calls helper h: limit 2
        h[0]: began
        h[0]: returned
        h[1]: began
        h[1]: returned
        main: got h[0]: result of h[0]
        main: got h[1]: 0
        main: is done with h: returned a sequence of 2
        main: saw h[0]: result of h[0]
        main: saw h[1]: 0
        main: saw results of h: 2
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
}
