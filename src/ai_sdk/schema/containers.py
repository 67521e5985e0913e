"""Nodes of lists, tuples, sets and mappings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from .errors import MAX_ISSUES, Mismatch, Path, show
from .nodes import ANY, Node

if TYPE_CHECKING:
    from .definitions import Definitions

__all__ = ["ListNode", "MappingNode", "TupleNode"]


def load_each(pairs: Iterable[tuple[str | int, Node, Any]]) -> list[Any]:
    """Load several values, or raise one mismatch with the path of each that does not fit."""
    out: list[Any] = []
    found: list[tuple[Path, str]] = []
    for step, node, value in pairs:
        try:
            out.append(node.load(value))
        except Mismatch as mismatch:
            found.extend(mismatch.under(step))
            if len(found) >= MAX_ISSUES:
                break
    if found:
        raise Mismatch.gather(found)
    return out


class ListNode(Node):
    """Many of one kind: list, set, frozenset, tuple[T, ...], Sequence[T]."""

    label = "array"
    kinds = frozenset({"array"})

    def __init__(self, item: Node, make: Callable[[list[Any]], Any], *, unique: bool) -> None:
        self._item = item
        self._make = make
        self._unique = unique

    def schema(self, defs: Definitions) -> dict[str, Any]:
        words: dict[str, Any] = {"type": "array"}
        if self._item is not ANY:
            words["items"] = self._item.schema(defs)
        return {**words, "uniqueItems": True} if self._unique else words

    def load(self, value: Any) -> Any:
        if type(value) is not list:
            raise self.wrong(value)
        item = self._item
        try:
            loaded = [item.load(each) for each in value]
        except Mismatch:
            loaded = load_each((index, item, each) for index, each in enumerate(value))
        return loaded if self._make is list else self._remade(loaded)

    def assemble(self, value: Any, parts: Any) -> Any:
        return parts if self._make is list else self._remade(parts)

    def _remade(self, loaded: list[Any]) -> Any:
        try:
            made = self._make(loaded)
        except TypeError as error:  # items that have no hash, in a set
            raise Mismatch(f"{error}") from error
        if self._unique and len(made) != len(loaded):
            raise Mismatch("expected items that all differ")
        return made

    def part(self, key: Any) -> Node:
        return self._item


class TupleNode(Node):
    """A fixed number of items, each of its own type."""

    label = "array"
    kinds = frozenset({"array"})

    def __init__(self, items: Sequence[Node]) -> None:
        self._items = list(items)

    def schema(self, defs: Definitions) -> dict[str, Any]:
        count = len(self._items)
        size = {"minItems": count, "maxItems": count}
        if not count:
            return {"type": "array", **size}
        prefix = [item.schema(defs) for item in self._items]
        return {"type": "array", "prefixItems": prefix, "items": False, **size}

    def load(self, value: Any) -> Any:
        if type(value) is not list:
            raise self.wrong(value)
        if len(value) != len(self._items):
            raise Mismatch(f"expected {len(self._items)} items, got {len(value)}")
        return tuple(load_each(zip(range(len(value)), self._items, value, strict=True)))

    def assemble(self, value: Any, parts: Any) -> Any:
        return tuple(parts) if len(parts) == len(self._items) else self.load(value)

    def part(self, key: Any) -> Node:
        return self._items[key] if key < len(self._items) else ANY


class MappingNode(Node):
    """dict[K, V], where K is text or made from text."""

    label = "object"
    kinds = frozenset({"object"})

    def __init__(self, key: Node, value: Node, plain_keys: bool) -> None:
        self._key = key
        self._value = value
        self._plain_keys = plain_keys

    def schema(self, defs: Definitions) -> dict[str, Any]:
        words: dict[str, Any] = {"type": "object"}
        if not self._plain_keys:
            names = self._key.schema(defs)
            if names.keys() & {"enum", "const", "pattern", "format"}:
                words["propertyNames"] = names
        words["additionalProperties"] = self._value.schema(defs) or True
        return words

    def load(self, value: Any) -> Any:
        if type(value) is not dict:
            raise self.wrong(value)
        loaded = load_each((key, self._value, each) for key, each in value.items())
        return self._named(value, loaded)

    def assemble(self, value: Any, parts: Any) -> Any:
        return parts if self._plain_keys else self._named(value, parts.values())

    def _named(self, value: dict[str, Any], loaded: Iterable[Any]) -> dict[Any, Any]:
        keys = value if self._plain_keys else [self._name(key) for key in value]
        return dict(zip(keys, loaded, strict=True))

    def _name(self, key: str) -> Any:
        try:
            return self._key.load(key)
        except Mismatch as mismatch:
            problem = mismatch.found[0][1]
            if "integer" in self._key.kinds or "number" in self._key.kinds:
                return self._number(key, problem)
            raise Mismatch(f"key {show(key)}: {problem}") from None

    def _number(self, key: str, problem: str) -> Any:
        """A key that is a number in Python is text in JSON."""
        try:
            return self._key.load(float(key) if "." in key else int(key))
        except (Mismatch, ValueError):
            raise Mismatch(f"key {show(key)}: {problem}") from None

    def part(self, key: Any) -> Node:
        return self._value
