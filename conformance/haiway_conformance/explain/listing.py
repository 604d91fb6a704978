"""The text of `haiway-conformance clauses`: `listing`."""

from collections.abc import Sequence

from haiway_spec import Clause

__all__ = ("listing",)


def listing(clauses: Sequence[Clause]) -> str:
    """List clauses, a line each: the id, the level, and the title.

    Args:
        clauses: The clauses; at least one.

    Returns:
        Text with a newline at the end.
    """
    ids = max(len(each.id) for each in clauses)
    levels = max(len(each.level) for each in clauses)
    return "".join(f"{each.id:{ids}}  {each.level:{levels}}  {each.title}\n" for each in clauses)
