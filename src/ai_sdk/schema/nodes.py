"""The compiled form of a type: a node says its JSON Schema and turns JSON values into the type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .errors import Mismatch, kind_of, show

if TYPE_CHECKING:
    from .definitions import Definitions
    from .partial import Partial

__all__ = [
    "ANY",
    "BOOLEAN",
    "FLOAT",
    "INTEGER",
    "NULL",
    "STRING",
    "AnyNode",
    "ChoiceNode",
    "NamedNode",
    "Node",
    "TextNode",
    "WrappedScalar",
]

ALL_KINDS = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})


class Node:
    """A type, compiled.

    Attributes:
        label: what a value should have been, for messages.
        kinds: the JSON types that can become this type.
    """

    label: str = "a value"
    kinds: frozenset[str] = ALL_KINDS

    def schema(self, defs: Definitions) -> dict[str, Any]:
        """The JSON Schema; named types go into `defs`."""
        raise NotImplementedError

    def load(self, value: Any) -> Any:
        """The value in the type.

        Raises:
            Mismatch: it does not fit.
        """
        raise NotImplementedError

    def distance(self, value: Any) -> int:
        """How far a value of a fitting JSON type is from this type: a union tries the nearest."""
        return 0

    def disowns(self, value: Any) -> bool:
        """Whether a tag inside the object `value` says that another type was meant."""
        return False

    def assemble(self, value: Any, parts: Any) -> Any:
        """What `load` gives for a list or dict whose entries are loaded already.

        Args:
            value: the container as it came.
            parts: the same with its entries in their types; the caller gives it away.

        Raises:
            Mismatch: it does not fit.
        """
        return self.load(value)

    def may_lack(self, key: Any) -> bool:
        """Whether a null under `key` says that there is no such entry."""
        return False

    def growing(self, value: Any) -> Node:
        """The node to ask for the parts of `value`, a container that is not complete yet."""
        return self

    @property
    def view(self) -> type[Partial] | None:
        """The class in which an object shows itself while it grows; None for dict."""
        return None

    def part(self, key: Any) -> Node:
        """The node of what stands under `key` of a container that is still growing."""
        return ANY

    def settle(self, value: Any) -> Any:
        """The complete value in the type; if it does not fit, open, with what fits inside it."""
        try:
            return self.load(value)
        except Exception:  # noqa: BLE001  # the user's own checks may raise anything
            from .partial import partly

            return partly(self, value, complete=True)

    def wrong(self, value: Any) -> Mismatch:
        """The plain refusal."""
        return Mismatch(f"expected {self.label}, got {kind_of(value)}")


class NamedNode(Node):
    """A type with a name: its schema may stand in `$defs`."""

    name: str = ""

    def schema(self, defs: Definitions) -> dict[str, Any]:
        return defs.ref(self, self.name)

    def body(self, defs: Definitions, name: str) -> dict[str, Any]:
        """The schema itself, which will stand in `defs` under `name`."""
        raise NotImplementedError


class AnyNode(Node):
    """Anything goes."""

    def schema(self, defs: Definitions) -> dict[str, Any]:
        return {}

    def load(self, value: Any) -> Any:
        return value


class _Scalar(Node):
    def __init__(self, kind: str) -> None:
        self.label = kind
        self.kinds = frozenset({kind})

    def schema(self, defs: Definitions) -> dict[str, Any]:
        return {"type": self.label}


class _Exact(_Scalar):
    def __init__(self, kind: str, python: type) -> None:
        super().__init__(kind)
        self.python = python

    def load(self, value: Any) -> Any:
        if type(value) is not self.python:
            raise self.wrong(value)
        return value


class _Integer(_Scalar):
    """Takes 7.0 for 7, as JSON Schema does."""

    def __init__(self) -> None:
        super().__init__("integer")
        self.kinds = frozenset({"integer", "number"})

    def load(self, value: Any) -> Any:
        if type(value) is int:
            return value
        if type(value) is not float:
            raise self.wrong(value)
        if not value.is_integer():
            raise Mismatch(f"expected integer, got {show(value)}")
        return int(value)

    def distance(self, value: Any) -> int:
        return int(type(value) is float)


class _Float(_Scalar):
    def __init__(self) -> None:
        super().__init__("number")
        self.kinds = frozenset({"integer", "number"})

    def load(self, value: Any) -> Any:
        if type(value) is float:
            return value
        if type(value) is int:
            return float(value)
        raise self.wrong(value)

    def distance(self, value: Any) -> int:
        return int(type(value) is int)


class TextNode(Node):
    """A class written as text: dates, UUIDs, decimals and their like."""

    def __init__(
        self,
        label: str,
        words: Mapping[str, Any],
        read: Callable[[Any], Any],
        kinds: Iterable[str] = ("string",),
    ) -> None:
        self.label = label
        self.kinds = frozenset(kinds)
        self._words = dict(words)
        self._read = read

    def schema(self, defs: Definitions) -> dict[str, Any]:
        return {"type": "string", **self._words}

    def load(self, value: Any) -> Any:
        if kind_of(value) not in self.kinds:
            raise self.wrong(value)
        try:
            return self._read(value)
        except (ValueError, ArithmeticError) as error:
            raise Mismatch(f"expected {self.label}, got {show(value)}") from error


class WrappedScalar(Node):
    """A subclass of str, int or float: the base's schema, the subclass's value."""

    def __init__(self, base: Node, cls: type) -> None:
        self.label = base.label
        self.kinds = base.kinds
        self._base = base
        self._cls = cls

    def schema(self, defs: Definitions) -> dict[str, Any]:
        return self._base.schema(defs)

    def load(self, value: Any) -> Any:
        loaded = self._base.load(value)
        try:
            return self._cls(loaded)
        except (TypeError, ValueError, AssertionError) as error:
            raise Mismatch(f"{self._cls.__name__} refused it: {error}") from error

    def distance(self, value: Any) -> int:
        return self._base.distance(value)


class ChoiceNode(Node):
    """One of a fixed set: Literal and Enum."""

    def __init__(self, choices: Iterable[tuple[Any, Any]], *, single_as_const: bool) -> None:
        pairs = list(choices)
        self._values = [value for value, _ in pairs]
        self._const = single_as_const and len(pairs) == 1
        self._meant = {(type(value), value): meant for value, meant in pairs}
        self.kinds = frozenset(kind_of(value) for value in self._values)
        if "integer" in self.kinds:
            self.kinds |= {"number"}
        shown = ", ".join(show(value) for value in self._values)
        self.label = shown if len(pairs) == 1 else f"one of {shown}"

    def schema(self, defs: Definitions) -> dict[str, Any]:
        kinds = list(dict.fromkeys(kind_of(value) for value in self._values))
        words = {"const": self._values[0]} if self._const else {"enum": list(self._values)}
        return {"type": kinds[0], **words} if len(kinds) == 1 else words

    def load(self, value: Any) -> Any:
        if type(value) is float and value.is_integer():
            value = int(value) if (float, value) not in self._meant else value
        try:
            return self._meant[type(value), value]
        except (KeyError, TypeError):
            raise Mismatch(f"expected {self.label}, got {show(value)}") from None


ANY = AnyNode()
STRING = _Exact("string", str)
BOOLEAN = _Exact("boolean", bool)
NULL = _Exact("null", type(None))
INTEGER = _Integer()
FLOAT = _Float()
