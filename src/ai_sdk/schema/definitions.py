"""`$defs`: schemas of named types, kept apart only where they recur."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .nodes import NamedNode, Node

__all__ = ["PREFIX", "Definitions", "describe", "rewrite_refs", "walk"]

PREFIX = "#/$defs/"


def describe(node: Node) -> dict[str, Any]:
    """Write the whole JSON Schema of a node: types used more than once stand in `$defs`."""
    defs = Definitions()
    return defs.finish(node.schema(defs))


class Definitions:
    """The named schemas met while one root is described."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._made: dict[str, dict[str, Any]] = {}
        self._keep: list[NamedNode] = []  # ids in `_names` stay taken

    def ref(self, node: NamedNode, name: str) -> dict[str, Any]:
        """A reference to the schema of `node`, written at its first use by `node.body`."""
        known = self._names.get(id(node))
        if known is None:
            known = self._free(name)
            self._names[id(node)] = known
            self._keep.append(node)
            self._made[known] = {}
            self._made[known] = node.body(self, known)
        return {"$ref": PREFIX + known}

    def adopt(self, schema: dict[str, Any], name: str) -> dict[str, Any]:
        """Take over a schema made elsewhere with the `$defs` it brought along.

        Args:
            schema: the schema.
            name: what it is called here; empty when it has no name.

        Returns:
            The schema itself; what it brought along is here now.
        """
        brought: dict[str, Any] = schema.get("$defs", {})
        rest = {key: each for key, each in schema.items() if key != "$defs"}
        names: dict[str, str] = {}
        if name and set(rest) == {
            "$ref"
        }:  # it speaks of itself, so it stands among its own definitions
            own = _target(rest)
            names[own] = name
            rest = brought[own]
        names.update({old: self._same(old, brought[old]) for old in brought if old not in names})
        for old, new in names.items():
            if new != name:
                self._made[new] = rewrite_refs(brought[old], names)
        adopted: dict[str, Any] = rewrite_refs(rest, names)
        return adopted

    def finish(self, root: dict[str, Any]) -> dict[str, Any]:
        """The root with all it needs."""
        if set(root) == {"$ref"}:
            root = dict(self._made[root["$ref"][len(PREFIX) :]])
        used = _reachable(root, self._made)
        self._made = {name: each for name, each in self._made.items() if name in used}
        uses: dict[str, int] = dict.fromkeys(self._made, 0)
        for schema in (root, *self._made.values()):
            for each in walk(schema):
                name = _target(each)
                if name in uses:
                    uses[name] += 1
        once = {name for name, count in uses.items() if count == 1}
        once -= {name for name in once if name in _reachable(self._made[name], self._made)}
        root = self._inline(root, once)
        left = {n: self._inline(s, once) for n, s in self._made.items() if n not in once}
        return {**root, "$defs": left} if left else root

    def _free(self, name: str) -> str:
        base = re.sub(r"[^A-Za-z0-9_.-]+", "_", name).strip("_") or "Type"
        name, number = base, 1
        while name in self._made:
            number += 1
            name = f"{base}_{number}"
        return name

    def _same(self, name: str, schema: Any) -> str:
        return name if self._made.get(name) == schema else self._free(name)

    def _inline(self, schema: Any, names: set[str]) -> Any:
        if isinstance(schema, list):
            return [self._inline(each, names) for each in schema]
        if not isinstance(schema, dict):
            return schema
        name = _target(schema)
        if name in names:
            beside = {key: each for key, each in schema.items() if key != "$ref"}
            return {**self._inline(self._made[name], names), **beside}
        return {key: self._inline(each, names) for key, each in schema.items()}


def _reachable(root: dict[str, Any], defs: dict[str, dict[str, Any]]) -> set[str]:
    found: set[str] = set()
    waiting = [root]
    while waiting:
        for each in walk(waiting.pop()):
            name = _target(each)
            if name in defs and name not in found:
                found.add(name)
                waiting.append(defs[name])
    return found


def walk(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object inside a schema, itself included."""
    if isinstance(schema, dict):
        yield schema
        for each in schema.values():
            yield from walk(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from walk(each)


def rewrite_refs(schema: Any, names: dict[str, str]) -> Any:
    """The schema with its references to `$defs` renamed."""
    if isinstance(schema, list):
        return [rewrite_refs(each, names) for each in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: rewrite_refs(each, names) for key, each in schema.items()}
    name = _target(schema)
    if name:
        out["$ref"] = PREFIX + names.get(name, name)
    return out


def _target(schema: dict[str, Any]) -> str:
    ref = schema.get("$ref")
    return ref[len(PREFIX) :] if isinstance(ref, str) and ref.startswith(PREFIX) else ""
