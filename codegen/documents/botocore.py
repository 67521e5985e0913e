"""botocore's service models (`service-2.json`), written over as OpenAPI."""

from __future__ import annotations

from typing import Any

from .form import ORIGIN, PREFIX, Node, pointer

_SCALARS = {
    "string": "string",
    "character": "string",
    "timestamp": "string",
    "integer": "integer",
    "long": "integer",
    "short": "integer",
    "bigInteger": "integer",
    "float": "number",
    "double": "number",
    "bigDecimal": "number",
    "boolean": "boolean",
}
_PLACES = {"uri": "path", "querystring": "query", "header": "header", "headers": "header"}
_EVENTS = "application/vnd.amazon.eventstream"


def as_openapi(raw: Node) -> Node:
    """The same facts as an OpenAPI document; `x-origin` says where in the original they stand."""
    shapes = raw.get("shapes") or {}
    writer = _Writer(shapes)
    paths: Node = {}
    for name, operation in (raw.get("operations") or {}).items():
        http = operation.get("http") or {}
        path = http.get("requestUri", "/").replace("+}", "}")
        method = http.get("method", "POST").lower()
        paths.setdefault(path, {})[method] = writer.operation(name, operation)
    meta = raw.get("metadata") or {}
    return {
        "openapi": "3.1.0",
        "info": {"title": meta.get("serviceFullName", ""), "version": meta.get("apiVersion", "")},
        "paths": paths,
        "components": {"schemas": {name: writer.schema(name) for name in shapes}},
    }


class _Writer:
    def __init__(self, shapes: Node) -> None:
        self._shapes = shapes

    def operation(self, name: str, raw: Node) -> Node:
        place = pointer("operations", name)
        taken, given = (raw.get(side, {}).get("shape", "") for side in ("input", "output"))
        out: Node = {
            "operationId": name,
            ORIGIN: place,
            "parameters": self._parameters(taken),
            "responses": {"200": self._body(given)},
        }
        if self._in_body(taken):
            out["requestBody"] = self._body(taken)
        if raw.get("deprecated") is True:
            out["deprecated"] = True
        return out

    def schema(self, name: str) -> Node:
        """The schema of one shape."""
        raw, place = self._shapes[name], pointer("shapes", name)
        kind = raw.get("type")
        if raw.get("document") is True:
            return {ORIGIN: place}
        if kind == "structure":
            return self._structure(raw, self._members(name), place)
        if kind == "list":
            return {
                "type": "array",
                "items": self._use(raw["member"], f"{place}/member"),
                ORIGIN: place,
            }
        if kind == "map":
            value = self._use(raw["value"], f"{place}/value")
            return {"type": "object", "additionalProperties": value, ORIGIN: place}
        if kind == "blob":
            return {"type": "string", "format": "binary", ORIGIN: place}
        enum = {"enum": raw["enum"]} if "enum" in raw else {}
        return {"type": _SCALARS.get(str(kind), "string"), **enum, ORIGIN: place}

    def _structure(self, raw: Node, members: Node, place: str) -> Node:
        wire = {name: member.get("locationName", name) for name, member in members.items()}
        out: Node = {
            "type": "object",
            "properties": {
                wire[name]: self._use(member, f"{place}/members/{name}")
                for name, member in members.items()
            },
            "required": [wire[name] for name in raw.get("required", ()) if name in members],
            ORIGIN: place,
        }
        return out

    def _use(self, member: Node, place: str) -> Node:
        out: Node = {"$ref": PREFIX + member["shape"], ORIGIN: place}
        return {**out, "deprecated": True} if member.get("deprecated") is True else out

    def _members(self, name: str) -> Node:
        """The members of a structure but those that go elsewhere than into the body."""
        found: Node = self._shapes.get(name, {}).get("members", {})
        return {
            key: member for key, member in found.items() if member.get("location") not in _PLACES
        }

    def _in_body(self, name: str) -> bool:
        return bool(name) and bool(self._members(name))

    def _body(self, name: str) -> Node:
        if not self._in_body(name):
            return {}
        payload = self._shapes[name].get("payload")
        member = self._shapes[name]["members"].get(payload)
        if member is None:
            return {"content": {"application/json": {"schema": {"$ref": PREFIX + name}}}}
        target = self._shapes[member["shape"]]
        media = _EVENTS if target.get("eventstream") else "application/json"
        if target.get("type") == "blob":
            media = "application/octet-stream"
        return {"content": {media: {"schema": {"$ref": PREFIX + member["shape"]}}}}

    def _parameters(self, name: str) -> list[Node]:
        shape: dict[str, Any] = self._shapes.get(name, {})
        return [
            {
                "name": member.get("locationName", key),
                "in": _PLACES[member["location"]],
                "required": key in shape.get("required", ()),
                "schema": {"$ref": PREFIX + member["shape"]},
                ORIGIN: pointer("shapes", name, "members", key),
            }
            for key, member in shape.get("members", {}).items()
            if member.get("location") in _PLACES
        ]
