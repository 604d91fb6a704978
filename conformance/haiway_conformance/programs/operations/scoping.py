"""Operations on scopes and their resources."""

from dataclasses import dataclass
from typing import Literal

from haiway_conformance.programs.operations.block import Block

__all__ = (
    "EnterAgain",
    "Form",
    "LeaveElsewhere",
    "Provided",
    "Resource",
    "Scope",
)


type Form = Literal["none", "one", "list", "generator"]
"""How a resource yields its state: not at all; the one state; a list; a generator."""


@dataclass(frozen=True, slots=True)
class Provided:
    """A state object of one of the kit's state types, told apart by its value."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of a scope.

    Attributes:
        name: Its name.
        enter: Carried out when it is entered; may fail.
        exit: Carried out when it is exited; may fail.
        gives: The state that entering yields.
        form: Whether `gives` is yielded as None (it is empty), as the one state, or as an iterable.
        suppresses: Whether its exit asks for the exception to be suppressed.
        twin: Whether it equals all others of which this is true, as two of one dataclass may.
    """

    name: str
    enter: Block = ()
    exit: Block = ()
    gives: tuple[Provided, ...] = ()
    form: Form = "none"
    suppresses: bool = False
    twin: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Enter a scope, carry out `body` in it, exit.

    Attributes:
        name: Its name in the program.
        body: What is carried out in it.
        state: The state it is given.
        resources: The resources it is given.
        title: The name it is given, if that is another: of several scopes, it may be the same.
    """

    name: str
    body: Block
    state: tuple[Provided, ...] = ()
    resources: tuple[Resource, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class EnterAgain:
    """Enter the object of an earlier `Scope` operation a second time (and leave it at once)."""

    scope: str


@dataclass(frozen=True, slots=True)
class LeaveElsewhere:
    """Enter a scope, carry out `body` in it, and let another task call its exit."""

    scope: str
    body: Block
