"""What each provider's dialect of JSON Schema allows, written down for the tests alone.

Nothing here is shared with the lowering: it is a list of what may stand where.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["violations"]

WORDS = {"description", "title"}
TEXT_FORMATS = {
    *("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"),
}
NUMBER = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
OPENAI = {
    "string": {"pattern", "format"},
    "number": NUMBER,
    "integer": NUMBER,
    "array": {"items", "minItems", "maxItems"},
    "object": {"properties", "required", "additionalProperties"},
    "boolean": set[str](),
    "null": set[str](),
}
ANTHROPIC = {
    **OPENAI,
    "string": {"format"},
    "number": set[str](),
    "integer": set[str](),
    "array": {"items"},
}
GEMINI = {
    "string": {"pattern", "format", "minLength", "maxLength", "enum"},
    "number": {"minimum", "maximum", "format"},
    "integer": {"minimum", "maximum", "format"},
    "array": {"items", "minItems", "maxItems"},
    "object": {"properties", "required", "minProperties", "maxProperties"},
    "boolean": set[str](),
    "null": set[str](),
}
GEMINI_FORMATS = {"date-time", "date", "time", "duration", "enum"}


def violations(schema: dict[str, Any], dialect: str) -> list[str]:
    """Everything in a schema that a dialect does not allow, each with its place."""
    if dialect == "openai-strict":
        return list(_openai(schema))
    if dialect == "anthropic":
        return list(_anthropic(schema))
    if dialect == "gemini":
        return list(_gemini(schema, "$"))
    return [] if _is_object(schema, schema) else ["$: the root is no object"]


def _is_object(schema: Any, root: dict[str, Any], hops: int = 0) -> bool:
    if "$ref" in schema and hops < 20:
        name = schema["$ref"]
        target = root if name == "#" else root
        for step in name.split("/")[1:]:
            target = target[int(step)] if isinstance(target, list) else target[step]
        return _is_object(target, root, hops + 1)
    return schema.get("type") == "object" or "properties" in schema


def _openai(root: dict[str, Any]) -> Iterator[str]:
    yield from _root(root)
    for at, node, depth in _nodes(root):
        yield from _node(at, node, root, OPENAI, WORDS | {"enum", "const"})
        if depth > 10:
            yield f"{at}: nested deeper than 10 levels"
        if len(node.get("enum", ())) > 1000:
            yield f"{at}: more than 1000 values"
        if node.get("type") == "object" and node.get("required") != list(node["properties"]):
            yield f"{at}: not all properties are required"
        if node.get("format", "date") not in TEXT_FORMATS:
            yield f"{at}: there is no format {node['format']!r}"


def _anthropic(root: dict[str, Any]) -> Iterator[str]:
    yield from _root(root)
    for at, node, _ in _nodes(root):
        yield from _node(at, node, root, ANTHROPIC, WORDS | {"enum", "const", "default"})
        if any(isinstance(each, (dict, list)) for each in node.get("enum", ())):
            yield f"{at}: a value that is an object or array"
        if node.get("format", "date") not in TEXT_FORMATS | {"uri"}:
            yield f"{at}: there is no format {node['format']!r}"
    yield from _circles(root)


def _root(root: dict[str, Any]) -> Iterator[str]:
    if root.get("type") != "object" or "anyOf" in root:
        yield "$: the root is no object"


def _node(
    at: str,
    node: dict[str, Any],
    root: dict[str, Any],
    allowed: dict[str, set[str]],
    anywhere: set[str],
) -> Iterator[str]:
    if "$ref" in node:
        if node.keys() - {"$ref"}:
            yield f"{at}: something stands beside $ref"
        if node["$ref"].removeprefix("#/$defs/") not in root.get("$defs", {}):
            yield f"{at}: {node['$ref']} leads nowhere"
        return
    if "anyOf" in node:
        extra = node.keys() - {"anyOf", "$defs", "default"} - WORDS
        if extra:
            yield f"{at}: {sorted(extra)} beside anyOf"
        return
    kinds = node.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if not all(kind in allowed for kind in kinds):
        yield f"{at}: no type, or an unknown one: {kinds}"
        return
    known = set().union(*(allowed[kind] for kind in kinds)) | anywhere | {"type"}
    if extra := node.keys() - known - ({"$defs"} if node is root else set()):
        yield f"{at}: {sorted(extra)} is not allowed"
    if "array" in kinds and "items" not in node:
        yield f"{at}: an array without items"
    if "object" in kinds and node.get("additionalProperties") is not False:
        yield f"{at}: an object that is not closed"
    if "object" in kinds and not set(node.get("required", ())) <= set(node.get("properties", {})):
        yield f"{at}: required names an unknown property"


def _nodes(
    node: dict[str, Any], at: str = "$", depth: int = 0
) -> Iterator[tuple[str, dict[str, Any], int]]:
    yield at, node, depth
    deeper = depth + (node.get("type") == "object")
    for name, each in node.get("properties", {}).items():
        yield from _nodes(each, f"{at}.properties.{name}", deeper)
    for name, each in node.get("$defs", {}).items():
        yield from _nodes(each, f"{at}.$defs.{name}", 0)
    for index, each in enumerate(node.get("anyOf", ())):
        yield from _nodes(each, f"{at}.anyOf[{index}]", depth)
    if isinstance(node.get("items"), dict):
        yield from _nodes(node["items"], f"{at}.items", depth)


def _circles(root: dict[str, Any]) -> Iterator[str]:
    """Definitions that contain themselves."""
    uses = {
        name: {
            node["$ref"].removeprefix("#/$defs/") for _, node, _ in _nodes(each) if "$ref" in node
        }
        for name, each in root.get("$defs", {}).items()
    }
    for name in uses:
        seen, waiting = set(), [name]
        while waiting:
            for other in uses.get(waiting.pop(), ()):
                if other == name:
                    yield f"$.$defs.{name}: contains itself"
                    waiting.clear()
                    break
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)


def _gemini(node: dict[str, Any], at: str) -> Iterator[str]:
    if "anyOf" in node:
        if extra := node.keys() - {"anyOf"}:  # the API refuses anything else there
            yield f"{at}: {sorted(extra)} beside anyOf"
        for index, each in enumerate(node["anyOf"]):
            yield from _gemini(each, f"{at}.anyOf[{index}]")
        return
    kind = node.get("type")
    if not isinstance(kind, str) or kind not in GEMINI:
        yield f"{at}: no type, or an unknown one: {kind}"
        return
    if extra := node.keys() - GEMINI[kind] - WORDS - {"type", "nullable", "default"}:
        yield f"{at}: {sorted(extra)} is not allowed"
    if not all(isinstance(each, str) for each in node.get("enum", ())):
        yield f"{at}: an enum of more than texts"
    if node.get("format", "date") not in GEMINI_FORMATS:
        yield f"{at}: there is no format {node['format']!r}"
    if kind == "array":
        if "items" not in node:
            yield f"{at}: an array without items"
        else:
            yield from _gemini(node["items"], f"{at}.items")
    for name, each in node.get("properties", {}).items():
        yield from _gemini(each, f"{at}.properties.{name}")
