"""The node of a union: the nearest member that fits wins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .errors import Mismatch, kind_of, show
from .nodes import ANY, AnyNode, Node
from .partial import Partial, partial_class

if TYPE_CHECKING:
    from .definitions import Definitions

__all__ = ["UnionNode"]


class UnionNode(Node):
    """One of several types.

    Members whose JSON type fits are tried, the nearest first (7 is an int before it is a float;
    an object goes to the class that knows most of its keys), in the order of the union otherwise.
    """

    def __init__(self, members: Sequence[Node]) -> None:
        self._members = list(members)
        self.kinds = frozenset().union(*(member.kinds for member in members))
        self.label = " or ".join(dict.fromkeys(member.label for member in members))
        self._open: dict[tuple[Node, ...], Node] = {}

    def schema(self, defs: Definitions) -> dict[str, Any]:
        return {"anyOf": [member.schema(defs) for member in self._members]}

    def load(self, value: Any) -> Any:
        kind = kind_of(value)
        fitting = [member for member in self._members if kind in member.kinds]
        if len(fitting) > 1:
            fitting.sort(key=lambda member: member.distance(value))
        refused: list[tuple[Node, Mismatch]] = []
        for member in fitting:
            try:
                return member.load(value)
            except Mismatch as mismatch:
                refused.append((member, mismatch))
        raise self._refusal(value, refused)

    def _refusal(self, value: Any, refused: list[tuple[Node, Mismatch]]) -> Mismatch:
        if not refused:
            return self.wrong(value)
        if len(refused) > 1:  # where a tag says which member was meant, speak of that one alone
            refused = [each for each in refused if not each[0].disowns(value)] or refused
        if len(refused) == 1:
            return refused[0][1]
        why = "; ".join(f"{member.label}: {_first(mismatch)}" for member, mismatch in refused)
        return Mismatch(f"expected {self.label}, got {show(value)} ({why})")

    def distance(self, value: Any) -> int:
        kind = kind_of(value)
        return min((m.distance(value) for m in self._members if kind in m.kinds), default=0)

    def growing(self, value: Any) -> Node:
        """The member that a container still growing must be, if only one can be."""
        kind = kind_of(value)
        members = [m for m in self._members if kind in m.kinds and not m.disowns(value)]
        if len(members) == 1:
            return members[0].growing(value)
        return self._undecided(tuple(members)) if kind == "object" else ANY

    def assemble(self, value: Any, parts: Any) -> Any:
        member = self.growing(value)
        return self.load(value) if isinstance(member, AnyNode) else member.assemble(value, parts)

    def _undecided(self, members: tuple[Node, ...]) -> Node:
        """The node of an object that may still become one of several classes."""
        if members not in self._open:
            views = [member.view for member in members]
            classes = [view for view in views if view is not None]
            alike = len(classes) == len(views) > 0
            self._open[members] = _UndecidedNode(classes) if alike else ANY
        return self._open[members]


class _UndecidedNode(AnyNode):
    """Any of several classes: it has the fields of all of them."""

    def __init__(self, classes: Sequence[type[Partial]]) -> None:
        fields = dict.fromkeys(field for each in classes for field in each.fields_of_class)
        self._view = partial_class("Union", tuple(fields))

    @property
    def view(self) -> type[Partial]:
        return self._view


def _first(mismatch: Mismatch) -> str:
    from .errors import place

    path, message = mismatch.found[0]
    return f"{place(path)}: {message}" if path else message
