"""Python types to nodes."""

from __future__ import annotations

import collections.abc as abc
import enum
import types
import typing
from typing import Annotated, Any, Literal, NewType, TypeVar, Union, get_args, get_origin

from .annotations import AnnotatedNode, words_of
from .classes import object_fields
from .containers import ListNode, MappingNode, TupleNode
from .errors import UnsupportedTypeError
from .foreign import foreign_node
from .hints import resolve_alias
from .nodes import (
    ANY,
    BOOLEAN,
    FLOAT,
    INTEGER,
    NULL,
    STRING,
    ChoiceNode,
    NamedNode,
    Node,
    WrappedScalar,
)
from .objects import ObjectNode
from .texts import text_node
from .unions import UnionNode

__all__ = ["Compiler", "name_of"]

_SCALARS: dict[Any, Node] = {
    str: STRING,
    bool: BOOLEAN,
    int: INTEGER,
    float: FLOAT,
    type(None): NULL,
    None: NULL,
}
_QUALIFIERS = {"Required", "NotRequired", "ReadOnly", "Final", "ClassVar", "InitVar"}
_LISTS = (list, abc.Sequence, abc.MutableSequence, abc.Collection, abc.Iterable)
_SETS = (set, abc.Set, abc.MutableSet)
_MAPPINGS = (dict, abc.Mapping, abc.MutableMapping)


class _AliasNode(NamedNode):
    """A type alias with a name, which may mention itself."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.label = name
        self.target: Node = ANY

    def body(self, defs: Any, name: str) -> dict[str, Any]:
        return self.target.schema(defs)

    def load(self, value: Any) -> Any:
        return self.target.load(value)

    def assemble(self, value: Any, parts: Any) -> Any:
        return self.target.assemble(value, parts)

    def distance(self, value: Any) -> int:
        return self.target.distance(value)

    def growing(self, value: Any) -> Node:
        return self.target.growing(value)


class Compiler:
    """Compiles the types of one schema; a class met twice is compiled once."""

    def __init__(self) -> None:
        self._nodes: dict[Any, Node] = {}

    def node(self, tp: Any) -> Node:
        """The node of a type.

        Raises:
            UnsupportedTypeError: nothing in JSON Schema says what it is.
        """
        try:
            if tp in _SCALARS:
                return _SCALARS[tp]
        except TypeError:  # Annotated with something that has no hash
            pass
        if tp is Any or tp is object:
            return ANY
        return self._alias(tp) or self._special(tp) or self._class(tp)

    def _alias(self, tp: Any) -> Node | None:
        """Names for other types: `type X = ...`, NewType, type variables."""
        if isinstance(tp, NewType):
            return self.node(tp.__supertype__)
        if isinstance(tp, TypeVar):
            return self._variable(tp)
        origin = get_origin(tp)
        alias = origin if type(origin).__name__ == "TypeAliasType" else tp
        if type(alias).__name__ != "TypeAliasType":
            return None
        key = _key(tp)
        if key not in self._nodes:
            made = self._nodes[key] = _AliasNode(name_of(tp) or alias.__name__)
            value = resolve_alias(alias)
            made.target = self.node(value if alias is tp else value[get_args(tp)])
            made.kinds = made.target.kinds
        return self._nodes[key]

    def _variable(self, variable: Any) -> Node:
        if variable.__constraints__:
            return UnionNode([self.node(each) for each in variable.__constraints__])
        return ANY if variable.__bound__ is None else self.node(variable.__bound__)

    def _special(self, tp: Any) -> Node | None:
        """Forms of `typing`."""
        origin, args = get_origin(tp), get_args(tp)
        if isinstance(tp, (str, typing.ForwardRef)):
            raise UnsupportedTypeError(f"the name {tp!r} in an annotation could not be resolved")
        if origin is Annotated:
            base = self.node(args[0])
            words = words_of(args[1:], base.kinds)
            return AnnotatedNode(base, words) if words else base
        if origin is Literal:
            return _literal(args)
        if origin in (Union, types.UnionType):
            return UnionNode([self.node(each) for each in args])
        if getattr(origin, "_name", None) in _QUALIFIERS:
            return self.node(args[0])
        if getattr(tp, "_name", None) == "LiteralString":
            return STRING
        return None

    def _class(self, tp: Any) -> Node:
        cls = get_origin(tp) or tp
        if not isinstance(cls, type):
            raise UnsupportedTypeError(f"no JSON Schema for {tp!r}")
        known = self._nodes.get(_key(tp))
        if known is not None:
            return known
        return (
            self._container(tp, cls, get_args(tp))
            or self._simple(cls)
            or self._foreign(tp, cls)
            or self._object(tp, cls)
        )

    def _container(self, tp: Any, cls: type, args: tuple[Any, ...]) -> Node | None:
        if cls is tuple:
            if tp is tuple:
                return ListNode(ANY, tuple, unique=False)
            if len(args) == 2 and args[1] is ...:
                return ListNode(self.node(args[0]), tuple, unique=False)
            return TupleNode([self.node(each) for each in args])
        item = args[0] if args else Any
        if cls in _LISTS:
            return ListNode(self.node(item), list, unique=False)
        if cls in _SETS or cls is frozenset:
            make = frozenset if cls is frozenset else set
            return ListNode(self.node(item), make, unique=True)
        if cls in _MAPPINGS:
            key, value = args or (str, Any)
            return MappingNode(self._key(key), self.node(value), key is str or key is Any)
        return None

    def _key(self, tp: Any) -> Node:
        node = self.node(tp)
        if not node.kinds & {"string", "integer", "number"}:
            raise UnsupportedTypeError(f"the keys of a JSON object are text, not {node.label}")
        return node

    def _simple(self, cls: type) -> Node | None:
        """Classes whose values are one scalar in JSON."""
        if issubclass(cls, enum.Enum):
            return _enum(cls)
        for base in (str, int, float):
            if issubclass(cls, base):
                return WrappedScalar(_SCALARS[base], cls)
        return text_node(cls)

    def _foreign(self, tp: Any, cls: type) -> Node | None:
        made = foreign_node(tp, cls, self.node)
        if made is not None:
            self._nodes[_key(tp)] = made
        return made

    def _object(self, tp: Any, cls: type) -> Node:
        found = object_fields(tp, cls)
        if found is None:
            raise UnsupportedTypeError(
                f"no JSON Schema for {tp!r}: use an attrs class, dataclass, TypedDict, NamedTuple, "
                "Enum, pydantic model or msgspec Struct, or give a JSON Schema"
            )
        made = ObjectNode(name_of(tp) or cls.__name__, found.build, found.description)
        self._nodes[_key(tp)] = made  # before its fields, which may mention it
        made.set_fields([spec.field(self.node) for spec in found.specs])
        return made


def _key(tp: Any) -> Any:
    try:
        hash(tp)
    except TypeError:  # Annotated with something that has no hash
        return repr(tp)
    return tp


def _literal(args: tuple[Any, ...]) -> Node:
    pairs = [(each.value if isinstance(each, enum.Enum) else each, each) for each in args]
    for value, _ in pairs:
        if not isinstance(value, (str, int, bool, type(None))):
            raise UnsupportedTypeError(f"{value!r} in a Literal has no JSON form")
    return ChoiceNode(pairs, single_as_const=True)


def _enum(cls: type[enum.Enum]) -> Node:
    pairs = [(member.value, member) for member in cls]
    if not pairs:
        raise UnsupportedTypeError(f"the enum {cls.__name__} has no members")
    for value, member in pairs:
        if not isinstance(value, (str, int, float, bool, type(None))):
            raise UnsupportedTypeError(f"the value of {member} has no JSON form: {value!r}")
    return ChoiceNode(pairs, single_as_const=False)


def name_of(tp: Any) -> str | None:
    """A short name for a class or a generic class with its arguments; None for other types."""
    cls = get_origin(tp) or tp
    args = get_args(tp)
    if cls in (*_LISTS, *_SETS, *_MAPPINGS, tuple, frozenset, Union, types.UnionType, Literal):
        return None
    name = getattr(cls, "__name__", None)
    if not isinstance(name, str) or (not args and cls in _SCALARS):
        return None
    parts = [name_of(arg) or getattr(arg, "__name__", "") for arg in args]
    return "_".join([name, *(part for part in parts if part)])
