"""generateContent: what the real API refuses in settings, tools and schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..turn import ToolOffer
from .google_common import camel, check_names, is_young, refuse

__all__ = ["check_config", "check_model_can", "check_schema", "check_tools", "read_offers"]

CONFIG = frozenset(
    (
        *("temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences"),
        *("presencePenalty", "frequencyPenalty", "seed", "responseMimeType", "responseSchema"),
        *("responseJsonSchema", "responseModalities", "responseLogprobs", "logprobs"),
        *("thinkingConfig", "mediaResolution", "speechConfig", "imageConfig", "audioTimestamp"),
        *("enableEnhancedCivicAnswers", "enableAffectiveDialog", "routingConfig", "modelConfig"),
        *("responseFormat", "translationConfig", "audioTranscriptionConfig"),
    )
)
_THINKING = ("includeThoughts", "thinkingBudget", "thinkingLevel")
_TOOLS = frozenset(
    (
        *("functionDeclarations", "googleSearch", "googleSearchRetrieval", "codeExecution"),
        *("urlContext", "googleMaps", "fileSearch", "computerUse", "enterpriseWebSearch"),
        *("retrieval", "mcpServers", "parallelAiSearch", "exaAiSearch"),
    )
)
_FUNCTION = (
    *("name", "description", "parameters", "parametersJsonSchema", "response"),
    *("responseJsonSchema", "behavior"),
)
_SCHEMA = frozenset(
    (
        *("type", "format", "title", "description", "nullable", "enum", "items", "maxItems"),
        *("minItems", "properties", "required", "minProperties", "maxProperties", "minLength"),
        *("maxLength", "pattern", "example", "anyOf", "propertyOrdering", "default", "minimum"),
        *("maximum",),
    )
)
_TYPES = ("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,127}")


def check_config(config: Mapping[str, Any], model: str) -> None:
    """Refuse settings that are unknown, out of range, or not for this model."""
    check_names(config, CONFIG, "generation_config")
    temperature = config.get("temperature")
    if temperature is not None and not 0 <= temperature <= 2:
        raise refuse(
            f"Unable to submit request because it has a temperature value of {temperature} but "
            "the supported range is from 0 (inclusive) to 2.0 (inclusive)."
        )
    thinking = {camel(name): item for name, item in (config.get("thinkingConfig") or {}).items()}
    check_names(thinking, _THINKING, "generation_config.thinking_config")
    if "thinkingBudget" in thinking and "thinkingLevel" in thinking:
        raise refuse("You can only set only one of thinking budget and thinking level.")
    if "thinkingLevel" in thinking and not is_young(model) and "latest" not in model:
        raise refuse("Thinking level is not supported for this model.")
    if "responseSchema" in config:
        check_schema(config["responseSchema"], "generation_config.response_schema")


def check_model_can(body: Mapping[str, Any], model: str) -> None:
    """Refuse what a model cannot do at all."""
    config, tools = body.get("generationConfig") or {}, body.get("tools")
    wants_json = config.get("responseMimeType") == "application/json"
    name = f"models/{model}"
    if model.startswith("gemma"):
        if body.get("systemInstruction"):
            raise refuse(f"Developer instruction is not enabled for {name}")
        if tools:
            raise refuse(f"Function calling is not enabled for {name}")
    if wants_json and (model.startswith("gemma") or "-image" in model or "-tts" in model):
        raise refuse(f"JSON mode is not enabled for {name}")
    if wants_json and tools and not is_young(model):
        raise refuse(
            "Function calling with a response mime type: 'application/json' is unsupported"
        )
    if "-tts" in model and config.get("responseModalities") != ["AUDIO"]:
        raise refuse(
            "The requested combination of response modalities (TEXT) is not supported by the "
            f"model. {name} accepts the following combination of response modalities: * AUDIO"
        )


def check_tools(body: Mapping[str, Any], model: str) -> None:
    """Refuse tools that are unknown or cannot stand together."""
    tools = body.get("tools") or []
    for place, tool in enumerate(tools):
        check_names(tool, _TOOLS, f"tools[{place}]")
    kinds = {camel(name) for tool in tools for name in tool}
    if "functionDeclarations" not in kinds or len(kinds) == 1:
        return
    if not is_young(model):
        raise refuse("Tool use with function calling is unsupported")
    if not (body.get("toolConfig") or {}).get("includeServerSideToolInvocations"):
        raise refuse(
            "Please enable tool_config.include_server_side_tool_invocations to use Built-in tools "
            "with Function calling."
        )


def read_offers(tools: Any) -> Iterator[ToolOffer]:
    """The functions on offer."""
    for tool in tools or ():
        for given in tool.get("functionDeclarations", tool.get("function_declarations")) or ():
            named = {camel(name): item for name, item in given.items()}
            check_names(named, _FUNCTION, "tools[0].function_declarations")
            if not _NAME.fullmatch(str(named.get("name", ""))):
                raise refuse(
                    "* GenerateContentRequest.tools[0].function_declarations[0].name: Invalid "
                    f"function name: {named.get('name')}."
                )
            if "parameters" in named:
                check_schema(named["parameters"], "tools[0].function_declarations[0].parameters")
            schema = named.get("parametersJsonSchema") or lowered(named.get("parameters") or {})
            yield ToolOffer(named["name"], schema, named.get("description") or "")


def check_schema(schema: Any, at: str) -> None:
    """Refuse what the subset of OpenAPI does not have."""
    if not isinstance(schema, dict):
        raise refuse(f"Invalid value at '{at}' (Schema)")
    check_names(schema, _SCHEMA, at)
    kind = schema.get("type")
    if kind is not None and (not isinstance(kind, str) or kind.upper() not in _TYPES):
        raise refuse(f"Invalid value at '{at}.type' (Type), {kind!r}")
    for place, value in enumerate(schema.get("enum") or ()):
        if not isinstance(value, str):
            raise refuse(f"Invalid value at '{at}.enum[{place}]' (TYPE_STRING), {value}")
    if isinstance(kind, str) and kind.upper() == "OBJECT" and not schema.get("properties"):
        raise refuse(f"{at}.properties: should be non-empty for OBJECT type")
    for name, inner in (schema.get("properties") or {}).items():
        check_schema(inner, f"{at}.properties[{name}]")
    if "items" in schema:
        check_schema(schema["items"], f"{at}.items")
    for place, inner in enumerate(schema.get("anyOf") or ()):
        check_schema(inner, f"{at}.any_of[{place}]")


def lowered(schema: Any) -> Any:
    """A schema of the subset as JSON Schema."""
    if not isinstance(schema, dict):
        return schema
    out = dict(schema)
    if isinstance(out.get("type"), str):
        out["type"] = out["type"].lower()
    if out.pop("nullable", False) and "type" in out:
        out["type"] = [out["type"], "null"]
    if "properties" in out:
        out["properties"] = {name: lowered(inner) for name, inner in out["properties"].items()}
    if "items" in out:
        out["items"] = lowered(out["items"])
    if "anyOf" in out:
        out["anyOf"] = [lowered(inner) for inner in out["anyOf"]]
    return out
