"""Recorded Chat Completions requests as calls of `generate_text` and `stream_text`."""

from __future__ import annotations

import json
from typing import Any

from ai_sdk import (
    AssistantMessage,
    CustomPart,
    FilePart,
    ImagePart,
    SystemMessage,
    TextPart,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
)

from .express_openai_tools import (
    LEVELS,
    express_tools,
    is_reasoning,
    response_format,
)
from .intention import Inexpressible, Intention, Reader
from .records import Record

SAMPLING = ("temperature", "top_p", "presence_penalty", "frequency_penalty")
AUDIO = {"mp3": "audio/mpeg", "wav": "audio/wav"}


def express_chat(record: Record) -> Intention:
    """The call that sends a recorded chat request."""
    reader = Reader(record.body, "openai")
    model = reader.take("model")
    stream = reader.take("stream")
    reader.take("stream_options")
    _settings(reader, reasoning=is_reasoning(model))
    express_tools(reader, nested=True)
    form = reader.left.get("response_format")
    if form and form["type"] == "text":
        reader.take("response_format")
    elif form and response_format(reader, form, form.get("json_schema") or {}):
        reader.take("response_format")
    _prompt(reader, reader.take("messages"), reasoning=is_reasoning(model))
    return reader.finish("stream_text" if stream else "generate_text", "chat", model)


def _settings(reader: Reader, *, reasoning: bool) -> None:
    """Settings by their public names; what the library keeps from a model goes as an option."""
    if {"max_tokens", "max_completion_tokens"} <= reader.left.keys():
        pass  # one argument cannot mean both
    elif reasoning:
        reader.argument("max_completion_tokens", "max_output_tokens")
    else:
        reader.argument("max_tokens", "max_output_tokens")
    if not reasoning:
        sampling(reader, *SAMPLING)
        stop = reader.take("stop")
        if stop is not None:
            reader.arguments["stop_sequences"] = [stop] if isinstance(stop, str) else stop
    reader.argument("seed")
    if reader.left.get("n") == 1:
        reader.take("n")
    if reader.left.get("reasoning_effort") in LEVELS:
        reader.argument("reasoning_effort", "reasoning")


def sampling(reader: Reader, *names: str) -> None:
    """Sampling settings as arguments; one out of its range, which we refuse, as an option."""
    for name in names:
        low = -2 if name.endswith("penalty") else 0
        if low <= reader.left.get(name, 0) <= (1 if name == "top_p" else 2):
            reader.argument(name)


def _prompt(reader: Reader, messages: list[dict[str, Any]], *, reasoning: bool) -> None:
    """`messages`, or `instructions` and `prompt` where that is all there is."""
    if not messages:
        raise Inexpressible("an empty list of messages")
    roles = [message["role"] for message in messages]
    systems = {role for role in roles if role in ("system", "developer")}
    usual = "developer" if reasoning else "system"
    if len(systems) == 1 and systems != {usual}:
        reader.option("system_message_mode", systems.pop())
        systems = {usual}
    plain = [m["content"] for m in messages if isinstance(m.get("content"), str)]
    named = any(message.get("name") for message in messages)
    whole = len(plain) == len(roles) and not named and all(plain)
    if whole and roles in (["user"], ["system", "user"]):
        *instructions, reader.arguments["prompt"] = plain
        if instructions:
            reader.arguments["instructions"] = instructions[0]
        return
    reader.arguments["allow_system_in_messages"] = True
    names: dict[str, str] = {}
    reader.arguments["messages"] = [
        _message(reader, message, names, usual if len(systems) > 1 else None)
        for message in messages
    ]


def _message(
    reader: Reader, message: dict[str, Any], names: dict[str, str], usual: str | None
) -> Any:
    role, content = message["role"], message.get("content")
    options = reader.part_options(name=message.get("name"))
    if role in ("system", "developer"):
        if usual and role != usual:
            options = reader.part_options(role=role)
        return SystemMessage(_text(content), **options)
    if role == "user":
        return UserMessage(_user_content(reader, content), **options)
    if role == "tool":
        key = message["tool_call_id"]
        output = _text(content)
        return ToolMessage([ToolResult(key, names.get(key, "unknown"), output, **options)])
    parts: list[Any] = [TextPart(text) for text in _texts(content) if text]
    for call in message.get("tool_calls") or ():
        parts.append(_call(call))
        names[call["id"]] = parts[-1].tool_name
    if not parts:
        return AssistantMessage("", **options)
    return AssistantMessage(parts, **options)


def _call(call: dict[str, Any]) -> ToolCall:
    function = call["function"]
    return ToolCall(call["id"], function["name"], parsed_arguments(function["arguments"]))


def parsed_arguments(text: str) -> Any:
    """Arguments as a caller holds them: the parsed object, or the text where it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _texts(content: Any) -> list[str]:
    if isinstance(content, list):
        return [part["text"] for part in content]
    return [content] if content else []


def _text(content: Any) -> str:
    return "".join(_texts(content))


def _user_content(reader: Reader, content: Any) -> Any:
    if isinstance(content, str):
        return content
    if not isinstance(content, list) or not all("type" in part for part in content):
        raise Inexpressible("a user message whose content is neither text nor parts")
    return [_user_part(reader, part) for part in content]


def _user_part(reader: Reader, part: dict[str, Any]) -> Any:
    kind = part["type"]
    if kind == "text":
        options = reader.part_options(prompt_cache_breakpoint=part.get("prompt_cache_breakpoint"))
        return TextPart(part["text"], **options)
    if kind == "image_url":
        image = part["image_url"]
        return ImagePart(image["url"], **reader.part_options(detail=image.get("detail")))
    if kind == "input_audio":
        audio = part["input_audio"]
        return FilePart(audio["data"], AUDIO[audio["format"]])
    if kind == "file":
        file = part["file"]
        return FilePart(file["file_data"], "application/pdf", file.get("filename"))
    return CustomPart(f"openai.{kind}", part)
