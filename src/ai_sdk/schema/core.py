"""`Schema`: a JSON Schema together with the way back from a JSON value into the user's type."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args, get_origin, overload

import attrs

from ..types._value import value
from .containers import ListNode
from .definitions import describe
from .documents import DocumentNode
from .errors import Mismatch
from .from_types import Compiler, name_of
from .nodes import Node
from .signature import signature_node

if TYPE_CHECKING:
    from typing_extensions import TypeForm

    from .lowering import Dialect, Lowered

__all__ = ["Schema", "array_schema", "as_schema", "function_schema", "schema_for"]

T = TypeVar("T")


@value
class Schema(Generic[T]):
    """What a value must look like, and how it becomes a `T`.

    Attributes:
        json_schema: the JSON Schema; do not change it.
        name: a name for it, when its type has one.
        description: what it is, when its type says so.
        source: what it was made from.
    """

    json_schema: dict[str, Any] = attrs.field(hash=False)
    name: str | None = None
    description: str | None = None
    source: Any = attrs.field(default=None, repr=False, hash=False)
    _node: Node = attrs.field(default=None, repr=False, eq=False)
    _skip: tuple[str, ...] | None = attrs.field(default=None, repr=False)
    _array: bool = attrs.field(default=False, repr=False)
    _lowered: dict[str, Any] = attrs.field(factory=dict, repr=False, eq=False, init=False)

    def validate(self, value: Any) -> T:
        """Turn a JSON value into the type.

        Strict: text does not become a number, null is no text. 7.0 is the integer 7, an integer
        is a float, text becomes dates, UUIDs, decimals and enum members. Unknown properties are
        ignored by types and judged by the document itself for JSON Schemas, whose values come back
        unchanged. A null for an optional field whose type has no null counts as absent.

        Args:
            value: dicts, lists, strings, numbers, booleans and None.

        Raises:
            SchemaValidationError: it does not fit; with the path of each problem.

        Example:
            >>> schema_for(dict[str, float]).validate({"a": 1})
            {'a': 1.0}
        """
        try:
            loaded: T = self._node.load(value)
        except Mismatch as mismatch:
            raise mismatch.error() from mismatch.__cause__
        except RecursionError as error:
            raise Mismatch("nested too deeply").error() from error
        return loaded

    def partial(self, value: Any) -> Any:
        """A value that is still arriving, partly in the type.

        What is complete comes in its type; what may still grow, which is the last entry of every
        object and array on the way to the end, stays plain, and so does what does not fit.

        Args:
            value: a snapshot of the JSON value so far.

        Example:
            >>> from datetime import date
            >>> schema_for(list[date]).partial(["2024-05-17", "2024-05-18"])
            [datetime.date(2024, 5, 17), '2024-05-18']
        """
        from .partial import partly

        return partly(self._node, value)

    @property
    def shape(self) -> Node:
        """What a `PartialReader` needs to know of the type."""
        return self._node

    def lower(self, dialect: Dialect) -> Lowered:
        """The schema in the words that a dialect takes; worked out once.

        Raises:
            UnsupportedSchemaError: the dialect cannot say it; with the place.
        """
        found = self._lowered.get(dialect)
        if found is None:
            from .lowering import lower

            found = self._lowered[dialect] = lower(self.json_schema, dialect)
        made: Lowered = found
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        if self._array:
            return array_schema, (self.source,)
        return _again, (self.source, self._skip, self.name, self.description)


def schema_for(tp: TypeForm[T]) -> Schema[T]:
    """The schema of a type.

    Takes attrs classes, dataclasses, TypedDict, NamedTuple, Enum, Literal, unions, containers,
    `Annotated` (a text in it is the description), NewType, type aliases, recursive and generic
    classes, dates, UUIDs, decimals, pydantic models and msgspec Structs.

    Args:
        tp: the type.

    Raises:
        UnsupportedTypeError: some part of it has no JSON Schema.

    Example:
        >>> schema_for(int | None).json_schema
        {'anyOf': [{'type': 'integer'}, {'type': 'null'}]}
    """
    made: Schema[T] = _made(_Key(tp))
    return made


def function_schema(
    function: Callable[..., Any], *, skip: Collection[str] = ()
) -> Schema[dict[str, Any]]:
    """The schema of a function's parameters; a valid value is a dict of keyword arguments.

    Descriptions come from `Annotated` texts, else from the docstring (Google, NumPy or Sphinx
    style). Parameters with defaults are optional and left out of the dict when they are absent.

    Args:
        function: what will be called with the arguments.
        skip: parameters to leave out.

    Raises:
        UnsupportedTypeError: a parameter is positional-only or its type has no JSON Schema.

    Example:
        >>> def add(a: int, b: int = 1) -> int: ...
        >>> function_schema(add).json_schema["required"]
        ['a']
    """
    node = signature_node(function, skip)
    schema = {key: each for key, each in describe(node).items() if key != "description"}
    return Schema(schema, node.name, node.description, function, node, tuple(skip))


@overload
def as_schema(x: Schema[T], name: str | None = ..., description: str | None = ...) -> Schema[T]: ...
@overload
def as_schema(
    x: Mapping[str, Any], name: str | None = ..., description: str | None = ...
) -> Schema[Any]: ...
@overload
def as_schema(
    x: TypeForm[T], name: str | None = ..., description: str | None = ...
) -> Schema[T]: ...
def as_schema(x: Any, name: str | None = None, description: str | None = None) -> Schema[Any]:
    """The schema of anything that stands for one: a Schema, a type or a JSON Schema.

    Args:
        x: the type, or the JSON Schema as a mapping.
        name: another name for it.
        description: another description.

    Raises:
        UnsupportedTypeError: the type has no JSON Schema.
        UnsupportedSchemaError: the dict is no JSON Schema.

    Example:
        >>> as_schema({"type": "integer"}).validate(3)
        3
    """
    if isinstance(x, Schema):
        made: Schema[Any] = x
    elif isinstance(x, Mapping):
        made = _from_document(dict(x))
    else:
        made = _made(_Key(x))
    if name is None and description is None:
        return made
    return Schema(
        made.json_schema,
        name or made.name,
        description or made.description,
        made.source,
        made.shape,
        made._skip,
        made._array,
    )


def _again(
    source: Any, skip: tuple[str, ...] | None, name: str | None, description: str | None
) -> Schema[Any]:
    made = source if skip is None else function_schema(source, skip=skip)
    return as_schema(made, name, description)


def _from_document(document: dict[str, Any]) -> Schema[Any]:
    node = DocumentNode(document)
    title, text = document.get("title"), document.get("description")
    return Schema(document, title, text, document, node)


def array_schema(element: Schema[T]) -> Schema[list[T]]:
    """The schema of a list whose elements have the given schema.

    Example:
        >>> array_schema(schema_for(int)).json_schema
        {'type': 'array', 'items': {'type': 'integer'}}
    """
    node = ListNode(element.shape, list, unique=False)
    return Schema(describe(node), None, None, element, node, None, True)


class _Key:
    """A type as a cache key that tells `int | str` from `str | int`, which Python finds equal."""

    __slots__ = ("_hash", "_key", "type")

    def __init__(self, tp: Any) -> None:
        self.type = tp
        self._key = _structure(tp)
        try:
            self._hash = hash(self._key)
        except TypeError:  # an annotation without a hash: nothing else is equal to it
            self._key = object()
            self._hash = hash(self._key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._key == other._key


def _structure(tp: Any) -> Any:
    args = get_args(tp)
    if not args:
        return (type(tp), tp)
    return (get_origin(tp), tuple(map(_structure, args)))


@functools.lru_cache(maxsize=128)
def _made(key: _Key) -> Schema[Any]:
    node = Compiler().node(key.type)
    schema = describe(node)
    return Schema(schema, name_of(key.type), schema.get("description"), key.type, node)
