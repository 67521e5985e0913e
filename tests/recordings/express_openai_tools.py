"""Tools, tool choice and response formats of OpenAI bodies as public values and arguments."""

from __future__ import annotations

import re
from typing import Any

from ai_sdk import FunctionTool, Output, ProviderTool

from .intention import Inexpressible, Reader

LEVELS = ("none", "minimal", "low", "medium", "high", "xhigh")


def is_reasoning(model: str) -> bool:
    """Whether the model thinks before it answers: o1, o3, o4 and gpt-5 on, chat models apart."""
    return bool(re.match(r"(o\d|gpt-([5-9]|\d\d))", model)) and "chat" not in model


def function_tool(reader: Reader, tool: dict[str, Any], definition: dict[str, Any]) -> Any:
    """A function tool; one with fields the API does not know goes as it is."""
    known = {"name", "description", "parameters", "strict", "defer_loading"}
    odd = definition.keys() - known or "name" not in definition
    if odd or (tool is not definition and tool.keys() - {"type", "function"}):
        return provider_tool(reader, tool)
    options = reader.part_options(defer_loading=definition.get("defer_loading"))
    return FunctionTool(
        definition["name"],
        definition.get("parameters") or {},
        description=definition.get("description"),
        strict=definition.get("strict"),
        **options,
    )


def provider_tool(reader: Reader, tool: dict[str, Any]) -> Any:
    """A tool of the provider's, with the settings as they stand in the body."""
    args = {key: item for key, item in tool.items() if key != "type" and item is not None}
    return ProviderTool(f"{reader.provider}.{tool['type']}", args)


def tool_choice(reader: Reader) -> None:
    """`tool_choice` as an argument where it is one of the common four, else as an option."""
    choice = reader.left.get("tool_choice")
    if isinstance(choice, str):
        reader.argument("tool_choice")
    elif isinstance(choice, dict) and choice.get("type") == "function":
        name = choice.get("name") or (choice.get("function") or {}).get("name")
        if not name:
            raise Inexpressible("a tool choice without a name")
        reader.take("tool_choice")
        reader.arguments["tool_choice"] = {"type": "tool", "tool_name": name}


def response_format(reader: Reader, form: dict[str, Any], schema: dict[str, Any]) -> bool:
    """`output=` for a response format; False where it has to stay as it is."""
    if form["type"] == "json_object":
        reader.arguments["output"] = Output.json()
    elif form["type"] == "json_schema" and isinstance(schema.get("schema"), dict):
        reader.arguments["output"] = Output.object(
            schema["schema"], name=schema.get("name"), description=schema.get("description")
        )
        if not schema.get("strict"):
            reader.option("strict_json_schema", False)
    else:
        return False
    return True
