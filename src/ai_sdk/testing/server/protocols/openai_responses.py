"""Responses: reads requests; `openai_responses_write` writes the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..payload import loads_or_text
from ..turn import Ask, Attachment, Message, Role, ToolCall, ToolOffer, ToolOutput
from .base import Exchange
from .openai_chat import check_says_json
from .openai_common import (
    attachment_from_url,
    check_number,
    decode_base64,
    is_reasoning_model,
    json_body,
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
}
_MODEL_ITEMS = ("message", "function_call", "reasoning", "custom_tool_call", "item_reference")


def read_response(exchange: Exchange) -> Ask:
    """Read a `POST /responses`."""
    body = json_body(exchange)
    model = read_model(body, exchange, status=400)
    messages = (*_instructions(body), *_history(body, exchange), *_input(body))
    _check_calls(messages)
    json_mode, schema = _text_format(body, messages)
    choice, forced = _tool_choice(body)
    check_number(body, "temperature", 0, 2)
    check_number(body, "top_p", 0, 1)
    reasoning = body.get("reasoning") or {}
    effort = reasoning.get("effort", "medium" if is_reasoning_model(model) else None)
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
        max_tokens=read_count(body, "max_output_tokens", 16),
        reasoning=effort not in (None, "none"),
        reasoning_summary=reasoning.get("summary") is not None,
    )


def _instructions(body: Mapping[str, Any]) -> tuple[Message, ...]:
    given = body.get("instructions")
    if given is None:
        return ()
    if not isinstance(given, str):
        raise wrong_type("instructions", "a string", given)
    return (Message("system", given),)


def _history(body: Mapping[str, Any], exchange: Exchange) -> tuple[Message, ...]:
    earlier = body.get("previous_response_id")
    if earlier is None:
        return ()
    if earlier not in exchange.memory.conversations:
        message = f"Previous response with id '{earlier}' not found."
        raise refuse(message, "previous_response_id", "previous_response_not_found")
    messages: tuple[Message, ...] = exchange.memory.conversations[earlier]
    return messages


def _input(body: Mapping[str, Any]) -> tuple[Message, ...]:
    given = body.get("input")
    if given is None:
        if "prompt" in body or "previous_response_id" in body:
            return ()
        raise missing("input")
    if isinstance(given, str):
        return (Message("user", given),)
    items = read_list(body, "input")
    _check_reasoning(items)
    read = (_item(item, f"input[{index}]") for index, item in enumerate(items))
    return tuple(message for message in read if message is not None)


def _check_reasoning(items: Sequence[Any]) -> None:
    """Refuse a reasoning item that the model's own next item does not follow."""
    for item, after in zip(items, [*items[1:], None], strict=True):
        if not isinstance(item, dict) or item.get("type") != "reasoning":
            continue
        following = after if isinstance(after, dict) else {"type": None}
        kind, role = following.get("type", "message"), following.get("role", "assistant")
        if kind not in _MODEL_ITEMS or role != "assistant":
            message = f"Item '{item.get('id')}' of type 'reasoning' was provided without its "
            raise refuse(message + "required following item.", "input")


def _item(item: Any, at: str) -> Message | None:
    if not isinstance(item, dict):
        raise wrong_type(at, "an object", item)
    match item.get("type", "message"):
        case "message":
            return _message(item, at)
        case "function_call":
            return Message("assistant", tool_calls=(_call(item, at),))
        case "function_call_output":
            return _output(item, at)
        case _:
            return None


def _message(item: Mapping[str, Any], at: str) -> Message:
    role = _ROLES.get(item.get("role"))
    if role is None:
        supported = "'assistant', 'system', 'developer', and 'user'"
        message = f"Invalid value: '{item.get('role')}'. Supported values are: {supported}."
        raise refuse(message, f"{at}.role", "invalid_value")
    text, attachments = _content(item.get("content"), f"{at}.content", role)
    return Message(role, text, attachments)


def _call(item: Mapping[str, Any], at: str) -> ToolCall:
    for name in ("call_id", "name", "arguments"):
        if not isinstance(item.get(name), str):
            raise missing(f"{at}.{name}")
    return ToolCall(item["name"], loads_or_text(item["arguments"]), item["call_id"])


def _output(item: Mapping[str, Any], at: str) -> Message:
    if not isinstance(item.get("call_id"), str):
        raise missing(f"{at}.call_id")
    if "output" not in item:
        raise missing(f"{at}.output")
    text, attachments = _content(item["output"], f"{at}.output", "tool")
    outputs = (ToolOutput(item["call_id"], text),)
    return Message("tool", attachments=attachments, tool_outputs=outputs)


def _content(content: Any, at: str, role: Role) -> tuple[str, tuple[Attachment, ...]]:
    if isinstance(content, str):
        return content, ()
    if content is None:
        raise missing(at)
    if not isinstance(content, list):
        raise wrong_type(at, "a string or an array", content)
    texts: list[str] = []
    attachments: list[Attachment] = []
    for index, part in enumerate(content):
        read = _part(part, f"{at}[{index}]", role)
        if isinstance(read, str):
            texts.append(read)
        else:
            attachments.append(read)
    return "\n".join(texts), tuple(attachments)


def _part(part: Any, at: str, role: Role) -> str | Attachment:
    if not isinstance(part, dict) or "type" not in part:
        raise missing(f"{at}.type")
    kind = part["type"]
    allowed: tuple[str, ...] = ("input_text", "input_image", "input_file", "input_audio")
    if role == "assistant":
        allowed = ("output_text", "refusal")
    if kind not in allowed:
        supported = " and ".join(f"'{name}'" for name in allowed)
        message = f"Invalid value: '{kind}'. Supported values are: {supported}."
        raise refuse(message, at, "invalid_value")
    match kind:
        case "input_text" | "output_text":
            return str(part.get("text", ""))
        case "refusal":
            return str(part.get("refusal", ""))
        case "input_image":
            if part.get("image_url"):
                return attachment_from_url("image", part["image_url"])
            return Attachment("image", reference=part.get("file_id"))
        case "input_audio":
            audio = part.get("input_audio") or {}
            data = decode_base64(audio.get("data", ""), at)
            return Attachment("audio", f"audio/{audio.get('format', 'wav')}", None, data)
        case _:
            return _file(part)


def _file(part: Mapping[str, Any]) -> Attachment:
    name = part.get("filename")
    if part.get("file_data"):
        return attachment_from_url("file", part["file_data"], name)
    return Attachment("file", name=name, reference=part.get("file_url") or part.get("file_id"))


def _check_calls(messages: Sequence[Message]) -> None:
    """Refuse outputs without their call, and calls without their output."""
    called = [call.id for message in messages for call in message.tool_calls]
    answered = [out.call_id for message in messages for out in message.tool_outputs]
    for call_id in answered:
        if call_id not in called:
            message = f"No tool call found for function call output with call_id {call_id}."
            raise refuse(message, "input")
    for called_id in called:
        if called_id not in answered:
            raise refuse(f"No tool output found for function call {called_id}.", "input")


def _text_format(
    body: Mapping[str, Any], messages: Sequence[Message]
) -> tuple[bool, Mapping[str, Any] | None]:
    form = (body.get("text") or {}).get("format") or {}
    if form.get("type") == "json_schema":
        return True, read_schema(form, "text.format")
    if form.get("type") == "json_object":
        check_says_json(messages, "input")
        return True, None
    return False, None


def _tools(body: Mapping[str, Any]) -> tuple[ToolOffer, ...]:
    offers: list[ToolOffer] = []
    for index, tool in enumerate(read_list(body, "tools")):
        if not isinstance(tool, dict):
            raise wrong_type(f"tools[{index}]", "an object", tool)
        if tool.get("type") is None:
            raise missing(f"tools[{index}].type")
        if tool["type"] == "function":
            offers.append(read_function(tool, f"tools[{index}]"))
    return tuple(offers)


def _tool_choice(body: Mapping[str, Any]) -> tuple[str, str | None]:
    choice = body.get("tool_choice")
    if choice is None or isinstance(choice, str):
        if choice not in (None, "auto", "none", "required"):
            message = f"Invalid value: '{choice}'. Supported values are: 'none', 'auto', and "
            raise refuse(message + "'required'.", "tool_choice", "invalid_value")
        return choice or "auto", None
    if choice.get("type") == "allowed_tools":
        return choice.get("mode", "auto"), None
    if choice.get("type") != "function":
        return "auto", None
    if not choice.get("name"):
        raise missing("tool_choice.name")
    return "required", choice["name"]
