"""Google discovery documents, written over as OpenAPI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .form import ORIGIN, PREFIX, Node, pointer

_WILDCARD = re.compile(r"\{\+?(\w+)(?:=[^}]*)?\}")


def as_openapi(raw: Node) -> Node:
    """The same facts as an OpenAPI document; `x-origin` says where in the original they stand."""
    paths: Node = {}
    for place, method in _methods(raw, ()):
        path = "/" + str(method.get("flatPath") or method.get("path")).lstrip("/")
        verb = method.get("httpMethod", "GET").lower()
        paths.setdefault(_WILDCARD.sub(r"{\1}", path), {})[verb] = _operation(method, place)
    schemas = {
        name: _schema(schema, pointer("schemas", name))
        for name, schema in (raw.get("schemas") or {}).items()
    }
    return {
        "openapi": "3.0.3",
        "info": {
            "title": raw.get("title", raw.get("name", "")),
            "version": raw.get("revision", ""),
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _methods(raw: Node, steps: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
    for name, method in (raw.get("methods") or {}).items():
        yield pointer(*steps, "methods", name), method
    for name, resource in (raw.get("resources") or {}).items():
        yield from _methods(resource, (*steps, "resources", name))


def _operation(method: Node, place: str) -> Node:
    operation: Node = {
        "operationId": method.get("id", ""),
        ORIGIN: place,
        "parameters": [
            _parameter(name, each, f"{place}/parameters/{name}")
            for name, each in (method.get("parameters") or {}).items()
        ],
        "responses": {"200": _body(method.get("response"), f"{place}/response")},
    }
    if "request" in method:
        operation["requestBody"] = _body(method["request"], f"{place}/request")
    if method.get("deprecated") is True:
        operation["deprecated"] = True
    return operation


def _body(raw: Any, place: str) -> Node:
    schema = _schema(raw, place) if isinstance(raw, dict) else {}
    return {"content": {"application/json": {"schema": schema}}} if schema else {}


def _parameter(name: str, raw: Node, place: str) -> Node:
    return {
        "name": name,
        "in": raw.get("location", "query"),
        "required": raw.get("required") is True,
        "deprecated": raw.get("deprecated") is True,
        "schema": _schema(raw, place),
        ORIGIN: place,
    }


def _schema(raw: Node, place: str) -> Node:
    """A discovery schema as OpenAPI's: bare references get their prefix, "any" loses its type."""
    out: Node = {ORIGIN: place}
    if raw.get("deprecated") is True:
        out["deprecated"] = True
    if "$ref" in raw:
        return {**out, "$ref": PREFIX + raw["$ref"]}
    if raw.get("repeated") is True:
        single = {key: value for key, value in raw.items() if key != "repeated"}
        return {**out, "type": "array", "items": _schema(single, place)}
    if raw.get("type") != "any":
        out |= {key: raw[key] for key in ("type", "enum") if key in raw}
    if "items" in raw:
        out["items"] = _schema(raw["items"], f"{place}/items")
    if isinstance(raw.get("additionalProperties"), dict):
        out["additionalProperties"] = _schema(
            raw["additionalProperties"], f"{place}/additionalProperties"
        )
    if "properties" in raw:
        out["properties"] = {
            name: _schema(child, f"{place}/properties/{name}")
            for name, child in raw["properties"].items()
        }
        needed = [name for name, child in raw["properties"].items() if _is_required(child)]
        if needed:
            out["required"] = needed
    return out


def _is_required(raw: Node) -> bool:
    """Discovery has no list of required fields; some say so in their first word."""
    return raw.get("required") is True or str(raw.get("description", "")).startswith("Required.")
