"""Recorded Messages requests as calls of `generate_text`, `stream_text` and `count_tokens`."""

from __future__ import annotations

import base64
import re
from typing import Any

from ai_sdk import FilePart, InvalidArgumentError, Output, ProviderTool, SystemMessage, tool

from .express_anthropic_messages import conversation
from .intention import Inexpressible, Intention, Reader
from .records import Record

CHOICES = {"auto": "auto", "any": "required", "none": "none"}
KNOWN = frozenset(("type", "name", "description", "input_schema", "strict"))
SAYABLE = frozenset(
    "type description title properties required items enum anyOf additionalProperties const format"
    " default $ref $defs".split()
)
"""The keywords of schemas in the API's documentation of structured output."""


def express_anthropic(record: Record) -> Intention | None:
    """The call that sends the record's request; None if the recorder kept no request."""
    if record.api == "files":
        return _upload(record)
    if record.request is None or not isinstance(record.body, dict) or not record.body:
        return None
    reader = Reader(record.body, "anthropic")
    model = reader.take("model")
    stream = reader.take("stream")
    if not isinstance(model, str) or not model:
        raise Inexpressible("no model")
    counts = record.path.endswith("/count_tokens")
    _length(reader)
    _sampling(reader, model)
    _tools(reader)
    _form(reader, model)
    _prompt(reader)
    if isinstance(record.answer, dict) and record.answer.get("stop_reason") == "pause_turn":
        reader.option("continue_paused", False)  # the record is of one request
    function = "count_tokens" if counts else "stream_text" if stream else "generate_text"
    return reader.finish(function, "language", model)


def _upload(record: Record) -> Intention:
    """The call that keeps a file. What the recorder cut off of its content is zeros."""
    if record.method != "POST" or record.multipart is None:
        raise Inexpressible("another operation on files")
    (part,) = record.multipart
    head = base64.b64decode(part.get("head_base64") or "") or str(part.get("text") or "").encode()
    data = head + bytes(part["size"] - len(head))
    file = FilePart(data, part.get("content_type"), part["filename"])
    return Intention("upload_file", "provider", "", {"data": file})


def _length(reader: Reader) -> None:
    """`max_tokens` is thinking and answer together, `max_output_tokens` the answer."""
    thinking = reader.left.get("thinking") or {}
    budget = thinking.get("budget_tokens", 0) if thinking.get("type") == "enabled" else 0
    most = reader.left.get("max_tokens")
    if isinstance(most, int) and most > budget:
        reader.take("max_tokens")
        reader.arguments["max_output_tokens"] = most - budget


def _sampling(reader: Reader, model: str) -> None:
    """Settings as arguments where the model takes them; the rest stay options."""
    reader.argument("stop_sequences")
    thinks = (reader.left.get("thinking") or {}).get("type", "disabled") != "disabled"
    if not thinks and not re.search(r"-(4-[789]|5)\b", model):
        reader.argument("temperature")
        reader.argument("top_k")
        if "temperature" not in reader.arguments:
            reader.argument("top_p")


def _tools(reader: Reader) -> None:
    made = [_tool(reader, each) for each in reader.take("tools") or ()]
    if made:
        reader.arguments["tools"] = made
    choice = reader.left.get("tool_choice")
    if not isinstance(choice, dict) or not made:
        return
    if "disable_parallel_tool_use" in choice:
        reader.option("disable_parallel_tool_use", choice["disable_parallel_tool_use"])
    reader.take("tool_choice")
    if choice["type"] == "tool":
        reader.arguments["tool_choice"] = {"type": "tool", "tool_name": choice["name"]}
    else:
        reader.arguments["tool_choice"] = CHOICES[choice["type"]]


def _tool(reader: Reader, given: dict[str, Any]) -> Any:
    kind = given.get("type") or "custom"
    if kind != "custom":
        args = {k: v for k, v in given.items() if k not in ("type", "name") and v is not None}
        name = given.get("name") or given.get("mcp_server_name") or kind
        return ProviderTool(f"anthropic.{kind}", args, name=name)
    strict, schema = given.get("strict"), given["input_schema"]
    if not isinstance(schema, dict) or schema.get("type") != "object":  # no tool of ours
        return _as_it_is(given)
    further = {k: v for k, v in given.items() if k not in KNOWN}
    if strict and not _sayable(schema):
        further["strict"], strict = strict, None
    try:
        return tool(
            name=given["name"],
            description=given.get("description"),
            input_schema=schema,
            strict=strict,
            **reader.part_options(**further),
        )
    except InvalidArgumentError:  # a name that our tools cannot have
        return _as_it_is(given)


def _as_it_is(given: dict[str, Any]) -> ProviderTool:
    args = {k: v for k, v in given.items() if k != "type"}
    return ProviderTool("anthropic.custom", args, name=given["name"])


def _sayable(schema: Any) -> bool:
    """Whether a schema is in the documented form of structured output, so that it needs no change."""
    if not isinstance(schema, dict):
        return True
    if not schema.keys() <= SAYABLE:
        return False
    if "properties" in schema and schema.get("additionalProperties") is not False:
        return False
    if any("/" in name for name in schema.get("$defs", ())):
        return False
    inner = [*(schema.get("properties") or {}).values(), *(schema.get("anyOf") or ())]
    inner += [schema.get("items"), *schema.get("$defs", {}).values()]
    return all(map(_sayable, inner))


def _form(reader: Reader, model: str) -> None:
    """`output=` for an answer's schema where nothing has to change in it."""
    config = reader.left.get("output_config") or {}
    form = config.get("format") or {}
    schema = form.get("schema")
    if form.get("type") != "json_schema" or not _sayable(schema) or schema.get("type") != "object":
        return
    reader.arguments["output"] = Output.object(schema)
    rest = {k: v for k, v in config.items() if k != "format"}
    reader.take("output_config")
    if rest:
        reader.option("output_config", rest)


def _prompt(reader: Reader) -> None:
    system = reader.take("system")
    if isinstance(system, list):
        reader.arguments["instructions"] = [
            SystemMessage(
                block["text"],
                **reader.part_options(
                    **{k: v for k, v in block.items() if k not in ("type", "text")}
                ),
            )
            for block in system
        ]
    elif system:
        reader.arguments["instructions"] = system
    messages = reader.take("messages")
    if not messages:
        raise Inexpressible("no messages")
    reader.arguments["messages"] = conversation(reader, messages)
    reader.arguments["allow_system_in_messages"] = True
