"""OpenAI's rules for tools and strict schemas: what the real API would refuse is refused here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..content import ProviderError
from ..turn import ToolOffer
from .openai_common import missing, refuse, wrong_type

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def read_function(tool: Mapping[str, Any], at: str) -> ToolOffer:
    """Read a function's name, description and parameters, checked.

    Args:
        tool: The object that holds them.
        at: Where it is in the request, for messages.
    """
    name = tool.get("name")
    if name is None:
        raise missing(f"{at}.name")
    check_name(name, f"{at}.name")
    schema = tool.get("parameters")
    if schema is None:
        schema = {"type": "object", "properties": {}}
    if not isinstance(schema, dict):
        raise wrong_type(f"{at}.parameters", "an object", schema)
    if schema.get("type") != "object":
        found = schema.get("type")
        problem = f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{found}\"'."
        raise _bad_schema("function", name, problem, f"{at}.parameters")
    if tool.get("strict"):
        check_strict(schema, "function", name, f"{at}.parameters")
    return ToolOffer(name, schema, tool.get("description") or "")


def check_name(name: Any, param: str) -> None:
    """Refuse a name that the API does not allow."""
    if not isinstance(name, str):
        raise wrong_type(param, "a string", name)
    if not _NAME.fullmatch(name):
        message = f"Invalid '{param}': string does not match pattern '^[a-zA-Z0-9_-]+$'."
        raise refuse(message, param, "invalid_value")


def read_schema(form: Mapping[str, Any], at: str) -> Mapping[str, Any]:
    """Read a `json_schema` response format, checked."""
    if form.get("name") is None:
        raise missing(f"{at}.name")
    check_name(form["name"], f"{at}.name")
    schema = form.get("schema")
    if schema is None:
        raise missing(f"{at}.schema")
    if not isinstance(schema, dict):
        raise wrong_type(f"{at}.schema", "an object", schema)
    if form.get("strict"):
        check_strict(schema, "response_format", form["name"], f"{at}.schema")
    return schema


def check_strict(schema: Mapping[str, Any], what: str, name: str, param: str) -> None:
    """Refuse a schema that strict mode does not take."""
    if schema.get("type") != "object":
        found = schema.get("type")
        problem = f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{found}\"'."
        raise _bad_schema(what, name, problem, param)
    for path, node in _objects(schema, ()):
        _check_object(node, f"In context={path}, ", what, name, param)


def _check_object(node: Mapping[str, Any], where: str, what: str, name: str, param: str) -> None:
    if "allOf" in node:
        raise _bad_schema(what, name, f"{where}'allOf' is not permitted.", param)
    if node.get("type") != "object" and "properties" not in node:
        return
    if node.get("additionalProperties") is not False:
        problem = f"{where}'additionalProperties' is required to be supplied and to be false."
        raise _bad_schema(what, name, problem, param)
    properties = node.get("properties", {})
    lacking = [key for key in properties if key not in node.get("required", ())]
    if lacking:
        problem = (
            f"{where}'required' is required to be supplied and to be an array including every key "
            f"in properties. Missing '{lacking[0]}'."
        )
        raise _bad_schema(what, name, problem, param)


def _objects(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Walk every subschema."""
    if not isinstance(node, dict):
        return
    yield path, node
    for holder in ("properties", "$defs", "definitions"):
        for key, child in (node.get(holder) or {}).items():
            yield from _objects(child, (*path, holder, key))
    for holder in ("anyOf", "allOf", "oneOf", "prefixItems"):
        for index, child in enumerate(node.get(holder) or ()):
            yield from _objects(child, (*path, holder, str(index)))
    yield from _objects(node.get("items"), (*path, "items"))


def _bad_schema(what: str, name: str, problem: str, param: str) -> ProviderError:
    message = f"Invalid schema for {what} '{name}': {problem}"
    code = "invalid_json_schema" if what == "response_format" else "invalid_function_parameters"
    return refuse(message, param, code)
