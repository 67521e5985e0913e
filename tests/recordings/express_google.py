"""Recorded generateContent and embedding requests as calls of our functions."""

from __future__ import annotations

import re
from typing import Any

from ai_sdk import Output, ProviderTool, tool
from ai_sdk.schema import UnsupportedSchemaError, lower

from .compare_google import spelt
from .express_google_contents import ContentsReader
from .intention import Inexpressible, Intention, Reader
from .records import Record

SETTINGS = {
    "maxOutputTokens": "max_output_tokens",
    "temperature": "temperature",
    "topP": "top_p",
    "topK": "top_k",
    "presencePenalty": "presence_penalty",
    "frequencyPenalty": "frequency_penalty",
    "stopSequences": "stop_sequences",
    "seed": "seed",
}
EMPTY = {"type": "object", "properties": {}}


def express_google(record: Record) -> Intention | None:
    """The call that sends the record's request; None if the recorder kept no request."""
    if record.request is None or not isinstance(record.body, dict) or not record.body:
        return None
    model, _, action = record.path.rpartition("/")[2].partition(":")
    if action in ("embedContent", "batchEmbedContents"):
        return _embeddings(record, model)
    if action == "predict":
        return _instances(record, model)
    reader = Reader(_whole(record), "google")
    reader.take("model")
    _config(reader, reader.take("generationConfig") or {})
    _tools(reader, reader.take("tools"))
    _choice(reader, reader.take("toolConfig") or {})
    contents = ContentsReader(reader)
    contents.read(reader.take("systemInstruction"), reader.take("contents"))
    if action == "countTokens":
        return reader.finish("count_tokens", "language", model)
    streamed = action == "streamGenerateContent"
    return reader.finish("stream_text" if streamed else "generate_text", "language", model)


def _whole(record: Record) -> dict[str, Any]:
    body: dict[str, Any] = spelt(record.body)
    inner = body.pop("generateContentRequest", None)
    return {**inner, **body} if isinstance(inner, dict) else body


def _config(reader: Reader, config: dict[str, Any]) -> None:
    """Settings by their public names; JSON of a schema as `output=` where that says the same."""
    left = {key: item for key, item in config.items() if item not in ([], {}, "")}
    if left.get("candidateCount") == 1:
        del left["candidateCount"]
    for wire, name in SETTINGS.items():
        if wire in left and _is_sound(name, left[wire]):
            reader.arguments[name] = left.pop(wire)
    _form(reader, left)
    for name, item in left.items():
        reader.option(name, item)


def _is_sound(name: str, item: Any) -> bool:
    """Whether the setting is in the range that we take; others go out as options."""
    if name == "temperature":
        return bool(0 <= item <= 2)
    if name in ("max_output_tokens", "top_k", "seed"):
        return isinstance(item, int) and item > 0
    return name != "top_p" or bool(0 <= item <= 1)


def _form(reader: Reader, left: dict[str, Any]) -> None:
    if left.get("responseMimeType") == "text/plain":
        del left["responseMimeType"]
    if left.get("responseMimeType") != "application/json":
        return
    if "responseJsonSchema" in left and _is_object(left["responseJsonSchema"]):
        del left["responseMimeType"]
        reader.arguments["output"] = Output.object(left.pop("responseJsonSchema"))
        reader.option("schema_mode", "json-schema")
    elif "responseSchema" in left:
        schema = left["responseSchema"]
        if _is_object(schema) and _is_lowered(schema):
            del left["responseMimeType"], left["responseSchema"]
            reader.arguments["output"] = Output.object(schema)


def _is_object(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "object"


def _is_lowered(schema: Any) -> bool:
    """Whether a schema is in the subset as it is, so that it needs no change."""
    try:
        return bool(lower(dict(schema), "gemini").schema == schema)
    except (UnsupportedSchemaError, ValueError, TypeError, AttributeError):
        return False


def _tools(reader: Reader, tools: Any) -> None:
    made: list[Any] = []
    for given in [tools] if isinstance(tools, dict) else tools or ():
        for kind, item in given.items():
            if kind == "functionDeclarations":
                made += [_function(reader, each) for each in item]
            else:
                made.append(ProviderTool(f"google.{_snake(kind)}", item or {}))
    if made:
        reader.arguments["tools"] = made


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", name)


def _function(reader: Reader, definition: dict[str, Any]) -> Any:
    """A function whose schema is said in the subset, or handed over as it stands."""
    known = ("name", "description", "parameters")
    further = {key: item for key, item in definition.items() if key not in known}
    schema = definition.get("parameters")
    if schema is not None and not _is_lowered(schema):
        further["parameters"], schema = schema, None
    return tool(
        name=definition["name"],
        description=definition.get("description"),
        input_schema=schema or EMPTY,
        **reader.part_options(**further),
    )


def _choice(reader: Reader, config: dict[str, Any]) -> None:
    calling = config.pop("functionCallingConfig", None) or {}
    mode = str(calling.get("mode") or "AUTO").upper()
    names = calling.get("allowedFunctionNames") or []
    if mode == "VALIDATED":
        _make_strict(reader)
    elif mode == "NONE":
        reader.arguments["tool_choice"] = "none"
    elif mode == "ANY" and len(names) == 1:
        reader.arguments["tool_choice"] = {"type": "tool", "tool_name": names[0]}
    elif mode == "ANY":
        reader.arguments["tool_choice"] = "required"
        if names:
            reader.option("allowed_function_names", names)
    for name, item in config.items():
        reader.option(name, item)


def _make_strict(reader: Reader) -> None:
    tools = reader.arguments.get("tools") or []
    functions = [place for place, each in enumerate(tools) if not isinstance(each, ProviderTool)]
    if not functions:
        raise Inexpressible("calls are to be valid, but there is no function")
    found = tools[functions[0]]
    tools[functions[0]] = tool(
        name=found.name,
        description=found.description,
        input_schema=found.input_schema,
        strict=True,
        provider_options=found.provider_options,
    )


def _embeddings(record: Record, model: str) -> Intention:
    body = spelt(record.body)
    rows = body.get("requests", [body])
    texts = [_one_text(row) for row in rows]
    common = {k: v for k, v in rows[0].items() if k not in ("model", "content")}
    if any({k: v for k, v in r.items() if k not in ("model", "content")} != common for r in rows):
        raise Inexpressible("each text has settings of its own")
    reader = Reader(common, "google")
    return _embed(reader, texts, model)


def _one_text(row: dict[str, Any]) -> str:
    parts = row["content"]["parts"]
    if len(parts) != 1 or "text" not in parts[0]:
        raise Inexpressible("several parts make one vector")
    text: str = parts[0]["text"]
    return text


def _embed(reader: Reader, texts: list[str], model: str) -> Intention:
    if len(texts) == 1:
        reader.arguments["value"] = texts[0]
        return reader.finish("embed", "embedding", model)
    reader.arguments["values"] = texts
    return reader.finish("embed_many", "embedding", model)


def _instances(record: Record, model: str) -> Intention:
    instances = record.body["instances"]
    reader = Reader(record.body.get("parameters") or {}, "google")
    for name in ("task_type", "title"):
        if name in instances[0]:
            reader.option(name, instances[0][name])
    return _embed(reader, [each["content"] for each in instances], model)
