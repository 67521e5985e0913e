"""Schemas of any OpenAPI document in the normal form.

A normal node is one of: `{}` (anything); `$ref` to a named schema; `anyOf` of normal nodes; or one
`type` with `enum`, `items`, or `properties`, `required` and `additionalProperties`. Null is a member
of an `anyOf`. There is no allOf, oneOf, const, nullable or discriminator: all are folded in.
"""

from __future__ import annotations

from typing import Any

from .form import NULL, ORIGIN, PREFIX, Node, escaped, pointer
from .keywords import (
    KEPT,
    UNIONS,
    adds,
    is_binary,
    is_null,
    kinds,
    nullable,
    shape_of,
    shaped,
    takes_null,
    values,
)
from .tags import Tags

Part = tuple[Node, str]
"""A schema as the file has it, and where."""


class Schemas:
    """Turns the schemas of one document into normal nodes.

    Args:
        raw: The whole document.
    """

    def __init__(self, raw: Node) -> None:
        self._raw = raw
        self._named: dict[str, Any] = (raw.get("components") or {}).get("schemas") or {}
        self._tags = Tags(raw, self._named)
        self._deep: dict[str, str] = {}
        self.defects: list[str] = []

    def all(self) -> dict[str, Node]:
        """Every named schema, and those that odd references point at, under names made up."""
        found = {name: self._schema(name) for name in self._named}
        done: set[str] = set()
        while left := self._deep.keys() - done:
            for target in sorted(left):
                found[self._deep[target]] = self.node(self.at(target), target)
                done.add(target)
        return found

    def node(self, raw: Any, place: str) -> Node:
        """The normal node of one schema.

        Args:
            raw: The schema as the file has it.
            place: JSON pointer to it.
        """
        if not isinstance(raw, dict):
            return {ORIGIN: place}
        place = raw.get(ORIGIN, place)
        if is_null(raw):
            return {**NULL, ORIGIN: place}
        node = self._shape(raw, place)
        if takes_null(raw):
            node = nullable(node if set(node) == {"anyOf"} else {ORIGIN: place, **node})
        kept = {key: raw[key] for key in KEPT if key in raw}
        if "enum" in node and node["enum"] == [raw.get("default")]:
            kept["x-constant"] = True
        return {**node, **kept, ORIGIN: place}

    def _schema(self, name: str) -> Node:
        place = pointer("components", "schemas", name)
        raw = self._named[name]
        node = self.node(raw, place)
        children = self._tags.children(name)
        if children:  # a base class that stands for all that are derived from it
            members = [{"$ref": PREFIX + child, ORIGIN: place} for child in children]
            return {"anyOf": [*members, node], ORIGIN: place}
        return self._tags.told(name, node)

    def _shape(self, raw: Node, place: str) -> Node:
        if "$ref" in raw:
            rest = {key: value for key, value in raw.items() if key != "$ref"}
            target = self._reference(str(raw["$ref"]), place)
            if not adds(rest):
                return target
            return self._combined(
                [*self._parts({"$ref": raw["$ref"]}, place), (rest, place)], place
            )
        if "allOf" in raw:
            return self._all_of(raw, place)
        for key in UNIONS:
            members = [each for each in raw.get(key) or () if shaped(each) and not is_null(each)]
            if members:
                return self._union(raw, key, place)
        return self._plain(raw, place)

    def _reference(self, target: str, place: str) -> Node:
        name = target.removeprefix(PREFIX).replace("~1", "/").replace("~0", "~")
        if name in self._named:
            return {"$ref": PREFIX + name}
        if self.at(target) is None:
            self.defects.append(f"{place} refers to {target}, which is not there")
            return {}
        words = [
            word for word in target.strip("#/").split("/") if word not in ("components", "schemas")
        ]
        return {"$ref": PREFIX + self._deep.setdefault(target, "_".join(words))}

    def at(self, target: str) -> Any:
        """What a JSON pointer into the document leads to; None where to nothing."""
        found: Any = self._raw
        if not target.startswith("#/"):
            return None
        for step in target[2:].split("/"):
            step = (
                step.replace("~1", "/").replace("~0", "~").replace("%7B", "{").replace("%7D", "}")
            )
            if isinstance(found, list) and step.isdigit() and int(step) < len(found):
                found = found[int(step)]
            elif isinstance(found, dict) and step in found:
                found = found[step]
            else:
                return None
        return found

    def _all_of(self, raw: Node, place: str) -> Node:
        rest = {key: value for key, value in raw.items() if key != "allOf"}
        inside = [
            (each, f"{place}/allOf/{n}") for n, each in enumerate(raw["allOf"]) if shaped(each)
        ]
        if len(inside) == 1 and not adds(rest) and not self._is_base(inside[0][0]):
            node = self.node(*inside[0])
            return {key: value for key, value in node.items() if key not in KEPT}
        return self._combined(self._parts(raw, place), place)

    def _is_base(self, raw: Node) -> bool:
        """Whether a schema refers to a base class: what is derived from it is not all of it."""
        name = str(raw.get("$ref", "")).removeprefix(PREFIX)
        return bool(self._tags.children(name))

    def _parts(self, raw: Any, place: str, seen: tuple[str, ...] = ()) -> list[Part]:
        """What a schema demands together: its allOf taken apart and references followed."""
        if not isinstance(raw, dict):
            return []
        target = raw.get("$ref")
        if isinstance(target, str):
            rest = {key: value for key, value in raw.items() if key != "$ref"}
            found = None if target in seen else self.at(target)
            parts = self._parts(found, target, (*seen, target))
            return [*parts, (rest, place)] if shaped(rest) else parts
        parts = []
        for n, each in enumerate(raw.get("allOf") or ()):
            parts += self._parts(each, f"{place}/allOf/{n}", seen)
        rest = {key: value for key, value in raw.items() if key != "allOf"}
        return [*parts, (rest, place)] if shaped(rest) or "required" in rest else parts

    def _union(self, raw: Node, key: str, place: str) -> Node:
        base = {name: value for name, value in raw.items() if name not in (*UNIONS, *KEPT)}
        kept: list[Node] = []
        for n, member in enumerate(raw[key]):
            where = f"{place}/{key}/{n}"
            if is_null(member):
                continue
            if base.get("properties"):
                kept.append(self._combined([(base, place), *self._parts(member, where)], where))
            else:
                inherited = {"type": base["type"]} if _wants_type(member, base) else {}
                kept.append(self.node({**inherited, **member} if inherited else member, where))
        return kept[0] if len(kept) == 1 else {"anyOf": kept}

    def _combined(self, parts: list[Part], place: str) -> Node:
        """One node for what all parts demand."""
        for n, (part, where) in enumerate(parts):
            for key in UNIONS:
                members = [m for m in part.get(key) or () if shaped(m) and not is_null(m)]
                if members:
                    return self._distributed(parts, n, key, where)
        if any("object" in kinds(part) for part, _ in parts):
            return self._object(parts, place)
        whole: Node = {}
        for part, _ in parts:
            whole |= shape_of(part)
        return self._plain(whole, place)

    def _distributed(self, parts: list[Part], n: int, key: str, place: str) -> Node:
        """`(a or b) and c` as `(a and c) or (b and c)`."""
        part, where = parts[n]
        rest = {name: value for name, value in part.items() if name != key}
        others = [*parts[:n], (rest, where), *parts[n + 1 :]]
        out: list[Node] = []
        for m, member in enumerate(part[key]):
            if not is_null(member):
                spot = f"{place}/{key}/{m}"
                node = self._combined([*others, *self._parts(member, spot)], spot)
                out.append({**node, ORIGIN: spot})
        return out[0] if len(out) == 1 else {"anyOf": out}

    def _plain(self, raw: Node, place: str) -> Node:
        """A schema without references and unions in it."""
        found = kinds(raw)
        if len(found) > 1:
            each = [self._of_kind({**raw, "type": kind}, kind, place) for kind in found]
            return {"anyOf": [{**node, ORIGIN: place} for node in each]}
        return self._of_kind(raw, found[0], place) if found else {}

    def _of_kind(self, raw: Node, kind: str, place: str) -> Node:
        if kind == "object":
            return self._object([(raw, place)], place)
        if kind == "array":
            return {"type": "array", "items": self._items(raw, place)}
        if kind == "binary" or (kind == "string" and is_binary(raw)):
            return {"type": "string", "format": "binary"}
        listed = values(raw)
        return {"type": kind} if listed is None else {"type": kind, "enum": listed}

    def _items(self, raw: Node, place: str) -> Node:
        several = raw.get("prefixItems") or raw.get("items")
        if not isinstance(several, list):
            return self.node(several, f"{place}/items")
        key = "prefixItems" if raw.get("prefixItems") else "items"
        return {"anyOf": [self.node(each, f"{place}/{key}/{n}") for n, each in enumerate(several)]}

    def _object(self, parts: list[Part], place: str) -> Node:
        properties: dict[str, Node] = {}
        required: dict[str, None] = {}
        extra: Node | None = None
        for part, where in parts:
            required.update(dict.fromkeys(part.get("required") or ()))
            for name, child in (part.get("properties") or {}).items():
                if shaped(child) or name not in properties:
                    properties[name] = self.node(child, f"{where}/properties/{escaped(name)}")
            extra = self._extra(part, where) or extra
        node: Node = {"type": "object"}
        if properties:
            node["properties"] = properties
            node["required"] = [name for name in required if name in properties]
        return node if extra is None else {**node, "additionalProperties": extra}

    def _extra(self, raw: Node, place: str) -> Node | None:
        """The schema of properties that have no name; None where it says nothing."""
        typed = raw.get("additionalProperties")
        if isinstance(typed, dict) and shaped(typed):
            return self.node(typed, f"{place}/additionalProperties")
        for pattern, child in (raw.get("patternProperties") or {}).items():
            return self.node(child, f"{place}/patternProperties/{escaped(pattern)}")
        return None


def _wants_type(member: Any, base: Node) -> bool:
    return (
        "type" in base
        and isinstance(member, dict)
        and not any(key in member for key in ("type", "$ref", "allOf", *UNIONS))
    )
