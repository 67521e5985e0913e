"""`Annotated[T, ...]`: descriptions and limits.

Text, typing's Doc, msgspec's Meta, pydantic's Field and annotated_types are found by their
attributes; none of them is imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .errors import Mismatch
from .nodes import Node
from .validate import first_problem

if TYPE_CHECKING:
    from .definitions import Definitions

__all__ = ["AnnotatedNode", "words_of"]

_LIMITS = (
    ("ge", "minimum"),
    ("gt", "exclusiveMinimum"),
    ("le", "maximum"),
    ("lt", "exclusiveMaximum"),
    ("multiple_of", "multipleOf"),
    ("pattern", "pattern"),
    ("title", "title"),
)
_LENGTHS = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}


def words_of(metadata: Iterable[Any], kinds: frozenset[str]) -> dict[str, Any]:
    """JSON Schema keywords for what stands beside a type in `Annotated`.

    Args:
        metadata: what stands there; unknown things are passed over.
        kinds: JSON types of the annotated type: a length means another keyword for each.
    """
    words: dict[str, Any] = {}
    for each in metadata:
        if isinstance(each, str):
            words["description"] = each
            continue
        if isinstance(each, dict) and set(each) <= {"description", "title", "examples", "default"}:
            words.update(each)
            continue
        words.update(_from_attributes(each, kinds))
        inner = getattr(each, "metadata", None)  # pydantic's FieldInfo
        if isinstance(inner, (list, tuple)):
            words.update(words_of(inner, kinds))
    return words


def _from_attributes(thing: Any, kinds: frozenset[str]) -> dict[str, Any]:
    words: dict[str, Any] = {}
    text = _plain(thing, "description") or _plain(thing, "documentation")
    if isinstance(text, str):
        words["description"] = text
    for name, keyword in _LIMITS:
        limit = _plain(thing, name)
        if limit is not None:
            words[keyword] = limit.pattern if isinstance(limit, re.Pattern) else limit
    for kind, (low, high) in _LENGTHS.items():
        if kind in kinds:
            for name, keyword in (("min_length", low), ("max_length", high)):
                if (limit := _plain(thing, name)) is not None:
                    words[keyword] = limit
    examples = _plain(thing, "examples")
    if isinstance(examples, (list, tuple)):
        words["examples"] = list(examples)
    return words


def _plain(thing: Any, name: str) -> Any:
    found = getattr(thing, name, None)
    return found if isinstance(found, (str, int, float, list, tuple, re.Pattern)) else None


class AnnotatedNode(Node):
    """A type with words and limits of its own."""

    def __init__(self, base: Node, words: dict[str, Any]) -> None:
        self.label = base.label
        self.kinds = base.kinds
        self._base = base
        self._words = words
        self._limits = {k: v for k, v in words.items() if k not in ("description", "examples")}

    def schema(self, defs: Definitions) -> dict[str, Any]:
        return {**self._base.schema(defs), **self._words}

    def load(self, value: Any) -> Any:
        return self._limited(value, self._base.load(value))

    def assemble(self, value: Any, parts: Any) -> Any:
        return self._limited(value, self._base.assemble(value, parts))

    def _limited(self, value: Any, loaded: Any) -> Any:
        problem = first_problem(self._limits, value) if self._limits else None
        if problem is not None:
            raise Mismatch(problem)
        return loaded

    def distance(self, value: Any) -> int:
        return self._base.distance(value)

    def disowns(self, value: Any) -> bool:
        return self._base.disowns(value)

    def growing(self, value: Any) -> Node:
        return self._base.growing(value)
