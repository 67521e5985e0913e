"""The typed provider options: request properties that the spec marks `x-option: true`."""

from __future__ import annotations

import re
from typing import Any

from . import render
from .normalise import plain
from .spec import Node, closure, reference, references
from .targets import Target

_SENTENCE = "Provider options, spelt as in Python."
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DOC = '"""Provider options of each {} interface: typed for the caller, named for a check."""\n'


def module(document: Node, target: Target) -> str:
    """Source of the options module: a TypedDict and a frozenset of names per interface."""
    schemas: Node = document["components"]["schemas"]
    offered = {row.name: _options(row.requests, schemas) for row in target.options}
    body = render.typed_dicts(_document(offered, schemas))
    future = "from __future__ import annotations\n"
    head = _DOC.format(target.title) + future
    return render.formatted(head + body.replace(future, "", 1) + _name_sets(offered, target))


def _options(requests: tuple[str, ...], schemas: Node) -> Node:
    merged: Node = {}
    for request in requests:
        for name, node in schemas[request]["properties"].items():
            if node.get("x-option") is True:
                key = _snake(name)
                merged[key] = _either(merged.get(key, node), node, schemas)
    return {name: merged[name] for name in sorted(merged)}


def _either(one: Node, other: Node, schemas: Node) -> Node:
    """A schema for what either request takes; enums become one enum."""
    one, other = plain(one), plain(other)
    if one == other:
        return one
    members = [m for node in (one, other) for m in node.get("anyOf", [_bare(node)])]
    members = [schemas[name] if (name := reference(m)) else m for m in members]
    enums = [member for member in members if "enum" in member]
    rest = [member for member in members if "enum" not in member]
    values = list(dict.fromkeys(value for member in enums for value in member["enum"]))
    if values:
        rest.insert(0, {"type": "string", "enum": values})
    distinct = [member for n, member in enumerate(rest) if member not in rest[:n]]
    return {**_described(one), "anyOf": distinct}


def _snake(name: str) -> str:
    return _HUMP.sub("_", name).lower()


def _snaked(node: Any) -> Any:
    """`node` with the names of properties in the options' spelling; the wire's is read as well."""
    if isinstance(node, list):
        return [_snaked(child) for child in node]
    if not isinstance(node, dict):
        return node
    out: Node = {key: _snaked(child) for key, child in node.items()}
    if isinstance(properties := out.get("properties"), dict):
        out["properties"] = {_snake(name): child for name, child in properties.items()}
        if isinstance(required := out.get("required"), list):
            out["required"] = [_snake(name) for name in required]
    return out


def _bare(node: Node) -> Node:
    return {key: value for key, value in node.items() if key != "description"}


def _described(node: Node) -> Node:
    return {"description": node["description"]} if "description" in node else {}


def _document(offered: dict[str, Node], schemas: Node) -> Node:
    reached = closure({name for node in offered.values() for name in references(node)}, schemas)
    body: dict[str, Any] = {
        name: {
            "type": "object",
            "description": _SENTENCE,
            "properties": _snaked(plain(node, names=True)),
        }
        for name, node in offered.items()
    }
    body |= {name: _snaked(plain(schemas[name])) for name in sorted(reached)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "options", "version": "1"},
        "paths": {},
        "components": {"schemas": body},
    }


def _name_sets(offered: dict[str, Node], target: Target) -> str:
    lines = []
    for row in target.options:
        names = "".join(f'"{each}", ' for each in offered[row.name])
        lines.append(f"{row.names}: frozenset[str] = frozenset(({names}))")
    return "\n\n" + "\n".join(lines) + "\n"
