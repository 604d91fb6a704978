"""Judge in other processes, and go on with what is left when one of them dies: `judge_apart`."""

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.options import CertifyOptions
from haiway_conformance.certify.witness import Witness
from haiway_conformance.plugin.last_words import LastWords
from haiway_conformance.plugin.shrinking_plan import ShrinkingPlan

__all__ = ("judge_apart",)


def judge_apart(
    options: CertifyOptions,
    clauses: Sequence[str],
    witness: Witness,
    plan: ShrinkingPlan,
    say: Callable[[str], object],
) -> None:
    """Run the suite in other processes, whatever the implementation does to these.

    When a process dies, another part of the suite may be to blame for it. So whatever has no result
    yet is run again chapter by chapter, each in fresh processes. There a property whose process
    dies is an error, and the others go on.

    Args:
        options: What to judge, and how thoroughly.
        clauses: The ids of the clauses to judge; empty for all.
        witness: Is told what happens.
        plan: Says which properties run, and which violations are made smaller.
        say: Is told that all begins again, in a sentence.

    Raises:
        OutputError: If there is no room for temporary files.
    """
    if options.isolate:
        run_suite(options, clauses, witness, plan=plan, only_collect=True)
    else:
        run_suite(options, clauses, witness, plan=plan)
        if witness.over or not witness.deaths:
            return
        if witness.plugged_in is None:
            witness.refused = _cannot_be_judged(options.target, witness)
            return
        say(
            f"{_death(witness)} What has no result yet is judged again, each chapter in a fresh"
            " process."
        )
        witness.forget_deaths()
    for part in dict.fromkeys(map(_part, witness.open)):
        left = _open(witness, part)
        while left and not witness.over:
            run_suite(options, clauses, witness, plan=plan, part=part)
            before, left = left, _open(witness, part)
            if left == before and not witness.over:
                _give_up(options.target, witness, part)


def _give_up(target: str, witness: Witness, part: str) -> None:
    """Note that a process dies before it judges anything, so that it would do so for ever."""
    if witness.plugged_in is None:
        witness.refused = _cannot_be_judged(target, witness)
    else:
        witness.problems.append(f"nothing more can be judged in {part}. {_death(witness)}")


def _open(witness: Witness, part: str) -> list[str]:
    return [each for each in witness.open if _part(each) == part]


def _part(nodeid: str) -> str:
    """Return the folder of the suite that a property is in, or its module if it is in none."""
    return PurePosixPath(nodeid.partition("::")[0]).parts[0]


def _death(witness: Witness) -> str:
    """Say how the last process died."""
    nodeid, words = witness.deaths[-1] if witness.deaths else ("", LastWords())
    ran = f"while it ran {nodeid}" if nodeid else "between two properties"
    return f"A process that judges died {ran}{_why(words)}"


def _cannot_be_judged(target: str, witness: Witness) -> str:
    words = witness.deaths[-1][1] if witness.deaths else LastWords()
    return (
        f"{target} cannot be judged: the process that imported it, and used each of its parts once,"
        f" died{_why(words)}"
    )


def _why(words: LastWords) -> str:
    if not words.reason:
        return ", and left no reason: it was killed, or something ended it."
    return f": {words.reason}{f' ({words.details})' if words.details else ''}."
