"""All that is shown of a run, as plain data to draw in any form: `Picture`."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import Any, Final, Self

from haiway_conformance.simulated_loop import Did
from haiway_conformance.timeline.table import WIDTH, table
from haiway_conformance.timeline.timeline import Folded, Row, Timeline

__all__ = ("Picture",)

_INDENT: Final = "    "

# Deeply indented lines of the program have this width, even if that makes them too wide.
NARROWEST: Final = 30

_MINIMAL: Final = {
    True: "minimal: no operation and no deviation can be dropped",
    False: (
        "it may not be minimal: the budget ran out (judging the clause alone, or --full, has more)"
    ),
}

# Shown if an implementation is not deterministic.
_OTHERWISE: Final = (
    "why it happened is not known: when the same program was run again under the same schedule, so"
    " as to be watched, something else happened"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A run, as it is shown.

    Attributes:
        end: How it ended, in words.
        program: The lines of its program.
        schedule: Its schedule, in words.
        timeline: What happened; repetitions and the middle of what is too long are left out.
        deviates: True if its schedule is not the canonical one.
        differed: True if something else happened when the run was repeated to find out the reasons.
        minimal: True if nothing can be taken away from it, False if the budget ran out before that
            was known, None if it is as it was found.
    """

    end: str
    program: tuple[str, ...]
    schedule: str
    timeline: Timeline
    deviates: bool = False
    differed: bool = False
    minimal: bool | None = None

    def to_text(self, width: int = WIDTH) -> str:
        """Write it as text.

        Args:
            width: The maximum width of a line, in columns. Long names and numbers may exceed it.

        Returns:
            Lines without a newline at the end.
        """
        happened = "what happened, a column per task (t: virtual seconds, i: loop iteration"
        happened += ", *: deviates):" if self.deviates else "):"
        parts = [
            _paragraph(f"the end: {self.end}", width),
            *([] if self.minimal is None else [_paragraph(_MINIMAL[self.minimal], width)]),
            "\n".join(["the program:", *(_line(each, width) for each in self.program)]),
            _paragraph(f"the schedule: {self.schedule}", width),
            *([_paragraph(_OTHERWISE, width)] if self.differed else []),
            "\n".join(
                [
                    _paragraph(happened, width),
                    *(f"{_INDENT}{each}" for each in table(self.timeline, width - len(_INDENT))),
                ]
            ),
        ]
        return "\n\n".join(parts)

    def to_json(self) -> dict[str, Any]:
        """Return a tree of dictionaries, lists, strings and numbers."""
        return {
            "end": self.end,
            "minimal": self.minimal,
            "program": list(self.program),
            "schedule": self.schedule,
            "deviates": self.deviates,
            "differed": self.differed,
            "explained": self.timeline.explained,
            "lanes": list(self.timeline.lanes),
            "rows": [_row_to_json(each) for each in self.timeline.rows],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Make a picture from the tree that `to_json` returned.

        Args:
            data: The tree.
        """
        rows = tuple(map(_row_from_json, data["rows"]))
        return cls(
            end=data["end"],
            program=tuple(data["program"]),
            schedule=data["schedule"],
            timeline=Timeline(tuple(data["lanes"]), rows, explained=data["explained"]),
            deviates=data["deviates"],
            differed=data["differed"],
            minimal=data["minimal"],
        )


def _row_to_json(row: Row | Folded) -> dict[str, Any]:
    """Return a row as a dictionary, without what is empty."""
    if isinstance(row, Folded):
        return {"left_out": row.rows, "like": row.like, "until": row.until}
    beside = {
        "did": "" if row.did is None else str(row.did),
        "subject": row.subject,
        "reason": row.reason,
        "deviation": row.deviation,
    }
    return {
        "time": row.time,
        "iteration": row.iteration,
        "lane": row.lane,
        "text": row.text,
        **{name: text for name, text in beside.items() if text},
    }


def _row_from_json(data: Mapping[str, Any]) -> Row | Folded:
    if "left_out" in data:
        return Folded(data["left_out"], data["like"], data["until"])
    return Row(
        time=data["time"],
        iteration=data["iteration"],
        lane=data["lane"],
        text=data["text"],
        did=Did(data["did"]) if "did" in data else None,
        subject=data.get("subject", ""),
        reason=data.get("reason", ""),
        deviation=data.get("deviation", ""),
    )


def _line(line: str, width: int) -> str:
    """Return a line of the program, indented, and wrapped if it is long."""
    text = line.lstrip()
    begin = f"{_INDENT}{line[: len(line) - len(text)]}"
    return fill(
        text,
        max(width, len(begin) + NARROWEST),
        initial_indent=begin,
        subsequent_indent=f"{begin}{2 * _INDENT}",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _paragraph(text: str, width: int) -> str:
    return fill(text, width, subsequent_indent=_INDENT, break_on_hyphens=False)
