"""Values that are still arriving, partly in the user's type."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from .nodes import Node

__all__ = ["Partial", "partial_class", "partly"]


class Partial(dict[str, Any]):
    """An object of a class that is still arriving: read it as you would read the object.

    `partial.name` is None as long as the field has not come; what is complete is in its type,
    what is not stays open. It is a dict of what has come, too: `"name" in partial`. A field whose
    name is that of a method of dict hides the method.

    Example:
        >>> from dataclasses import dataclass
        >>> from ai_sdk.schema import schema_for
        >>> @dataclass
        ... class Recipe:
        ...     name: str
        ...     minutes: int
        >>> partial = schema_for(Recipe).partial({"name": "Sou"})
        >>> partial, partial.name, partial.minutes
        ({'name': 'Sou'}, 'Sou', None)
    """

    __slots__ = ()
    fields_of_class: ClassVar[tuple[tuple[str, str], ...]] = ()
    """For each attribute its key in JSON."""

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


@functools.lru_cache(maxsize=128)
def partial_class(name: str, fields: tuple[tuple[str, str], ...]) -> type[Partial]:
    """The `Partial` of one class.

    Args:
        name: the name of the class.
        fields: for each attribute its key in JSON.
    """
    made = {key: _field(wire) for key, wire in fields if not key.startswith("__")}
    more = {"__slots__": (), "fields_of_class": fields}
    return type(f"Partial{name}", (Partial,), {**made, **more})


def _field(key: str) -> property:
    return property(lambda self: dict.get(self, key))


def partly(node: Node, value: Any, *, complete: bool = False) -> Any:
    """The value with all that is complete in its type; see `Schema.partial`.

    Args:
        node: its type.
        value: plain JSON data.
        complete: its last entry is complete, too.
    """
    if not isinstance(value, (dict, list)):
        return value
    node = node.growing(value)
    if isinstance(value, list):
        last = None if complete else len(value) - 1
        return [_part(node.part(i), each, i == last) for i, each in enumerate(value)]
    last_key = None if complete else next(reversed(value), None)
    made = {key: _part(node.part(key), each, key == last_key) for key, each in value.items()}
    return made if node.view is None else node.view(made)


def _part(node: Node, value: Any, open_: bool) -> Any:
    return partly(node, value) if open_ else node.settle(value)
