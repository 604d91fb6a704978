"""Progress on a terminal: the clause, how many properties are done, the pace, the time left."""

import io

from haiway_conformance.certify.progress import Bars
from rich.console import Console
from rich.progress import Progress, TextColumn


def test_the_bar_shows_the_clause_and_the_programs_a_second():
    times = iter([0.0, 2.0, 4.0])
    shown = TextColumn("{task.description} {task.completed} of {task.total} {task.fields[pace]}")
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    with Progress(shown, console=console, auto_refresh=False) as bar:
        bars = Bars(bar, clock=lambda: next(times))

        def line() -> str:
            return shown.render(bar.tasks[0]).plain

        bars.begin(["scopes", "scopes", "tasks"])
        assert line() == "judging 0 of 3 "
        bars.judged("scopes/late-spawn", 10)
        bars.done("scopes")
        assert line() == "scopes/late-spawn 1 of 3 5 programs/s"
        bars.judged("tasks/result", 4_990)
        assert line() == "tasks/result 1 of 3 1,250 programs/s"
        bars.make_smaller(2)
        assert line() == "making 2 counterexamples smaller 1 of 3 "
