"""Where everything is in the drawing of a run."""

from itertools import pairwise

from haiway_conformance.report.formats.html.drawing import GAP, STEP, Drawing, drawing_of
from haiway_conformance.timeline import Folded, Row, Timeline
from haiway_conformance.timeline.drawing import drawn
from haiway_conformance.timeline.spans import Lasting, MarkKind, Over
from made_up_runs import ROWS, hanging, of


def drawing(*rows: Row | Folded, **more) -> Drawing:
    return drawing_of(drawn(of(*rows, **more).timeline))


def test_every_event_has_the_same_width_however_late_it_is():
    places = [each.x for each in drawing().events]
    steps = [after - before for before, after in pairwise(places)]
    assert steps == [STEP] * 6 + [STEP + GAP] + [STEP] * 4


def test_the_axis_says_times_and_iterations():
    made = drawing()
    assert [each.label for each in made.times] == ["0 s", "3600 s"]
    assert [each.label for each in made.iterations] == ["1", "2", "4", "5"]
    assert [each.width for each in made.iterations] == [5 * STEP, 2 * STEP, 3 * STEP, 2 * STEP]
    late = drawing(*(Row(time, 1, "main", "x") for time in (1e9, 2e9)))
    first, second = late.times
    assert first.width > STEP  # its label needs more
    assert second.x == first.x + first.width + GAP


def test_bars_last_from_event_to_event():
    made = drawing()
    events = [each.x for each in made.events]
    bars = {(each.kind, each.title): each for each in made.bars}
    main = bars[Lasting.TASK, "task main, not over when the run ended"]
    assert (main.x, main.x + main.width, main.over) == (events[0], made.width, Over.OPEN)
    task = bars[Lasting.TASK, "task t"]
    assert (task.x, task.x + task.width, task.label) == (events[5], events[11], "")
    wait = bars[Lasting.WAIT, "wait never"]
    assert (wait.x, wait.x + wait.width, wait.y) == (events[6], events[10], task.y)
    scope = bars[Lasting.SCOPE, "scope s, not over when the run ended"]
    assert scope.label == "scope s"
    assert scope.y > main.y
    assert scope.phases == ((events[1], events[2] - events[1]), (events[8], made.width - events[8]))


def test_lanes_have_room_for_their_levels_and_do_not_overlap():
    main, task = drawing().lanes
    assert main.height > task.height
    assert task.y == main.y + main.height


def test_arrows_go_to_who_is_spawned_or_cancelled():
    made = drawing()
    spawned, cancelled = made.arrows
    assert (spawned.kind, cancelled.kind) == (MarkKind.EVENT, MarkKind.REQUEST)
    main, task = made.lanes
    for each in made.arrows:
        assert main.y < each.y < main.y + main.height
        assert task.y < each.to < task.y + task.height


def test_what_an_event_says():
    made = drawing()
    (deviating,) = (each for each in made.events if each.deviates)
    assert deviating.title == "3600 s, iteration 4: main goes on p (p completes first)"
    assert [each.kind for each in made.events].count(MarkKind.FAILURE) == 1


def test_what_is_left_out_has_a_place():
    made = drawing(ROWS[0], Folded(9, 0, 5), ROWS[4])
    assert [each.title for each in made.events][1] == "... 9 more rows, until t=5"
    assert made.events[1].kind is None
    assert len({each.x for each in made.events}) == 3


def test_long_names_are_cut_and_named_in_full():
    name = "x" * 100
    made = drawing(Row(0, 1, name, "began"), lanes=(name,))
    (lane,) = made.lanes
    assert (len(lane.label), lane.name) == (22, name)
    assert made.margin < 200


def test_the_description_counts_what_is_seen():
    assert drawing_of(drawn(hanging().timeline)).description == (
        "Lanes: main, t. Number of events: 12, failures: 1, requests to cancel: 1, deviations of"
        " the schedule: 1, spans that had not ended: 2. The last event is at 3600 s. The table of"
        " steps says it in words."
    )


def test_nothing_happened():
    made = drawing_of(drawn(Timeline((), (), explained=False)))
    assert (made.events, made.bars, made.lanes) == ((), (), ())
