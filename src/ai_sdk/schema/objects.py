"""The node of classes with fields: attrs, dataclasses, TypedDict, NamedTuple, and of signatures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from .containers import load_each
from .errors import MAX_ISSUES, Mismatch, Path
from .nodes import ANY, ChoiceNode, NamedNode, Node
from .partial import Partial, partial_class

if TYPE_CHECKING:
    from .definitions import Definitions

__all__ = ["MISSING", "Field", "ObjectNode"]

MISSING: Any = object()


class Field(NamedTuple):
    """A property of an object.

    Attributes:
        name: the property in JSON.
        node: its type.
        required: whether it must be there.
        description: words for the model.
        default: what is assumed without it, when that is a plain value; else MISSING.
    """

    name: str
    node: Node
    required: bool
    description: str | None = None
    default: Any = MISSING


class ObjectNode(NamedNode):
    """An object with known properties, built by calling something with them as keywords.

    Properties that the type does not know are ignored. A null for an optional property whose
    type has no null means that the property is absent: strict dialects make models send it.
    """

    kinds = frozenset({"object"})

    def __init__(
        self, name: str, build: Callable[..., Any] | None, description: str | None
    ) -> None:
        self.name = name
        self.label = f"object {name}" if name else "object"
        self.description = description
        self.fields: dict[str, Field] = {}
        self.extra: Node | None = None
        self._build = build

    def set_fields(self, fields: list[Field]) -> None:
        """Fill in the fields; a class that contains itself needs its node first."""
        self.fields = {field.name: field for field in fields}

    def body(self, defs: Definitions, name: str) -> dict[str, Any]:
        words: dict[str, Any] = {"type": "object"}
        if self.description:
            words["description"] = self.description
        words["properties"] = {key: _property(f, defs) for key, f in self.fields.items()}
        words["required"] = [key for key, field in self.fields.items() if field.required]
        extra = self.extra
        words["additionalProperties"] = False if extra is None else extra.schema(defs) or True
        return words

    def load(self, value: Any) -> Any:
        if type(value) is not dict:
            raise self.wrong(value)
        loaded: dict[str, Any] = {}
        found: list[tuple[Path, str]] = []
        for name, field in self.fields.items():
            given = value.get(name, MISSING)
            if given is MISSING:
                if field.required:
                    found.append(((name,), f"missing, expected {field.node.label}"))
                continue
            if given is None and self.may_lack(name):
                continue
            try:
                loaded[name] = field.node.load(given)
            except Mismatch as mismatch:
                found.extend(mismatch.under(name))
        if found:
            raise Mismatch.gather(found[:MAX_ISSUES])
        if self.extra is not None:
            loaded.update(self._extras(value, self.extra))
        return loaded if self._build is None else self._built(loaded)

    def assemble(self, value: Any, parts: Any) -> Any:
        if any(field.required and name not in parts for name, field in self.fields.items()):
            return self.load(value)  # which says what is missing
        loaded = {
            name: part
            for name, part in parts.items()
            if (name in self.fields or self.extra is not None)
            and not (part is None and self.may_lack(name))
        }
        return loaded if self._build is None else self._built(loaded)

    def may_lack(self, key: Any) -> bool:
        field = self.fields.get(key)
        return field is not None and not field.required and "null" not in field.node.kinds

    def _extras(self, value: dict[str, Any], node: Node) -> dict[str, Any]:
        names = [name for name in value if name not in self.fields]
        return dict(zip(names, load_each((n, node, value[n]) for n in names), strict=True))

    def _built(self, loaded: dict[str, Any]) -> Any:
        assert self._build is not None
        try:
            return self._build(**loaded)
        except (TypeError, ValueError, AssertionError) as error:  # the class's own checks
            raise Mismatch(f"{self.name} refused it: {error}") from error

    def distance(self, value: Any) -> int:
        if self.extra is not None:
            return 0
        return sum(1 for name in value if name not in self.fields)

    def disowns(self, value: Any) -> bool:
        if type(value) is not dict:
            return False
        for name, field in self.fields.items():
            if isinstance(field.node, ChoiceNode) and name in value:
                try:
                    field.node.load(value[name])
                except Mismatch:
                    return True
        return False

    @property
    def view(self) -> type[Partial] | None:
        if self._build is None:
            return None
        return partial_class(self.name, tuple((name, name) for name in self.fields))

    def part(self, key: Any) -> Node:
        field = self.fields.get(key)
        return field.node if field is not None else self.extra or ANY


def _property(field: Field, defs: Definitions) -> dict[str, Any]:
    words = field.node.schema(defs)
    if field.description and "description" not in words:
        words = {**words, "description": field.description}
    if field.default is not MISSING:
        words = {**words, "default": field.default}
    return words
