"""`@model`: wire classes that attrs builds only when somebody constructs one.

`attrs.define` compiles source, 0.2-0.5 ms a class. A protocol has hundreds of wire classes and a
program touches a few dozen, so `@model` only plants two triggers, `__init__` and `__attrs_attrs__`.
Without slots attrs can finish a class in place later, so identity, annotations and subclasses
stay valid. Values that come off the wire never pull the trigger: their `__dict__` is the JSON
object itself (see `_convert`), and the class attribute answers for a key that is not there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, TypeVar, cast

from ..concurrency.sync import Lock

if TYPE_CHECKING:
    from typing import dataclass_transform
else:

    def dataclass_transform(**_options: Any) -> Any:
        """Read by type checkers only."""
        return lambda function: function


T = TypeVar("T")
_build_lock = Lock()


class Unset:
    """The type of `UNSET`: the key is not in the JSON (`None` is JSON null). Always false."""

    __slots__ = ()
    _only: ClassVar[Unset | None] = None

    def __new__(cls) -> Unset:
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Final = Unset()


def given(value: T | Unset | None) -> T | None:
    """The value, or None where the key is absent; zero, false and "" stay what they are.

    Example:
        >>> given(UNSET) is None, given(0)
        (True, 0)
    """
    return None if value is UNSET else cast("T | None", value)


def or_unset(value: T | None) -> T | Unset:
    """The value, or UNSET for None: for request fields where None would be sent as null.

    Example:
        >>> or_unset(None), or_unset(0.5)
        (UNSET, 0.5)
    """
    return UNSET if value is None else value


class Raw:
    """A JSON object that is a union member this version does not know; `data` is the object as it came.

    Args:
        type: The object's tag, None where it has none.
        data: The whole JSON object, tag included.
    """

    __slots__ = ("data", "type")
    __match_args__ = ("type", "data")

    def __init__(self, type: str | None, data: dict[str, Any]) -> None:
        self.type = type
        self.data = data

    def __repr__(self) -> str:
        return f"Raw(type={self.type!r}, data={self.data!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Raw) and self.data == other.data

    __hash__ = None  # type: ignore[assignment]  # mutable, so not hashable


@cache
def field_names(cls: type) -> tuple[str, ...]:
    """The python names of a wire class's fields, bases first; builds nothing."""
    names: dict[str, None] = {}
    for base in reversed(cls.__mro__):
        for name, annotation in base.__dict__.get("__annotations__", {}).items():
            if not str(annotation).startswith("ClassVar"):
                names[name] = None
    return tuple(names)


def is_model(cls: object) -> bool:
    """Whether `cls` is a class made by `@model`."""
    return isinstance(cls, type) and any("__attrs_attrs__" in base.__dict__ for base in cls.__mro__)


def _build(cls: type) -> None:
    """Turn the declaration into the attrs class it stands for: once, in any thread."""
    import attrs

    with _build_lock:
        for base in reversed(cls.__mro__):
            if base.__dict__.get("__attrs_attrs__") is not _trigger:
                continue
            # init=True: replace our trigger, which attrs would take for a method of the class's own
            attrs.define(base, slots=False, kw_only=True, init=True, eq=False, repr=False)
            for field in attrs.fields(base):
                if field.default is not attrs.NOTHING and not field.inherited:
                    setattr(base, field.name, field.default)  # attrs takes defaults off the class


class _Trigger:
    """Stands in for `__attrs_attrs__` until somebody reads it."""

    def __get__(self, instance: object, cls: type) -> Any:
        _build(cls)
        return cls.__attrs_attrs__  # type: ignore[attr-defined]  # attrs has just planted it


_trigger = _Trigger()


def _init(self: Any, **values: Any) -> None:
    _build(type(self))
    type(self).__init__(self, **values)


def _getattr(self: Any, name: str) -> Any:
    """A required field that the peer left out reads as UNSET."""
    cls: Any = type(self)
    if name[:2] != "__" and name in field_names(cls):
        return UNSET
    raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


def _set_values(self: Any) -> dict[str, Any]:
    return {name: value for name, value in self.__dict__.items() if value is not UNSET}


def _repr(self: Any) -> str:
    body = ", ".join(f"{name}={value!r}" for name, value in _set_values(self).items())
    return f"{type(self).__name__}({body})"


def _eq(self: Any, other: object) -> Any:
    if type(self) is not type(other):
        return NotImplemented
    return _set_values(self) == _set_values(other)


@dataclass_transform(kw_only_default=True)
def model(cls: type[T]) -> type[T]:
    """Declare a wire class: annotations are fields, constructed by keyword, compared by value.

    Example:
        >>> @model
        ... class Ping:
        ...     id: str
        ...     note: str | None | Unset = UNSET
        >>> Ping(id="1").note
        UNSET
    """
    members: dict[str, Any] = {
        "__attrs_attrs__": _trigger,
        "__init__": _init,
        "__getattr__": _getattr,
        "__repr__": _repr,
        "__eq__": _eq,
        "__hash__": None,
    }
    for name, member in members.items():
        setattr(cls, name, member)
    return cls
