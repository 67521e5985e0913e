"""Two rewritings of a schema before classes are made of it: `plain` (both sides), `relaxed` (answers)."""

from __future__ import annotations

from typing import Any

from .spec import Node, reference

NULL: Node = {"type": "null"}
RAW: Node = {"type": "object", "customTypePath": "ai_sdk.wire._model.Raw"}
_TAGS = ("type", "object")
_NOISE = frozenset(
    (
        *("default", "deprecated", "example", "examples", "format", "title", "pattern"),
        *("maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf"),
        *("maxItems", "minItems", "maxLength", "minLength", "uniqueItems"),
    )
)


def plain(node: Any, *, names: bool = False) -> Any:
    """Drop what attrs classes do not carry: constraints only breed one-off aliases.

    Args:
        node: A schema, or a part of one.
        names: Whether the keys of `node` are names of properties or schemas, not keywords.
    """
    if isinstance(node, list):
        return [plain(child) for child in node]
    if not isinstance(node, dict):
        return node
    if names:
        return {name: plain(child) for name, child in node.items()}
    out: Node = {}
    node = _folded(node)
    for key, child in node.items():
        if (key in _NOISE or key.startswith("x-")) and child != "binary":
            continue
        if key == "additionalProperties" and child is False:
            continue  # a server may add what it likes; and TypedDict's `closed` is too new
        literal = key == "customTypePath" or key in ("enum", "const", "required", "description")
        out[key] = child if literal else plain(child, names=key == "properties")
    return out


def is_union(node: Node) -> bool:
    """Whether `node` offers several object schemas."""
    members = node.get("anyOf", ())
    return sum(reference(member) is not None or "properties" in member for member in members) > 1


def relaxed(node: Node, schemas: Node, *, tag: bool = False) -> Node:
    """The schema as answers are read by it: open enums, open unions, nothing required but tags.

    Args:
        node: A schema in the writing of the spec, without references left to follow but names.
        schemas: All schemas by name; enums referred to are inlined from here.
        tag: Whether the node is a union tag, which stays closed.
    """
    if node.get("x-raw") == "response":
        return {key: node[key] for key in ("description",) if key in node}
    name = reference(node)
    if name and "enum" in schemas[name]:
        node = {key: value for key, value in schemas[name].items() if key != "description"}
    out = dict(node)
    if "enum" in node and not tag:
        return _opened(out)
    if "properties" in node:
        _relax_properties(out, schemas)
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            out[key] = relaxed(node[key], schemas)
    if "anyOf" in node:
        out["anyOf"] = [relaxed(member, schemas) for member in node["anyOf"]]
        if is_union(node):
            out["anyOf"].append(RAW)
    return out


def nullable(node: Node) -> Node:
    """`node` or null."""
    if node == {} or NULL in node.get("anyOf", ()) or "null" in _types(node):
        return node
    outer = {key: node[key] for key in ("description",) if key in node}
    inner = {key: value for key, value in node.items() if key not in outer}
    if set(inner) == {"anyOf"}:
        return {**outer, "anyOf": [*inner["anyOf"], NULL]}
    return {**outer, "anyOf": [inner, NULL]}


def _relax_properties(out: Node, schemas: Node) -> None:
    required = out.get("required", ())
    properties: Node = {}
    tags: list[str] = []
    for name, child in out["properties"].items():
        closed = (name in _TAGS or child.get("x-tag") is True) and _is_enum(child, schemas)
        looser = relaxed(child, schemas, tag=closed)
        if closed and name in required:
            tags.append(name)
        elif set(looser) - {"description"}:
            looser = nullable(looser)
        properties[name] = looser
    out["properties"] = properties
    out["required"] = tags


def _is_enum(node: Node, schemas: Node) -> bool:
    name = reference(node)
    return "enum" in (schemas[name] if name and node.get("x-tag") else node)


def _folded(node: Node) -> Node:
    """`type: [object, "null"]` as a union with null, which keeps what `object` says."""
    kinds = _types(node)
    if len(kinds) < 2 or "null" not in kinds:
        return node
    rest = [kind for kind in kinds if kind != "null"]
    outer = {key: node[key] for key in ("description",) if key in node}
    inner = {key: value for key, value in node.items() if key not in outer}
    return {**outer, "anyOf": [{**inner, "type": rest[0] if len(rest) == 1 else rest}, NULL]}


def _opened(node: Node) -> Node:
    outer = {key: node[key] for key in ("description",) if key in node}
    inner = {key: value for key, value in node.items() if key not in outer}
    kinds = [kind for kind in _types(node) if kind != "null"] or ["string"]
    return {**outer, "anyOf": [inner, *({"type": kind} for kind in kinds)]}


def _types(node: Node) -> list[str]:
    kind = node.get("type", [])
    return kind if isinstance(kind, list) else [kind]
