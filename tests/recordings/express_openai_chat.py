"""Recorded Chat Completions requests as calls of `generate_text` and `stream_text`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ai_sdk import (
    AssistantMessage,
    CustomPart,
    FilePart,
    ImagePart,
    ReasoningPart,
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


@dataclass(frozen=True)
class Manner:
    """How a provider's chat requests differ from OpenAI's.

    Attributes:
        provider: its name in options and metadata.
        reasoning: whether a model of this id gets instructions as a developer's.
        tokens: the field of the token limit; None to go by the model.
        echo: field of an assistant message that holds its reasoning.
        details: field of an assistant message whose entries go back as they came.
        levels: efforts that are sent under their own name.
        open: it takes options that nobody knows, in bodies, messages and parts.
        must: its word for "a tool must be called".
    """

    provider: str = "openai"
    reasoning: Callable[[str], bool] = is_reasoning
    tokens: str | None = None
    echo: str | None = None
    details: str | None = None
    levels: tuple[str, ...] = LEVELS
    open: bool = False
    must: str = "required"


def express_chat(record: Record, manner: Manner = Manner()) -> Intention:
    """The call that sends a recorded chat request."""
    reader = Reader(record.body, manner.provider)
    model = reader.take("model")
    stream = reader.take("stream")
    reader.take("stream_options")
    _settings(reader, manner, reasoning=manner.reasoning(model))
    if reader.left.get("tool_choice") == manner.must:
        reader.left["tool_choice"] = "required"
    express_tools(reader, nested=True)
    form = reader.left.get("response_format")
    if form and form["type"] == "text":
        reader.take("response_format")
    elif form and response_format(reader, form, form.get("json_schema") or {}):
        reader.take("response_format")
    _prompt(reader, manner, reader.take("messages"), reasoning=manner.reasoning(model))
    return reader.finish("stream_text" if stream else "generate_text", "chat", model)


def _settings(reader: Reader, manner: Manner, *, reasoning: bool) -> None:
    """Settings by their public names; what the library keeps from a model goes as an option."""
    if manner.tokens is not None:
        if not {"max_tokens", "max_completion_tokens"} <= reader.left.keys():
            reader.argument(manner.tokens, "max_output_tokens")
    elif {"max_tokens", "max_completion_tokens"} <= reader.left.keys():
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
    if reader.left.get("reasoning_effort") in manner.levels:
        reader.argument("reasoning_effort", "reasoning")


def sampling(reader: Reader, *names: str) -> None:
    """Sampling settings as arguments; one out of its range, which we refuse, as an option."""
    for name in names:
        low = -2 if name.endswith("penalty") else 0
        if low <= reader.left.get(name, 0) <= (1 if name == "top_p" else 2):
            reader.argument(name)


def _prompt(
    reader: Reader, manner: Manner, messages: list[dict[str, Any]], *, reasoning: bool
) -> None:
    """`messages`, or `instructions` and `prompt` where that is all there is."""
    if not messages:
        raise Inexpressible("an empty list of messages")
    if not all("role" in message for message in messages):
        raise Inexpressible("a message without a role")
    roles = [message["role"] for message in messages]
    systems = {role for role in roles if role in ("system", "developer")}
    usual = "developer" if reasoning else "system"
    if len(systems) == 1 and systems != {usual}:
        reader.option("system_message_mode", systems.pop())
        systems = {usual}
    plain = [m["content"] for m in messages if isinstance(m.get("content"), str)]
    named = any(message.keys() - {"role", "content"} for message in messages)
    whole = len(plain) == len(roles) and not named and all(plain)
    if whole and roles in (["user"], ["system", "user"]):
        *instructions, reader.arguments["prompt"] = plain
        if instructions:
            reader.arguments["instructions"] = instructions[0]
        return
    reader.arguments["allow_system_in_messages"] = True
    names: dict[str, str] = {}
    reader.arguments["messages"] = [
        _message(reader, manner, message, names, usual if len(systems) > 1 else None)
        for message in messages
    ]


_OF_MESSAGES = frozenset(("role", "content", "tool_calls", "tool_call_id"))


def _message(
    reader: Reader,
    manner: Manner,
    message: dict[str, Any],
    names: dict[str, str],
    usual: str | None,
) -> Any:
    role, content = message["role"], message.get("content")
    known = _OF_MESSAGES | {manner.echo, manner.details}
    further = {key: item for key, item in message.items() if key not in known}
    options = reader.part_options(**(further if manner.open else {"name": message.get("name")}))
    if role in ("system", "developer"):
        if usual and role != usual:
            options = reader.part_options(role=role)
        if manner.open and _has_parts(content):
            options = reader.part_options(**further, content=content)
        return SystemMessage(_text(content), **options)
    if role == "user":
        return UserMessage(_user_content(reader, content, open_=manner.open), **options)
    if role == "tool":
        key = message["tool_call_id"]
        output = _text(content)
        if manner.open and _has_parts(content):
            options = reader.part_options(**further, content=content)
        return ToolMessage([ToolResult(key, names.get(key, "unknown"), output, **options)])
    parts: list[Any] = _thoughts(manner, message)
    for text in _assistant_texts(content, parts):
        parts.append(TextPart(text))
    for call in message.get("tool_calls") or ():
        parts.append(_call(call))
        names[call["id"]] = parts[-1].tool_name
    if not parts:
        return AssistantMessage("", **options)
    return AssistantMessage(parts, **options)


def _has_parts(content: Any) -> bool:
    """Whether a content is more than one plain text."""
    return isinstance(content, list) and any(
        len(content) > 1 or part.keys() != {"type", "text"} for part in content
    )


def _thoughts(manner: Manner, message: dict[str, Any]) -> list[Any]:
    thought = message.get(manner.echo) if manner.echo else None
    details = message.get(manner.details) if manner.details else None
    if not thought and not details:
        return []
    note = {manner.provider: {manner.details: details}} if details else {}
    return [ReasoningPart(thought or "", provider_metadata=note)]


def _assistant_texts(content: Any, parts: list[Any]) -> list[str]:
    """The texts of an assistant message; what it thought goes to `parts`."""
    if not isinstance(content, list):
        return [content] if content else []
    for part in content:
        if part.get("type") == "thinking":
            parts.append(ReasoningPart(_text(part["thinking"])))
    return [part["text"] for part in content if part.get("text")]


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
        if not all("text" in part for part in content):
            raise Inexpressible("a picture in the message of a tool")
        return [part["text"] for part in content]
    return [content] if content else []


def _text(content: Any) -> str:
    return "".join(_texts(content))


def _user_content(reader: Reader, content: Any, *, open_: bool) -> Any:
    if isinstance(content, str):
        return content
    if not isinstance(content, list) or not all("type" in part for part in content):
        raise Inexpressible("a user message whose content is neither text nor parts")
    return [_user_part(reader, part, open_=open_) for part in content]


def _user_part(reader: Reader, part: dict[str, Any], *, open_: bool) -> Any:
    kind = part["type"]
    if kind == "text" and open_:
        rest = {key: item for key, item in part.items() if key not in ("type", "text")}
        return TextPart(part["text"], **reader.part_options(**rest))
    if kind == "text":
        options = reader.part_options(prompt_cache_breakpoint=part.get("prompt_cache_breakpoint"))
        return TextPart(part["text"], **options)
    if kind == "image_url" and isinstance(part["image_url"], dict):
        image = part["image_url"]
        return ImagePart(image["url"], **reader.part_options(detail=image.get("detail")))
    if kind == "document_url":
        return FilePart(part["document_url"], "application/pdf", part.get("document_name"))
    if kind == "input_audio" and isinstance(part["input_audio"], dict):
        audio = part["input_audio"]
        return FilePart(audio["data"], AUDIO[audio["format"]])
    if kind == "file":
        file = part["file"]
        return FilePart(file["file_data"], "application/pdf", file.get("filename"))
    return CustomPart(f"{reader.provider}.{kind}", part)
