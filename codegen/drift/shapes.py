"""A normal node seen flat: references followed, unions opened, so that two writings look alike."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..documents import Document, Node
from ..documents.form import ORIGIN, reference


class Constants(NamedTuple):
    """The listed values of one scalar type; `is_open` where others are allowed, too."""

    values: tuple[Any, ...]
    is_open: bool
    place: str


class Thing(NamedTuple):
    """One object schema: its name if it has one, the node, and the place of the innermost union."""

    name: str | None
    node: Node
    home: str

    @property
    def place(self) -> str:
        """Where it is written."""
        return str(self.node.get(ORIGIN, "#"))

    @property
    def properties(self) -> dict[str, Node]:
        """Its named fields."""
        found: dict[str, Node] = self.node.get("properties", {})
        return found

    @property
    def is_free(self) -> bool:
        """Whether it says nothing about its fields."""
        return not self.properties and "additionalProperties" not in self.node


class Shape(NamedTuple):
    """All that a value may be."""

    scalars: dict[str, Constants]
    things: list[Thing]
    items: list[Node]
    anything: bool
    null: bool

    @property
    def kinds(self) -> frozenset[str]:
        """The types, null left out."""
        extra = [*(["object"] if self.things else ()), *(["array"] if self.items else ())]
        return frozenset((*self.scalars, *extra))


def shape(document: Document, node: Node) -> Shape:
    """What `node` of `document` allows, seen flat."""
    flat = Shape({}, [], [], False, False)
    anything, null = _fill(flat, document, node, (), str(node.get(ORIGIN, "#")))
    return flat._replace(anything=anything, null=null)


def followed(document: Document, node: Node) -> tuple[str | None, Node]:
    """The node behind a chain of references, and the last name on the way."""
    name, seen = None, set[str]()
    while (target := reference(node)) is not None and target not in seen:
        seen.add(target)
        name, node = target, document.schemas.get(target, {})
    return name, node


def _fill(
    flat: Shape, document: Document, node: Node, seen: tuple[str, ...], home: str
) -> tuple[bool, bool]:
    """Put what a node allows into `flat`; whether it allows anything, and null."""
    name, inner = followed(document, node)
    if name is not None and name in seen:
        return False, False  # a union that has itself for a member adds nothing
    seen = (*seen, name) if name is not None else seen
    if "anyOf" in inner:
        home = str(inner.get(ORIGIN, home))
        told = [_fill(flat, document, each, seen, home) for each in inner["anyOf"]]
        return any(each for each, _ in told), any(null for _, null in told)
    kind = inner.get("type")
    if kind is None:
        return True, False
    if kind == "object":
        if all(each.place != inner.get(ORIGIN) for each in flat.things):
            flat.things.append(Thing(name, inner, home))
    elif kind == "array":
        flat.items.append(inner.get("items", {}))
    elif kind != "null":
        _add_scalar(flat.scalars, "binary" if inner.get("format") == "binary" else kind, inner)
    return False, kind == "null"


def _add_scalar(scalars: dict[str, Constants], kind: str, node: Node) -> None:
    place = str(node.get(ORIGIN, "#"))
    listed = tuple(node["enum"]) if "enum" in node and "x-implied" not in node else None
    old = scalars.get(kind)
    if old is None:
        scalars[kind] = Constants(listed or (), listed is None, place)
        return
    values = tuple(dict.fromkeys((*old.values, *(listed or ()))))
    where = old.place if old.values or not listed else place
    scalars[kind] = Constants(values, old.is_open or listed is None, where)
