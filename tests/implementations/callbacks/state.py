"""Types of state: immutable, declared by annotations, created by keyword."""

from inspect import get_annotations
from typing import Any, ClassVar, Final, Self, get_origin


class Missing:
    """The type of `MISSING`, which stands for a missing value."""

    _only: ClassVar["Missing | None"] = None

    def __new__(cls) -> Self:
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


class State:
    """The base class of state: annotate the attributes, and assign their defaults, if any."""

    _fields: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = {
            name: cls.__dict__.get(name, MISSING)
            for name, annotation in get_annotations(cls).items()
            if not _of_class(annotation)
        }
        cls._fields = {**cls._fields, **own}

    def __init__(self, **values: Any) -> None:
        fields = self._fields
        if unknown := values.keys() - fields.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        for name, default in fields.items():
            value = values.get(name, default)
            if value is MISSING:
                raise TypeError(f"{type(self).__name__} needs a value for {name!r}")
            object.__setattr__(self, name, value)

    def updated(self, **values: Any) -> "State":
        return type(self)(**{**self.to_mapping(), **values})

    def to_mapping(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._fields}

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} can't be changed; use updated()")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} can't be changed")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.to_mapping() == other.to_mapping()

    def __hash__(self) -> int:
        return hash((type(self), tuple(self._fields)))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.to_mapping().items())
        return f"{type(self).__name__}({values})"


def _of_class(annotation: Any) -> bool:
    if isinstance(annotation, str):
        return annotation.startswith(("ClassVar", "typing.ClassVar"))
    return annotation is ClassVar or get_origin(annotation) is ClassVar
