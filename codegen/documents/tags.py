"""What discriminators say: the constant by which a union tells a schema from the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .form import PREFIX, Node
from .keywords import UNIONS, values


class Tags:
    """The tags that the discriminators of a document give to its named schemas.

    Args:
        raw: The whole document.
        named: Its schemas by name, as the file has them.
    """

    def __init__(self, raw: Node, named: dict[str, Any]) -> None:
        self._named = named
        self._tags: dict[str, dict[str, list[str]]] = {}
        self._children: dict[str, list[str]] = {}
        self._implied: set[tuple[str, str]] = set()
        for node in _discriminated(raw):
            self._read(node)
        for name, node in named.items():
            if isinstance(node, dict) and not any(key in node for key in UNIONS):
                mapping = _mapping(node)
                self._children[name] = [
                    each for each in dict.fromkeys(mapping.values()) if each != name
                ]

    def children(self, name: str) -> list[str]:
        """The schemas that a base class with a discriminator stands for."""
        return [child for child in self._children.get(name, ()) if child in self._named]

    def told(self, name: str, node: Node) -> Node:
        """The normal node of a named schema with the constants its tags must have.

        A constant that only follows from the schema's name is marked `x-implied`: the standard says
        so, but many a document without a mapping means something else.
        """
        properties = node.get("properties")
        for field, constants in self._tags.get(name, {}).items():
            if properties is None:
                continue
            there = properties.get(field, {})
            if "enum" not in there:
                kept = {
                    key: value for key, value in there.items() if key.startswith(("x-", "desc"))
                }
                if (name, field) in self._implied:
                    kept["x-implied"] = True
                properties = {**properties, field: {"type": "string", "enum": constants, **kept}}
                required = [*node.get("required", ())]
                node = {
                    **node,
                    "properties": properties,
                    "required": required if field in required else [*required, field],
                }
        return node

    def _read(self, node: Node) -> None:
        field = node["discriminator"].get("propertyName")
        if not isinstance(field, str):
            return
        mapping = _mapping(node)
        for constant, name in mapping.items():
            self._add(name, field, constant)
        for key in UNIONS:
            for member in node.get(key) or ():
                found = _name(member.get("$ref")) if isinstance(member, dict) else None
                if found and found not in mapping.values() and not self._has_constant(found, field):
                    self._add(found, field, found)
                    self._implied.add((found, field))

    def _add(self, name: str, field: str, constant: str) -> None:
        constants = self._tags.setdefault(name, {}).setdefault(field, [])
        if constant not in constants:
            constants.append(constant)

    def _has_constant(self, name: str, field: str) -> bool:
        """Whether the schema, or one it is derived from, says itself what the tag is."""
        node = self._named.get(name)
        if not isinstance(node, dict):
            return False
        parts = [node, *(each for key in ("allOf", *UNIONS) for each in node.get(key) or ())]
        children = [(part.get("properties") or {}).get(field) for part in parts]
        return any(isinstance(child, dict) and _is_constant(child) for child in children)


def _is_constant(child: Node) -> bool:
    if "$ref" in child or "allOf" in child or values(child):
        return True
    return any(values(each) for key in UNIONS for each in child.get(key) or ())


def _mapping(node: Node) -> dict[str, str]:
    found = node.get("discriminator")
    mapping = found.get("mapping") if isinstance(found, dict) else None
    named = {str(value): _name(target) for value, target in (mapping or {}).items()}
    return {value: name for value, name in named.items() if name}


def _name(target: Any) -> str | None:
    return target.removeprefix(PREFIX) if isinstance(target, str) else None


def _discriminated(raw: Any) -> Iterator[Node]:
    if isinstance(raw, dict):
        if isinstance(raw.get("discriminator"), dict):
            yield raw
        for child in raw.values():
            yield from _discriminated(child)
    elif isinstance(raw, list):
        for child in raw:
            yield from _discriminated(child)
