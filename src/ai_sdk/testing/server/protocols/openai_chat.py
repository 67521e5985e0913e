"""Chat Completions: reads requests; `openai_chat_write` writes the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..payload import loads_or_text
from ..turn import Ask, Attachment, Message, Role, ToolCall, ToolOffer, ToolOutput
from .base import Exchange
from .openai_common import (
    attachment_from_url,
    check_number,
    decode_base64,
    is_reasoning_model,
    json_body,
    kind_of,
    missing,
    read_count,
    read_list,
    read_model,
    refuse,
    wrong_type,
)
from .openai_schema_rules import read_function, read_schema

_ROLES: dict[Any, Role] = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "assistant": "assistant",
    "tool": "tool",
    "function": "tool",
}


def read_chat(exchange: Exchange) -> Ask:
    """Read a `POST /chat/completions`."""
    body = json_body(exchange)
    model = read_model(body, exchange)
    messages = _messages(body)
    json_mode, schema = _response_format(body, messages)
    choice, forced = _tool_choice(body)
    check_number(body, "temperature", 0, 2)
    check_number(body, "top_p", 0, 1)
    check_number(body, "presence_penalty", -2, 2)
    check_number(body, "frequency_penalty", -2, 2)
    return Ask(
        model=model,
        messages=messages,
        body=body,
        stream=body.get("stream") is True,
        tools=_tools(body),
        tool_choice=choice,
        forced_tool=forced,
        parallel_tools=body.get("parallel_tool_calls") is not False,
        json_mode=json_mode,
        schema=schema,
        max_tokens=_max_tokens(body),
        stop=_stop(body),
        choices=read_count(body, "n") or 1,
        include_usage=bool((body.get("stream_options") or {}).get("include_usage")),
        reasoning=_thinks(body, model),
    )


def _thinks(body: Mapping[str, Any], model: str) -> bool:
    effort = body.get("reasoning_effort")
    return effort not in (None, "none") if "reasoning_effort" in body else is_reasoning_model(model)


def _max_tokens(body: Mapping[str, Any]) -> int | None:
    old, new = read_count(body, "max_tokens"), read_count(body, "max_completion_tokens")
    if old is not None and new is not None:
        message = "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not "
        raise refuse(message + "supported.", "max_tokens", "invalid_parameter_combination")
    return old if new is None else new


def _stop(body: Mapping[str, Any]) -> tuple[str, ...]:
    stop = body.get("stop") or ()
    return (stop,) if isinstance(stop, str) else tuple(stop)


def _tools(body: Mapping[str, Any]) -> tuple[ToolOffer, ...]:
    offers: list[ToolOffer] = []
    for index, tool in enumerate(read_list(body, "tools")):
        if not isinstance(tool, dict):
            raise wrong_type(f"tools[{index}]", "an object", tool)
        if tool.get("type") == "custom":
            custom = tool.get("custom") or {}
            offers.append(ToolOffer(custom.get("name", ""), {}, custom.get("description", "")))
            continue
        if not isinstance(tool.get("function"), dict):
            raise missing(f"tools[{index}].function")
        offers.append(read_function(tool["function"], f"tools[{index}].function"))
    return tuple(offers)


def _tool_choice(body: Mapping[str, Any]) -> tuple[str, str | None]:
    choice = body.get("tool_choice")
    if choice is None:
        return "auto", None
    if not body.get("tools"):
        message = "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' "
        raise refuse(message + "are specified.", "tool_choice")
    if isinstance(choice, str):
        if choice not in ("auto", "none", "required"):
            supported = "Supported values are: 'none', 'auto', and 'required'."
            message = f"Invalid value: '{choice}'. {supported}"
            raise refuse(message, "tool_choice", "invalid_value")
        return choice, None
    named = choice.get("function") or choice.get("custom") or {}
    if choice.get("type") == "allowed_tools":
        return (choice.get("allowed_tools") or {}).get("mode", "auto"), None
    if not named.get("name"):
        raise missing("tool_choice.function.name")
    return "required", named["name"]


def _response_format(
    body: Mapping[str, Any], messages: Sequence[Message]
) -> tuple[bool, Mapping[str, Any] | None]:
    form = body.get("response_format")
    if form is None:
        return False, None
    if not isinstance(form, dict):
        raise wrong_type("response_format", "an object", form)
    if form.get("type") == "json_schema":
        if not isinstance(form.get("json_schema"), dict):
            raise missing("response_format.json_schema")
        return True, read_schema(form["json_schema"], "response_format.json_schema")
    if form.get("type") == "json_object":
        check_says_json(messages, "messages")
        return True, None
    return False, None


def check_says_json(messages: Sequence[Message], param: str) -> None:
    """Refuse the plain JSON mode where no message speaks of JSON, as the API does."""
    if not any("json" in message.text.lower() for message in messages):
        message = (
            f"'{param}' must contain the word 'json' in some form, to use 'response_format' of "
            "type 'json_object'."
        )
        raise refuse(message, param)


def _messages(body: Mapping[str, Any]) -> tuple[Message, ...]:
    if "messages" not in body:
        raise missing("messages")
    items = read_list(body, "messages")
    if not items:
        message = "Invalid 'messages': empty array. Expected an array with minimum length 1, but "
        raise refuse(message + "got an empty array instead.", "messages", "empty_array")
    messages = tuple(_message(item, f"messages[{index}]") for index, item in enumerate(items))
    _check_tool_order(messages)
    return messages


def _message(item: Any, at: str) -> Message:
    if not isinstance(item, dict):
        raise wrong_type(at, "an object", item)
    role = _ROLES.get(item.get("role"))
    if role is None:
        supported = "'system', 'assistant', 'user', 'function', 'tool', and 'developer'"
        message = f"Invalid value: '{item.get('role')}'. Supported values are: {supported}."
        raise refuse(message, f"{at}.role", "invalid_value")
    calls = tuple(_tool_call(call, at) for call in item.get("tool_calls") or ())
    content = item.get("content")
    if content is None and not (role == "assistant" and (calls or item.get("refusal"))):
        message = f"Invalid value for 'content': expected a string, got {kind_of(content)}."
        raise refuse(message, f"{at}.content")
    text, attachments = _content(content, f"{at}.content")
    if role != "tool":
        return Message(role, text, attachments, calls)
    output = ToolOutput(item.get("tool_call_id") or "", text, item.get("name"))
    return Message("tool", tool_outputs=(output,))


def _tool_call(call: Mapping[str, Any], at: str) -> ToolCall:
    function = call.get("function") or call.get("custom") or {}
    arguments = function.get("arguments", function.get("input"))
    if not isinstance(arguments, str):
        raise wrong_type(f"{at}.tool_calls[0].function.arguments", "a string", arguments)
    return ToolCall(function.get("name", ""), loads_or_text(arguments), call.get("id"))


def _content(content: Any, at: str) -> tuple[str, tuple[Attachment, ...]]:
    if content is None or isinstance(content, str):
        return content or "", ()
    if not isinstance(content, list):
        raise wrong_type(at, "a string or an array", content)
    texts: list[str] = []
    attachments: list[Attachment] = []
    for index, part in enumerate(content):
        read = _part(part, f"{at}[{index}]")
        (texts if isinstance(read, str) else attachments).append(read)  # type: ignore[arg-type]
    return "\n".join(texts), tuple(attachments)


def _part(part: Any, at: str) -> str | Attachment:
    if not isinstance(part, dict) or "type" not in part:
        raise missing(f"{at}.type")
    match part["type"]:
        case "text":
            return str(part.get("text", ""))
        case "refusal":
            return str(part.get("refusal", ""))
        case "image_url":
            image = part.get("image_url")
            url = image.get("url") if isinstance(image, dict) else image
            if not isinstance(url, str):
                raise missing(f"{at}.image_url.url")
            return attachment_from_url("image", url)
        case "input_audio":
            audio = part.get("input_audio") or {}
            data = decode_base64(audio.get("data", ""), at)
            return Attachment("audio", f"audio/{audio.get('format', 'wav')}", None, data)
        case "file":
            file = part.get("file") or {}
            if "file_data" in file:
                return attachment_from_url("file", file["file_data"], file.get("filename"))
            return Attachment("file", name=file.get("filename"), reference=file.get("file_id"))
        case "document_url":  # Mistral's
            address = part.get("document_url")
            if not isinstance(address, str):
                raise missing(f"{at}.document_url")
            return attachment_from_url("file", address, part.get("document_name"))
        case other:
            message = f"Invalid value: '{other}'. Supported values are: 'text', 'image_url', "
            raise refuse(message + "'input_audio', 'refusal' and 'file'.", at, "invalid_value")


def _check_tool_order(messages: Sequence[Message]) -> None:
    """Refuse tool messages without their call, and calls without their tool messages."""
    open_calls: set[str | None] = set()
    for index, message in enumerate(messages):
        if message.role == "tool":
            call_id = message.tool_outputs[0].call_id
            if call_id not in open_calls:
                text = (
                    "Invalid parameter: messages with role 'tool' must be a response to a "
                    "preceeding message with 'tool_calls'."
                )
                raise refuse(text, f"messages[{index}].role")
            open_calls.discard(call_id)
            continue
        if open_calls:
            break
        open_calls = {call.id for call in message.tool_calls}
    if open_calls:
        text = (
            "An assistant message with 'tool_calls' must be followed by tool messages responding "
            "to each 'tool_call_id'. The following tool_call_ids did not have response messages: "
        )
        raise refuse(text + ", ".join(map(str, sorted(open_calls, key=str))), "messages")
