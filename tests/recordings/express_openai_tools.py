"""Tools, tool choice and response formats of OpenAI bodies as public values and arguments."""

from __future__ import annotations

import re
from typing import Any

from ai_sdk import Output, ProviderTool, tool

from .intention import Inexpressible, Reader

LEVELS = ("none", "minimal", "low", "medium", "high", "xhigh")


def is_reasoning(model: str) -> bool:
    """Whether the model thinks before it answers: o1, o3, o4 and gpt-5 on, chat models apart."""
    return bool(re.match(r"(o\d|gpt-([5-9]|\d\d))", model)) and "chat" not in model


STRICT = frozenset(
    "type description title properties required items enum anyOf additionalProperties const pattern"
    " format minItems maxItems minimum maximum exclusiveMinimum exclusiveMaximum multipleOf"
    " $ref $defs definitions".split()
)
"""The keywords of strict schemas in the API's documentation."""


def is_strict_schema(schema: Any) -> bool:
    """Whether a schema is in the documented form of strict mode, so that it needs no change."""
    if not isinstance(schema, dict):
        return True
    if not schema.keys() <= STRICT:
        return False
    properties = schema.get("properties")
    if schema.get("additionalProperties", properties is not None) is not False:
        return False
    if properties is not None and set(schema.get("required") or ()) != properties.keys():
        return False
    inner = [*(properties or {}).values(), *(schema.get("anyOf") or ()), schema.get("items")]
    inner += [*schema.get("$defs", {}).values(), *schema.get("definitions", {}).values()]
    return all(map(is_strict_schema, inner))


def express_tools(reader: Reader, *, nested: bool) -> None:
    """`tools` as public tools; with `nested` a function's definition stands under "function"."""
    made: list[Any] = []
    for given in reader.take("tools") or ():
        if "type" not in given:
            raise Inexpressible("a tool that does not say its type")
        definition = given.get("function", {}) if nested else given
        if given["type"] == "function" and _is_plain(given, definition, nested=nested):
            made.append(_function_tool(reader, definition))
        else:
            taken = {each.name for each in made}
            made.append(_provider_tool(reader, given, taken=taken, nested=nested))
    if made:
        reader.arguments["tools"] = made
    _tool_choice(reader, nested=nested)


KNOWN = frozenset(("type", "name", "description", "parameters", "strict"))
"""The fields of a function that the public constructor has arguments for."""


def _is_plain(given: dict[str, Any], definition: dict[str, Any], *, nested: bool) -> bool:
    """Whether a function is defined as the API wants it: the place, a name, the strict form."""
    where = given.keys() <= {"type", "function"} if nested else "function" not in given
    strict = definition.get("strict") and not is_strict_schema(definition.get("parameters"))
    return where and "name" in definition and not strict


def _function_tool(reader: Reader, definition: dict[str, Any]) -> Any:
    further = {key: item for key, item in definition.items() if key not in KNOWN}
    return tool(
        name=definition["name"],
        description=definition.get("description"),
        input_schema=definition.get("parameters") or {},
        strict=definition.get("strict"),
        **reader.part_options(**further),
    )


def _provider_tool(reader: Reader, given: dict[str, Any], *, taken: set[str], nested: bool) -> Any:
    """A tool of the provider's, or one with fields the API does not know: as it stands."""
    kind = given["type"]
    args = given[kind] if nested and kind == "custom" else given
    args = {key: item for key, item in args.items() if key != "type" and item is not None}
    named = args.get("name") or (args.get("function") or {}).get("name")
    name = named or kind if kind in ("function", "custom") else kind
    if name in taken:
        name = str(given.get("server_label"))
    return ProviderTool(f"{reader.provider}.{kind}", args, name=name)


def _tool_choice(reader: Reader, *, nested: bool) -> None:
    """`tool_choice` as an argument where it is one of the common four, else as an option."""
    choice = reader.left.get("tool_choice")
    known = choice in ("auto", "none", "required")
    if isinstance(choice, str) and known and "tools" in reader.arguments:
        reader.argument("tool_choice")
    elif isinstance(choice, dict) and choice.get("type") == "function":
        name = choice.get("name") or (choice.get("function") or {}).get("name")
        if ("function" in choice) is not nested:
            return
        reader.take("tool_choice")
        reader.arguments["tool_choice"] = {"type": "tool", "tool_name": name}


def response_format(reader: Reader, form: dict[str, Any], schema: dict[str, Any]) -> bool:
    """`output=` for a response format; False where it has to stay as it is."""
    if form["type"] == "json_object":
        reader.arguments["output"] = Output.json()
    elif form["type"] == "json_schema" and isinstance(schema.get("schema"), dict):
        if "name" not in schema:
            return False
        if schema.get("strict") and not is_strict_schema(schema["schema"]):
            return False
        reader.arguments["output"] = Output.object(
            schema["schema"], name=schema.get("name"), description=schema.get("description")
        )
        if not schema.get("strict"):
            reader.option("strict_json_schema", False)
    else:
        return False
    return True
