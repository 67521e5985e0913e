"""The four protocols as plain clients see them: what to post where, and where the text stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable

PROMPT = "Say hello in one short sentence."
MODELS = {
    "chat": "gpt-4o",
    "responses": "gpt-4o",
    "anthropic": "claude-sonnet-4-5",
    "gemini": "gemini-2.5-flash",
}
SCHEMA = {
    "type": "object",
    "properties": {"items": {"type": "array", "items": {"type": "object"}}},
    "required": ["items"],
}
"""Of the tool's arguments."""


def path(protocol: str, streamed: bool) -> str:
    """Below the base URL."""
    if protocol == "gemini":
        method = "streamGenerateContent?alt=sse" if streamed else "generateContent"
        return f"/v1beta/models/{MODELS['gemini']}:{method}"
    return {
        "chat": "/v1/chat/completions",
        "responses": "/v1/responses",
        "anthropic": "/v1/messages",
    }[protocol]


def body(protocol: str, streamed: bool, tool: bool = False) -> dict[str, object]:
    """A request with one short prompt, and one tool if asked for."""
    made = _body(protocol)
    if streamed and protocol != "gemini":
        made["stream"] = True
    if streamed and protocol == "chat":
        made["stream_options"] = {"include_usage": True}
    if tool:
        made["tools"] = [_tool(protocol)]
    return made


def _body(protocol: str) -> dict[str, object]:
    messages = [{"role": "user", "content": PROMPT}]
    if protocol == "gemini":
        return {"contents": [{"role": "user", "parts": [{"text": PROMPT}]}]}
    if protocol == "responses":
        return {"model": MODELS[protocol], "input": messages}
    limit = {"max_tokens": 4096} if protocol == "anthropic" else {}
    return {"model": MODELS[protocol], "messages": messages, **limit}


def _tool(protocol: str) -> dict[str, object]:
    if protocol == "anthropic":
        return {"name": "save", "input_schema": SCHEMA}
    if protocol == "responses":
        return {"type": "function", "name": "save", "parameters": SCHEMA}
    if protocol == "gemini":
        return {"functionDeclarations": [{"name": "save", "parametersJsonSchema": SCHEMA}]}
    return {"type": "function", "function": {"name": "save", "parameters": SCHEMA}}


def said(protocol: str, answer: dict) -> str:
    """The text of a whole answer."""
    if protocol == "chat":
        return answer["choices"][0]["message"]["content"]
    if protocol == "responses":
        return answer["output"][0]["content"][0]["text"]
    if protocol == "anthropic":
        return answer["content"][0]["text"]
    return answer["candidates"][0]["content"]["parts"][0]["text"]


def _chat(event: dict) -> str | None:
    choices = event["choices"]
    return choices[0]["delta"].get("content") if choices else None


def _chat_arguments(event: dict) -> str | None:
    choices = event["choices"]
    calls = choices[0]["delta"].get("tool_calls") if choices else None
    return calls[0]["function"]["arguments"] if calls else None


def _responses(event: dict) -> str | None:
    return event["delta"] if event["type"] == "response.output_text.delta" else None


def _responses_arguments(event: dict) -> str | None:
    return event["delta"] if event["type"] == "response.function_call_arguments.delta" else None


def _anthropic(event: dict) -> str | None:
    return event["delta"]["text"] if event["type"] == "content_block_delta" else None


def _anthropic_arguments(event: dict) -> str | None:
    return event["delta"]["partial_json"] if event["type"] == "content_block_delta" else None


def _gemini(event: dict) -> str | None:
    return event["candidates"][0]["content"]["parts"][0]["text"]


DELTA = {"chat": _chat, "responses": _responses, "anthropic": _anthropic, "gemini": _gemini}
"""Protocol -> the text of an event, or nothing."""

ARGUMENTS = {
    "chat": _chat_arguments,
    "responses": _responses_arguments,
    "anthropic": _anthropic_arguments,
}
"""Protocol -> the piece of a tool's arguments in an event, or nothing; Gemini sends them whole."""


def called(protocol: str, events: Iterable[dict], decode: Callable[[str], object]) -> object:
    """The arguments of the tool call that a stream's events hold."""
    if protocol == "gemini":
        parts = [event["candidates"][0]["content"]["parts"][0] for event in events]
        return next(part["functionCall"]["args"] for part in parts if "functionCall" in part)
    return decode("".join(piece for piece in map(ARGUMENTS[protocol], events) if piece))
